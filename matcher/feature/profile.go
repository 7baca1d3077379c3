package feature

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/conditions"
	"github.com/guitu-project/guitu/matcher/ethnicity"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prose"
	"github.com/guitu-project/guitu/models"
)

// Profile describes a subject prepared for weighing: parsed once, compared a million
// times, shared by readers and never changed, but for a cache of its own.
type Profile struct {
	Name       string
	ExternalID string
	Kind       models.Kind

	names     []names.Name
	surnamed  bool // some name has a surname
	sex       models.Sex
	born      years // when the person was born
	aged      span  // at the event, if neither a birth nor a date is known
	birthDay  models.Date
	event     years // when the person was found, or last seen
	eventDate models.Date
	height    span
	shoes     float64 // size in Paris points, 0 for unknown
	weight    span    // kg
	build     models.Build
	blood     models.BloodType
	ethnicity ethnicity.Claim

	native       places.Place
	eventPlace   places.Place
	eventRegion  region
	home         places.Span  // the counties of the native place
	lastSeen     places.Span  // and of the event place
	clues        *originClues // where a record's person is from, nil if they say nothing of it
	heard        []soundPlace // places the person named
	placeSounds  []soundPlace // parts of the native and the event place, by sound
	accent       string       // as written
	province     string       // that the accent is of
	fromProvince int32        // GB/T 2260, as far as anything tells: of the native place, the accent, the event; 0 unknown

	dialect       names.Dialect // the person's, by accent, else by native place
	accentDialect names.Dialect // by accent only
	nativeDialect names.Dialect // by native place only
	health        health

	marks      []marks.Mark
	markless   []marks.Mark // that the file says the person has not
	looks      looks
	appearance pairs // what else is said of how the person looks
	outfit     outfit
	belongings pairs // and what is said of clothes that was not understood
	relatives  []relative
	prints     prints.Hand
	faces      []face
	normed     atomic.Pointer[normed] // of the faces: a cache, the only thing that changes
}

// years describes a span of time in years AD with a spread; known is false for none.
type years struct {
	first, last float64
	guessed     bool
	known       bool
}

func (y years) middle() float64 { return (y.first + y.last) / 2 }

// span describes a measure with its bounds; known is false for none.
type span struct {
	min, max float64
	known    bool
}

func (s span) middle() float64 { return (s.min + s.max) / 2 }

// soundPlace describes a place name, without the word for its level, and its syllables.
type soundPlace struct {
	text  string
	sound []names.Syllable
	level places.Level
}

// ProfileOf prepares a subject: its event, and then what each feature reads.
func ProfileOf(s models.Subject) *Profile {
	s = prose.Complete(s)
	e := s.Common()
	date, place := s.Event()
	p := &Profile{Name: e.Name, ExternalID: e.ExternalID, Kind: s.Kind(), event: yearsOf(date), eventDate: date, eventPlace: places.Parse(place.Text)}
	p.eventRegion = regionOf(&p.eventPlace)
	p.eventPlace.Codes, p.eventPlace.Doubtful = nil, false // which only a native place leaves open
	for i := range features {
		if read := features[i].read; read != nil {
			read(p, s)
		}
	}
	return p
}

// understood reports whether some feature weighs a mark by itself.
func understood(m models.Mark) bool {
	return len(marks.Parse(m.Text)) > 0 || len(marks.ParseDenied([]models.Mark{m})) > 0 || len(conditions.Find(m.Text)) > 0
}

// known returns a text, or nothing if it says only that nothing is known.
func known(f assertion.Field, text string) string {
	if assertion.Unknown(f, text) {
		return ""
	}
	return text
}

// unmarked returns a text without the marks that are read out of it, which weigh by
// themselves.
func unmarked(text string) string {
	for _, m := range marks.Parse(text) {
		text = strings.ReplaceAll(text, m.Text, "，")
	}
	return text
}

const daysPerYear = 365.25

func yearsOf(d models.Date) years {
	first, last, ok := d.Span()
	if !ok {
		return years{}
	}
	return years{first: yearOf(first), last: yearOf(last), known: true}
}

func yearOf(t time.Time) float64 { return float64(t.Year()) + float64(t.YearDay()-1)/daysPerYear }

// bornOf returns when the person was born, by the date of birth or by the age at the
// event, which a station guesses by eye and a family knows; a side that gives neither,
// or an age at no date, is unknown.
func bornOf(p *models.Person, event years, guessed bool) years {
	if born := yearsOf(p.BirthDate); born.known {
		return born
	}
	if !event.known || p.AgeMin == nil && p.AgeMax == nil {
		return years{}
	}
	low, high := p.AgeMin, p.AgeMax
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	return years{first: event.first - float64(*high) - 1, last: event.last - float64(*low), guessed: guessed, known: true}
}

func spanOf(low, high float64) span {
	switch {
	case low == 0 && high == 0:
		return span{}
	case low == 0:
		low = high
	case high == 0:
		high = low
	}
	return span{low, high, true}
}

func heardOf(texts []string) []soundPlace {
	var heard []soundPlace
	for _, t := range texts {
		parsed := places.Parse(t)
		for _, part := range partsOf(&parsed) {
			if stem := places.HeardStem(part.text, part.level); stem != part.text {
				part.text, part.sound = stem, names.Sounds(stem)
			}
			heard = append(heard, part)
		}
	}
	return heard
}

// partsOf returns the parts below the province, which accents already speak of.
func partsOf(p *places.Place) []soundPlace {
	var list []soundPlace
	for _, part := range p.Parts {
		if part.Level != places.Province && len([]rune(part.Name)) > 1 {
			list = append(list, soundPlace{part.Name, names.Sounds(part.Name), part.Level})
		}
	}
	return list
}

func distinct(list []soundPlace) []soundPlace {
	kept := list[:0]
	for _, p := range list {
		if !slices.ContainsFunc(kept, func(k soundPlace) bool { return k.text == p.text }) {
			kept = append(kept, p)
		}
	}
	return kept
}

// Words returns a text query for what no feature weighs by itself: the names as
// written, the places and the relatives.
func (p *Profile) Words() string {
	var words []string
	for i := range p.names {
		words = append(words, p.names[i].Text)
	}
	for _, h := range p.heard {
		words = append(words, h.text)
	}
	for i := range p.relatives {
		words = append(words, p.relatives[i].name.Text)
	}
	return strings.Join(words, " ")
}
