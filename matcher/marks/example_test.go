package marks_test

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/marks"
)

// Two ways to write one scar are read alike.
func ExampleParse() {
	for _, text := range []string{"左眉上方一道疤", "左侧额头有疤痕"} {
		for _, m := range marks.Parse(text) {
			fmt.Println(m.Kind == marks.Scar, m.Side == marks.Left)
		}
	}
	// Output:
	// true true
	// true true
}
