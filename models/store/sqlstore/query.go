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
	res, err := q.conn.ExecContext(ctx, q.db.SQL(statement), q.listed(args)...)
	if err != nil {
		return 0, mark(err, q.db.Sentinel)
	}
	return res.RowsAffected()
}

func (q querier) query(ctx context.Context, query string, args ...any) (*rows, error) {
	r, err := q.conn.QueryContext(ctx, q.db.SQL(query), q.listed(args)...) //nolint:rowserrcheck,sqlclosecheck // the caller does both
	if err != nil {
		return nil, mark(err, q.db.Sentinel)
	}
	return &rows{r, q.db}, nil
}

func (q querier) queryRow(ctx context.Context, query string, args ...any) row {
	return row{q.conn.QueryRowContext(ctx, q.db.SQL(query), q.listed(args)...), q.db}
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

// rows are sql.Rows whose errors say in which sentinel they are.
type rows struct {
	*sql.Rows
	db Database
}

func (r *rows) Err() error { return mark(r.Rows.Err(), r.db.Sentinel) }

type row struct {
	row *sql.Row
	db  Database
}

func (r row) Scan(dest ...any) error { return mark(r.row.Scan(dest...), r.db.Sentinel) }

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

// list is a slice of strings or numbers: one placeholder for any number of them.
type list struct{ values any }

func listOf[T ~string | int64](values []T) list { return list{values} }

// listed has the lists among the arguments in the form that the database takes.
func (q querier) listed(args []any) []any {
	for i, a := range args {
		if l, ok := a.(list); ok {
			args[i] = q.db.List(l.values)
		}
	}
	return args
}
