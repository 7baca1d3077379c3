package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// weightFeature is the weight of the body (体重): weak evidence that fades with months, as people
// waste away in the street and recover in a station.
var weightFeature = Feature{
	Name: "weight",
	read: func(p *Profile, s models.Subject) {
		p.weight = spanOf(s.Common().Person.WeightMinKg, s.Common().Person.WeightMaxKg)
	},
	encode: func(p *Profile, to *compact.Writer) { p.weight.encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.weight = decodeSpan(from) },

	column: "weight", role: ByGap,
	key: func(p *Profile, key []byte) []byte {
		if !p.weight.known {
			return key
		}
		return p.appendGrowth(append(appendNumbers(key, p.weight.min, p.weight.max), byte(sexNumber(p.sex))))
	},
	project: func(from, to *Profile) {
		to.weight, to.sex, to.born, to.event = from.weight, from.sex, from.born, from.event
	},
	gapBits: func(p *Probe, projection *Profile) (bits [Gaps]float64) {
		record, notice := p.sides(projection)
		logs := names.LogTable()
		if w, ok := p.basis.weightsOf(record, notice, logs.Exp2); ok {
			for gap, years := range gapYears {
				bits[gap], _ = w.after(years, logs.Exp2, logs.Log2)
			}
		}
		return bits
	},
	compare: compareWeight, explain: explainWeight,
}

// WeightParams weigh two body weights, in kg.
type WeightParams struct {
	Body   SpreadParams    // Observer of a guess by eye, Paper of what the family knows
	Adults [3]WeightSpread // of unknown sex, men, women
	Halves float64         // years in which half is left of what a person is heavier or lighter than others
	Most   float64         // bits of two weights that are unusual
}

// WeightSpread holds the mean weight of adults and its deviation.
type WeightSpread struct{ Mean, Deviation float64 }

// defaultWeights: means of 中国居民营养与慢性病状况报告 (2020), 69.6 and 59.0 kg; the rest are
// estimates.
func defaultWeights() WeightParams {
	return WeightParams{
		Body:   SpreadParams{Observer: 6, Paper: 3, Wrong: .1},
		Adults: [3]WeightSpread{{64, 12.5}, {69.6, 11.5}, {59, 9.8}},
		Halves: 3, Most: 3,
	}
}

// Median weights in kg at the ages 0 … 18: 李辉等, 中国 0～18 岁儿童、青少年体重的标准化生长曲线,
// 中华儿科杂志 2009, P50, to a kilogram.
var (
	medianWeightBoys  = [...]float64{3, 10, 13, 15, 17, 19, 21, 24, 27, 30, 34, 38, 42, 48, 53, 57, 59, 61, 61}
	medianWeightGirls = [...]float64{3, 9, 12, 14, 16, 18, 20, 22, 25, 28, 32, 36, 41, 45, 48, 50, 51, 51, 51}
)

// compareWeight compares the record's weight with what the notice lets expect at that time:
//
//	log2 [(1−w)·N(x; m·(1 + ρ·r·(y/m' − 1)), σ)/S(x) + w]
//
// with x the record's weight and S how usual it is among people of its sex and age; y the notice's,
// m and m' the mean weights of the notice's sex and ages at the two events, so that a child grows
// along its line of the chart; r how far y is to be believed, and ρ = 2^(−years/Halves) what time has
// left of it: in the end nothing, and σ is as wide as people differ. If no dates tell, much time
// is taken to lie between.
func compareWeight(b *basis, record, notice *Profile) (comparison, bool) {
	years := gapYears[ManyYears]
	if record.event.known && notice.event.known {
		years = math.Max(0, record.event.first-notice.event.last)
	}
	w, ok := b.weightsOf(record, notice, math.Exp2)
	if !ok {
		return comparison{}, false
	}
	bits, ok := w.after(years, math.Exp2, math.Log2)
	return comparison{bits: bits}, ok
}

// weightPair describes a record's weight and a notice's, but for the years between the events.
type weightPair struct {
	by          *WeightParams
	seen, usual float64 // the record's, and how usual it is
	now         WeightSpread
	away        float64 // of the notice's from its mean, as a share
	believed    float64 // of that
	variance    float64 // of what was seen
	ofChild     bool    // one may be a child's of other years
}

func (b *basis) weightsOf(record, notice *Profile, exp2 func(float64) float64) (w weightPair, ok bool) {
	if !record.weight.known || !notice.weight.known {
		return w, false
	}
	by, x, y := &b.BodyWeight, record.weight.middle(), notice.weight.middle()
	born := notice.born
	if !born.known {
		born = record.born
	}
	now, then := by.people(notice.sex, born, record.event), by.people(notice.sex, born, notice.event)
	said := by.Body.deviation(false, notice.weight.max-notice.weight.min) * then.Mean / by.Adults[0].Mean
	seen := by.Body.deviation(true, record.weight.max-record.weight.min) * now.Mean / by.Adults[0].Mean
	strangers := by.people(record.sex, record.born, record.event)
	older := kgPerYear * childBirthDeviation(b.Params, record)
	strangers.Deviation = math.Sqrt(strangers.Deviation*strangers.Deviation + seen*seen + older*older)
	return weightPair{
		by: by, seen: x, usual: strangers.usual(x, exp2), now: now, away: y/then.Mean - 1,
		believed: then.Deviation * then.Deviation / (then.Deviation*then.Deviation + said*said), variance: seen * seen,
		ofChild: !agesKnown(record, notice) && mayBeChild(record, notice),
	}, true
}

// after compares the weights so many years after the notice's.
func (w *weightPair) after(years float64, exp2, log2 func(float64) float64) (bits float64, ok bool) {
	left := exp2(-years / w.by.Halves)
	expected := w.now.Mean * (1 + left*w.believed*w.away)
	deviation := math.Sqrt(w.now.Deviation*w.now.Deviation*(1-left*left*w.believed) + w.variance)
	ratio := normalBy(w.seen-expected, deviation, exp2) / w.usual
	bits = min(log2((1-w.by.Body.Wrong)*ratio+w.by.Body.Wrong), w.by.Most)
	if bits < 0 && w.ofChild {
		return 0, false
	}
	return bits, true
}

// childWeight is under what weight, in kg, a person who is not known to be grown up may be a child.
const childWeight = 40

// mayBeChild reports whether the lighter of two may be a child.
func mayBeChild(record, notice *Profile) bool {
	lighter := record
	if notice.weight.middle() < record.weight.middle() {
		lighter = notice
	}
	return lighter.weight.middle() < childWeight && !lighter.grownUp()
}

// people returns the weights of those of a sex who were born then, at an event; of adults if that is
// not known.
func (w *WeightParams) people(sex models.Sex, born, event years) WeightSpread {
	people := w.Adults[sexNumber(sex)]
	if born.known && event.known {
		share := medianWeight(event.middle()-born.middle(), sex) / medianWeight(adult, sex)
		people.Mean, people.Deviation = people.Mean*share, people.Deviation*share
	}
	return people
}

// usual returns how thick weights lie at one, a kg. One in unusual is far from all others.
func (w *WeightSpread) usual(kg float64, exp2 func(float64) float64) float64 {
	d := kg - w.Mean
	return (1-unusual)*normalBy(d, w.Deviation, exp2) + unusual*normalBy(d, 3*w.Deviation, exp2)
}

// kgPerYear is how much a child gains in a year, about, and childBirthDeviation how far off its
// age may be, in years; 0 of adults.
const kgPerYear = 3

func childBirthDeviation(p *Params, s *Profile) float64 {
	if !s.born.known || !s.event.known || s.event.middle()-s.born.middle() >= adult {
		return 0
	}
	return birthDeviation(p, s)
}

// medianWeight returns the median weight at an age in years; without a sex, between both.
func medianWeight(age float64, sex models.Sex) float64 {
	return ofCharts(age, sex, medianWeightBoys[:], medianWeightGirls[:])
}

func explainWeight(_ *Probe, record, notice *Profile, c comparison) words {
	a, b := weightWords(record.weight), weightWords(notice.weight)
	zh, en := "体重相符", "the weights fit"
	if c.bits < 0 {
		zh, en = "体重相差较大", "the weights lie apart"
	}
	if grown, _ := grow(record, notice); grown > 1.01 {
		zh, en = zh+"（已按儿童生长推算）", en+" (a child's growth allowed for)"
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("%s：%s / %s", zh, a, b), En: fmt.Sprintf("%s: %s / %s", en, a, b)}}
}

func weightWords(s span) string {
	if s.min == s.max {
		return fmt.Sprintf("%.4g kg", s.min)
	}
	return fmt.Sprintf("%.4g–%.4g kg", s.min, s.max)
}
