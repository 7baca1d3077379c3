package text

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	if got := mustPosition(t, x); got != 0 {
		t.Errorf("a new index is at %d", got)
	}
	mustApply(t, x, village(), nil, 41)
	mustApply(t, x, nil, []string{"notices/closed"}, 1<<62)
	mustClose(t, x)

	x = mustOpen(t, dir)
	if got := mustPosition(t, x); got != 1<<62 {
		t.Errorf("a reopened index is at %d", got)
	}
	if got := found(t, x, models.Notices, "癫痫"); !slices.Equal(got, []string{"boy"}) {
		t.Errorf("a reopened index finds %v", got)
	}
	if got := found(t, x, models.Notices, "钱多多"); len(got) > 0 {
		t.Errorf("a reopened index finds %v who was deleted", got)
	}
}

func TestOtherVersion(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	mustApply(t, x, village(), nil, 41)
	mustClose(t, x)

	other, err := open(dir, formatVersion+"'")
	if err != nil {
		t.Fatal(err)
	}
	if got := mustPosition(t, other); got != 0 {
		t.Errorf("an index of another version is at %d", got)
	}
	if got := countOf(t, other); got != 0 {
		t.Errorf("an index of another version has %d documents", got)
	}
	mustApply(t, other, village(), nil, 42)
	mustClose(t, other)

	if other, err = open(dir, formatVersion+"'"); err != nil {
		t.Fatal(err)
	}
	if got := mustPosition(t, other); got != 42 {
		t.Errorf("an index of this version is at %d", got)
	}
	mustClose(t, other)
}

// TestBuildCutOff leaves an index as a crash in the middle of a first load does.
func TestBuildCutOff(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	mustApply(t, x, village(), nil, 0)
	if got := found(t, x, models.Notices, "癫痫"); len(got) != 1 {
		t.Errorf("while it is built it finds %v", got)
	}
	mustClose(t, x)
	if got := countOf(t, mustOpen(t, dir)); got != 0 {
		t.Errorf("%d documents of a build that was cut off are left", got)
	}
}

func TestReset(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	mustApply(t, x, village(), nil, 41)
	if err := x.Reset(); err != nil {
		t.Fatal(err)
	}
	if got, documents := mustPosition(t, x), countOf(t, x); got != 0 || documents != 0 {
		t.Errorf("an emptied index is at %d with %d documents", got, documents)
	}
	mustApply(t, x, village(), nil, 42)
	if got := found(t, x, models.Notices, "癫痫"); len(got) != 1 {
		t.Errorf("an index that was filled again finds %v", got)
	}
	mustClose(t, x)
	if got := mustPosition(t, mustOpen(t, dir)); got != 42 {
		t.Errorf("reopened it is at %d", got)
	}
}

func TestBusy(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	mustApply(t, x, village(), nil, 41)
	for _, damage := range []string{"", metaFile} { // what another holds is never rebuilt
		if damage != "" {
			if err := os.Remove(filepath.Join(dir, damage)); err != nil {
				t.Fatal(err)
			}
		}
		if second, err := Open(dir); !errors.Is(err, models.ErrBusy) || second != nil {
			t.Fatalf("opening it twice returns %v", err)
		}
	}
	mustApply(t, x, nil, []string{"notices/closed"}, 42)
	if got := found(t, x, models.Notices, "癫痫"); len(got) != 1 {
		t.Errorf("it finds %v", got)
	}
}

func TestClosed(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustClose(t, x)
	mustClose(t, x)
	_, position := x.Position()
	_, search := x.Search(context.Background(), models.Notices, "王", 1)
	apply := x.Apply(context.Background(), village(), nil, 1)
	for i, err := range []error{position, search, apply, x.Reset()} {
		if !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("call %d of a closed index returns %v", i, err)
		}
	}
}

func TestOpenWhereNoFolderCanBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("opening a file returns %v", err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "somebody's" {
		t.Errorf("the file now holds %q, %v", got, err)
	}
}

// TestKeepsLittle looks for personal data if it has no business.
func TestKeepsLittle(t *testing.T) {
	dir := t.TempDir()
	x := mustOpen(t, dir)
	mustApply(t, x, village(), nil, 1)
	doc, err := x.bleve.Document("notices/boy")
	if err != nil || doc == nil {
		t.Fatalf("document: %v, %v", doc, err)
	}
	if n := doc.NumPlainTextBytes(); n != 0 {
		t.Errorf("%d bytes of text are stored", n)
	}
	mustClose(t, x)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if path != dir && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may look at %s: %v", d.Name(), info.Mode())
		}
		if d.IsDir() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, secret := range []string{"左眉上方", "黑色羽绒服", "同村的王小明", "13900000001", "王大山"} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %q", d.Name(), secret)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAtOnce is for the race detector.
func TestAtOnce(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	people := newCrowd(1).subjects(0, 50)
	var wait sync.WaitGroup
	for i := range 3 {
		wait.Go(func() {
			for n := range 5 {
				if err := x.Apply(context.Background(), people, nil, int64(10*i+n)); err != nil {
					t.Error(err)
				}
			}
		})
		wait.Go(func() {
			for range 20 {
				if _, err := x.Search(context.Background(), models.Notices, "王 河南", 10); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Go(func() {
		if err := x.Reset(); err != nil {
			t.Error(err)
		}
	})
	wait.Wait()
}

func mustClose(t testing.TB, x *Index) {
	t.Helper()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

func countOf(t testing.TB, x *Index) int {
	t.Helper()
	n, err := x.bleve.DocCount()
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}
