package models

import (
	"slices"
	"time"
)

// DataCategory names a part of what is held about a person that is erased by itself.
type DataCategory string

// The parts. A withdrawal erases everything; retention erases one part after the other.
const (
	DataBiometrics DataCategory = "BIOMETRICS" // photos, the embeddings of their faces, and fingerprints
	DataContacts   DataCategory = "CONTACTS"   // whom to call, and relatives
	DataTexts      DataCategory = "TEXTS"      // what is told about the person, in words; sample numbers
	DataAll        DataCategory = "ALL"        // everything: a placeholder stays
)

// DataCategories are those that retention rules may name.
var DataCategories = []DataCategory{DataBiometrics, DataContacts, DataTexts, DataAll}

// The reasons of an erasure. Retention writes ReasonRetention with the rule's id after it.
const (
	ReasonFamily     = "FAMILY_WITHDREW"
	ReasonNotMissing = "NOT_MISSING" // the person said so, and was who they said they are
	ReasonOrder      = "ORDER"       // a court or an authority ordered it
	ReasonMistake    = "ENTERED_BY_MISTAKE"
	ReasonRetention  = "RETENTION:"
)

// Erasure holds what is left of a record or a notice that was erased.
type Erasure struct {
	Name   string
	Kind   Kind
	Time   time.Time
	Reason string
}

// ErasureJob describes an erasure that is committed, and of which the files may still hold
// something.
type ErasureJob struct {
	ID int64
	Erasure
	Part  DataCategory
	Blobs []string // SHA-256 of pictures that the subject had

	// Imports ran when the subject was erased: their files may hold it, and bring it
	// back under this Origin and ExternalID.
	Imports            []string
	Origin, ExternalID string
}

// Strip takes a part out of s and reports whether anything of it was there.
func Strip(s Subject, part DataCategory) (changed bool) {
	e := s.Common()
	switch part {
	case DataBiometrics:
		changed = len(e.Photos)+len(e.Fingerprints) > 0
		e.Photos, e.Fingerprints = nil, nil
	case DataContacts:
		changed = len(e.Person.Relatives) > 0
		e.Person.Relatives = nil
		if n, ok := s.(*Notice); ok {
			changed = changed || len(n.Contacts) > 0
			n.Contacts = nil
		}
	case DataTexts:
		p := &e.Person
		for _, text := range []*string{&e.Circumstances, &p.Appearance, &p.Clothing, &p.Belongings, &p.Narrative, &p.Accent, &e.DNA.SampleID} {
			changed = changed || *text != ""
			*text = ""
		}
		changed = changed || len(p.Marks)+len(p.Conditions)+len(p.HeardPlaces) > 0
		p.Marks, p.Conditions, p.HeardPlaces = nil, nil, nil
		if r, ok := s.(*Record); ok {
			changed = changed || r.Fingerprint.SampleID != ""
			r.Fingerprint.SampleID = ""
		}
	}
	return changed
}

// BlobsOf returns the SHA-256 of the pictures of s, each once.
func BlobsOf(s Subject) []string {
	var sums []string
	for _, p := range s.Common().Photos {
		if p.SHA256 != "" && !slices.Contains(sums, p.SHA256) {
			sums = append(sums, p.SHA256)
		}
	}
	return sums
}
