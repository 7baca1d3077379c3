package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/backup"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

var actor = models.Actor{ID: "u-guan", Role: models.RoleStation}

// house is a data folder with its key beside it.
type house struct {
	t    *testing.T
	dir  string
	key  string
	day  time.Time
	open *sqlite.Store
}

func newHouse(t *testing.T) *house {
	root := t.TempDir()
	h := &house{t: t, dir: filepath.Join(root, "data"), key: filepath.Join(root, "key"), day: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}
	h.open = h.store(h.dir)
	return h
}

func (h *house) store(dir string) *sqlite.Store {
	h.t.Helper()
	st, err := sqlite.Open(h.t.Context(), dir, sqlstore.WithKeyFile(h.key))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = st.Close() })
	return st
}

// add stores a record with a picture.
func (h *house) add(id string) {
	h.t.Helper()
	ctx := models.WithActor(h.t.Context(), actor)
	sum, err := h.open.PutBlob(ctx, []byte("the picture of "+id))
	if err != nil {
		h.t.Fatal(err)
	}
	r := &models.Record{Entry: models.Entry{ExternalID: id, Photos: []models.Photo{{SHA256: sum}}}}
	if err := h.open.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(ctx, r) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) backup(to string) *backup.Manifest {
	h.t.Helper()
	h.day = h.day.AddDate(0, 0, 1)
	m, err := backup.Make(h.t.Context(), h.dir, "", to, "test", h.day, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

// holds returns the ids of the records of a folder, each with its picture read.
func (h *house) holds(dir string) (ids []string) {
	h.t.Helper()
	st := h.store(dir)
	all, _, err := st.Records().List(h.t.Context(), store.Filter{}, 100, "")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range all {
		picture, err := st.Blob(h.t.Context(), r.Photos[0].SHA256)
		if err != nil {
			h.t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(picture); err != nil || text.String() != "the picture of "+r.ExternalID {
			h.t.Errorf("the picture of %s reads as %q, %v", r.ExternalID, text.String(), err)
		}
		_ = picture.Close()
		ids = append(ids, r.ExternalID)
	}
	return ids
}

// Backups are made while the store is open and written to, share what has not changed, and
// each comes back as it was; so does an archive.
func TestBackupAndRestore(t *testing.T) {
	h := newHouse(t)
	repository, archive := filepath.Join(t.TempDir(), "backups"), filepath.Join(t.TempDir(), "one.tar")
	h.add("A")
	first := h.backup(repository)
	before := objects(t, repository)
	h.add("B")
	h.backup(repository)
	if more := objects(t, repository) - before; more != 2 { // the database and one picture
		t.Errorf("the second backup added %d files, want 2", more)
	}
	h.backup(archive)
	names, err := backup.List(repository)
	if err != nil || len(names) != 2 {
		t.Fatalf("backups %v, %v", names, err)
	}
	if err := os.RemoveAll(filepath.Join(h.dir, "blobs")); err != nil { // the disaster
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, name string
		want       string
	}{{repository, names[0], "A"}, {repository, "", "A B"}, {archive, "", "A B"}} {
		report, err := backup.Verify(t.Context(), c.from, c.name)
		if err != nil || !report.Whole() {
			t.Fatalf("%s %s: %+v, %v", c.from, c.name, report, err)
		}
		dir := filepath.Join(t.TempDir(), "back")
		m, err := backup.Restore(t.Context(), c.from, c.name, dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(h.holds(dir), " "); got != c.want {
			t.Errorf("%s %s holds %q, want %q", c.from, c.name, got, c.want)
		}
		if c.name != "" && (m.LastChange != first.LastChange || m.AuditSeq != first.AuditSeq) {
			t.Errorf("restored %+v, backed up %+v", m, first)
		}
		_, err = backup.Restore(t.Context(), c.from, c.name, dir)
		if !errors.Is(err, models.ErrExists) {
			t.Errorf("restored over a folder that is there: %v", err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(archive)); err != nil || len(entries) != 1 {
		t.Errorf("beside the archive lies %v, %v", entries, err)
	}
}

// Neither key is in a backup, nor the index.
func TestWhatIsNotInABackup(t *testing.T) {
	h := newHouse(t)
	h.add("A")
	for _, name := range []string{"index/scan", "serve.json", "lock", "retention.json", "uploads/x.upload"} {
		file := filepath.Join(h.dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	var paths []string
	for _, f := range h.backup(filepath.Join(t.TempDir(), "b")).Files {
		if !strings.HasPrefix(f.Path, "blobs/") {
			paths = append(paths, f.Path)
		}
	}
	slices.Sort(paths)
	if want := []string{"guitu.db", "keys.json", "retention.json", "uploads/x.upload"}; !slices.Equal(paths, want) {
		t.Errorf("a backup holds %v, want %v", paths, want)
	}
}

// A damaged backup is found and not restored; the next backup heals it.
func TestDamagedBackup(t *testing.T) {
	h := newHouse(t)
	h.add("A")
	repository, archive := filepath.Join(t.TempDir(), "backups"), filepath.Join(t.TempDir(), "one.tar")
	m := h.backup(repository)
	h.backup(archive)
	for _, f := range m.Files {
		t.Run(f.Path, func(t *testing.T) {
			object := filepath.Join(repository, "objects", f.SHA256[:2], f.SHA256)
			flip(t, object, f.Size/2)
			if _, err := backup.Restore(t.Context(), repository, "", filepath.Join(t.TempDir(), "back")); !errors.Is(err, models.ErrDataLoss) {
				t.Errorf("restored although damaged: %v", err)
			}
			report, err := backup.Verify(t.Context(), repository, "")
			if err != nil || len(report.Wrong) != 1 || report.Wrong[0] != f.Path {
				t.Errorf("found wrong: %+v, %v", report, err)
			}
			h.t = t
			m = h.backup(repository)
			if report, err := backup.Verify(t.Context(), repository, ""); err != nil || !report.Whole() {
				t.Errorf("after the next backup: %+v, %v", report, err)
			}
		})
	}
	info, err := os.Stat(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int64{info.Size() / 2, 600, 0} {
		short := filepath.Join(t.TempDir(), "short.tar")
		content, err := os.ReadFile(archive)
		if err == nil {
			err = os.WriteFile(short, content[:cut], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "back")
		if _, err := backup.Restore(t.Context(), short, "", dir); !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("an archive cut at %d was restored: %v", cut, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Error("half a folder is there")
		}
	}
}

// A backup that was broken off at any file is none, leaves those before whole, and its files
// are taken over.
func TestBrokenOff(t *testing.T) {
	h := newHouse(t)
	h.add("A")
	repository := filepath.Join(t.TempDir(), "backups")
	h.backup(repository)
	h.add("B")
	for at := 1; ; at++ {
		ctx, stop := context.WithCancel(t.Context())
		_, err := backup.Make(ctx, h.dir, "", repository, "test", h.day.AddDate(0, 1, 0), func(done, _ int) {
			if done == at {
				stop()
			}
		})
		stop()
		if err == nil {
			break
		}
		if report, err := backup.Verify(t.Context(), repository, ""); err != nil || !report.Whole() || !report.Created.Equal(h.day) {
			t.Fatalf("after a backup was broken off at file %d: %+v, %v", at, report, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "back")
	if err := os.MkdirAll(dir+".restoring", 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), repository, "", dir); !errors.Is(err, models.ErrExists) {
		t.Errorf("a folder that no restore made was taken: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir+".restoring", ".guitu-restore"), nil, 0o600); err != nil { // as a restore that was cut off leaves it
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), repository, "", dir); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(h.holds(dir)); got != "[A B]" {
		t.Errorf("restored %s", got)
	}
}

// Of many backups the newest are kept, and the files that they need.
func TestKeep(t *testing.T) {
	h := newHouse(t)
	repository := filepath.Join(t.TempDir(), "backups")
	for _, id := range []string{"A", "B", "C"} {
		h.add(id)
		h.backup(repository)
	}
	before := objects(t, repository)
	if n, err := backup.Keep(repository, 1); err != nil || n != 2 {
		t.Fatalf("deleted %d, %v", n, err)
	}
	if gone := before - objects(t, repository); gone != 2 { // two databases
		t.Errorf("%d files went, want 2", gone)
	}
	if report, err := backup.Verify(t.Context(), repository, ""); err != nil || !report.Whole() {
		t.Errorf("what is kept: %+v, %v", report, err)
	}
}

func objects(t *testing.T, repository string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, "objects", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

func flip(t *testing.T, file string, at int64) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err == nil {
		content[at] ^= 1
		err = os.WriteFile(file, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
