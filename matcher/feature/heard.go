package feature

import (
	"math"

	"github.com/guitu-project/guitu/matcher/names"
)

// weighHeard weighs the place names that the record's person spoke against the
// parts of the notice's native and event places, by sound in the person's dialect:
//
//	Σ over fragments log2( (1−h) + h·best part Π T(heard|said)/s / parts )
//
// with h how often a fragment is among the parts that the notice gives, and s how
// likely a stranger's place has that syllable there; false if it says nothing.
func weighHeard(p *HeardParams, record, notice *Profile) (sum float64, ok bool) {
	if len(record.heard) == 0 || len(notice.placeSounds) == 0 {
		return 0, false
	}
	d := dialectOf(record, notice)
	for i := range record.heard {
		best, _ := bestPart(p, &record.heard[i], notice, d, 0)
		bits := math.Log2(1 - p.AtHome + p.AtHome*math.Min(best/float64(len(notice.placeSounds)), p.Rarest))
		sum += bits
		ok = ok || bits > 0
	}
	return math.Min(math.Max(sum, p.Least), p.Most), ok || sum < 0
}

// bestPart returns the part of the notice's places that a name heard sounds most like, by a
// likelihood ratio above the least; −1 for none.
func bestPart(p *HeardParams, heard *soundPlace, notice *Profile, d names.Dialect, least float64) (ratio float64, at int) {
	ratio, at = least, -1
	for j := range notice.placeSounds {
		if r := p.soundsAlike(heard.sound, notice.placeSounds[j].sound, d); r > ratio {
			ratio, at = r, j
		}
	}
	return ratio, at
}

// soundsAlike returns the likelihood ratio of two place names of the same length; a name
// of another length is another place.
func (p *HeardParams) soundsAlike(heard, said []names.Syllable, d names.Dialect) float64 {
	if len(heard) != len(said) || len(heard) == 0 {
		return 0
	}
	ratio := 1.0
	for i := range heard {
		if heard[i] == 0 || said[i] == 0 {
			return 0
		}
		ratio *= float64(names.Hears(d, heard[i], said[i])) / p.Syllable
	}
	return ratio
}
