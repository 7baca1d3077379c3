package matcher

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMaskWritings holds the masker against writings of contacts and of what is none. A
// line of testdata/masks is a text and, after a tab, = if it stays as it is, or ! and
// what must not be left of it.
func TestMaskWritings(t *testing.T) {
	files, err := filepath.Glob("testdata/masks/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no writings: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			text, want, ok := strings.Cut(line, "\t")
			if !ok {
				t.Fatalf("%s: %q is no case", file, line)
			}
			got := maskText(text)
			if secret, hidden := strings.CutPrefix(want, "!"); hidden && strings.Contains(got, secret) {
				t.Errorf("%s is left in %q", secret, got)
			} else if !hidden && got != text {
				t.Errorf("%q is masked as %q", text, got)
			}
		}
	}
}
