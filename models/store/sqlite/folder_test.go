package sqlite_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

func put(t *testing.T, st *sqlite.Store, content string) string {
	t.Helper()
	sum, err := st.PutBlob(t.Context(), []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func has(t *testing.T, st *sqlite.Store, sum string) bool {
	t.Helper()
	b, err := st.Blob(t.Context(), sum)
	if errors.Is(err, models.ErrNotFound) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	return true
}

func sweep(t *testing.T, st *sqlite.Store) int {
	t.Helper()
	n, err := st.SweepBlobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSweep(t *testing.T) {
	now := time.Now()
	dir := t.TempDir()
	st := open(t, dir, sqlstore.WithClock(func() time.Time { return now }))
	named, unnamed, renewed := put(t, st, "named"), put(t, st, "unnamed"), put(t, st, "renewed")
	r := personWithFaces("", 1)
	r.Photos[0].SHA256 = named
	createRecords(t, st, r)
	stray := filepath.Join(dir, "blobs", "ab", "notes.txt")
	interrupted := filepath.Join(dir, "tmp", "half")
	for _, file := range []string{stray, interrupted} {
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	now = now.Add(59 * time.Minute)
	put(t, st, "renewed")
	if n := sweep(t, st); n != 0 || !has(t, st, unnamed) {
		t.Errorf("swept %d within the hour", n)
	}
	now = now.Add(2 * time.Minute)
	fresh := put(t, st, "fresh")
	if n := sweep(t, st); n != 1 || has(t, st, unnamed) {
		t.Errorf("swept %d, want the unnamed one", n)
	}
	for what, sum := range map[string]string{"named": named, "renewed": renewed, "fresh": fresh} {
		if !has(t, st, sum) {
			t.Errorf("the %s blob was swept", what)
		}
	}
	if _, err := os.Stat(stray); err != nil {
		t.Errorf("a file that is no blob was swept: %v", err)
	}
	if _, err := os.Stat(interrupted); !os.IsNotExist(err) {
		t.Errorf("an interrupted put was not swept: %v", err)
	}

	if err := st.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Delete(ctx(t), r.Name, "") }); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	if n := sweep(t, st); n != 3 || has(t, st, named) {
		t.Errorf("swept %d of 3 after the last name was gone", n)
	}
}

// A row never comes to name a picture that is not there; one that lost its
// picture can still be changed.
func TestRowsNameBlobsThatAreThere(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	sum := put(t, st, "a picture")
	r := personWithFaces("", 1)
	r.Photos[0].SHA256 = sum
	createRecords(t, st, r)
	if err := os.Remove(filepath.Join(dir, "blobs", sum[:2], sum[2:])); err != nil {
		t.Fatal(err)
	}
	write := func(s *models.Record) error {
		return st.InTx(ctx(t), func(tx store.Tx) error {
			if s.Name == "" {
				return tx.RecordWriter().Create(ctx(t), s)
			}
			return tx.RecordWriter().Update(ctx(t), s)
		})
	}
	r.Status = models.RecordClosed
	if err := write(r); err != nil {
		t.Errorf("change another field: %v", err)
	}
	for _, missing := range []string{sum, "../../etc/passwd", "abc"} {
		other := personWithFaces("", 1)
		other.Photos[0].SHA256 = missing
		wantErr(t, write(other), models.ErrPrecondition)
	}
}

func TestDamagedBlob(t *testing.T) {
	dir := t.TempDir()
	st := open(t, dir)
	content := bytes.Repeat([]byte("a picture "), 50_000)
	sum := put(t, st, string(content))
	file := filepath.Join(dir, "blobs", sum[:2], sum[2:])
	flipped := bytes.Clone(content)
	flipped[len(flipped)/2] ^= 1
	for what, damage := range map[string][]byte{"flipped": flipped, "cut": content[:len(content)-1], "empty": {}, "longer": append(flipped, 0)} {
		if err := os.WriteFile(file, damage, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := st.Blob(t.Context(), sum)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(b)
		if !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("%s: read to the end with error %v", what, err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	put(t, st, string(content)) // heals
	b, err := st.Blob(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(b); err != nil || !bytes.Equal(got, content) {
		t.Errorf("after being put again: %d bytes, %v", len(got), err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
