package postgres

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"github.com/guitu-project/guitu/models/concurrent"
)

const (
	channel     = "guitu"          // of notifications
	listenBeat  = 30 * time.Second // after which a connection that says nothing is asked
	listenAgain = time.Second      // after one that broke
)

// Committing has all who listen be told when the transaction commits. Writers are one at a time,
// so that the lock that NOTIFY takes makes none wait.
func (d *database) Committing(ctx context.Context, t *sql.Tx) error {
	_, err := t.ExecContext(ctx, "NOTIFY "+channel, pgx.QueryExecModeSimpleProtocol)
	return err
}

// Listen listens on a session of its own; see store.Servers.
func (s *Store) Listen(ctx context.Context, told func()) {
	for ctx.Err() == nil {
		_ = s.db.listen(ctx, told) // the next does better, and told is called then
		concurrent.Sleep(ctx, listenAgain)
	}
}

func (d *database) listen(ctx context.Context, told func()) error {
	config := d.direct.Copy()
	config.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler { // to wait no longer cancels nothing
		return &pgconn.DeadlineContextWatcherHandler{Conn: conn.Conn()}
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelWait)
		defer cancel()
		_ = conn.Close(end)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for told(); ; {
		beat, cancel := context.WithTimeout(ctx, listenBeat)
		_, err := conn.WaitForNotification(beat)
		cancel()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			told()
		case conn.Ping(ctx) != nil:
			return err
		}
	}
}
