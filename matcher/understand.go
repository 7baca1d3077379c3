package matcher

import (
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// understand fills in what the texts of a subject clearly mean: where its places
// lie, and which marks are meant. What the author gave stays.
func understand(s models.Subject) {
	p := &s.Common().Person
	fillPlace(&p.NativePlace)
	switch s := s.(type) {
	case *models.Record:
		fillPlace(&s.FoundPlace)
	case *models.Notice:
		fillPlace(&s.MissingPlace)
	}
	for i := range p.Marks {
		p.Marks[i] = marks.Understand(p.Marks[i])
	}
}

func fillPlace(p *models.Place) {
	if p.Text == "" || p.Code != "" || p.Latitude != 0 || p.Longitude != 0 {
		return
	}
	if place := places.Parse(p.Text); place.Code != "" {
		p.Code, p.Latitude, p.Longitude = place.Code, float64(place.Latitude), float64(place.Longitude)
	}
}
