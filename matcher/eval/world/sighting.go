package world

import "slices"

// nameKind says what of a name a station learned.
type nameKind int

const (
	noName nameKind = iota
	wholeName
	onlySurname
	onlyGiven
	byName // what they call a person at home
	falseName
)

// sighting holds what a station notes about a person, before it is put into words.
type sighting struct {
	known     nameKind
	name      fullName // as written, for wholeName, onlySurname, onlyGiven, falseName
	written   bool     // by a person who could write it: an own hand, a paper found
	latin     bool
	last      bool // the surname behind
	called    string
	sex       int
	youngest  int // apparent age; unknown for none
	oldest    int
	born      partial // said by the person
	low, high int     // cm
	build     int
	blood     string
	people    string
	native    home // said by the person
	accent    accent
	heard     []heardPlace
	found     partial
	foundAt   home
	marks     []mark
	looks     []int
	clothes   [3][2]int // unknown garments are {-1, -1}
	kin       []kin     // names as heard
	sickness  string
	sizes
}

// accent says how the speech was described: as of a province or city, or as of an area.
type accent struct {
	division Division // of the province or city
	is       area
	coarse   bool
}

// heardPlace describes a place name as written by ear.
type heardPlace struct {
	text  string // without the word for the level
	tail  string // that word, if it was said
	level int    // 0 province … 4 village, as far as the tail tells
}

// How stations err and what they do not learn. Estimates; the order is that of
// published notices for people in care (寻亲公告): sex, apparent age, height, the day and
// the place are there nearly always, a name in four of five, an accent in half.
const (
	sightWrongSex    = .006
	sightHeight      = .85
	sightHeightErr   = 3.5
	sightBlood       = .08
	sightWrongBlood  = .02
	sightPeople      = .5
	sightNative      = .14
	sightWrongNative = .15
	sightAccent      = .5
	sightWrongAccent = .10
	sightPlaces      = .27 // names places at all
	sightElsewhere   = .12 // of those places, one that is not home
	sightMarkVisible = .54
	sightMarkHidden  = .28
	sightNewMark     = .15 // came later, or is taken for one
	sightLook        = .30
	sightLookRight   = .78
	sightClothes     = .5
	sightSameClothes = .8 // within a fortnight
	sightKin         = .08
	sightSickness    = .40
)

// drawSighting returns what a station notes of p.
func drawSighting(d dice, l *land, p *person) *sighting {
	s := &sighting{sex: p.sex, build: unknown, youngest: unknown, oldest: unknown}
	s.names(d, p)
	if d.chance(sightWrongSex) {
		s.sex = 1 - s.sex
	}
	s.ages(d, p)
	if d.chance(sightHeight) {
		s.low, s.high = seenHeight(d, p)
	}
	if d.chance(.5) {
		s.build = seenBuild(d, p.build)
	}
	if d.chance(sightBlood) {
		if s.blood = p.blood; d.chance(sightWrongBlood) {
			s.blood = bloods.draw(d)
		}
	}
	if d.chance(sightPeople) {
		s.people = p.people
	}
	s.origin(d, l, p)
	s.found = partialOf(p.found, 3)
	if d.chance(.06) {
		s.found.day = 0
	}
	s.foundAt = p.foundAt.upTo(depth(d, 0, .1, .5, .4))
	for _, m := range p.marks {
		if d.chance(map[bool]float64{true: sightMarkVisible, false: sightMarkHidden}[sites[m.site].visible]) {
			s.marks = append(s.marks, describe(d, m))
		}
	}
	if d.chance(sightNewMark) {
		s.marks = append(s.marks, drawMark(d))
	}
	s.looks = seenLooks(d, p.looks, sightLook, sightLookRight)
	s.wears(d, p)
	if d.chance(sightKin) && len(p.kin) > 0 {
		k := either(d, p.kin)
		k.name = s.hears(d, p, k.name)
		s.kin = []kin{k}
	}
	if d.chance(sightSickness) {
		s.sickness = p.sickness
	}
	return s
}

// ages draws the apparent age, or what the person says.
func (s *sighting) ages(d dice, p *person) {
	if d.chance(.08) { // three of four know their year
		s.born = partial{year: p.born.Year()}
		if !d.chance(.75) {
			s.born.year += d.IntN(9) - 4
		}
		if d.chance(.4) {
			s.born = partial{s.born.year, int(p.born.Month()), 0}
		}
		return
	}
	age := p.ageAt(p.found)
	middle := max(0, d.normal(age, looksOff(age)))
	wide := 0.0
	switch x := d.Float64(); {
	case x < .05:
		return
	case x < .45:
		wide = 5
	case x < .80:
		wide = 2.5
	}
	s.youngest, s.oldest = int(max(0, middle-wide+.5)), int(middle+wide+.5)
}

func seenHeight(d dice, p *person) (low, high int) {
	h := d.normal(p.heightAt(p.found)-map[bool]float64{true: 2, false: 0}[p.fate == senile], sightHeightErr)
	switch x := d.Float64(); {
	case x < .4:
		return int(h + .5), int(h + .5)
	case x < .75:
		return int(h/5+.5) * 5, int(h/5+.5) * 5
	}
	return int(h - 2), int(h + 3)
}

// origin draws what is said or heard of where the person is from.
func (s *sighting) origin(d dice, l *land, p *person) {
	if d.chance(sightNative) {
		s.native = p.home.upTo(depth(d, .3, .2, .4, .1))
		if d.chance(sightWrongNative) {
			s.native = l.home(d).upTo(len(s.native))
		}
	}
	if d.chance(sightAccent) {
		h := p.home
		if d.chance(sightWrongAccent) {
			h = l.home(d)
		}
		s.accent = accent{division: h[0], is: areaOf(h.code())}
		switch x := d.Float64(); {
		case x < .22:
			s.accent.coarse = true
		case x < .34 && !empty(h[1].Name):
			s.accent.division = h[1]
		}
	}
	if !d.chance(sightPlaces) {
		return
	}
	for level, share := range [5]float64{0, .25, .45, .45, .4} {
		h := p.home
		if d.chance(sightElsewhere) {
			h = l.home(d)
		}
		if level >= len(h) || empty(h[level].Name) || !d.chance(share) {
			continue
		}
		name := bare(h[level].Name)
		if len([]rune(name)) > 6 {
			continue
		}
		tail := ""
		if d.chance(.55) {
			tail = []string{"省", "市", "县", "镇", "村"}[level]
		}
		s.heard = append(s.heard, heardPlace{placeByEar(d, p, level, name), tail, level})
	}
	slices.Reverse(s.heard) // people begin with the village
}

// wears draws the clothes: of those who left lately mostly the ones they left in.
func (s *sighting) wears(d dice, p *person) {
	days := p.found.Sub(p.missing).Hours() / 24
	for i := range s.clothes {
		switch {
		case !d.chance(sightClothes):
			s.clothes[i] = [2]int{unknown, unknown}
		case days < 15 && d.chance(sightSameClothes):
			s.clothes[i] = p.clothes[i]
		default:
			s.clothes[i] = [2]int{d.IntN(len(colours)), d.IntN(len(garments[i][0]))}
		}
	}
}
