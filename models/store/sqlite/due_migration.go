package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// dueMigration is schema 17: what deadlines are reckoned from stands in columns.
func dueMigration(ring *seal.Keyring) *goose.Migration {
	return goose.NewGoMigration(17, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, dueSchema); err != nil {
			return err
		}
		return fillDue(ctx, t, ring)
	}}, nil)
}

const dueSchema = `
ALTER TABLE subjects ADD COLUMN found_date TEXT NOT NULL DEFAULT '';
ALTER TABLE subjects ADD COLUMN dna TEXT NOT NULL DEFAULT '';
`

// fillDue reads the columns out of every record. One that cannot be read has neither, and is
// reckoned from when it was made.
func fillDue(ctx context.Context, t *sql.Tx, ring *seal.Keyring) (err error) {
	type row struct {
		id      int64
		columns []any
	}
	var found []row
	rows, err := t.QueryContext(ctx, "SELECT id, name, doc, sealed FROM subjects WHERE kind = 'records'")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		var name string
		var doc, sealed []byte
		if err := rows.Scan(&id, &name, &doc, &sealed); err != nil {
			return err
		}
		if len(doc) == 0 {
			doc, _ = ring.Unseal(nil, sealed, name) // nothing, if it is damaged
		}
		var r models.Record
		if json.Unmarshal(doc, &r) == nil && (r.FoundDate != "" || r.DNA.Status != "") {
			found = append(found, row{id, sqlstore.DueColumns(&r)})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, r := range found {
		if _, err := t.ExecContext(ctx, "UPDATE subjects SET found_date = ?, dna = ? WHERE id = ?", append(r.columns, r.id)...); err != nil {
			return err
		}
	}
	return nil
}
