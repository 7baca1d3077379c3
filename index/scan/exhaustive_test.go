package scan

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// crowd is generated people of both sides in tables, and the corpus statistics of the notices
// learned.
type crowd struct {
	scorer           *feature.Scorer
	records, notices []*feature.Profile
}

func newCrowd(o world.Options) *crowd {
	o.Gazetteer, o.Split = world.China(), world.Train
	w := world.New(o)
	c := &crowd{scorer: feature.NewScorer(feature.DefaultParams()), records: make([]*feature.Profile, len(w.Records)), notices: make([]*feature.Profile, len(w.Notices))}
	parallel(len(w.Records), func(i int) { c.records[i] = feature.ProfileOf(w.Records[i]); c.records[i].Prepare() })
	parallel(len(w.Notices), func(i int) { c.notices[i] = feature.ProfileOf(w.Notices[i]) })
	var corpusStats feature.CorpusStats
	for _, n := range c.notices {
		corpusStats.Add(n)
	}
	c.scorer.Learn(&corpusStats)
	return c
}

func parallel(n int, do func(i int)) {
	var group sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := w; i < n; i += runtime.GOMAXPROCS(0) {
				do(i)
			}
		})
	}
	group.Wait()
}

func (c *crowd) table(tb testing.TB, list []*feature.Profile) *Table {
	tb.Helper()
	t := NewTable(c.scorer, "")
	for _, p := range list {
		if _, err := t.Put(p); err != nil {
			tb.Fatal(err)
		}
	}
	return t
}

// exhaustive is the k best of comparing the probe with everyone.
func exhaustive(probe *feature.Probe, others []*feature.Profile, k int) []feature.Candidate {
	all := make([]feature.Candidate, len(others))
	parallel(len(others), func(i int) { all[i] = probe.Weigh(others[i])[0] })
	slices.SortFunc(all, feature.Candidate.Compare)
	return all[:k]
}

// The best 20 are those of comparing everyone in full in at least 995 of 1,000
// queries, from either side; those that are missed are near the last place, of people
// whose marks or whose names in several ways say more than the first pass adds up.
func TestFusedIsExhaustive(t *testing.T) {
	c := newCrowd(world.Options{Seed: 5, Notices: crowdNotices, Records: crowdRecords, Pairs: 1_000, Photos: .5})
	for _, side := range []struct {
		name           string
		probes, others []*feature.Profile
	}{{"records ask for notices", c.records[:crowdAsks], c.notices}, {"notices ask for records", c.notices[:crowdAsks], c.records}} {
		t.Run(side.name, func(t *testing.T) {
			table, missed := c.table(t, side.others), 0
			for _, one := range side.probes {
				probe := c.scorer.Probe(one)
				want := exhaustive(probe, side.others, 20)
				got, err := table.Best(t.Context(), probe, 20)
				if err != nil || len(got) < 20 {
					t.Fatalf("%d found, %v", len(got), err)
				}
				for k := range want {
					if got[k].Name != want[k].Name {
						missed++
						t.Logf("%s, place %d: %s at %.2f bits, want %s at %.2f", one.Name, k+1, got[k].Name, got[k].Weight, want[k].Name, want[k].Weight)
						break
					}
				}
			}
			if missed > len(side.probes)/200 {
				t.Errorf("%d of %d queries miss somebody", missed, len(side.probes))
			}
		})
	}
}

func BenchmarkBest(b *testing.B) {
	for _, rows := range []int{20_000, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			c := newCrowd(world.Options{Seed: 7, Notices: rows, Records: 100, Pairs: 50})
			table, asked := c.table(b, c.notices), 0
			b.ReportAllocs()
			for b.Loop() {
				probe := c.scorer.Probe(c.records[asked%len(c.records)])
				if _, err := table.Best(b.Context(), probe, 300); err != nil {
					b.Fatal(err)
				}
				asked++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
		})
	}
}
