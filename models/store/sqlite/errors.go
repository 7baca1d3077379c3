package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"github.com/guitu-project/guitu/models"
)

// fail says what could not be done and why, in one of the sentinels of models
// followed by what the driver or the system said. It is nil for a nil err.
func fail(what string, err error) error {
	switch kind := classify(err); {
	case err == nil:
		return nil
	case kind == nil || errors.Is(err, kind):
		return fmt.Errorf("%s: %w", what, err)
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", what, models.ErrNotFound)
	default:
		return fmt.Errorf("%s: %w: %w", what, kind, err)
	}
}

// classify is the sentinel for a driver's or the system's error, nil where there
// is none.
func classify(err error) error {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
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
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return models.ErrNotFound
	case errors.Is(err, sql.ErrTxDone):
		return models.ErrPrecondition
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return models.ErrDiskFull
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission),
		errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return models.ErrUnavailable
	}
	return nil
}

// refused reports whether a mutation said no before it wrote anything that counts. After any
// other error it may have stopped half-way, and SQLite may have ended the
// transaction on its own.
func refused(err error) bool {
	for _, no := range []error{models.ErrInvalid, models.ErrNotFound, models.ErrExists, models.ErrStale,
		models.ErrUnauthenticated, models.ErrPrecondition, models.ErrThrottled, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}
