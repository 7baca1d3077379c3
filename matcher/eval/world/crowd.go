package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Varied returns the i-th of any number of notices, for measuring how costs grow: one of the
// world's, of whom a given name's character, the date of birth and the date are others,
// with a face of their own if the world has photos. No one is found in them.
func (w *World) Varied(i int) *models.Notice {
	d := w.dice("varied", i)
	n := *w.Notices[i%len(w.Notices)]
	n.Name, n.ExternalID, n.Photos = fmt.Sprintf("notices/v%07d", i), fmt.Sprintf("v%07d", i), nil
	n.Person.Names = slices.Clone(n.Person.Names)
	for k := range n.Person.Names {
		if text := []rune(n.Person.Names[k].Text); len(text) == 3 {
			other := []rune(either(d, w.Notices).Person.Names[0].Text)
			text[1+d.IntN(2)] = other[len(other)-1]
			n.Person.Names[k].Text = string(text)
		}
	}
	between := func(from, years int) time.Time {
		return time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.IntN(365*years))
	}
	if n.Person.BirthDate != "" {
		n.Person.BirthDate = models.DateOf(between(1930, 85))
	}
	missing := between(1990, 34)
	if n.MissingDate != "" {
		n.MissingDate = models.DateOf(missing)
	}
	if d.chance(w.options.Photos) {
		face := drawFace(d, w.options.Seed, w.people[i%len(w.people)].sex)
		n.Photos = []models.Photo{photograph(d, face, missing, 0, 0)}
	}
	return &n
}
