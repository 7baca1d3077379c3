package text

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"

	"github.com/guitu-project/guitu/models"
)

// A batch ends with whichever comes first: analysing a text takes some twenty times
// its size in memory, and 4000 subjects at once cost a quarter less than 1000 (fewer segments to
// merge) but hold 100 MiB; 2000 hold half of that.
const (
	batchSubjects = 2000
	batchBytes    = 4 << 20
)

// Apply writes puts over what there is of these names, takes out deletes (a name in
// both is out, and one that is not there is nothing), and says so in Position. What
// it wrote is on disk and can be found when it returns nil: scorch syncs segment and
// root before a batch returns. Doing the same again changes nothing.
//
// Many puts go in several batches, the position with the last: after an error or a
// crash Position says what it said, some of the puts may be in, and the same Apply
// must be repeated, which opens the index anew first. Position 0 says that the index is being built; one that is found
// so when it is opened is emptied.
// Errors: ctx's, models.ErrInvalid (a subject without a name), models.ErrUnavailable.
func (x *Index) Apply(ctx context.Context, puts []models.Subject, deletes []string, position int64) error {
	for _, s := range puts {
		if s.Common().Name == "" {
			return fmt.Errorf("index a subject without a name: %w", models.ErrInvalid)
		}
	}
	x.applying.Lock()
	defer x.applying.Unlock()
	if err := x.reopen(); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return errClosed
	}
	batch, bytes := x.bleve.NewBatch(), 0
	for _, s := range puts {
		doc, size := documentOf(s)
		if err := batch.IndexAdvanced(doc); err != nil {
			return unavailable("fill", err)
		}
		if bytes += size; bytes < batchBytes && batch.Size() < batchSubjects {
			continue
		}
		if err := x.write(ctx, batch); err != nil {
			return err
		}
		batch, bytes = x.bleve.NewBatch(), 0
	}
	for _, name := range deletes {
		batch.Delete(name)
	}
	batch.SetInternal(positionKey, positionBytes(position))
	return x.write(ctx, batch)
}

// write writes a batch. Scorch, if it could not write a segment (no room, no descriptors),
// empties it all the same, and panics when that is looked at: what failed once is opened anew.
func (x *Index) write(ctx context.Context, batch *bleve.Batch) (err error) {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("fill text index: %w", err)
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
		if err != nil {
			x.broken.Store(true)
			err = unavailable("fill", err)
		}
	}()
	return x.bleve.Batch(batch)
}

// reopen opens an index anew whose last batch failed, as it is on disk. Errors:
// models.ErrUnavailable; the index is then closed until the next try.
func (x *Index) reopen() error {
	if !x.broken.Load() {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bleve != nil {
		err := x.bleve.Close()
		if x.bleve = nil; err != nil {
			return unavailable("close", err)
		}
	}
	if err := x.openExisting(); err != nil {
		return unavailable("open anew", err)
	}
	x.broken.Store(false)
	return nil
}
