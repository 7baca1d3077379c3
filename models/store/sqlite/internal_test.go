package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

func openInternal(t *testing.T, opts ...sqlstore.Option) *Store {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// spy is a database that remembers what it was asked.
type spy struct {
	*database
	asked map[string]bool
}

func (s spy) SQL(statement string) string {
	s.asked[statement] = true
	return statement
}

// No query for subjects and their photos reads a whole table, and none but the loading of a
// page's photos, and of those that are named, sorts.
func TestQueriesUseIndexes(t *testing.T) {
	dir := t.TempDir()
	db := spy{&database{file: filepath.Join(dir, databaseFile)}, map[string]bool{}}
	s, err := sqlstore.Open(t.Context(), dir, db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ctx := models.WithActor(t.Context(), models.Actor{ID: "u-guan"})
	r := &models.Record{Entry: models.Entry{ExternalID: "E-1", Photos: []models.Photo{{Width: 1}}}, Station: "a"}
	if err := s.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(ctx, r) }); err != nil {
		t.Fatal(err)
	}
	clear(db.asked)
	maySort := func(query string) bool { return strings.Contains(query, "p.position") }
	for what, ask := range map[string]func() error{
		"get":         func() error { _, err := s.Records().Get(ctx, r.Name); return err },
		"get all":     func() error { _, err := s.Records().GetAll(ctx, []string{r.Name, "records/x"}); return err },
		"etags":       func() error { _, err := s.Records().Etags(ctx, []string{r.Name, "records/x"}); return err },
		"look up":     func() error { _, err := s.Records().Lookup(ctx, "a", "E-1"); return err },
		"photo":       func() error { _, _, err := s.Photo(ctx, r.Photos[0].Name); return err },
		"list":        func() error { _, _, err := s.Records().List(ctx, store.Filter{}, 9, ""); return err },
		"list open":   func() error { _, _, err := s.Records().List(ctx, store.Filter{OpenOnly: true}, 9, ""); return err },
		"list origin": func() error { _, _, err := s.Records().List(ctx, store.Filter{Origin: "a"}, 9, ""); return err },
		"list id":     func() error { _, _, err := s.Records().List(ctx, store.Filter{ExternalID: "E-1"}, 9, ""); return err },
		"update": func() error {
			return s.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Update(ctx, r) })
		},
		"delete": func() error {
			return s.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Delete(ctx, r.Name, "") })
		},
	} {
		if err := ask(); err != nil && !errors.Is(err, models.ErrNotFound) && !errors.Is(err, models.ErrStale) {
			t.Fatalf("%s: %v", what, err)
		}
	}
	seen := 0
	for query := range db.asked {
		if !strings.Contains(query, "subjects") && !strings.Contains(query, "photos") || strings.HasPrefix(query, "INSERT") {
			continue
		}
		seen++
		named := strings.Contains(query, "name IN (SELECT value FROM json_each(?))")
		plan := planOf(t, db.database, query)
		for _, step := range plan {
			sorts := strings.Contains(step, "TEMP B-TREE") && !maySort(query) && !named && !strings.Contains(query, "external_id = ?")
			if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "json_each") || sorts {
				t.Errorf("%s\n%s", query, strings.Join(plan, "\n"))
			}
		}
		if named && !strings.Contains(strings.Join(plan, "\n"), "(name=?)") {
			t.Errorf("%s goes through the whole side\n%s", query, strings.Join(plan, "\n"))
		}
	}
	if seen < 12 {
		t.Errorf("only %d queries were looked at: %v", seen, db.asked)
	}
}

// planOf returns the steps that SQLite takes for a query.
func planOf(t *testing.T, db *database, query string) (plan []string) {
	t.Helper()
	numbers := 0
	for i := 1; strings.Contains(query, fmt.Sprint("?", i)); i++ {
		numbers = i
	}
	rows, err := db.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, make([]any, max(numbers, strings.Count(query, "?")-numbers))...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

// A writer that waits for itself is told, not left hanging.
func TestNestedWriterGivesUp(t *testing.T) {
	s := openInternal(t, sqlstore.WithPatience(20*time.Millisecond))
	ctx := models.WithActor(t.Context(), models.Actor{ID: "u-guan"})
	err := s.InTx(ctx, func(store.Tx) error { return s.AppendAudit(ctx, &models.Audit{Action: models.ActionRead}) })
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("error %v, want %v", err, models.ErrUnavailable)
	}
}

// A full disk in the middle of a mutation ends the transaction, whatever fn makes
// of the error; and what comes after it is not written on its own.
func TestFullDiskLosesTheTransaction(t *testing.T) {
	s := openInternal(t)
	ctx := models.WithActor(t.Context(), models.Actor{ID: "u-guan"})
	if _, err := s.database.writer.ExecContext(ctx, "PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	err := s.InTx(ctx, func(tx store.Tx) error {
		w := tx.RecordWriter()
		if err := w.Create(ctx, new(models.Record)); err != nil {
			return err
		}
		big := &models.Record{Entry: models.Entry{Circumstances: strings.Repeat("很长", 100_000)}}
		if err := w.Create(ctx, big); !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("error %v, want %v", err, models.ErrUnavailable)
		}
		if err := w.Create(ctx, new(models.Record)); err == nil {
			t.Error("the transaction goes on")
		}
		return nil
	})
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("commit: error %v, want %v", err, models.ErrUnavailable)
	}
	page, _, err := s.Records().List(ctx, store.Filter{}, 10, "")
	if last, _ := s.LastChange(ctx); err != nil || len(page) != 0 || last != 0 {
		t.Errorf("%d records, last change %d, error %v", len(page), last, err)
	}
	if err := s.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(ctx, new(models.Record)) }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := openInternal(t)
	if _, err := s.database.readers.ExecContext(t.Context(), "DELETE FROM subjects"); err == nil {
		t.Error("a reader's connection writes")
	}
}

func TestPragmas(t *testing.T) {
	s := openInternal(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"} {
		var got string
		if err := s.database.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
}
