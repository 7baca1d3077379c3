-- +goose Up

-- Whose a number is where two writers who may not see each other's files use the same one
-- under the same origin: empty for the first, the area or station of any other.
ALTER TABLE subjects ADD COLUMN owner TEXT NOT NULL DEFAULT '';
DROP INDEX subjects_external;
CREATE UNIQUE INDEX subjects_external ON subjects (kind, external_id, origin, owner) WHERE external_id <> '';
