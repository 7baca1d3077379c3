package models

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"math"
)

// ContentHash identifies what a subject says about its person: it changes with what
// the evidence is weighed by, and with nothing else. It is a hash of
//
//   - the person, if a place or a mark counts by its text, not by the code or the
//     kind that was read out of it,
//   - the date and the place of the event, and the circumstances,
//   - the photos: the bytes of each picture, or its embeddings if only those were
//     brought. That another model looked at a picture changes nothing,
//   - the fingerprints.
//
// Status, contacts, station or source, externalId, sample numbers, etag and times do
// not count. A rejected pair comes back when the substance of either side has changed.
func ContentHash(s Subject) string {
	e := s.Common()
	date, place := s.Event()
	said := struct {
		Person        Person
		Date          Date
		Place         Place
		Circumstances string
	}{e.Person, date, asWritten(place), e.Circumstances}
	said.Person.NativePlace = asWritten(e.Person.NativePlace)
	said.Person.Marks = nil
	for _, m := range e.Person.Marks {
		if m.Text != "" {
			m = Mark{Text: m.Text}
		}
		said.Person.Marks = append(said.Person.Marks, m)
	}
	sum := sha256.New()
	text, err := json.Marshal(said)
	if err != nil { // a number that is not one; Validate keeps those out
		text = []byte(err.Error())
	}
	_, _ = sum.Write(text) // never fails
	for _, p := range e.Photos {
		if p.SHA256 != "" {
			_, _ = sum.Write([]byte("\x00picture " + p.SHA256))
			continue
		}
		for i := range p.Faces {
			for embedding := range p.Faces[i].Embeddings() {
				hashFace(sum, embedding)
			}
		}
	}
	for i := range e.Fingerprints {
		_, _ = sum.Write([]byte("\x00print " + e.Fingerprints[i].PrintSum()))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func asWritten(p Place) Place {
	if p.Text != "" {
		return Place{Text: p.Text}
	}
	return p
}

func hashFace(sum hash.Hash, e Embedding) {
	_, _ = sum.Write([]byte("\x00face " + e.Model + " "))
	var b [4]byte
	for _, x := range e.Vector {
		binary.LittleEndian.PutUint32(b[:], math.Float32bits(x))
		_, _ = sum.Write(b[:])
	}
}
