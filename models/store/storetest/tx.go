package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func testTxCommits[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	ctx := as(t, actor)
	a, b := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	must(t, in(ctx, st, s, func(w store.Writer[T]) error {
		return errors.Join(w.Create(ctx, a), w.Create(ctx, b), w.Update(ctx, a), w.Delete(ctx, b.Common().Name, b.Common().Etag))
	}))
	wantEqual(t, "a", get(t, st, s, a.Common().Name), a)
	_, err := s.files(st).Get(ctx, b.Common().Name)
	wantErr(t, err, models.ErrNotFound)
}

// A transaction reads what it wrote; no one else does before it commits.
func testTxSeesItself[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	ctx := as(t, actor)
	old, x := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, old)
	must(t, in(ctx, st, s, func(w store.Writer[T]) error {
		must(t, w.Create(ctx, x))
		got, err := w.Get(ctx, x.Common().Name)
		must(t, err)
		wantEqual(t, "got", got, x)
		got, err = w.Lookup(ctx, "青石站", "E-2")
		must(t, err)
		wantEqual(t, "looked up", got, x)
		page, _, err := w.List(ctx, store.Filter{}, 10, "")
		must(t, err)
		wantEqual(t, "listed", page, []T{old, x})
		must(t, w.Delete(ctx, old.Common().Name, ""))
		_, err = w.Get(ctx, old.Common().Name)
		wantErr(t, err, models.ErrNotFound)

		_, err = s.files(st).Get(ctx, x.Common().Name)
		wantErr(t, err, models.ErrNotFound)
		wantEqual(t, "outside", get(t, st, s, old.Common().Name), old)
		return nil
	}))
}

// mess writes a bit of everything through w.
func mess[T models.Subject](ctx context.Context, t *testing.T, w store.Writer[T], s side[T], stored T) {
	t.Helper()
	must(t, w.Create(ctx, s.full("青石站", "E-9")))
	changed := s.full("青石站", "E-8")
	changed.Common().Name = stored.Common().Name
	must(t, w.Update(ctx, changed))
	must(t, w.Delete(ctx, stored.Common().Name, ""))
}

func testTxError[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	check := unchanged(t, st)
	ctx := as(t, actor)
	oops := errors.New("oops")
	wantErr(t, in(ctx, st, s, func(w store.Writer[T]) error {
		mess(ctx, t, w, s, x)
		return oops
	}), oops)
	check()
	must(t, update(t, st, s, x)) // the next writer's turn comes
}

func testTxPanic[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	check := unchanged(t, st)
	ctx := as(t, actor)
	func() {
		defer func() { wantEqual(t, "recovered", recover(), any("oops")) }()
		err := in(ctx, st, s, func(w store.Writer[T]) error {
			mess(ctx, t, w, s, x)
			panic("oops")
		})
		t.Errorf("InTx swallowed the panic and returned %v", err)
	}()
	check()
	must(t, update(t, st, s, x))
}

func testTxCancelled[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	check := unchanged(t, st)
	ctx, cancel := context.WithCancel(as(t, actor))
	wantErr(t, in(ctx, st, s, func(w store.Writer[T]) error {
		mess(ctx, t, w, s, x)
		cancel()
		if err := w.Create(as(t, actor), s.full("青石站", "E-7")); err == nil {
			t.Error("a cancelled transaction goes on writing")
		}
		return nil
	}), context.Canceled)
	check()
	must(t, update(t, st, s, x))
}

func testTxDead[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	ctx := as(t, actor)
	var kept store.Tx
	must(t, st.InTx(ctx, func(tx store.Tx) error { kept = tx; return nil }))
	check := unchanged(t, st)
	w := s.writer(kept)
	_, err := w.Get(ctx, x.Common().Name)
	for what, err := range map[string]error{
		"Get":       err,
		"Create":    w.Create(ctx, s.full("青石站", "E-2")),
		"Update":    w.Update(ctx, x),
		"Delete":    w.Delete(ctx, x.Common().Name, ""),
		"PutImport": kept.PutImport(ctx, &models.Import{Name: "imports/a", State: models.ImportRunning}),
	} {
		if err == nil {
			t.Errorf("%s works after the end of its transaction", what)
		}
	}
	check()
	_, err = st.Import(ctx, "imports/a")
	wantErr(t, err, models.ErrNotFound)
}

// A mutation that is refused leaves nothing of itself, and the transaction usable.
func testTxGoesOn[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	ctx := as(t, actor)
	a, b := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	must(t, in(ctx, st, s, func(w store.Writer[T]) error {
		must(t, w.Create(ctx, a))
		wantErr(t, w.Create(ctx, s.full("青石站", "E-1")), models.ErrExists)
		stale := s.full("青石站", "E-3")
		stale.Common().Name, stale.Common().Etag = a.Common().Name, "stale"
		wantErr(t, w.Update(ctx, stale), models.ErrStale)
		wantErr(t, w.Delete(ctx, string(s.kind)+"/none", ""), models.ErrNotFound)
		wantErr(t, w.Create(t.Context(), s.full("青石站", "E-4")), models.ErrUnauthenticated)
		return w.Create(ctx, b)
	}))
	wantEqual(t, "listed", listAll(t, st, s, store.Filter{}, 10), namesOf([]T{a, b}))
	after := stateOf(t, st)
	if len(after.changes) != 2 || len(after.audit) != 2 {
		t.Errorf("%d changes and %d audit rows, want 2 and 2", len(after.changes), len(after.audit))
	}
}

func testUnauthenticated[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	check := unchanged(t, st)
	name := x.Common().Name
	for _, ctx := range []context.Context{t.Context(), as(t, models.Actor{Role: models.RoleAdmin})} {
		must(t, in(ctx, st, s, func(w store.Writer[T]) error {
			wantErr(t, w.Create(ctx, s.full("青石站", "E-2")), models.ErrUnauthenticated)
			wantErr(t, w.Update(ctx, x), models.ErrUnauthenticated)
			wantErr(t, w.Delete(ctx, name, ""), models.ErrUnauthenticated)
			return nil
		}))
	}
	check()
}

func testCancelledBeforehand(t *testing.T, st store.Store) {
	ctx, cancel := context.WithCancel(as(t, actor))
	cancel()
	wantErr(t, st.InTx(ctx, func(store.Tx) error { t.Error("fn ran"); return nil }), context.Canceled)
	_, err := st.Records().Get(ctx, "records/x")
	wantErr(t, err, context.Canceled)
	wantErr(t, st.AppendAudit(ctx, &models.Audit{Action: models.ActionRead}), context.Canceled)
	_, err = st.PutBlob(ctx, []byte("x"))
	wantErr(t, err, context.Canceled)
}
