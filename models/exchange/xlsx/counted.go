package xlsx

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// maxCounted is how many workbooks wait at most, counted and not read yet.
const maxCounted = 4

// counts keeps the rows of workbooks that were counted until they are read: to take a workbook
// apart, sheet by sheet, costs a third of all that its import does, and is done once so.
// One that is not there (too many waited, another process counted it) is taken apart again.
type counts struct {
	dir string

	mu    sync.Mutex
	books []*counted // the oldest first
}

// counted is the rows of one workbook, in a file without a name: nothing of it is left when
// the process ends.
type counted struct {
	upload string
	rows   *os.File
	epoch  time.Time
	hidden []string
}

// What stands in the file of rows: each begins with one of these.
const (
	aRow     = 'r' // its number and its cells
	aSheet   = 's' // the name of the sheet of what follows
	aTable   = 't' // the name of the next table; see table.NewTable
	aMistake = 'm' // a row that cannot be read: its number and why, in two languages
	theEnd   = 'e'
)

// count returns how many rows the workbook has, and keeps them. A workbook with pictures is
// only counted.
func (c *counts) count(s *source, o exchange.Options) (int64, error) {
	if o.Upload == "" {
		return table.Count(s, o)
	}
	w := &recorder{source: s, dir: c.dir}
	n, err := table.Count(w, o)
	if kept := w.end(); kept != nil {
		kept.upload = o.Upload
		if err != nil || n == 0 {
			return n, errors.Join(err, kept.rows.Close())
		}
		c.add(kept)
	}
	return n, err
}

func (c *counts) add(book *counted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.books) == maxCounted {
		_ = c.books[0].rows.Close() // only read, by none
		c.books = c.books[1:]
	}
	c.books = append(c.books, book)
}

// take returns the rows of an upload that was counted; nil if they are not kept.
func (c *counts) take(upload string) *replay {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.books, func(b *counted) bool { return upload != "" && b.upload == upload })
	if i < 0 {
		return nil
	}
	book := c.books[i]
	c.books = slices.Delete(c.books, i, i+1)
	return &replay{counted: book, in: bufio.NewReaderSize(book.rows, 64<<10)}
}

// recorder is a source that writes down what it gives. What it cannot write it does not keep.
type recorder struct {
	*source
	dir    string
	file   *os.File // nil until the first row, and again if nothing is kept
	out    *bufio.Writer
	sheet  string
	begun  bool
	ended  bool
	failed bool
	buffer []byte
}

// Next gives a row and writes it down; see table.Source.
func (w *recorder) Next() (int64, []string, error) {
	line, cells, err := w.source.Next()
	if !w.begun {
		w.begin()
	}
	w.failed = w.failed || len(w.shown) > 0
	if w.failed {
		return line, cells, err
	}
	if w.source.sheet != w.sheet {
		w.sheet = w.source.sheet
		w.write(aSheet, 0, w.sheet)
	}
	mistake, isMistake := errors.AsType[*table.RowError](err)
	another, isTable := errors.AsType[*table.NewTable](err)
	switch {
	case err == nil:
		w.write(aRow, line, cells...)
	case isMistake:
		w.write(aMistake, line, mistake.Text.Zh, mistake.Text.En)
	case isTable:
		w.write(aTable, line, another.Name)
	case errors.Is(err, io.EOF):
		w.write(theEnd, line)
		w.ended = true
	}
	return line, cells, err
}

// begin makes the file, and takes its name away at once.
func (w *recorder) begin() {
	w.begun = true
	file, err := os.CreateTemp(w.dir, "rows-")
	if err != nil {
		w.failed = true
		return
	}
	w.file, w.out = file, bufio.NewWriterSize(file, 64<<10)
	w.failed = os.Remove(file.Name()) != nil
}

func (w *recorder) write(what byte, line int64, texts ...string) {
	b := append(w.buffer[:0], what)
	b = binary.AppendUvarint(b, uint64(line))
	b = binary.AppendUvarint(b, uint64(len(texts)))
	for _, text := range texts {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	w.buffer = b
	_, err := w.out.Write(b)
	w.failed = w.failed || err != nil
}

// end returns what was written down, from its beginning; nil if that is not the whole.
func (w *recorder) end() *counted {
	if w.file == nil {
		return nil
	}
	err := w.out.Flush()
	if err == nil {
		_, err = w.file.Seek(0, io.SeekStart)
	}
	if err != nil || w.failed || !w.ended {
		_ = w.file.Close() // is not kept
		return nil
	}
	return &counted{rows: w.file, epoch: w.epoch, hidden: w.hidden}
}

// replay gives the rows of a workbook that was counted, as its source gave them.
type replay struct {
	*counted
	in     *bufio.Reader
	sheet  string
	buffer []byte
}

func (r *replay) Epoch() time.Time        { return r.epoch }
func (r *replay) Style() models.RowSource { return style(r.sheet, r.epoch) }
func (r *replay) Remarks() []models.Text  { return notRead(r.hidden) }
func (r *replay) Close() error            { return r.rows.Close() }

// Next returns the next row; see table.Source.
func (r *replay) Next() (int64, []string, error) {
	for {
		what, line, texts, err := r.read()
		switch {
		case err != nil:
			return 0, nil, fmt.Errorf("rows that were counted: %w", err)
		case what == aSheet:
			r.sheet = texts[0]
			continue
		case what == aTable:
			return line, nil, &table.NewTable{Name: texts[0]}
		case what == aMistake:
			return line, nil, &table.RowError{Text: models.Text{Zh: texts[0], En: texts[1]}}
		case what == theEnd:
			return line, nil, io.EOF
		}
		return line, texts, nil
	}
}

// read reads what was written down next.
func (r *replay) read() (what byte, line int64, texts []string, err error) {
	if what, err = r.in.ReadByte(); err != nil {
		return 0, 0, nil, whole(err)
	}
	number, err := binary.ReadUvarint(r.in)
	if err != nil {
		return 0, 0, nil, whole(err)
	}
	n, err := binary.ReadUvarint(r.in)
	if err != nil {
		return 0, 0, nil, whole(err)
	}
	texts = make([]string, n)
	for i := range texts {
		size, err := binary.ReadUvarint(r.in)
		if err != nil {
			return 0, 0, nil, whole(err)
		}
		r.buffer = slices.Grow(r.buffer[:0], int(size))[:size]
		if _, err := io.ReadFull(r.in, r.buffer); err != nil {
			return 0, 0, nil, whole(err)
		}
		texts[i] = string(r.buffer)
	}
	return what, int64(number), texts, nil
}

// whole returns the error of a file that ends before its end.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
