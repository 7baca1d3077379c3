package storetest

import (
	"context"
	"slices"
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
	must(t, putProceeding(t, st, aLead(t, "白鹭站", "530602", "", at))) // no id is no one's
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
