package matcher

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// processorTime returns what this process has used: other work on the machine counts not.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkDeadlines reckons the work list of 20 000 open records, two steps each, and answers its
// first page. The reading of all when the service starts is in it, once.
func BenchmarkDeadlines(b *testing.B) {
	ctx := models.WithActor(context.Background(), models.Actor{ID: "bench", Role: models.RoleAdmin, Areas: models.Nationwide})
	st, err := sqlite.Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	now := time.Now()
	err = st.InTx(ctx, func(tx store.Tx) error {
		for i := range 20_000 {
			r := &models.Record{
				Entry:   models.Entry{ExternalID: fmt.Sprint(i), Person: models.Person{Appearance: "青布衫，左眉上方一道疤"}},
				Station: fmt.Sprint("站", i%50), FoundDate: models.DayOf(now.AddDate(0, 0, -i%200)), FoundPlace: models.Place{Text: "某地", Code: fmt.Sprintf("51%04d", i%10_000)},
			}
			if err := tx.RecordWriter().Create(ctx, r); err != nil {
				return err
			}
			for _, name := range []models.StepName{models.StepAdmitted, models.StepNoticePublished} {
				if err := tx.AddStep(ctx, &models.RecordStep{Record: r.Name, Step: name, Time: now.AddDate(0, 0, -i%200)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	s := &Service{core: core{store: st, deadlines: deadlines.BuiltIn(), clock: time.Now, changed: new(concurrent.Broadcast), due: new(dueBook)}}
	before := processorTime(b)
	for b.Loop() {
		if due, err := s.Deadlines(ctx, WorkList{Limit: 50}); err != nil || due.Counts[models.DueOver] == 0 {
			b.Fatal(due.Counts, err)
		}
	}
	b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
}
