package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

var _ store.Servers = (*Store)(nil)

// TakeLease takes a lease; see store.Servers. It waits for the writer that checks the lease of
// before: none commits afterwards.
func (s *Store) TakeLease(ctx context.Context, name, owner string, ttl time.Duration) (store.Lease, error) {
	l := store.Lease{Name: name, Owner: owner}
	err := s.db.pool.QueryRowContext(ctx, "SELECT FROM leases WHERE name = $1 AND owner <> $2 AND until > clock_timestamp()", name, owner).Scan()
	if err == nil {
		return l, fmt.Errorf("lease %s: %w", name, models.ErrBusy) // as most ask, without the writers' lock
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return l, sqlstore.Fail("take lease "+name, err, sentinel)
	}
	t, err := s.db.Begin(ctx)
	if err != nil {
		return l, sqlstore.Fail("take lease "+name, err, sentinel)
	}
	defer func() { _ = t.Rollback() }() // does nothing after a commit
	err = t.QueryRowContext(ctx, `INSERT INTO leases AS l (name, owner, epoch, until) VALUES ($1, $2, 1, clock_timestamp() + $3::float8 * interval '1 second')
		ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, epoch = l.epoch + 1, until = excluded.until
		WHERE l.owner = excluded.owner OR l.until <= clock_timestamp() RETURNING epoch`, name, owner, ttl.Seconds()).Scan(&l.Epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return l, fmt.Errorf("lease %s: %w", name, models.ErrBusy)
	}
	if err == nil {
		err = t.Commit()
	}
	return l, sqlstore.Fail("take lease "+name, err, sentinel)
}

// RenewLease renews a lease; see store.Servers.
func (s *Store) RenewLease(ctx context.Context, l store.Lease, ttl time.Duration) error {
	return s.setLease(ctx, l, ttl)
}

// DropLease has a lease run out; see store.Servers.
func (s *Store) DropLease(ctx context.Context, l store.Lease) error { return s.setLease(ctx, l, 0) }

func (s *Store) setLease(ctx context.Context, l store.Lease, ttl time.Duration) error {
	done, err := s.db.pool.ExecContext(ctx, "UPDATE leases SET until = clock_timestamp() + $3::float8 * interval '1 second' WHERE name = $1 AND epoch = $2", l.Name, l.Epoch, ttl.Seconds())
	if err != nil {
		return sqlstore.Fail("renew lease "+l.Name, err, sentinel)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("lease %s: %w", l.Name, models.ErrStale))
	}
	return nil
}

// Leases reads those that are held; see store.Servers.
func (s *Store) Leases(ctx context.Context) (list []store.Lease, err error) {
	rows, err := s.db.pool.QueryContext(ctx, "SELECT name, owner, epoch, until FROM leases WHERE until > clock_timestamp() ORDER BY name")
	if err != nil {
		return nil, sqlstore.Fail("read leases", err, sentinel)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells
	for rows.Next() {
		var l store.Lease
		if err := rows.Scan(&l.Name, &l.Owner, &l.Epoch, &l.Until); err != nil {
			return nil, sqlstore.Fail("read leases", err, sentinel)
		}
		list = append(list, l)
	}
	return list, sqlstore.Fail("read leases", rows.Err(), sentinel)
}

// Fence compares the epoch. Whoever takes the lease over waits until this transaction ends.
func (d *database) Fence(ctx context.Context, t *sql.Tx, l store.Lease) error {
	var epoch int64
	err := t.QueryRowContext(ctx, "SELECT epoch FROM leases WHERE name = $1", l.Name).Scan(&epoch)
	if err == nil && epoch != l.Epoch {
		err = fmt.Errorf("%w: another server does %s now", models.ErrStale, l.Name)
	}
	return err
}
