package partition_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/eval/load"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// BenchmarkTables is a search among the same people in 1, 2 and 4 tables, as so many processes hold
// them: the processor of all together, over that of one, beside what the model of guitu eval scale
// says of that ratio (less what asking a process costs, which is not in here).
func BenchmarkTables(b *testing.B) {
	const people, asks = 40_000, 50
	w := world.New(world.Options{Seed: 3, Split: world.Train, Notices: people, Records: asks, Pairs: asks, Photos: .5, Gazetteer: world.China()})
	scorer := feature.NewScorer(feature.DefaultParams())
	profiles, probes := make([]*feature.Profile, people), make([]*feature.Probe, asks)
	var stats feature.CorpusStats
	for i, n := range w.Notices {
		profiles[i] = feature.ProfileOf(n)
		stats.Add(profiles[i])
	}
	next := scorer.LearnAhead(&stats)
	scorer.Adopt(next)
	for i, r := range w.Records {
		probes[i] = scorer.Probe(feature.ProfileOf(r))
	}
	demand := eval.Demand{Cases: people, Faces: people / 2, Numbers: 128}
	alone := 0.0
	for _, tables := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("tables=%d", tables), func(b *testing.B) {
			held := make([]int, tables)
			for i := range held {
				held[i] = i
			}
			set := partition.New(scorer, "", tables, held...)
			for _, p := range profiles {
				if _, err := set.Put(p); err != nil {
					b.Fatal(err)
				}
			}
			if err := set.Normalise(b.Context(), next); err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			self, asked := load.Process(os.Getpid()), 0
			spent := self.Processor(b)
			for b.Loop() {
				if _, err := set.Best(b.Context(), probes[asked%asks], 20); err != nil {
					b.Fatal(err)
				}
				asked++
			}
			each := (self.Processor(b) - spent).Seconds() / float64(b.N)
			if tables == 1 {
				alone = each
			}
			b.ReportMetric(1000*each, "ms-processor/search")
			b.ReportMetric(each/alone, "of-one")
			b.ReportMetric(float64(tables)*eval.ProcessorIn(demand, tables)/eval.ProcessorIn(demand, 1), "of-one-by-model")
		})
	}
}
