package mapped

import (
	"bytes"
	"errors"
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
		if Release(scratch[from:]); !bytes.Equal(scratch, want) {
			t.Fatalf("other bytes after resting from %d", from)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files left, %v", len(left), err)
	}
	release()
	hidden, err := Hidden(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hidden.Write(want); err != nil {
		t.Fatal(err)
	}
	opened, release, err := File(hidden)
	if err := errors.Join(err, hidden.Close()); err != nil || !bytes.Equal(opened, want) {
		t.Fatalf("%d bytes, %v", len(opened), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files left, %v", len(left), err)
	}
	release()
	if _, err := Hidden(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Errorf("no folder: %v", err)
	}
}
