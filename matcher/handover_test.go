package matcher_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// underway puts a person of a station on the way, and returns the escort, the stay and the code.
func (w *world) underway(t *testing.T) (escort, stay, code string) {
	t.Helper()
	r := &models.Record{Station: "青石站", FoundPlace: models.Place{Text: "某地", Code: "510107"}}
	r, _, err := w.Records.Register(w.ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	s := must(w.Begin(w.ctx, &models.Stay{Docket: models.Docket{Record: r.Name}, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryOld}}, models.Act{Kind: models.ActAdmit}))(t)
	e := must(w.Begin(w.ctx, &models.Escort{
		Stay: s.Head().Name, Destination: models.Place{Text: "昭通", Code: "530602"}, Receiver: models.Receiver{Kind: models.ReceiverStation, Unit: "白鹭站"},
		PlannedDate: models.DayOf(time.Now()), Escorts: []string{"安伟"},
	}, models.Act{Kind: models.ActPlan}))(t)
	gone := must(w.Act(w.ctx, e.Head().Name, "", models.Act{Kind: models.ActDepart}))(t)
	return e.Head().Name, s.Head().Name, gone.Code
}

// Two stations confirm one hand-over at the same time: one of them does, the other is told who
// did; the person left once, and is counted once.
func TestHandOverAtOnce(t *testing.T) {
	w := open(t, nil)
	escort, stay, code := w.underway(t)
	confirmers := []models.Actor{
		{ID: "users/sender", Role: models.RoleStation, Station: "青石站", Areas: "51"}, {ID: "users/receiver", Role: models.RoleStation, Station: "白鹭站", Areas: "53"},
	}
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			ctx := models.WithActor(context.WithoutCancel(w.ctx), confirmers[i%len(confirmers)])
			_, errs[i] = w.Act(ctx, escort, "", models.Act{Kind: models.ActHandOver, Code: code})
		})
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), "不能再次确认"):
			t.Errorf("the other is told: %v", err)
		}
	}
	if done != 1 {
		t.Errorf("confirmed %d times", done)
	}
	for name, acts := range map[string]int{escort: 3, stay: 2} {
		p := must(w.Proceeding(w.ctx, name))(t)
		if n := len(p.Head().History); n != acts || !p.Ended() {
			t.Errorf("%s has %d acts, want %d: %s", name, n, acts, p.Head().State)
		}
	}
	sums := must(w.store.SumFacts(w.ctx, store.FactFilter{From: "2003-01-01", To: models.DayOf(time.Now())}))(t)
	counted := map[models.Measure]int{}
	for _, s := range sums {
		counted[s.Measure] += s.Amount
	}
	if counted[models.MeasureLeavings] != 1 || counted[models.MeasureEscorts] != 1 {
		t.Errorf("counted: %v", counted)
	}
}

// A clock that was set back refuses the next act, says why, and changes nothing.
func TestClockSetBack(t *testing.T) {
	back := time.Duration(0)
	w := open(t, func(c *matcher.Config) { c.Clock = func() time.Time { return time.Now().Add(-back) } })
	escort, stay, code := w.underway(t)
	before := must(w.Proceeding(w.ctx, escort))(t).Head().Etag
	back = 3 * time.Hour
	for name, act := range map[string]models.Act{
		escort: {Kind: models.ActHandOver, Code: code}, stay: {Kind: models.ActHospital, Unit: "市三院"},
	} {
		if _, err := w.Act(w.ctx, name, "", act); !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), "时钟") {
			t.Errorf("%s: %v", act.Kind, err)
		}
	}
	if after := must(w.Proceeding(w.ctx, escort))(t).Head(); after.Etag != before || after.State != models.EscortUnderway {
		t.Errorf("a refused act changed the escort: %s", after.State)
	}
	back = 0
	if _, err := w.Act(w.ctx, escort, "", models.Act{Kind: models.ActHandOver, Code: code}); err != nil {
		t.Errorf("the clock is right again, and the hand-over is refused: %v", err)
	}
}

// A stranger who learned an escort's name can neither see it nor use up the tries of its code, and
// what a phone sent twice is answered to its sender only while they may see it.
func TestStrangersUseNoTriesUp(t *testing.T) {
	w := open(t, nil)
	escort, _, code := w.underway(t)
	stranger := models.WithActor(w.ctx, models.Actor{ID: "users/far", Role: models.RoleStation, Station: "远站", Areas: "42"})
	for range 8 {
		if _, err := w.Act(stranger, escort, "", models.Act{Kind: models.ActHandOver, Code: "x"}); !errors.Is(err, models.ErrNotFound) {
			t.Fatalf("a stranger is answered %v", err)
		}
	}
	receiver := models.WithActor(w.ctx, models.Actor{ID: "users/receiver", Role: models.RoleStation, Station: "白鹭站", Areas: "53"})
	if _, err := w.Act(receiver, escort, "", models.Act{Kind: models.ActHandOver, Code: code}); err != nil {
		t.Errorf("the receiver: %v", err)
	}

	who := models.Actor{ID: "users/walks", Role: models.RolePatrol, Station: "青石站", Areas: "51"}
	lead := func() *models.Lead {
		return &models.Lead{Docket: models.Docket{ClientID: "phone-1", Place: models.Place{Text: "桥下", Code: "510107"}}, Source: models.SourcePatrol, Circumstances: "发抖"}
	}
	first := models.Act{Kind: models.ActReport}
	made := must(w.Begin(models.WithActor(w.ctx, who), lead(), first))(t).Head().Name
	if again := must(w.Begin(models.WithActor(w.ctx, who), lead(), first))(t).Head().Name; again != made {
		t.Errorf("sent twice, it became %s and %s", made, again)
	}
	who.Station, who.Areas = "远站", "42"
	if o, err := w.Begin(models.WithActor(w.ctx, who), lead(), first); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("who works elsewhere now is answered %v, %v", o.Proceeding, err)
	}
}
