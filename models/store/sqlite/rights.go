package sqlite

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// rightsMigration is schema 3: the audit chain, which SQL alone cannot compute, and
// people with their sessions and keys.
func (s *Store) rightsMigration() *goose.Migration {
	return goose.NewGoMigration(3, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, rightsSchema); err != nil {
			return err
		}
		return s.chainRows(ctx, t)
	}}, nil)
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
UPDATE subjects SET area = coalesce(json_extract(doc, '$.foundPlace.code'), '') WHERE kind = 'records';

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
