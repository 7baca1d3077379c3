// Package exchange says how records and notices come in from files of any format:
// packages jsonl, csv and xlsx read one each, and a format that is to come is a package
// beside them with a [RowReader] and a [Format]. Package table makes subjects of the rows
// of tables, whatever file they come in.
//
// A file of any length is read in little memory, and in two steps: Next cuts off a row,
// in order; Decode understands it, which takes longer and can be done for many rows
// concurrently. A mistake in a row is that row's; the rows after it are read.
package exchange

import (
	"io"

	"github.com/guitu-project/guitu/models"
)

// RowReader reads the rows of one file in order. It need not be safe for concurrent use.
type RowReader[T models.Subject] interface {
	// Next returns the next row that holds anything. A table's reader reads its headings
	// before its first row. Errors: io.EOF after the last row; a *models.InvalidError if
	// the file cannot be read from here on (headings that are no fields, a cut archive);
	// else that of the reader below.
	Next() (Row[T], error)
}

// Row is one row, cut off and not understood yet.
type Row[T models.Subject] struct {
	Line int64 // where it begins, from 1: the line of a text, the row of a sheet
	Size int   // bytes that it holds until it is decoded

	// Decode returns what the row says and the hash of that: the same for two rows that
	// say the same, whatever their order of fields, white space or format, so that a file
	// uploaded again changes nothing. What the server sets is left out of the subject.
	// Fields are checked by the subject's Validate, not here. Errors: a
	// *models.InvalidError whose fields are named as the contract names them; a table's
	// says the heading of the column in its text, for that is what its author sees. It is
	// called once, from any goroutine.
	Decode func() (subject T, hash string, err error)

	// Source returns the row as it was written, for whoever has to mend it; nil if it is
	// too long for that.
	Source func() *models.RowSource
}

// Format reads the files of one format.
type Format struct {
	Name string // as an upload names it, in capitals: JSONL

	// Records and Notices read r, beginning behind line after, where an import was cut
	// off; 0 begins at the beginning. They read nothing yet.
	Records func(r io.Reader, after int64) RowReader[*models.Record]
	Notices func(r io.Reader, after int64) RowReader[*models.Notice]

	// Count returns how many rows Next would return from the beginning.
	Count func(r io.Reader) (int64, error)
}
