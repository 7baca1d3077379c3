package feature

import (
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Two files of one side may be of one person: taken in twice, or reported by the
// family and by the police. Features compare a record against a notice, so one
// of the two files is put on the other side (Recast), with what does not hold between
// two files of one side taken out.

// The numbers of duplicates: estimates by hand, to be counted when people have merged
// and told apart enough.
const (
	// duplicateShare is how often another file of the same person is held.
	duplicateShare = .02

	// Notices: how often two of one person give the same date last seen, what that is
	// worth at most (people who go missing together have it in common, too), and bits for
	// dates within a month, and more than a year apart.
	sameDateShare  = .85
	sameDateMost   = 6
	sameMonthBits  = 1.5
	otherYearsBits = -3
)

// Recast returns a file as if it were of the other side, to find others of the same person
// on its own. Age and height keep the date of the event that they were seen at. What
// lies between missing and found says nothing of two admissions or two reports:
//
//   - The dates are left out. Those of two notices are weighed by Duplicates.
//   - A record's place found is left out: a station has most of its people from there.
//   - A record's circumstances are left out: stations write them in set phrases, which
//     are rare among the notices that words are counted in.
//   - A record's places told stand for its native place.
func Recast(s models.Subject) *Profile {
	entry := *s.Common()
	date, place := s.Event()
	var p *Profile
	if s.Kind() == models.Records {
		entry.Circumstances = ""
		p = ProfileOf(&models.Notice{Entry: entry, MissingDate: date})
		p.placeSounds = distinct(append(p.placeSounds, p.heard...))
	} else {
		p = ProfileOf(&models.Record{Entry: entry, FoundDate: date, FoundPlace: place})
		p.clues = cluesOf(places.Clues{Native: p.native.Code, Accent: p.accent, Heard: entry.Person.HeardPlaces})
		p.born.guessed = false // a family knows
	}
	p.event = years{}
	return p
}

// Duplicates weighs a file against others of its own side and returns up to limit of
// them, best first; open is how many files the side has.
func (w *Scorer) Duplicates(s models.Subject, candidates []Candidate, open, limit int) []models.Duplicate {
	probe, own := w.Probe(Recast(s)), ProfileOf(s)
	var found []models.Duplicate
	for _, c := range candidates {
		if c.Name == own.Name {
			continue
		}
		m := probe.match(c.Profile)
		d := models.Duplicate{File: own.Name, Other: c.Name, OtherExternalID: c.ExternalID, Weight: m.Weight, Evidence: m.Evidence, Parameters: m.Parameters}
		for i := range d.Evidence {
			e := &d.Evidence[i]
			if s.Kind() == models.Records { // recast, the file asked about is the notice
				e.RecordValue, e.NoticeValue = e.NoticeValue, e.RecordValue
			}
			if e.Feature == "eventPlace" {
				e.Reason = placeWords("两份启事的走失地", "the places last seen", &own.eventPlace, &c.eventPlace).reason
			}
		}
		if e, ok := w.weighMissing(own, c.Profile); ok {
			d.Evidence, d.Weight = append(d.Evidence, e), d.Weight+e.Weight
		}
		found = append(found, d)
	}
	slices.SortStableFunc(found, func(a, b models.Duplicate) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
	w.shareDuplicates(found, open)
	return found[:min(limit, len(found))]
}

// weighMissing weighs the dates last seen of two notices against each other.
func (w *Scorer) weighMissing(a, b *Profile) (models.Evidence, bool) {
	if a.Kind != models.Notices || !a.event.known || !b.event.known {
		return models.Evidence{}, false
	}
	e := models.Evidence{Feature: "dates", RecordValue: string(a.eventDate), NoticeValue: string(b.eventDate)}
	gap := math.Max(a.event.first, b.event.first) - math.Min(a.event.last, b.event.last) // years; below 0 they overlap
	zh, en := "两份启事的走失日期相差不远", "the dates last seen lie near each other"
	switch {
	case gap <= 0:
		width := math.Max(a.event.last-a.event.first, b.event.last-b.event.first) + 1/daysPerYear
		strangers := math.Min(1, w.common.Load().missing.at(a.event.middle())*width)
		e.Weight = math.Min(sameDateMost, math.Max(0, math.Log2(sameDateShare/strangers)))
		zh, en = "两份启事的走失日期相同", "the same date last seen"
	case gap <= 31/daysPerYear:
		e.Weight = sameMonthBits
	case gap > 1:
		e.Weight, e.Conflict = otherYearsBits, true
		zh, en = "两份启事的走失日期相差一年以上", "the dates last seen are over a year apart"
	}
	e.Reason = models.Text{Zh: fmt.Sprintf("%s：%s / %s", zh, a.eventDate, b.eventDate), En: fmt.Sprintf("%s: %s / %s", en, a.eventDate, b.eventDate)}
	return e, true
}

// shareDuplicates gives each its probability. A person may have several other files,
// so that unlike matches they do not exclude each other.
func (w *Scorer) shareDuplicates(found []models.Duplicate, open int) {
	prior := duplicateShare / float64(max(open, w.params.FewestNotices))
	for i := range found {
		odds := math.Exp2(found[i].Weight) * prior / (1 - prior)
		found[i].Probability = odds / (1 + odds)
		if math.IsInf(odds, 1) {
			found[i].Probability = 1
		}
	}
}
