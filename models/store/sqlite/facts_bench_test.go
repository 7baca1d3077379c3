package sqlite

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models/store"
)

// BenchmarkStatistics adds up what 1M leads with their outcomes and 200 000 stays with their
// categories and leavings count, spread over a year and 31 provinces: of one province, and of
// the country.
func BenchmarkStatistics(b *testing.B) {
	st, err := Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	const rows = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO facts (measure, area, key, station, day, since, entered, amount, event)
		SELECT ?, printf('%02d%04d', 11 + i % 31, i % 97), ? || i % 7, '站' || i % 97, 20454 + i % 365, 0, i, 1, 'leads/' || i FROM n`
	for _, kind := range []struct {
		measure string
		n       int
	}{{"LEADS", 1_000_000}, {"OUTCOMES", 1_000_000}, {"ADMISSIONS", 200_000}, {"CATEGORIES", 200_000}, {"LEAVINGS", 200_000}} {
		if _, err := st.database.writer.ExecContext(context.Background(), rows, kind.n-1, kind.measure, "K"); err != nil {
			b.Fatal(err)
		}
	}
	for _, area := range []string{"11", ""} {
		b.Run("area="+area, func(b *testing.B) {
			before := processorTime(b)
			for b.Loop() {
				if sums, err := st.SumFacts(b.Context(), store.FactFilter{From: "2026-01-01", To: "2026-12-31", Area: area}); err != nil || len(sums) == 0 {
					b.Fatal(len(sums), err)
				}
			}
			b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime returns what this process has used: other work on the machine counts not.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
