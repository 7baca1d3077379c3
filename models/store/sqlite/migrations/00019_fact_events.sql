-- There is no way down: see 00001.

-- +goose Up

-- What a fact is counted of: the name of a proceeding, a record or a case, and empty once that
-- is erased. It tells nothing of a person by itself, and goes with what it names.
ALTER TABLE facts ADD COLUMN event TEXT NOT NULL DEFAULT '';
CREATE INDEX facts_event ON facts (event) WHERE event <> '';

-- Since when things are counted as they happen, in nanoseconds: since 00015. What happened before
-- is counted once, from what is held; former says whether it was.
CREATE TABLE counting (
    since  INTEGER NOT NULL,
    former INTEGER NOT NULL
) STRICT;

INSERT INTO counting (since, former)
    SELECT coalesce(max(CAST(strftime('%s', tstamp) AS INTEGER)), 0) * 1000000000, 0 FROM goose_db_version WHERE version_id = 15;
