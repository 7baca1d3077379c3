-- There is no way down: going back to an older Guitu means restoring the backup
-- that was taken before the upgrade.

-- +goose Up

-- Both sides of the search. id grows with creation and is never used twice: the
-- pages of a list stand on it. doc is the subject in the contract's JSON without
-- what the other columns and tables hold; times are nanoseconds since 1970 UTC.
CREATE TABLE subjects (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL CHECK (kind IN ('records', 'notices')),
    name        TEXT    NOT NULL UNIQUE,
    origin      TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    open        INTEGER NOT NULL,
    etag        TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    upload_hash TEXT    NOT NULL,
    doc         TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX subjects_external ON subjects (kind, external_id, origin) WHERE external_id <> '';
CREATE INDEX subjects_kind ON subjects (kind);
CREATE INDEX subjects_open ON subjects (kind) WHERE open;
CREATE INDEX subjects_origin ON subjects (kind, origin);

CREATE TABLE photos (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    subject      INTEGER NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    sha256       TEXT    NOT NULL,
    content_type TEXT    NOT NULL,
    taken_date   TEXT    NOT NULL,
    finding      TEXT    NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    UNIQUE (subject, position)
) STRICT;

CREATE INDEX photos_sha256 ON photos (sha256) WHERE sha256 <> '';

-- geometry is the box and the landmarks as little-endian float64, or empty;
-- embedding is little-endian float32.
CREATE TABLE faces (
    id        INTEGER PRIMARY KEY,
    photo     INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    quality   REAL    NOT NULL,
    model     TEXT    NOT NULL,
    geometry  BLOB    NOT NULL,
    embedding BLOB    NOT NULL,
    UNIQUE (photo, position)
) STRICT;

CREATE TABLE changes (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    op   TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    time    INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    objects TEXT    NOT NULL, -- a JSON array of resource names
    detail  TEXT    NOT NULL
) STRICT;

CREATE TABLE imports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    line        INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    failed      INTEGER NOT NULL,
    errors      TEXT    NOT NULL, -- a JSON array of the row errors
    actor       TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL
) STRICT;
