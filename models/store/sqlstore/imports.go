package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

const selectImports = `SELECT name, kind, format, checked, state, line, total, created, updated, unchanged, failed, undone, kept, undo_actor, sealed,
	actor, role, areas, station, create_time, update_time FROM imports WHERE `

// PutImport writes the import's state; see store.ImportWriter. The times are the store's:
// it fills in when the import was first put, and now.
func (t *tx) PutImport(ctx context.Context, imp *models.Import) error {
	return t.write(ctx, "put "+imp.Name, func(ctx context.Context) error {
		undoActor, err := json.Marshal(imp.UndoneBy)
		if err != nil {
			return err
		}
		rest, err := json.Marshal(importRest{Mapping: imp.Mapping, Columns: imp.Columns, Preview: imp.Preview, Remarks: imp.Remarks, Warnings: imp.Warnings,
			Likely: imp.Likely, LikelyRows: imp.LikelyRows, Compared: imp.Compared})
		if err != nil {
			return err
		}
		now := t.store.time()
		var created int64
		err = t.queryRow(ctx, `INSERT INTO imports (name, kind, format, checked, state, line, total, created, updated, unchanged, failed, undone, kept,
			undo_actor, sealed, errors, actor, role, areas, station, create_time, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, format = excluded.format, checked = excluded.checked, state = excluded.state, line = excluded.line,
			total = excluded.total, created = excluded.created, updated = excluded.updated, unchanged = excluded.unchanged, failed = excluded.failed,
			undone = excluded.undone, kept = excluded.kept, undo_actor = excluded.undo_actor, sealed = excluded.sealed,
			actor = excluded.actor, role = excluded.role, areas = excluded.areas, station = excluded.station,
			update_time = excluded.update_time WHERE imports.state <> 'CANCELLED' OR excluded.state <> 'RUNNING' RETURNING create_time`,
			imp.Name, string(imp.Kind), imp.Format, imp.Check, string(imp.State), imp.Line, imp.Total, imp.Created, imp.Updated, imp.Unchanged, imp.Failed,
			imp.Undone, imp.Kept, string(undoActor), t.store.ring.Seal(nil, rest, imp.Name), imp.Actor.ID, string(imp.Actor.Role), string(imp.Actor.Areas), imp.Actor.Station, now.UnixNano(), now.UnixNano()).Scan(&created)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: it was cancelled", models.ErrPrecondition)
		}
		if err != nil {
			return err
		}
		t.wrote++
		imp.CreateTime, imp.UpdateTime = fromNanos(created), now
		return nil
	})
}

// CancelImport ends an import; see store.ImportWriter.
func (t *tx) CancelImport(ctx context.Context, name string) error {
	return t.write(ctx, "cancel "+name, func(ctx context.Context) error {
		_, err := t.exec(ctx, "UPDATE imports SET state = ? WHERE name = ? AND state = ?", string(models.ImportCancelled), name, string(models.ImportRunning))
		return err
	})
}

// Import returns the import of that name; see store.Imports.
func (s *Store) Import(ctx context.Context, name string) (*models.Import, error) {
	imports, err := s.selectImports(ctx, "name = ?", name)
	if err == nil && len(imports) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fail("get "+name, err)
	}
	return imports[0], nil
}

// Imports returns those that fit, newest first; see store.Imports.
func (s *Store) Imports(ctx context.Context, f store.ImportFilter, limit int) ([]*models.Import, error) {
	where, args := "true", []any{}
	for clause, arg := range map[string]string{"actor = ?": f.Actor, "state = ?": string(f.State), "id < (SELECT id FROM imports WHERE name = ?)": f.Before} {
		if arg != "" {
			where, args = where+" AND "+clause, append(args, arg)
		}
	}
	imports, err := s.selectImports(ctx, where+" ORDER BY id DESC LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, fail("list imports", err)
	}
	return imports, nil
}

// RunningImports returns what is to be gone on with; see store.Imports.
func (s *Store) RunningImports(ctx context.Context) ([]*models.Import, error) {
	imports, err := s.selectImports(ctx, "state IN (?, ?) ORDER BY id", string(models.ImportRunning), string(models.ImportUndoing))
	if err != nil {
		return nil, fail("list running imports", err)
	}
	return imports, nil
}

func (s *Store) selectImports(ctx context.Context, where string, args ...any) ([]*models.Import, error) {
	var imports []*models.Import
	err := s.each(ctx, selectImports+where, func(scan func(...any) error) error {
		imp := new(models.Import)
		var undoActor, sealed []byte
		var created, updated int64
		err := scan(&imp.Name, &imp.Kind, &imp.Format, &imp.Check, &imp.State, &imp.Line, &imp.Total, &imp.Created, &imp.Updated, &imp.Unchanged, &imp.Failed,
			&imp.Undone, &imp.Kept, &undoActor, &sealed, &imp.Actor.ID, &imp.Actor.Role, &imp.Actor.Areas, &imp.Actor.Station, &created, &updated)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(undoActor, &imp.UndoneBy); err != nil {
			return fmt.Errorf("%w: who undid %s: %w", models.ErrDataLoss, imp.Name, err)
		}
		if err := s.unsealImport(imp, sealed); err != nil {
			return err
		}
		imp.CreateTime, imp.UpdateTime = fromNanos(created), fromNanos(updated)
		imports = append(imports, imp)
		return nil
	}, args...)
	for _, imp := range imports {
		if err == nil && (imp.Failed > 0 || imp.Kept > 0 || imp.State == models.ImportFailed || imp.State == models.ImportCancelled) {
			err = s.addOutcomes(ctx, imp)
		}
	}
	return imports, err
}

// importRest holds what is sealed of an import.
type importRest struct {
	Mapping  map[string]models.Meaning `json:"mapping,omitempty"`
	Columns  []models.Column           `json:"columns,omitempty"`
	Preview  []models.PreviewRow       `json:"preview,omitempty"`
	Remarks  []models.Text             `json:"remarks,omitempty"`
	Warnings []models.RowError         `json:"warnings,omitempty"`

	Likely     []models.LikelyRow `json:"likely,omitempty"`
	LikelyRows int64              `json:"likelyRows,omitempty"`
	Compared   int64              `json:"compared,omitempty"`
}

func (s *Store) unsealImport(imp *models.Import, sealed []byte) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := s.ring.Unseal(nil, sealed, imp.Name)
	if err != nil {
		return err
	}
	var rest importRest
	if err := json.Unmarshal(plain, &rest); err != nil {
		return fmt.Errorf("%w: %s: %w", models.ErrDataLoss, imp.Name, err)
	}
	imp.Mapping, imp.Columns, imp.Preview, imp.Remarks, imp.Warnings = rest.Mapping, rest.Columns, rest.Preview, rest.Remarks, rest.Warnings
	imp.Likely, imp.LikelyRows, imp.Compared = rest.Likely, rest.LikelyRows, rest.Compared
	return nil
}

// Mapping returns what columns mean; see store.Imports.
func (s *Store) Mapping(ctx context.Context, actor string, side models.Kind) (map[string]string, error) {
	fields := map[string]string{}
	err := s.each(ctx, "SELECT heading, field FROM mappings WHERE actor = ? AND kind = ?", func(scan func(...any) error) error {
		var heading, field string
		err := scan(&heading, &field)
		fields[heading] = field
		return err
	}, actor, string(side))
	if err != nil {
		return nil, fail("mapping", err)
	}
	return fields, nil
}

// PutMapping adds what columns mean; see store.ImportWriter.
func (t *tx) PutMapping(ctx context.Context, actor string, side models.Kind, fields map[string]string) error {
	return t.write(ctx, "put mapping", func(ctx context.Context) error {
		for heading, field := range fields {
			if _, err := t.exec(ctx, "INSERT INTO mappings (actor, kind, heading, field) VALUES (?, ?, ?, ?) ON CONFLICT (actor, kind, heading) DO UPDATE SET field = excluded.field", actor, string(side), heading, field); err != nil {
				return err
			}
		}
		return nil
	})
}

// addOutcomes adds the first errors and kept rows to an import.
func (s *Store) addOutcomes(ctx context.Context, imp *models.Import) error {
	rows, err := s.importRows(ctx, imp.Name, notTaken+" ORDER BY line LIMIT ?", models.MaxRowErrors)
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, e := range row.Errors {
			switch e.Line = row.Line; {
			case row.Outcome == models.RowKept:
				imp.KeptRows = append(imp.KeptRows, models.KeptRow{Line: row.Line, Name: row.Name, Reason: e.Reason})
			case len(imp.Errors) < models.MaxRowErrors:
				imp.Errors = append(imp.Errors, e)
			}
		}
	}
	return nil
}
