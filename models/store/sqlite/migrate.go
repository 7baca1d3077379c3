package sqlite

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models/store/sqlstore"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to date. Errors: models.ErrPrecondition (a newer Guitu wrote
// the data).
func (d *database) Migrate(ctx context.Context, s *sqlstore.Store) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, d.writer, files, goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(rightsMigration(s), importRowsMigration(s.Keyring()), dueMigration(s.Keyring())))
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
	_, err = provider.Up(ctx)
	return err
}
