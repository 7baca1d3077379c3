-- There is no way down: see 00001.

-- +goose Up

-- An import that only checks its file writes nothing, also when it goes on after a restart.
ALTER TABLE imports ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
