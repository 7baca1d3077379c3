package scan

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
)

// BenchmarkReadersUnderUpdates is how long a reader may be held up while updates arrive:
// the time to look up a person and to begin a search, which are all that a reader does
// beside computing. It logs two histograms, of that time and of what is left of it
// without the time for which the machine ran something else on the reader's processor.
// Without updates it shows what the machine does to a reader that no one can hold up.
func BenchmarkReadersUnderUpdates(b *testing.B) {
	const rows = 100_000
	w := world.New(world.Options{Seed: 3, Split: world.Train, Notices: seeds, Records: 10, Pairs: 10, Gazetteer: world.China()})
	table, names := NewTable(feature.NewScorer(feature.DefaultParams()), b.TempDir()), make([]string, rows)
	changing := make([]*feature.Profile, rows/50) // not all, or the heap were another than a server's
	parallel(rows, func(i int) {
		p := feature.ProfileOf(w.Varied(i))
		if names[i] = p.Name; i%50 == 0 {
			changing[i/50] = p
		}
		if _, err := table.Put(p); err != nil {
			b.Error(err)
		}
	})
	for _, updates := range []int{0, 500} {
		b.Run(fmt.Sprintf("updates=%d", updates), func(b *testing.B) {
			runtime.LockOSThread() // whose waits the machine counts
			defer runtime.UnlockOSThread()
			finish := update(b, table, changing, updates)
			var took, waited []time.Duration
			for i := 0; b.Loop(); i++ {
				machine, from := waitOfThread(b), time.Now()
				v := table.view.Load()
				table.Get(names[i*104729%rows])
				d := time.Since(from)
				took, waited = append(took, d), append(waited, max(0, d-waitOfThread(b)+machine))
				if v.rows == 0 {
					b.Fatal("nobody is there")
				}
			}
			b.ReportMetric(finish(), "updates/s")
			bars(b, "", took)
			bars(b, "-own", waited)
		})
	}
}

// update puts and deletes people at that rate, however late it gets to it, until finish,
// which says how many it did a second.
func update(b *testing.B, table *Table, people []*feature.Profile, aSecond int) (finish func() float64) {
	b.Helper()
	begin, stop, ended, done := time.Now(), make(chan struct{}), make(chan struct{}), 0
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			for ; done < int(time.Since(begin).Seconds()*float64(aSecond)); done++ {
				p := people[done*7919%len(people)]
				if done%5 == 4 {
					table.Delete(p.Name)
				} else if _, err := table.Put(p); err != nil {
					b.Error(err)
				}
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-ended
		return float64(done) / time.Since(begin).Seconds()
	}
}

// waitOfThread is for how long the machine has kept this thread, which wanted to run,
// from running.
func waitOfThread(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile("/proc/thread-self/schedstat")
	if err != nil {
		b.Fatal(err) // Linux has it
	}
	var ran, waited int64
	if _, err := fmt.Sscan(string(text), &ran, &waited); err != nil {
		b.Fatal(err)
	}
	return time.Duration(waited)
}

// blocked are the upper ends of the histogram's bars; the last bar has no end.
var blocked = []time.Duration{10 * time.Microsecond, 100 * time.Microsecond, time.Millisecond, 10 * time.Millisecond, 50 * time.Millisecond}

func bars(b *testing.B, name string, times []time.Duration) {
	b.Helper()
	slices.Sort(times)
	from, text := 0, ""
	for _, end := range blocked {
		to, _ := slices.BinarySearch(times, end)
		text += fmt.Sprintf("below %v: %d; ", end, to-from)
		from = to
	}
	b.Logf("time%s: %s%d longer", name, text, len(times)-from)
	b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "ms-longest"+name)
	b.ReportMetric(float64(times[len(times)*999/1000].Nanoseconds())/1000, "µs-p99.9"+name)
}
