package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// Every table is copied.
func TestCopyKnowsEveryTable(t *testing.T) {
	_, address := open(t)
	rows, err := connect(t, address).Query(t.Context(), "SELECT tablename, '' FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose%' AND tablename NOT IN ('leases', 'server_keys')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var known []string
	for _, name := range sqlstore.TableNames() {
		known = append(known, name+".")
	}
	slices.Sort(known)
	if there := columnsOf(t, rows); !slices.Equal(there, known) {
		t.Errorf("tables %v, known %v", there, known)
	}
}

// A store is copied from SQLite to PostgreSQL and back: every row is the same, numbers go on, and
// the trail holds. What was broken off goes on; what changed since is copied anew; nothing else is overwritten.
func TestCopy(t *testing.T) {
	dir, address := t.TempDir(), create(t)
	src, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = src.Close() }()
	ctx := ctx(t)
	furnish(ctx, t, src, 0, 1500)
	dst, err := postgres.OpenCopy(t.Context(), postgres.Server{Address: address}, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dst.Close() }()

	cut, cancel := context.WithCancel(ctx)
	if _, err := src.CopyTo(cut, dst.Store, func(done, _ int64) {
		if done > 1200 { // in the midst of a table
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Fatalf("broken off: %v", err)
	}
	if other, err := postgres.Open(ctx, postgres.Server{Address: address}, dir); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("half a copy was opened: %v %v", other, err)
	}
	if other, err := sqlite.Open(ctx, t.TempDir()); err != nil {
		t.Error(err)
	} else {
		furnish(ctx, t, other, 7, 1)
		if _, err := other.CopyTo(ctx, dst.Store, func(int64, int64) {}); !errors.Is(err, models.ErrPrecondition) {
			t.Errorf("over half a copy of another store: %v", err)
		}
		_ = other.Close()
	}
	first := int64(0)
	report, err := src.CopyTo(ctx, dst.Store, func(done, _ int64) {
		if first == 0 {
			first = done
		}
	})
	if err != nil || first <= 1000 {
		t.Fatalf("gone on from row %d: %v", first, err)
	}
	if report.Audit.BadSeq != 0 || report.MissingBlobs != 0 {
		t.Errorf("%+v", report)
	}

	furnish(ctx, t, src, 5000, 3) // and the copy is one of before
	if report, err = src.CopyTo(ctx, dst.Store, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Tables {
		if c.Rows == 0 && slices.Contains([]string{"subjects", "photos", "faces", "embeddings", "record_steps", "mappings", "erasures", "audit"}, c.Name) {
			t.Errorf("nothing in %s to be copied", c.Name)
		}
	}
	if whole, err := dst.CopyIsWhole(ctx); err != nil || !whole {
		t.Errorf("whole: %v %v", whole, err)
	}
	if err := dst.FinishCopy(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := src.CopyTo(ctx, dst.Store, func(int64, int64) {}); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("over rows: %v", err)
	}
	st := reopen(t, address, dir)
	all, _, err := st.Records().List(ctx, store.Filter{}, 1, "")
	if err != nil || len(all) != 1 || len(all[0].Photos) != 1 || len(all[0].Photos[0].Faces) != 1 || len(all[0].Photos[0].Faces[0].Embedding) == 0 {
		t.Errorf("the first record: %+v, %v", all, err)
	}
	if m, err := st.Mapping(ctx, "u-guan", models.Records); err != nil || m[heading] != "names" {
		t.Errorf("mapping %q, %v", m, err)
	}
	furnish(ctx, t, st, 6000, 1) // its numbers follow those that the other gave

	back, err := sqlite.OpenCopy(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = back.Close() }()
	again, err := st.CopyTo(ctx, back.Store, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if again.Rows <= report.Rows || again.Audit.BadSeq != 0 {
		t.Errorf("back: %+v", again)
	}
	furnish(ctx, t, back, 8000, 1)
	for _, of := range []string{"mappings", "erasures"} { // of which only one, or no more, came
		if a, b := sumOf(report, of), sumOf(again, of); of == "mappings" && !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %+v, back %+v", of, a, b)
		}
	}
}

func sumOf(report store.Copied, table string) store.CopiedTable {
	return report.Tables[slices.IndexFunc(report.Tables, func(c store.CopiedTable) bool { return c.Name == table })]
}

// heading is a text that PostgreSQL would not take as it is.
const heading = "姓\x00名\x01\xff"

// furnish stores n records, the last of which is erased again, and more.
func furnish(ctx context.Context, t *testing.T, st store.Store, from, n int) {
	t.Helper()
	sum, err := st.PutBlob(ctx, []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	err = st.InTx(ctx, func(tx store.Tx) error {
		var last *models.Record
		for i := range n + 1 {
			last = &models.Record{Station: "某站", Entry: models.Entry{ExternalID: fmt.Sprint("r", from+i), Circumstances: heading,
				Photos: []models.Photo{{SHA256: sum, Faces: []models.Face{{Model: models.ModelDlib, Embedding: make([]float32, 128),
					Others: []models.Embedding{{Model: "x", Vector: []float32{0.1, -2}}}}}}}}}
			if err := tx.RecordWriter().Create(ctx, last); err != nil {
				return err
			}
		}
		step := &models.RecordStep{Record: last.Name, Step: models.StepNoticePublished, Note: "已发布"}
		if err := tx.AddStep(ctx, step); err != nil {
			return err
		}
		if err := tx.AddStep(ctx, &models.RecordStep{Record: last.Name, Step: models.StepNoticePublished, Undoes: step.ID}); err != nil {
			return err
		}
		gone := &models.Record{Entry: models.Entry{ExternalID: fmt.Sprint("gone", from)}}
		if err := tx.RecordWriter().Create(ctx, gone); err != nil {
			return err
		}
		if err := tx.RecordWriter().Delete(ctx, gone.Name, ""); err != nil {
			return err
		}
		if err := tx.PutErasure(ctx, &models.ErasureJob{Erasure: models.Erasure{Name: gone.Name, Kind: models.Records}, Part: models.DataAll}); err != nil {
			return err
		}
		return tx.PutMapping(ctx, "u-guan", models.Records, map[string]string{heading: "names"})
	})
	if err != nil {
		t.Fatal(err)
	}
}
