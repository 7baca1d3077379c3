package evidence

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// weighEventPlace weighs how far the place found lies from the place last seen, in
// bands of distance and by the time between: most people are found near, some far,
// and strangers are far apart nearly always. Places that are not on the map are
// compared by their names.
func weighEventPlace(p *Params, record, notice *Profile) (finding, bool) {
	km, ok := places.Distance(&record.eventPlace, &notice.eventPlace)
	if !ok {
		return weighPlaces(&p.Event, &record.eventPlace, &notice.eventPlace)
	}
	band := 0
	for band < len(p.Travel.Edges) && km > p.Travel.Edges[band] {
		band++
	}
	return finding{bits: p.Travel.Bits[timeBetween(record, notice)][band], detail: 1 + int(km)}, true
}

// timeBetween is 0 for within a month, 1 for within a year, 2 for later or unknown.
func timeBetween(record, notice *Profile) int {
	if !record.event.known || !notice.event.known {
		return 2
	}
	switch gap := record.event.first - notice.event.last; {
	case gap <= 31/daysPerYear:
		return 0
	case gap <= 1:
		return 1
	}
	return 2
}

func explainEventPlace(record, notice *Profile, f finding) words {
	if f.detail == 0 {
		return placeWords("发现地与走失地", "the place found and the place last seen", &record.eventPlace, &notice.eventPlace)
	}
	a, b, km := record.eventPlace.Text, notice.eventPlace.Text, f.detail-1
	if g := places.Compare(&record.eventPlace, &notice.eventPlace); g.Agree && g.Deepest >= places.County {
		return words{a, b, bothWays("发现地与走失地在同一县区", "found where the person was last seen", a, b)}
	}
	return words{a, b, models.Text{
		Zh: fmt.Sprintf("发现地与走失地相距约 %d 公里：%s / %s", km, a, b),
		En: fmt.Sprintf("found about %d km from where the person was last seen: %s / %s", km, a, b),
	}}
}
