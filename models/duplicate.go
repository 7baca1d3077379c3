package models

// Duplicate describes another file of the same side that may be of the same person. In its
// evidence the record's value is that of File, the notice's that of Other, whatever
// side they are of.
type Duplicate struct {
	File            string
	Other           string
	OtherExternalID string
	Probability     float64
	Weight          float64
	Evidence        []Evidence
	Parameters      string
	Link            *Link // what people said last about the two; nil for nothing
}
