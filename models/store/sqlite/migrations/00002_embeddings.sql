-- There is no way down: see 00001.

-- +goose Up

-- faces.embedding is that of the best model; what other models made of the same face
-- is here, the better ones first. The identity of a model is its id, the SHA-256 of
-- its file (empty where an import did not say), the length of the vector and the
-- metric (empty: L2).
ALTER TABLE faces ADD COLUMN model_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE faces ADD COLUMN metric       TEXT NOT NULL DEFAULT '';
ALTER TABLE faces ADD COLUMN weakness     TEXT NOT NULL DEFAULT '';

CREATE TABLE embeddings (
    face      INTEGER NOT NULL REFERENCES faces (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    model     TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,
    metric    TEXT    NOT NULL,
    embedding BLOB    NOT NULL,
    PRIMARY KEY (face, position)
) STRICT, WITHOUT ROWID;
