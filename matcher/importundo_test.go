package matcher_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// imported uploads lines and waits for their end.
func (w *world) imported(t *testing.T, kind models.Kind, lines ...string) *models.Import {
	t.Helper()
	return w.ended(t, must(w.StartImport(w.ctx, matcher.Upload{Kind: kind, Format: "JSONL"}, strings.NewReader(strings.Join(lines, "\n"))))(t))
}

// ended waits for the end of an import, or of its undoing.
func (w *world) ended(t *testing.T, imp *models.Import) *models.Import {
	t.Helper()
	for !imp.State.Ended() {
		time.Sleep(5 * time.Millisecond)
		imp = must(w.Import(w.ctx, imp.Name))(t)
	}
	return imp
}

func (w *world) undone(t *testing.T, imp *models.Import) *models.Import {
	t.Helper()
	return w.ended(t, must(w.UndoImport(w.ctx, imp.Name))(t))
}

func noticeLine(id, name, more string) string {
	return fmt.Sprintf(`{"externalId":%q,"source":"测试","person":{"names":[{"text":%q}]}%s}`, id, name, more)
}

// Undoing takes back what no one touched since, and lists the rest.
func TestUndoImport(t *testing.T) {
	w := open(t, nil)
	picture := `,"photos":[{"content":"cGljdHVyZQ=="}]`
	first := w.imported(t, models.Notices, noticeLine("a", "许花东", picture), noticeLine("b", "张伟", ""), noticeLine("c", "王小明", ""),
		noticeLine("d", "李秀英", ""), noticeLine("e", "刘建国", ""), noticeLine("f", "陈桂兰", ""), noticeLine("wrong", "", ""))
	lookup := func(id string) *models.Notice {
		t.Helper()
		n, err := w.store.Notices().Lookup(w.ctx, "测试", id)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		return must(n, err)(t)
	}
	was := lookup("a")
	second := w.imported(t, models.Notices, noticeLine("a", "许花栋", `,"photos":[{"content":"b3RoZXI="}]`), noticeLine("a2", "赵海燕", ""), noticeLine("a2", "赵海燕", `,"circumstances":"更正"`))
	if first.Created != 6 || first.Failed != 1 || second.Updated != 2 || second.Created != 1 {
		t.Fatalf("imports %+v, %+v", first, second)
	}
	// By hand: one is changed, one deleted; one has a case, one a link.
	if _, err := w.Notices.Change(w.ctx, lookup("b").Name, "", func(n *models.Notice) error { n.Circumstances = "赶集走失"; return nil }); err != nil {
		t.Fatal(err)
	}
	must(w.Notices.Remove(w.ctx, lookup("c").Name, ""))(t)
	r, _, err := w.Records.Register(w.ctx, heard("李秀英"))
	if err != nil {
		t.Fatal(err)
	}
	must(w.Cases.Propose(w.ctx, r.Name, lookup("d").Name, "像"))(t)
	other, _, err := w.Notices.Register(w.ctx, named("刘建国", "hand"))
	if err != nil {
		t.Fatal(err)
	}
	must(w.Notices.Merge(w.ctx, lookup("e").Name, other.Name, "同一人"))(t)

	second = w.undone(t, second)
	if second.State != models.ImportUndone || second.Undone != 3 || second.Kept != 0 || lookup("a2") != nil {
		t.Errorf("the second: %+v", second)
	}
	now := lookup("a")
	if now.Person.Names[0].Text != "许花东" || now.UploadHash != was.UploadHash || len(now.Photos) != 1 || now.Photos[0].SHA256 != was.Photos[0].SHA256 {
		t.Errorf("put back: %+v, it was %+v", now.Entry, was.Entry)
	}
	first = w.undone(t, first)
	if first.State != models.ImportUndone || first.Undone != 2 || first.Kept != 4 || lookup("a") != nil || lookup("f") != nil {
		t.Errorf("the first: %+v", first)
	}
	for i, why := range []string{"改过", "删除", "案件", "同一人"} {
		if k := first.KeptRows[i]; k.Line != int64(i+2) || !strings.Contains(k.Reason, why) {
			t.Errorf("kept %+v, want line %d: %s", k, i+2, why)
		}
	}
	if len(first.Errors) != 1 || lookup("b").Circumstances != "赶集走失" {
		t.Errorf("errors %+v, changed by hand %+v", first.Errors, lookup("b"))
	}
	// Undoing again changes nothing; the same file comes in again.
	if again := must(w.UndoImport(w.ctx, first.Name))(t); again.State != models.ImportUndone || again.Undone != 2 {
		t.Errorf("again: %+v", again)
	}
	if imp := w.imported(t, models.Notices, noticeLine("a", "许花东", picture), noticeLine("f", "陈桂兰", "")); imp.Created != 2 {
		t.Errorf("the file again: %+v", imp)
	}
	trail := must(w.store.FindAudit(w.ctx, store.AuditFilter{Object: first.Name}, 0, 100))(t)
	if last := trail[len(trail)-1]; last.Action != models.ActionImport || last.Detail != "undone, 2 rows, 4 kept" {
		t.Errorf("the trail ends with %+v", last)
	}
}

func TestUndoRefusals(t *testing.T) {
	w := open(t, nil)
	done := w.imported(t, models.Notices, noticeLine("a", "许花东", ""))
	nothing := w.imported(t, models.Notices, noticeLine("a", "许花东", ""))
	old := w.imported(t, models.Notices, noticeLine("b", "张伟", ""))
	station := models.WithActor(w.ctx, models.Actor{ID: "users/station", Role: models.RoleStation, Areas: "51"})
	if _, err := w.UndoImport(station, done.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another's import: %v", err)
	}
	if _, err := w.UndoImport(w.ctx, nothing.Name); !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), "不用撤销") {
		t.Errorf("one that wrote nothing: %v", err)
	}
	if err := w.store.InTx(w.ctx, func(tx store.Tx) error { return tx.DropImportRows(w.ctx, time.Now().Add(time.Hour)) }); err != nil {
		t.Fatal(err)
	}
	if _, err := w.UndoImport(w.ctx, old.Name); !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), "期限") {
		t.Errorf("one of long ago: %v", err)
	}
	var file strings.Builder
	for i := range 20_000 {
		file.WriteString(noticeLine(fmt.Sprint(i), "王小明", "") + "\n")
	}
	runs := must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader(file.String())))(t)
	if _, err := w.UndoImport(w.ctx, runs.Name); !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), "取消") {
		t.Errorf("one that runs: %v", err)
	}
	for runs.Created == 0 {
		time.Sleep(5 * time.Millisecond)
		runs = must(w.Import(w.ctx, runs.Name))(t)
	}
	must(w.CancelImport(w.ctx, runs.Name))(t)
	runs = w.ended(t, runs)
	if runs = w.undone(t, runs); runs.State != models.ImportUndone || runs.Undone != runs.Created {
		t.Errorf("a cancelled one: %+v", runs)
	}
}
