package mapped

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is written to a scratch file stays there when its pages rest, and leaves nothing
// in the folder; a file that is opened shows its bytes.
func TestMapped(t *testing.T) {
	dir := t.TempDir()
	scratch, release, err := Scratch(dir, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range scratch {
		scratch[i] = byte(i % 251)
	}
	want := bytes.Clone(scratch)
	for _, from := range []int{0, 1, 5000, 99_999, 100_000} {
		if Rest(scratch[from:]); !bytes.Equal(scratch, want) {
			t.Fatalf("other bytes after resting from %d", from)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files left, %v", len(left), err)
	}
	release()
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, release, err := Open(path)
	if err != nil || !bytes.Equal(opened, want) {
		t.Fatalf("%d bytes, %v", len(opened), err)
	}
	release()
	if _, _, err := Open(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Errorf("no file: %v", err)
	}
}
