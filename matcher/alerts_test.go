package matcher_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// away is a store that does not answer for so many calls more.
type away struct {
	store.Store
	left *atomic.Int64
}

func (a away) LastChange(ctx context.Context) (int64, error) {
	if a.left.Load() > 0 {
		return 0, models.ErrUnavailable
	}
	return a.Store.LastChange(ctx)
}

// cut is an index that cannot ask a store which is away.
type cut struct {
	matcher.Index
	left *atomic.Int64
}

func (c cut) Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	if c.left.Add(-1) >= 0 {
		return nil, models.ErrUnavailable
	}
	return c.Index.Candidates(ctx, probe, side, limit)
}

// A database that is away for longer than a file is tried costs nobody an alert.
func TestAlertsOutliveAnOutage(t *testing.T) {
	var left atomic.Int64
	w := open(t, func(c *matcher.Config) { c.Store, c.Index = away{c.Store, &left}, cut{c.Index, &left} })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Alerts.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	await := func(what string, there func() (bool, error)) {
		t.Helper()
		for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
			switch ok, err := there(); {
			case err != nil:
				t.Fatal(err)
			case ok:
				return
			case time.Since(began) > time.Minute:
				t.Fatal("never: " + what)
			}
		}
	}
	await("alerts began", func() (bool, error) {
		_, began, err := w.store.Position(w.ctx, "alerts")
		return began, err
	})
	left.Store(7) // more than both files are tried
	if err := w.store.InTx(w.ctx, func(tx store.Tx) error {
		return errors.Join(tx.NoticeWriter().Create(w.ctx, named("欧阳慕白", "n")), tx.RecordWriter().Create(w.ctx, heard("欧阳慕白")))
	}); err != nil {
		t.Fatal(err)
	}
	w.Arrived()
	await("the alert", func() (bool, error) {
		alerts, err := w.store.Alerts(w.ctx, 0, 9)
		return len(alerts) > 0, err
	})
	if left.Load() > 0 {
		t.Errorf("%d calls were not made", left.Load())
	}
}
