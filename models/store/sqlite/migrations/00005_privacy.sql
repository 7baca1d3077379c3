-- There is no way down: see 00001.

-- +goose Up

-- sealed is what doc was, encrypted (package seal, about the subject's name); doc is
-- empty but for what an older Guitu wrote and nobody sealed yet, which Open does.
-- Embeddings are sealed in their old columns, about the photo's name.
ALTER TABLE subjects ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
