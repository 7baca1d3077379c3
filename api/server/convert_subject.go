package server

import (
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

func recordOut(r *models.Record) *guituv1.Record {
	return &guituv1.Record{
		Name:          r.Name,
		ExternalId:    r.ExternalID,
		Station:       r.Station,
		Person:        personOut(&r.Person),
		FoundDate:     string(r.FoundDate),
		FoundPlace:    placeOut(r.FoundPlace),
		Circumstances: r.Circumstances,
		Photos:        each(r.Photos, photoOut),
		Dna:           sampleOut(r.DNA),
		Fingerprint:   sampleOut(r.Fingerprint),
		Fingerprints:  each(r.Fingerprints, fingerprintOut(r.Name)),
		Status:        valueOf[guituv1.Record_Status](r.Status),
		Etag:          r.Etag,
		CreateTime:    timeOut(r.CreateTime),
		UpdateTime:    timeOut(r.UpdateTime),
		IndexPending:  r.IndexPending,
	}
}

// recordIn returns a record as a caller wrote it.
func recordIn(in *guituv1.Record) *models.Record {
	r := &models.Record{}
	r.Photos = each(in.GetPhotos(), photoIn)
	r.Fingerprints = each(in.GetFingerprints(), fingerprintIn)
	recordInto(r, in)
	return r
}

// recordInto writes what a caller may change later into r: all but the photos, the
// fingerprints and what the store keeps.
func recordInto(r *models.Record, in *guituv1.Record) {
	r.ExternalID = in.GetExternalId()
	r.Station = in.GetStation()
	r.Person = personIn(in.GetPerson())
	r.FoundDate = models.Date(in.GetFoundDate())
	r.FoundPlace = placeIn(in.GetFoundPlace())
	r.Circumstances = in.GetCircumstances()
	r.DNA = sampleIn(in.GetDna())
	r.Fingerprint = sampleIn(in.GetFingerprint())
	r.Status = wordOf[models.RecordStatus](in.GetStatus())
}

func noticeOut(n *models.Notice) *guituv1.Notice {
	return &guituv1.Notice{
		Name:          n.Name,
		ExternalId:    n.ExternalID,
		Source:        n.Source,
		Person:        personOut(&n.Person),
		MissingDate:   string(n.MissingDate),
		MissingPlace:  placeOut(n.MissingPlace),
		Circumstances: n.Circumstances,
		Contacts: each(n.Contacts, func(c models.Contact) *guituv1.Contact {
			return &guituv1.Contact{Name: c.Name, Relation: c.Relation, Phone: c.Phone}
		}),
		Photos:       each(n.Photos, photoOut),
		Fingerprints: each(n.Fingerprints, fingerprintOut(n.Name)),
		Dna:          sampleOut(n.DNA),
		Status:       valueOf[guituv1.Notice_Status](n.Status),
		Etag:         n.Etag,
		CreateTime:   timeOut(n.CreateTime),
		UpdateTime:   timeOut(n.UpdateTime),
		Masked:       n.Masked,
		IndexPending: n.IndexPending,
	}
}

// noticeIn returns a notice as a caller wrote it.
func noticeIn(in *guituv1.Notice) *models.Notice {
	n := &models.Notice{}
	n.Photos = each(in.GetPhotos(), photoIn)
	n.Fingerprints = each(in.GetFingerprints(), fingerprintIn)
	noticeInto(n, in)
	return n
}

// noticeInto writes what a caller may change later into n: all but the photos, the
// fingerprints and what the store keeps.
func noticeInto(n *models.Notice, in *guituv1.Notice) {
	n.ExternalID = in.GetExternalId()
	n.Source = in.GetSource()
	n.Person = personIn(in.GetPerson())
	n.MissingDate = models.Date(in.GetMissingDate())
	n.MissingPlace = placeIn(in.GetMissingPlace())
	n.Circumstances = in.GetCircumstances()
	n.Contacts = each(in.GetContacts(), func(c *guituv1.Contact) models.Contact {
		return models.Contact{Name: c.GetName(), Relation: c.GetRelation(), Phone: c.GetPhone()}
	})
	n.DNA = sampleIn(in.GetDna())
	n.Status = wordOf[models.NoticeStatus](in.GetStatus())
}
