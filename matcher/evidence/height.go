package evidence

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

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

// weighHeight compares heights at the record's event: a notice's child is grown
// along its line of the growth chart first.
func weighHeight(p *Params, record, notice *Profile) (finding, bool) {
	if !record.height.known || !notice.height.known {
		return finding{}, false
	}
	grown, deviation := grow(record, notice)
	d := (record.height.min+record.height.max)/2 - (notice.height.min+notice.height.max)/2*grown
	a := p.Height.deviation(true, record.height.max-record.height.min)
	b := p.Height.deviation(false, notice.height.max-notice.height.min)
	bits := p.Height.spread(d, math.Hypot(math.Hypot(a, b), deviation))
	return finding{bits: bits, conflict: bits < conflictBits}, true
}

// grow is the factor by which a child grew between the notice's event and the
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
	middle := (born.first + born.last) / 2
	before, after := medianAt(notice.event.first-middle, notice.sex), medianAt(record.event.first-middle, notice.sex)
	if after <= before {
		return 1, 0
	}
	gap := math.Min(record.event.first-notice.event.first, growthYears)
	return after / before, growthSpread * gap
}

// medianAt is the median height at an age in years; without a sex, between both.
func medianAt(age float64, sex models.Sex) float64 {
	age = math.Min(math.Max(age, 0), float64(len(medianBoys)-1))
	at := func(table []float64) float64 {
		i := min(int(age), len(table)-2)
		return table[i] + (table[i+1]-table[i])*(age-float64(i))
	}
	switch sex {
	case models.Male:
		return at(medianBoys[:])
	case models.Female:
		return at(medianGirls[:])
	}
	return (at(medianBoys[:]) + at(medianGirls[:])) / 2
}

func explainHeight(record, notice *Profile, f finding) words {
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
