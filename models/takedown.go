package models

import (
	"slices"
	"time"
)

// TakedownState says how far a takedown is.
type TakedownState string

// The states: REQUESTED → ACCEPTED → ERASED, or → REFUSED, or undone (UNDONE) before
// it is ERASED.
const (
	TakedownRequested TakedownState = "REQUESTED"
	TakedownAccepted  TakedownState = "ACCEPTED" // the notice is withdrawn; erasure follows
	TakedownRefused   TakedownState = "REFUSED"
	TakedownUndone    TakedownState = "UNDONE"
	TakedownErased    TakedownState = "ERASED"
)

// Takedown is a person's saying that they are the person of a notice and not missing.
// Who asks and what proves it is erased with the notice, or some time after a refusal.
type Takedown struct {
	Name        string // takedowns/…
	Notice      string
	Requester   Contact // who asks; Relation is 本人 if it is the person
	Evidence    string  // of identity: what was shown, and to whom
	Attachments []Proof
	State       TakedownState
	EnteredBy   string // who wrote the request down
	DecidedBy   string // another one, who checked the identity
	Decision    string // how it was checked, or why it was refused or undone
	Was         NoticeStatus
	EraseTime   time.Time // when the notice is erased; zero unless ACCEPTED or ERASED
	CreateTime  time.Time
	UpdateTime  time.Time
}

// Proof describes a file that proves who asks.
type Proof struct {
	Attachment
	Content []byte `json:"-"` // in only
}

// maxProofs is how many files a takedown may bring; see MaxAttachment.
const maxProofs = 10

// Validate names every wrong field.
func (t *Takedown) Validate() error {
	v := newViolations()
	if kind, ok := KindOf(t.Notice); !ok || kind != Notices {
		v.add("notice", "应为寻亲启事的名称 notices/…", "must be the name of a notice: notices/…")
	}
	checkLen(v, "requester.name", t.Requester.Name, maxLine)
	checkLen(v, "requester.relation", t.Requester.Relation, maxLine)
	checkLen(v, "requester.phone", t.Requester.Phone, maxLine)
	if t.Requester.Name == "" {
		v.add("requester.name", "请写明申请人", "say who asks")
	}
	checkLen(v, "evidence", t.Evidence, maxProse)
	if t.Evidence == "" && len(t.Attachments) == 0 {
		v.add("evidence", "请写明或附上身份证明", "say or attach what proves the identity")
	}
	if len(t.Attachments) > maxProofs {
		v.add("attachments", "附件过多，最多 10 个", "over 10 attachments")
		return v.err()
	}
	for i, a := range t.Attachments {
		at := v.at("attachments[%d]", i)
		checkLen(at, ".contentType", a.ContentType, maxLine)
		switch {
		case len(a.Content) == 0:
			at.add(".content", "附件没有内容", "the attachment is empty")
		case len(a.Content) > MaxAttachment:
			at.add(".content", "附件太大，最大 20 MB", "the attachment is over 20 MB")
		case !slices.Contains(attachmentTypes, a.ContentType):
			at.add(".content", "附件应为 JPEG、PNG、WebP 图片或 PDF", "must be a JPEG, PNG or WebP picture or a PDF")
		}
	}
	return v.err()
}
