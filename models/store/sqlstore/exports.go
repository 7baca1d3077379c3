package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// PutExport writes the export's state; see store.ExportWriter.
func (t *tx) PutExport(ctx context.Context, e *models.Export) error {
	return t.write(ctx, "put "+e.Name, func(ctx context.Context) error {
		next := *e
		next.UpdateTime = t.store.time()
		if next.CreateTime.IsZero() {
			next.CreateTime = next.UpdateTime
		}
		doc, err := json.Marshal(next)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `INSERT INTO exports (name, actor, state, create_time, update_time, doc) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET actor = excluded.actor, state = excluded.state, update_time = excluded.update_time, doc = excluded.doc`,
			next.Name, next.Actor.ID, string(next.State), next.CreateTime.UnixNano(), next.UpdateTime.UnixNano(), string(doc))
		if err == nil {
			*e = next
		}
		return err
	})
}

// Export returns the export of that name; see store.Exports.
func (s *Store) Export(ctx context.Context, name string) (*models.Export, error) {
	list, err := s.selectExports(ctx, "name = ?", name)
	if err == nil && len(list) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fail("get "+name, err)
	}
	return list[0], nil
}

// Exports returns those that fit, newest first; see store.Exports.
func (s *Store) Exports(ctx context.Context, f store.ExportFilter, limit int) ([]*models.Export, error) {
	where, args := "true", []any{}
	for clause, arg := range map[string]string{"actor = ?": f.Actor, "state = ?": string(f.State), "id < (SELECT id FROM exports WHERE name = ?)": f.Before} {
		if arg != "" {
			where, args = where+" AND "+clause, append(args, arg)
		}
	}
	list, err := s.selectExports(ctx, where+" ORDER BY id DESC LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, fail("list exports", err)
	}
	return list, nil
}

func (s *Store) selectExports(ctx context.Context, where string, args ...any) ([]*models.Export, error) {
	var list []*models.Export
	err := s.each(ctx, "SELECT name, doc FROM exports WHERE "+where, func(scan func(...any) error) error {
		var name string
		var doc []byte
		if err := scan(&name, &doc); err != nil {
			return err
		}
		e := new(models.Export)
		if err := json.Unmarshal(doc, e); err != nil {
			return fmt.Errorf("%w: %s: %w", models.ErrDataLoss, name, err)
		}
		list = append(list, e)
		return nil
	}, args...)
	return list, err
}
