package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/guitu-project/guitu/models"
)

// Fail says what could not be done and why, in one of the sentinels of models followed by
// what the driver, whose sentinels are given, or the system said. It is nil for a nil err.
func Fail(what string, err error, sentinel func(error) error) error {
	return fail(what, mark(err, sentinel))
}

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

// classify is the sentinel for an error of database/sql's or the system's, nil if there
// is none.
func classify(err error) error {
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
// other error it may have stopped half-way, and the database may have ended the
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
