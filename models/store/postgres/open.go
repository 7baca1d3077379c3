package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// Store implements store.Store whose rows are on a PostgreSQL server. It is safe for concurrent
// use.
type Store struct{ *sqlstore.Store }

var _ store.Store = (*Store)(nil)

// Open opens the store at an address, a URL (postgres://user@host/database) or a list of
// libpq's keywords, with keys, blobs and uploads in dir, and brings its schema up to date.
// Errors: models.ErrInvalid (the address), models.ErrUnavailable (the server),
// models.ErrPrecondition (a newer Guitu wrote it, or the server is too old), models.ErrKey.
func Open(ctx context.Context, address, dir string, opts ...sqlstore.Option) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	db, err := connect(address)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s, err := sqlstore.Open(ctx, dir, db, opts...)
	if err != nil {
		return nil, err
	}
	return &Store{s}, nil
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
	provider, err := goose.NewProvider(goose.DialectPostgres, d.pool, files, goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(locker))
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
