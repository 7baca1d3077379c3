package matcher_test

import (
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

func must1(t *testing.T, f func() error) {
	t.Helper()
	if err := f(); err != nil {
		t.Fatal(err)
	}
}
