package models

// Evidence describes one reason for or against a pair. Weight is in bits:
// log2 of P(these two values | same person) / P(these two values | strangers).
type Evidence struct {
	Feature     string // name, sex, age, height, face, marks …
	Weight      float64
	RecordValue string
	NoticeValue string
	Reason      Text
	Conflict    bool // speaks so strongly against the pair that a reader must see it first
}

// Match describes a record and a notice weighed against each other. Weight is the sum
// of the evidence in bits; with the prior it gives Probability. A side that was
// only described, not registered (a search), has an empty name.
type Match struct {
	Record           string
	RecordExternalID string
	Notice           string
	NoticeExternalID string
	Probability      float64
	Weight           float64
	Evidence         []Evidence // heaviest first, either way
	Parameters       string     // which numbers weighed it
	Decision         string     // what the caseworkers decided about the pair; empty when nothing
	Case             CaseRef    // of the pair, or zero
	Same             []string   // other files of the person on the far side, already merged
	Notes            []Text     // what a reader must know besides the evidence: relatives who look alike

	RecordFace, NoticeFace *MetFace // the two faces that the evidence of faces is of; nil if none were compared
	FaceNotCompared        bool     // the person looked for has a photo, and nothing of it was compared with this candidate
}

// MetFace holds the face that met one of the other side.
type MetFace struct {
	Photo   string // photos/…, empty of one that is not kept
	PhotoAt int    // which of the subject's photos, from 0
	FaceAt  int    // and which of its faces
	Box     Box    // zero if the face came as an embedding without a place
	Quality float64
	Taken   Date
	Age     string // in years on the photo: 8, 20-30; empty if that is not known
}

// CaseRef names a case and says how far it is.
type CaseRef struct {
	Name  string
	State CaseState
}

// What was decided about a pair is the state of its case, unless it was rejected.
const (
	DecidedRejected = string(CaseRejected) // as long as both sides say what they said then

	// DecidedBefore is a pair that was rejected and came back, because a side has
	// changed since.
	DecidedBefore = "REJECTED_BEFORE_CHANGE"
)
