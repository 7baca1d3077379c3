-- There is no way down: see 00001.

-- +goose Up

-- A station's work from the street to the way home. sealed is the whole as JSON, about its
-- name; the columns are what lists and rights ask for. partner is the other side that may see
-- it; subject the record or notice with which it is erased; due 0 where nothing is.
CREATE TABLE proceedings (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL UNIQUE,
    creator      TEXT    NOT NULL,
    client_id    TEXT    NOT NULL,
    station      TEXT    NOT NULL,
    area         TEXT    NOT NULL,
    partner      TEXT    NOT NULL,
    partner_area TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    part_of      TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    open         INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    acts         INTEGER NOT NULL,
    etag         TEXT    NOT NULL,
    create_time  INTEGER NOT NULL,
    update_time  INTEGER NOT NULL,
    sealed       BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX proceedings_client ON proceedings (kind, creator, client_id) WHERE client_id <> '';
CREATE INDEX proceedings_kind ON proceedings (kind, state);
CREATE INDEX proceedings_ended ON proceedings (kind, update_time) WHERE NOT open;
CREATE INDEX proceedings_subject ON proceedings (subject) WHERE subject <> '';
CREATE INDEX proceedings_part_of ON proceedings (part_of) WHERE part_of <> '';
CREATE INDEX proceedings_due ON proceedings (due) WHERE due > 0;

CREATE TABLE proceeding_files (
    proceeding INTEGER NOT NULL REFERENCES proceedings (id) ON DELETE CASCADE,
    sha256     TEXT    NOT NULL,
    PRIMARY KEY (sha256, proceeding)
) STRICT, WITHOUT ROWID;

CREATE INDEX proceeding_files_proceeding ON proceeding_files (proceeding);

-- What happened, to be counted: of nobody in particular, so that it stays when people are
-- erased. day and since are days since 1970; entered is when it was written down; what was
-- undone is there a second time with its amount taken away.
CREATE TABLE facts (
    id      INTEGER PRIMARY KEY,
    measure TEXT    NOT NULL,
    area    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    station TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    since   INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    amount  INTEGER NOT NULL
) STRICT;

-- All that a sum reads, in the order in which it is grouped.
CREATE INDEX facts_sum ON facts (measure, area, key, station, day, since, entered, amount);

-- Statistics as they were reported. doc is the report as JSON: numbers, no people.
CREATE TABLE reports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    from_day    TEXT    NOT NULL,
    to_day      TEXT    NOT NULL,
    area        TEXT    NOT NULL,
    station     TEXT    NOT NULL,
    level       TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    doc         TEXT    NOT NULL,
    UNIQUE (from_day, to_day, area, station, level)
) STRICT;
