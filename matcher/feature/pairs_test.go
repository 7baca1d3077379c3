package feature

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// wordedPair is a line of testdata/pairs: two files in the words that stations, police
// and families use, and the bounds in bits of what a feature, or all for *, says of them.
type wordedPair struct {
	Kind, Feature  string
	Record         models.Record
	Notice         models.Notice
	Min, Max       *float64
	None           bool // the feature is not there at all
	ProbabilityMax *float64
	Why            string
}

// TestWordedPairs holds the weights of pairs whose right weight is known.
func TestWordedPairs(t *testing.T) {
	files, err := filepath.Glob("testdata/pairs/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pairs: %v", err)
	}
	scorer := NewScorer(DefaultParams())
	for _, file := range files {
		kinds, held := map[string]int{}, map[string]int{}
		eachPair(t, file, func(line string, p *wordedPair) {
			kinds[p.Kind]++
			if said := p.check(scorer); said != "" {
				t.Errorf("%s: %s", said, line)
				return
			}
			held[p.Kind]++
		})
		for kind, n := range kinds {
			t.Logf("%s: %s: %d of %d", filepath.Base(file), kind, held[kind], n)
		}
	}
}

func eachPair(t *testing.T, file string, use func(line string, p *wordedPair)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		if strings.TrimSpace(line) == "" {
			continue
		}
		var p wordedPair
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatalf("%s: %v: %s", file, err, line)
		}
		for _, person := range []*models.Person{&p.Record.Person, &p.Notice.Person} {
			for i := range person.Marks { // as a registry keeps them
				person.Marks[i] = marks.Understand(person.Marks[i])
			}
		}
		use(line, &p)
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
}

func (p *wordedPair) match(w *Scorer) models.Match {
	p.Record.Name, p.Notice.Name = "records/r", "notices/n"
	return w.Probe(ProfileOf(&p.Record)).rank(1, 1, ProfileOf(&p.Notice))[0]
}

// check returns what does not hold.
func (p *wordedPair) check(w *Scorer) string {
	m := p.match(w)
	sum, n := 0.0, 0
	var reasons []string
	for _, e := range m.Evidence {
		if p.Feature == "*" || e.Feature == p.Feature {
			sum += e.Weight
			n++
			reasons = append(reasons, e.Reason.Zh)
		}
	}
	said := strings.Join(reasons, "；")
	switch {
	case p.None && n > 0:
		return format("wanted no evidence, got", sum, said)
	case p.Min != nil && sum < *p.Min:
		return format("too little", sum, said)
	case p.Max != nil && sum > *p.Max:
		return format("too much", sum, said)
	case p.ProbabilityMax != nil && m.Probability > *p.ProbabilityMax:
		return format("too likely", m.Probability, said)
	}
	return ""
}

func format(what string, x float64, said string) string {
	return fmt.Sprintf("%s %.2f (%s)", what, x, said)
}
