package index

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/evidence"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Load takes the scan from its file, or reads every open subject into it, and brings the
// text index up to date, from the start where it is new. It must run once, before
// Follow. progress, where not nil, is told how many subjects were read.
func (x *Index) Load(ctx context.Context, progress func(read int)) error {
	position, err := x.text.Position()
	if err != nil {
		return fmt.Errorf("text index: %w", err)
	}
	// Changes that come while we read are applied again afterwards: a put is the same
	// twice, and a delete of nobody is nothing.
	last, err := x.source.LastChange(ctx)
	if err != nil {
		return fmt.Errorf("last change: %w", err)
	}
	if position > last { // of another, newer store: nothing in it can be trusted
		if err := x.text.Reset(); err != nil {
			return fmt.Errorf("reset text index: %w", err)
		}
		position = 0
	}
	scanned, restored := x.restore(ctx, last)
	l := loader{index: x, scan: !restored, words: position == 0 && last > 0, progress: progress}
	if err := errors.Join(load(ctx, &l, x.source.Records()), load(ctx, &l, x.source.Notices())); err != nil {
		return err
	}
	if l.words {
		if err := x.text.Apply(ctx, nil, nil, last); err != nil {
			return fmt.Errorf("index words: %w", err)
		}
		position = last
	}
	if restored {
		position = min(position, scanned)
	}
	for position < last {
		if position, err = x.apply(ctx, position); err != nil {
			return err
		}
	}
	if err := x.learn(ctx); err != nil {
		return err
	}
	x.move(last, nil)
	x.loaded = true
	return nil
}

// loader is the state of a Load.
type loader struct {
	index    *Index
	scan     bool // the scan is new and needs the open ones
	words    bool // the text index is new and needs everybody
	read     int
	progress func(int)
}

// load goes through one side, a page after the other: one is read while the one before
// goes into the scan and the text index.
func load[T models.Subject](ctx context.Context, l *loader, files store.Files[T]) error {
	if !l.scan && !l.words {
		return nil
	}
	pages := make(chan []models.Subject)
	both, work := errgroup.WithContext(ctx)
	both.Go(func() error {
		defer close(pages)
		return readPages(work, files, store.Filter{OpenOnly: !l.words}, pages)
	})
	both.Go(func() error {
		for page := range pages {
			if err := l.take(work, page); err != nil {
				return err
			}
		}
		return nil
	})
	return both.Wait()
}

func readPages[T models.Subject](ctx context.Context, files store.Files[T], filter store.Filter, pages chan<- []models.Subject) error {
	for token, more := "", true; more; more = token != "" {
		page, next, err := files.List(ctx, filter, loadPage, token)
		if err != nil {
			return fmt.Errorf("read subjects: %w", err)
		}
		subjects := make([]models.Subject, len(page))
		for i, s := range page {
			subjects[i] = s
		}
		select {
		case pages <- subjects:
		case <-ctx.Done():
			return ctx.Err()
		}
		token = next
	}
	return nil
}

// take brings a page into what is new.
func (l *loader) take(ctx context.Context, page []models.Subject) error {
	both, work := errgroup.WithContext(ctx)
	if l.scan {
		both.Go(func() error { return l.index.scan(page, nil) })
	}
	if l.words && len(page) > 0 {
		both.Go(func() error {
			// Position 0 until all are in: a load that is cut off begins anew.
			if err := l.index.text.Apply(work, page, nil, 0); err != nil {
				return fmt.Errorf("index words: %w", err)
			}
			return nil
		})
	}
	if err := both.Wait(); err != nil {
		return err
	}
	l.read += len(page)
	if l.progress != nil {
		l.progress(l.read)
	}
	return nil
}

// profiles understands the open ones of some subjects, on all processors.
func profiles(subjects []models.Subject) []*evidence.Profile {
	list := make([]*evidence.Profile, len(subjects))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range subjects {
		if s.Open() {
			group.Go(func() error {
				list[i] = evidence.ProfileOf(s)
				list[i].Prepare()
				return nil
			})
		}
	}
	_ = group.Wait() // none returns an error
	return slices.DeleteFunc(list, func(p *evidence.Profile) bool { return p == nil })
}
