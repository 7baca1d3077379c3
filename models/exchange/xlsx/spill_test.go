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
	"github.com/guitu-project/guitu/models/exchange"
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

// What was counted is read from there, leaves no name and is closed with its reader; a workbook
// of which too many waited is taken apart again.
func TestCountedRowsAreKeptUntilTheyAreRead(t *testing.T) {
	dir, c := t.TempDir(), counts{}
	c.dir = dir
	book := workbook(t, nil, [][]any{{"编号", "姓名", "性别"}, {"N1", "柳望舒", "女"}})
	for i := range maxCounted + 1 {
		n, err := c.count(&source{in: bytes.NewReader(book), dir: dir, inPlace: maxInPlace}, exchange.Options{Upload: fmt.Sprint(i)})
		if n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("%d files have names, %v", len(left), err)
	}
	if c.take("0") != nil || c.take("") != nil {
		t.Error("the oldest, or one without a name, is kept")
	}
	rows := c.take("4")
	if rows == nil || c.take("4") != nil {
		t.Fatal("the last is not kept, or kept when it was taken")
	}
	for _, want := range []string{"编号", "N1", ""} {
		_, cells, err := rows.Next()
		if want == "" && !errors.Is(err, io.EOF) || want != "" && (err != nil || cells[0] != want) {
			t.Errorf("%v, %v instead of %s", cells, err, want)
		}
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
}
