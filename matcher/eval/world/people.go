package world

import (
	"strings"
	"time"
)

// Split says which people and which words: the training or the test set.
type Split int

// The splits.
const (
	Train Split = iota
	Test
)

// today is the day on which the world stands still.
var today = time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)

// fate says how a person comes to be missing.
type fate int

const (
	child fate = iota
	ill        // an adult with a mental illness or disability
	senile
	grown // any other adult
)

// person says who a person really is.
type person struct {
	name     fullName
	former   fullName // an earlier name, seldom
	called   string   // at home; empty for none
	people   string   // 汉, 回 …
	sex      int      // 0 a man, 1 a woman
	born     time.Time
	tall     float64 // cm as a young adult
	build    int     // 0 thin … 2 heavy
	blood    string
	home     home
	speech   area
	breadth  int
	fate     fate
	sickness string
	marks    []mark
	looks    []int
	kin      []kin
	missing  time.Time
	lastSeen home
	clothes  [3][2]int // colour, garment
	found    time.Time
	foundAt  home
}

// kin describes a relative.
type kin struct {
	relation string
	name     fullName
}

// ABO among the Han (中国人群 ABO 血型分布, rounded).
var bloods = func() *shares[string] {
	s := newShares[string]()
	for i, p := range []float64{.28, .29, .34, .09} {
		s.add([]string{"A", "B", "O", "AB"}[i], p)
	}
	return s
}()

// fates: children 8 %, ill adults 44 %, senile 26 %, others 22 %. Estimates after what
// rescue stations report of those whom they cannot identify.
func drawFate(d dice) fate {
	switch x := d.Float64(); {
	case x < .08:
		return child
	case x < .52:
		return ill
	case x < .78:
		return senile
	}
	return grown
}

// drawPerson invents a person, independent of everyone else.
func drawPerson(d dice, l *land) *person {
	p := &person{home: l.home(d), fate: drawFate(d)}
	p.speech = areaOf(p.home.code())
	p.people = peopleOf(d, p.home.provinceCode())
	if d.chance([]float64{.5, .34, .48, .42}[p.fate]) { // more men stray (estimate)
		p.sex = 1
	}
	p.setTimes(d)
	p.name = book().draw(d, p.people, p.home.provinceCode(), p.sex, p.born.Year())
	p.settle(d, l)
	return p
}

// settle draws all that does not depend on who else there is.
func (p *person) settle(d dice, l *land) {
	p.former = p.name
	if p.name.parts == nil && d.chance(.3) {
		p.former.given = book().given(d, p.sex, p.born.Year())
	}
	p.called = calledAtHome(d, p.name)
	// Mean and deviation of adults: 中国居民营养与慢性病状况报告 2020 (169.7, 158.0), less
	// 1 cm for each decade born before 1990.
	older := max(0, 1990-float64(p.born.Year())) / 10
	p.tall = d.normal([2]float64{171.5, 159.5}[p.sex]-older, 6)
	p.build = either(d, []int{0, 0, 1, 1, 1, 2})
	p.blood = bloods.draw(d)
	p.breadth = drawBreadth(d, p.born.Year())
	p.sickness = sicknessOf(d, p.fate)
	p.marks = drawMarks(d, p.born.Year(), p.sex)
	for _, look := range looks {
		s := newShares[int]()
		for i, share := range look.shares {
			s.add(i, share)
		}
		p.looks = append(p.looks, s.draw(d))
	}
	for i := range p.clothes {
		p.clothes[i] = [2]int{d.IntN(len(colours)), d.IntN(len(garments[i][0]))}
	}
	p.kin = drawKin(d, p)
	p.roam(d, l)
}

// foundSoon and foundLater are how often a person is found within days, and within
// months, by fate.
var (
	foundSoon  = [4]float64{.35, .15, .50, .20}
	foundLater = [4]float64{.55, .50, .80, .55}
)

// setTimes draws age, when the person went missing and when they were found. Most of
// the senile are found within days, ill adults after months or years (estimates).
func (p *person) setTimes(d dice) {
	age := [4]float64{3 + 13*d.Float64(), 18 + 44*d.Float64(), d.normal(76, 7), 16 + 36*d.Float64()}[p.fate]
	ago := min(d.waiting(5), 25) // years
	var days float64
	switch x := d.Float64(); {
	case x < foundSoon[p.fate]:
		days = d.waiting(8)
	case x < foundLater[p.fate]:
		days = d.waiting(200)
	default:
		days = d.waiting(365 * 5)
	}
	p.found = today.AddDate(0, 0, -1-int(ago*365*d.Float64()))
	p.missing = p.found.AddDate(0, 0, -int(days))
	p.born = p.missing.AddDate(0, 0, -int(age*365.25)-d.IntN(365))
}

// foundNear and foundSame are how often people are found in the city, and in the
// province, where they were last seen: within a fortnight, 200 days, later.
var (
	foundNear = [3]float64{.36, .17, .08}
	foundSame = [3]float64{.70, .48, .34}
)

// roam draws where the person was last seen and found. At home or, of adults who can
// work, elsewhere; found the farther, the longer they were away (estimates).
func (p *person) roam(d dice, l *land) {
	p.lastSeen = p.home
	if (p.fate == ill || p.fate == grown) && d.chance(.3) {
		p.lastSeen = l.home(d)
	}
	days := p.found.Sub(p.missing).Hours() / 24
	i := 2
	if days < 15 {
		i = 0
	} else if days < 200 {
		i = 1
	}
	switch x := d.Float64(); {
	case x < foundNear[i]:
		p.foundAt = l.below(d, p.lastSeen.upTo(2))
	case x < foundSame[i]:
		p.foundAt = l.below(d, p.lastSeen.upTo(1))
	default:
		p.foundAt = l.home(d)
	}
}

func peopleOf(d dice, province string) string {
	x := d.Float64() * 1000
	for _, name := range keys(peoples[province]) {
		if x -= peoples[province][name]; x < 0 {
			return name
		}
	}
	return "汉"
}

func drawBreadth(d dice, born int) int {
	x := d.Float64()
	for i, p := range breadthOf(born) {
		if x -= p; x < 0 {
			return i
		}
	}
	return len(breadths) - 1
}

func sicknessOf(d dice, f fate) string {
	switch f {
	case ill:
		return either(d, []string{"mind", "mind", "mind", "slow", "slow", "deaf", "fits"})
	case senile:
		return "old"
	case child:
		return either(d, []string{"healthy", "slow", "deaf"})
	}
	return either(d, []string{"healthy", "healthy", "healthy", "mind", "fits"})
}

// calledAtHome returns a name for use at home, for two of three (estimate).
func calledAtHome(d dice, n fullName) string {
	if n.parts != nil || !d.chance(.65) {
		return ""
	}
	return strings.ReplaceAll(either(d, strings.Fields(byNames)), "N", string(n.given[len(n.given)-1:]))
}

// drawKin draws a parent or two, a spouse, children as the age has it.
func drawKin(d dice, p *person) []kin {
	if p.name.parts != nil {
		return nil
	}
	relative := func(relation string, sex, born int, own bool) kin {
		n := book().draw(d, "汉", p.home.provinceCode(), sex, born)
		if own {
			n.surname = p.name.surname
		}
		return kin{relation, n}
	}
	year := p.born.Year()
	list := []kin{relative("父亲", 0, year-27, true), relative("母亲", 1, year-25, false)}
	if p.found.Year()-year > 28 {
		list = append(list, relative([]string{"妻子", "丈夫"}[p.sex], 1-p.sex, year+2, false))
		list = append(list, relative("儿子", 0, year+27, p.sex == 0), relative("女儿", 1, year+29, p.sex == 0))
	}
	return append(list, relative("哥哥", 0, year-3, true))
}
