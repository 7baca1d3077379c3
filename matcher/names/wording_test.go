package names

import (
	_ "embed" // the pairs
	"strconv"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

//go:embed testdata/wording.tsv
var wordingPairs string

// Names with words around them, with characters that are not told, in Latin letters: what
// each pair weighs lies within its bounds, from whichever side one asks, and a first look at
// a roll does not overlook it.
func TestWording(t *testing.T) {
	for line := range strings.Lines(wordingPairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 5 {
			t.Fatalf("no pair: %q", line)
		}
		record, notice := kinded(f[1]), kinded(f[2])
		bits, ok := NewQuery(&record, Heard, AnyDialect, Common()).Bits(&notice, AnyDialect)
		back, _ := NewQuery(&notice, Said, AnyDialect, Common()).Bits(&record, AnyDialect)
		if !ok {
			bits = 0
		}
		if least, err := strconv.ParseFloat(f[3], 64); err == nil && bits < least {
			t.Errorf("%s: %s and %s weigh %.1f bits, want %s at least (%s / %s)", f[0], f[1], f[2], bits, f[3], record.Sound(), notice.Sound())
		}
		if most, err := strconv.ParseFloat(f[4], 64); err == nil && bits > most {
			t.Errorf("%s: %s and %s weigh %.1f bits, want %s at most (%s / %s)", f[0], f[1], f[2], bits, f[4], record.Sound(), notice.Sound())
		}
		if bits-back > .001 || back-bits > .001 {
			t.Errorf("%s and %s weigh %.3f bits one way, %.3f the other", f[1], f[2], bits, back)
		}
	}
}

func kinded(text string) Name {
	kind, own, ok := strings.Cut(text, "|")
	if !ok {
		kind, own = string(models.NameLegal), text
	}
	return Parse(models.PersonName{Text: own, Kind: models.NameKind(kind)})
}
