package sqlstore

import (
	"context"
	"database/sql"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// List describes a slice of strings or int64s: one argument for any number of them.
type List struct{ Values any }

// KeptKeys are the keys of a store that several processes share.
type KeptKeys struct {
	Ring  []byte // keys.json
	Audit []byte // what only the audit key makes
}

// Database is where the rows of a store are, with what databases do differently. Statements
// are written as SQLite reads them; see SQL.
type Database interface {
	// Holds reports whether there is data, and whether some of it is sealed, before the keys
	// are read: what is sealed cannot be opened with new ones.
	Holds(ctx context.Context) (data, sealed bool, err error)

	// Open connects. Migrate brings the schema up to date; it may seal with s's keys what
	// was plain.
	Open(ctx context.Context) error
	Migrate(ctx context.Context, s *Store) error

	// Begin begins a transaction that reads what was committed before it and keeps all other
	// writers out until it ends. Errors: models.ErrUnavailable (others write for too long).
	Begin(ctx context.Context) (*sql.Tx, error)

	// Snapshot begins a transaction that only reads, all of it as it was at one moment.
	Snapshot(ctx context.Context) (*sql.Tx, error)

	// Reader reads, each statement what is committed when it begins.
	Reader() *sql.DB

	// Patient returns the context of a statement whose caller does not wait any more: it must
	// not be broken off, and must not take for ever.
	Patient(ctx context.Context) (context.Context, context.CancelFunc)

	// SQL returns a statement as this database reads it.
	SQL(statement string) string

	// Arg returns an argument as the driver takes it: a List for
	// "IN (SELECT value FROM json_each(?))", and texts of any bytes.
	Arg(arg any) any

	// Scanned undoes in what was scanned what Arg did to texts.
	Scanned(dest []any)

	// Insert inserts a row and returns its number, which the table gives it. One whose unique values are taken leaves the
	// transaction usable. Errors: models.ErrExists.
	Insert(ctx context.Context, t *sql.Tx, statement string, args ...any) (id int64, err error)

	// Attempt runs a statement that may find a unique value taken, which leaves the
	// transaction usable. Errors: models.ErrExists.
	Attempt(ctx context.Context, t *sql.Tx, statement func() error) error

	// Sentinel returns the sentinel of models for an error of the driver's, nil if there is
	// none. Aborts reports whether a transaction is lost by it.
	Sentinel(err error) error
	Aborts(err error) bool

	// Shared reports whether several processes may write at a time.
	Shared() bool

	// KeptKeys returns what several processes must have alike and the database keeps for them:
	// keys.json, and what tells the audit key; nothing if a folder has its own, or none were kept yet. KeepKeys keeps it. t is nil outside a transaction.
	KeptKeys(ctx context.Context, t *sql.Tx) (KeptKeys, error)
	KeepKeys(ctx context.Context, t *sql.Tx, keys KeptKeys) error

	// Fence returns models.ErrStale if a lease was taken over; whoever does waits until the
	// transaction ends.
	Fence(ctx context.Context, t *sql.Tx, l store.Lease) error

	// Committing is called before a transaction commits that wrote more than the trail.
	Committing(ctx context.Context, t *sql.Tx) error

	// Scrub returns when what was deleted is in no file of the database's, as far as Scrubber
	// of package store promises. Nothing else writes meanwhile.
	Scrub(ctx context.Context) error

	// Remains says what Scrub leaves; see store.Scrubber.
	Remains() models.Text

	// Sequence returns the highest number that a table gave a row, also one that is gone since;
	// SetSequence has it go on after that.
	Sequence(ctx context.Context, table, key string) (int64, error)
	SetSequence(ctx context.Context, t *sql.Tx, table, key string, last int64) error

	// MakeRoom frees what it can of a full disk. Nothing else writes meanwhile.
	MakeRoom(ctx context.Context) error

	// Close ends all connections; there may be none.
	Close() error
}
