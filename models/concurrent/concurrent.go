// Package concurrent holds the few ways in which Guitu's goroutines share work and wait
// for one another. It lies below everything that needs them.
package concurrent

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Share runs work in so many goroutines, which take the numbers from 0 to n one after the
// other: next returns the next one, and false after the last, once ctx has ended or a
// worker has failed. Share returns when all have ended, with the first error or that of ctx.
func Share(ctx context.Context, workers, n int, work func(worker int, next func() (int, bool)) error) error {
	var taken atomic.Int64
	group, running := errgroup.WithContext(ctx)
	next := func() (int, bool) {
		i := int(taken.Add(1)) - 1
		return i, i < n && running.Err() == nil
	}
	for w := range min(workers, n) {
		group.Go(func() error { return work(w, next) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// ForEach calls do with every number from 0 to n, in so many goroutines, until one fails
// or ctx ends; see Share.
func ForEach(ctx context.Context, workers, n int, do func(worker, i int) error) error {
	return Share(ctx, workers, n, func(worker int, next func() (int, bool)) error {
		for i, ok := next(); ok; i, ok = next() {
			if err := do(worker, i); err != nil {
				return err
			}
		}
		return nil
	})
}

// Broadcast wakes all who wait for something to happen. The zero value is ready; it is
// safe for concurrent use.
type Broadcast struct {
	mu      sync.Mutex
	waiting chan struct{} // closed and replaced by every Notify; nil if no one has asked
}

// Changed returns a channel that the next Notify closes. Ask for it before looking whether
// the thing has happened: what comes after is not missed then.
func (b *Broadcast) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = make(chan struct{})
	}
	return b.waiting
}

// Notify wakes those who wait.
func (b *Broadcast) Notify() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting != nil {
		close(b.waiting)
		b.waiting = nil
	}
}

// Sleep waits, and reports false if ctx ended before.
func Sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
