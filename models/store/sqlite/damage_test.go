package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// flip changes one byte in the middle of what a statement selects, behind the store's back.
func flip(t *testing.T, dir, column, table, where string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, "guitu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var value []byte
	if err := db.QueryRow("SELECT " + column + " FROM " + table + " WHERE " + where).Scan(&value); err != nil {
		t.Fatal(err)
	}
	value[len(value)/2] ^= 1
	if _, err := db.Exec("UPDATE "+table+" SET "+column+" = ? WHERE "+where, value); err != nil {
		t.Fatal(err)
	}
}

// A damaged row is told once, leaves the others of its list readable and is an error for
// who asks for it by name.
func TestDamagedRows(t *testing.T) {
	dir := t.TempDir()
	var told []string
	st := open(t, dir, sqlstore.WithDamageTold(func(row string, err error) {
		wantErr(t, err, models.ErrDataLoss)
		told = append(told, row)
	}))
	record, notice := fill(t, st)
	one, two, three := personWithFaces("D-1", 1), personWithFaces("D-2", 1), personWithFaces("D-3", 1)
	createRecords(t, st, one, two, three)
	flip(t, dir, "sealed", "subjects", "name = '"+two.Name+"'")
	flip(t, dir, "embedding", "faces", "photo = (SELECT id FROM photos WHERE name = '"+three.Photos[0].Name+"')")
	flip(t, dir, "embedding", "embeddings", "model = 'x-one'")
	bent := personWithFaces("D-4", 1)
	createRecords(t, st, bent)
	execute(t, raw(t, dir), "UPDATE faces SET geometry = x'01' WHERE photo = (SELECT id FROM photos WHERE name = ?)", bent.Photos[0].Name)
	flip(t, dir, "sealed", "case_steps", "number = 2")
	flip(t, dir, "sealed", "alerts", "id = 1")

	var names []string
	for token := ""; ; {
		page, next, err := st.Records().List(ctx(t), store.Filter{}, 1, token)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			names = append(names, r.ExternalID)
		}
		if token = next; token == "" {
			break
		}
	}
	if !slices.Equal(names, []string{"E-1", "D-1", "D-3", "D-4"}) {
		t.Errorf("the list pages through %v", names)
	}
	if all, err := st.Records().GetAll(ctx(t), []string{two.Name, one.Name}); err != nil || len(all) != 1 {
		t.Errorf("of two, %d are read, %v", len(all), err)
	}
	_, err := st.Records().Get(ctx(t), two.Name)
	wantErr(t, err, models.ErrDataLoss)
	if r, err := st.Records().Get(ctx(t), three.Name); err != nil || len(r.Photos) != 1 || len(r.Photos[0].Faces) != 0 {
		t.Errorf("a record with a damaged face reads as %+v, %v", r, err)
	}
	if r, err := st.Records().Get(ctx(t), record.Name); err != nil || len(r.Photos[0].Faces[0].Others) != 1 {
		t.Errorf("a record with a damaged further embedding reads as %+v, %v", r, err)
	}
	err = st.InTx(ctx(t), func(tx store.Tx) error {
		_, err := tx.RecordWriter().Get(ctx(t), three.Name) // would be replaced without its face
		return err
	})
	wantErr(t, err, models.ErrDataLoss)

	cases, err := st.CasesOf(ctx(t), notice.Name)
	if err != nil || len(cases) != 1 || cases[0].State != models.CaseProposed || cases[0].History != nil {
		t.Errorf("the damaged case reads as %+v, %v", cases, err)
	}
	_, err = st.Case(ctx(t), cases[0].Name)
	wantErr(t, err, models.ErrDataLoss)
	if a, err := st.Alerts(ctx(t), 0, 10); err != nil || len(a) != 0 {
		t.Errorf("alerts %v, %v", a, err)
	}
	if got := st.Damaged(); len(got) != 6 || len(told) != 6 {
		t.Errorf("damaged are %v, told were %v, want six", got, told)
	}

	if err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Delete(ctx(t), two.Name, "") }); err != nil {
		t.Errorf("a damaged record cannot be deleted: %v", err)
	}
	if got := st.Damaged(); len(got) != 5 {
		t.Errorf("after one was deleted, damaged are %v", got)
	}
}

// With the keys of another folder nothing is damaged: the folder stays closed.
func TestKeysOfAnotherFolder(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	key := sqlstore.WithKeyFile(filepath.Join(t.TempDir(), "key"))
	for _, d := range []string{dir, other} {
		st, err := sqlite.Open(t.Context(), d, key)
		if err != nil {
			t.Fatal(err)
		}
		createRecords(t, st, personWithFaces("A", 0), personWithFaces("B", 0))
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := os.ReadFile(filepath.Join(other, "keys.json"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "keys.json"), keys, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), dir, key)
	wantErr(t, err, models.ErrKey)
}
