package text

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// purgeName is a document without a word that no one finds: scorch merges no segment
// that is alone, so it makes a second one.
const purgeName = "guitu.purge"

const (
	purgeTries = 20
	purgeWait  = 50 * time.Millisecond
)

// intoOne merges every segment, however large.
var intoOne = mergeplan.MergePlanOptions{
	MaxSegmentsPerTier: 1, MaxSegmentSize: 1 << 30, MaxSegmentFileSize: 1 << 40, TierGrowth: 1, SegmentsPerMergeTask: 1 << 20,
	FloorSegmentSize: 1 << 30, ReclaimDeletesWeight: 2, FloorSegmentFileSize: 1 << 40,
}

// Purge returns when the words of what was deleted or replaced until now are in no
// file of the index. It rewrites the index, which goes on answering: about a minute for
// a million people. Errors: ctx's, models.ErrUnavailable.
func (x *Index) Purge(ctx context.Context) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return errClosed
	}
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return unavailable("purge", err)
	}
	store, ok := advanced.(*scorch.Scorch)
	if !ok {
		return unavailable("purge", fmt.Errorf("an index of type %T", advanced))
	}
	before, err := x.segmentFiles()
	if err != nil {
		return err
	}
	stale, err := staleSegments(store)
	if err != nil {
		return err
	}
	if len(stale) == 0 { // scorch may have merged them by itself, and not deleted their files yet
		if gone, err := x.gone(ctx, store, stale, before); gone || err != nil {
			return err
		}
	}
	for range purgeTries {
		if err := x.mergeAll(ctx, store); err != nil {
			return err
		}
		gone, err := x.gone(ctx, store, stale, before)
		if gone || err != nil {
			return err
		}
	}
	return unavailable("purge", errors.New("old segments stay"))
}

// staleSegments returns the numbers of the segments that hold something deleted.
func staleSegments(store *scorch.Scorch) (map[uint64]bool, error) {
	stale := map[uint64]bool{}
	err := eachLive(store, func(s *scorch.SegmentSnapshot) {
		if s.LiveSize() < s.FullSize() {
			stale[s.Id()] = true
		}
	})
	return stale, err
}

// segmentFiles returns the files of segments by number, which scorch makes their names of.
func (x *Index) segmentFiles() (map[uint64]bool, error) {
	paths, err := filepath.Glob(filepath.Join(x.dir, storeFolder, "*.zap"))
	if err != nil {
		return nil, unavailable("list", err)
	}
	files := make(map[uint64]bool, len(paths))
	for _, path := range paths {
		id, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(path), ".zap"), 16, 64)
		if err != nil {
			return nil, unavailable("list", err)
		}
		files[id] = true
	}
	return files, nil
}

func eachLive(store *scorch.Scorch, visit func(*scorch.SegmentSnapshot)) (err error) {
	reader, err := store.Reader()
	if err != nil {
		return unavailable("read", err)
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return unavailable("read", fmt.Errorf("a reader of type %T", reader))
	}
	for _, s := range snapshot.Segments() {
		visit(s)
	}
	return nil
}

func (x *Index) mergeAll(ctx context.Context, store *scorch.Scorch) error {
	batch := x.bleve.NewBatch()
	if err := batch.IndexAdvanced(document.NewDocument(purgeName)); err != nil {
		return unavailable("purge", err)
	}
	x.applying.Lock()
	err := x.write(ctx, batch)
	x.applying.Unlock()
	if err != nil {
		return err
	}
	merged := make(chan error, 1)
	go func() { merged <- store.ForceMerge(ctx, &intoOne) }() // asks no one's ctx: ends with the merge, or when the index is closed
	select {
	case err := <-merged:
		if err != nil {
			return unavailable("merge", err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("purge text index: %w", ctx.Err())
	}
}

// gone waits a while for scorch to delete the files of before that are stale or in use no
// more, which it does after it has written what came in their place.
func (x *Index) gone(ctx context.Context, store *scorch.Scorch, stale, before map[uint64]bool) (bool, error) {
	for range purgeTries {
		live := map[uint64]bool{}
		err := eachLive(store, func(s *scorch.SegmentSnapshot) { live[s.Id()] = true })
		if err != nil {
			return false, err
		}
		files, err := x.segmentFiles()
		if err != nil {
			return false, err
		}
		left := false
		for id := range stale {
			left = left || live[id] || files[id]
		}
		for id := range before {
			left = left || files[id] && !live[id]
		}
		if !left {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("purge text index: %w", ctx.Err())
		case <-time.After(purgeWait):
		}
	}
	return false, nil
}
