package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// trail holds the rows of reads until they are written: what came while another transaction
// wrote goes as one, for each costs a flush of the disk and, if servers share a database, the
// lock of all writers. A row waits for nothing but that.
type trail struct {
	mu      sync.Mutex
	waiting []*trailRow
	writing bool           // a goroutine writes until nothing waits
	writers sync.WaitGroup // that one
}

// trailRow is a row that waits.
type trailRow struct {
	asked   models.Audit
	row     models.Audit // with what the store fills in
	written chan error   // takes one
}

// mostTogether is how many rows one transaction writes.
const mostTogether = 500

// AppendAudit writes one durable row, together with those of other callers; see store.Audit.
func (s *Store) AppendAudit(ctx context.Context, row *models.Audit) error {
	if _, leased := store.LeaseFrom(ctx); leased { // which counts for this row alone
		return s.insist(ctx, func() error {
			return s.inTx(ctx, func(t *tx) error { return t.AppendAudit(ctx, row) })
		})
	}
	actor, err := models.ActorFrom(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return fail("append audit row", err)
	}
	next := &trailRow{asked: auditRow(actor, row), written: make(chan error, 1)}
	next.asked.Purpose = cmp.Or(row.Purpose, models.PurposeFrom(ctx))
	s.trail.add(next, s.writeTrail)
	select {
	case err = <-next.written:
	case <-ctx.Done():
		if s.trail.remove(next) {
			return fail("append audit row", ctx.Err())
		}
		err = <-next.written // it is being written, and may be there
	}
	if err == nil {
		*row = next.row
	}
	return err
}

// auditRow returns what is to be written of a row.
func auditRow(actor models.Actor, row *models.Audit) models.Audit {
	next := *row
	next.Actor = actor
	next.Objects = slices.Clone(row.Objects)
	return next
}

// add has a row wait, and write run in a goroutine unless it does.
func (w *trail) add(row *trailRow, write func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waiting = append(w.waiting, row); !w.writing {
		w.writing = true
		w.writers.Go(write)
	}
}

// remove takes out a row that waits; it is false for one that is being written, or was.
func (w *trail) remove(row *trailRow) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := len(w.waiting)
	w.waiting = slices.DeleteFunc(w.waiting, func(other *trailRow) bool { return other == row })
	return len(w.waiting) < before
}

// take takes the rows that wait, as many as go together.
func (w *trail) take() []*trailRow {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(len(w.waiting), mostTogether)
	rows := w.waiting[:n:n]
	w.waiting = w.waiting[n:]
	return rows
}

// done reports whether nothing waits; what writes then ends.
func (w *trail) done() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 {
		w.writing, w.waiting = false, nil
	}
	return !w.writing
}

// writeTrail writes the rows that wait until none does.
func (s *Store) writeTrail() {
	for !s.trail.done() {
		s.writeTogether()
	}
}

// writeTogether writes in one transaction the rows that wait when its turn has come, in the order in
// which they came.
func (s *Store) writeTogether() {
	ctx, end := s.db.Patient(context.Background()) // not one caller's: the rows are several's
	defer end()
	var rows []*trailRow
	err := s.insist(ctx, func() error {
		return s.inTx(ctx, func(t *tx) error {
			if rows == nil {
				rows = s.trail.take()
			}
			return t.appendRows(ctx, rows)
		})
	})
	if rows == nil { // its turn did not come
		rows = s.trail.take()
	}
	for _, row := range rows {
		row.written <- err
	}
}

func (t *tx) appendRows(ctx context.Context, rows []*trailRow) error {
	return t.write(ctx, "append audit rows", func(ctx context.Context) error {
		for _, row := range rows {
			row.row = auditRow(row.asked.Actor, &row.asked) // anew if the disk was full before
			if err := t.audit(ctx, &row.row); err != nil {
				return err
			}
		}
		return nil
	})
}
