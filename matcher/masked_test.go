package matcher_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Whoever does not keep two notices learns from their likeness neither doors nor
// telephones nor the names of the family.
func TestDuplicatesAreMasked(t *testing.T) {
	w := open(t, nil)
	var name string
	for i := range 2 {
		n := &models.Notice{
			Entry: models.Entry{ExternalID: fmt.Sprintf("D-%d", i), Person: models.Person{
				Names: []models.PersonName{{Text: "许花东"}}, Sex: models.Male, BirthDate: "1980-05-17",
				NativePlace: models.Place{Text: "四川省成都市武侯区丽都路137号4栋2单元502室"},
				Relatives:   []models.Relative{{Name: "许大山（电话13700001111）", Relation: "父亲"}},
			}},
			Source: "测试", MissingDate: "2019-03-05", MissingPlace: models.Place{Text: "四川省成都市武侯区丽都路137号4栋2单元502室"},
			Contacts: []models.Contact{{Name: "许大山", Relation: "父亲", Phone: "13700001111"}},
		}
		made, _, err := w.Notices.Register(w.ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		name = made.Name
	}
	ctx := models.WithActor(t.Context(), models.Actor{ID: "users/p", Role: models.RolePolice, Areas: "42"})
	found, err := w.Notices.Duplicates(ctx, name, 10)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d duplicates: %v", len(found), err)
	}
	text := fmt.Sprintf("%+v", found)
	for _, secret := range []string{"137", "丽都路", "502", "大山"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told: %s", secret, text)
		}
	}
	if all, err := w.Notices.Duplicates(w.ctx, name, 10); err != nil || !strings.Contains(fmt.Sprintf("%+v", all), "丽都路") {
		t.Errorf("an administrator sees %+v, %v", all, err)
	}
}
