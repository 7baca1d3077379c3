package storetest

import (
	"context"
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
		Unchanged: 1, Failed: 1, Undone: 4, Kept: 5, Actor: models.Actor{ID: "u-pei", Role: models.RolePolice},
		UndoneBy: models.Actor{ID: "u-guan", Role: models.RoleAdmin, Areas: models.Nationwide},
		Mapping:  map[string]models.Meaning{"档案袋": {Field: "ignore", By: models.MappedByUser}},
		Columns:  []models.Column{{Heading: "姓名", Field: "name", By: models.MappedByName, Certainty: 1}},
		Warnings: []models.RowError{{Line: 2, Column: "身份证号", Reason: "校验码不对"}},
		Remarks:  []models.Text{{Zh: "跳过", En: "passed over"}},
		Preview:  []models.PreviewRow{{Line: 2, Outcome: models.RowCreated, Subject: []byte(`{"externalId":"E-1"}`)}},
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

	got.State, got.Line = models.ImportDone, 9
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

	// Who cancels need not be who runs it, and that one is told by its next step.
	running := &models.Import{Name: "imports/c", Kind: models.Notices, State: models.ImportRunning, Line: 3}
	putImport(t, st, running)
	ctx := as(t, actor)
	must(t, st.InTx(ctx, func(tx store.Tx) error { return tx.CancelImport(ctx, "imports/c") }))
	must(t, st.InTx(ctx, func(tx store.Tx) error { return tx.CancelImport(ctx, "imports/a") })) // which is done
	running.Line = 4
	wantErr(t, st.InTx(ctx, func(tx store.Tx) error { return tx.PutImport(ctx, running) }), models.ErrPrecondition)
	cancelled, err := st.Import(ctx, "imports/c")
	must(t, err)
	wantEqual(t, "the cancelled import", [2]any{cancelled.State, cancelled.Line}, [2]any{models.ImportCancelled, int64(3)})
	done, err := st.Import(ctx, "imports/a")
	must(t, err)
	wantEqual(t, "the import that was done", done.State, models.ImportDone)
	running.State = models.ImportCancelled // by the one that runs it, with its counts
	putImport(t, st, running)
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
	putImport(t, st, &models.Import{Name: "imports/a", Kind: models.Records, State: models.ImportUndoing})
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

// testImportRows keeps, finds and forgets what became of rows.
func testImportRows(t *testing.T, st store.Store) {
	ctx := as(t, actor)
	put := func(name string, rows ...models.ImportRow) {
		t.Helper()
		must(t, st.InTx(ctx, func(tx store.Tx) error { return tx.PutImportRows(ctx, name, rows...) }))
	}
	rowsOf := func(name string, f store.RowFilter, limit int) []models.ImportRow {
		t.Helper()
		rows, err := st.ImportRows(t.Context(), name, f, limit)
		must(t, err)
		return rows
	}
	failed := models.ImportRow{
		Line: 2, Outcome: models.RowFailed, ExternalID: "E-2", Errors: []models.RowError{{Field: "person.sex", Column: "性别", Reason: "不认识的值"}, {Reason: "x"}},
		Source: &models.RowSource{Cells: []string{"E-2", "柳望舒"}, Headings: []string{"编号", "姓名"}, Sheet: "表一", Encoding: "GB18030", Delimiter: ";"},
	}
	created := models.ImportRow{Line: 3, Outcome: models.RowCreated, Name: "notices/a", Etag: "e1"}
	updated := models.ImportRow{Line: 5, Outcome: models.RowUpdated, Name: "notices/b", Etag: "e2", Before: []byte(`{"was":1}`)}
	kept := models.ImportRow{Line: 6, Outcome: models.RowKept, Name: "notices/c", Etag: "e3", Errors: []models.RowError{{Reason: "改过"}}}
	for _, name := range []string{"imports/a", "imports/b"} {
		putImport(t, st, &models.Import{Name: name, Kind: models.Notices, State: models.ImportRunning, Failed: 1, Kept: 1})
	}
	put("imports/b", failed)
	put("imports/a", updated, failed)
	put("imports/a", created, models.ImportRow{Line: 6, Outcome: models.RowUpdated, Before: []byte("x")})
	put("imports/a", kept) // in place of what was kept of its line
	written := []models.Outcome{models.RowCreated, models.RowUpdated}
	wantEqual(t, "all rows", rowsOf("imports/a", store.RowFilter{}, 10), []models.ImportRow{failed, created, updated, kept})
	wantEqual(t, "a page", rowsOf("imports/a", store.RowFilter{After: 2}, 1), []models.ImportRow{created})
	wantEqual(t, "the last first", rowsOf("imports/a", store.RowFilter{Outcomes: written, Backward: true}, 10), []models.ImportRow{updated, created})
	wantEqual(t, "before one", rowsOf("imports/a", store.RowFilter{Outcomes: written, After: 5, Backward: true}, 10), []models.ImportRow{created})

	imp, err := st.Import(t.Context(), "imports/a")
	must(t, err)
	wantEqual(t, "the errors", imp.Errors, []models.RowError{{Line: 2, Field: "person.sex", Column: "性别", Reason: "不认识的值"}, {Line: 2, Reason: "x"}})
	wantEqual(t, "the kept rows", imp.KeptRows, []models.KeptRow{{Line: 6, Name: "notices/c", Reason: "改过"}})

	must(t, st.InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.RenewImportRows(ctx, "notices/a", "e1", "e9"), tx.RenewImportRows(ctx, "notices/b", "e1", "e9"), tx.ForgetImportRows(ctx, "imports/a", 2, 6, 7))
	}))
	created.Etag = "e9"
	wantEqual(t, "renewed, and forgotten", rowsOf("imports/a", store.RowFilter{}, 10), []models.ImportRow{created, updated})
	wantEqual(t, "of another import", rowsOf("imports/b", store.RowFilter{}, 10), []models.ImportRow{failed})
	wantErr(t, st.InTx(ctx, func(tx store.Tx) error { return tx.PutImportRows(ctx, "imports/none", failed) }), models.ErrNotFound)
}

// testImportRowsHoldPictures keeps the picture of what a row replaced for as long as the
// row, and lets all go with the subject.
func testImportRowsHoldPictures(t *testing.T, st store.Store) {
	ctx, s := as(t, actor), notices()
	sum, err := st.PutBlob(t.Context(), []byte("the former picture"))
	must(t, err)
	n := s.full("警方", "E-1")
	create(t, st, s, n)
	putImport(t, st, &models.Import{Name: "imports/a", Kind: models.Notices, State: models.ImportDone})
	put := func() {
		must(t, st.InTx(ctx, func(tx store.Tx) error {
			return tx.PutImportRows(ctx, "imports/a", models.ImportRow{Line: 1, Outcome: models.RowUpdated, Name: n.Name, Blobs: []string{sum}, Before: []byte("x")},
				models.ImportRow{Line: 2, Outcome: models.RowFailed, ExternalID: "E-1", Errors: []models.RowError{{Reason: "x"}}},
				models.ImportRow{Line: 3, Outcome: models.RowFailed, ExternalID: "E-2", Errors: []models.RowError{{Reason: "x"}}})
		}))
	}
	put()
	must(t, st.DropBlobs(t.Context(), []string{sum}))
	readBlob(t, st, sum)
	part := models.ErasureJob{Erasure: models.Erasure{Name: n.Name, Kind: models.Notices, Reason: "RETENTION:x"}, Part: models.DataTexts}
	must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutErasure(ctx, &part) }))
	wantEqual(t, "the part's pictures", part.Blobs, []string{sum})
	put()
	job := eraseAll(t, st, n, models.ErasureJob{ExternalID: "E-1"})
	wantEqual(t, "the job's pictures", job.Blobs, []string{sum})
	rows, err := st.ImportRows(t.Context(), "imports/a", store.RowFilter{}, 10)
	must(t, err)
	if len(rows) != 1 || rows[0].Line != 3 {
		t.Errorf("left of an erased notice: %+v", rows)
	}
	must(t, st.DropBlobs(t.Context(), job.Blobs))
	_, err = st.Blob(t.Context(), sum)
	wantErr(t, err, models.ErrNotFound)
}

// testMappings keeps what an account said of a side, the last word about a heading.
func testMappings(t *testing.T, st store.Store) {
	put := func(actor string, side models.Kind, fields map[string]string) {
		t.Helper()
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutMapping(ctx, actor, side, fields) }))
	}
	put("users/a", models.Notices, map[string]string{"档案袋": "ignore", "证照": "idNumber"})
	put("users/a", models.Notices, map[string]string{"档案袋": "text"})
	put("users/b", models.Notices, map[string]string{"档案袋": "name"})
	got, err := st.Mapping(t.Context(), "users/a", models.Notices)
	must(t, err)
	wantEqual(t, "the mapping", got, map[string]string{"档案袋": "text", "证照": "idNumber"})
	got, err = st.Mapping(t.Context(), "users/a", models.Records)
	must(t, err)
	wantEqual(t, "of the other side", got, map[string]string{})
}

func testExports(t *testing.T, st store.Store) {
	put := func(e *models.Export) {
		t.Helper()
		must(t, inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.PutExport(ctx, e) }))
	}
	first := &models.Export{Name: "exports/a", Kind: models.Notices, Format: "CSV", Fields: []string{"name"}, Purpose: "核对", State: models.ExportRunning, Total: 7, Actor: models.Actor{ID: "users/a"}}
	second := &models.Export{Name: "exports/b", State: models.ExportRunning, Actor: models.Actor{ID: "users/b"}}
	put(first)
	put(second)
	created := first.CreateTime
	first.State, first.Done, first.ExpireTime = models.ExportDone, 7, time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	put(first)
	got, err := st.Export(t.Context(), "exports/a")
	must(t, err)
	wantEqual(t, "the export", got, first)
	if created.IsZero() || !got.CreateTime.Equal(created) {
		t.Errorf("created %v, then %v", created, got.CreateTime)
	}
	for want, f := range map[string]store.ExportFilter{"ba": {}, "a": {Before: "exports/b"}, "b": {State: models.ExportRunning}, "": {Actor: "users/c"}} {
		list, err := st.Exports(t.Context(), f, 10)
		must(t, err)
		names := ""
		for _, e := range list {
			names += e.Name[len("exports/"):]
		}
		wantEqual(t, fmt.Sprint(f), names, want)
	}
	_, err = st.Export(t.Context(), "exports/none")
	wantErr(t, err, models.ErrNotFound)
}
