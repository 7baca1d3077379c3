package world

import "time"

// unknown is a value that no one gave.
const unknown = -1

// report holds what a family or the police say of a person, before it is put into words.
type report struct {
	name      fullName
	former    fullName // given beside the name; no slots for none
	called    string
	sex       int
	born      partial
	age       int // at the missing date, in place of a date of birth
	low, high int // cm
	build     int
	blood     string
	people    string
	home      home
	missing   partial
	lastSeen  home
	marks     []mark
	looks     []int
	clothed   bool
	wore      [3][2]int
	kin       []kin
	sickness  string
	sizes
}

// partial describes a date of which month or day may be unknown (0), or all of it.
type partial struct{ year, month, day int }

func partialOf(t time.Time, precision int) partial {
	p := partial{t.Year(), int(t.Month()), t.Day()}
	if precision < 3 {
		p.day = 0
	}
	if precision < 2 {
		p.month = 0
	}
	return p
}

// How families err and what they leave out. All are estimates; the order of the
// omissions is that of public missing-person notices, where name, sex, birth, height
// and home are filled in nearly always and the blood type seldom.
const (
	reportWrongChar   = .02  // a clerk's homophone in the name
	reportOldName     = .015 // the name in use is another than the person's own
	reportAlsoFormer  = .05
	reportCalled      = .45 // of those who are called otherwise at home
	reportWrongSex    = .002
	reportWrongYear   = .05 // 虚岁, lunar new year, a papers' year
	reportWrongDay    = .10 // the lunar day for the solar one
	reportHeight      = .85
	reportHeightErr   = 2.5 // cm
	reportBlood       = .12
	reportWrongBlood  = .04
	reportPeople      = .75
	reportHome        = .93
	reportWrongMark   = .03 // a mark that is not there
	reportMarkVisible = .72
	reportMarkHidden  = .58
	reportLook        = .22
	reportLookRight   = .9
	reportClothes     = .6
	reportKin         = .3
	reportSickness    = .5
	reportWrongDate   = .04 // the missing date, by up to a year
)

// drawReport returns what the family of p says.
func drawReport(d dice, p *person) *report {
	r := &report{name: p.name, sex: p.sex, age: unknown, build: unknown}
	r.names(d, p)
	if d.chance(reportWrongSex) {
		r.sex = 1 - r.sex
	}
	r.birth(d, p)
	if d.chance(reportHeight) {
		r.low, r.high = reportedHeight(d, p)
	}
	if d.chance(.3) {
		r.build = seenBuild(d, p.build)
	}
	if d.chance(reportBlood) {
		if r.blood = p.blood; d.chance(reportWrongBlood) {
			r.blood = bloods.draw(d)
		}
	}
	if d.chance(reportPeople) {
		r.people = p.people
	}
	if d.chance(reportHome) {
		r.home = p.home.upTo(depth(d, .03, .08, .32, .25, .32))
	}
	r.lastSeen = p.lastSeen.upTo(depth(d, .02, .2, .48, .2, .1))
	r.event(d, p)
	for _, m := range p.marks {
		if d.chance(map[bool]float64{true: reportMarkVisible, false: reportMarkHidden}[sites[m.site].visible]) {
			r.marks = append(r.marks, describe(d, m))
		}
	}
	if d.chance(reportWrongMark) {
		r.marks = append(r.marks, drawMark(d))
	}
	r.looks = seenLooks(d, p.looks, reportLook, reportLookRight)
	r.clothed, r.wore = d.chance(reportClothes), p.clothes
	if d.chance(reportKin) && len(p.kin) > 0 {
		for range 1 + d.IntN(2) {
			r.kin = append(r.kin, either(d, p.kin))
		}
	}
	if d.chance(reportSickness) {
		r.sickness = p.sickness
	}
	return r
}

func (r *report) names(d dice, p *person) {
	switch {
	case d.chance(reportOldName):
		r.name = p.former
	case p.name.parts == nil && d.chance(reportWrongChar):
		given := append([]rune(nil), p.name.given...)
		i := d.IntN(len(given))
		if table := writers().given[sounds().of(given[i])]; table.total > 0 {
			given[i] = table.draw(d)
		}
		r.name.given = given
	}
	if d.chance(reportAlsoFormer) && !p.former.equal(r.name) {
		r.former = p.former
	}
	if p.called != "" && d.chance(reportCalled) {
		r.called = p.called
	}
}

func (r *report) birth(d dice, p *person) {
	born := p.born
	if d.chance(reportWrongYear) {
		born = born.AddDate(either(d, []int{-1, 1, 1, 2}), 0, 0)
	}
	if d.chance(reportWrongDay) {
		born = born.AddDate(0, 0, -20-d.IntN(30))
	}
	switch x := d.Float64(); {
	case x < .55:
		r.born = partialOf(born, 3)
	case x < .65:
		r.born = partialOf(born, 2)
	case x < .85:
		r.born = partialOf(born, 1)
	case x < .97:
		r.age = max(0, int(p.missing.Sub(born).Hours()/24/365.25))
	}
}

func (r *report) event(d dice, p *person) {
	when := p.missing
	if d.chance(reportWrongDate) {
		when = when.AddDate(0, 0, d.IntN(600)-300)
	}
	if when.After(today) {
		when = today
	}
	switch x := d.Float64(); {
	case x < .76:
		r.missing = partialOf(when, 3)
	case x < .90:
		r.missing = partialOf(when, 2)
	case x < .98:
		r.missing = partialOf(when, 1)
	}
	if r.missing.year == 0 {
		r.age = unknown // an age without a date says nothing
	}
}

// reportedHeight is in whole cm, half the time in steps of five.
func reportedHeight(d dice, p *person) (low, high int) {
	h := d.normal(p.heightAt(p.missing), reportHeightErr)
	cm := int(h + .5)
	if d.chance(.5) {
		cm = int(h/5+.5) * 5
	}
	if d.chance(.3) {
		return cm - 2, cm + 2
	}
	return cm, cm
}

// depth draws how many levels of a place are said, by the shares of 1 … 5.
func depth(d dice, shares ...float64) int {
	x := d.Float64()
	for i, p := range shares {
		if x -= p; x < 0 {
			return i + 1
		}
	}
	return len(shares)
}

// seenBuild is right two times in three, else a step off.
func seenBuild(d dice, build int) int {
	if d.chance(.66) {
		return build
	}
	return max(0, min(2, build+either(d, []int{-1, 1})))
}

// seenLooks mentions some of the looks, some of them wrongly.
func seenLooks(d dice, actual []int, mention, right float64) []int {
	seen := make([]int, len(actual))
	for i, v := range actual {
		switch {
		case !d.chance(mention):
			seen[i] = unknown
		case d.chance(right):
			seen[i] = v
		default:
			seen[i] = d.IntN(len(looks[i].shares))
		}
	}
	return seen
}
