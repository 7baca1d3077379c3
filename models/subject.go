package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind tells the two sides of the search apart.
type Kind string

// The two sides.
const (
	Records Kind = "records"
	Notices Kind = "notices"
)

// Opposite returns the side that this one is matched against.
func (k Kind) Opposite() Kind {
	if k == Records {
		return Notices
	}
	return Records
}

// KindOf reads the side off a resource name ("records/…", "notices/…").
func KindOf(name string) (Kind, bool) {
	prefix, id, ok := strings.Cut(name, "/")
	k := Kind(prefix)
	return k, ok && id != "" && (k == Records || k == Notices)
}

// Subject is a *Record or a *Notice: a person and an event, one side of a match.
type Subject interface {
	Kind() Kind
	Common() *Entry
	// Origin is who wrote the file: the station of a record, the source of a
	// notice. ExternalID is unique within it.
	Origin() string
	// Event is when and where the person was found, or last seen.
	Event() (Date, Place)
	// Open reports whether the person is still looked for.
	Open() bool
	// Inherit takes over from the stored version what an upload of a new one does not
	// say: name, etag, status, and the photos and fingerprints if it brings none.
	Inherit(stored Subject)
	// Complete fills in what an empty field is read as: the status.
	Complete()
	// Validate is nil or an *InvalidError that names every wrong field.
	Validate(now time.Time) error
}

// Entry holds what a record and a notice have in common. Name, Etag and the times
// are the store's: what a caller writes there is ignored, except that an Etag
// given to an update must be the current one.
type Entry struct {
	Name          string        `json:"name,omitempty"` // records/… or notices/…
	ExternalID    string        `json:"externalId,omitempty"`
	Person        Person        `json:"person,omitzero"`
	Circumstances string        `json:"circumstances,omitempty"`
	Photos        []Photo       `json:"photos,omitempty"`
	DNA           Sample        `json:"dna,omitzero"`
	Fingerprints  []Fingerprint `json:"fingerprints,omitempty"`
	Etag          string        `json:"etag,omitempty"`
	CreateTime    time.Time     `json:"createTime,omitzero"`
	UpdateTime    time.Time     `json:"updateTime,omitzero"`

	// UploadHash identifies the uploaded row that last wrote this entry, so that
	// uploading the same row again changes nothing, not even what was corrected by
	// hand since. Empty if no upload wrote it.
	UploadHash string `json:"-"`

	// Owner tells files apart that have the same externalId and origin, of writers who may
	// not see each other's; empty for the first of them.
	Owner string `json:"-"`

	// IndexPending is said of a write that is durable but not yet searchable.
	IndexPending bool `json:"-"`
}

// SampleStatus says how far a DNA sample or a fingerprint is; empty is unknown.
type SampleStatus string

// The states of a sample.
const (
	SampleNone       SampleStatus = "NOT_SAMPLED"
	SampleRequested  SampleStatus = "REQUESTED"
	SampleTaken      SampleStatus = "SAMPLED"
	SampleInDatabase SampleStatus = "IN_DATABASE"
)

// Sample describes a DNA sample or a fingerprint in a police database.
type Sample struct {
	Status   SampleStatus `json:"status,omitempty"`
	SampleID string       `json:"sampleId,omitempty"`
}

func (s Sample) check(v violations) {
	oneOf(v, ".status", s.Status, SampleNone, SampleRequested, SampleTaken, SampleInDatabase)
	checkLen(v, ".sampleId", s.SampleID, maxLine)
}

// Common is e itself: it makes every struct that embeds an Entry half a Subject.
func (e *Entry) Common() *Entry { return e }

// Photo returns the photo of that name.
func (e *Entry) Photo(name string) (*Photo, bool) {
	i := slices.IndexFunc(e.Photos, func(p Photo) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return &e.Photos[i], true
}

func (e *Entry) inherit(stored *Entry) {
	e.Name, e.Etag = stored.Name, stored.Etag
	if len(e.Photos) == 0 {
		e.Photos = stored.Photos
	}
	if len(e.Fingerprints) == 0 {
		e.Fingerprints = stored.Fingerprints
	}
}

func (e *Entry) check(v violations, now time.Time) {
	checkLen(v, "externalId", e.ExternalID, maxLine)
	checkVisible(v, "externalId", e.ExternalID)
	e.Person.check(v.at("person"), now)
	checkLen(v, "circumstances", e.Circumstances, maxProse)
	e.DNA.check(v.at("dna"))
	if len(e.Photos) > MaxPhotos {
		v.add("photos", "照片过多，最多 50 张", "over 50 photos")
		return
	}
	checkItems(v, "photos", e.Photos, func(v violations, p Photo) { p.check(v, now) })
	if len(e.Fingerprints) > maxFingerprints {
		v.add("fingerprints", fmt.Sprintf("指纹过多，最多 %d 份", maxFingerprints), fmt.Sprintf("over %d fingerprints", maxFingerprints))
		return
	}
	checkItems(v, "fingerprints", e.Fingerprints, func(v violations, f Fingerprint) { f.check(v, now) })
}

// RecordStatus says where a record stands; empty is read as UNIDENTIFIED.
type RecordStatus string

// The states of a record.
const (
	RecordUnidentified RecordStatus = "UNIDENTIFIED"
	RecordIdentified   RecordStatus = "IDENTIFIED"
	RecordReunited     RecordStatus = "REUNITED"
	RecordPlaced       RecordStatus = "PLACED" // settled for the long term (安置), still looking for a home
	RecordClosed       RecordStatus = "CLOSED"
)

// Record describes an unidentified person in a station's care.
type Record struct {
	Entry
	Station     string       `json:"station,omitempty"`
	FoundDate   Date         `json:"foundDate,omitempty"`
	FoundPlace  Place        `json:"foundPlace,omitzero"`
	Fingerprint Sample       `json:"fingerprint,omitzero"`
	Status      RecordStatus `json:"status,omitempty"`
}

// Kind returns Records.
func (*Record) Kind() Kind { return Records }

// Origin returns the station.
func (r *Record) Origin() string { return r.Station }

// Event returns when and where the person was found.
func (r *Record) Event() (Date, Place) { return r.FoundDate, r.FoundPlace }

// Open reports whether the person has no known home yet.
func (r *Record) Open() bool {
	return r.Status == "" || r.Status == RecordUnidentified || r.Status == RecordPlaced
}

// Complete makes an empty status UNIDENTIFIED.
func (r *Record) Complete() {
	if r.Status == "" {
		r.Status = RecordUnidentified
	}
}

// Inherit takes over what an upload does not say.
func (r *Record) Inherit(stored Subject) {
	r.inherit(stored.Common())
	if old, ok := stored.(*Record); ok && r.Status == "" {
		r.Status = old.Status
	}
}

// Validate names every wrong field.
func (r *Record) Validate(now time.Time) error {
	v := newViolations()
	r.check(v, now)
	checkLen(v, "station", r.Station, maxLine)
	r.FoundDate.check(v, "foundDate", now)
	r.FoundPlace.check(v.at("foundPlace"))
	r.Fingerprint.check(v.at("fingerprint"))
	oneOf(v, "status", r.Status, RecordUnidentified, RecordIdentified, RecordReunited, RecordPlaced, RecordClosed)
	return v.err()
}

// NoticeStatus says where a notice stands; empty is read as OPEN.
type NoticeStatus string

// The states of a notice.
const (
	NoticeOpen      NoticeStatus = "OPEN"
	NoticeClosed    NoticeStatus = "CLOSED"
	NoticeWithdrawn NoticeStatus = "WITHDRAWN"

	// NoticeRegistered is of a person who is not missing and likely to wander: an entry of the
	// registry, which is matched like a notice.
	NoticeRegistered NoticeStatus = "REGISTERED"
)

// Contact says whom to call when the person is found.
type Contact struct {
	Name     string `json:"name,omitempty"`
	Relation string `json:"relation,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

// Notice describes a missing person whom others look for.
type Notice struct {
	Entry
	Source       string       `json:"source,omitempty"`
	MissingDate  Date         `json:"missingDate,omitempty"`
	MissingPlace Place        `json:"missingPlace,omitzero"`
	Contacts     []Contact    `json:"contacts,omitempty"`
	Masked       bool         `json:"-"` // contacts and addresses are not shown to this reader
	Status       NoticeStatus `json:"status,omitempty"`
}

// Kind returns Notices.
func (*Notice) Kind() Kind { return Notices }

// Origin returns the source.
func (n *Notice) Origin() string { return n.Source }

// Event returns when and where the person was last seen.
func (n *Notice) Event() (Date, Place) { return n.MissingDate, n.MissingPlace }

// Open reports whether the person is still missing, or registered as likely to be.
func (n *Notice) Open() bool {
	return n.Status == "" || n.Status == NoticeOpen || n.Status == NoticeRegistered
}

// Complete makes an empty status OPEN.
func (n *Notice) Complete() {
	if n.Status == "" {
		n.Status = NoticeOpen
	}
}

// Inherit takes over what an upload does not say.
func (n *Notice) Inherit(stored Subject) {
	n.inherit(stored.Common())
	if old, ok := stored.(*Notice); ok && n.Status == "" {
		n.Status = old.Status
	}
}

// Validate names every wrong field.
func (n *Notice) Validate(now time.Time) error {
	v := newViolations()
	n.check(v, now)
	checkLen(v, "source", n.Source, maxLine)
	n.MissingDate.check(v, "missingDate", now)
	n.MissingPlace.check(v.at("missingPlace"))
	checkItems(v, "contacts", n.Contacts, func(v violations, c Contact) {
		checkLen(v, ".name", c.Name, maxLine)
		checkLen(v, ".relation", c.Relation, maxLine)
		checkLen(v, ".phone", c.Phone, maxLine)
	})
	oneOf(v, "status", n.Status, NoticeOpen, NoticeClosed, NoticeWithdrawn, NoticeRegistered)
	return v.err()
}
