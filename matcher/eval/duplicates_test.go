//go:build !race

package eval

import (
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Files of people who are held already are found among those of their own side, and
// people of whom there is one file are seldom taken for another person. Two notices of
// one person say nearly the same; two stations often hear and see too little in common
// to tell. Figures of this run: notices 100 of 100 first; records 64 first, 78 among
// five, 50 shown; another person shown for 4 and 5 of 100, most of them of one age.
func TestDuplicates(t *testing.T) {
	const people, again = 1500, 100
	w := world.New(world.Options{Seed: 7, Split: world.Test, Notices: people, Records: people, Pairs: 150, Gazetteer: world.China()})
	notices, records, truth := w.Again(again)
	scorer := feature.NewScorer(feature.DefaultParams())
	var census feature.CorpusStats
	for _, n := range w.Notices {
		census.Add(feature.ProfileOf(n))
	}
	scorer.Learn(&census)
	for _, side := range []struct {
		name                      string
		held, asked               []models.Subject
		first, five, shown, wrong int // at least, and at most
	}{
		{"notices", subjects(w.Notices), subjects(notices), 97, 98, 97, 5},
		{"records", subjects(w.Records), subjects(records), 60, 68, 46, 10},
	} {
		t.Run(side.name, func(t *testing.T) {
			var held []*feature.Profile
			for _, s := range side.held {
				held = append(held, feature.ProfileOf(s))
			}
			first, five, shown, wrong := 0, 0, 0, 0
			for _, s := range side.asked {
				for rank, d := range likest(scorer, s, held, 5) {
					if d.Other != truth[s.Common().Name] {
						continue
					}
					five++
					if rank == 0 {
						first++
					}
					if d.Probability >= .05 { // as matcher shows them
						shown++
					}
				}
			}
			for _, s := range side.held[people-again:] { // no one saw them twice
				if best := likest(scorer, s, held, 1); len(best) > 0 && best[0].Probability >= .05 {
					wrong++
				}
			}
			t.Logf("first %d, among five %d, shown %d of %d; somebody else shown for %d of %d", first, five, shown, again, wrong, again)
			if first < side.first || five < side.five || shown < side.shown || wrong > side.wrong {
				t.Error("worse than it was")
			}
		})
	}
}

// likest are the duplicates among the best that a quick pass finds, as in the service.
func likest(w *feature.Scorer, s models.Subject, held []*feature.Profile, limit int) []models.Duplicate {
	return w.Duplicates(s, quickest(w.Probe(feature.Recast(s)), held, 50), len(held), limit)
}

// quickest are the n that a quick pass puts first.
func quickest(probe *feature.Probe, held []*feature.Profile, n int) []feature.Candidate {
	return slices.SortedFunc(slices.Values(probe.Weigh(held...)), feature.Candidate.Compare)[:n]
}

func subjects[T models.Subject](list []T) []models.Subject {
	out := make([]models.Subject, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
