-- There is no way down: see 00001.

-- +goose Up

-- What another system that keeps in step is told of a change: what became of the subject, when,
-- and of which area and station it was then, since that decides who is told. other is the file
-- that it was merged with. What was written before is told as well as it is known.
ALTER TABLE changes ADD COLUMN what    TEXT    NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN time    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN area    TEXT    NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN station TEXT    NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN other   TEXT    NOT NULL DEFAULT '';
UPDATE changes SET what = iif(op = 'DELETE', 'DELETED', 'UPDATED');
UPDATE changes SET what = 'CREATED' WHERE op = 'PUT' AND seq IN (SELECT min(seq) FROM changes GROUP BY name);
UPDATE changes SET time = s.update_time, area = s.area, station = iif(s.kind = 'records', s.origin, '')
    FROM subjects s WHERE s.name = changes.name;

CREATE INDEX changes_other ON changes (other) WHERE other <> '';
CREATE INDEX subjects_updated ON subjects (kind, update_time);

-- What calls with an idempotency key were answered. key is a hash of the caller and its key; sealed
-- is a digest of the request and the answer as JSON, about the key, and empty once what it is
-- about was erased or deleted.
CREATE TABLE answers (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT    NOT NULL UNIQUE,
    subject TEXT    NOT NULL,
    time    INTEGER NOT NULL,
    sealed  BLOB    NOT NULL
) STRICT;

-- How much an API key may do on a day, 0 for any amount, and what it did on the last one.
ALTER TABLE api_keys ADD COLUMN quota_requests INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN quota_rows     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN used_day       TEXT    NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN used_requests  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN used_rows      INTEGER NOT NULL DEFAULT 0;

CREATE INDEX answers_subject ON answers (subject) WHERE subject <> '';
CREATE INDEX answers_time ON answers (time);
