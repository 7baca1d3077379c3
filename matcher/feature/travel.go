package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// eventPlaceFeature is where the person was last seen, and where found.
var eventPlaceFeature = Feature{
	Name:   "eventPlace", // read with the event
	column: "place", role: ByGap,
	key: func(p *Profile, key []byte) []byte {
		if r := p.eventRegion; r.province != 0 {
			return appendNumbers(key, float64(r.province), float64(r.city), float64(r.county))
		}
		return append(key, p.eventPlace.Text...)
	},
	project: func(from, to *Profile) {
		if to.eventRegion, to.eventPlace = from.eventRegion, from.eventPlace; from.eventRegion.province != 0 {
			to.eventPlace.Text, to.eventPlace.Parts = "", nil // only this person's
		}
	},
	gapBits: eventPlaceBits,
	compare: compareEventPlace, explain: explainEventPlace,
}

// eventPlaceBits is compareEventPlace after each gap.
func eventPlaceBits(p *Probe, projection *Profile) (bits [Gaps]float64) {
	record, notice := p.sides(projection)
	at := p.basis.placePairOf(record, notice)
	for gap := range SomeYears + 1 {
		found, _ := at.after(p.basis, int(gap))
		bits[gap] = found.bits
	}
	bits[ManyYears] = bits[SomeYears]
	return bits
}

// compareEventPlace weighs how near the place found lies to the place last seen, by
// the time between: most people are found near, some far, and a stranger's place is
// as near as the notices held lie there. Places that are not on the map are compared
// by their names.
func compareEventPlace(p *basis, record, notice *Profile) (comparison, bool) {
	at := p.placePairOf(record, notice)
	return at.after(p, timeBetween(record.event, notice.event))
}

// placePair holds those of a pair, whatever time lies between.
type placePair struct {
	agreement
	known    bool // on the map; by their names is what is found otherwise
	byNames  comparison
	named    bool
	km       float64 // if they agree in no province
	measured bool
}

func (b *basis) placePairOf(record, notice *Profile) (at placePair) {
	if at.agreement, at.known = b.event.agreementOf(record.eventRegion, notice.eventRegion); !at.known {
		at.byNames, at.named = weighPlaces(&b.Event, &record.eventPlace, &notice.eventPlace)
	} else if at.level == elsewhere {
		at.km, at.measured = places.Distance(&record.eventPlace, &notice.eventPlace)
	}
	return at
}

// after is compareEventPlace after such a time (timeBetween).
func (at *placePair) after(b *basis, wait int) (comparison, bool) {
	if !at.known {
		return at.byNames, at.named
	}
	found := comparison{bits: at.bits(&b.Travel.Same[wait])}
	if at.level != elsewhere || !at.measured {
		return found, true
	}
	switch {
	case at.km < b.Travel.Near: // over a border
		found.bits = max(found.bits, b.Travel.NearBits)
	case at.km > b.Travel.Far:
		found.bits += b.Travel.FarBits
	}
	found.detail = 1 + int(at.km)
	return found, true
}

// timeBetween returns 0 for within a month, 1 for within a year, 2 for later or unknown.
func timeBetween(record, notice years) int {
	if !record.known || !notice.known {
		return 2
	}
	switch gap := record.first - notice.last; {
	case gap <= 31/daysPerYear:
		return 0
	case gap <= 1:
		return 1
	}
	return 2
}

func explainEventPlace(_ *Probe, record, notice *Profile, f comparison) words {
	if f.detail == 0 {
		return placeWords("发现地与走失地", "the place found and the place last seen", &record.eventPlace, &notice.eventPlace)
	}
	a, b, km := record.eventPlace.Text, notice.eventPlace.Text, f.detail-1
	if km >= 100 { // between seats: no more is known
		km = (km + 5) / 10 * 10
	}
	return words{a, b, models.Text{
		Zh: fmt.Sprintf("发现地与走失地相距约 %d 公里：%s / %s", km, a, b),
		En: fmt.Sprintf("found about %d km from where the person was last seen: %s / %s", km, a, b),
	}}
}
