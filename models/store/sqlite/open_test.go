package sqlite_test

import (
	"database/sql"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// raw opens the database file beside the store.
func raw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, "guitu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func execute(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func TestReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "数据 ?#%41", "guitu") // nothing in a path is special
	var names []string
	for range 3 { // each opening runs the migrations again
		st, err := sqlite.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, err := st.Records().Get(t.Context(), name); err != nil {
				t.Error(err)
			}
		}
		r := personWithFaces("", 1)
		createRecords(t, st, r)
		names = append(names, r.Name)
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "guitu.db-wal")); !os.IsNotExist(err) {
			t.Errorf("Close left a log behind: %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "guitu.db")); err != nil {
		t.Error(err)
	}
}

func TestEverythingIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "guitu")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// Even a database that a person made readable.
	if err := os.WriteFile(filepath.Join(dir, "guitu.db"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	st := open(t, dir)
	if _, err := st.PutBlob(t.Context(), []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	createRecords(t, st, personWithFaces("", 1))
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if !entry.IsDir() {
			files++
		}
		return nil
	})
	if err != nil || files < 4 { // database, log, index of the log, blob
		t.Errorf("%d files, %v", files, err)
	}
}

func TestDamagedDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "guitu.db"), []byte("this is no database, whatever its name says. "+
		"It is long enough to have a whole header of a hundred bytes and then some more."), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), dir)
	wantErr(t, err, models.ErrDataLoss)
}

func TestNewerDatabase(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	createRecords(t, st, personWithFaces("", 1))
	execute(t, raw(t, dir), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	_, err := sqlite.Open(t.Context(), dir)
	wantErr(t, err, models.ErrPrecondition)
}

func TestNoPermission(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(file, "below")); err == nil {
		t.Error("opened a store below a file")
	}
}

func TestClockDatesEverything(t *testing.T) {
	at := time.Date(2031, 5, 6, 7, 8, 9, 123456789, time.FixedZone("CST", 8*3600))
	st := open(t, t.TempDir(), sqlstore.WithClock(func() time.Time { return at }))
	r := personWithFaces("", 1)
	createRecords(t, st, r)
	row := models.Audit{Action: models.ActionRead}
	if err := st.AppendAudit(ctx(t), &row); err != nil {
		t.Fatal(err)
	}
	imp := models.Import{Name: "imports/a"}
	if err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.PutImport(ctx(t), &imp) }); err != nil {
		t.Fatal(err)
	}
	for _, got := range []time.Time{r.CreateTime, r.UpdateTime, row.Time, imp.CreateTime, imp.UpdateTime} {
		if !got.Equal(at) || got.Location() != time.UTC {
			t.Errorf("dated %v, want %v in UTC", got, at)
		}
	}
}

// A clock that is set back changes nothing in the order of the trail: rows stand as they came, with
// the time that the clock told, and the chain is whole; so it is when the clock is right again.
func TestTheTrailUnderAClockSetBack(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 0, 0, 0, time.UTC)
	st := open(t, t.TempDir(), sqlstore.WithClock(func() time.Time { return now }))
	var want []time.Time
	for _, step := range []time.Duration{0, time.Hour, -48 * time.Hour, time.Second, 72 * time.Hour} {
		now = now.Add(step)
		want = append(want, now)
		if err := st.AppendAudit(ctx(t), &models.Audit{Action: models.ActionRead, Objects: []string{"records/r"}}); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := st.AuditTrail(ctx(t), 0, 10)
	if err != nil || len(rows) != len(want) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows {
		if row.Seq != int64(i+1) || !row.Time.Equal(want[i]) {
			t.Errorf("row %d is number %d of %v", i+1, row.Seq, row.Time)
		}
	}
	if v, err := st.VerifyAudit(ctx(t)); err != nil || v.BadSeq != 0 || v.Rows != int64(len(want)) {
		t.Errorf("the chain: %+v, %v", v, err)
	}
	found, err := st.FindAudit(ctx(t), store.AuditFilter{From: want[2], To: want[0]}, 0, 10) // the day that came twice
	if err != nil || len(found) != 2 {
		t.Errorf("of a time: %d rows, %v", len(found), err)
	}
}

// Pictures are files: their bytes are in no row and no document.
func TestContentIsInNoRow(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	content := "the very bytes of a picture"
	r := personWithFaces("", 1)
	r.Photos[0].Content, r.Photos[0].SHA256 = []byte(content), put(t, st, content)
	createRecords(t, st, r)
	if err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Update(ctx(t), r) }); err != nil {
		t.Fatal(err)
	}
	if !mentions(t, dir, r.Photos[0].SHA256) || mentions(t, dir, content) ||
		mentions(t, dir, base64.StdEncoding.EncodeToString([]byte(content))) {
		t.Error("the database holds the picture, or not its hash")
	}
}

// Nothing of a deleted subject's embeddings or words stays in the file.
func TestDeletedIsErased(t *testing.T) {
	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	r := personWithFaces("", 2)
	createRecords(t, st, personWithFaces("", 2), r, personWithFaces("", 2))
	var words, face string
	db := raw(t, dir)
	err = db.QueryRowContext(t.Context(), `SELECT s.sealed, f.embedding FROM subjects s JOIN photos p ON p.subject = s.id
		JOIN faces f ON f.photo = p.id WHERE s.name = ?`, r.Name).Scan(&words, &face)
	if err != nil || !mentions(t, dir, words) || !mentions(t, dir, face) {
		t.Fatalf("the search for erased bytes would find nothing anyway: %v", err)
	}
	if err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Delete(ctx(t), r.Name, "") }); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), st.Close()); err != nil { // folds the log in
		t.Fatal(err)
	}
	if mentions(t, dir, words) || mentions(t, dir, face) {
		t.Error("the sealed words or face of a deleted record are still in the file")
	}
}
