package models

import "time"

// LinkKind says what people said of two files of one side.
type LinkKind string

// What can be said of two files. The last word about a pair counts; the earlier ones
// stay readable.
const (
	LinkSame     LinkKind = "SAME"     // one person, taken in twice; both files are kept
	LinkUndone   LinkKind = "UNDONE"   // what was said before does not hold any more
	LinkDistinct LinkKind = "DISTINCT" // two people, however alike
)

// Link says of two records, or of two notices, whether they are of one person.
type Link struct {
	Seq    int64
	Kind   LinkKind
	File   string // the file that is marked
	Of     string // the file that stands for both
	Actor  Actor
	Time   time.Time
	Reason string
}

// Other returns the far side of the link.
func (t *Link) Other(name string) string {
	if t.File == name {
		return t.Of
	}
	return t.File
}
