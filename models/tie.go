package models

import "time"

// TieKind is what people said of two files of one side.
type TieKind string

// What can be said of two files. The last word about a pair counts; the earlier ones
// stay readable.
const (
	TieSame     TieKind = "SAME"     // one person, taken in twice; both files are kept
	TieUndone   TieKind = "UNDONE"   // what was said before does not hold any more
	TieDistinct TieKind = "DISTINCT" // two people, however alike
)

// Tie says of two records, or of two notices, whether they are of one person.
type Tie struct {
	Seq    int64
	Kind   TieKind
	File   string // the file that is marked
	Of     string // the file that stands for both
	Actor  Actor
	Time   time.Time
	Reason string
}

// Other is the far side of the tie.
func (t *Tie) Other(name string) string {
	if t.File == name {
		return t.Of
	}
	return t.File
}
