package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// heightFeature is the height of the body.
var heightFeature = Feature{
	Name:     "height",
	revision: 1, // read of texts, too
	read: func(p *Profile, s models.Subject) {
		said := &s.Common().Person
		p.height = spanOf(float64(said.HeightMinCm), float64(said.HeightMaxCm))
	},
	encode: func(p *Profile, to *compact.Writer) { p.height.encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.height = decodeSpan(from) },

	column: "height",
	key: func(p *Profile, key []byte) []byte {
		if !p.height.known {
			return key
		}
		return p.appendGrowth(append(appendNumbers(key, p.height.min, p.height.max), byte(sexNumber(p.sex))))
	},
	project: projectHeight,
	flat:    func() Values { return &flat[stature]{of: statureOf, scorer: statureScorer} },
	compare: compareHeight, explain: explainHeight,
}

func projectHeight(from, to *Profile) {
	to.height, to.sex, to.born, to.event = from.height, from.sex, from.born, from.event
}

// median heights in cm at the ages 0 … 18: 李辉等, 中国 0～18 岁儿童、青少年身高、体重的
// 标准化生长曲线, 中华儿科杂志 2009, P50, rounded.
var (
	medianBoys  = [...]float64{50, 76.5, 88.5, 96.8, 104.1, 111.3, 117.7, 124, 130, 135.4, 140.2, 145.3, 151.9, 159.5, 165.9, 169.8, 171.6, 172.3, 172.7}
	medianGirls = [...]float64{49.7, 75, 87.2, 95.6, 103.1, 110.2, 116.6, 122.5, 128.5, 134.1, 140.1, 146.6, 152.4, 156.3, 158.6, 159.8, 160.1, 160.3, 160.6}
)

// growthSpread is how far, in cm per year between the events, a child may leave the
// line it grew along; it counts up to growthYears.
const (
	growthSpread = 1.2
	growthYears  = 6
)

// heights holds those of the adults among the notices held, by sex: unknown, male, female.
type heights [3]struct{ n, sum, squares float64 }

// heightPrior is how many counted adults the mean and the deviation of params.go are
// worth.
const heightPrior = 50

func (h *heights) count(p *Profile, by int) {
	if !p.height.known || p.born.known && p.event.known && p.event.middle()-p.born.middle() < adult {
		return
	}
	of, x := &h[sexNumber(p.sex)], p.height.middle()
	of.n += float64(by)
	of.sum += float64(by) * x
	of.squares += float64(by) * x * x
}

func sexNumber(s models.Sex) int {
	switch s {
	case models.Male:
		return 1
	case models.Female:
		return 2
	}
	return 0
}

// of returns the mean and the deviation of adults of a sex.
func (h *heights) of(s models.Sex, p *Params) (mean, deviation float64) {
	i := sexNumber(s)
	prior := p.Adults[i]
	n := h[i].n + heightPrior
	mean = (h[i].sum + heightPrior*prior.Mean) / n
	squares := (h[i].squares + heightPrior*(prior.Mean*prior.Mean+prior.Deviation*prior.Deviation)) / n
	return mean, math.Sqrt(math.Max(squares-mean*mean, 9))
}

// adult is the age from which no one grows, in years.
const adult = 18

// compareHeight compares heights at the record's event; a notice's child is grown along
// its line of the growth chart first:
//
//	log2 [(1−w)·N(d; σ)/S(record's height) + w]
//
// with S how usual that height is among people of the record's sex and age, which
// weigh by themselves.
func compareHeight(b *basis, record, notice *Profile) (comparison, bool) {
	if !record.height.known || !notice.height.known {
		return comparison{}, false
	}
	grown, deviation := grow(record, notice)
	d := record.height.middle() - notice.height.middle()*grown
	said := b.Height.deviation(true, record.height.max-record.height.min)
	known := b.Height.deviation(false, notice.height.max-notice.height.min)
	bits := b.Height.spread(d, math.Hypot(math.Hypot(said, known), deviation), b.usual(record))
	bits = math.Min(bits, b.TallMost)
	if bits < 0 && mayHaveGrown(record.height.middle(), notice.height.middle(), record.grownUp(), notice.grownUp(), agesKnown(record, notice)) {
		return comparison{}, false
	}
	return comparison{bits: bits, conflict: bits < conflictBits}, true
}

// childHeight is under what height, in cm, a person may be a child.
const childHeight = 145

// mayHaveGrown reports whether the shorter of two, not known to be grown up, may be a
// child seen in other years than the taller: no dates or no ages tell.
func mayHaveGrown(record, notice float64, recordGrown, noticeGrown, agesKnown bool) bool {
	if agesKnown {
		return false
	}
	if record < notice {
		return record < childHeight && !recordGrown
	}
	return notice < childHeight && !noticeGrown
}

// agesKnown reports whether the ages at both events are known.
func agesKnown(record, notice *Profile) bool {
	return (record.born.known || notice.born.known) && record.event.known && notice.event.known
}

// usual returns how thick the heights of people of the record's sex and age lie at the
// record's, per cm. One in unusual is far from all others.
func (b *basis) usual(record *Profile) float64 {
	mean, deviation := b.heights.of(record.sex, b.Params)
	if record.born.known && record.event.known {
		if age := record.event.middle() - record.born.middle(); age < adult {
			mean *= medianAt(age, record.sex) / medianAt(adult, record.sex)
			deviation = math.Hypot(childSpread*mean, growthPerYear*birthDeviation(b.Params, record))
		}
	}
	d := record.height.middle() - mean
	return (1-unusual)*normal(d, deviation) + unusual*normal(d, 3*deviation)
}

// Of children: how far the heights of one age spread, as a share, and cm of growth a
// year, both from the chart above, rounded; and the share of people who are far taller
// or shorter than others.
const (
	childSpread   = .045
	growthPerYear = 6.5
	unusual       = .02
)

// grow returns the factor by which a child grew between the notice's event and the
// record's, and the deviation of the result in cm. An adult, or a person of unknown
// age, does not grow.
func grow(record, notice *Profile) (factor, deviation float64) {
	born := notice.born
	if !born.known {
		born = record.born
	}
	if !born.known || !notice.event.known || !record.event.known {
		return 1, 0
	}
	return growth(born.middle(), notice.event.first, record.event.first, notice.sex)
}

// growth is grow from one year to another of who was born then.
func growth(born, from, to float64, sex models.Sex) (factor, deviation float64) {
	before, after := medianAt(from-born, sex), medianAt(to-born, sex)
	if after <= before {
		return 1, 0
	}
	return after / before, growthSpread * math.Min(to-from, growthYears)
}

// medianAt returns the median height at an age in years; without a sex, between both.
func medianAt(age float64, sex models.Sex) float64 {
	return ofCharts(age, sex, medianBoys[:], medianGirls[:])
}

// ofCharts returns what charts for boys and girls, which have a value for each year of age from 0 on,
// say of an age; without a sex, between both.
func ofCharts(age float64, sex models.Sex, boys, girls []float64) float64 {
	age = min(max(age, 0), float64(len(boys)-1))
	at := func(table []float64) float64 {
		i := min(int(age), len(table)-2)
		return table[i] + (table[i+1]-table[i])*(age-float64(i))
	}
	switch sex {
	case models.Male:
		return at(boys)
	case models.Female:
		return at(girls)
	}
	return (at(boys) + at(girls)) / 2
}

func explainHeight(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := heightWords(record.height), heightWords(notice.height)
	zh, en := "身高相符", "the heights fit"
	if f.bits < 0 {
		zh, en = "身高相差较大", "the heights lie apart"
	}
	if grown, _ := grow(record, notice); grown > 1.01 {
		zh, en = zh+"（已按儿童生长推算）", en+" (a child's growth allowed for)"
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("%s：%s / %s", zh, a, b), En: fmt.Sprintf("%s: %s / %s", en, a, b)}}
}

func heightWords(s span) string {
	if s.min == s.max {
		return fmt.Sprintf("%.0f cm", s.min)
	}
	return fmt.Sprintf("%.0f–%.0f cm", s.min, s.max)
}
