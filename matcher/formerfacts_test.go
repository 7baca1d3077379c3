package matcher_test

import (
	"database/sql" //nolint:depguard // makes a store of before, which no store does
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// uncounted makes the store one of before: nothing was counted, all that happened is still to be.
func (w *world) uncounted(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(w.data, sqlite.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{"DELETE FROM facts", fmt.Sprintf("UPDATE counting SET since = %d, former = 0", int64(math.MaxInt64))} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) counts(t *testing.T) map[string]int {
	t.Helper()
	counted := must(w.Statistics(w.ctx, matcher.Period{From: "2003", To: models.Date(time.Now().AddDate(1, 0, 0).Format("2006"))}))(t)
	numbers := map[string]int{}
	for _, row := range counted.Rows {
		for _, c := range row.Cells {
			numbers[string(c.Measure)+" "+c.Key] += c.Amount
		}
	}
	return numbers
}

// What is counted of a store of before is what would have been counted as it happened, once; what
// was undone is not counted, and what goes on afterwards fits.
func TestCountFormer(t *testing.T) {
	w := open(t, nil)
	r, n := w.people(t, 4, 4)
	long := time.Now().AddDate(0, -2, 0)
	step := func(record string, name models.StepName, at time.Time) *models.RecordStep {
		return must(w.AddStep(w.ctx, &models.RecordStep{Record: record, Step: name, Time: at}))(t)
	}
	for _, record := range r[:3] {
		step(record, models.StepAdmitted, long)
	}
	step(r[0], models.StepNoticePublished, long.Add(time.Hour))
	step(r[0], models.StepNoticePublished, long.AddDate(0, 1, 0)) // not the first
	step(r[1], models.StepNoticePublished, long.AddDate(0, 0, 3))
	wrong := step(r[2], models.StepDNARequested, long.AddDate(0, 0, 1))
	must(w.UndoStep(w.ctx, r[2], wrong.ID, "填错人"))(t)
	step(r[2], models.StepPlaced, long.AddDate(0, 1, 0))
	home := w.take(t, r[0], n[0], "v+ch")
	w.take(t, r[1], n[1], "v+c")
	w.take(t, r[3], n[3], "v+cu")

	happened := w.counts(t)
	w.uncounted(t)
	added := must(w.CountFormer(w.ctx))(t)
	counted := w.counts(t)
	want := maps.Clone(happened)
	maps.Copy(want, map[string]int{"ADMISSIONS OTHER": 3, "LEAVINGS OTHER": 1, "LEAVINGS PLACED": 1, "LONG_STAYS ": 1})
	if !maps.Equal(counted, want) || happened["FOUND NAME"] != 2 || happened["NOTICE_24H YES"] != 1 || happened["NOTICE_24H NO"] != 1 {
		t.Errorf("counted of before: %v\nas it happened: %v\nwant %v", counted, happened, want)
	}
	if again := must(w.CountFormer(w.ctx))(t); added == 0 || again != 0 {
		t.Errorf("counted %d facts, and %d once more", added, again)
	}
	yesterday := must(w.Statistics(w.ctx, matcher.Period{From: "2003", To: "2099", AsOf: models.DayOf(time.Now().AddDate(0, 0, -1))}))(t)
	if len(yesterday.Rows) != 0 {
		t.Errorf("as it was known yesterday: %v", yesterday.Rows)
	}

	if _, err := w.step(home, 'u'); err != nil { // brought home was wrong: still found, and in care again
		t.Fatal(err)
	}
	must(w.Begin(w.ctx, &models.Stay{Docket: models.Docket{Record: r[1], Station: "测试站"}, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryOld}}, models.Act{Kind: models.ActAdmit, Time: long}))(t)
	after := w.counts(t)
	if after["LEAVINGS OTHER"] != 0 || after["LONG_STAYS "] != 2 || after["ADMISSIONS OTHER"] != 2 || after["ADMISSIONS SELF"] != 1 || after["FOUND NAME"] != 2 {
		t.Errorf("what goes on: %v", after)
	}
}

// What was counted before its events were named gets their names; a number opens to them.
func TestNameEvents(t *testing.T) {
	w := open(t, nil)
	escort, stay, code := w.underway(t)
	if _, err := w.Act(w.ctx, escort, "", models.Act{Kind: models.ActHandOver, Code: code}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(w.data, sqlite.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE facts SET event = ''"); err != nil {
		t.Fatal(err)
	}
	ever := matcher.Period{From: "2020", To: "2099", Area: "51"}
	opened := func() []matcher.Event {
		list, _, err := w.Events(w.ctx, ever, models.MeasureLeavings, string(models.LeaveEscort), 10, "")
		return must(list, err)(t)
	}
	if list := opened(); len(list) != 1 || !list[0].Erased || list[0].Name != "" {
		t.Errorf("unnamed: %+v", list)
	}
	if _, err := w.CountFormer(w.ctx); err != nil {
		t.Fatal(err)
	}
	if list := opened(); len(list) != 1 || list[0].Name != stay || list[0].State != models.StayLeft || list[0].Amount != 1 {
		t.Errorf("named: %+v", list)
	}
	if facts := must(w.store.FactsOf(w.ctx, escort))(t); len(facts) != 1 || facts[0].Measure != models.MeasureEscorts {
		t.Errorf("of the escort: %+v", facts)
	}
}
