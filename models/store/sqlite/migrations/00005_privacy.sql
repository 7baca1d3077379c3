-- There is no way down: see 00001.

-- +goose Up

-- sealed is what doc was, encrypted (package seal, about the subject's name); doc is
-- empty but for what an older Guitu wrote and nobody sealed yet, which Open does.
-- Embeddings are sealed in their old columns, about the photo's name.
ALTER TABLE subjects ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';

-- status_time is since when the status is what it is, in nanoseconds; erased has a bit
-- for each part that retention has erased or found absent, none after a change.
ALTER TABLE subjects ADD COLUMN status_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subjects ADD COLUMN erased      INTEGER NOT NULL DEFAULT 0;
UPDATE subjects SET status_time = update_time;
CREATE INDEX subjects_closed ON subjects (kind, status, status_time) WHERE NOT open;

-- What is left of those who were erased.
CREATE TABLE erasures (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT    NOT NULL UNIQUE,
    kind   TEXT    NOT NULL,
    time   INTEGER NOT NULL,
    reason TEXT    NOT NULL
) STRICT;

-- Erasures whose files are not clean yet. sealed is the rest of the job as JSON, about
-- the subject's name.
CREATE TABLE erasure_jobs (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT    NOT NULL,
    sealed BLOB    NOT NULL
) STRICT;

-- Requests to take a notice down. sealed is the request as JSON, about its name; what
-- its attachments are is in takedown_files, so that their blobs are not swept.
CREATE TABLE takedowns (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    notice      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    sealed      BLOB    NOT NULL
) STRICT;

CREATE INDEX takedowns_state ON takedowns (state);
CREATE INDEX takedowns_notice ON takedowns (notice);

CREATE TABLE takedown_files (
    takedown INTEGER NOT NULL REFERENCES takedowns (id) ON DELETE CASCADE,
    sha256   TEXT    NOT NULL,
    PRIMARY KEY (sha256, takedown)
) STRICT, WITHOUT ROWID;

-- What was done for the person of a record, only ever added to. note is sealed, about
-- the record's name; undoes is the id of a step that was wrong.
CREATE TABLE record_steps (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    record     TEXT    NOT NULL REFERENCES subjects (name) ON DELETE CASCADE,
    step       TEXT    NOT NULL,
    time       INTEGER NOT NULL,
    undoes     INTEGER UNIQUE REFERENCES record_steps (id),
    actor      TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    enter_time INTEGER NOT NULL,
    note       BLOB    NOT NULL
) STRICT;

CREATE INDEX record_steps_record ON record_steps (record);
