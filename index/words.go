package index

import (
	"context"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

// The text index of a million takes three times as long to make as the scan, which finds
// everyone without it. So a new one is made beside the follower, and until it is whole
// candidates are the scan's alone, and searches for words are refused.

// errNoWords is what searches for words end with meanwhile.
var errNoWords = models.Refused(models.ErrUnavailable,
	"全文索引正在重建（约需几分钟），暂时不能按文字检索；匹配结果不受影响", "the text index is being rebuilt, which takes some minutes: words cannot be searched for yet; matches are not affected")

// wordsLogged is after how many subjects the log says how far the text index is.
const wordsLogged = 100_000

// HasWords reports whether the text index is whole.
func (x *Index) HasWords() bool {
	select {
	case <-x.worded:
		return true
	default:
		return false
	}
}

// Whole returns when words can be searched for, or with ctx's error. Follow must be running.
func (x *Index) Whole(ctx context.Context) error {
	select {
	case <-x.worded:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("make the text index: %w", ctx.Err())
	}
}

// makeWords makes a new text index, again after a failure, and tells on the channel up to
// which change it holds what the store does; nil if there is none to make. The follower
// brings in the rest.
func (x *Index) makeWords(ctx context.Context) <-chan int64 {
	if x.HasWords() {
		return nil
	}
	made := make(chan int64, 1)
	x.making.Go(func() {
		for {
			position, err := x.readWords(ctx)
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				made <- position
				x.wakeFollower()
				return
			}
			x.log.Error("the text index cannot be made", "err", err)
			if !concurrent.Sleep(ctx, retryAfter) {
				return
			}
		}
	})
	return made
}

// readWords reads everyone into an empty text index, and then what changed meanwhile, but
// for the last few changes. Its position stays 0: one that is cut off is begun again.
func (x *Index) readWords(ctx context.Context) (position int64, err error) {
	if err := x.text.Reset(); err != nil {
		return 0, fmt.Errorf("reset text index: %w", err)
	}
	if position, err = x.source.LastChange(ctx); err != nil {
		return 0, fmt.Errorf("last change: %w", err)
	}
	read := 0
	take := func(ctx context.Context, page []models.Subject) error {
		if err := x.words(ctx, page, nil, 0); err != nil {
			return err
		}
		before := read
		if read += len(page); before/wordsLogged != read/wordsLogged {
			x.log.Info("the text index is being made", "done", read)
		}
		return nil
	}
	if err := errors.Join(eachPage(ctx, x.source.Records(), store.Filter{}, take), eachPage(ctx, x.source.Notices(), store.Filter{}, take)); err != nil {
		return 0, err
	}
	for {
		puts, deletes, next, err := x.changed(ctx, position)
		if err == nil {
			err = x.words(ctx, puts, deletes, 0)
		}
		if err != nil || next-position < followBatch {
			return next, err
		}
		position = next
	}
}

// joinWords brings a text index that was made up to a change to where the scan is, and
// lets words be found; if that fails it is made again. Only the follower may.
func (x *Index) joinWords(ctx context.Context, made, scanned int64) (again <-chan int64) {
	for more := true; more; more = made < scanned {
		puts, deletes, next, err := x.changed(ctx, made)
		if err == nil {
			err = x.words(ctx, puts, deletes, next)
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			x.log.Error("the text index cannot be brought up to date", "err", err)
			return x.makeWords(ctx)
		}
		made = next
	}
	x.log.Info("the text index is made")
	close(x.worded)
	return nil
}
