package matcher_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// The one who does not keep two notices learns from their likeness neither doors nor
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

// A telephone and a birth date find a notice for the one who may see them; for others a masked
// number is as if it were not there.
func TestSearchTellsNoMaskedNumber(t *testing.T) {
	w := open(t, nil)
	n := &models.Notice{
		Entry: models.Entry{ExternalID: "S-1", Circumstances: "住丽都路137号，电话见下", Person: models.Person{
			Names: []models.PersonName{{Text: "许花东"}}, BirthDate: "1980-05-17", Clothing: "穿42码布鞋",
			NativePlace: models.Place{Text: "四川省成都市武侯区青羊街9号"}, Relatives: []models.Relative{{Name: "许大山", Relation: "父亲"}}}},
		Source: "测试", MissingDate: "2019-03-05", Contacts: []models.Contact{{Name: "许大山", Phone: "138 1234 5678"}},
	}
	if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
		t.Fatal(err)
	}
	other := models.WithActor(t.Context(), models.Actor{ID: "users/p", Role: models.RolePolice, Areas: "42"})
	for query, shown := range map[string]bool{"许大山": false, "青羊街": false, "13812345678": false, "138 1234 5678": false, "137号": false, "1980-05-17": true, "1980年5月17日": true, "42码": true, "许花东": true} {
		if found, err := w.Notices.SearchText(w.ctx, query, 5); err != nil || len(found) != 1 {
			t.Errorf("%q finds %d for who keeps it: %v", query, len(found), err)
		}
		if found, err := w.Notices.SearchText(other, query, 5); err != nil || (len(found) == 1) != shown {
			t.Errorf("%q finds %d for another area: %v", query, len(found), err)
		}
	}
}

// What is masked in a notice moves it neither into a list nor within it: a right guess
// beside a word that is shown finds what a wrong one finds, in the same order.
func TestSearchOrderTellsNothingMasked(t *testing.T) {
	w := open(t, nil)
	for i, secret := range []string{"许大山，电话13812345678", "王小川，电话13900001111", "李长河，电话13700002222"} {
		n := named("柳望舒", fmt.Sprint("O-", i))
		n.Circumstances = "在渡口走失，家属" + secret
		n.Person.Relatives = []models.Relative{{Name: strings.Split(secret, "，")[0], Relation: "父亲"}}
		n.MissingPlace = models.Place{Text: "四川省成都市武侯区"}
		must2(w.Notices.Register(w.ctx, n))(t)
	}
	other := models.WithActor(t.Context(), models.Actor{ID: "users/p", Role: models.RolePolice, Areas: "42"})
	order := func(query string) (ids []string) {
		for _, n := range must(w.Notices.SearchText(other, query, 10))(t) {
			ids = append(ids, n.ExternalID)
		}
		return ids
	}
	wrong := fmt.Sprint(order("柳望舒 赵青石"), order("柳望舒 15000000000"))
	for _, right := range []struct{ name, phone string }{{"许大山", "13812345678"}, {"王小川", "13900001111"}, {"李长河", "13700002222"}} {
		if got := fmt.Sprint(order("柳望舒 "+right.name), order("柳望舒 "+right.phone)); got != wrong {
			t.Errorf("a right guess finds %s, a wrong one %s", got, wrong)
		}
	}
}
