package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// Shared reports true.
func (d *database) Shared() bool { return true }

// KeptKeys reads the servers' keys; a database of before has no table for them yet.
func (d *database) KeptKeys(ctx context.Context, t *sql.Tx) (keys sqlstore.KeptKeys, err error) {
	var from interface {
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	} = d.pool
	if t != nil {
		from = t
	}
	var there bool
	if err := from.QueryRowContext(ctx, "SELECT to_regclass('server_keys') IS NOT NULL").Scan(&there); err != nil || !there {
		return keys, err
	}
	err = from.QueryRowContext(ctx, "SELECT ring, audit FROM server_keys").Scan(&keys.Ring, &keys.Audit)
	if errors.Is(err, sql.ErrNoRows) {
		return keys, nil
	}
	return keys, err
}

// KeepKeys writes them.
func (d *database) KeepKeys(ctx context.Context, t *sql.Tx, keys sqlstore.KeptKeys) error {
	_, err := t.ExecContext(ctx, `INSERT INTO server_keys (id, ring, audit) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET ring = excluded.ring, audit = excluded.audit`, string(keys.Ring), keys.Audit)
	return err
}
