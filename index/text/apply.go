package text

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"

	"github.com/guitu-project/guitu/models"
)

// A batch ends with whichever comes first: analysing a text takes some twenty times
// its size in memory, and 4000 at once cost a quarter less than 1000 (fewer segments to
// merge).
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
// must be repeated. Position 0 says that the index is being built; one that is found
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

func (x *Index) write(ctx context.Context, batch *bleve.Batch) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("fill text index: %w", err)
	}
	if err := x.bleve.Batch(batch); err != nil {
		return unavailable("fill", err)
	}
	return nil
}
