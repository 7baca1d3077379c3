package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// Store implements store.Store whose rows are on a PostgreSQL server. It is safe for concurrent
// use.
type Store struct {
	*sqlstore.Store
	db *database
}

var _ store.Store = (*Store)(nil)

// Server says where a database is.
type Server struct {
	// Address is a URL (postgres://user@host/database) or a list of libpq's keywords. It may be
	// that of a pooler such as pgbouncer that hands connections out by the transaction.
	Address string

	// Direct is the address of the server behind a pooler, for what needs a session: the lock under
	// which the schema is brought up to date, and LISTEN. Empty if Address is the server's.
	Direct string
}

// Open opens the store on a server, with keys, blobs and uploads in dir, and brings its schema up
// to date. Errors: models.ErrInvalid (the address), models.ErrUnavailable (the server),
// models.ErrPrecondition (a newer Guitu wrote it, the server is too old, Direct is missing, or the
// database holds an unfinished copy), models.ErrKey.
func Open(ctx context.Context, server Server, dir string, opts ...sqlstore.Option) (*Store, error) {
	s, err := OpenCopy(ctx, server, dir, opts...)
	if err != nil {
		return nil, err
	}
	var copying bool
	err = s.db.pool.QueryRowContext(ctx, "SELECT to_regclass('store_copy') IS NOT NULL").Scan(&copying)
	if err == nil && copying {
		err = fmt.Errorf("%w: 此数据库是未完成的副本，请先运行完 guitu store copy (the database is a copy that is not finished: run guitu store copy to its end)", models.ErrPrecondition)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenCopy is Open, also if the database holds a copy that is not finished.
func OpenCopy(ctx context.Context, server Server, dir string, opts ...sqlstore.Option) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	db, err := connect(server)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s, err := sqlstore.Open(ctx, dir, db, opts...)
	if err != nil {
		return nil, err
	}
	return &Store{s, db}, nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to date under a lock of the session's: of several processes
// that start at once one does it. Errors: models.ErrPrecondition (a newer Guitu wrote the
// data).
func (d *database) Migrate(ctx context.Context, _ *sqlstore.Store) (err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	direct := d.openDirect()
	defer func() { err = errors.Join(err, direct.Close()) }()
	provider, err := goose.NewProvider(goose.DialectPostgres, direct, files, goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if err := sqlstore.KnowsSchema(current, target); err != nil {
		return err
	}
	if current == target { // which most starts find, and need no lock for
		return nil
	}
	_, err = provider.Up(ctx)
	return err
}
