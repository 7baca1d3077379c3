package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func openInternal(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir())
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

// No query reads a whole table, and none but the loading of a page's photos sorts.
func TestQueriesUseIndexes(t *testing.T) {
	s := openInternal(t)
	list := func(f store.Filter) string {
		where, _ := conditions(f)
		return selectSubjects(ofKind + where + "id > ?")
	}
	for query, maySort := range map[string]bool{
		selectSubjects(ofKind + "name = ?"):                                             false,
		selectSubjects(ofKind + "external_id = ? AND external_id <> '' AND origin = ?"): false,
		selectSubjects(ofNames):                                                         true, // the few that are named
		"SELECT name, etag FROM subjects WHERE " + ofNames:                              false,
		list(store.Filter{}):                                                            false,
		list(store.Filter{OpenOnly: true}):                                              false,
		list(store.Filter{Origin: "a"}):                                                 false,
		list(store.Filter{ExternalID: "a"}):                                             true, // the few origins that use it
		selectPhotos("p.name = ?"):                                                      true,
		selectPhotos("p.subject IN (SELECT value FROM json_each(?))"):                   true,
		"DELETE FROM photos WHERE subject = ?":                                          false,
		"DELETE FROM subjects WHERE id = ?":                                             false,
	} {
		args := make([]any, strings.Count(query, "?"))
		var plan []string
		err := s.each(t.Context(), "EXPLAIN QUERY PLAN "+query, func(scan func(...any) error) error {
			var id, parent, unused int
			var step string
			err := scan(&id, &parent, &unused, &step)
			plan = append(plan, step)
			return err
		}, args...)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "json_each") || strings.Contains(step, "TEMP B-TREE") && !maySort {
				t.Errorf("%s\n%s", query, strings.Join(plan, "\n"))
			}
		}
		if strings.Contains(query, ofNames) && !strings.Contains(strings.Join(plan, "\n"), "(name=?)") {
			t.Errorf("%s goes through the whole side\n%s", query, strings.Join(plan, "\n"))
		}
	}
}

// A writer that waits for itself is told, not left hanging.
func TestNestedWriterGivesUp(t *testing.T) {
	s := openInternal(t)
	s.wait = 20 * time.Millisecond
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
	if _, err := s.writer.ExecContext(ctx, "PRAGMA max_page_count = 60"); err != nil {
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
	if _, err := s.readers.ExecContext(t.Context(), "DELETE FROM subjects"); err == nil {
		t.Error("a reader's connection writes")
	}
}

func TestPragmas(t *testing.T) {
	s := openInternal(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"} {
		var got string
		if err := s.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
}
