package sqlite

import (
	"errors"

	"github.com/mattn/go-sqlite3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// fail says what could not be done and why; see sqlstore.Fail.
func fail(what string, err error) error { return sqlstore.Fail(what, err, sentinel) }

// sentinel returns the sentinel for an error of SQLite's, nil if there is none.
func sentinel(err error) error {
	e, ok := errors.AsType[sqlite3.Error](err)
	if !ok {
		return nil
	}
	switch e.Code {
	case sqlite3.ErrConstraint:
		if e.ExtendedCode == sqlite3.ErrConstraintUnique {
			return models.ErrExists
		}
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return models.ErrDataLoss
	case sqlite3.ErrFull:
		return models.ErrDiskFull
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrIoErr, sqlite3.ErrCantOpen,
		sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrNomem, sqlite3.ErrProtocol:
		return models.ErrUnavailable
	}
	return nil
}
