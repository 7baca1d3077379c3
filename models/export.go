package models

import "time"

// ExportState says how far an export is.
type ExportState string

// The states of an export.
const (
	ExportRunning   ExportState = "RUNNING"
	ExportDone      ExportState = "DONE"
	ExportFailed    ExportState = "FAILED"
	ExportCancelled ExportState = "CANCELLED"
	ExportExpired   ExportState = "EXPIRED" // its file is deleted
)

// Export describes a file that subjects of one side are written to: those that the actor may see,
// as the actor sees them. It never holds what describes a face or a finger.
type Export struct {
	Name       string // exports/…
	Kind       Kind
	Format     string // as its exchange.Format is named
	Status     string // of the subjects; any if empty
	Origin     string // source or station of the subjects; any if empty
	OpenOnly   bool
	Names      []string `json:",omitempty"` // of the only subjects, in their order, until the export has ended; all that fit if empty
	Fields     []string // columns of a table; all if there are none
	Photos     bool     // with the pictures
	Purpose    string   // what for, as the actor said
	State      ExportState
	Total      int64 // subjects to look at
	Done       int64 // that were written
	Size       int64 // bytes of the file
	Reason     Text  // why it failed
	Actor      Actor
	CreateTime time.Time
	UpdateTime time.Time
	ExpireTime time.Time // when the file is deleted

	Pace Pace `json:"-"`
}
