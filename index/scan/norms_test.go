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
	weigher := feature.NewWeigher(feature.DefaultParams())
	table := NewTable(weigher, t.TempDir())
	var census feature.Census
	for _, p := range c.notices {
		if _, err := table.Put(p); err != nil {
			t.Fatal(err)
		}
		census.Add(p)
	}
	next := weigher.LearnAhead(&census)
	if next == nil {
		t.Fatal("no gallery of a thousand faces")
	}
	before := weigher.Probe(c.records[0]).Quick(c.notices[0])
	if err := table.Normalise(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if now := weigher.Probe(c.records[0]).Quick(table.Get(c.notices[0].Name)); math.Abs(now-before) > 1e-9 {
		t.Errorf("%v before the gallery is adopted, %v before it was made", now, before)
	}
	weigher.Adopt(next)
	changed := false
	for i, r := range c.records {
		probe, theirs := weigher.Probe(r), c.weigher.Probe(r)
		got, want := probe.Quick(table.Get(c.notices[i].Name)), theirs.Quick(c.notices[i])
		if math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: %v in a batch, %v alone", r.Name, got, want)
		}
		changed = changed || math.Abs(got-before) > .1
	}
	if !changed {
		t.Error("the gallery changed nothing")
	}
}
