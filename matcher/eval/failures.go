package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Cause says why right pairs do not come first: the feature by which the winner gained
// most on them, and what was known of the name.
type Cause struct {
	Feature  string // "not found" if the pair is not among the kept matches
	Name     string // what was learned of the name (world.Facts)
	Count    int
	Lost     float64 // mean bits by which the winner was ahead in this feature
	Examples []string
}

// shownExamples is how many examples a cause keeps.
const shownExamples = 3

// CausesOf sorts the right pairs that do not come first by cause, the most frequent
// ones first.
func CausesOf(outcomes []Outcome) []Cause {
	at := map[[2]string]*Cause{}
	var list []*Cause
	for i := range outcomes {
		o := &outcomes[i]
		if o.Truth == "" || o.Rank == 1 || len(o.Matches) == 0 {
			continue
		}
		feature, lost, example := o.cause()
		key := [2]string{feature, o.Facts.Name}
		c := at[key]
		if c == nil {
			c = &Cause{Feature: feature, Name: o.Facts.Name}
			at[key], list = c, append(list, c)
		}
		c.Count++
		c.Lost += lost
		if len(c.Examples) < shownExamples {
			c.Examples = append(c.Examples, example)
		}
	}
	out := make([]Cause, len(list))
	for i, c := range list {
		c.Lost /= float64(c.Count)
		out[i] = *c
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Feature, b.Feature), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// cause returns the feature by which the winner gained most on the right pair.
func (o *Outcome) cause() (feature string, lost float64, example string) {
	winner, right := &o.Matches[0], o.right()
	if right == nil {
		return "not found", 0, fmt.Sprintf("%s → %s: not among the first %d", o.Record.Name, o.Truth, len(o.Matches))
	}
	theirs, mine := bits(winner), bits(right)
	for _, f := range featuresOf([]Outcome{{Matches: []models.Match{*winner, *right}}}) {
		if d := theirs[f] - mine[f]; d > lost {
			feature, lost = f, d
		}
	}
	return feature, lost, fmt.Sprintf("%s rank %d: right %+.1f [%s]  winner %+.1f [%s]", o.Record.Name, o.Rank,
		right.Weight, inShort(right), winner.Weight, inShort(winner))
}

func inShort(m *models.Match) string {
	var parts []string
	for _, e := range m.Evidence {
		if e.Weight > .3 || e.Weight < -.3 {
			parts = append(parts, fmt.Sprintf("%s %+.1f %s/%s", e.Feature, e.Weight, shortened(e.RecordValue), shortened(e.NoticeValue)))
		}
	}
	return strings.Join(parts, ", ")
}

func shortened(text string) string {
	r := []rune(text)
	if len(r) > 14 {
		return string(r[:13]) + "…"
	}
	return text
}
