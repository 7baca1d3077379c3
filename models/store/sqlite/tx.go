package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// querier is a transaction on the writer's connection, or a snapshot on a reader's.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// view runs fn on one snapshot of the data, with the context for its statements.
type view func(ctx context.Context, fn func(ctx context.Context, q querier) error) error

// read is the view of what is committed.
func (s *Store) read(ctx context.Context, fn func(ctx context.Context, q querier) error) error {
	t, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // nothing was written
	return fn(ctx, t)
}

// takeTurn waits until nobody else writes. The caller must hand the turn back.
func (s *Store) takeTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timeout := time.NewTimer(s.wait)
	defer timeout.Stop()
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timeout.C:
		return fmt.Errorf("%w: another writer did not finish within %v", models.ErrUnavailable, s.wait)
	}
}

func (s *Store) endTurn() { <-s.turn }

// InTx runs fn in a transaction; see store.Store. A caller that waits 30 s for
// its turn, because fn itself wrote outside tx, gets models.ErrUnavailable.
func (s *Store) InTx(ctx context.Context, fn func(tx store.Tx) error) error {
	return s.inTx(ctx, func(t *tx) error { return fn(t) })
}

func (s *Store) inTx(ctx context.Context, fn func(t *tx) error) error {
	if err := s.takeTurn(ctx); err != nil {
		return fail("begin transaction", err)
	}
	defer s.endTurn()
	// The statements are short, and the driver starts a goroutine for each that
	// can be cancelled: so ctx is asked between them, and before the commit.
	sqlTx, err := s.writer.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fail("begin transaction", err)
	}
	defer func() { _ = sqlTx.Rollback() }() // does nothing after a commit; also runs when fn panics

	t := &tx{Tx: sqlTx, store: s, ctx: ctx}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.usable(ctx); err != nil {
		return fail("commit", err)
	}
	if err := t.noted.write(context.WithoutCancel(ctx), t); err != nil {
		return fail("commit", err)
	}
	if err := t.keepHead(context.WithoutCancel(ctx)); err != nil {
		return fail("commit", err)
	}
	if err := sqlTx.Commit(); err != nil {
		return fail("commit", err)
	}
	for _, e := range t.erased {
		s.erasedTold(e)
	}
	return nil
}

// tx is a store.Tx.
type tx struct {
	*sql.Tx
	store  *Store
	ctx    context.Context   //nolint:containedctx // the transaction's, which every mutation must ask too
	broken error             // a mutation stopped half-way: nothing may be committed
	noted  journal           // written by the commit
	head   *models.AuditHead // of the trail, where rows were added
	erased []models.Erasure  // as a whole
}

func (t *tx) RecordWriter() store.Writer[*models.Record] {
	return &writer[models.Record, *models.Record]{files: files[models.Record, *models.Record]{view: t.view, ring: t.store.ring, kind: models.Records}, tx: t}
}

func (t *tx) NoticeWriter() store.Writer[*models.Notice] {
	return &writer[models.Notice, *models.Notice]{files: files[models.Notice, *models.Notice]{view: t.view, ring: t.store.ring, kind: models.Notices}, tx: t}
}

// usable tells why nothing more can be done in this transaction, if so.
func (t *tx) usable(ctx context.Context) error {
	return cmp.Or(t.broken, t.ctx.Err(), ctx.Err())
}

func (t *tx) view(ctx context.Context, fn func(ctx context.Context, q querier) error) error {
	if err := t.usable(ctx); err != nil {
		return err
	}
	return fn(context.WithoutCancel(ctx), t)
}

// write runs fn, all or nothing: where fn may have stopped half-way, the whole
// transaction is lost.
func (t *tx) write(ctx context.Context, what string, fn func(ctx context.Context) error) error {
	if err := t.usable(ctx); err != nil {
		return fail(what, err)
	}
	err := fail(what, fn(context.WithoutCancel(ctx)))
	if err != nil && !refused(err) {
		t.broken = err
	}
	return err
}

// exec runs one statement; the result is the id of the row that it inserted.
func (t *tx) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// newID is 128 bits at random, fit for a resource name.
func newID() string { return strings.ToLower(rand.Text()) }

// Times are kept as nanoseconds, and what is handed out is what is kept.
func (s *Store) time() time.Time      { return fromNanos(s.now().UnixNano()) }
func fromNanos(nanos int64) time.Time { return time.Unix(0, nanos).UTC() }
