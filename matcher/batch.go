package matcher

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/store"
)

// MaxBatch is how many rows another system may send in one call.
const MaxBatch = 1000

// Batched holds what became of a batch.
type Batched struct {
	Kind models.Kind
	Rows []BatchedRow // in the order in which they were sent
}

// BatchedRow holds what became of one row of a batch.
type BatchedRow struct {
	Outcome models.Outcome // CREATED, UPDATED or FAILED; empty if it changed nothing
	Name    string         // of the subject; empty of a row that failed, or if another's says the same
	Etag    string
	Err     error // why it failed: one of the sentinels of models
}

// Batch takes rows in as an import does, at once: a row whose origin and externalId the actor
// has a subject of replaces what that says, any other creates one, and a row that says what it
// said before changes nothing. A non-empty etag of a row must be the current one. A row that is
// not taken leaves the others. pending says that what was written may not be found yet.
// Errors: models.ErrInvalid (no rows, or too many), models.ErrPermission.
func (r *Registry[T]) Batch(ctx context.Context, subjects []T) (b *Batched, pending bool, err error) {
	a, err := accessOf(ctx)
	if err == nil {
		err = mustKeepSide(a, r.kind)
	}
	if err != nil {
		return nil, false, err
	}
	if len(subjects) == 0 || len(subjects) > MaxBatch {
		return nil, false, models.Invalid(string(r.kind), fmt.Sprintf("每批应有 1 到 %d 条", MaxBatch), fmt.Sprintf("a batch has 1 to %d rows", MaxBatch))
	}
	rows := make([]row[T], len(subjects))
	for i, s := range subjects {
		rows[i] = batchRow(int64(i+1), s)
	}
	if err := r.prepare(ctx, rows); err != nil {
		return nil, false, fmt.Errorf("batch: %w", err)
	}
	people := identities{}
	for i := range rows {
		if row := &rows[i]; row.refusal == nil {
			row.refusal = people.admit(row.key(), row.line, &row.subject.Common().Person)
		}
	}
	err = r.inTx(ctx, func(tx store.Tx) (any, error) {
		b, err = r.writeBatch(ctx, tx, rows)
		return b, err
	})
	if err != nil {
		return nil, false, fmt.Errorf("batch: %w", err)
	}
	r.index.NoteWritten(writtenOf(rows))
	return b, !r.publish(ctx), nil
}

// batchRow returns a subject as a row on its way into the store.
func batchRow[T models.Subject](line int64, s T) row[T] {
	e := s.Common()
	etag := e.Etag
	e.Name, e.Etag, e.CreateTime, e.UpdateTime = "", "", time.Time{}, time.Time{}
	return row[T]{line: line, etag: etag, raw: exchange.Row[T]{Line: line, Decode: func() (exchange.Decoded[T], error) {
		hash, err := jsonl.Hash(s)
		return exchange.Decoded[T]{Subject: s, Hash: hash}, err
	}}}
}

// writeBatch writes the rows in one transaction.
func (r *Registry[T]) writeBatch(ctx context.Context, tx store.Tx, rows []row[T]) (*Batched, error) {
	w := r.writer(tx)
	held, err := w.UploadHashes(ctx, keysOf(rows))
	if err != nil {
		return nil, err
	}
	b, became := &Batched{Kind: r.kind, Rows: make([]BatchedRow, len(rows))}, map[models.Outcome]int{}
	for i := range rows {
		if err := r.writeBatchRow(ctx, w, held, &rows[i]); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		if b.Rows[i], err = r.became(ctx, w, &rows[i]); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		became[b.Rows[i].Outcome]++
	}
	return b, tx.AppendAudit(ctx, &models.Audit{Action: models.ActionImport,
		Detail: fmt.Sprintf("batch of %d %s: %d created, %d updated", len(rows), r.kind, became[models.RowCreated], became[models.RowUpdated])})
}

// writeBatchRow is writeRow for a batch, in which what the store refuses is the row's own error.
func (r *Registry[T]) writeBatchRow(ctx context.Context, w store.Writer[T], held map[store.ExternalKey]string, row *row[T]) error {
	if row.refusal != nil {
		return nil //nolint:nilerr // it is the row's error
	}
	was, had := held[row.key()]
	err := r.writeRow(ctx, w, held, &models.Import{Kind: r.kind}, row)
	if !ofRow(err) {
		return err
	}
	row.refusal = err
	delete(held, row.key()) // as a later row of the same number finds it
	if had {
		held[row.key()] = was
	}
	return nil
}

// ofRow reports whether an error is the row's own, and leaves the others.
func ofRow(err error) bool {
	for _, own := range []error{models.ErrInvalid, models.ErrPermission, models.ErrExists, models.ErrStale, models.ErrNotFound, models.ErrPrecondition} {
		if errors.Is(err, own) {
			return true
		}
	}
	return false
}

// became returns what a row became.
func (r *Registry[T]) became(ctx context.Context, w store.Writer[T], row *row[T]) (BatchedRow, error) {
	if row.refusal != nil {
		return BatchedRow{Outcome: models.RowFailed, Err: row.refusal}, nil //nolint:nilerr // it is the row's error
	}
	e := row.subject.Common()
	if row.written {
		return BatchedRow{Outcome: row.became, Name: e.Name, Etag: e.Etag}, nil
	}
	stored, mine, err := r.kept(ctx, w, row.subject)
	if err != nil || !mine {
		return BatchedRow{}, err
	}
	return BatchedRow{Name: stored.Common().Name, Etag: stored.Common().Etag}, nil
}
