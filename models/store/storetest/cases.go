package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

var helper = models.Actor{ID: "u-bai", Role: models.RoleCaseworker}

// proposed returns a case that a person proposed.
func proposed(t *testing.T, record, notice string) *models.Case {
	t.Helper()
	c := &models.Case{Record: record, Notice: notice, FaceAlone: true, Match: models.Match{
		Record: record, Notice: notice, Probability: 1.0 / 3, Weight: -7.25, Parameters: "built-in-1",
		Evidence: []models.Evidence{{Feature: "name", Weight: 9, RecordValue: "柳望舒", Reason: models.Text{Zh: "同音", En: "alike"}, Conflict: true}},
	}}
	take(t, c, models.Step{Kind: models.StepPropose, Actor: actor, Reason: "听口音像"})
	return c
}

func take(t *testing.T, c *models.Case, s models.Step) {
	t.Helper()
	s.Time = time.Date(2026, 3, 1, 8, len(c.History), 0, 123, time.UTC)
	must(t, c.Apply(s))
}

func withCases(ctx context.Context, st store.Store, fn func(w store.CaseWriter) error) error {
	return st.InTx(ctx, func(tx store.Tx) error { return fn(tx.CaseWriter()) })
}

func createCase(t *testing.T, st store.Store, c *models.Case) {
	t.Helper()
	ctx := as(t, actor)
	must(t, withCases(ctx, st, func(w store.CaseWriter) error { return w.CreateCase(ctx, c) }))
}

func updateCase(t *testing.T, st store.Store, c *models.Case) error {
	t.Helper()
	ctx := as(t, helper)
	return withCases(ctx, st, func(w store.CaseWriter) error { return w.UpdateCase(ctx, c) })
}

// A case comes back as it was written, its history with it, and the trail says who.
func testCaseRoundTrip(t *testing.T, st store.Store) {
	sha, err := st.PutBlob(t.Context(), []byte("a report"))
	must(t, err)
	c := proposed(t, "records/a", "notices/b")
	createCase(t, st, c)
	if c.Name == "" || c.Etag == "" || c.CreateTime.IsZero() || !c.UpdateTime.Equal(c.CreateTime) {
		t.Errorf("not filled in: %+v", c)
	}
	got, err := st.Case(t.Context(), c.Name)
	must(t, err)
	wantEqual(t, "the new case", got, c)

	take(t, c, models.Step{Kind: models.StepVerify, Actor: helper, Reason: "核实"})
	take(t, c, models.Step{Kind: models.StepItem, Actor: helper, Item: &models.Item{Kind: models.ItemDNA, Result: models.ResultSupports,
		Signature: "白法医", Attachment: &models.Attachment{SHA256: sha, ContentType: "application/pdf", Size: 8}}})
	was := c.Etag
	must(t, updateCase(t, st, c))
	if c.Etag == was {
		t.Error("the etag stays")
	}
	got, err = st.Case(t.Context(), c.Name)
	must(t, err)
	wantEqual(t, "the case, gone on", got, c)
	trail, err := st.AuditTrail(t.Context(), 0, 10)
	must(t, err)
	if len(trail) != 2 || trail[1].Actor != helper || trail[1].Action != models.ActionUpdate || len(trail[1].Objects) != 3 || trail[1].Objects[0] != c.Name {
		t.Errorf("trail %+v", trail)
	}
	_, err = st.Case(t.Context(), "cases/none")
	wantErr(t, err, models.ErrNotFound)
}

func testCaseRefusals(t *testing.T, st store.Store) {
	c, other := proposed(t, "records/a", "notices/b"), proposed(t, "records/a", "notices/c")
	createCase(t, st, c)
	createCase(t, st, other)
	ctx := as(t, actor)
	wantErr(t, withCases(ctx, st, func(w store.CaseWriter) error { return w.CreateCase(ctx, proposed(t, "records/a", "notices/b")) }), models.ErrExists)
	wantErr(t, withCases(t.Context(), st, func(w store.CaseWriter) error {
		return w.CreateCase(t.Context(), proposed(t, "records/x", "notices/y"))
	}), models.ErrUnauthenticated)

	stale := *c
	stale.Etag = "old"
	wantErr(t, updateCase(t, st, &stale), models.ErrStale)
	shorter := *c
	shorter.History = nil
	wantErr(t, updateCase(t, st, &shorter), models.ErrPrecondition)
	gone := *c
	gone.Name = "cases/none"
	wantErr(t, updateCase(t, st, &gone), models.ErrNotFound)
	unproven := *c
	take(t, &unproven, models.Step{Kind: models.StepVerify, Actor: helper, Reason: "核实"})
	take(t, &unproven, models.Step{Kind: models.StepItem, Actor: helper, Item: &models.Item{Kind: models.ItemDNA, Result: models.ResultSupports,
		Signature: "白法医", Attachment: &models.Attachment{SHA256: "ab", ContentType: "application/pdf"}}})
	wantErr(t, updateCase(t, st, &unproven), models.ErrPrecondition)

	// A record is one person: the second that is settled is refused, in both states.
	c.State, other.State = models.CaseReunited, models.CaseConfirmed
	must(t, updateCase(t, st, c))
	wantErr(t, updateCase(t, st, other), models.ErrPrecondition)
	third := proposed(t, "records/z", "notices/b")
	createCase(t, st, third)
	third.State = models.CaseConfirmed
	wantErr(t, updateCase(t, st, third), models.ErrPrecondition)
	for _, want := range []*models.Case{c, other, third} {
		got, err := st.Case(t.Context(), want.Name)
		must(t, err)
		if settled := got.State.Settled(); settled != (want == c) {
			t.Errorf("%s with %s is %s", want.Record, want.Notice, got.State)
		}
	}
}

func testCaseLists(t *testing.T, st store.Store) {
	ab, ac, db := proposed(t, "records/a", "notices/b"), proposed(t, "records/a", "notices/c"), proposed(t, "records/d", "notices/b")
	for _, c := range []*models.Case{ab, ac, db} {
		createCase(t, st, c)
	}
	ac.State, ac.ReviewDate = models.CaseUnresolved, "2026-05-01"
	db.Assignee = "u-bai"
	must(t, errors.Join(updateCase(t, st, ac), updateCase(t, st, db)))
	for subject, want := range map[string][]string{
		"records/a": {ab.Name, ac.Name}, "notices/b": {ab.Name, db.Name}, "notices/c": {ac.Name}, "records/none": nil,
	} {
		found, err := st.CasesOf(t.Context(), subject)
		must(t, err)
		wantEqual(t, "cases of "+subject, caseNames(found), want)
	}
	for _, test := range []struct {
		filter store.CaseFilter
		want   []string
	}{
		{store.CaseFilter{}, []string{ab.Name, ac.Name, db.Name}},
		{store.CaseFilter{Record: "records/a"}, []string{ab.Name, ac.Name}},
		{store.CaseFilter{Notice: "notices/b", State: models.CaseProposed}, []string{ab.Name, db.Name}},
		{store.CaseFilter{Assignee: "u-bai"}, []string{db.Name}},
		{store.CaseFilter{DueBy: "2026-04-30"}, nil},
		{store.CaseFilter{DueBy: "2026-05-01"}, []string{ac.Name}},
		{store.CaseFilter{State: models.CaseRejected}, nil},
	} {
		var all []string
		for token := ""; ; {
			page, next, err := st.ListCases(t.Context(), test.filter, 1, token)
			must(t, err)
			all = append(all, caseNames(page)...)
			if token = next; token == "" {
				break
			}
		}
		wantEqual(t, "the pages of a list", all, test.want)
	}
	_, _, err := st.ListCases(t.Context(), store.CaseFilter{}, 1, "c0'")
	wantErr(t, err, models.ErrInvalid)
	_, _, err = st.ListCases(t.Context(), store.CaseFilter{}, 0, "")
	wantErr(t, err, models.ErrInvalid)
}

func caseNames(list []*models.Case) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// A transaction that ends in an error leaves no case, and sees its own until then.
func testCaseRollsBack(t *testing.T, st store.Store) {
	ctx, oops, check := as(t, actor), errors.New("oops"), unchanged(t, st)
	wantErr(t, withCases(ctx, st, func(w store.CaseWriter) error {
		c := proposed(t, "records/a", "notices/b")
		must(t, w.CreateCase(ctx, c))
		found, err := w.CasesOf(ctx, "notices/b")
		must(t, err)
		wantEqual(t, "seen inside", caseNames(found), []string{c.Name})
		must(t, w.PutLink(ctx, &models.Link{Kind: models.LinkSame, File: "records/a", Of: "records/c"}))
		return oops
	}), oops)
	found, err := st.CasesOf(ctx, "notices/b")
	must(t, err)
	links, err := st.Links(ctx, "records/a")
	must(t, err)
	wantEqual(t, "what is left", len(found)+len(links), 0)
	check()
}

// The last word about two files counts, whichever way round it is said.
func testLinks(t *testing.T, st store.Store) {
	ctx := as(t, helper)
	for _, link := range []models.Link{
		{Kind: models.LinkSame, File: "notices/b", Of: "notices/a", Reason: "同一家属"},
		{Kind: models.LinkSame, File: "notices/c", Of: "notices/a"},
		{Kind: models.LinkUndone, File: "notices/a", Of: "notices/b", Reason: "弄错了"},
	} {
		must(t, withCases(ctx, st, func(w store.CaseWriter) error { return w.PutLink(ctx, &link) }))
		if link.Seq < 1 || link.Actor != helper || link.Time.IsZero() {
			t.Errorf("not filled in: %+v", link)
		}
	}
	last, err := st.Links(t.Context(), "notices/a")
	must(t, err)
	if len(last) != 2 || last[0].Kind != models.LinkSame || last[0].File != "notices/c" || last[1].Kind != models.LinkUndone || last[1].Reason != "弄错了" {
		t.Errorf("the last words are %+v", last)
	}
	both, err := st.Links(t.Context(), "notices/c", "notices/x", "notices/b")
	must(t, err)
	if len(both) != 2 || both[0].File != "notices/c" || both[1].Kind != models.LinkUndone {
		t.Errorf("the last words about two are %+v", both)
	}
	none, err := st.Links(t.Context())
	must(t, err)
	wantEqual(t, "links of nobody", len(none), 0)
	history, err := st.LinkHistory(t.Context(), "notices/b")
	must(t, err)
	if len(history) != 2 || history[0].Kind != models.LinkSame || history[0].Actor != helper || history[1].Kind != models.LinkUndone {
		t.Errorf("the history is %+v", history)
	}
	trail, err := st.AuditTrail(t.Context(), 0, 10)
	must(t, err)
	wantEqual(t, "audit rows", len(trail), 3)
	refused := st.InTx(t.Context(), func(tx store.Tx) error {
		return tx.CaseWriter().PutLink(t.Context(), &models.Link{Kind: models.LinkSame, File: "notices/x", Of: "notices/y"})
	})
	wantErr(t, refused, models.ErrUnauthenticated)
}

func testAlerts(t *testing.T, st store.Store) {
	ctx := as(t, models.System())
	put := func(a *models.Alert) error {
		return st.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutAlert(ctx, a) })
	}
	first := &models.Alert{Key: "k1", Case: "cases/a", Match: models.Match{Record: "records/a", Probability: .5}, Reasons: []models.Text{{Zh: "双", En: "twin"}}}
	second := &models.Alert{Key: "k2", Case: "cases/b"}
	must(t, errors.Join(put(first), put(second)))
	wantErr(t, put(&models.Alert{Key: "k1", Case: "cases/z"}), models.ErrExists)
	last, err := st.LastAlert(ctx)
	must(t, err)
	if last != second.ID || first.ID >= second.ID || first.ID < 1 {
		t.Errorf("ids %d, %d, the last %d", first.ID, second.ID, last)
	}
	all, err := st.Alerts(ctx, 0, 10)
	must(t, err)
	wantEqual(t, "alerts", all, []models.Alert{*first, *second})
	some, err := st.Alerts(ctx, first.ID, 1)
	must(t, err)
	wantEqual(t, "the next alert", some, []models.Alert{*second})

	_, ok, err := st.Position(ctx, "alerts")
	must(t, err)
	wantEqual(t, "a worker that never began", ok, false)
	due := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	must(t, st.InTx(ctx, func(tx store.Tx) error {
		w := tx.AlertWriter()
		return errors.Join(w.PutPosition(ctx, "alerts", 5), w.PutPosition(ctx, "alerts", 9),
			w.PutDelivery(ctx, &models.Delivery{Alert: first.ID, State: models.DeliveryWaiting, Next: due.Add(time.Hour)}),
			w.PutDelivery(ctx, &models.Delivery{Alert: second.ID, State: models.DeliveryWaiting, Next: due}),
			w.PutDelivery(ctx, &models.Delivery{Alert: first.ID, State: models.DeliveryDead, Next: due, Attempts: 7, Error: "status 500"}))
	}))
	seq, ok, err := st.Position(ctx, "alerts")
	must(t, err)
	if seq != 9 || !ok {
		t.Errorf("position %d, %v", seq, ok)
	}
	for state, want := range map[models.DeliveryState]int64{models.DeliveryDead: first.ID, models.DeliveryWaiting: second.ID} {
		found, err := st.Deliveries(ctx, state, 10)
		must(t, err)
		if len(found) != 1 || found[0].Alert != want || !found[0].Next.Equal(due) || found[0].Time.IsZero() {
			t.Errorf("%s: %+v", state, found)
		}
	}
	every, err := st.Deliveries(ctx, "", 10)
	must(t, err)
	wantEqual(t, "deliveries", len(every), 2)
}

// Long histories come a few at a time.
func testCaseListBytes(t *testing.T, st store.Store) {
	var want []string
	for i := range 3 {
		c := proposed(t, fmt.Sprintf("records/%d", i), "notices/b")
		c.History[0].Reason = strings.Repeat("长", store.PageBytes/3*2/5)
		createCase(t, st, c)
		want = append(want, c.Name)
	}
	first, next, err := st.ListCases(t.Context(), store.CaseFilter{}, 100, "")
	must(t, err)
	wantEqual(t, "the first page", caseNames(first), want[:2])
	rest, end, err := st.ListCases(t.Context(), store.CaseFilter{}, 100, next)
	must(t, err)
	wantEqual(t, "the second page", caseNames(rest), want[2:])
	wantEqual(t, "what is behind it", end, "")
}
