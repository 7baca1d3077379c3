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

// Row describes one row, cut off and not understood yet.
type Row[T models.Subject] struct {
	Line int64 // where it begins, from 1: the line of a text, the row of a sheet
	Size int   // bytes that it holds until it is decoded

	// Decode returns what the row says. Fields are checked by the subject's Validate, not
	// here. Errors: a *models.InvalidError whose fields are named as the contract names
	// them; a table's says the heading of the column in its text, for that is what its
	// author sees. It is called once, from any goroutine.
	Decode func() (Decoded[T], error)

	// Source returns the row as it was written, for the one who has to mend it; nil if it is
	// too long for that.
	Source func() *models.RowSource
}

// Decoded holds what a row says.
type Decoded[T models.Subject] struct {
	Subject T // without what the server sets

	// Hash is the same for two rows that say the same, whatever their order of fields, white
	// space or format, so that a file uploaded again changes nothing.
	Hash string

	// Unedited is set of a row that an export wrote and that no one edited since.
	Unedited bool

	Warnings []models.Violation // what is taken, and may be wrong
}

// Options say how a file is read.
type Options struct {
	After   int64                     // the line behind which an import goes on; 0 begins at the beginning
	Mapping map[string]models.Meaning // what columns mean, by their headings as written or folded: before what is built in

	// Upload names a file that is counted and then read: a format may keep what it found out of
	// the file until then. Empty of one that is read once.
	Upload string

	// Pictures returns those of a row by what its cells may call them: file names, its
	// number, its identity number. Errors: *models.InvalidError (photos). None if nil.
	Pictures func(fileNames []string, numbers ...string) ([]models.Photo, error)
}

// Format reads and writes the files of one format. What it does not do is nil.
type Format struct {
	Name      string // as an upload names it, in capitals: JSONL
	Suffix    string // of its files: .jsonl
	MediaType string

	// Records and Notices read r. They read nothing yet.
	Records func(r io.Reader, o Options) RowReader[*models.Record]
	Notices func(r io.Reader, o Options) RowReader[*models.Notice]

	// Count returns how many rows Next would return from the beginning.
	Count func(r io.Reader, o Options) (int64, error)

	// Rejected writes rows that were not taken, as they were, each with the reason: a file
	// that can be mended and sent again.
	Rejected     func(w io.Writer) RejectedWriter
	RejectedType string // the media type of what Rejected writes, if it is another

	// Template writes a file that shows how one of a side is filled in.
	Template func(w io.Writer, side models.Kind) error

	// Photos is set if what Write writes can hold pictures.
	Photos bool

	// Write begins a file of subjects of a side; fields are those of a table, all if empty.
	// Errors: *models.InvalidError (fields).
	Write func(w io.Writer, side models.Kind, fields []string) (SubjectWriter, error)
}

// RejectedWriter writes rows that were not taken. Close ends the file.
type RejectedWriter interface {
	// Write writes a row; source is nil if the row was not kept.
	Write(line int64, source *models.RowSource, reasons []models.RowError) error
	Close() error
}

// SubjectWriter writes subjects of the side that it was begun for. Close ends the file.
type SubjectWriter interface {
	Write(s models.Subject) error
	Close() error
}

// Mapped is a RowReader of a file whose columns mean something by their headings.
type Mapped interface {
	// Columns returns what the columns that were read so far mean.
	Columns() []models.Column
}

// Remarking is a RowReader that says what it passed over.
type Remarking interface {
	// Remarks returns what was passed over so far, and why.
	Remarks() []models.Text
}
