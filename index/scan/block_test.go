package scan

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/evidence"
)

// blocked are the upper ends of the histogram's bars; the last bar has no end.
var blocked = []time.Duration{10 * time.Microsecond, 100 * time.Microsecond, time.Millisecond, 10 * time.Millisecond, 50 * time.Millisecond}

// BenchmarkReadersUnderUpdates is how long a reader may be held up while 500 updates a
// second arrive: the time to look up somebody and to begin a search, which are all that
// a reader does beside computing. It logs a histogram.
func BenchmarkReadersUnderUpdates(b *testing.B) {
	const rows, updates = 100_000, 500
	w := world.New(world.Options{Seed: 3, Split: world.Train, Notices: seeds, Records: 10, Pairs: 10, Gazetteer: world.China()})
	weigher := evidence.NewWeigher(evidence.DefaultParams())
	table, people := NewTable(weigher, b.TempDir()), make([]*evidence.Profile, rows)
	parallel(rows, func(i int) { people[i] = evidence.ProfileOf(varied(w.Notices, i, false)) })
	for _, p := range people {
		if _, err := table.Put(p); err != nil {
			b.Fatal(err)
		}
	}
	stop, ended, done := make(chan struct{}), make(chan struct{}), 0
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second / updates)
		defer tick.Stop()
		for ; ; done++ {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			p := people[done*7919%rows]
			if done%5 == 4 {
				table.Delete(p.Name)
			} else if _, err := table.Put(p); err != nil {
				b.Error(err)
			}
		}
	}()
	var waits []time.Duration
	begin := time.Now()
	for i := 0; b.Loop(); i++ {
		from := time.Now()
		v := table.view.Load()
		table.Get(people[i*104729%rows].Name)
		waits = append(waits, time.Since(from))
		if v.rows == 0 {
			b.Fatal("nobody is there")
		}
	}
	b.ReportMetric(float64(done)/time.Since(begin).Seconds(), "updates/s")
	close(stop)
	<-ended
	slices.Sort(waits)
	from, text := 0, ""
	for _, end := range blocked {
		to, _ := slices.BinarySearch(waits, end)
		text += fmt.Sprintf("below %v: %d; ", end, to-from)
		from = to
	}
	b.Logf("%s%d longer", text, len(waits)-from)
	b.ReportMetric(float64(waits[len(waits)-1].Microseconds())/1000, "ms-longest")
	b.ReportMetric(float64(waits[len(waits)*999/1000].Nanoseconds())/1000, "µs-p99.9")
}
