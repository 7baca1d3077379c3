package matcher_test

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func known(id, name string) string {
	return noticeLine(id, name, `,"missingDate":"2019-03-05","missingPlace":{"text":"成都市武侯区"},"contacts":[{"name":"欧阳","phone":"13912345678"}]`)
}

// A check says who of its rows is held already under another number, and quotes nothing of
// what is held; an import, and a row that is held under its own number, are not compared.
func TestCheckFindsLikelyDuplicates(t *testing.T) {
	w := open(t, nil)
	person := func(line string) string {
		return strings.Replace(line, `"names"`, `"sex":"MALE","birthDate":"1980-05-17","heightMinCm":171,"heightMaxCm":171,"nativePlace":{"text":"四川省成都市武侯区"},"marks":[{"text":"左眉上方有一道疤"}],"names"`, 1)
	}
	run := w.imported(t, models.Notices, person(known("a", "许花东")), noticeLine("b", "王建国", ""), noticeLine("c", "李秀英", ""))
	if run.Created != 3 || run.Compared != 0 || len(run.Likely) != 0 {
		t.Fatalf("imported %+v", run)
	}
	check := func(lines ...string) *models.Import {
		t.Helper()
		return w.ended(t, must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL", Check: true}, strings.NewReader(strings.Join(lines, "\n"))))(t))
	}
	got := check(person(known("police-1", "许花栋")), noticeLine("b", "王建国", ""), noticeLine("police-2", "司马云龙", ""), noticeLine("wrong", "", ""))
	if got.Compared != 2 || got.LikelyRows != 1 || len(got.Likely) != 1 || got.Created != 2 || got.Failed != 1 {
		t.Fatalf("%d compared, %d likely rows, %d pairs, %d new", got.Compared, got.LikelyRows, len(got.Likely), got.Created)
	}
	a := must(w.store.Notices().Lookup(w.ctx, "测试", "a"))(t)
	if l := got.Likely[0]; l.Line != 1 || l.Other != a.Name || l.Probability < .5 || len(l.Features) < 3 || !strings.Contains(string(l.Subject), "许花栋") || strings.Contains(string(l.Subject), "许花东") {
		t.Errorf("likely %+v", l)
	}
	trail := must(w.store.FindAudit(w.ctx, store.AuditFilter{Object: a.Name}, 0, 100))(t)
	if last := trail[len(trail)-1]; last.Action != models.ActionMatch || !strings.Contains(last.Detail, got.Name) {
		t.Errorf("the trail ends with %+v", last)
	}
	// However many rows, so many are compared and no more.
	var many []string
	for range 1100 {
		many = append(many, noticeLine(strings.Repeat("x", len(many)%200+1)+string(rune('a'+len(many)/200)), "张伟", ""))
	}
	if got = check(many...); got.Created != 1100 || got.Compared > 1000 || got.Compared == 0 {
		t.Errorf("of 1,100 rows %d were compared: %d new", got.Compared, got.Created)
	}
}
