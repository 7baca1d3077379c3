package scan

import (
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// The best among some are the best of them, as if there were nobody else; those that are not in the
// table are not found.
func TestBestAmong(t *testing.T) {
	c := newCrowd(world.Options{Seed: 11, Notices: 500, Records: 20, Pairs: 20})
	table, r := c.table(t, c.notices), rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secret
	for i, one := range c.records {
		var some []*feature.Profile
		names := []string{"notices/never"}
		for _, n := range c.notices {
			if r.IntN(5) == 0 {
				some, names = append(some, n), append(names, n.Name)
			}
		}
		probe := c.scorer.Probe(one)
		got, err := table.BestAmong(t.Context(), probe, 10, names)
		if err != nil {
			t.Fatal(err)
		}
		visible := map[string]bool{}
		for _, name := range names {
			visible[name] = true
		}
		want := exhaustive(probe, some, 10)
		for k := range got {
			if !visible[got[k].Name] {
				t.Errorf("record %d is shown %s, who is not among those", i, got[k].Name)
			}
			if k < 3 && got[k].Name != want[k].Name && got[k].Weight != want[k].Weight {
				t.Errorf("record %d: number %d is %s, want %s", i, k+1, got[k].Name, want[k].Name)
			}
		}
	}
}
