package storetest

import (
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Every mutation leaves one change row and one audit row in the actor's name.
func testEveryMutationTells[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	police, admin := models.Actor{ID: "u-pei", Role: models.RolePolice}, models.Actor{ID: "u-an", Role: models.RoleAdmin}
	x := s.full("青石站", "E-1")
	must(t, in(as(t, actor), st, s, func(w store.Writer[T]) error { return w.Create(as(t, actor), x) }))
	// The actor is the one in the mutation's context.
	must(t, in(as(t, actor), st, s, func(w store.Writer[T]) error { return w.Update(as(t, police), x) }))
	name := x.Common().Name
	must(t, in(as(t, admin), st, s, func(w store.Writer[T]) error { return w.Delete(as(t, admin), name, "") }))

	got := stateOf(t, st)
	ops := []models.Op{models.OpPut, models.OpPut, models.OpDelete}
	rows := []models.Audit{
		{Actor: actor, Action: models.ActionCreate}, {Actor: police, Action: models.ActionUpdate}, {Actor: admin, Action: models.ActionDelete},
	}
	if len(got.changes) != len(ops) || len(got.audit) != len(rows) {
		t.Fatalf("changes %+v, audit %+v", got.changes, got.audit)
	}
	for i, c := range got.changes {
		wantEqual(t, "change", c, models.Change{Seq: c.Seq, Name: name, Op: ops[i]})
		a := got.audit[i]
		wantEqual(t, "audit row", a, models.Audit{Seq: a.Seq, Time: a.Time, Actor: rows[i].Actor, Action: rows[i].Action,
			Objects: []string{name}, Detail: a.Detail, Hash: a.Hash})
		if a.Time.IsZero() || a.Time.Location() != time.UTC {
			t.Errorf("audit row %d is of %v", i, a.Time)
		}
	}
}

func testSidesApart(t *testing.T, st store.Store) {
	r, n := records(), notices()
	rec, not := r.full("青石站", "E-1"), n.full("青石站", "E-1")
	create(t, st, r, rec)
	create(t, st, n, not)
	wantEqual(t, "records", listAll(t, st, r, store.Filter{}, 9), []string{rec.Name})
	wantEqual(t, "notices", listAll(t, st, n, store.Filter{}, 9), []string{not.Name})
	_, err := st.Notices().Get(t.Context(), rec.Name)
	wantErr(t, err, models.ErrNotFound)
	wantErr(t, remove(t, st, n, rec.Name, ""), models.ErrNotFound)
	stray := n.full("青石站", "E-2")
	stray.Name = rec.Name
	wantErr(t, update(t, st, n, stray), models.ErrNotFound)
	wantEqual(t, "the record", get(t, st, r, rec.Name), rec)
}

func testChanges(t *testing.T, st store.Store) {
	r, n := records(), notices()
	last, err := st.LastChange(t.Context())
	must(t, err)
	wantEqual(t, "the last change of an empty store", last, int64(0))
	none, err := st.Changes(t.Context(), 0, 10)
	must(t, err)
	wantEqual(t, "the changes of an empty store", len(none), 0)

	rec, not := r.full("青石站", "E-1"), n.full("青石站", "E-1")
	create(t, st, r, rec)
	create(t, st, n, not)
	must(t, update(t, st, r, rec))
	must(t, remove(t, st, n, not.Name, ""))
	want := []models.Change{{Name: rec.Name, Op: models.OpPut}, {Name: not.Name, Op: models.OpPut},
		{Name: rec.Name, Op: models.OpPut}, {Name: not.Name, Op: models.OpDelete}}

	all, err := st.Changes(t.Context(), 0, 100)
	must(t, err)
	if len(all) != len(want) {
		t.Fatalf("changes %+v", all)
	}
	seq := int64(0)
	for i, c := range all {
		if c.Seq <= seq {
			t.Errorf("change %d has number %d after %d", i, c.Seq, seq)
		}
		seq = c.Seq
		want[i].Seq = seq
	}
	wantEqual(t, "changes", all, want)
	last, err = st.LastChange(t.Context())
	must(t, err)
	wantEqual(t, "the last change", last, seq)
	for _, test := range []struct {
		after int64
		limit int
		want  []models.Change
	}{
		{0, 2, want[:2]}, {want[0].Seq, 2, want[1:3]}, {want[2].Seq, 9, want[3:]}, {last, 9, nil}, {last + 99, 9, nil}, {0, 0, nil}, {0, -1, nil},
	} {
		got, err := st.Changes(t.Context(), test.after, test.limit)
		must(t, err)
		if len(got)+len(test.want) > 0 {
			wantEqual(t, "some changes", got, test.want)
		}
	}

	// The number of the newest change is not used again when all is gone.
	must(t, remove(t, st, r, rec.Name, ""))
	create(t, st, r, r.full("青石站", "E-1"))
	more, err := st.Changes(t.Context(), last, 9)
	must(t, err)
	if len(more) != 2 || more[0].Seq <= last || more[1].Seq <= more[0].Seq {
		t.Errorf("after %d: %+v", last, more)
	}
}

func testAuditTrail(t *testing.T, st store.Store) {
	auditor := models.Actor{ID: "u-shen", Role: models.RoleAuditor}
	first := models.Audit{Action: models.ActionSearch, Detail: "12 results"}
	must(t, st.AppendAudit(as(t, auditor), &first))
	second := models.Audit{Seq: 99, Time: time.Unix(1, 0), Actor: actor, Action: models.ActionCompare,
		Objects: []string{"records/a", "notices/b"}}
	must(t, st.AppendAudit(as(t, auditor), &second))
	for _, a := range []models.Audit{first, second} {
		if a.Seq < 1 || a.Actor != auditor || time.Since(a.Time).Abs() > time.Hour*24*365*50 || a.Time.Location() != time.UTC {
			t.Errorf("filled in: %+v", a)
		}
	}
	if second.Seq <= first.Seq {
		t.Errorf("numbers %d, %d do not grow", first.Seq, second.Seq)
	}
	create(t, st, records(), records().full("青石站", "E-1"))
	all, err := st.AuditTrail(t.Context(), 0, 10)
	must(t, err)
	if len(all) != 3 || all[2].Action != models.ActionCreate || all[2].Seq <= second.Seq {
		t.Fatalf("trail %+v", all)
	}
	wantEqual(t, "the written rows", all[:2], []models.Audit{first, second})
	for _, test := range []struct {
		after int64
		limit int
		want  []models.Audit
	}{{0, 1, all[:1]}, {first.Seq, 1, all[1:2]}, {first.Seq, 9, all[1:]}, {all[2].Seq, 9, nil}, {0, 0, nil}, {0, -1, nil}} {
		got, err := st.AuditTrail(t.Context(), test.after, test.limit)
		must(t, err)
		if len(got)+len(test.want) > 0 {
			wantEqual(t, "some of the trail", got, test.want)
		}
	}
}

func testAuditWithoutActor(t *testing.T, st store.Store) {
	check := unchanged(t, st)
	row := models.Audit{Actor: actor, Action: models.ActionRead}
	wantErr(t, st.AppendAudit(t.Context(), &row), models.ErrUnauthenticated)
	wantEqual(t, "the row", row, models.Audit{Actor: actor, Action: models.ActionRead})
	check()
}

// The store finds its own trail whole, and notices that a head is not its own.
func testAuditProof(t *testing.T, st store.Store) {
	empty, err := st.VerifyAudit(t.Context())
	must(t, err)
	wantEqual(t, "the verdict on an empty trail", empty, models.AuditVerdict{})
	ctx := models.WithPurpose(as(t, actor), "核对身份")
	row := models.Audit{Action: models.ActionRead, Objects: []string{"records/a"}}
	must(t, st.AppendAudit(ctx, &row))
	wantEqual(t, "the purpose", row.Purpose, "核对身份")
	create(t, st, records(), records().full("青石站", "E-1"))
	must(t, st.InTx(ctx, func(tx store.Tx) error {
		return tx.AppendAudit(ctx, &models.Audit{Action: models.ActionExport, Objects: []string{"records/\xff", ""}, Detail: "\xfe"})
	}))
	wantErr(t, st.InTx(t.Context(), func(tx store.Tx) error {
		return tx.AppendAudit(t.Context(), &models.Audit{Action: models.ActionExport})
	}), models.ErrUnauthenticated)
	all, err := st.AuditTrail(t.Context(), 0, 10)
	must(t, err)
	whole, err := st.VerifyAudit(t.Context(), models.AuditHead{Seq: row.Seq, Hash: row.Hash})
	must(t, err)
	last := all[len(all)-1]
	wantEqual(t, "the verdict", whole, models.AuditVerdict{Rows: 3, Head: models.AuditHead{Seq: last.Seq, Hash: last.Hash}})
	foreign, err := st.VerifyAudit(t.Context(), models.AuditHead{Seq: row.Seq, Hash: models.ChainHash{1}})
	must(t, err)
	wantEqual(t, "the first bad row", foreign.BadSeq, row.Seq)
}

func testAuditFilters(t *testing.T, st store.Store) {
	police := models.Actor{ID: "u-pei", Role: models.RolePolice}
	rows := []models.Audit{
		{Action: models.ActionRead, Objects: []string{"records/a", "photos/p"}}, {Action: models.ActionMatch, Objects: []string{"records/b"}},
		{Action: models.ActionRead, Objects: []string{"records/b"}}, {Action: models.ActionLogin},
	}
	for i := range rows {
		who := actor
		if i == 2 {
			who = police
		}
		must(t, st.AppendAudit(as(t, who), &rows[i]))
	}
	for name, test := range map[string]struct {
		filter store.AuditFilter
		want   []int
	}{
		"all":     {store.AuditFilter{}, []int{0, 1, 2, 3}},
		"actor":   {store.AuditFilter{Actor: police.ID}, []int{2}},
		"action":  {store.AuditFilter{Action: models.ActionRead}, []int{0, 2}},
		"object":  {store.AuditFilter{Object: "records/b"}, []int{1, 2}},
		"second":  {store.AuditFilter{Object: "photos/p"}, []int{0}},
		"part":    {store.AuditFilter{Object: "records/"}, nil},
		"both":    {store.AuditFilter{Object: "records/b", Action: models.ActionRead}, []int{2}},
		"from":    {store.AuditFilter{From: rows[3].Time.Add(1)}, nil},
		"to":      {store.AuditFilter{To: rows[0].Time}, nil},
		"between": {store.AuditFilter{From: rows[0].Time, To: rows[3].Time.Add(1)}, []int{0, 1, 2, 3}},
	} {
		got, err := st.FindAudit(t.Context(), test.filter, 0, 10)
		must(t, err)
		if len(got) != len(test.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, at := range test.want {
			wantEqual(t, name, got[i], rows[at])
		}
	}
}

// A record is within the areas by where it was found, or by its station.
func testWithin(t *testing.T, st store.Store) {
	r := records()
	var names []string
	for i, code := range []string{"510107001", "510100", "5102", "11", ""} {
		x := r.full([]string{"甲站", "乙站"}[i%2], string(rune('a'+i)))
		x.FoundPlace.Code = code
		create(t, st, r, x)
		names = append(names, x.Name)
	}
	for _, test := range []struct {
		within store.AreaScope
		want   []int
	}{
		{store.AreaScope{Areas: models.Nationwide}, []int{0, 1, 2, 3, 4}},
		{store.AreaScope{}, nil},
		{store.AreaScope{Areas: "5101"}, []int{0, 1}},
		{store.AreaScope{Areas: "510107"}, []int{0}},
		{store.AreaScope{Areas: "11 51"}, []int{0, 1, 2, 3}},
		{store.AreaScope{Station: "乙站"}, []int{1, 3}},
		{store.AreaScope{Areas: "5101", Station: "甲站"}, []int{0, 1, 2, 4}},
	} {
		var want []string
		for _, i := range test.want {
			want = append(want, names[i])
		}
		wantEqual(t, "the list", listAll(t, st, r, store.Filter{Within: &test.within}, 2), want)
		found, err := st.Records().NamesWithin(t.Context(), append(names, "records/none"), test.within)
		must(t, err)
		if len(found) != len(want) {
			t.Errorf("%+v: names %v, want %v", test.within, found, want)
		}
		for _, name := range want {
			if !found[name] {
				t.Errorf("%+v: %s is missing", test.within, name)
			}
		}
	}
	moved := get(t, st, r, names[3])
	moved.FoundPlace.Code, moved.Station = "5101", ""
	must(t, update(t, st, r, moved))
	wantEqual(t, "after a move", listAll(t, st, r, store.Filter{Within: &store.AreaScope{Areas: "11"}}, 9), []string(nil))
}
