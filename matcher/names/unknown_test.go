package names

import (
	_ "embed" // the texts
	"strings"
	"testing"
)

//go:embed testdata/unknown.txt
var unknownTexts string

// What names no one is known as such, and what only looks so is a name.
func TestUnknown(t *testing.T) {
	for line := range strings.Lines(unknownTexts) {
		text, known := strings.CutPrefix(strings.TrimRight(line, "\n"), "!")
		if text == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if Unknown(text) == known {
			t.Errorf("Unknown(%q) = %v", text, !known)
		}
		n := name(text)
		if n.Known() && !known {
			t.Errorf("%q is understood as %s", text, n.Sound())
		}
		if known && !n.Known() {
			t.Errorf("%q is not understood", text)
		}
	}
}
