package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// testFacts: the statistics of random histories are what a naive count of all their acts
// says, for any period and area, as of any day.
func testFacts(t *testing.T, st store.Store) {
	rng := rand.New(rand.NewPCG(22, 1)) //nolint:gosec // the same histories each time
	begun := time.Date(2026, 1, 1, 4, 0, 0, 0, time.UTC)
	var all []models.Proceeding
	for i := range 140 {
		at := begun.AddDate(0, 0, rng.IntN(60))
		all = append(all, aHistory(t, rng, i, at))
	}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		for _, p := range all {
			if err := tx.ProceedingWriter().PutProceeding(ctx, p); err != nil {
				return err
			}
		}
		return nil
	}))
	for range 40 {
		from := begun.AddDate(0, 0, rng.IntN(70))
		f := store.FactFilter{From: models.DayOf(from), To: models.DayOf(from.AddDate(0, 0, rng.IntN(40)))}
		f.Area = []string{"", "51", "5101", "530602"}[rng.IntN(4)]
		if rng.IntN(3) == 0 {
			f.Station = "站1"
		}
		sums, err := st.SumFacts(t.Context(), f)
		must(t, err)
		got := map[string]int{}
		for _, s := range sums {
			got[fmt.Sprint(s.Area, s.Station, s.Measure, s.Key)] += s.Amount
		}
		if want := recount(all, f); !sameCounts(got, want) {
			t.Fatalf("%+v:\n%v, recounted:\n%v", f, got, want)
		}
		eventsAddUp(t, st, f, got, all)
	}
	covered := map[models.Measure]bool{}
	for _, p := range all {
		for _, fact := range models.FactsOf(p, 1) {
			covered[fact.Measure] = true
		}
	}
	for _, m := range models.Measures {
		ofCases := []models.Measure{models.MeasureFound, models.MeasureConfirmed, models.MeasureIdentityDays, models.MeasureNotice24h, models.MeasureDNA7d, models.MeasureLongStays}
		if covered[m] == slices.Contains(ofCases, m) {
			t.Errorf("the histories count %s: %t", m, covered[m])
		}
	}
	erasedEvents(t, st, all)
	sums, err := st.SumFacts(t.Context(), store.FactFilter{From: "2026-01-01", To: "2026-12-31", AsOf: begun.AddDate(-30, 0, 0)})
	must(t, err)
	if len(sums) != 0 {
		t.Errorf("before anything was entered: %v", sums)
	}
}

// aHistory returns a proceeding, each kind in turn, with a random history.
func aHistory(t *testing.T, rng *rand.Rand, i int, at time.Time) models.Proceeding {
	t.Helper()
	station, area := fmt.Sprint("站", i%3), []string{"510107", "510104", "530602"}[i%3]
	actor, checker := models.Actor{ID: "u-guan", Station: station}, models.Actor{ID: "u-pei", Station: station}
	docket := models.Docket{Station: station, Place: models.Place{Code: area}, Record: "records/r"}
	undo := models.Act{Kind: models.ActUndo, Note: "登记错了"}
	first := models.Act{Time: at}
	var p models.Proceeding
	var acts []models.Act
	switch []models.ProceedingKind{models.Leads, models.Stays, models.Rounds, models.Escorts, models.IdentityRequests, models.Inquiries, models.Registrations}[i%7] {
	case models.Leads:
		p, first.Kind = &models.Lead{Docket: docket, Source: models.SourceCitizen, Circumstances: "青布衫"}, models.ActReport
		acts = []models.Act{
			{Kind: models.ActOutcome, Outcome: models.OutcomeHelped, Given: []models.Given{{Item: models.GivenFood, Quantity: 1 + rng.IntN(3)}}},
			undo, {Kind: models.ActOutcome, Outcome: models.OutcomeRefused},
		}
	case models.Stays:
		p, first.Kind = &models.Stay{Docket: docket, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryCapable, models.CategoryDisabled}[:1+rng.IntN(2)]}, models.ActAdmit
		if rng.IntN(6) == 0 {
			first.Kind, first.Note = models.ActRefuse, "不属于救助对象"
			break
		}
		acts = []models.Act{
			{Kind: models.ActHospital, Unit: "市三院"}, {Kind: models.ActLeave, Way: models.LeaveAway, Note: "夜间离站"},
			undo, {Kind: models.ActLeave, Way: models.LeaveOwn, Signatures: []models.Signature{{Kind: models.SignPerson, Name: "关"}}},
		}
	case models.Rounds:
		p, first.Kind = &models.Round{Docket: docket, Team: []string{"甲", "乙", "丙"}[:1+rng.IntN(3)], Vehicles: []string{"车一", "车二"}[:rng.IntN(3)]}, models.ActStart
		acts = []models.Act{{Kind: models.ActEnd}, undo, {Kind: models.ActEnd}}
	case models.Escorts:
		p, first.Kind = &models.Escort{
			Docket: docket, Stay: "stays/s", Destination: models.Place{Text: "昭通", Code: "530602"}, PlannedDate: models.DayOf(at), Escorts: []string{"安伟"},
			Receiver: models.Receiver{Kind: models.ReceiverStation, Unit: "白鹭站"},
		}, models.ActPlan
		acts = []models.Act{{Kind: models.ActDepart}, {Kind: models.ActFail, Note: "中途走失"}, undo, {Kind: models.ActFail, Note: "改期"}}
	case models.IdentityRequests:
		p, first.Kind = &models.IdentityRequest{Docket: docket, Hospital: "市三院"}, models.ActAsk
		acts = []models.Act{{Kind: models.ActAnswer, Note: "查无此人"}, undo, {Kind: models.ActAnswer, Note: "查到"}, {Kind: models.ActClose}}
	case models.Inquiries:
		p, first.Kind = &models.Inquiry{Docket: docket, To: models.ToPolice, ToUnit: "武侯分局", Question: "核实户籍"}, models.ActAsk
		answer := models.Act{Kind: models.ActAnswer, Note: "户籍相符", Result: models.ResultSupports, Signatures: []models.Signature{{Kind: models.SignReceiver, Name: "吴"}}}
		acts = []models.Act{answer, undo, answer, answer, {Kind: models.ActClose}}
	case models.Registrations:
		docket.Record = ""
		p, first.Kind = &models.Registration{
			Docket: docket, ConsentProof: "同意书 3 号", Guardian: models.Contact{Name: "柳大", Phone: "000-2"},
			Person: models.Person{Names: []models.PersonName{{Text: "柳桂香", Kind: models.NameLegal}}},
		}, models.ActSurvey
		acts = []models.Act{
			{Kind: models.ActKeep}, {Kind: models.ActVisit, Note: "在家"}, undo, {Kind: models.ActVisit, Note: "在家，换了电话"},
			{Kind: models.ActMissing, Destination: models.Place{Text: "集市"}}, {Kind: models.ActFound},
		}
	}
	must(t, models.Begin(p, actor, first, at))
	for _, a := range acts[:rng.IntN(len(acts)+1)] {
		at = at.AddDate(0, 0, rng.IntN(15))
		a.Time = at
		by := actor
		if a.Kind == models.ActKeep {
			by = checker
		}
		must(t, models.Do(p, by, a, at))
	}
	return p
}

// recount goes through every act and counts, the slow way.
func recount(all []models.Proceeding, f store.FactFilter) map[string]int {
	counts := map[string]int{}
	for _, p := range all {
		d := p.Head()
		if d.Place.Code[:len(f.Area)] != f.Area || f.Station != "" && d.Station != f.Station {
			continue
		}
		add := func(a *models.Act, m models.Measure, key string, n int) {
			if day := models.DayOf(a.Time); day >= f.From && day <= f.To {
				counts[fmt.Sprint(d.Place.Code, d.Station, m, key)] += n
			}
		}
		in := models.Date("")
		out := models.Date("9999")
		for i := range d.History {
			a := &d.History[i]
			if d.Undone(a.Number) {
				continue
			}
			switch a.Kind {
			case models.ActReport:
				add(a, models.MeasureLeads, "CITIZEN", 1)
			case models.ActOutcome:
				add(a, models.MeasureOutcomes, string(a.Outcome), 1)
				for _, g := range a.Given {
					add(a, models.MeasureGiven, string(g.Item), g.Quantity)
				}
			case models.ActAdmit:
				in = models.DayOf(a.Time)
				add(a, models.MeasureAdmissions, "SELF", 1)
				for _, c := range p.(*models.Stay).Categories {
					add(a, models.MeasureCategories, string(c), 1)
				}
			case models.ActRefuse:
				add(a, models.MeasureRefusals, "", 1)
			case models.ActHospital:
				add(a, models.MeasureHospital, "", 1)
			case models.ActLeave:
				out = models.DayOf(a.Time)
				add(a, models.MeasureLeavings, string(a.Way), 1)
			case models.ActStart:
				add(a, models.MeasureRounds, "", 1)
				add(a, models.MeasureRoundPeople, "", len(p.(*models.Round).Team))
				add(a, models.MeasureRoundVehicles, "", len(p.(*models.Round).Vehicles))
			case models.ActFail:
				add(a, models.MeasureEscorts, "FAILED", 1)
			case models.ActAsk, models.ActAnswer:
				m := models.MeasureInquiries
				if p.ProceedingKind() == models.IdentityRequests {
					m = models.MeasureRequests
				}
				add(a, m, string(a.Kind), 1)
			case models.ActKeep, models.ActVisit, models.ActMissing:
				add(a, models.MeasureRegistry, string(a.Kind), 1)
			}
		}
		last, _, _ := f.To.Span()
		if in != "" && in < models.DateOf(last.AddDate(0, 0, -models.MostDays)) && out > f.To {
			counts[fmt.Sprint(d.Place.Code, d.Station, models.MeasureLongStays)]++
		}
	}
	return counts
}

func sameCounts(a, b map[string]int) bool {
	for _, pair := range [][2]map[string]int{{a, b}, {b, a}} {
		for key, n := range pair[0] {
			if pair[1][key] != n {
				return false
			}
		}
	}
	return true
}

func testReports(t *testing.T, st store.Store) {
	r := &models.Report{From: "2026-01-01", To: "2026-01-31", Area: "51", Level: models.LevelCity, Rows: []models.StatisticRow{{Area: "5101"}}}
	put := func(r *models.Report) error {
		return inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.ProceedingWriter().PutReport(ctx, r) })
	}
	must(t, put(r))
	again := *r
	wantErr(t, put(&again), models.ErrExists)
	reports, err := st.Reports(t.Context(), "51", "")
	must(t, err)
	wantEqual(t, "the report", reports, []models.Report{*r})
	reports, err = st.Reports(t.Context(), "53", "")
	must(t, err)
	if len(reports) != 0 {
		t.Errorf("of another area: %v", reports)
	}
}

// Long histories come a few at a time, the newest first.
func testProceedingListBytes(t *testing.T, st store.Store) {
	var want []string
	for range 3 {
		l := aLead(t, "青石站", "510107", "", time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC))
		l.Circumstances = strings.Repeat("长", store.PageBytes/3*2/5)
		must(t, putProceeding(t, st, l))
		want = append([]string{l.Name}, want...)
	}
	var sizes []int
	var found []string
	for token := ""; ; {
		page, next, err := st.ListProceedings(t.Context(), store.ProceedingFilter{}, 100, token)
		must(t, err)
		sizes = append(sizes, len(page))
		for _, p := range page {
			found = append(found, p.Head().Name)
		}
		if token = next; token == "" {
			break
		}
	}
	wantEqual(t, "all of the list", found, want)
	wantEqual(t, "sizes of the pages", sizes, []int{2, 1})
}

// eventsAddUp holds what numbers consist of against the numbers.
func eventsAddUp(t *testing.T, st store.Store, f store.FactFilter, numbers map[string]int, all []models.Proceeding) {
	t.Helper()
	names := map[string]bool{}
	for _, p := range all {
		names[p.Head().Name] = true
	}
	got := map[string]int{}
	for _, m := range models.Measures {
		keys := map[string]bool{}
		for _, p := range all {
			for _, fact := range models.FactsOf(p, 1) {
				if fact.Measure == m {
					keys[fact.Key] = true
				}
			}
		}
		if m == models.MeasureLongStays {
			keys = map[string]bool{"": true}
		}
		for key := range keys {
			for token := ""; ; {
				page, next, err := st.CountedEvents(t.Context(), store.Number{FactFilter: f, Measure: m, Key: key}, 3, token)
				must(t, err)
				for _, e := range page {
					if !names[e.Name] || e.Amount == 0 || e.Day > f.To {
						t.Fatalf("%s %s: %+v", m, key, e)
					}
					got[fmt.Sprint(e.Area, e.Station, m, key)] += e.Amount
				}
				if token = next; token == "" {
					break
				}
			}
		}
	}
	if !sameCounts(got, numbers) {
		t.Fatalf("%+v: events add up to\n%v, the numbers are\n%v", f, got, numbers)
	}
}

// erasedEvents: what is dropped counts on, and is no more named.
func erasedEvents(t *testing.T, st store.Store, all []models.Proceeding) {
	t.Helper()
	n := store.Number{FactFilter: store.FactFilter{From: "2026-01-01", To: "2026-12-31"}, Measure: models.MeasureLeads, Key: string(models.SourceCitizen)}
	amount := func() (sum, unnamed int) {
		page, _, err := st.CountedEvents(t.Context(), n, 100, "")
		must(t, err)
		for _, e := range page {
			sum += e.Amount
			if e.Name == "" {
				unnamed += e.Amount
			}
		}
		return sum, unnamed
	}
	before, _ := amount()
	gone := all[slices.IndexFunc(all, func(p models.Proceeding) bool { return p.ProceedingKind() == models.Leads })].Head().Name
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.ProceedingWriter().DropProceeding(ctx, gone)
		return err
	}))
	if after, unnamed := amount(); after != before || unnamed != 1 {
		t.Errorf("of %d leads %d are left, %d without a name", before, after, unnamed)
	}
	if facts, err := st.FactsOf(t.Context(), gone); err != nil || len(facts) != 0 {
		t.Errorf("what was dropped is still named: %v, %v", facts, err)
	}
	_, _, err := st.CountedEvents(t.Context(), n, 1, "x")
	wantErr(t, err, models.ErrInvalid)
}
