package feature

import (
	"fmt"
	"math"

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
	km, measured := places.Distance(&record.eventPlace, &notice.eventPlace)
	for gap := range SomeYears + 1 {
		found, _ := placeAfter(p.basis, record, notice, int(gap), km, measured)
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
	km, ok := places.Distance(&record.eventPlace, &notice.eventPlace)
	return placeAfter(p, record, notice, timeBetween(record.event, notice.event), km, ok)
}

// placeAfter is compareEventPlace after such a time, with the distance where it is known.
func placeAfter(p *basis, record, notice *Profile, wait int, km float64, measured bool) (comparison, bool) {
	bits, level, ok := p.event.weigh(record.eventRegion, notice.eventRegion, &p.Travel.Same[wait])
	if !ok {
		return weighPlaces(&p.Event, &record.eventPlace, &notice.eventPlace)
	}
	if level != elsewhere {
		return comparison{bits: bits}, true
	}
	switch {
	case !measured:
		return comparison{bits: bits}, true
	case km < p.Travel.Near: // over a border
		bits = math.Max(bits, p.Travel.NearBits)
	case km > p.Travel.Far:
		bits += p.Travel.FarBits
	}
	return comparison{bits: bits, detail: 1 + int(km)}, true
}

// timeBetween is 0 for within a month, 1 for within a year, 2 for later or unknown.
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
	return words{a, b, models.Text{
		Zh: fmt.Sprintf("发现地与走失地相距约 %d 公里：%s / %s", km, a, b),
		En: fmt.Sprintf("found about %d km from where the person was last seen: %s / %s", km, a, b),
	}}
}
