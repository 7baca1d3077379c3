package eval

import (
	"cmp"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Ablation holds what one piece of evidence adds to the ranking of the matches that were
// kept of each record: recall without it, and with it alone.
type Ablation struct {
	Feature         string
	Said            float64 // the share of right pairs of which it says anything
	True, Strangers float64 // its mean bits, if it says anything, for right pairs and for the best stranger
	Without, Alone  Recall
}

// AblationOf weighs the kept matches again without each feature and with it alone.
// What finding did not bring is not brought by this either. The features are in the
// order of what their loss costs.
func AblationOf(outcomes []Outcome) []Ablation {
	features := featuresOf(outcomes)
	list := make([]Ablation, len(features))
	for i, f := range features {
		list[i] = Ablation{
			Feature: f,
			Without: reweighed(outcomes, func(m *models.Match) float64 { return m.Weight - bits(m)[f] }),
			Alone:   reweighed(outcomes, func(m *models.Match) float64 { return bits(m)[f] }),
		}
		list[i].count(outcomes)
	}
	slices.SortStableFunc(list, func(a, b Ablation) int { return cmp.Compare(a.Without.MRR, b.Without.MRR) })
	return list
}

func (a *Ablation) count(outcomes []Outcome) {
	said, pairs, strange := 0.0, 0.0, 0.0
	for i := range outcomes {
		o := &outcomes[i]
		if o.Truth == "" {
			continue
		}
		pairs++
		if m := o.right(); m != nil {
			if w, ok := bits(m)[a.Feature]; ok {
				said++
				a.True += w
			}
		}
		if m := o.bestStranger(); m != nil {
			if w, ok := bits(m)[a.Feature]; ok {
				strange++
				a.Strangers += w
			}
		}
	}
	a.Said, a.True, a.Strangers = said/max(pairs, 1), a.True/max(said, 1), a.Strangers/max(strange, 1)
}

// bestStranger returns the best match that is not right.
func (o *Outcome) bestStranger() *models.Match {
	for i := range o.Matches {
		if i+1 != o.Rank {
			return &o.Matches[i]
		}
	}
	return nil
}

// reweighed is recall by another weight; of equal ones, half stand before.
func reweighed(outcomes []Outcome, weight func(*models.Match) float64) Recall {
	again := make([]Outcome, 0, len(outcomes))
	for i := range outcomes {
		o := outcomes[i]
		if m := o.right(); m != nil {
			mine, before, equal := weight(m), 0, 0
			for j := range o.Matches {
				switch w := weight(&o.Matches[j]); {
				case j+1 == o.Rank:
				case w > mine:
					before++
				case w == mine:
					equal++
				}
			}
			o.Rank = 1 + before + equal/2
		}
		o.Matches = nil
		again = append(again, o)
	}
	return RecallOf(again, nil)
}

// featuresOf returns the features that any match mentions, by name.
func featuresOf(outcomes []Outcome) []string {
	var list []string
	for _, o := range outcomes {
		for _, m := range o.Matches {
			for _, e := range m.Evidence {
				if !slices.Contains(list, e.Feature) {
					list = append(list, e.Feature)
				}
			}
		}
	}
	slices.Sort(list)
	return list
}
