package models

import "time"

// Op says what a change did.
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

// ChangeKind says what a change did, as other systems are told.
type ChangeKind string

// The kinds of a change.
const (
	ChangeCreated  ChangeKind = "CREATED"
	ChangeUpdated  ChangeKind = "UPDATED"
	ChangeDeleted  ChangeKind = "DELETED"
	ChangeMoved    ChangeKind = "MOVED"    // the record left the area or the station that the entry names
	ChangeMerged   ChangeKind = "MERGED"   // people said that Other is of the same person
	ChangeUnmerged ChangeKind = "UNMERGED" // that does not hold any more
)

// JournalEntry describes a change as other systems are told of it. Area and Station are those that
// decided who might see the subject when it happened; of a notice, which all may see, they are
// empty. Time is zero of what was deleted before entries had one.
type JournalEntry struct {
	Seq     int64
	Name    string
	Kind    ChangeKind
	Time    time.Time
	Area    string // where the record was found, as a GB/T 2260 code
	Station string
	Other   string // the file that it was merged with
}

// Action says what an audit row says was done.
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
	ActionRefuse  Action = "REFUSE" // a known person asked for what they may not have
	ActionReseal  Action = "RESEAL" // the trail's seal did not fit: a person wrote behind the store's back, or the key is new
	ActionErase   Action = "ERASE"
	ActionLoss    Action = "LOSS" // the store was found to lack what was committed: a damaged log, or an older backup
)

// RevealLimit is the detail of a row about who was refused for having opened the contacts of as
// many notices as an hour allows.
const RevealLimit = "reveal: hourly limit"

// Audit describes one line of the trail: who did what to whom, when and what for. Objects
// are resource names. Detail is short and holds no personal data. Of the actor, a
// row keeps the id and the role.
type Audit struct {
	Seq     int64
	Time    time.Time
	Actor   Actor
	Action  Action
	Purpose string // as the caller said; empty if no one did
	Objects []string
	Detail  string
	Hash    ChainHash // of this row and all before it; the store's
}
