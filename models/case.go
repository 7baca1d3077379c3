package models

import (
	"slices"
	"time"
)

// CaseState is the state of a case.
type CaseState string

// The states of a case: PROPOSED → VERIFYING → CONFIRMED → REUNITED, or REJECTED or
// UNRESOLVED instead; each step has an actor, a time and a reason.
const (
	CaseProposed   CaseState = "PROPOSED"
	CaseVerifying  CaseState = "VERIFYING"
	CaseConfirmed  CaseState = "CONFIRMED"
	CaseReunited   CaseState = "REUNITED"
	CaseRejected   CaseState = "REJECTED"
	CaseUnresolved CaseState = "UNRESOLVED" // set aside until a date
)

// Open reports whether the case still waits for a decision.
func (s CaseState) Open() bool {
	return s == CaseProposed || s == CaseVerifying || s == CaseUnresolved
}

// Settled reports whether the case says that the two are the same person. A record,
// and a notice, can be in one such case at a time.
func (s CaseState) Settled() bool { return s == CaseConfirmed || s == CaseReunited }

// Case carries a record and a notice from a match to a reunification. It is what its
// History says: a step is only ever added, and taking one back is a step, too. There
// is at most one case of a pair. Name, Etag and the times are the store's.
type Case struct {
	Name       string // cases/…
	Record     string
	Notice     string
	State      CaseState
	Match      Match // as it was weighed when the case was proposed
	FaceAlone  bool  // whether that match rested on a face and nothing else
	History    []Step
	Assignee   string // who works on it, an actor's id; empty for no one
	ReviewDate Date   // when an UNRESOLVED case comes back
	Etag       string
	CreateTime time.Time
	UpdateTime time.Time
}

// StepKind says what was done to a case.
type StepKind string

// The kinds of steps.
const (
	StepPropose   StepKind = "PROPOSE"
	StepVerify    StepKind = "VERIFY"
	StepItem      StepKind = "ITEM" // a verification item was added
	StepConfirm   StepKind = "CONFIRM"
	StepReject    StepKind = "REJECT"
	StepUnresolve StepKind = "UNRESOLVE"
	StepReunite   StepKind = "REUNITE"
	StepReopen    StepKind = "REOPEN" // an unresolved or rejected case is taken up again
	StepReturn    StepKind = "RETURN" // a rejected pair comes back by itself: a side has changed
	StepUndo      StepKind = "UNDO"
	StepAssign    StepKind = "ASSIGN"
)

// Step describes one line of a case's history. Steps are in the order of their numbers;
// their times never go back.
type Step struct {
	Number     int       `json:"number"` // from 1
	Kind       StepKind  `json:"kind"`
	From       CaseState `json:"from,omitempty"`
	To         CaseState `json:"to"`
	Actor      Actor     `json:"actor"`
	Time       time.Time `json:"time"`
	Reason     string    `json:"reason,omitempty"`
	Item       *Item     `json:"item,omitempty"`       // of ITEM
	Undoes     int       `json:"undoes,omitempty"`     // of UNDO: the step that is taken back
	ReviewDate Date      `json:"reviewDate,omitempty"` // of UNRESOLVE
	Assignee   string    `json:"assignee,omitempty"`   // of ASSIGN
	Changed    []Changed `json:"changed,omitempty"`    // statuses that the step changed

	// RecordContentHash and NoticeContentHash are what the two sides were like when the
	// pair was rejected (see Substance).
	RecordContentHash string `json:"recordSubstance,omitempty"`
	NoticeContentHash string `json:"noticeSubstance,omitempty"`
}

// Changed holds the status of a record or a notice before and after a step.
type Changed struct {
	Name string `json:"name"`
	Was  string `json:"was"`
	Now  string `json:"now"`
}

// ItemKind says how a pair was verified.
type ItemKind string

// The kinds of verification items.
const (
	ItemFaceReview   ItemKind = "FACE_REVIEW"
	ItemPhoneCall    ItemKind = "PHONE_CALL"
	ItemFamilyPhoto  ItemKind = "FAMILY_PHOTO"
	ItemFamilyVisit  ItemKind = "FAMILY_VISIT"
	ItemDNA          ItemKind = "DNA"
	ItemFingerprint  ItemKind = "FINGERPRINT"
	ItemPoliceRecord ItemKind = "POLICE_RECORD"
	ItemDocuments    ItemKind = "DOCUMENTS"
)

// ItemResult says what a verification says about the pair.
type ItemResult string

// The results.
const (
	ResultSupports     ItemResult = "SUPPORTS"
	ResultContradicts  ItemResult = "CONTRADICTS"
	ResultInconclusive ItemResult = "INCONCLUSIVE"
)

// Item describes one verification of a pair. Who entered it, and when, is in its step; Actor,
// Time and Withdrawn are filled in by Case.Items.
type Item struct {
	Number     int         `json:"number"` // from 1, within the case
	Kind       ItemKind    `json:"kind"`
	Result     ItemResult  `json:"result"`
	DoneBy     string      `json:"doneBy,omitempty"` // as written: a person, a laboratory
	DoneDate   Date        `json:"doneDate,omitempty"`
	Reference  string      `json:"reference,omitempty"` // the number of the report or of the police record
	Note       string      `json:"note,omitempty"`
	Signature  string      `json:"signature"` // name and post of who answers for it
	Attachment *Attachment `json:"attachment,omitempty"`

	Actor     Actor     `json:"-"`
	Time      time.Time `json:"-"`
	Withdrawn int       `json:"-"` // the step that took it back, 0 if it stands
}

// Attachment describes a file that proves an item; its bytes are the blob of that hash.
type Attachment struct {
	SHA256      string `json:"sha256"`
	ContentType string `json:"contentType"`
	Size        int64  `json:"size"` // bytes
}

// Primary reports whether the item can decide by itself: biology, or the police's own
// record with its number.
func (i *Item) Primary() bool {
	return i.Kind == ItemDNA || i.Kind == ItemFingerprint || i.Kind == ItemPoliceRecord && i.Reference != ""
}

// ground returns what a secondary item rests on. Two items on one ground are not
// independent: a family's photo is a face, too.
func (i *Item) ground() ItemKind {
	if i.Kind == ItemFamilyPhoto {
		return ItemFaceReview
	}
	return i.Kind
}

// Items returns all verification items in order, the withdrawn ones too.
func (c *Case) Items() []Item {
	var items []Item
	for _, s := range c.History {
		switch {
		case s.Kind == StepItem && s.Item != nil:
			item := *s.Item
			item.Actor, item.Time = s.Actor, s.Time
			items = append(items, item)
		case s.Kind == StepUndo:
			if undone := c.step(s.Undoes); undone != nil && undone.Item != nil {
				items[undone.Item.Number-1].Withdrawn = s.Number
			}
		}
	}
	return items
}

// Standing returns the items that no one took back.
func (c *Case) Standing() []Item {
	return slices.DeleteFunc(c.Items(), func(i Item) bool { return i.Withdrawn != 0 })
}

// Item returns the item of that number.
func (c *Case) Item(number int) (Item, bool) {
	items := c.Items()
	if number < 1 || number > len(items) {
		return Item{}, false
	}
	return items[number-1], true
}

// step returns the step of that number, nil if there is none.
func (c *Case) step(number int) *Step {
	if number < 1 || number > len(c.History) {
		return nil
	}
	return &c.History[number-1]
}

// Proposer returns who answers for the proposal: the first person in the history. A pair
// that Guitu proposed by itself is answered for by who took it up; until a person
// did, the actor is the system.
func (c *Case) Proposer() Actor {
	for _, s := range c.History {
		if s.Actor.Role != RoleSystem {
			return s.Actor
		}
	}
	return System()
}

// Returned reports whether the pair was rejected and came back by itself, and no one
// has looked at it since.
func (c *Case) Returned() bool {
	return len(c.History) > 0 && c.History[len(c.History)-1].Kind == StepReturn
}

// Due reports whether an UNRESOLVED case has come back by that day.
func (c *Case) Due(today Date) bool {
	return c.State == CaseUnresolved && c.ReviewDate != "" && c.ReviewDate <= today
}

// Other returns the far side of the case from a record or notice in it.
func (c *Case) Other(subject string) string {
	if c.Record == subject {
		return c.Notice
	}
	return c.Record
}

// System is Guitu as an actor: who proposes what it found by itself.
func System() Actor { return Actor{ID: "guitu", Role: RoleSystem} }
