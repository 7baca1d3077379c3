package models

import "time"

// StrongPair describes a record and a notice that an all-against-all pass found likely: what
// it weighed, and the versions of both that it saw.
type StrongPair struct {
	Record, Notice         string
	RecordEtag, NoticeEtag string
	Probability            float64
	Weight                 float64 // bits
	Parameters             string  // which numbers weighed it
	FoundTime              time.Time
}

// Rematch says how far a pass of all open records against all open notices is. It ends
// with EndTime; until then a later call, or a later process, goes on from Token.
type Rematch struct {
	Token      string // of the page of records that is next
	Done       int    // records that were matched
	Total      int    // open records when it began
	Strong     int    // likely pairs among them
	New        int    // of these, pairs that no earlier pass had found
	Parameters string // which numbers it weighs by: others need a pass anew
	StartTime  time.Time
	UpdateTime time.Time
	EndTime    time.Time // zero while it is not done
}
