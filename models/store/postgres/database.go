package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

const (
	// lockWait is how long a writer waits for the writers of other processes.
	lockWait = 30 * time.Second

	// statementWait is how long one statement of a writer may take, and how long a writer may
	// do nothing while the others wait for it.
	statementWait = time.Minute

	// patience is how long a process waits for what a writer asks, also of a server that does
	// not answer at all.
	patience = 2 * time.Minute

	// cancelWait is how long a query that was called off may go on before its connection is
	// closed.
	cancelWait = 2 * time.Second
)

// database implements sqlstore.Database on a PostgreSQL server.
type database struct {
	pool   *sql.DB
	direct *pgx.ConnConfig // past a pooler
	named  bool            // Server.Direct was
	pooled atomic.Bool     // pool leads through a pooler
	lock   string          // takes the writers' lock
}

var _ sqlstore.Database = (*database)(nil)

// connect makes the pool; nothing is dialled yet. Errors: models.ErrInvalid (the address).
func connect(server Server) (*database, error) {
	config, err := configOf(server.Address)
	if err != nil {
		return nil, err
	}
	d := &database{direct: config, named: server.Direct != "", lock: strings.Join([]string{
		fmt.Sprintf("SET LOCAL lock_timeout = %d", lockWait.Milliseconds()),
		fmt.Sprintf("SET LOCAL statement_timeout = %d", statementWait.Milliseconds()),
		fmt.Sprintf("SET LOCAL idle_in_transaction_session_timeout = %d", statementWait.Milliseconds()),
		"SELECT pg_advisory_xact_lock(hashtext('guitu writer'), hashtext(current_schema()))",
	}, "; ")}
	if d.named {
		if d.direct, err = configOf(server.Direct); err != nil {
			return nil, err
		}
	}
	d.pool = stdlib.OpenDB(*config, stdlib.OptionBeforeConnect(func(_ context.Context, c *pgx.ConnConfig) error {
		if d.pooled.Load() { // a prepared statement stays with a session, which is another's next
			c.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
			// pgbouncer 1.18 ends where a request to cancel meets the end of its session: a read that is
			// called off costs its connection instead.
			c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
				return &pgconn.DeadlineContextWatcherHandler{Conn: conn.Conn()}
			}
		}
		return nil
	}))
	n := max(8, 2*runtime.NumCPU())
	d.pool.SetMaxOpenConns(n)
	d.pool.SetMaxIdleConns(n)
	d.pool.SetConnMaxLifetime(time.Hour)
	return d, nil
}

func configOf(address string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil { // which says no password
		return nil, fmt.Errorf("%w: 数据库地址有误，应为 postgres://用户@主机/库 (the address of the database is wrong: it should be postgres://user@host/database): %w", models.ErrInvalid, err)
	}
	config.RuntimeParams["application_name"] = "guitu"
	config.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: cancelWait}
	}
	return config, nil
}

// openDirect opens connections past a pooler, for a moment.
func (d *database) openDirect() *sql.DB { return stdlib.OpenDB(*d.direct) }

// findPooler finds out whether a pooler is between: the process that the server says is not the
// one that greeted.
func (d *database) findPooler(ctx context.Context) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(c any) error {
		session := c.(*stdlib.Conn).Conn()
		var server uint32
		if err := session.QueryRow(ctx, "SELECT pg_backend_pid()", pgx.QueryExecModeSimpleProtocol).Scan(&server); err != nil {
			return err
		}
		if d.pooled.Store(server != session.PgConn().PID()); d.pooled.Load() {
			return driver.ErrBadConn // so that it is closed: it was made before this was known
		}
		return nil
	})
	if err != nil && !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	if d.pooled.Load() && !d.named {
		return fmt.Errorf("%w: 数据库地址经过连接池（如 pgbouncer），请另用 --store-direct 指明数据库服务器本身的地址 (the address leads through a connection pooler: name the server's own with --store-direct as well)", models.ErrPrecondition)
	}
	return nil
}

// Holds asks for the table that came first, and for one sealed row of it.
func (d *database) Holds(ctx context.Context) (data, sealed bool, err error) {
	if err := d.findPooler(ctx); err != nil {
		return false, false, err
	}
	if err := d.pool.QueryRowContext(ctx, "SELECT to_regclass('subjects') IS NOT NULL").Scan(&data); err != nil || !data {
		return false, false, err
	}
	err = d.pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM subjects WHERE length(sealed) > 0)").Scan(&sealed)
	return false, sealed, err // nothing was ever plain here
}

// leastVersion is PostgreSQL 15.
const leastVersion = 150000

// Open looks whether the server is one that will do.
func (d *database) Open(ctx context.Context) error {
	var version int
	var encoding string
	err := d.pool.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").Scan(&version, &encoding)
	if err != nil {
		return err
	}
	if version < leastVersion || encoding != "UTF8" {
		return fmt.Errorf("%w: 需要 PostgreSQL 15 或更新版本，编码 UTF8 (PostgreSQL 15 or newer with the encoding UTF8 is needed; this is %d with %s)", models.ErrPrecondition, version, encoding)
	}
	return nil
}

// Close ends all connections.
func (d *database) Close() error { return d.pool.Close() }

// Begin takes the writers' lock as its first statement: in READ COMMITTED, each statement
// after it sees what was committed by those who had it before.
func (d *database) Begin(ctx context.Context) (*sql.Tx, error) {
	t, err := d.pool.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return nil, err
	}
	if _, err := t.ExecContext(ctx, d.lock, pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, errors.Join(err, t.Rollback())
	}
	return t, nil
}

// Snapshot reads all statements on the snapshot of the first.
func (d *database) Snapshot(ctx context.Context) (*sql.Tx, error) {
	return d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// Reader returns the pool.
func (d *database) Reader() *sql.DB { return d.pool }

// Patient waits for patience. A statement that is broken off may cost the connection, and
// does cost the transaction.
func (d *database) Patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), patience)
}

// keys are the tables whose number is not called id.
var keys = map[string]string{"ties": "seq"}

// Insert inserts nothing if a unique value is taken, for an error would end the
// transaction.
func (d *database) Insert(ctx context.Context, t *sql.Tx, statement string, args ...any) (id int64, err error) {
	key := "id"
	table, _, _ := strings.Cut(strings.TrimPrefix(statement, "INSERT INTO "), " ")
	if other, ok := keys[table]; ok {
		key = other
	}
	err = t.QueryRowContext(ctx, statement+" ON CONFLICT DO NOTHING RETURNING "+key, args...).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("%w: in %s", models.ErrExists, table)
	}
	return id, err
}

// Attempt goes back to before the statement if a unique value is taken.
func (d *database) Attempt(ctx context.Context, t *sql.Tx, statement func() error) error {
	if _, err := t.ExecContext(ctx, "SAVEPOINT attempt"); err != nil {
		return err
	}
	failed := statement()
	if failed == nil {
		_, err := t.ExecContext(ctx, "RELEASE SAVEPOINT attempt")
		return err
	}
	if !errors.Is(failed, models.ErrExists) {
		return failed
	}
	if _, err := t.ExecContext(ctx, "ROLLBACK TO SAVEPOINT attempt"); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s", models.ErrExists, failed.Error()) // no error of PostgreSQL's, after which nothing goes
}

// Sentinel returns the sentinel of an error.
func (d *database) Sentinel(err error) error { return sentinel(err) }

// Aborts reports whether a transaction is lost by an error.
func (d *database) Aborts(err error) bool { return aborts(err) }

// vacuumed are the tables that hold something of people.
const vacuumed = "subjects, photos, faces, embeddings, cases, case_steps, alerts, import_rows, imports, proceedings, answers, record_steps, takedowns, erasure_jobs, ties, changes"

// Scrub has PostgreSQL take dead rows out of its tables.
func (d *database) Scrub(ctx context.Context) error {
	_, err := d.pool.ExecContext(ctx, "VACUUM (SKIP_LOCKED false, TRUNCATE true) "+vacuumed)
	return err
}

// Remains says what Scrub leaves.
func (d *database) Remains() models.Text { return Remains() }

// Remains names the places where PostgreSQL keeps what was, which nothing but its operator can
// empty. What is there is sealed, but for the columns of package sqlstore that are not.
func Remains() models.Text {
	return models.Text{
		Zh: "PostgreSQL 的数据页、预写日志（WAL）、备库和备份里，仍可能留有已删除内容的密文，以及未加密的编号、来源、地区和日期，直到被覆盖或按保存期限删除；更换密钥（guitu key rotate）并销毁旧主密钥的所有副本后，其中的密文不再能读取",
		En: "PostgreSQL's pages, its write-ahead log, standbys and backups may still hold what was deleted, sealed, and in the clear its numbers, origins, areas and dates, until they are overwritten or expire; once the keys are rotated (guitu key rotate) and every copy of the old master key is destroyed, what is sealed there cannot be read",
	}
}

// Sequence returns the last number of the table's identity, or the highest number if it has none.
func (d *database) Sequence(ctx context.Context, table, key string) (last int64, err error) {
	err = d.pool.QueryRowContext(ctx, fmt.Sprintf("SELECT greatest(coalesce(pg_sequence_last_value(pg_get_serial_sequence('%s', '%s')::regclass), 0), coalesce(max(%[2]s), 0)) FROM %[1]s", table, key)).Scan(&last)
	return last, err
}

// SetSequence sets the identity of a table that has one.
func (d *database) SetSequence(ctx context.Context, t *sql.Tx, table, key string, last int64) error {
	if last == 0 {
		return nil
	}
	_, err := t.ExecContext(ctx, fmt.Sprintf("SELECT setval(s::regclass, %d) FROM pg_get_serial_sequence('%s', '%s') s WHERE s IS NOT NULL", last, table, key))
	return err
}

// MakeRoom can do nothing for the disk of another machine.
func (d *database) MakeRoom(context.Context) error { return nil }
