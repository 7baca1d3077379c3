package eval

import (
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/evidence"
	"github.com/guitu-project/guitu/models"
)

// Files of people who are held already are found among those of their own side, and
// people with one file only are seldom taken for somebody else.
func TestDuplicates(t *testing.T) {
	const people, again = 3000, 200
	w := world.New(world.Options{Seed: 7, Split: world.Test, Notices: people, Records: people, Pairs: 300, Gazetteer: world.China()})
	notices, records, truth := w.Again(again)
	var subjects [2][]models.Subject
	for i, n := range w.Notices {
		subjects[0], subjects[1] = append(subjects[0], n), append(subjects[1], w.Records[i])
	}
	weigher := evidence.NewWeigher(evidence.DefaultParams())
	var census evidence.Census
	for _, s := range subjects[0] {
		census.Add(evidence.ProfileOf(s))
	}
	weigher.Learn(&census)
	var asked [2][]models.Subject
	for i := range notices {
		asked[0], asked[1] = append(asked[0], notices[i]), append(asked[1], records[i])
	}
	for side, name := range []string{"notices", "records"} {
		var held []*evidence.Profile
		for _, s := range subjects[side] {
			p := evidence.ProfileOf(s)
			p.Prepare()
			held = append(held, p)
		}
		first, five, shown, wrong := 0, 0, 0, 0
		for _, s := range asked[side] {
			found := weigher.Duplicates(s, held, len(held), 5)
			for rank, d := range found {
				if d.Other != truth[s.Common().Name] {
					continue
				}
				five++
				if rank == 0 {
					first++
				}
				if d.Probability >= .05 {
					shown++
				}
			}
		}
		// Those of whom there is one file: the last, who were not drawn again.
		alone := subjects[side][people-again:]
		for _, s := range alone {
			if best := weigher.Duplicates(s, held, len(held), 1); len(best) > 0 && best[0].Probability >= .05 {
				wrong++
			}
		}
		t.Logf("%s: first %d, among five %d, shown %d of %d; somebody else shown for %d of %d", name, first, five, shown, again, wrong, len(alone))
	}
}
