package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// rightsMigration is schema 10: the audit chain, which SQL alone cannot compute, the
// area of each record, which may be sealed, and people with their sessions and keys.
func rightsMigration(s *sqlstore.Store) *goose.Migration {
	return goose.NewGoMigration(10, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, rightsSchema); err != nil {
			return err
		}
		if err := locateRecords(ctx, t, s.Keyring()); err != nil {
			return err
		}
		return s.ChainRows(ctx, t)
	}}, nil)
}

// locateRecords fills in where each record was found. One that cannot be read stays
// nowhere: only those who work for the whole country see it.
func locateRecords(ctx context.Context, t *sql.Tx, ring *seal.Keyring) (err error) {
	areas := map[int64]string{}
	rows, err := t.QueryContext(ctx, "SELECT id, name, doc, sealed FROM subjects WHERE kind = 'records'")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		var name string
		var doc, sealed []byte
		if err := rows.Scan(&id, &name, &doc, &sealed); err != nil {
			return err
		}
		if len(doc) == 0 {
			doc, _ = ring.Unseal(nil, sealed, name) // nothing, if it is damaged
		}
		var r models.Record
		if json.Unmarshal(doc, &r) == nil && r.FoundPlace.Code != "" {
			areas[id] = r.FoundPlace.Code
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for id, code := range areas {
		if _, err := t.ExecContext(ctx, "UPDATE subjects SET area = ? WHERE id = ?", code, id); err != nil {
			return err
		}
	}
	return nil
}

// rightsSchema: times are nanoseconds since 1970 UTC; doc is the rest of a row as
// JSON; token is the SHA-256 of a secret that is nowhere kept. area is the GB/T 2260
// code of where a record was found, empty of notices.
const rightsSchema = `
ALTER TABLE audit ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

CREATE TABLE audit_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  INTEGER NOT NULL,
    hash BLOB    NOT NULL,
    seal BLOB    NOT NULL
) STRICT;

ALTER TABLE subjects ADD COLUMN area TEXT NOT NULL DEFAULT '';

-- Whoever uploaded before there were areas was the administrator.
ALTER TABLE imports ADD COLUMN areas TEXT NOT NULL DEFAULT '*';
ALTER TABLE imports ADD COLUMN station TEXT NOT NULL DEFAULT '';

CREATE TABLE users (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    login       TEXT    NOT NULL UNIQUE,
    issuer      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    password    TEXT    NOT NULL,
    etag        TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    doc         TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_subject ON users (issuer, subject) WHERE subject <> '';

CREATE TABLE sessions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    user        TEXT    NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    token       BLOB    NOT NULL UNIQUE,
    create_time INTEGER NOT NULL,
    seen_time   INTEGER NOT NULL,
    expire_time INTEGER NOT NULL,
    address     TEXT    NOT NULL,
    agent       TEXT    NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE api_keys (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    user        TEXT    NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    token       BLOB    NOT NULL UNIQUE,
    create_time INTEGER NOT NULL,
    seen_time   INTEGER NOT NULL,
    expire_time INTEGER NOT NULL,
    doc         TEXT    NOT NULL
) STRICT;
CREATE INDEX api_keys_user ON api_keys (user);

CREATE TABLE throttles (
    key      TEXT    PRIMARY KEY,
    failures INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    until    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
