package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/guitu-project/guitu/models"
)

// sentinel returns the sentinel for an error of PostgreSQL's or of the way to it, nil if
// there is none. The codes are those of PostgreSQL's appendix A.
func sentinel(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return codeSentinel(e.Code)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, broken := errors.AsType[net.Error](err)
	closed := pgconn.SafeToRetry(err) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, net.ErrClosed) || errors.Is(err, driver.ErrBadConn)
	if refused || broken || closed || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return models.ErrUnavailable
	}
	return nil
}

func codeSentinel(code string) error {
	switch code {
	case "23505": // unique_violation
		return models.ErrExists
	case "53100": // disk_full
		return models.ErrDiskFull
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return models.ErrDataLoss
	case "54000", "54001", "22001", "22003": // too long, too deep, out of range
		return models.ErrInvalid
	case "25006", "55P03", "57014", "58000", "58030": // read-only (a standby), lock or statement time-out, system or io error
		return models.ErrUnavailable
	}
	switch code[:min(2, len(code))] {
	// no connection, no permission, rolled back (deadlock), no resources, shut down, no such database
	case "08", "28", "40", "53", "57", "3D":
		return models.ErrUnavailable
	}
	return nil
}

// aborts reports whether a transaction is lost by an error: PostgreSQL takes no further
// statement after one that failed, and none comes through a connection that broke.
func aborts(err error) bool {
	_, said := errors.AsType[*pgconn.PgError](err)
	return said || sentinel(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
