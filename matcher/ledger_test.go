package matcher_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// Every comparison of faces is in the ledger, and nothing else.
func TestLedger(t *testing.T) {
	w := open(t, nil)
	face := make([]float32, 128)
	face[0] = 1
	photo := models.Photo{Faces: []models.Face{{Embedding: face, Model: models.ModelDlib, Quality: .9}}}
	r := &models.Record{Entry: models.Entry{ExternalID: "救-2026-01", Photos: []models.Photo{photo}}, Station: "甲站"}
	if _, _, err := w.Records.Register(w.ctx, r); err != nil {
		t.Fatal(err)
	}
	n := &models.Notice{Entry: models.Entry{ExternalID: "N-1", Photos: []models.Photo{photo}}}
	if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
		t.Fatal(err)
	}
	plain := &models.Record{Entry: models.Entry{ExternalID: "救-2"}}
	if _, _, err := w.Records.Register(w.ctx, plain); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Records.Matches(w.ctx, r.Name, 5); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Records.Matches(w.ctx, plain.Name, 5); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Search(w.ctx, matcher.Description{Photo: &photo}, models.Notices, 5); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Compare(w.ctx, r.Name, n.Name); err != nil {
		t.Fatal(err)
	}
	read := func(from, to time.Time) (uses []matcher.FaceUse) {
		t.Helper()
		if err := w.Ledger(w.ctx, from, to, func(u matcher.FaceUse) error { uses = append(uses, u); return nil }); err != nil {
			t.Fatal(err)
		}
		return uses
	}
	want := []struct{ situation, number, result string }{
		{"与寻亲库照片比对", "救-2026-01", "无候选"}, // at registration, before there was a notice
		{"寻亲启事照片与受助人员比对", "N-1", "返回 1 条候选"},
		{"与寻亲库照片比对", "救-2026-01", "返回 1 条候选"},
		{"未登记人员照片检索", "（未登记）", "返回 1 条候选"},
		{"一对一比对", "救-2026-01", "返回 1 条候选，最高可能性 "},
	}
	uses := read(time.Time{}, time.Time{})
	if len(uses) != len(want) {
		t.Fatalf("%d uses: %+v", len(uses), uses)
	}
	for i, u := range uses {
		if u.Situation != want[i].situation || u.RescueNo != want[i].number || !strings.HasPrefix(u.Result, want[i].result) || u.Handler != "tester" || u.Time.IsZero() {
			t.Errorf("use %d: %+v, want %v", i, u, want[i])
		}
	}
	if some := read(uses[1].Time, uses[3].Time); len(some) != 2 {
		t.Errorf("of a time: %+v", some)
	}
	if none := read(time.Now().Add(time.Hour), time.Time{}); len(none) != 0 {
		t.Errorf("of the future: %+v", none)
	}
	enough := errors.New("enough")
	if err := w.Ledger(w.ctx, time.Time{}, time.Time{}, func(matcher.FaceUse) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("a writer that fails: %v", err)
	}
	local := models.WithActor(context.Background(), models.Actor{ID: "x", Role: models.RoleAuditor, Areas: "51"})
	if err := w.Ledger(local, time.Time{}, time.Time{}, nil); !errors.Is(err, models.ErrPermission) {
		t.Errorf("an auditor of a part: %v", err)
	}
}
