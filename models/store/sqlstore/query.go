package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// conn is a transaction, or a pool of connections.
type conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// querier runs statements as the database reads them; its errors say in which sentinel of
// models they are.
type querier struct {
	conn conn
	db   Database
}

// exec returns how many rows a statement touched.
func (q querier) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	res, err := q.conn.ExecContext(ctx, q.db.SQL(statement), q.args(args)...)
	if err != nil {
		return 0, mark(err, q.db.Sentinel)
	}
	return res.RowsAffected()
}

func (q querier) query(ctx context.Context, query string, args ...any) (*rows, error) {
	r, err := q.conn.QueryContext(ctx, q.db.SQL(query), q.args(args)...) //nolint:rowserrcheck,sqlclosecheck // the caller does both
	if err != nil {
		return nil, interrupted(ctx, mark(err, q.db.Sentinel))
	}
	return &rows{r, q.db}, nil
}

func (q querier) queryRow(ctx context.Context, query string, args ...any) row {
	r := q.conn.QueryRowContext(ctx, q.db.SQL(query), q.args(args)...)
	return row{r, q.db, ctx.Err()}
}

// each calls visit for every row.
func (q querier) each(ctx context.Context, query string, visit func(scan func(...any) error) error, args ...any) error {
	rows, err := q.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells
	for rows.Next() {
		if err := visit(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts returns the only column of every row.
func (q querier) texts(ctx context.Context, query string, args ...any) (list []string, err error) {
	err = q.each(ctx, query, func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		list = append(list, text)
		return err
	}, args...)
	return list, err
}

// rows are sql.Rows whose errors say in which sentinel they are.
type rows struct {
	*sql.Rows
	db Database
}

func (r *rows) Err() error { return mark(r.Rows.Err(), r.db.Sentinel) }

func (r *rows) Scan(dest ...any) error {
	err := mark(r.Rows.Scan(dest...), r.db.Sentinel)
	r.db.Scanned(dest)
	return err
}

type row struct {
	row         *sql.Row
	db          Database
	interrupted error // by its context
}

func (r row) Scan(dest ...any) error {
	err := mark(r.row.Scan(dest...), r.db.Sentinel)
	if err != nil && r.interrupted != nil {
		return r.interrupted
	}
	r.db.Scanned(dest)
	return err
}

// interrupted returns the context's error in the place of one that follows from it: a server
// says only that it was told to stop.
func interrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// mark adds the sentinel of an error to it.
func mark(err error, sentinel func(error) error) error {
	if err == nil {
		return nil
	}
	if kind := sentinel(err); kind != nil && !errors.Is(err, kind) {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

func listOf[T ~string | int64](values []T) List { return List{values} }

// args returns the arguments as the driver takes them.
func (q querier) args(args []any) []any {
	taken := make([]any, len(args))
	for i, a := range args {
		taken[i] = q.db.Arg(a)
	}
	return taken
}
