package matcher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Whom to call for a registered person is told on admission, and counts as opened: the one who admits
// invented people to read contacts gets no further than the hourly limit.
func TestRecognisedWithinTheLimit(t *testing.T) {
	w := open(t, nil)
	person := models.Person{
		Names: []models.PersonName{{Text: "尉迟望舒", Kind: models.NameLegal}}, Sex: models.Female, BirthDate: "1941-03-05",
		NativePlace: models.Place{Text: "四川省成都市武侯区", Code: "510107"},
	}
	n := &models.Notice{
		Entry: models.Entry{Person: person}, Source: "测试", Status: models.NoticeRegistered, MissingPlace: person.NativePlace,
		Contacts: []models.Contact{{Name: "尉迟大", Phone: "13900005678"}},
	}
	must2(w.Notices.Register(w.ctx, n))(t)
	r := &models.Record{Entry: models.Entry{Person: person}, Station: "青石站", FoundPlace: person.NativePlace, FoundDate: models.DayOf(time.Now())}
	must2(w.Records.Register(w.ctx, r))(t)

	phone := func(opened int) string {
		ctx := models.WithActor(w.ctx, models.Actor{ID: fmt.Sprintf("users/%d", opened), Role: models.RoleStation, Station: "青石站", Areas: "51"})
		for i := range opened {
			row := models.Audit{Action: models.ActionReveal, Objects: []string{fmt.Sprintf("notices/other-%d", i)}}
			if err := w.store.AppendAudit(ctx, &row); err != nil {
				t.Fatal(err)
			}
		}
		stay := must(w.Begin(ctx, &models.Stay{Docket: models.Docket{Record: r.Name}, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryOld}}, models.Act{Kind: models.ActAdmit}))(t)
		for range 3 { // seen again, it is not opened again
			stay = must(w.Proceeding(ctx, stay.Head().Name))(t)
		}
		if len(stay.Known) != 1 {
			t.Fatalf("the registered person is not recognised among %v", stay.Matches)
		}
		must(w.Act(ctx, stay.Head().Name, "", models.Act{Kind: models.ActLeave, Way: models.LeaveAway, Note: "走了"}))(t)
		return stay.Known[0].Contact.Phone
	}
	if got := phone(29); got != "13900005678" {
		t.Errorf("within the limit: %q", got)
	}
	if got := phone(30); got != "" {
		t.Errorf("beyond the limit: %q", got)
	}
}
