package eval

import (
	"fmt"
	"slices"
	"strings"
)

// Differing lists the lines that only one of two texts has, each text's in order;
// empty if the texts are the same.
func Differing(want, got string) string {
	if want == got {
		return ""
	}
	var b strings.Builder
	only := func(sign string, lines, others []string) {
		for _, line := range lines {
			if !slices.Contains(others, line) {
				fmt.Fprintf(&b, "%s %s\n", sign, line)
			}
		}
	}
	a, z := strings.Split(want, "\n"), strings.Split(got, "\n")
	only("-", a, z)
	only("+", z, a)
	if b.Len() == 0 {
		b.WriteString("the same lines, in another order\n")
	}
	return b.String()
}
