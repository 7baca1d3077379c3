package matcher_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

// A child leaves alone only if the record says that they have turned 16, on that day.
func TestChildLeavesAlone(t *testing.T) {
	w := open(t, nil)
	years := func(n, days int) models.Date {
		return models.DayOf(time.Now().AddDate(-n, 0, -days))
	}
	for _, c := range []struct {
		title string
		born  models.Date
		says  string // what the refusal says; empty if they may
	}{
		{"no date of birth", "", "没有出生日期"},
		{"fifteen", years(15, 100), "未满十六周岁"},
		{"sixteen tomorrow", years(16, -1), "未满十六周岁"},
		{"sixteen yesterday", years(16, 1), ""},
		{"only the year is known, and may be too late", years(15, 0)[:4], "未满十六周岁"},
		{"only the year is known, and is early enough", years(17, 0)[:4], ""},
	} {
		t.Run(c.title, func(t *testing.T) {
			r, _, err := w.Records.Register(w.ctx, &models.Record{
				Entry: models.Entry{Person: models.Person{BirthDate: c.born}}, Station: "青石站", FoundPlace: models.Place{Text: "某地", Code: "510107"},
			})
			if err != nil {
				t.Fatal(err)
			}
			stay := must(w.Begin(w.ctx, &models.Stay{Docket: models.Docket{Record: r.Name}, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryChild}}, models.Act{Kind: models.ActAdmit}))(t)
			_, err = w.Act(w.ctx, stay.Head().Name, "", models.Act{
				Kind: models.ActLeave, Way: models.LeaveOwn, Note: "在电子厂工作，以工资生活",
				Signatures: []models.Signature{{Kind: models.SignPerson, Name: "何小满"}, {Kind: models.SignLeader, Name: "白主任"}},
			})
			now := must(w.Proceeding(w.ctx, stay.Head().Name))(t)
			if c.says == "" {
				if err != nil || now.Head().State != models.StayLeft {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), c.says) || now.Head().State != models.StayIn {
				t.Errorf("%v, now %s", err, now.Head().State)
			}
		})
	}
}
