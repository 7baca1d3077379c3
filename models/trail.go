package models

import "time"

// Op is what a change did.
type Op string

// The operations of a change.
const (
	OpPut    Op = "PUT"
	OpDelete Op = "DELETE"
)

// Change says that the subject of that name was written or deleted. Seq grows by
// at least one with every change and is never used twice. The index follows the
// changes; what was written is read from the store.
type Change struct {
	Seq  int64
	Name string
	Op   Op
}

// Action is what an audit row says was done.
type Action string

// The actions that are audited.
const (
	ActionCreate  Action = "CREATE"
	ActionUpdate  Action = "UPDATE"
	ActionDelete  Action = "DELETE"
	ActionRead    Action = "READ"
	ActionList    Action = "LIST"
	ActionSearch  Action = "SEARCH"
	ActionMatch   Action = "MATCH"
	ActionCompare Action = "COMPARE"
	ActionImport  Action = "IMPORT"
	ActionReveal  Action = "REVEAL" // masked fields were opened
	ActionLogin   Action = "LOGIN"
	ActionLogout  Action = "LOGOUT"
	ActionExport  Action = "EXPORT"
	ActionRefuse  Action = "REFUSE" // somebody known asked for what they may not have
	ActionReseal  Action = "RESEAL" // the trail's seal did not fit: somebody wrote behind the store's back, or the key is new
	ActionErase   Action = "ERASE"
	ActionLoss    Action = "LOSS" // the store was found to lack what was committed: a damaged log, or an older backup
)

// Audit is one line of the trail: who did what to whom, when and what for. Objects
// are resource names. Detail is short and holds no personal data. Of the actor, a
// row keeps the id and the role.
type Audit struct {
	Seq     int64
	Time    time.Time
	Actor   Actor
	Action  Action
	Purpose string // as the caller said; empty where nobody did
	Objects []string
	Detail  string
	Hash    ChainHash // of this row and all before it; the store's
}

// ImportState is how far an import is.
type ImportState string

// The states of an import.
const (
	ImportRunning   ImportState = "RUNNING"
	ImportDone      ImportState = "DONE"
	ImportFailed    ImportState = "FAILED"
	ImportCancelled ImportState = "CANCELLED"
)

// RowError says which line of a file was not taken, and why. Field is empty
// where the whole line is wrong.
type RowError struct {
	Line   int64  `json:"line"` // from 1
	Field  string `json:"field,omitempty"`
	Reason string `json:"reason"`
}

// MaxRowErrors is how many errors of one import are kept; Failed counts all.
const MaxRowErrors = 1000

// Import is one bulk upload. Line is the last line that is done with: the rows up
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
}
