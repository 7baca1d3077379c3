package matcher_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What is noted of look-alikes names files: those that the reader may see.
func TestNotesNameNoHiddenFile(t *testing.T) {
	w := open(t, nil)
	place := func(code, text string) models.Place { return models.Place{Text: text, Code: code} }
	person := func(name string) models.Person {
		return models.Person{
			Names: []models.PersonName{{Text: name, Kind: models.NameLegal}}, Sex: models.Male,
			BirthDate: "1980-05-17", NativePlace: place("530628", "云南省昭通市彝良县"),
		}
	}
	for i, found := range []models.Place{place("510107", "四川省成都市武侯区"), place("420106", "湖北省武汉市武昌区")} {
		r := &models.Record{Station: fmt.Sprint("站", i), FoundPlace: found}
		r.Person = person([]string{"许花东", "许花冬"}[i])
		must1(t, func() error { _, _, err := w.Records.Register(w.ctx, r); return err })
	}
	n := &models.Notice{Source: "测试"}
	n.Person = person("许花东")
	notice, _, err := w.Notices.Register(w.ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	notes := func(areas models.Areas) string {
		ctx := models.WithActor(w.ctx, models.Actor{ID: "users/x", Role: models.RoleStation, Areas: areas})
		return fmt.Sprint(must(w.Notices.Matches(ctx, notice.Name, 10))(t).Matches)
	}
	if all := notes(models.Nationwide); !strings.Contains(all, "双胞胎") {
		t.Errorf("who sees both is not told of twins: %s", all)
	}
	if some := notes("51"); strings.Contains(some, "双胞胎") || strings.Contains(some, "许花冬") {
		t.Errorf("a file of another area is named: %s", some)
	}
}

// What a note quotes of another match is masked as that match is.
func TestNotesAreMasked(t *testing.T) {
	w := open(t, nil)
	person := models.Person{Sex: models.Male, BirthDate: "1980-05-17", NativePlace: models.Place{Text: "云南省昭通市彝良县", Code: "530628"}}
	for _, name := range []string{"许花东", "许花冬（电话13912345678）"} {
		n := &models.Notice{Source: "测试", MissingPlace: models.Place{Text: "云南省昭通市", Code: "530600"}}
		n.Person = person
		n.Person.Names = []models.PersonName{{Text: name, Kind: models.NameLegal}}
		must2(w.Notices.Register(w.ctx, n))(t)
	}
	r := &models.Record{Station: "甲站", FoundPlace: models.Place{Text: "四川省成都市武侯区", Code: "510107"}}
	r.Person = person
	r.Person.Names = []models.PersonName{{Text: "许花东", Kind: models.NameHeard}}
	record := must2(w.Records.Register(w.ctx, r))(t).Name
	station := models.WithActor(w.ctx, models.Actor{ID: "users/x", Role: models.RoleStation, Areas: "51", Station: "甲站"})
	for who, ctx := range map[string]context.Context{"13912345678": w.ctx, "": station} {
		var notes string
		for _, m := range must(w.Records.Matches(ctx, record, 10))(t).Matches {
			notes += fmt.Sprint(m.Notes)
		}
		if !strings.Contains(notes, "双胞胎") || strings.Contains(notes, "notices/") || strings.Contains(notes, "13912345678") != (who != "") {
			t.Errorf("the notes say: %s", notes)
		}
	}
}

func must1(t *testing.T, f func() error) {
	t.Helper()
	if err := f(); err != nil {
		t.Fatal(err)
	}
}
