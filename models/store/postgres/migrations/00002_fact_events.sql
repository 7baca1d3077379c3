-- There is no way down: see 00001.

-- +goose Up

-- What a fact is counted of; see 00019 of the SQLite store.
ALTER TABLE facts ADD COLUMN event text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX facts_event ON facts (event) WHERE event <> '';

-- Here everything is counted as it happens.
CREATE TABLE counting (
    since  bigint NOT NULL,
    former bigint NOT NULL
);

INSERT INTO counting (since, former) VALUES (0, 0);
