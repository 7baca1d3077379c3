package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// importRowsMigration is schema 13: what becomes of the rows of imports is kept by row.
// The errors that imports held in the clear, with what people wrote, are sealed.
func importRowsMigration(ring *seal.Keyring) *goose.Migration {
	return goose.NewGoMigration(13, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, importRowsSchema); err != nil {
			return err
		}
		return sealRowErrors(ctx, t, ring)
	}}, nil)
}

// importRowsSchema: sealed is the rest of a row as JSON, empty if there is none, about
// import:line. import_blobs are the pictures of what a row replaced, which are kept for it.
const importRowsSchema = `
CREATE TABLE import_rows (
    import      INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line        INTEGER NOT NULL,
    outcome     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    etag        TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    PRIMARY KEY (import, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_name ON import_rows (name) WHERE name <> '';
CREATE INDEX import_rows_external ON import_rows (external_id) WHERE external_id <> '';
CREATE INDEX import_rows_not_taken ON import_rows (import, line) WHERE outcome IN ('FAILED', 'KEPT');

CREATE TABLE import_blobs (
    import INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    sha256 TEXT    NOT NULL,
    PRIMARY KEY (sha256, import, line),
    FOREIGN KEY (import, line) REFERENCES import_rows (import, line) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX import_blobs_row ON import_blobs (import, line);

ALTER TABLE imports ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN undo_actor TEXT NOT NULL DEFAULT '{}';
`

// sealRowErrors moves the errors of former imports to their rows.
func sealRowErrors(ctx context.Context, t *sql.Tx, ring *seal.Keyring) error {
	former, err := formerErrors(ctx, t)
	if err != nil {
		return err
	}
	for id, imp := range former {
		byLine := map[int64][]models.RowError{}
		for _, e := range imp.Errors {
			byLine[e.Line] = append(byLine[e.Line], e)
		}
		for line, wrong := range byLine {
			sealed, err := sqlstore.SealRow(ring, imp.Name, models.ImportRow{Line: line, Errors: wrong})
			if err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, "INSERT INTO import_rows VALUES (?, ?, ?, '', '', '', ?)", id, line, string(models.RowFailed), sealed); err != nil {
				return err
			}
		}
	}
	_, err = t.ExecContext(ctx, "UPDATE imports SET errors = '[]'")
	return err
}

func formerErrors(ctx context.Context, t *sql.Tx) (_ map[int64]models.Import, err error) {
	rows, err := t.QueryContext(ctx, "SELECT id, name, errors FROM imports WHERE errors NOT IN ('[]', 'null')")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	former := map[int64]models.Import{}
	for rows.Next() {
		var id int64
		var imp models.Import
		var wrong []byte
		if err := rows.Scan(&id, &imp.Name, &wrong); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(wrong, &imp.Errors); err != nil {
			return nil, fmt.Errorf("%w: errors of %s: %w", models.ErrDataLoss, imp.Name, err)
		}
		former[id] = imp
	}
	return former, rows.Err()
}
