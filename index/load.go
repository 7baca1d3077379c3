package index

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Load takes the scan from its file, or reads every open subject into it, and brings the
// text index up to date, unless it is new: Follow makes that. It must run once, before
// Follow. progress, if not nil, is told how many subjects were read.
func (x *Index) Load(ctx context.Context, progress func(read int)) error {
	var position int64
	var err error
	if x.text != nil {
		if position, err = x.text.Position(); err != nil {
			return fmt.Errorf("text index: %w", err)
		}
	}
	// Changes that come while we read are applied again afterwards: a put is the same
	// twice, and a delete of no one is nothing.
	last, err := x.source.LastChange(ctx)
	if err != nil {
		return fmt.Errorf("last change: %w", err)
	}
	if position > last { // of a newer store: nothing in it can be trusted
		x.noteLost(last, position)
		if err := x.text.Reset(); err != nil {
			return fmt.Errorf("reset text index: %w", err)
		}
		position = 0
	}
	scanned, restored := last, x.cluster != nil // whom others hold need not be read
	if !restored {
		scanned, restored = x.restore(ctx, last)
	}
	if !restored {
		if err := x.readAll(ctx, progress); err != nil {
			return err
		}
		scanned = last
	}
	if x.text == nil {
		position = scanned
	}
	if x.text != nil && position == 0 && last > 0 {
		position = scanned
	} else {
		close(x.worded)
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
	x.noteFaces()
	x.move(last, nil)
	x.loaded = true
	return nil
}

// noteLost notes that the store ends before what the index knows of it.
func (x *Index) noteLost(last, known int64) {
	x.lost = max(x.lost, known-last)
	x.log.Error("the store lacks changes that the index knows of: its log was damaged, or an older backup was restored (存储缺少索引已知的变更：日志损坏，或恢复了较早的备份)",
		"last", last, "known", known)
}

// Lost returns how many changes the store lacks that the index knew of when it was
// loaded: none, unless the store's log was damaged or an older backup was restored.
func (x *Index) Lost() int64 { return x.lost }

// readAll brings every open subject into the scan.
func (x *Index) readAll(ctx context.Context, progress func(read int)) error {
	read := 0
	take := func(_ context.Context, page []models.Subject) error {
		if err := x.scan(x.here(page), nil); err != nil {
			return err
		}
		if read += len(page); progress != nil {
			progress(read)
		}
		return nil
	}
	open := store.Filter{OpenOnly: true}
	return errors.Join(eachPage(ctx, x.source.Records(), open, take), eachPage(ctx, x.source.Notices(), open, take))
}

// eachPage goes through one side, a page after the other: one is read while the one before
// is taken.
func eachPage[T models.Subject](ctx context.Context, files store.Files[T], filter store.Filter, take func(context.Context, []models.Subject) error) error {
	pages := make(chan []models.Subject)
	both, work := errgroup.WithContext(ctx)
	both.Go(func() error {
		defer close(pages)
		return readPages(work, files, filter, pages)
	})
	both.Go(func() error {
		for page := range pages {
			if err := take(work, page); err != nil {
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

// profiles understands the open ones of some subjects, on all processors.
func profiles(subjects []models.Subject) []*feature.Profile {
	list := make([]*feature.Profile, len(subjects))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range subjects {
		if s.Open() {
			group.Go(func() error {
				list[i] = feature.ProfileOf(s)
				list[i].Prepare()
				return nil
			})
		}
	}
	_ = group.Wait() // none returns an error
	return slices.DeleteFunc(list, func(p *feature.Profile) bool { return p == nil })
}
