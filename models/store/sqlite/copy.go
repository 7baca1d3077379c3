package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// DatabaseFile is the name of the database in a data folder.
const DatabaseFile = databaseFile

// copyPages is how many pages are copied between two looks at the context: some 8 MB.
const copyPages = 2000

// Copied says what a copy of a database holds.
type Copied struct {
	Schema     int64
	LastChange int64
	Head       models.AuditHead
	Blobs      []string // paths in the data folder of the blobs that rows name
}

// Copy copies the database of a data folder, as it is committed at one moment, into a new
// file, while a service may go on writing. Errors: models.ErrUnavailable,
// models.ErrDataLoss, models.ErrDiskFull.
func Copy(ctx context.Context, dir, file string) (Copied, error) {
	if err := createPrivate(file); err != nil {
		return Copied{}, fail("copy the database", err)
	}
	if err := copyDatabase(ctx, filepath.Join(dir, databaseFile), file); err != nil {
		return Copied{}, fail("copy the database", err)
	}
	c, err := describe(ctx, file)
	return c, fail("read the copy of the database", err)
}

func copyDatabase(ctx context.Context, from, to string) (err error) {
	source, closeSource, err := single(ctx, dsn(from, readerCache, "_query_only=1"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeSource()) }()
	target, closeTarget, err := single(ctx, "file:"+filepath.ToSlash(to)+"?_journal_mode=OFF")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeTarget()) }()
	// What this connection reads stays as it is until it rolls back, so the copy need not
	// begin again whenever the service writes.
	for _, statement := range []string{"BEGIN", "SELECT count(*) FROM sqlite_schema"} {
		if _, err := source.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return target.Raw(func(to any) error {
		return source.Raw(func(from any) error {
			t, okT := to.(*sqlite3.SQLiteConn)
			s, okS := from.(*sqlite3.SQLiteConn)
			if !okT || !okS {
				return fmt.Errorf("%w: another driver", models.ErrPrecondition)
			}
			return copySteps(ctx, t, s)
		})
	})
}

func copySteps(ctx context.Context, to, from *sqlite3.SQLiteConn) (err error) {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Finish()) }()
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err = b.Step(copyPages); err != nil {
			return err
		}
	}
	return nil
}

// single opens one connection.
func single(ctx context.Context, dsn string) (*sql.Conn, func() error, error) {
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return conn, func() error { return errors.Join(conn.Close(), db.Close()) }, nil
}

// describe reads what a copy holds; the copy becomes one file without a log.
func describe(ctx context.Context, file string) (c Copied, err error) {
	conn, closeConn, err := single(ctx, "file:"+filepath.ToSlash(file)+"?_journal_mode=DELETE")
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, closeConn()) }()
	var hash []byte
	err = conn.QueryRowContext(ctx, `SELECT (SELECT coalesce(max(version_id), 0) FROM goose_db_version), (SELECT coalesce(max(seq), 0) FROM changes),
		coalesce((SELECT seq FROM audit_head), 0), coalesce((SELECT hash FROM audit_head), x'')`).Scan(&c.Schema, &c.LastChange, &c.Head.Seq, &hash)
	if err != nil {
		return c, err
	}
	copy(c.Head.Hash[:], hash)
	rows, err := conn.QueryContext(ctx, sqlstore.NamedBlobs)
	if err != nil {
		return c, err
	}
	defer func() { _ = rows.Close() }() // a reader; rows.Err tells
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			return c, err
		}
		if path, ok := sqlstore.BlobPath(sum); ok {
			c.Blobs = append(c.Blobs, path)
		}
	}
	return c, rows.Err()
}

// CheckFile returns what SQLite itself finds wrong with a database file that no service has
// open; nothing is written. Errors: models.ErrDataLoss, models.ErrUnavailable.
func CheckFile(ctx context.Context, file string) error {
	conn, closeConn, err := single(ctx, "file:"+filepath.ToSlash(file)+"?_query_only=1&_busy_timeout=10000")
	if err != nil {
		return fail("check the database", err)
	}
	defer func() { _ = closeConn() }() // a reader
	for _, pragma := range []string{"integrity_check(20)", "foreign_key_check"} {
		found, err := said(ctx, conn, pragma)
		if err != nil {
			return fail("check the database", err)
		}
		if len(found) > 0 {
			return fmt.Errorf("check the database: %w: %s", models.ErrDataLoss, strings.Join(found, "; "))
		}
	}
	return nil
}

// said returns what a check says, nothing if it says ok.
func said(ctx context.Context, conn *sql.Conn, pragma string) (found []string, err error) {
	rows, err := conn.QueryContext(ctx, "PRAGMA "+pragma)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // a reader; rows.Err tells
	for rows.Next() {
		var first string
		columns, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		into := []any{&first}
		for range columns[1:] {
			into = append(into, new(any))
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if first != "ok" {
			found = append(found, first)
		}
	}
	return found, rows.Err()
}
