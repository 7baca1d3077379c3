package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What is too large for memory lies in the folder that was named, nowhere else, and no longer
// than it is read or written.
func TestLargePartsLieInTheirFolder(t *testing.T) {
	elsewhere, dir := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", elsewhere)
	files := func(dir string) int {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	var book bytes.Buffer
	w, err := FormatIn(dir).Write(&book, models.Notices, nil)
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("赶集走失，", 5000) // so that some hundred rows are more than the library keeps in memory
	for i := range 400 {
		n := &models.Notice{Source: "测试"}
		n.ExternalID, n.Circumstances = fmt.Sprint(i), long
		n.Person.Names = []models.PersonName{{Text: "许花东"}}
		if err := w.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	if files(dir) == 0 || files(elsewhere) != 0 {
		t.Errorf("while it is written: %d files where they belong, %d elsewhere", files(dir), files(elsewhere))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if files(dir) != 0 {
		t.Errorf("%d files are left once it is written", files(dir))
	}

	s := &source{in: bytes.NewReader(book.Bytes()), dir: dir, inPlace: 1 << 10}
	rows := 0
	for ; ; rows++ {
		_, _, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if rows == 10 && (files(dir) == 0 || files(elsewhere) != 0) {
			t.Errorf("while it is read: %d files where they belong, %d elsewhere", files(dir), files(elsewhere))
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if rows != 401 || files(dir)+files(elsewhere) != 0 {
		t.Errorf("%d rows, %d files left", rows, files(dir)+files(elsewhere))
	}
}
