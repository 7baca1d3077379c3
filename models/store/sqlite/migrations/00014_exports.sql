-- There is no way down: see 00001.

-- +goose Up

-- What an import was told about its columns, and shows of its rows: JSON, sealed about its
-- name.
ALTER TABLE imports ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';

-- What people said that columns mean.
CREATE TABLE mappings (
    actor   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    heading TEXT NOT NULL,
    field   TEXT NOT NULL,
    PRIMARY KEY (actor, kind, heading)
) STRICT, WITHOUT ROWID;

-- Files that were asked for. doc is the rest as JSON; the files lie beside the uploads.
CREATE TABLE exports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    actor       TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    doc         TEXT    NOT NULL
) STRICT;
CREATE INDEX exports_state ON exports (state);
