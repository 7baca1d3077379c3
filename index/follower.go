package index

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

const (
	followBatch = 4000                   // changes applied at once
	loadPage    = 4000                   // subjects read at once while loading
	followIdle  = 2 * time.Second        // looks for changes that no one announced
	quietTicks  = 15                     // of followIdle without changes, after which the scan is saved
	retryAfter  = 500 * time.Millisecond // after a failure
)

// Follow applies changes in order until ctx ends. A failure is told to those who
// wait in CatchUp and tried again.
func (x *Index) Follow(ctx context.Context) error {
	idle := time.NewTicker(followIdle)
	defer idle.Stop()
	defer x.saving.Wait()
	defer x.making.Wait()
	made := x.makeWords(ctx)
	for quiet := 0; ; {
		x.mu.Lock()
		position := x.applied
		x.mu.Unlock()
		next, err := x.apply(ctx, position)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			x.log.Error("index is behind", "change", position, "err", err)
			x.move(position, err)
			if !concurrent.Sleep(ctx, retryAfter) {
				return nil
			}
			continue
		case next > position:
			x.move(next, nil)
			quiet = 0
		}
		select {
		case words := <-made:
			made = x.joinWords(ctx, words, next)
		default:
		}
		if x.due(next, quiet >= quietTicks) {
			x.saveLogged(ctx, next)
		}
		if next > position {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case done := <-x.compact:
			x.save(ctx, next, func(err error) { done <- err })
		case <-x.wake:
		case do := <-x.asks:
			do()
		case f := <-x.forget:
			f.done <- x.adopt(ctx, x.scorer.Forget(&x.corpusStats, f.names))
		case <-idle.C:
			quiet++
			x.release()
		}
	}
}

// release gives back what searches have not used for a while.
func (x *Index) release() {
	x.notices.Release()
	x.records.Release()
}

// CatchUp returns when every change up to seq can be found, or with an error when
// the follower fails or ctx ends (port Index of package matcher).
func (x *Index) CatchUp(ctx context.Context, seq int64) error {
	for {
		x.mu.Lock()
		applied, failure, moved := x.applied, x.failure, x.moved.Changed()
		x.mu.Unlock()
		switch {
		case applied >= seq && x.cluster != nil:
			return x.cluster.CatchUp(ctx, seq)
		case applied >= seq:
			return nil
		case failure != nil:
			return fmt.Errorf("%w: %w", errBehind, failure)
		}
		x.wakeFollower()
		select {
		case <-moved:
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errBehind, ctx.Err())
		}
	}
}

// Arrived says that there may be new changes.
func (x *Index) Arrived() { x.wakeFollower() }

// Position returns the last change that can be found, and why the index does not go on
// after it, nil if it does.
func (x *Index) Position() (applied int64, failure error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.applied, x.failure
}

// wakeFollower has the follower look for changes.
func (x *Index) wakeFollower() {
	select {
	case x.wake <- struct{}{}:
	default: // it is awake already
	}
}

// move says how far the index is, and wakes those who wait for it.
func (x *Index) move(applied int64, failure error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.applied, x.failure = applied, failure
	x.moved.Notify()
}

// apply brings the next changes into both indexes, into the scan alone while there is no
// text index, and returns the number of the last one; it is position itself where there
// are none.
func (x *Index) apply(ctx context.Context, position int64) (int64, error) {
	puts, deletes, last, err := x.changed(ctx, position)
	if err != nil || last == position {
		return position, err
	}
	both, work := errgroup.WithContext(ctx) // a change that only one has is applied again: it is the same twice
	if x.HasWords() {
		both.Go(func() error { return x.words(work, puts, deletes, last) })
	}
	both.Go(func() error { return x.scan(puts, deletes) })
	if err := both.Wait(); err != nil {
		return position, err
	}
	x.noteFaces()
	return last, x.learn(ctx)
}

// changed reads what the next changes after one left, and the number of the last of them.
func (x *Index) changed(ctx context.Context, after int64) (puts []models.Subject, deletes []string, last int64, err error) {
	changes, err := x.source.Changes(ctx, after, followBatch)
	if err != nil {
		return nil, nil, after, fmt.Errorf("read changes: %w", err)
	}
	if len(changes) == 0 {
		return nil, nil, after, nil
	}
	if puts, deletes, err = x.read(ctx, changes); err != nil {
		return nil, nil, after, fmt.Errorf("read what changed: %w", err)
	}
	return puts, deletes, changes[len(changes)-1].Seq, nil
}

// words brings subjects into the text index, which is then at a position.
func (x *Index) words(ctx context.Context, puts []models.Subject, deletes []string, position int64) error {
	if x.text == nil {
		return nil
	}
	if err := x.text.Apply(ctx, puts, deletes, position); err != nil {
		return fmt.Errorf("index words: %w", err)
	}
	return nil
}

// scan brings subjects into the scan, and takes out those that are gone or not open.
func (x *Index) scan(puts []models.Subject, gone []string) error {
	if x.cluster != nil {
		return nil
	}
	for _, name := range gone {
		x.out(name)
	}
	for _, s := range puts {
		if !s.Open() {
			x.out(s.Common().Name)
		}
	}
	for _, p := range profiles(puts) {
		if err := x.put(p); err != nil {
			return err
		}
	}
	return nil
}

// read reads the subjects that were changed, as they are now, and names those that are
// no more.
func (x *Index) read(ctx context.Context, changes []models.Change) (puts []models.Subject, gone []string, err error) {
	names := map[models.Kind][]string{}
	missing := make(map[string]bool, len(changes))
	for _, c := range changes {
		if !missing[c.Name] && x.isHere(c.Name) {
			missing[c.Name] = true
			kind, _ := models.KindOf(c.Name)
			names[kind] = append(names[kind], c.Name)
		}
	}
	records, err := readSide(ctx, x, x.source.Records(), names[models.Records])
	if err != nil {
		return nil, nil, err
	}
	notices, err := readSide(ctx, x, x.source.Notices(), names[models.Notices])
	if err != nil {
		return nil, nil, err
	}
	puts = append(records, notices...)
	for _, s := range puts {
		delete(missing, s.Common().Name)
	}
	return puts, slices.Sorted(maps.Keys(missing)), nil
}
