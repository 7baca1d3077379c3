package models

// Evidence is one reason for or against a pair. Weight is in bits:
// log2 of P(these two values | same person) / P(these two values | strangers).
type Evidence struct {
	Feature     string // name, sex, age, height, face, marks …
	Weight      float64
	RecordValue string
	NoticeValue string
	Reason      Text
	Conflict    bool // speaks so strongly against the pair that a reader must see it first
}

// Match is a record and a notice weighed against each other. Weight is the sum
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
}
