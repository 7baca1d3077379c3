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

func putProceeding(t *testing.T, st store.Store, p models.Proceeding) error {
	t.Helper()
	return inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.ProceedingWriter().PutProceeding(ctx, p) })
}

// aLead returns an invented lead that has come in.
func aLead(t *testing.T, station, area, clientID string, at time.Time) *models.Lead {
	t.Helper()
	l := &models.Lead{
		Docket: models.Docket{Station: station, Place: models.Place{Text: "桥下", Code: area}, ClientID: clientID},
		Source: models.SourceCitizen, Circumstances: "青布衫", Reporter: models.Contact{Name: "关小云", Phone: "000-1"},
	}
	must(t, models.Begin(l, models.Actor{ID: "u-guan", Role: models.RolePatrol, Station: station}, models.Act{Kind: models.ActReport, Time: at}, at))
	return l
}

func testProceedings(t *testing.T, st store.Store) {
	at := time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
	file, err := st.PutBlob(t.Context(), []byte("a signature"))
	must(t, err)
	l := aLead(t, "青石站", "510107", "c-1", at)
	l.History[0].Files = []models.File{{SHA256: file, ContentType: "image/png", Size: 11}}
	must(t, putProceeding(t, st, l))
	got, err := st.Proceeding(t.Context(), l.Name)
	must(t, err)
	wantEqual(t, "the lead", got, models.Proceeding(l))
	must(t, st.DropBlobs(t.Context(), []string{file})) // it is named
	readBlob(t, st, file)

	wantErr(t, putProceeding(t, st, aLead(t, "青石站", "510107", "c-1", at)), models.ErrExists)
	must(t, putProceeding(t, st, aLead(t, "白鹭站", "530602", "", at)))
	must(t, putProceeding(t, st, aLead(t, "白鹭站", "530602", "", at))) // no id is nobody's
	found, err := st.ClientProceeding(t.Context(), models.Leads, "u-pei", "c-1")
	if err == nil { // the fixtures' actor
		wantEqual(t, "by the client's id", found.Head().Name, l.Name)
	}
	_, err = st.ClientProceeding(t.Context(), models.Leads, "another", "c-1")
	wantErr(t, err, models.ErrNotFound)
	_, err = st.Proceeding(t.Context(), "leads/none")
	wantErr(t, err, models.ErrNotFound)

	stale, missing := *l, *l
	stale.Etag = "old"
	wantErr(t, putProceeding(t, st, &stale), models.ErrStale)
	missing.History = slices.Clone(l.History)
	missing.History[0].Files = []models.File{{SHA256: "none"}}
	wantErr(t, putProceeding(t, st, &missing), models.ErrPrecondition)
	shorter := *l
	shorter.History = nil
	wantErr(t, putProceeding(t, st, &shorter), models.ErrPrecondition)

	area := func(areas models.Areas, kinds ...models.ProceedingKind) *store.ProceedingScope {
		return &store.ProceedingScope{AreaScope: store.AreaScope{Areas: areas}, Kinds: kinds}
	}
	for title, c := range map[string]struct {
		filter store.ProceedingFilter
		want   int
	}{
		"all":            {store.ProceedingFilter{}, 3},
		"another kind":   {store.ProceedingFilter{Kind: models.Stays}, 0},
		"a station":      {store.ProceedingFilter{Station: "白鹭站"}, 2},
		"an area":        {store.ProceedingFilter{Area: "5101"}, 1},
		"within":         {store.ProceedingFilter{Within: area("53", models.Leads)}, 2},
		"other kinds":    {store.ProceedingFilter{Within: area("53", models.Stays)}, 0},
		"nowhere":        {store.ProceedingFilter{Within: area("")}, 0},
		"everywhere":     {store.ProceedingFilter{Within: area(models.Nationwide, models.Leads)}, 3},
		"due":            {store.ProceedingFilter{Open: true, DueBy: at.Add(25 * time.Hour)}, 3},
		"not yet due":    {store.ProceedingFilter{Open: true, DueBy: at.Add(23 * time.Hour)}, 0},
		"own only":       {store.ProceedingFilter{Within: &store.ProceedingScope{AreaScope: store.AreaScope{Areas: "51", Station: "白鹭站"}, OwnKinds: []models.ProceedingKind{models.Leads}}}, 2},
		"of its station": {store.ProceedingFilter{Within: &store.ProceedingScope{AreaScope: store.AreaScope{Areas: "51", Station: "白鹭站"}, Kinds: []models.ProceedingKind{models.Leads}}}, 3},
	} {
		page, _, err := st.ListProceedings(t.Context(), c.filter, 10, "")
		must(t, err)
		if len(page) != c.want {
			t.Errorf("%s: %d proceedings, want %d", title, len(page), c.want)
		}
	}
	first, next, err := st.ListProceedings(t.Context(), store.ProceedingFilter{}, 2, "")
	must(t, err)
	rest, end, err := st.ListProceedings(t.Context(), store.ProceedingFilter{}, 2, next)
	must(t, err)
	if len(first) != 2 || len(rest) != 1 || end != "" || rest[0].Head().Name != l.Name {
		t.Errorf("pages of %d and %d", len(first), len(rest))
	}
	_, _, err = st.ListProceedings(t.Context(), store.ProceedingFilter{}, 2, "x")
	wantErr(t, err, models.ErrInvalid)

	// Its record is erased, and it with it; what it counted stays.
	r := &models.Record{Station: "青石站"}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.RecordWriter().Create(ctx, r) }))
	must(t, models.Do(l, models.Actor{ID: "u-guan"}, models.Act{Kind: models.ActRegister, Record: r.Name, Time: at}, at))
	must(t, putProceeding(t, st, l))
	job := &models.ErasureJob{Erasure: models.Erasure{Name: r.Name, Kind: models.Records, Reason: models.ReasonOrder}, Part: models.DataAll}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		if err := tx.RecordWriter().Delete(ctx, r.Name, ""); err != nil {
			return err
		}
		return tx.PutErasure(ctx, job)
	}))
	_, err = st.Proceeding(t.Context(), l.Name)
	wantErr(t, err, models.ErrNotFound)
	wantEqual(t, "the files to be erased", job.Blobs, []string{file})
	sums, err := st.SumFacts(t.Context(), store.FactFilter{From: "2026-03-02", To: "2026-03-02"})
	must(t, err)
	wantEqual(t, "what was counted", sums, []store.FactSum{
		{Area: "510107", Station: "青石站", Measure: models.MeasureLeads, Key: "CITIZEN", Amount: 1},
		{Area: "530602", Station: "白鹭站", Measure: models.MeasureLeads, Key: "CITIZEN", Amount: 2},
	})

	rest[0], err = st.Proceeding(t.Context(), first[0].Head().Name)
	must(t, err)
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.ProceedingWriter().DropProceeding(ctx, first[0].Head().Name)
		return err
	}))
	_, err = st.Proceeding(t.Context(), first[0].Head().Name)
	wantErr(t, err, models.ErrNotFound)
}

// testFacts: the statistics of random histories are what a naive count of all their acts
// says, for any period and area, as of any day.
func testFacts(t *testing.T, st store.Store) {
	rng := rand.New(rand.NewPCG(22, 1)) //nolint:gosec // the same histories each time
	begun := time.Date(2026, 1, 1, 4, 0, 0, 0, time.UTC)
	var all []models.Proceeding
	for i := range 60 {
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
	}
	sums, err := st.SumFacts(t.Context(), store.FactFilter{From: "2026-01-01", To: "2026-12-31", AsOf: begun.AddDate(-30, 0, 0)})
	must(t, err)
	if len(sums) != 0 {
		t.Errorf("before anything was entered: %v", sums)
	}
}

// aHistory returns a lead or a stay with a random history.
func aHistory(t *testing.T, rng *rand.Rand, i int, at time.Time) models.Proceeding {
	t.Helper()
	station, area := fmt.Sprint("站", i%3), []string{"510107", "510104", "530602"}[i%3]
	actor := models.Actor{ID: "u-guan", Station: station}
	var p models.Proceeding = aLead(t, station, area, "", at)
	acts := []models.Act{
		{Kind: models.ActOutcome, Outcome: models.OutcomeHelped, Given: []models.Given{{Item: models.GivenFood, Quantity: 1 + rng.IntN(3)}}},
		{Kind: models.ActUndo, Note: "登记错了"},
		{Kind: models.ActOutcome, Outcome: models.OutcomeRefused},
	}
	if i%2 == 0 {
		s := &models.Stay{
			Docket: models.Docket{Station: station, Place: models.Place{Code: area}, Record: "records/r"}, Arrival: models.ArrivalSelf,
			Categories: []models.Category{models.CategoryCapable, models.CategoryDisabled}[:1+rng.IntN(2)],
		}
		must(t, models.Begin(s, actor, models.Act{Kind: models.ActAdmit, Time: at}, at))
		p = s
		acts = []models.Act{
			{Kind: models.ActHospital, Unit: "市三院"},
			{Kind: models.ActLeave, Way: models.LeaveAway, Note: "夜间离站"},
			{Kind: models.ActUndo, Note: "回来了"},
			{Kind: models.ActLeave, Way: models.LeaveOwn, Signatures: []models.Signature{{Kind: models.SignPerson, Name: "关"}}},
		}
	}
	for _, a := range acts[:rng.IntN(len(acts)+1)] {
		at = at.AddDate(0, 0, rng.IntN(15))
		a.Time = at
		must(t, models.Do(p, actor, a, at))
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
			case models.ActHospital:
				add(a, models.MeasureHospital, "", 1)
			case models.ActLeave:
				out = models.DayOf(a.Time)
				add(a, models.MeasureLeavings, string(a.Way), 1)
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
