package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// The scan is saved when nothing changed for a while and at least saveChanges changes,
// or one in saveShare of the subjects held, are not in the file; when more changed than
// was held; and at the end.
const (
	saveChanges = 1000
	saveShare   = 50
	saveAnyway  = 50_000
)

func (x *Index) snapshotFile() string { return filepath.Join(x.dir, "scan") }

// sweepUnfinished deletes what a process left that ended while it saved the scan: it may
// hold people who were erased since.
func sweepUnfinished(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "scan-*"))
	if err != nil {
		return err
	}
	for _, file := range left {
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// tables are those of both sides, in the order in which the file has them.
func (x *Index) tables() []*scan.Table { return append(x.notices.Tables(), x.records.Tables()...) }

// errOther is why a snapshot is not taken: it is of another store, or by other numbers.
var errOther = errors.New("the snapshot is of something else")

// restore takes the scan from its file, and reports how far that got. If there is
// none that can be used it says why in the log, and the scan stays empty.
func (x *Index) restore(ctx context.Context, last int64) (position int64, ok bool) {
	var corpusStats []byte
	err := scan.Load(x.snapshotFile(), x.seal, func(s *scan.Header) error {
		position, corpusStats = s.Position, s.CorpusStats
		if s.Position > last {
			x.noteLost(last, s.Position)
		}
		change, err := x.changeAt(ctx, s.Position)
		if err == nil && (s.Position > last || change != s.Change || s.Numbers != x.numbers()) {
			err = errOther
		}
		return err
	}, x.tables()...)
	if err == nil {
		r := compact.NewReader(corpusStats)
		x.corpusStats = x.scorer.DecodeCorpusStats(r)
		if r.Bad() || x.corpusStats.Size() != x.notices.Len() {
			err = fmt.Errorf("%w: the snapshot's corpus statistics", models.ErrDataLoss)
		}
	}
	if err != nil {
		if !errors.Is(err, os.ErrNotExist) {
			x.log.Warn("the scan is rebuilt from the store", "err", err)
		}
		x.empty()
		return 0, false
	}
	x.restorePrints()
	x.saved = position
	return position, true
}

// changeAt returns what the store's change of that number was: two stores hardly have the
// same.
func (x *Index) changeAt(ctx context.Context, position int64) (string, error) {
	if position == 0 {
		return "", nil
	}
	changes, err := x.source.Changes(ctx, position-1, 1)
	if err != nil {
		return "", fmt.Errorf("change %d: %w", position, err)
	}
	if len(changes) == 0 || changes[0].Seq != position {
		return "", nil
	}
	return string(changes[0].Op) + " " + changes[0].Name, nil
}

// due reports whether the scan is to be saved.
func (x *Index) due(position int64, idle bool) bool {
	if x.cluster != nil {
		return false
	}
	held := int64(x.notices.Len() + x.records.Len())
	changed := position - x.saved
	return idle && changed >= max(saveChanges, held/saveShare) || changed >= max(saveAnyway, held)
}

// take takes the scan as it is at a position. Only the follower may, or who waited for
// it.
func (x *Index) take(ctx context.Context, position int64) (*scan.Snapshot, error) {
	change, err := x.changeAt(ctx, position)
	if err != nil {
		return nil, err
	}
	var corpusStats compact.Writer
	x.scorer.EncodeCorpusStats(&x.corpusStats, &corpusStats)
	x.saved = position
	stamp := scan.Header{Position: position, Change: change, Numbers: x.numbers(), CorpusStats: corpusStats.Bytes}
	return scan.NewSnapshot(stamp, x.tables()...), nil
}

// save saves the scan beside the follower, one at a time; done is told how it went.
func (x *Index) save(ctx context.Context, position int64, done func(error)) {
	x.saving.Wait()
	snapshot, err := x.take(ctx, position)
	if err != nil {
		done(err)
		return
	}
	x.saving.Go(func() { done(snapshot.Save(x.snapshotFile(), x.seal)) })
}

// saveLogged is save for no one who waits.
func (x *Index) saveLogged(ctx context.Context, position int64) {
	x.save(ctx, position, func(err error) {
		if err != nil {
			x.log.Error("the scan is not saved", "err", err)
		}
	})
}

// Compact rewrites the scan's file, so that nothing of those who were deleted stays
// in it. It returns when that is done; Follow must be running.
func (x *Index) Compact(ctx context.Context) error {
	done := make(chan error, 1)
	select {
	case x.compact <- done:
	case <-ctx.Done():
		return fmt.Errorf("rewrite the scan: %w", ctx.Err())
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("rewrite the scan: %w", ctx.Err())
	}
}
