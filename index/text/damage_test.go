package text

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// TestDamage damages a closed index in every way we could think of. It must then
// either be what it was or be empty, never something between, and work.
func TestDamage(t *testing.T) {
	for _, test := range []struct {
		why    string
		damage func(t *testing.T, dir string)
		whole  bool // it must be what it was
	}{
		{"nothing", func(*testing.T, string) {}, true},
		{"somebody's file beside it", write("notes.txt", "notes"), true},
		{"a segment that a crash left", write("store/00000000ffff.zap", "half a segm"), true},
		{"a file that is no segment", write("store/segment.zap", "notes"), false},
		{"the description is gone", remove(metaFile), false},
		{"the description is empty", write(metaFile, ""), false},
		{"the description is garbage", write(metaFile, "garbage"), false},
		{"the description is of another kind", write(metaFile, `{"storage":"boltdb","index_type":"upside_down"}`), false},
		{"the bolt file is gone", remove("store/root.bolt"), false},
		{"the bolt file is empty", cut("store/root.bolt", 0), false},
		{"the bolt file ends in its first page", cut("store/root.bolt", 100), false},
		{"the bolt file ends after its first page", cut("store/root.bolt", 4096), false},
		{"the bolt file ends after its header", cut("store/root.bolt", 3*4096), false},
		{"the bolt file is garbage", write("store/root.bolt", string(make([]byte, 1<<16))), false},
		{"the pages are garbage", garble("store/root.bolt", 2*4096, 1<<20), false},
		{"a segment is gone", remove("store/*.zap"), false},
		{"a segment is empty", cut("store/*.zap", 0), false},
		{"a segment is cut", cut("store/*.zap", 1000), false},
		{"a segment lost its footer", cut("store/*.zap", -4), false},
		{"a segment is garbage", garble("store/*.zap", 0, 1<<20), false},
		{"one byte of a segment", garble("store/*.zap", 500, 1), false},
		{"the store is gone", remove("store"), false},
		{"the store is a file", func(t *testing.T, dir string) {
			remove("store")(t, dir)
			write("store", "a file")(t, dir)
		}, false},
	} {
		t.Run(test.why, func(t *testing.T) {
			dir := t.TempDir()
			x := mustOpen(t, dir)
			mustApply(t, x, village(), nil, 7)
			mustClose(t, x)
			test.damage(t, dir)

			x = mustOpen(t, dir)
			wholeOrEmpty(t, x)
			if got := mustPosition(t, x); test.whole != (got == 7) {
				t.Errorf("it is at %d", got)
			}
			mustApply(t, x, village(), nil, 8)
			mustClose(t, x)
			x = mustOpen(t, dir)
			if got := found(t, x, models.Notices, "癫痫"); !slices.Equal(got, []string{"boy"}) || mustPosition(t, x) != 8 {
				t.Errorf("filled again and reopened it is at %d and finds %v", mustPosition(t, x), got)
			}
		})
	}
}

// TestDamagedByte overwrites stretches of the bolt file, which has no checksums but
// in its header: nothing that comes of it may end the process or hang it.
func TestDamagedByte(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	source := t.TempDir()
	x := mustOpen(t, source)
	mustApply(t, x, village(), nil, 7)
	mustClose(t, x)
	bolt, err := os.ReadFile(filepath.Join(source, storeFolder, boltFile))
	if err != nil {
		t.Fatal(err)
	}
	for range 60 {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
			t.Fatal(err)
		}
		damaged := slices.Clone(bolt)
		from := random.IntN(len(damaged))
		for i := from; i < min(from+1+random.IntN(64), len(damaged)); i++ {
			damaged[i] ^= byte(1 + random.IntN(255))
		}
		if err := os.WriteFile(filepath.Join(dir, storeFolder, boltFile), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		x, err := Open(dir)
		if err != nil {
			t.Fatalf("damaged at %d: %v", from, err)
		}
		found(t, x, models.Notices, "王小明")
		mustClose(t, x)
	}
}

func wholeOrEmpty(t *testing.T, x *Index) {
	t.Helper()
	want := 0
	if mustPosition(t, x) == 7 {
		want = len(village())
	}
	if got := countOf(t, x); got != want {
		t.Errorf("it is at %d with %d documents", mustPosition(t, x), got)
	}
	if got := found(t, x, models.Notices, "癫痫"); len(got) != min(want, 1) {
		t.Errorf("it is at %d and finds %v", mustPosition(t, x), got)
	}
}

func write(name, content string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func remove(pattern string) func(*testing.T, string) {
	return eachFile(pattern, os.RemoveAll)
}

// cut leaves the first size bytes, or takes off the last -size.
func cut(pattern string, size int64) func(*testing.T, string) {
	return eachFile(pattern, func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if size < 0 {
			return os.Truncate(path, info.Size()+size)
		}
		return os.Truncate(path, min(size, info.Size()-1))
	})
}

// garble overwrites up to n bytes from an offset.
func garble(pattern string, from, n int) func(*testing.T, string) {
	return eachFile(pattern, func(path string) error {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i := from; i < min(from+n, len(content)); i++ {
			content[i] ^= 0xA5
		}
		return os.WriteFile(path, content, 0o600)
	})
}

func eachFile(pattern string, do func(path string) error) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no file is like %s: %v", pattern, err)
		}
		for _, path := range paths {
			if err := do(path); err != nil {
				t.Fatal(err)
			}
		}
	}
}
