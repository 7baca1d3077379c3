-- There is no way down: see 00001.

-- +goose Up

-- What is in a bucket, where bytes are kept in one: see objectBlobs in package sqlstore for the states. Of a folder with
-- bytes it holds nothing. time is in nanoseconds.
CREATE TABLE blobs (
    sha256 TEXT    NOT NULL PRIMARY KEY,
    state  TEXT    NOT NULL,
    time   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blobs_ending ON blobs (state, time) WHERE state IN ('MARKED', 'DELETING');
