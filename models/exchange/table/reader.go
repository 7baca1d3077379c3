package table

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
)

// Source is where the rows of tables come from.
type Source interface {
	// Next returns the next row: its number, from 1 and growing, and its cells, which are
	// the reader's. Errors: io.EOF; *NewTable before the first row of each table but the
	// first; a *RowError after which it goes on; a *models.InvalidError if the file cannot
	// be read from here on.
	Next() (line int64, cells []string, err error)
	// Epoch returns the day that serial dates count from.
	Epoch() time.Time
	// Style returns what of a row's source is the same for all rows of the table at hand:
	// its sheet, or its encoding and delimiter.
	Style() models.RowSource
}

// Illustrated is a Source whose rows have pictures in their cells.
type Illustrated interface {
	// Pictures returns the pictures of the row that Next returned last.
	Pictures() ([]models.Photo, error)
}

// NewTable says that another table of the file begins.
type NewTable struct{ Name string }

func (t *NewTable) Error() string { return "another table begins: " + t.Name }

// RowError says that one row cannot be read.
type RowError struct{ Text models.Text }

func (e *RowError) Error() string { return e.Text.En }

// headingRows is how many rows are looked at for headings, and leastHeadings how many
// must be known in the row that has them, and one of how many.
const (
	headingRows   = 30
	leastHeadings = 2
	leastShare    = 3
)

// Reader makes subjects of the rows of a Source. It is an exchange.RowReader.
type Reader[T models.Subject] struct {
	source  Source
	after   int64
	find    func(fileNames []string, numbers ...string) ([]models.Photo, error)
	fresh   func() T
	known   headings
	columns []column // nil until the table's headings were found
	form    *form    // set of a table that is a form
	people  []row    // of a form that was read
	sheet   string   // of the table at hand
	ahead   []row    // read to see what columns look like
	found   []models.Column
	tables  int // that had headings
	passed  passed
	ended   error
}

// passed counts what is passed over.
type passed struct {
	asides int      // totals, notes, examples, repeated headings
	forms  int      // people who were read down the page, which is only said
	sheets []string // without headings
}

type row struct {
	line  int64
	cells []string
	style models.RowSource
	shown []models.Photo // in its cells
	err   error          // of the source
}

// NewReader returns a reader of the rows. It reads nothing yet.
func NewReader[T models.Subject](source Source, o exchange.Options, fresh func() T) *Reader[T] {
	return &Reader[T]{source: source, after: o.After, find: o.Pictures, fresh: fresh, known: knownHeadings(o.Mapping)}
}

// NewRecordReader is NewReader of records.
func NewRecordReader(source Source, o exchange.Options) exchange.RowReader[*models.Record] {
	return NewReader(source, o, func() *models.Record { return new(models.Record) })
}

// NewNoticeReader is NewReader of notices.
func NewNoticeReader(source Source, o exchange.Options) exchange.RowReader[*models.Notice] {
	return NewReader(source, o, func() *models.Notice { return new(models.Notice) })
}

// Columns returns what the columns of the tables read so far mean; see exchange.Mapped.
func (r *Reader[T]) Columns() []models.Column { return slices.Clone(r.found) }

// Next returns the next row that is about a person.
func (r *Reader[T]) Next() (exchange.Row[T], error) {
	for {
		next, err := r.row()
		if err != nil {
			return exchange.Row[T]{}, err
		}
		if next.line <= r.after {
			continue
		}
		if rowErr, ok := errors.AsType[*RowError](next.err); ok {
			wrong := models.Invalid("", rowErr.Text.Zh, rowErr.Text.En)
			return exchange.Row[T]{
				Line: next.line, Decode: func() (exchange.Decoded[T], error) { return exchange.Decoded[T]{}, wrong },
				Source: func() *models.RowSource { return nil },
			}, nil
		}
		if aside, blank := r.isAside(next.cells); aside {
			if !blank {
				r.passed.asides++
			}
			continue
		}
		size := 0
		for _, c := range next.cells {
			size += len(c)
		}
		for _, p := range next.shown {
			size += len(p.Content)
		}
		columns, base, style := r.columns, r.source.Epoch(), next.style
		return exchange.Row[T]{
			Line: next.line, Size: size,
			Decode: func() (exchange.Decoded[T], error) { return r.decode(columns, next, base) },
			Source: func() *models.RowSource {
				style.Cells, style.Headings = next.cells, headingsOf(columns)
				return &style
			},
		}, nil
	}
}

// decode reads the cells of a row, and finds its pictures.
func (r *Reader[T]) decode(columns []column, from row, base time.Time) (exchange.Decoded[T], error) {
	s, cells := r.fresh(), unprotected(from.cells)
	doubts, err := fill(s, columns, cells, base)
	if err != nil {
		return exchange.Decoded[T]{}, err
	}
	photos := from.shown
	if r.find != nil {
		found, err := r.find(named(columns, cells, photo), named(columns, cells, externalID, identity)...)
		if err != nil {
			return exchange.Decoded[T]{}, err
		}
		photos = append(photos, found...)
	}
	s.Common().Photos = photos
	hash, err := jsonl.Hash(s)
	return exchange.Decoded[T]{Subject: s, Hash: hash, Unedited: isUnedited(columns, cells), Warnings: doubts}, err
}

// named returns what the cells of some fields say, in parts.
func named(columns []column, cells []string, of ...field) []string {
	var list []string
	for i, c := range columns {
		if i < len(cells) && slices.Contains(of, c.field) {
			list = append(list, parts(cells[i])...)
		}
	}
	return list
}

// Remarks returns what was passed over; see exchange.Remarking.
func (r *Reader[T]) Remarks() []models.Text {
	var list []models.Text
	if n := r.passed.forms; n > 0 {
		list = append(list, formRemark(n))
	}
	if n := r.passed.asides; n > 0 {
		list = append(list, models.Text{Zh: fmt.Sprintf("跳过了 %d 行合计、备注、重复的表头或示例", n), En: fmt.Sprintf("%d rows with totals, notes, repeated headings or examples were passed over", n)})
	}
	for _, name := range r.passed.sheets {
		list = append(list, models.Text{Zh: "工作表“" + name + "”没有表头，未读取", En: fmt.Sprintf("sheet %q has no headings and was not read", name)})
	}
	if s, ok := r.source.(exchange.Remarking); ok {
		list = append(list, s.Remarks()...)
	}
	return list
}

func headingsOf(columns []column) []string {
	headings := make([]string, len(columns))
	for i, c := range columns {
		headings[i] = c.heading
	}
	return headings
}

// Close frees what the source holds.
func (r *Reader[T]) Close() error {
	if c, ok := r.source.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// row returns the next row below headings.
func (r *Reader[T]) row() (row, error) {
	for {
		if r.columns == nil && r.form == nil && r.ended == nil {
			if err := r.findHeadings(); err != nil {
				return row{}, err
			}
		}
		if r.form != nil {
			if person, ok := r.nextOfForm(); ok {
				return person, nil
			}
			r.form, r.people = nil, nil // what comes next ends the table
		}
		if len(r.ahead) == 0 && r.ended != nil {
			return row{}, r.ended
		}
		next := r.next()
		if _, ok := errors.AsType[*RowError](next.err); ok || next.err == nil {
			return next, nil
		}
		if _, ok := errors.AsType[*NewTable](next.err); ok {
			r.columns, r.sheet = nil, next.style.Sheet
			continue
		}
		if errors.Is(next.err, io.EOF) {
			r.ended = io.EOF
		}
		return row{}, next.err
	}
}

// next returns the next row of the source.
func (r *Reader[T]) next() row {
	if len(r.ahead) > 0 {
		next := r.ahead[0]
		r.ahead = r.ahead[1:]
		return next
	}
	return r.taken(r.source.Next())
}

// taken returns a row that the source gave, with its pictures.
func (r *Reader[T]) taken(line int64, cells []string, err error) row {
	next := row{line: line, cells: slices.Clone(cells), err: err, style: r.source.Style()}
	if s, ok := r.source.(Illustrated); ok && err == nil {
		next.shown, next.err = s.Pictures()
	}
	return next
}

// Count returns how many rows Next would return of a source from its beginning.
func Count(source Source, o exchange.Options) (n int64, err error) {
	r := NewReader(source, o, func() *models.Notice { return new(models.Notice) })
	defer func() { err = errors.Join(err, r.Close()) }()
	for {
		_, err := r.Next()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("count rows: %w", err)
		}
		n++
	}
}
