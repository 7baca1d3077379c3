package names

import (
	"bytes"
	"cmp"
	_ "embed" // the pairs
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

var update = flag.Bool("update", false, "write testdata/quality.golden anew")

//go:embed testdata/pairs.tsv
var judgedPairs string

const goldenFile = "testdata/quality.golden"

// alert is the weight, in bits, from which a pair of names by itself draws a look.
const alert = 3

// judged is a pair of the table and what was made of it. A pair with nothing to say
// about each other weighs 0.
type judged struct {
	heard, said models.PersonName
	area, tag   string
	match       bool
	bits        float64
}

// TestQuality weighs every pair of testdata/pairs.tsv. The golden file shows what a
// change does, pair by pair; the floors say what it must not do.
func TestQuality(t *testing.T) {
	pairs := judgePairs(t)
	if len(pairs) < 400 {
		t.Fatalf("%d pairs, want at least 400", len(pairs))
	}
	spoken := map[Dialect]bool{}
	for _, p := range pairs {
		spoken[DialectIn(p.area)] = true
	}
	if len(spoken) < 15 {
		t.Errorf("pairs of %d dialects only", len(spoken))
	}
	matches, others := weights(pairs, true), weights(pairs, false)
	auc := areaUnderCurve(matches, others)
	for _, floor := range []struct {
		what      string
		got, want float64
	}{
		{"AUC", auc, .988},
		{"matches from 3 bits", shareFrom(matches, alert), .97},
		{"matches above 0 bits", shareFrom(matches, 1e-9), .98},
		{"others below 3 bits", 1 - shareFrom(others, alert), .93},
	} {
		if floor.got < floor.want {
			t.Errorf("%s: %.4f, want at least %.4f", floor.what, floor.got, floor.want)
		}
	}
	got := report(pairs, auc)
	if *update {
		if err := os.WriteFile(goldenFile, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is measured now; look at the difference, then refresh it with -update. Now:\n%s", goldenFile, got)
	}
}

func judgePairs(t *testing.T) []judged {
	t.Helper()
	var pairs []judged
	for line := range strings.Lines(judgedPairs) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 || f[4] != "match" && f[4] != "other" {
			t.Fatalf("no pair: %q", line)
		}
		heardKind, saidKind, given := strings.Cut(f[1], ">")
		if !given {
			saidKind = string(models.NameLegal)
		}
		p := judged{
			heard: models.PersonName{Text: f[0], Kind: models.NameKind(heardKind)},
			said:  models.PersonName{Text: f[2], Kind: models.NameKind(saidKind)},
			area:  f[3], match: f[4] == "match", tag: f[5],
		}
		heard, said := Parse(p.heard), Parse(p.said)
		p.bits = Compare(&heard, &said, DialectIn(p.area)).Bits
		pairs = append(pairs, p)
	}
	return pairs
}

func weights(pairs []judged, match bool) []float64 {
	var list []float64
	for _, p := range pairs {
		if p.match == match {
			list = append(list, p.bits)
		}
	}
	return list
}

// areaUnderCurve is the probability that a match weighs more than another person;
// equal weights count half.
func areaUnderCurve(matches, others []float64) float64 {
	won := 0.0
	for _, m := range matches {
		for _, o := range others {
			switch {
			case m > o:
				won++
			case m == o:
				won += .5
			}
		}
	}
	return won / float64(len(matches)*len(others))
}

func shareFrom(list []float64, least float64) float64 {
	n := 0
	for _, w := range list {
		if w >= least {
			n++
		}
	}
	return float64(n) / float64(len(list))
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, w := range list {
		sum += w
	}
	return sum / float64(len(list))
}

func report(pairs []judged, auc float64) []byte {
	var b bytes.Buffer
	matches, others := weights(pairs, true), weights(pairs, false)
	fmt.Fprintf(&b, "pairs %d: %d matches, %d others\nAUC %.4f\n", len(pairs), len(matches), len(others), auc)
	fmt.Fprintf(&b, "matches from %d bits %.3f, above 0 %.3f\n", alert, shareFrom(matches, alert), shareFrom(matches, 1e-9))
	fmt.Fprintf(&b, "others from %d bits %.3f, above 0 %.3f\n\n", alert, shareFrom(others, alert), shareFrom(others, 1e-9))
	byGroup(&b, "tag", pairs, func(p judged) string { return p.tag })
	byGroup(&b, "dialect", pairs, func(p judged) string { return dialectNames[DialectIn(p.area)] })
	worst(&b, "matches", pairs, true)
	b.WriteByte('\n')
	worst(&b, "others", pairs, false)
	return b.Bytes()
}

func byGroup(b *bytes.Buffer, what string, pairs []judged, group func(judged) string) {
	groups := map[string][]judged{}
	for _, p := range pairs {
		groups[group(p)] = append(groups[group(p)], p)
	}
	fmt.Fprintf(b, "%-18s %8s %6s %8s %6s\n", what, "matches", "bits", "others", "bits")
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		m, o := weights(groups[g], true), weights(groups[g], false)
		fmt.Fprintf(b, "%-18s %8s %6s %8s %6s\n", g, count(m), average(m), count(o), average(o))
	}
	b.WriteByte('\n')
}

func count(list []float64) string {
	if len(list) == 0 {
		return "-"
	}
	return fmt.Sprint(len(list))
}

func average(list []float64) string {
	if len(list) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", mean(list))
}

func worst(b *bytes.Buffer, what string, pairs []judged, match bool) {
	var list []judged
	for _, p := range pairs {
		if p.match == match {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(x, y judged) int {
		if match {
			return cmp.Compare(x.bits, y.bits)
		}
		return cmp.Compare(y.bits, x.bits)
	})
	fmt.Fprintf(b, "the worst %s\n", what)
	for _, p := range list[:min(15, len(list))] {
		fmt.Fprintf(b, "%6.1f %s = %s %s %s\n", p.bits, p.heard.Text, p.said.Text, p.tag, p.area)
	}
}
