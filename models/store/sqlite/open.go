package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// Store implements store.Store in one folder. It is safe for concurrent use.
type Store struct {
	*sqlstore.Store
	database *database
}

var _ store.Store = (*Store)(nil)

// Open opens the store in dir and brings its schema up to date, creating both
// if they are missing; what it creates is for this user alone. Errors:
// models.ErrDataLoss (the database file is damaged), models.ErrPrecondition (a
// newer Guitu wrote it), models.ErrUnavailable (locked, no permission), models.ErrDiskFull,
// models.ErrKey (the master key is missing, wrong or not kept safe; nothing is then
// touched).
func Open(ctx context.Context, dir string, opts ...sqlstore.Option) (*Store, error) {
	return openFile(ctx, dir, databaseFile, opts...)
}

// CopyFile is the database file of a copy that is not finished.
const CopyFile = databaseFile + ".copy"

// OpenCopy is Open of a copy that is not finished.
func OpenCopy(ctx context.Context, dir string, opts ...sqlstore.Option) (*Store, error) {
	return openFile(ctx, dir, CopyFile, opts...)
}

func openFile(ctx context.Context, dir, name string, opts ...sqlstore.Option) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	db := &database{file: filepath.Join(dir, name)}
	s, err := sqlstore.Open(ctx, dir, db, opts...)
	if err != nil {
		return nil, err
	}
	return &Store{s, db}, nil
}

// createPrivate makes sure that the file exists and is readable by its owner
// only; SQLite gives its log files the same mode.
func createPrivate(file string) error {
	f, err := os.OpenFile(filepath.Clean(file), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
