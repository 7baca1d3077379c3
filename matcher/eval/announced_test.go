//go:build !race

package eval

import (
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// What would be announced is right at least as often as the threshold promises, and
// most of what could be found is announced. Figures of this run: 125 rightly and 6
// wrongly, of 150 pairs among 3,000 notices, 139 of which rank first.
func TestAnnouncedPairs(t *testing.T) {
	const notices, records, pairs = 3000, 600, 150
	w := world.New(world.Options{Seed: 11, Split: world.Test, Notices: notices, Records: records, Pairs: pairs, Gazetteer: world.China()})
	scorer := feature.NewScorer(feature.DefaultParams())
	var census feature.CorpusStats
	var held []*feature.Profile
	for _, n := range w.Notices {
		p := feature.ProfileOf(n)
		census.Add(p)
		held = append(held, p)
	}
	scorer.Learn(&census)
	right, wrong, ranked := 0, 0, 0
	for _, r := range w.Records {
		probe := scorer.Probe(feature.ProfileOf(r))
		for rank, m := range probe.Matches(quickest(probe, held, 50), notices, 10) {
			if rank == 0 && w.Truth[r.Name] == m.Notice {
				ranked++
			}
			if m.Probability < matcher.AlertProbability || feature.FaceAlone(&m) || !feature.Stands(&m) {
				continue
			}
			if w.Truth[r.Name] == m.Notice {
				right++
			} else {
				wrong++
			}
		}
	}
	t.Logf("%d announced rightly and %d wrongly, of %d pairs, %d of which rank first", right, wrong, pairs, ranked)
	if share := float64(right) / float64(right+wrong); share < matcher.AlertProbability {
		t.Errorf("%.2f of what is announced is right", share)
	}
	if 2*right < ranked {
		t.Errorf("%d announced of %d that rank first", right, ranked)
	}
}
