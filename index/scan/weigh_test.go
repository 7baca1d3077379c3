package scan

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/load"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// BenchmarkWeigh is the exact weighing of the pass's 300 best, with reading their
// profiles, half of which have a photo.
func BenchmarkWeigh(b *testing.B) {
	const rows, asks = 10_000, 50
	c := newCrowd(world.Options{Seed: 7, Notices: rows, Records: 2 * asks, Pairs: asks, Photos: .5})
	table, probes, found := c.table(b, c.notices), make([]*feature.Probe, asks), make([][]hit, asks)
	for i := range probes {
		probes[i] = c.scorer.Probe(c.records[i])
		hits, err := bestOfPass(b.Context(), table, table.view.Load(), probes[i], depth{listed: alternatives, always: alternatives, most: alternatives})
		if err != nil {
			b.Fatal(err)
		}
		found[i] = hits[:alternatives] // the last step of the histogram has some more
	}
	b.Run(fmt.Sprintf("rows=%d", alternatives), func(b *testing.B) {
		b.ReportAllocs()
		self := load.Process(os.Getpid())
		spent, room := self.Processor(b), make([]feature.Candidate, 0, alternatives)
		for i := 0; b.Loop(); i++ {
			if _, err := table.weigh(b.Context(), table.view.Load(), probes[i%asks], room, found[i%asks]); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64((self.Processor(b)-spent).Microseconds())/float64(b.N)/alternatives, "µs-processor/row")
	})
}

// bestOfPass returns the rows that the first pass puts highest.
func bestOfPass(ctx context.Context, t *Table, v *view, probe *feature.Probe, d depth) ([]hit, error) {
	s, err := t.tables(ctx, v, probe)
	if err != nil {
		return nil, err
	}
	defer t.release(s)
	s.faceOnly = len(s.looks) > 0 && s.saysNothing()
	return s.pass(ctx, v, d, nil)
}
