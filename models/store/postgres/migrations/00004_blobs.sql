-- There is no way down: see 00001.

-- +goose Up

-- What is in a bucket, where bytes are kept in one: see objectBlobs in package sqlstore for the states. Of a folder with
-- bytes it holds nothing. time is in nanoseconds.
CREATE TABLE blobs (
    sha256 text COLLATE "C" PRIMARY KEY,
    state  text COLLATE "C" NOT NULL,
    time   bigint NOT NULL
);
CREATE INDEX blobs_ending ON blobs (state, time) WHERE state IN ('MARKED', 'DELETING');
