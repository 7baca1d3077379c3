package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

var auditKey = []byte("a key that lies elsewhere")

// trailOf opens a store with n audit rows of all shapes.
func trailOf(t *testing.T, dir string, n int) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, sqlstore.WithAuditKey(auditKey))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for i := range n {
		ctx := models.WithActor(t.Context(), models.Actor{ID: fmt.Sprint("users/", i%3), Role: models.RolePolice})
		if i%2 == 0 {
			ctx = models.WithPurpose(ctx, "核对身份")
		}
		row := models.Audit{Action: models.ActionRead, Objects: []string{fmt.Sprint("records/", i), "notices/b"}[:i%3%2+1], Detail: fmt.Sprint("row ", i)}
		if err := s.AppendAudit(ctx, &row); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Whatever is done to the rows, behind the program's back, is found.
func TestEveryRandomEditIsFound(t *testing.T) {
	const edits, rows = 10_000, 24
	s := trailOf(t, t.TempDir(), rows)
	ctx := context.Background()
	forge, err := s.database.writer.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = forge.Rollback() }()
	if v, err := s.VerifyIn(ctx, forge); err != nil || v.BadSeq != 0 || v.Rows != rows {
		t.Fatalf("before any edit: %+v, %v", v, err)
	}
	dice := rand.New(rand.NewPCG(6, 2026))
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := forge.Exec(statement, args...); err != nil {
			t.Fatalf("%s %v: %v", statement, args, err)
		}
	}
	kinds := map[string]int{}
	for i := range edits {
		exec("SAVEPOINT edit")
		kind, first := forgeRow(dice, rows, exec)
		kinds[kind]++
		v, err := s.VerifyIn(ctx, forge)
		if err != nil {
			t.Fatalf("edit %d, %s: %v", i, kind, err)
		}
		if v.BadSeq == 0 || v.Reason == (models.Text{}) {
			t.Fatalf("edit %d, %s of row %d, was not found", i, kind, first)
		}
		if v.BadSeq < first || v.BadSeq > first+1 {
			t.Fatalf("edit %d, %s: first bad row %d, want %d or the next", i, kind, v.BadSeq, first)
		}
		exec("ROLLBACK TO edit")
		exec("RELEASE edit")
	}
	for kind, n := range kinds {
		if n < edits/50 {
			t.Errorf("only %d edits of the kind %q", n, kind)
		}
	}
	if v, err := s.VerifyIn(ctx, forge); err != nil || v.BadSeq != 0 {
		t.Fatalf("after all was taken back: %+v, %v", v, err)
	}
}

// forgeRow does something random to the trail and returns the first row touched.
func forgeRow(dice *rand.Rand, rows int64, exec func(string, ...any)) (kind string, first int64) {
	seq := 1 + dice.Int64N(rows)
	other := 1 + dice.Int64N(rows-1)
	if other >= seq {
		other++
	}
	switch dice.IntN(8) {
	case 0:
		column := []string{"actor", "role", "action", "purpose", "detail"}[dice.IntN(5)]
		exec("UPDATE audit SET "+column+" = "+column+" || ? WHERE seq = ?", string(rune('a'+dice.IntN(26))), seq)
		return "a text longer", seq
	case 1:
		exec("UPDATE audit SET time = time + ? WHERE seq = ?", 1+dice.Int64N(1e12), seq)
		return "another time", seq
	case 2:
		exec(`UPDATE audit SET objects = json_insert(objects, '$[#]', ?) WHERE seq = ?`, fmt.Sprint("notices/", dice.Uint32()), seq)
		return "another object", seq
	case 3:
		exec("UPDATE audit SET hash = ? WHERE seq = ?", fmt.Append(nil, dice.Uint64(), dice.Uint64())[:16], seq)
		return "another hash", seq
	case 4:
		exec("DELETE FROM audit WHERE seq = ?", seq)
		return "a row removed", seq
	case 5:
		exec("DELETE FROM audit WHERE seq >= ?", seq)
		return "the tail cut off", seq
	case 6:
		exec("UPDATE audit SET seq = -1 WHERE seq = ?", seq)
		exec("UPDATE audit SET seq = ? WHERE seq = ?", seq, other)
		exec("UPDATE audit SET seq = ? WHERE seq = -1", other)
		return "two rows swapped", min(seq, other)
	default: // a whole row is copied over another, hash and all
		exec(`UPDATE audit SET (time, actor, role, action, purpose, objects, detail, hash) =
			(SELECT time, actor, role, action, purpose, objects, detail, hash FROM audit WHERE seq = ?) WHERE seq = ?`, other, seq)
		return "a row copied over", seq
	}
}

// A forger who knows the program, but not the key, computes every hash anew.
func TestAForgedChainLacksTheSeal(t *testing.T) {
	dir := t.TempDir()
	s := trailOf(t, dir, 9)
	noted := headOf(t, s)
	change := func(s *Store, key []byte) {
		t.Helper()
		forger := sqlstore.New(s.database, sqlstore.WithAuditKey(key))
		tx, err := s.database.writer.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("UPDATE audit SET actor = 'nobody' WHERE seq = 4"); err != nil {
			t.Fatal(err)
		}
		if err := forger.ChainRows(t.Context(), tx); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	change(s, []byte("a guess"))
	if v, err := s.VerifyAudit(t.Context()); err != nil || v.BadSeq == 0 {
		t.Errorf("sealed with a guess: %+v, %v", v, err)
	}
	// With the key the chain is as good as new; only a head that was noted tells.
	change(s, auditKey)
	if v, err := s.VerifyAudit(t.Context()); err != nil || v.BadSeq != 0 {
		t.Errorf("sealed with the key: %+v, %v", v, err)
	}
	if v, err := s.VerifyAudit(t.Context(), noted); err != nil || v.BadSeq != noted.Seq {
		t.Errorf("against the noted head: %+v, %v", v, err)
	}
	if v, err := s.VerifyAudit(t.Context(), models.AuditHead{Seq: 99}); err != nil || v.BadSeq != 99 {
		t.Errorf("against a head whose row is gone: %+v, %v", v, err)
	}
}

// A forged head stays known after rows were added to it with the key.
func TestAForgedHeadIsNotForgotten(t *testing.T) {
	dir := t.TempDir()
	s := trailOf(t, dir, 3)
	if _, err := s.database.writer.Exec("UPDATE audit_head SET seal = x'00'"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = trailOf(t, dir, 2)
	if v, err := s.VerifyAudit(t.Context()); err != nil || v.BadSeq != 4 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAHeadThatWasDeletedIsMissed(t *testing.T) {
	s := trailOf(t, t.TempDir(), 3)
	if _, err := s.database.writer.Exec("DELETE FROM audit_head"); err != nil {
		t.Fatal(err)
	}
	if v, err := s.VerifyAudit(t.Context()); err != nil || v.BadSeq != 3 {
		t.Errorf("%+v, %v", v, err)
	}
}

func headOf(t *testing.T, s *Store) models.AuditHead {
	t.Helper()
	v, err := s.VerifyAudit(t.Context())
	if err != nil || v.BadSeq != 0 {
		t.Fatalf("%+v, %v", v, err)
	}
	return v.Head
}

// A database of schema 2 gets its rows chained, once.
func TestOlderTrailsAreChained(t *testing.T) {
	dir := t.TempDir()
	old, err := sql.Open("sqlite3", dsn(filepath.Join(dir, databaseFile), readerCache, "_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, old, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		if _, err := old.Exec(`INSERT INTO audit (time, actor, role, action, objects, detail) VALUES (?, 'admin', 'ADMIN', 'READ', '["records/a"]', '')`, i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := old.Exec(`INSERT INTO subjects (kind, name, origin, external_id, status, open, etag, create_time, update_time, upload_hash, doc)
		VALUES ('records', 'records/a', 's', '', 'UNIDENTIFIED', 1, 'e', 1, 1, '', '{"foundPlace":{"text":"x","code":"510107"}}')`); err != nil {
		t.Fatal(err)
	}
	if _, err := old.Exec(`INSERT INTO imports (name, kind, state, line, total, created, updated, unchanged, failed, errors, actor, role, create_time, update_time)
		VALUES ('imports/a', 'notices', 'DONE', 1, 1, 0, 0, 0, 1, '[{"line":1,"field":"person.sex","reason":"“柳望舒”"}]', 'admin', 'ADMIN', 1, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s := trailOf(t, dir, 2)
	imp, err := s.Import(t.Context(), "imports/a")
	if err != nil || len(imp.Errors) != 1 || imp.Errors[0] != (models.RowError{Line: 1, Field: "person.sex", Reason: "“柳望舒”"}) {
		t.Errorf("the errors of an older import: %+v, %v", imp, err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if file, err := os.ReadFile(filepath.Join(dir, databaseFile)); err != nil || bytes.Contains(file, []byte("柳望舒")) {
		t.Errorf("what a row quoted is still there in the clear, %v", err)
	}
	if head := headOf(t, s); head.Seq != 9 {
		t.Errorf("the head is at %d, want 9", head.Seq)
	}
	page, _, err := s.Records().List(t.Context(), store.Filter{Within: &store.AreaScope{Areas: "5101"}}, 9, "")
	if err != nil || len(page) != 1 {
		t.Errorf("records in 5101: %v, %v", page, err)
	}
}

// The chain is not forked by writers who run at the same time, nor by those who fail.
func TestTheChainUnderConcurrency(t *testing.T) {
	s := trailOf(t, t.TempDir(), 1)
	ctx := models.WithActor(t.Context(), models.Actor{ID: "users/x"})
	done := make(chan error)
	const writers, each = 8, 25
	for range writers {
		go func() {
			var err error
			for i := range each {
				err = s.InTx(ctx, func(tx store.Tx) error {
					if err := tx.AppendAudit(ctx, &models.Audit{Action: models.ActionList}); err != nil {
						return err
					}
					if i%5 == 0 {
						return context.Canceled
					}
					return nil
				})
				if i%5 == 0 && err != nil {
					err = nil
				}
				if err != nil {
					break
				}
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if head := headOf(t, s); head.Seq != 1+writers*each*4/5 {
		t.Errorf("the head is at %d", head.Seq)
	}
}
