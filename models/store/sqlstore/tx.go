package sqlstore

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

// view runs fn on one snapshot of the data, with the context for its statements.
type view func(ctx context.Context, fn func(ctx context.Context, q querier) error) error

// read is the view of what is committed.
func (s *Store) read(ctx context.Context, fn func(ctx context.Context, q querier) error) error {
	t, err := s.db.Snapshot(ctx)
	if err != nil {
		return interrupted(ctx, mark(err, s.db.Sentinel))
	}
	defer func() { _ = t.Rollback() }() // nothing was written
	return interrupted(ctx, fn(ctx, querier{t, s.db}))
}

// reader reads what is committed, each statement by itself.
func (s *Store) reader() querier { return querier{s.db.Reader(), s.db} }

// each calls row for every row of a committed query.
func (s *Store) each(ctx context.Context, query string, row func(scan func(...any) error) error, args ...any) error {
	return interrupted(ctx, s.reader().each(ctx, query, row, args...))
}

// texts returns the only column of every row of a committed query.
func (s *Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	list, err := s.reader().texts(ctx, query, args...)
	return list, interrupted(ctx, err)
}

// takeTurn waits until nothing else of this process writes. The caller must hand the turn
// back.
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
	sqlTx, err := s.db.Begin(ctx)
	if err != nil {
		return fail("begin transaction", interrupted(ctx, mark(err, s.db.Sentinel)))
	}
	defer func() { _ = sqlTx.Rollback() }() // does nothing after a commit; also runs when fn panics
	if l, ok := store.LeaseFrom(ctx); ok {
		if err := s.db.Fence(ctx, sqlTx, l); err != nil {
			return fail("begin transaction", mark(err, s.db.Sentinel))
		}
	}

	t := &tx{querier: querier{sqlTx, s.db}, sql: sqlTx, store: s, ctx: ctx}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.commit(ctx); err != nil {
		return fail("commit", err)
	}
	for _, e := range t.erased {
		s.erasedTold(e)
	}
	return nil
}

// commit writes what was noted and commits.
func (t *tx) commit(ctx context.Context) error {
	if err := t.usable(ctx); err != nil {
		return err
	}
	ctx, end := t.db.Patient(ctx)
	defer end()
	if t.wrote > 0 || len(t.noted.changes) > 0 {
		if err := t.db.Committing(ctx, t.sql); err != nil {
			return mark(err, t.db.Sentinel)
		}
	}
	if err := t.noted.write(ctx, t); err != nil {
		return err
	}
	if err := t.keepHead(ctx); err != nil {
		return err
	}
	return mark(t.sql.Commit(), t.db.Sentinel)
}

// tx implements store.Tx.
type tx struct {
	querier
	sql    *sql.Tx
	store  *Store
	ctx    context.Context   //nolint:containedctx // the transaction's, which every mutation must ask too
	broken error             // a mutation stopped half-way: nothing may be committed
	wrote  int               // statements that wrote
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
	ctx, end := t.db.Patient(ctx)
	defer end()
	err := fn(ctx, t.querier)
	if err != nil && t.db.Aborts(err) {
		t.broken = err
	}
	return err
}

// write runs fn, all or nothing: if fn may have stopped half-way, the whole transaction is
// lost. The statements are short: ctx is asked between them, and before the commit.
func (t *tx) write(ctx context.Context, what string, fn func(ctx context.Context) error) error {
	if err := t.usable(ctx); err != nil {
		return fail(what, err)
	}
	ctx, end := t.db.Patient(ctx)
	defer end()
	before := t.wrote
	err := fail(what, fn(ctx))
	if err != nil && (!refused(err) || t.wrote > before || t.db.Aborts(err)) {
		t.broken = err
	}
	return err
}

// exec runs one statement and returns how many rows it touched.
func (t *tx) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	n, err := t.querier.exec(ctx, statement, args...)
	if err == nil {
		t.wrote++
	}
	return n, err
}

// insert inserts one row and returns its id. Errors: models.ErrExists.
func (t *tx) insert(ctx context.Context, statement string, args ...any) (int64, error) {
	id, err := t.db.Insert(ctx, t.sql, t.db.SQL(statement), t.args(args)...)
	if err != nil {
		return 0, mark(err, t.db.Sentinel)
	}
	t.wrote++
	return id, nil
}

// attempt runs a statement that may find a unique value taken. Errors: models.ErrExists.
func (t *tx) attempt(ctx context.Context, statement string, args ...any) error {
	return t.db.Attempt(ctx, t.sql, func() error {
		_, err := t.exec(ctx, statement, args...)
		return err
	})
}

// newID returns 128 bits at random, fit for a resource name.
func newID() string { return strings.ToLower(rand.Text()) }

// Times are kept as nanoseconds, and what is handed out is what is kept.
func (s *Store) time() time.Time      { return fromNanos(s.now().UnixNano()) }
func fromNanos(nanos int64) time.Time { return time.Unix(0, nanos).UTC() }
