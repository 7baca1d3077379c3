package models

import (
	"encoding/json"
	"time"
)

// ImportState says how far an import is.
type ImportState string

// The states of an import. From DONE, FAILED and CANCELLED it can be undone.
const (
	ImportRunning   ImportState = "RUNNING"
	ImportDone      ImportState = "DONE"
	ImportFailed    ImportState = "FAILED"
	ImportCancelled ImportState = "CANCELLED"
	ImportUndoing   ImportState = "UNDOING"
	ImportUndone    ImportState = "UNDONE"
)

// Ended reports whether nothing more happens to the import by itself.
func (s ImportState) Ended() bool { return s != ImportRunning && s != ImportUndoing }

// RowError says which line of a file was not taken, and why. Field is empty
// if the whole line is wrong.
type RowError struct {
	Line   int64  `json:"line"` // from 1
	Field  string `json:"field,omitempty"`
	Column string `json:"column,omitempty"` // the heading of the cell that is wrong, of a table
	Reason string `json:"reason"`
}

// KeptRow says which line of an import was left as it is when the import was undone,
// and why.
type KeptRow struct {
	Line   int64
	Name   string // of the subject
	Reason string
}

// PreviewRow describes a row as it would be stored.
type PreviewRow struct {
	Line    int64           `json:"line"`
	Outcome Outcome         `json:"outcome"` // CREATED, UPDATED, or empty if it changes nothing
	Subject json.RawMessage `json:"subject"` // in the contract's JSON
}

// LikelyRow describes a row that would be new, and a file held that may be of the same person. It does
// not quote what is held.
type LikelyRow struct {
	Line        int64           `json:"line"`
	Subject     json.RawMessage `json:"subject"` // the row, in the contract's JSON
	Other       string          `json:"other"`   // records/… or notices/…
	Probability float64         `json:"probability"`
	Weight      float64         `json:"weight"` // bits
	Features    []FeatureWeight `json:"features,omitempty"`
}

// FeatureWeight holds what a feature says for or against two files being of one person, in bits.
type FeatureWeight struct {
	Feature string  `json:"feature"`
	Weight  float64 `json:"weight"`
}

// MaxPreview is how many rows a check shows as they would be.
const MaxPreview = 20

// MaxRowErrors is how many errors of one import are shown with it, and how many kept
// rows; Failed and Kept count all.
const MaxRowErrors = 1000

// Import describes one bulk upload. Line is the last line that is done with: the rows up
// to it and these counts are committed together, so an import that was cut off
// goes on from there.
type Import struct {
	Name       string // imports/…
	Kind       Kind
	Format     string // of the file, as its exchange.Format is named
	Check      bool   // the file is only checked: nothing is written
	State      ImportState
	Line       int64
	Total      int64 // lines with something on them; 0 until counted
	Created    int64
	Updated    int64
	Unchanged  int64
	Failed     int64
	Errors     []RowError // the first MaxRowErrors
	Actor      Actor      // who uploaded it, and in whose name it goes on
	CreateTime time.Time
	UpdateTime time.Time

	Mapping  map[string]Meaning // what columns mean besides what is built in, by their headings
	Columns  []Column           // what the columns read so far were taken for
	Preview  []PreviewRow       // of a check: the first rows as they would be, MaxPreview at most
	Warnings []RowError         // what was taken and may be wrong, the first MaxRowErrors
	Remarks  []Text             // what was passed over, once the file is read

	Likely     []LikelyRow // of a check: who is held already and may be of the same person, the first ones
	LikelyRows int64       // rows that may be about a person who is held
	Compared   int64       // rows that were compared with who is held: those that would be new, as far as time allowed

	UndoneBy Actor // who undid it, and in whose name that goes on
	Undone   int64 // rows that were taken back
	Kept     int64 // rows that were not, because their subjects changed since
	KeptRows []KeptRow

	Pace Pace
}

// Processed returns how many rows are done with.
func (i *Import) Processed() int64 { return i.Created + i.Updated + i.Unchanged + i.Failed }

// Pace says how fast work goes on; it is zero of work that waits or has ended.
type Pace struct {
	RowsPerSecond float64
	Remaining     time.Duration // 0 if that is not known
}

// Outcome says what became of a row of an import.
type Outcome string

// The outcomes that are kept by row; one that changed nothing, or was undone, leaves none.
const (
	RowCreated Outcome = "CREATED"
	RowUpdated Outcome = "UPDATED"
	RowFailed  Outcome = "FAILED"
	RowKept    Outcome = "KEPT" // was CREATED or UPDATED, and could not be undone
)

// ImportRow holds what became of one row: enough to undo it, or to mend it.
type ImportRow struct {
	Line    int64
	Outcome Outcome
	Name    string // of the subject that was written
	Etag    string // of the subject as the row left it

	ExternalID string     // of a row that failed, if it could be read
	Errors     []RowError // why a row failed, every wrong cell; or why it was kept
	Source     *RowSource // a row that failed, as it was written; nil if it is too long to keep

	Before []byte   // the subject that a row replaced, encoded by the one who undoes it
	Blobs  []string // the pictures of Before, which are held for it
}

// RowSource describes a row of a file as it was written, and what of the file it takes to
// write it again.
type RowSource struct {
	Cells     []string `json:"cells"`               // of a table; of any other file the whole row
	Headings  []string `json:"headings,omitempty"`  // of the columns
	Sheet     string   `json:"sheet,omitempty"`     // of a workbook
	Encoding  string   `json:"encoding,omitempty"`  // of a text file, as package exchange/csv names it
	Delimiter string   `json:"delimiter,omitempty"` // of a text file
	Date1904  bool     `json:"date1904,omitempty"`  // serial dates of the workbook count from 1904
}

// MappedBy says how it is known what a column means.
type MappedBy string

// The ways in which it is known. A proposal is not followed until a person says so: the
// column is kept as text.
const (
	MappedByUser     MappedBy = "GIVEN"      // with the upload
	MappedBefore     MappedBy = "REMEMBERED" // given with a former upload of the same account
	MappedByOperator MappedBy = "OPERATOR"   // the operator's own table of headings
	MappedByName     MappedBy = "KNOWN"      // built in
	MappedByGuess    MappedBy = "PROPOSED"   // like a heading that is known, or by what the cells look like
	NotMapped        MappedBy = "UNKNOWN"
)

// Meaning holds what a column of a table means, and who said so.
type Meaning struct {
	Field string   `json:"field"` // by its name, see package exchange/table
	By    MappedBy `json:"by"`
}

// Column holds what a column of a table was taken for.
type Column struct {
	Sheet     string   `json:"sheet,omitempty"`
	Heading   string   `json:"heading"`
	Field     string   `json:"field"` // "text" if the column is kept as text
	By        MappedBy `json:"by"`
	Proposal  string   `json:"proposal,omitempty"` // the field that it may be
	Certainty float64  `json:"certainty"`          // 0 … 1, that Field, or Proposal, is right
}
