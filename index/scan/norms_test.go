package scan

import (
	"math"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// Faces that were held against a cohort in a batch weigh as those that are when they are
// first compared, and searches go on with the gallery before until the new one is
// adopted.
func TestNormalise(t *testing.T) {
	c := newCrowd(world.Options{Seed: 13, Notices: 1_000, Records: 50, Pairs: 50, Photos: 1})
	scorer := feature.NewScorer(feature.DefaultParams())
	table := NewTable(scorer, t.TempDir())
	var corpusStats feature.CorpusStats
	for _, p := range c.notices {
		if _, err := table.Put(p); err != nil {
			t.Fatal(err)
		}
		corpusStats.Add(p)
	}
	next := scorer.LearnAhead(&corpusStats)
	if next == nil {
		t.Fatal("no gallery of a thousand faces")
	}
	before := scorer.Probe(c.records[0]).Score(c.notices[0])
	if err := table.Normalise(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if now := scorer.Probe(c.records[0]).Score(table.Get(c.notices[0].Name)); math.Abs(now-before) > 1e-9 {
		t.Errorf("%v before the gallery is adopted, %v before it was made", now, before)
	}
	scorer.Adopt(next)
	changed := false
	for i, r := range c.records {
		probe, theirs := scorer.Probe(r), c.scorer.Probe(r)
		got, want := probe.Score(table.Get(c.notices[i].Name)), theirs.Score(c.notices[i])
		if math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: %v in a batch, %v alone", r.Name, got, want)
		}
		changed = changed || math.Abs(got-before) > .1
	}
	if !changed {
		t.Error("the gallery changed nothing")
	}
}
