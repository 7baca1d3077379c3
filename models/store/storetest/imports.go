package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func putImport(t *testing.T, st store.Store, imp *models.Import) {
	t.Helper()
	ctx := as(t, actor)
	must(t, st.InTx(ctx, func(tx store.Tx) error { return tx.PutImport(ctx, imp) }))
}

// timeless returns the import without its times.
func timeless(imp models.Import) models.Import {
	imp.CreateTime, imp.UpdateTime = time.Time{}, time.Time{}
	return imp
}

func testImports(t *testing.T, st store.Store) {
	imp := &models.Import{
		Name: "imports/a", Kind: models.Notices, Format: "JSONL", State: models.ImportRunning, Line: 7, Total: 1 << 40, Created: 3, Updated: 2,
		Unchanged: 1, Failed: 1, Errors: []models.RowError{{Line: 5, Field: "person.sex", Reason: "不认识的值 unknown"}, {Line: 6, Reason: "x"}},
		Actor: models.Actor{ID: "u-pei", Role: models.RolePolice},
	}
	want := *imp
	putImport(t, st, imp)
	got, err := st.Import(t.Context(), "imports/a")
	must(t, err)
	wantEqual(t, "the import", timeless(*got), timeless(want))
	if got.CreateTime.IsZero() || got.UpdateTime.Before(got.CreateTime) {
		t.Errorf("times %v, %v", got.CreateTime, got.UpdateTime)
	}
	created := got.CreateTime

	got.Errors[0].Field = "spoilt" // belongs to the caller
	got.State, got.Line, got.Errors = models.ImportDone, 9, nil
	want = *got
	putImport(t, st, got)
	again, err := st.Import(t.Context(), "imports/a")
	must(t, err)
	wantEqual(t, "the import, done", timeless(*again), timeless(want))
	if !again.CreateTime.Equal(created) {
		t.Errorf("created %v, then %v", created, again.CreateTime)
	}
	_, err = st.Import(t.Context(), "imports/b")
	wantErr(t, err, models.ErrNotFound)
}

// The rows of an import and its counts commit together or not at all.
func testImportsRollBack(t *testing.T, st store.Store) {
	ctx, oops, r := as(t, actor), errors.New("oops"), records()
	putImport(t, st, &models.Import{Name: "imports/a", Kind: models.Records, State: models.ImportRunning})
	step := func(externalID string, line int64, end error) error {
		return st.InTx(ctx, func(tx store.Tx) error {
			must(t, tx.RecordWriter().Create(ctx, r.full("青石站", externalID)))
			must(t, tx.PutImport(ctx, &models.Import{Name: "imports/a", Kind: models.Records, State: models.ImportRunning, Line: line, Created: line}))
			must(t, tx.PutImport(ctx, &models.Import{Name: "imports/" + externalID, State: models.ImportRunning}))
			return end
		})
	}
	must(t, step("E-1", 1, nil))
	check := unchanged(t, st)
	wantErr(t, step("E-2", 2, oops), oops)
	check()
	imp, err := st.Import(ctx, "imports/a")
	must(t, err)
	wantEqual(t, "the line", [2]int64{imp.Line, imp.Created}, [2]int64{1, 1})
	_, err = st.Import(ctx, "imports/E-2")
	wantErr(t, err, models.ErrNotFound)
}

func testRunningImports(t *testing.T, st store.Store) {
	for _, name := range []string{"imports/z", "imports/m", "imports/a", "imports/d"} {
		putImport(t, st, &models.Import{Name: name, Kind: models.Records, State: models.ImportRunning})
	}
	putImport(t, st, &models.Import{Name: "imports/m", Kind: models.Records, State: models.ImportFailed})
	putImport(t, st, &models.Import{Name: "imports/z", Kind: models.Records, State: models.ImportRunning, Line: 5})
	running, err := st.RunningImports(t.Context())
	must(t, err)
	var names []string
	for _, imp := range running {
		names = append(names, imp.Name)
	}
	wantEqual(t, "running, oldest first", names, []string{"imports/z", "imports/a", "imports/d"})
	wantEqual(t, "the line", running[0].Line, int64(5))
}

func testListImports(t *testing.T, st store.Store) {
	for i, actor := range []string{"users/a", "users/b", "users/a", "users/a"} {
		putImport(t, st, &models.Import{Name: fmt.Sprintf("imports/%d", i), Kind: models.Records, State: models.ImportRunning, Actor: models.Actor{ID: actor}})
	}
	putImport(t, st, &models.Import{Name: "imports/2", Kind: models.Records, State: models.ImportDone, Actor: models.Actor{ID: "users/a"}})
	for _, c := range []struct {
		title  string
		filter store.ImportFilter
		limit  int
		names  []string
	}{
		{"all, newest first", store.ImportFilter{}, 10, []string{"imports/3", "imports/2", "imports/1", "imports/0"}},
		{"the first of them", store.ImportFilter{}, 2, []string{"imports/3", "imports/2"}},
		{"and the others", store.ImportFilter{Before: "imports/2"}, 2, []string{"imports/1", "imports/0"}},
		{"somebody's", store.ImportFilter{Actor: "users/b"}, 10, []string{"imports/1"}},
		{"somebody's that run, before one", store.ImportFilter{Actor: "users/a", State: models.ImportRunning, Before: "imports/3"}, 10, []string{"imports/0"}},
		{"before one that is not there", store.ImportFilter{Before: "imports/no"}, 10, nil},
	} {
		imports, err := st.Imports(t.Context(), c.filter, c.limit)
		must(t, err)
		var names []string
		for _, imp := range imports {
			names = append(names, imp.Name)
		}
		wantEqual(t, c.title, names, c.names)
	}
}
