package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

const selectImports = `SELECT name, kind, format, checked, state, line, total, created, updated, unchanged, failed, errors,
	actor, role, areas, station, create_time, update_time FROM imports WHERE `

// PutImport writes the import's state; see store.Tx. The times are the store's:
// it fills in when the import was first put, and now.
func (t *tx) PutImport(ctx context.Context, imp *models.Import) error {
	return t.write(ctx, "put "+imp.Name, func(ctx context.Context) error {
		failures, err := json.Marshal(imp.Errors)
		if err != nil {
			return err
		}
		now := t.store.time()
		var created int64
		err = t.QueryRowContext(ctx, `INSERT INTO imports (name, kind, format, checked, state, line, total, created, updated, unchanged, failed,
			errors, actor, role, areas, station, create_time, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, format = excluded.format, checked = excluded.checked, state = excluded.state, line = excluded.line,
			total = excluded.total, created = excluded.created, updated = excluded.updated, unchanged = excluded.unchanged,
			failed = excluded.failed, errors = excluded.errors, actor = excluded.actor, role = excluded.role, areas = excluded.areas, station = excluded.station,
			update_time = excluded.update_time RETURNING create_time`,
			imp.Name, string(imp.Kind), imp.Format, imp.Check, string(imp.State), imp.Line, imp.Total, imp.Created, imp.Updated, imp.Unchanged, imp.Failed,
			string(failures), imp.Actor.ID, string(imp.Actor.Role), string(imp.Actor.Areas), imp.Actor.Station, now.UnixNano(), now.UnixNano()).Scan(&created)
		if err != nil {
			return err
		}
		imp.CreateTime, imp.UpdateTime = fromNanos(created), now
		return nil
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
	imports, err := s.selectImports(ctx, "state = ? ORDER BY id", string(models.ImportRunning))
	if err != nil {
		return nil, fail("list running imports", err)
	}
	return imports, nil
}

func (s *Store) selectImports(ctx context.Context, where string, args ...any) ([]*models.Import, error) {
	var imports []*models.Import
	err := s.each(ctx, selectImports+where, func(scan func(...any) error) error {
		imp := new(models.Import)
		var failures []byte
		var created, updated int64
		err := scan(&imp.Name, &imp.Kind, &imp.Format, &imp.Check, &imp.State, &imp.Line, &imp.Total, &imp.Created, &imp.Updated, &imp.Unchanged, &imp.Failed,
			&failures, &imp.Actor.ID, &imp.Actor.Role, &imp.Actor.Areas, &imp.Actor.Station, &created, &updated)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(failures, &imp.Errors); err != nil {
			return fmt.Errorf("%w: errors of %s: %w", models.ErrDataLoss, imp.Name, err)
		}
		imp.CreateTime, imp.UpdateTime = fromNanos(created), fromNanos(updated)
		imports = append(imports, imp)
		return nil
	}, args...)
	return imports, err
}
