package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

const (
	databaseFile = "guitu.db"

	// busyTimeout is how long a statement waits for another process (a backup, the
	// sqlite3 shell) to let go of the database.
	busyTimeout = 10 * time.Second

	writerCache = 64 << 10 // KiB; the upper levels of the random indexes of 1M subjects
	readerCache = 8 << 10  // KiB, for each reader

	// logPages is how many pages of 4 KiB the log gathers before they are folded into
	// the database: against SQLite's 1000, imports are a third faster.
	logPages = 8000

	// crampedLogPages is logPages while the disk is full: the log is folded in before it grows.
	crampedLogPages = 100
)

// database implements sqlstore.Database in a file.
type database struct {
	file    string
	writer  *sql.DB // one connection
	readers *sql.DB // several, which cannot write
}

var _ sqlstore.Database = (*database)(nil)

// Holds says false of what is sealed in a file that cannot be read, about which opening it
// says more.
func (d *database) Holds(ctx context.Context) (data, sealed bool, err error) {
	if _, err := os.Stat(d.file); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return false, false, err
	}
	db, err := sql.Open("sqlite3", dsn(d.file, readerCache, "mode=ro"))
	if err != nil {
		return true, false, nil //nolint:nilerr // opening says more
	}
	defer func() { _ = db.Close() }() // a reader
	err = db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM subjects WHERE length(sealed) > 0)").Scan(&sealed)
	return true, err == nil && sealed, nil
}

// Open opens the file, which it makes if it is missing.
func (d *database) Open(ctx context.Context) (err error) {
	if err := createPrivate(d.file); err != nil {
		return err
	}
	if d.writer, err = sql.Open("sqlite3", dsn(d.file, writerCache, "_txlock=immediate")); err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	if _, err := d.writer.ExecContext(ctx, "PRAGMA wal_autocheckpoint = "+strconv.Itoa(logPages)); err != nil {
		return err
	}
	if d.readers, err = sql.Open("sqlite3", dsn(d.file, readerCache, "_query_only=1")); err != nil {
		return err
	}
	n := max(4, 2*runtime.NumCPU())
	d.readers.SetMaxOpenConns(n)
	d.readers.SetMaxIdleConns(n)
	return nil
}

// dsn asks for a write-ahead log that is flushed on every commit (FULL): what was
// acknowledged outlives a power cut. Deleted content is overwritten, because it
// is biometric. Each connection keeps its prepared statements.
func dsn(file string, cacheKiB int, role string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: "_journal_mode=WAL" +
		"&_synchronous=FULL&_foreign_keys=1&_secure_delete=1&_stmt_cache_size=64" +
		"&_busy_timeout=" + strconv.FormatInt(busyTimeout.Milliseconds(), 10) +
		"&_cache_size=-" + strconv.Itoa(cacheKiB) + "&" + role}
	return u.String()
}

// Close ends all connections. The readers go first, so that the writer, as the
// last, folds the write-ahead log into the database file.
func (d *database) Close() error {
	var first error
	for _, db := range []*sql.DB{d.readers, d.writer} {
		if db == nil {
			continue
		}
		if err := db.Close(); first == nil {
			first = err
		}
	}
	return first
}

// Begin takes the lock at once (_txlock=immediate). The statements are short, and the driver
// starts a goroutine for each that can be cancelled: so none can be.
func (d *database) Begin(ctx context.Context) (*sql.Tx, error) {
	return d.writer.BeginTx(context.WithoutCancel(ctx), nil)
}

// Snapshot returns what any transaction of SQLite's is.
func (d *database) Snapshot(ctx context.Context) (*sql.Tx, error) {
	return d.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
}

// Reader returns the readers.
func (d *database) Reader() *sql.DB { return d.readers }

// Patient takes the time that it takes: a statement waits for busyTimeout at most.
func (d *database) Patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithoutCancel(ctx), func() {}
}

// SQL returns the statement as it is.
func (d *database) SQL(statement string) string { return statement }

// Arg makes a JSON array for json_each of a list.
func (d *database) Arg(arg any) any {
	l, ok := arg.(sqlstore.List)
	if !ok {
		return arg
	}
	text, _ := json.Marshal(l.Values) // which never fails for strings and numbers
	return string(text)
}

// Scanned leaves things as they are: SQLite keeps texts of any bytes.
func (d *database) Scanned([]any) {}

// Insert inserts. A constraint that fails undoes its own statement, no more.
func (d *database) Insert(ctx context.Context, t *sql.Tx, statement string, args ...any) (int64, error) {
	res, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// Attempt runs the statement; see Insert.
func (d *database) Attempt(_ context.Context, _ *sql.Tx, statement func() error) error {
	return statement()
}

// Sentinel returns the sentinel of an error.
func (d *database) Sentinel(err error) error { return sentinel(err) }

// Aborts reports false: what ends a transaction here is no refusal.
func (d *database) Aborts(error) bool { return false }

// Scrub writes the log into the database file and empties it, so that what was deleted or
// overwritten is in neither: in the file's pages it is overwritten already (secure_delete).
func (d *database) Scrub(ctx context.Context) error {
	var busy, log, folded int
	err := d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &folded)
	if err == nil && busy != 0 {
		err = models.ErrUnavailable // a reader that takes longer than busyTimeout
	}
	return err
}

// Shared reports false: the folder is one process's.
func (d *database) Shared() bool { return false }

// KeptKeys returns nothing: the folder, which is one process's, has keys.json.
func (d *database) KeptKeys(context.Context, *sql.Tx) (sqlstore.KeptKeys, error) {
	return sqlstore.KeptKeys{}, nil
}

// KeepKeys does nothing; see KeptKeys.
func (d *database) KeepKeys(context.Context, *sql.Tx, sqlstore.KeptKeys) error { return nil }

// Fence does nothing: there is one process.
func (d *database) Fence(context.Context, *sql.Tx, store.Lease) error { return nil }

// Committing tells nobody: there is one process.
func (d *database) Committing(context.Context, *sql.Tx) error { return nil }

// Remains is nothing.
func (d *database) Remains() models.Text { return models.Text{} }

// Sequence returns what AUTOINCREMENT counts up to, or the highest number if it does not.
func (d *database) Sequence(ctx context.Context, table, key string) (last int64, err error) {
	err = d.readers.QueryRowContext(ctx, "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0), coalesce((SELECT max("+key+") FROM "+table+"), 0))", table).Scan(&last)
	return last, err
}

// SetSequence sets it; a table without AUTOINCREMENT goes on after its highest number.
func (d *database) SetSequence(ctx context.Context, t *sql.Tx, table, _ string, last int64) error {
	if _, err := t.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", table); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_schema
		WHERE type = 'table' AND name = ? AND sql LIKE '%AUTOINCREMENT%'`, last, table)
	return err
}

// MakeRoom folds the log in and keeps it short from now on.
func (d *database) MakeRoom(ctx context.Context) error {
	if _, err := d.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", crampedLogPages)); err != nil {
		return err
	}
	var busy, log, folded int // a reader may hold some of it back
	return d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(RESTART)").Scan(&busy, &log, &folded)
}
