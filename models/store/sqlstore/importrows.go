package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// rowRest holds what is sealed of a row.
type rowRest struct {
	Errors []models.RowError `json:"errors,omitempty"`
	Source *models.RowSource `json:"source,omitempty"`
	Before []byte            `json:"before,omitempty"`
}

// rowAbout returns what the rest of a row is sealed about.
func rowAbout(importName string, line int64) string {
	return importName + ":" + strconv.FormatInt(line, 10)
}

// SealRow seals what is not looked for of a row; empty if there is nothing.
func SealRow(ring *seal.Keyring, importName string, row models.ImportRow) ([]byte, error) {
	if len(row.Errors) == 0 && row.Source == nil && len(row.Before) == 0 {
		return []byte{}, nil
	}
	rest, err := json.Marshal(rowRest{Errors: row.Errors, Source: row.Source, Before: row.Before})
	if err != nil {
		return nil, err
	}
	return ring.Seal(nil, rest, rowAbout(importName, row.Line)), nil
}

// importID returns the number of an import. Errors: models.ErrNotFound.
func (t *tx) importID(ctx context.Context, name string) (id int64, err error) {
	err = t.queryRow(ctx, "SELECT id FROM imports WHERE name = ?", name).Scan(&id)
	return id, err
}

// PutImportRows keeps rows; see store.ImportWriter.
func (t *tx) PutImportRows(ctx context.Context, name string, rows ...models.ImportRow) error {
	if len(rows) == 0 {
		return nil
	}
	return t.write(ctx, "put rows of "+name, func(ctx context.Context) error {
		id, err := t.importID(ctx, name)
		if err != nil {
			return err
		}
		var put, blobs [][]any
		var lines []int64
		last := make(map[int64]int, len(rows))
		for i, row := range rows {
			last[row.Line] = i
		}
		for i, row := range rows {
			if last[row.Line] != i { // another one of this line follows
				continue
			}
			lines = append(lines, row.Line)
			sealed, err := SealRow(t.store.ring, name, row)
			if err != nil {
				return err
			}
			put = append(put, []any{id, row.Line, string(row.Outcome), row.Name, row.Etag, row.ExternalID, sealed})
			for _, sum := range slices.Compact(slices.Sorted(slices.Values(row.Blobs))) {
				blobs = append(blobs, []any{id, row.Line, sum})
			}
		}
		if _, err := t.exec(ctx, "DELETE FROM import_rows WHERE import = ? AND line IN (SELECT value FROM json_each(?))", id, listOf(lines)); err != nil {
			return err
		}
		if err := t.insertAll(ctx, "INSERT INTO import_rows (import, line, outcome, name, etag, external_id, sealed) VALUES ", put); err != nil {
			return err
		}
		return t.insertAll(ctx, "INSERT INTO import_blobs (import, line, sha256) VALUES ", blobs)
	})
}

// ForgetImportRows forgets lines; see store.ImportWriter.
func (t *tx) ForgetImportRows(ctx context.Context, name string, lines ...int64) error {
	return t.write(ctx, "forget rows of "+name, func(ctx context.Context) error {
		_, err := t.exec(ctx, "DELETE FROM import_rows WHERE import = (SELECT id FROM imports WHERE name = ?) AND line IN (SELECT value FROM json_each(?))", name, listOf(lines))
		return err
	})
}

// RenewImportRows gives rows the etag that their subject has now; see store.ImportWriter.
func (t *tx) RenewImportRows(ctx context.Context, subject, etag, renewed string) error {
	return t.write(ctx, "renew rows of "+subject, func(ctx context.Context) error {
		_, err := t.exec(ctx, "UPDATE import_rows SET etag = ? WHERE name <> '' AND name = ? AND etag = ?", renewed, subject, etag)
		return err
	})
}

// DropImportRows forgets what uploads said and replaced; see store.ImportWriter.
func (t *tx) DropImportRows(ctx context.Context, before time.Time) error {
	return t.write(ctx, "drop rows of imports", func(ctx context.Context) error {
		ended := []any{string(models.ImportRunning), string(models.ImportUndoing), before.UnixNano()}
		_, err := t.exec(ctx, "DELETE FROM import_rows WHERE import IN (SELECT id FROM imports WHERE state NOT IN (?, ?) AND update_time < ?)", ended...)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE imports SET sealed = x'' WHERE state NOT IN (?, ?) AND update_time < ? AND length(sealed) > 0", ended...)
		return err
	})
}

// dropRowsOf forgets what imports keep of a subject, and adds the pictures of that to the
// job's blobs. externalID also finds rows that were not taken.
func (t *tx) dropRowsOf(ctx context.Context, job *models.ErasureJob, externalID string) error {
	const of = "(name <> '' AND name = ?1 OR external_id <> '' AND external_id = ?2)"
	if err := t.addBlobs(ctx, job, "SELECT DISTINCT sha256 FROM import_blobs JOIN import_rows USING (import, line) WHERE "+of, job.Name, externalID); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM import_rows WHERE "+of, job.Name, externalID)
	return err
}

// notTaken picks the rows that an import is shown with; it names the partial index.
const notTaken = "outcome IN ('FAILED', 'KEPT')"

// ImportRows returns rows; see store.Imports.
func (s *Store) ImportRows(ctx context.Context, name string, f store.RowFilter, limit int) ([]models.ImportRow, error) {
	where, args := "true", []any{}
	if len(f.Outcomes) > 0 {
		where, args = "outcome IN (SELECT value FROM json_each(?))", append(args, listOf(f.Outcomes))
	}
	switch {
	case f.Backward && f.After > 0:
		where, args = where+" AND line < ?", append(args, f.After)
	case !f.Backward:
		where, args = where+" AND line > ?", append(args, f.After)
	}
	order := " ORDER BY line LIMIT ?"
	if f.Backward {
		order = " ORDER BY line DESC LIMIT ?"
	}
	rows, err := s.importRows(ctx, name, where+order, append(args, limit)...)
	if err != nil {
		return nil, fail("rows of "+name, err)
	}
	return rows, nil
}

func (s *Store) importRows(ctx context.Context, name, where string, args ...any) ([]models.ImportRow, error) {
	var list []models.ImportRow
	err := s.each(ctx, "SELECT line, outcome, name, etag, external_id, sealed FROM import_rows WHERE import = (SELECT id FROM imports WHERE name = ?) AND "+where,
		func(scan func(...any) error) error {
			var row models.ImportRow
			var sealed []byte
			if err := scan(&row.Line, &row.Outcome, &row.Name, &row.Etag, &row.ExternalID, &sealed); err != nil {
				return err
			}
			list = append(list, row)
			return unsealRow(s.ring, name, sealed, &list[len(list)-1])
		}, append([]any{name}, args...)...)
	return list, err
}

func unsealRow(ring *seal.Keyring, importName string, sealed []byte, row *models.ImportRow) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := ring.Unseal(nil, sealed, rowAbout(importName, row.Line))
	if err != nil {
		return err
	}
	var rest rowRest
	if err := json.Unmarshal(plain, &rest); err != nil {
		return fmt.Errorf("%w: line %d of %s: %w", models.ErrDataLoss, row.Line, importName, err)
	}
	row.Errors, row.Source, row.Before = rest.Errors, rest.Source, rest.Before
	return nil
}
