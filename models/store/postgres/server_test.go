package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
)

// Two processes write at the same time: a follower sees every change and audit row in the
// order of the commits, without a gap.
func TestTwoProcesses(t *testing.T) {
	address, dir := create(t), t.TempDir()
	one, two := reopen(t, address, dir), reopen(t, address, dir)
	const each = 25
	ctx := ctx(t)
	var work errgroup.Group
	for _, st := range []*postgres.Store{one, one, two, two} {
		work.Go(func() error {
			for i := range each {
				err := st.InTx(ctx, func(tx store.Tx) error {
					if err := tx.RecordWriter().Create(ctx, new(models.Record)); err != nil {
						return err
					}
					if i%5 == 0 {
						return errRolledBack
					}
					return nil
				})
				if err != nil && !errors.Is(err, errRolledBack) {
					return err
				}
			}
			return nil
		})
	}
	var seen int64
	follow := func() {
		changes, err := two.Changes(ctx, seen, 1000)
		if err != nil {
			t.Error(err)
		}
		for _, c := range changes {
			if seen++; c.Seq != seen {
				t.Errorf("change %d follows %d", c.Seq, seen-1)
				seen = c.Seq
			}
		}
	}
	done := make(chan error)
	go func() { done <- work.Wait() }()
	for writing := true; writing; {
		select {
		case err := <-done:
			writing = false
			if err != nil {
				t.Fatal(err)
			}
		default:
		}
		follow()
	}
	if want := int64(4 * each * 4 / 5); seen != want {
		t.Errorf("%d changes, want %d", seen, want)
	}
	if v, err := one.VerifyAudit(ctx); err != nil || v.BadSeq != 0 || v.Rows != seen {
		t.Errorf("the trail: %+v, %v", v, err)
	}
}

var errRolledBack = errors.New("rolled back")

// A writer that is called off while another process holds the lock stops waiting, and the
// store goes on.
func TestCalledOff(t *testing.T) {
	st, address := open(t)
	other := connect(t, address)
	hold, err := other.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(t.Context(), "SELECT pg_advisory_xact_lock(hashtext('guitu writer'), hashtext(current_schema()))"); err != nil {
		t.Fatal(err)
	}
	waiting, cancel := context.WithCancel(ctx(t))
	done := make(chan error)
	go func() { done <- st.AppendAudit(waiting, &models.Audit{Action: models.ActionRead}) }()
	for waits := false; !waits; {
		if err := hold.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)").Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	if err := hold.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := st.AppendAudit(ctx(t), &models.Audit{Action: models.ActionRead}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A connection that breaks costs the transaction that used it, all of it, and no more.
func TestBrokenConnection(t *testing.T) {
	st, address := open(t)
	other := connect(t, address)
	ctx := ctx(t)
	err := st.InTx(ctx, func(tx store.Tx) error {
		if err := tx.RecordWriter().Create(ctx, new(models.Record)); err != nil {
			return err
		}
		if _, err := other.Exec(ctx, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			return err
		}
		if err := tx.RecordWriter().Create(ctx, new(models.Record)); !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("a write on a broken connection: %v", err)
		}
		return nil // whatever it makes of the error
	})
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("commit: %v", err)
	}
	if n, err := st.Records().Count(ctx, store.Filter{}); err != nil || n != 0 {
		t.Errorf("%d records, %v", n, err)
	}
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(ctx, new(models.Record)) }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestRefusedToOpen(t *testing.T) {
	address, dir, ctx := create(t), t.TempDir(), ctx(t)
	err := reopen(t, address, dir).InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.RecordWriter().Create(ctx, new(models.Record)), tx.RecordWriter().Create(ctx, new(models.Record)))
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		address string
		want    error
	}{
		"another folder's keys": {address, models.ErrKey},
		"no address":            {"postgres://[", models.ErrInvalid},
		"no server":             {"postgres:///d1?host=" + filepath.Join(t.TempDir(), "none"), models.ErrUnavailable},
		"no database":           {server.URL("none"), models.ErrUnavailable},
	} {
		if other, err := postgres.Open(t.Context(), postgres.Server{Address: c.address}, t.TempDir()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
			if other != nil {
				_ = other.Close()
			}
		}
	}
	if _, err := connect(t, address).Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), postgres.Server{Address: address}, dir); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("a newer schema: %v", err)
	}
}

// connect opens a connection beside the store's.
func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = conn.Close(ctx)
	})
	return conn
}

// columnsOf returns table.column of everything that a query finds, in order.
func columnsOf(t *testing.T, rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
}) (columns []string) {
	t.Helper()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, fmt.Sprint(table, ".", column))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(columns)
	return columns
}
