package feature

import (
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// Stands reports whether a match may raise an alert by itself: something of weight
// speaks for it that is neither a face nor a name of which only the surname or one
// syllable is known: thousands share those.
func Stands(m *models.Match) bool {
	for _, e := range m.Evidence {
		switch {
		case e.Weight <= aloneBits, e.Feature == featureFace:
		case e.Feature != "name", whole(e.RecordValue) && whole(e.NoticeValue):
			return true
		}
	}
	return false
}

func whole(text string) bool {
	name := names.Parse(models.PersonName{Text: text})
	return name.Whole()
}
