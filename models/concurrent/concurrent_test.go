package concurrent

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

func TestForEach(t *testing.T) {
	for _, c := range []struct{ workers, n int }{{1, 0}, {1, 5}, {4, 1}, {3, 1000}} {
		done := make([]atomic.Int32, c.n)
		if err := ForEach(t.Context(), c.workers, c.n, func(worker, i int) error {
			if worker < 0 || worker >= c.workers {
				t.Errorf("worker %d of %d", worker, c.workers)
			}
			done[i].Add(1)
			return nil
		}); err != nil {
			t.Errorf("%v: %v", c, err)
		}
		for i := range done {
			if done[i].Load() != 1 {
				t.Errorf("%v: %d done %d times", c, i, done[i].Load())
			}
		}
	}
}

func TestForEachStops(t *testing.T) {
	oops := errors.New("oops")
	var done atomic.Int32
	err := ForEach(t.Context(), 2, 1_000_000, func(_, i int) error {
		done.Add(1)
		if i == 3 {
			return oops
		}
		return nil
	})
	if !errors.Is(err, oops) || done.Load() == 1_000_000 {
		t.Errorf("%v after %d", err, done.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ForEach(ctx, 2, 10, func(int, int) error { t.Error("done though the context had ended"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestBroadcast(t *testing.T) {
	var b Broadcast
	b.Notify()
	first, second := b.Changed(), b.Changed()
	select {
	case <-first:
		t.Error("notified before it was asked")
	default:
	}
	b.Notify()
	<-first
	<-second
	select {
	case <-b.Changed():
		t.Error("notified once, woken twice")
	default:
	}
}

func TestSleep(t *testing.T) {
	if !Sleep(t.Context(), time.Millisecond) {
		t.Error("did not wait")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if Sleep(ctx, time.Hour) {
		t.Error("waited though the context had ended")
	}
}
