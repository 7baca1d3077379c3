-- There is no way down: see 00001.

-- +goose Up

-- What people decide about pairs. match is what the pair weighed when the case was
-- proposed, as JSON. A case outlives the files it is about.
CREATE TABLE cases (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL UNIQUE,
    record      TEXT    NOT NULL,
    notice      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    assignee    TEXT    NOT NULL,
    review_date TEXT    NOT NULL,
    face_alone  INTEGER NOT NULL,
    etag        TEXT    NOT NULL,
    create_time INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    match       TEXT    NOT NULL,
    UNIQUE (record, notice)
) STRICT;

CREATE INDEX cases_notice ON cases (notice);
CREATE INDEX cases_state ON cases (state, review_date);
CREATE INDEX cases_assignee ON cases (assignee) WHERE assignee <> '';

-- A record, and a notice, is one person: two people who confirm at the same time
-- cannot both be right.
CREATE UNIQUE INDEX cases_settled_record ON cases (record) WHERE state IN ('CONFIRMED', 'REUNITED');
CREATE UNIQUE INDEX cases_settled_notice ON cases (notice) WHERE state IN ('CONFIRMED', 'REUNITED');

-- The history of a case: only ever added to. attachment is the SHA-256 of a blob.
CREATE TABLE case_steps (
    case_id    INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    attachment TEXT    NOT NULL,
    doc        TEXT    NOT NULL,
    PRIMARY KEY (case_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_steps_attachment ON case_steps (attachment) WHERE attachment <> '';

-- Whether two files of one side are of one person: only ever added to, the last row
-- of a pair counts. pair is both names in order.
CREATE TABLE ties (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT    NOT NULL,
    file   TEXT    NOT NULL,
    of     TEXT    NOT NULL,
    pair   TEXT    NOT NULL,
    actor  TEXT    NOT NULL,
    role   TEXT    NOT NULL,
    time   INTEGER NOT NULL,
    reason TEXT    NOT NULL
) STRICT;

CREATE INDEX ties_file ON ties (file);
CREATE INDEX ties_of ON ties (of);
CREATE INDEX ties_pair ON ties (pair, seq);

-- What was announced, once for each key.
CREATE TABLE alerts (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    key  TEXT    NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    doc  TEXT    NOT NULL
) STRICT;

-- How far each worker got in the journal of changes.
CREATE TABLE positions (
    worker TEXT    PRIMARY KEY,
    seq    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Alerts on their way to the webhook.
CREATE TABLE deliveries (
    alert    INTEGER PRIMARY KEY REFERENCES alerts (id) ON DELETE CASCADE,
    state    TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    next     INTEGER NOT NULL,
    error    TEXT    NOT NULL,
    time     INTEGER NOT NULL
) STRICT;

CREATE INDEX deliveries_next ON deliveries (state, next);
