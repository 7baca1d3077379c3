package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// The journal tells what became of whom, when, and of which area and station it was then.
func testJournal(t *testing.T, st store.Store) {
	r, n := records(), notices()
	rec, not, twin := r.full("青石站", "E-1"), n.full("甲", "E-1"), n.full("甲", "E-2")
	create(t, st, r, rec)
	create(t, st, n, not, twin)
	created := rec.UpdateTime
	must(t, update(t, st, r, rec))
	moved := *rec
	moved.Station, moved.FoundPlace.Code = "白鹭站", "999802"
	must(t, update(t, st, r, &moved))
	for _, kind := range []models.LinkKind{models.LinkSame, models.LinkUndone, models.LinkDistinct} {
		must(t, withCases(as(t, actor), st, func(w store.CaseWriter) error {
			return w.PutLink(as(t, actor), &models.Link{Kind: kind, File: twin.Name, Of: not.Name, Reason: "同一家属"})
		}))
	}
	must(t, remove(t, st, n, twin.Name, ""))
	eraseAll(t, st, not, models.ErasureJob{Erasure: models.Erasure{Reason: models.ReasonFamily}})
	must(t, remove(t, st, r, rec.Name, ""))

	old := models.JournalEntry{Area: rec.FoundPlace.Code, Station: "青石站"}
	now := models.JournalEntry{Area: "999802", Station: "白鹭站"}
	want := []models.JournalEntry{
		{Name: rec.Name, Kind: models.ChangeCreated, Area: old.Area, Station: old.Station},
		{Name: not.Name, Kind: models.ChangeCreated},
		{Name: twin.Name, Kind: models.ChangeCreated},
		{Name: rec.Name, Kind: models.ChangeUpdated, Area: old.Area, Station: old.Station},
		{Name: rec.Name, Kind: models.ChangeMoved, Area: old.Area, Station: old.Station},
		{Name: rec.Name, Kind: models.ChangeUpdated, Area: now.Area, Station: now.Station},
		{Name: twin.Name, Kind: models.ChangeMerged}, // with one who is erased since
		{Name: not.Name, Kind: models.ChangeMerged, Other: twin.Name},
		{Name: twin.Name, Kind: models.ChangeUnmerged},
		{Name: not.Name, Kind: models.ChangeUnmerged, Other: twin.Name},
		{Name: twin.Name, Kind: models.ChangeDeleted},
		{Name: not.Name, Kind: models.ChangeDeleted},
		{Name: rec.Name, Kind: models.ChangeDeleted, Area: now.Area, Station: now.Station},
	}
	got, err := st.Journal(t.Context(), 0, 100)
	must(t, err)
	if len(got) != len(want) {
		t.Fatalf("the journal is %+v", got)
	}
	changes, err := st.Changes(t.Context(), 0, 100)
	must(t, err)
	for i := range got {
		if got[i].Time.Before(created) || got[i].Time.Location() != time.UTC || got[i].Seq != changes[i].Seq {
			t.Errorf("entry %d is of %v, number %d, change %+v", i, got[i].Time, got[i].Seq, changes[i])
		}
		want[i].Seq, want[i].Time = got[i].Seq, got[i].Time
	}
	wantEqual(t, "journal", got, want)
	some, err := st.Journal(t.Context(), want[1].Seq, 2)
	must(t, err)
	wantEqual(t, "two entries", some, want[2:4])
}

func testAnswers(t *testing.T, st store.Store) {
	n := notices()
	shown, erased := n.full("甲", "E-1"), n.full("甲", "E-2")
	create(t, st, n, shown, erased)
	put := func(a *models.KeptAnswer) error {
		return inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutAnswer(ctx, a) })
	}
	_, err := st.Answer(t.Context(), "k1")
	wantErr(t, err, models.ErrNotFound)
	first := &models.KeptAnswer{Key: "k1", Subject: shown.Name, Request: [32]byte{1, 2, 3}, Content: []byte("柳望舒")}
	part := &models.KeptAnswer{Key: "k2", Subject: erased.Name, Content: []byte("柳二")}
	batch := &models.KeptAnswer{Key: "k3", Content: []byte("names alone")}
	must(t, put(first))
	must(t, put(part))
	must(t, put(batch))
	wantErr(t, put(&models.KeptAnswer{Key: "k1"}), models.ErrExists)
	got, err := st.Answer(t.Context(), "k1")
	must(t, err)
	wantEqual(t, "the answer", got, first)
	if first.Time.IsZero() {
		t.Error("the time is not filled in")
	}

	must(t, remove(t, st, n, shown.Name, ""))
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		return tx.PutErasure(ctx, &models.ErasureJob{Erasure: models.Erasure{Name: erased.Name, Kind: models.Notices}, Part: models.DataTexts})
	}))
	for _, key := range []string{"k1", "k2"} {
		got, err = st.Answer(t.Context(), key)
		must(t, err)
		if len(got.Content) > 0 || got.Time.IsZero() {
			t.Errorf("after its person was erased: %+v", got)
		}
	}
	got, err = st.Answer(t.Context(), "k3")
	must(t, err)
	wantEqual(t, "the answer about many", got, batch)
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.DropAnswers(ctx, part.Time.Add(1)) }))
	_, err = st.Answer(t.Context(), "k2")
	wantErr(t, err, models.ErrNotFound)
	_, err = st.Answer(t.Context(), "k3")
	if batch.Time.After(part.Time) {
		must(t, err)
	}
}

// Lists can be narrowed by when their subjects were written.
func testListTimes[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, a)
	create(t, st, s, b)
	must(t, update(t, st, s, a))
	at := func(column store.TimeColumn, op string, time time.Time) store.Filter {
		return store.Filter{Times: []store.TimeBound{{Column: column, Op: op, Time: time}}}
	}
	for _, test := range []struct {
		filter store.Filter
		want   []T
	}{
		{at(store.UpdateTime, ">", b.Common().UpdateTime), []T{a}},
		{at(store.UpdateTime, ">=", b.Common().UpdateTime), []T{a, b}},
		{at(store.UpdateTime, "<", a.Common().UpdateTime), []T{b}},
		{at(store.UpdateTime, "=", a.Common().UpdateTime), []T{a}},
		{at(store.UpdateTime, "!=", a.Common().UpdateTime), []T{b}},
		{at(store.CreateTime, "<=", a.Common().CreateTime), []T{a}},
		{at(store.CreateTime, "; --", a.Common().CreateTime), nil},
		{at("name", ">", a.Common().CreateTime), nil},
		{store.Filter{Times: []store.TimeBound{{Column: store.CreateTime, Op: ">", Time: a.Common().CreateTime}, {Column: store.UpdateTime, Op: "<", Time: a.Common().UpdateTime}}}, []T{b}},
	} {
		wantEqual(t, "narrowed", listAll(t, st, s, test.filter, 1), namesOf(test.want))
	}
}
