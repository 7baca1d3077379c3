package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// inTx runs fn in a transaction of the usual actor.
func inTx(t *testing.T, st store.Store, fn func(ctx context.Context, tx store.Tx) error) error {
	t.Helper()
	ctx := as(t, actor)
	return st.InTx(ctx, func(tx store.Tx) error { return fn(ctx, tx) })
}

// eraseAll deletes a notice and notes it, as a use case does.
func eraseAll(t *testing.T, st store.Store, n *models.Notice, job models.ErasureJob) models.ErasureJob {
	t.Helper()
	job.Name, job.Kind, job.Part = n.Name, models.Notices, models.DataAll
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		if err := tx.NoticeWriter().Delete(ctx, n.Name, ""); err != nil {
			return err
		}
		return tx.PutErasure(ctx, &job)
	}))
	return job
}

func testErasures(t *testing.T, st store.Store) {
	s := notices()
	gone, stays, record := s.full("警方", "E-1"), s.full("警方", "E-2"), records().full("站", "E-3")
	create(t, st, s, gone, stays)
	create(t, st, records(), record)
	attachment, err := st.PutBlob(t.Context(), []byte("a family's photo"))
	must(t, err)
	aCase := &models.Case{Record: record.Name, Notice: gone.Name, State: models.CaseProposed, History: []models.Step{{
		Number: 1, Kind: models.StepPropose, To: models.CaseProposed, Actor: actor,
		Item: &models.Item{Kind: models.ItemFamilyPhoto, Attachment: &models.Attachment{SHA256: attachment, ContentType: "image/jpeg", Size: 16}},
	}}}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.CaseWriter().CreateCase(ctx, aCase) }))

	_, err = st.Erasure(t.Context(), gone.Name)
	wantErr(t, err, models.ErrNotFound)
	want := models.ErasureJob{
		Erasure: models.Erasure{Reason: models.ReasonFamily}, Blobs: []string{"abc"}, Imports: []string{"imports/a"}, Origin: "警方", ExternalID: "E-1",
	}
	job := eraseAll(t, st, gone, want)
	if job.ID == 0 || job.Time.IsZero() || len(job.Blobs) != 2 || job.Blobs[1] != attachment {
		t.Errorf("the job is %+v", job)
	}
	placeholder, err := st.Erasure(t.Context(), gone.Name)
	must(t, err)
	wantEqual(t, "the placeholder", *placeholder, models.Erasure{Name: gone.Name, Kind: models.Notices, Time: job.Time, Reason: models.ReasonFamily})
	if _, err := st.Case(t.Context(), aCase.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a case of somebody erased: %v", err)
	}
	jobs, err := st.ErasureJobs(t.Context())
	must(t, err)
	wantEqual(t, "jobs", jobs, []models.ErasureJob{job})
	trail, err := st.AuditTrail(t.Context(), 0, 100)
	must(t, err)
	if last := trail[len(trail)-1]; last.Action != models.ActionErase || last.Objects[0] != gone.Name || last.Detail != "ALL FAMILY_WITHDREW" {
		t.Errorf("audited as %+v", last)
	}

	// A part of one who stays.
	part := models.ErasureJob{Erasure: models.Erasure{Name: stays.Name, Kind: models.Notices, Reason: "RETENTION:x"}, Part: models.DataContacts}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutErasure(ctx, &part) }))
	_, err = st.Erasure(t.Context(), stays.Name)
	wantErr(t, err, models.ErrNotFound)
	for _, id := range []int64{job.ID, part.ID, job.ID} {
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.EndErasure(ctx, id) }))
	}
	if jobs, err := st.ErasureJobs(t.Context()); err != nil || len(jobs) != 0 {
		t.Errorf("jobs that ended: %+v, %v", jobs, err)
	}
	second := eraseAll(t, st, stays, models.ErasureJob{})
	page, next, err := st.Erasures(t.Context(), 1, "")
	must(t, err)
	wantEqual(t, "the first page", page, []models.Erasure{*placeholder})
	page, next, err = st.Erasures(t.Context(), 1, next)
	must(t, err)
	if len(page) != 1 || page[0].Name != second.Name || next != "" {
		t.Errorf("the last page: %+v, %q", page, next)
	}
	_, _, err = st.Erasures(t.Context(), 1, "x")
	wantErr(t, err, models.ErrInvalid)
	must(t, st.Scrub(t.Context()))
}

// A part that is erased leaves the cases, too: what proves them, and what they quote.
func testErasePart(t *testing.T, st store.Store) {
	n, record := notices().full("警方", "E-1"), records().full("站", "E-2")
	create(t, st, notices(), n)
	create(t, st, records(), record)
	proof, err := st.PutBlob(t.Context(), []byte("a family's photo"))
	must(t, err)
	match := models.Match{Record: record.Name, Notice: n.Name, Evidence: []models.Evidence{{Feature: "marks", NoticeValue: "左眉上方一道疤"}}}
	c := &models.Case{Record: record.Name, Notice: n.Name, State: models.CaseProposed, Match: match, History: []models.Step{{
		Number: 1, Kind: models.StepPropose, To: models.CaseProposed,
		Item: &models.Item{Kind: models.ItemFamilyPhoto, Attachment: &models.Attachment{SHA256: proof, ContentType: "image/jpeg", Size: 16}},
	}}}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		return errors.Join(tx.CaseWriter().CreateCase(ctx, c), tx.AlertWriter().PutAlert(ctx, &models.Alert{Key: "k", Case: c.Name, Match: match}))
	}))
	erase := func(part models.DataCategory) models.ErasureJob {
		t.Helper()
		job := models.ErasureJob{Erasure: models.Erasure{Name: n.Name, Kind: models.Notices, Reason: "RETENTION:x"}, Part: part}
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutErasure(ctx, &job) }))
		must(t, st.DropBlobs(t.Context(), job.Blobs))
		return job
	}
	if job := erase(models.DataContacts); len(job.Blobs) != 0 {
		t.Errorf("with the contacts go %v", job.Blobs)
	}
	readBlob(t, st, proof)
	erase(models.DataBiometrics)
	_, err = st.Blob(t.Context(), proof)
	wantErr(t, err, models.ErrNotFound)
	if got, err := st.Case(t.Context(), c.Name); err != nil || len(got.Match.Evidence) != 1 || len(got.History) != 1 {
		t.Errorf("the case without its photo: %+v, %v", got, err)
	}
	erase(models.DataTexts)
	got, err := st.Case(t.Context(), c.Name)
	must(t, err)
	wantEqual(t, "what the case quotes", got.Match, models.Match{})
	if alerts, err := st.Alerts(t.Context(), 0, 10); err != nil || len(alerts) != 0 {
		t.Errorf("alerts %+v, %v", alerts, err)
	}
}

func testExpired(t *testing.T, st store.Store) {
	s := notices()
	open, closed, other := s.full("a", "1"), s.full("a", "2"), s.full("a", "3")
	closed.Status, other.Status = models.NoticeClosed, models.NoticeWithdrawn
	create(t, st, s, open, closed, other)
	expired := func(before time.Time, part models.DataCategory, statuses ...string) []string {
		t.Helper()
		names, err := st.Expired(t.Context(), models.Notices, statuses, before, part, 10)
		must(t, err)
		return names
	}
	later := time.Now().Add(time.Hour)
	wantEqual(t, "closed", expired(later, models.DataContacts, "CLOSED"), []string{closed.Name})
	wantEqual(t, "closed or withdrawn", len(expired(later, models.DataContacts, "CLOSED", "WITHDRAWN")), 2)
	wantEqual(t, "open", len(expired(later, models.DataContacts, "OPEN")), 0)
	wantEqual(t, "not yet", len(expired(time.Now().Add(-time.Hour), models.DataContacts, "CLOSED")), 0)

	// Another change of a closed one does not put its end off, but lets it be looked at again.
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error {
		return tx.MarkErased(ctx, closed.Name, models.DataContacts)
	}))
	wantEqual(t, "looked at", len(expired(later, models.DataContacts, "CLOSED")), 0)
	wantEqual(t, "another part", len(expired(later, models.DataTexts, "CLOSED")), 1)
	cut := time.Now()
	time.Sleep(2 * time.Millisecond)
	closed.Circumstances = "有更正"
	must(t, update(t, st, s, closed))
	wantEqual(t, "changed", expired(cut, models.DataContacts, "CLOSED"), []string{closed.Name})
	closed.Status = models.NoticeWithdrawn
	must(t, update(t, st, s, closed))
	wantEqual(t, "since the new status", len(expired(cut, models.DataContacts, "CLOSED", "WITHDRAWN")), 1)
}

func testDropImportRows(t *testing.T, st store.Store) {
	wrong := models.ImportRow{Line: 1, Outcome: models.RowFailed, Errors: []models.RowError{{Reason: "不认识的值“柳望舒”"}}}
	for name, state := range map[string]models.ImportState{"imports/done": models.ImportDone, "imports/runs": models.ImportRunning} {
		putImport(t, st, &models.Import{Name: name, Kind: models.Notices, State: state, Failed: 1})
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutImportRows(ctx, name, wrong) }))
	}
	for _, c := range []struct {
		before time.Time
		left   int
	}{{time.Now().Add(-time.Hour), 1}, {time.Now().Add(time.Hour), 0}} {
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.DropImportRows(ctx, c.before) }))
		for name, want := range map[string]int{"imports/done": c.left, "imports/runs": 1} {
			imp, err := st.Import(t.Context(), name)
			must(t, err)
			if len(imp.Errors) != want || imp.Failed != 1 {
				t.Errorf("%s has %d errors, want %d", name, len(imp.Errors), want)
			}
		}
	}
}

func testDropBlobs(t *testing.T, st store.Store) {
	named, err := st.PutBlob(t.Context(), []byte("named"))
	must(t, err)
	unnamed, err := st.PutBlob(t.Context(), []byte("unnamed"))
	must(t, err)
	r := records().empty()
	r.Photos = []models.Photo{{SHA256: named}}
	create(t, st, records(), r)
	must(t, st.DropBlobs(t.Context(), []string{named, unnamed, "../../etc/passwd", ""}))
	readBlob(t, st, named)
	_, err = st.Blob(t.Context(), unnamed)
	wantErr(t, err, models.ErrNotFound)
}

func testTakedowns(t *testing.T, st store.Store) {
	proof, err := st.PutBlob(t.Context(), []byte("an identity card"))
	must(t, err)
	put := func(td *models.Takedown, was models.TakedownState) error {
		return inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutTakedown(ctx, td, was) })
	}
	td := &models.Takedown{
		Notice: "notices/a", Requester: models.Contact{Name: "柳望舒", Relation: "本人", Phone: "000-1234"}, Evidence: "身份证已出示",
		Attachments: []models.Proof{{Attachment: models.Attachment{SHA256: proof, ContentType: "image/jpeg", Size: 16}}},
		State:       models.TakedownRequested, EnteredBy: "u-guan", Was: models.NoticeOpen,
	}
	must(t, put(td, ""))
	got, err := st.Takedown(t.Context(), td.Name)
	must(t, err)
	wantEqual(t, "the takedown", got, td)

	missing := *td
	missing.Attachments = []models.Proof{{Attachment: models.Attachment{SHA256: "none"}}}
	wantErr(t, put(&missing, models.TakedownRequested), models.ErrPrecondition)
	wantErr(t, put(&models.Takedown{Name: "takedowns/none"}, models.TakedownRequested), models.ErrNotFound)
	wantErr(t, put(td, models.TakedownAccepted), models.ErrStale)
	must(t, st.DropBlobs(t.Context(), []string{proof})) // it is named
	readBlob(t, st, proof)

	td.State, td.DecidedBy, td.EraseTime = models.TakedownAccepted, "u-pei", time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	must(t, put(td, models.TakedownRequested))
	must(t, put(&models.Takedown{Notice: "notices/b", State: models.TakedownRequested}, ""))
	page, next, err := st.Takedowns(t.Context(), models.TakedownAccepted, 10, "")
	must(t, err)
	wantEqual(t, "the accepted ones", page, []*models.Takedown{td})
	page, next, err = st.Takedowns(t.Context(), "", 1, next)
	must(t, err)
	if len(page) != 1 || next == "" {
		t.Errorf("a page of all: %v, %q", page, next)
	}
	td.Attachments, td.State = nil, models.TakedownErased
	must(t, put(td, models.TakedownAccepted))
	must(t, st.DropBlobs(t.Context(), []string{proof}))
	_, err = st.Blob(t.Context(), proof)
	wantErr(t, err, models.ErrNotFound)
}
