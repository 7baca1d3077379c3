// Package load measures, for benchmarks, how long those wait who ask for something, how many
// of them are answered in a second, and what a process costs, as Linux tells it.
package load

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Process is a process that works for those who ask, by its number.
type Process int

// Processor returns the time for which processors worked for it: what an answer costs where other
// work takes some of them.
func (p Process) Processor(b *testing.B) time.Duration {
	b.Helper()
	stat := p.read(b, "stat")
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:]) // proc(5): from the third on
	ticks := 0
	for _, field := range fields[11:13] {
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // 100 a second, wherever Linux runs
}

// Resident returns what of it is in memory, pages of files that it maps too, in MiB.
func (p Process) Resident(b *testing.B) float64 {
	b.Helper()
	for line := range strings.Lines(p.read(b, "status")) {
		var kiB float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kiB); n == 1 {
			return kiB / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

func (p Process) read(b *testing.B, file string) string {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p, file))
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

// Ask asks as one client, as often as b wants, and reports how long the median and 99 of 100
// waited and what each cost the process; then as eight clients, and reports how many were
// answered in a second. ask asks the i-th question.
func (p Process) Ask(b *testing.B, ask func(i int)) {
	b.Helper()
	var took []time.Duration
	spent := p.Processor(b)
	for b.Loop() {
		began := time.Now()
		ask(len(took))
		took = append(took, time.Since(began))
	}
	b.ReportMetric((p.Processor(b)-spent).Seconds()*1000/float64(len(took)), "ms-processor/query")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
	const clients, each = 8, 40
	began := time.Now()
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for i := range each {
				ask(c*each + i)
			}
		})
	}
	all.Wait()
	b.ReportMetric(clients*each/time.Since(began).Seconds(), "queries/s")
}
