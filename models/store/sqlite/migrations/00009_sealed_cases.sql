-- There is no way down: see 00001.

-- +goose Up

-- What people wrote about people is sealed in cases, too: sealed takes the place of match
-- and doc, which are empty where it is not. An alert's doc still names its case.
ALTER TABLE cases      ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE case_steps ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE alerts     ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
