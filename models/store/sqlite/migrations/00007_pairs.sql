-- There is no way down: see 00001.

-- +goose Up

-- What all-against-all passes found likely. It goes with its subjects.
CREATE TABLE pairs (
    record      INTEGER NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    notice      INTEGER NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    record_etag TEXT    NOT NULL,
    notice_etag TEXT    NOT NULL,
    probability REAL    NOT NULL,
    weight      REAL    NOT NULL,
    parameters  TEXT    NOT NULL,
    found_time  INTEGER NOT NULL,
    PRIMARY KEY (record, notice)
) STRICT, WITHOUT ROWID;

CREATE INDEX pairs_notice ON pairs (notice);
CREATE INDEX pairs_best ON pairs (probability);

-- The last pass: one row at most.
CREATE TABLE rematch (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    token       TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    strong      INTEGER NOT NULL,
    new         INTEGER NOT NULL,
    parameters  TEXT    NOT NULL,
    start_time  INTEGER NOT NULL,
    update_time INTEGER NOT NULL,
    end_time    INTEGER NOT NULL -- 0 while it is not done
) STRICT;
