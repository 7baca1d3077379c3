-- There is no way down: see 00001.

-- +goose Up

-- An import that is under way goes on in the format of its file.
ALTER TABLE imports ADD COLUMN format TEXT NOT NULL DEFAULT 'JSONL';
