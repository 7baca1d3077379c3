package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// undatedOf returns the age of a person of whom neither the birth nor the date of the event is
// known, which tells no year.
func undatedOf(p *models.Person, born years, event years) span {
	if born.known || event.known || p.AgeMin == nil && p.AgeMax == nil {
		return span{}
	}
	low, high := p.AgeMin, p.AgeMax
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	return span{float64(*low), float64(*high) + 1, true}
}

// ageAtEvent returns how old the person was at the event, in years: as it was told, or of a
// record as it follows from its date.
func (p *Profile) ageAtEvent() span {
	if p.aged.known || !p.born.guessed || !p.event.known {
		return p.aged
	}
	return span{p.event.first - p.born.last, p.event.last - p.born.first, true}
}

// compareUndated compares ages of which one has no date, so that no year of birth is known:
//
//	log2 [(1−w)·Σ P(years between)·N(d − years between; σ)/g + w]
//
// with d how much older the record's person is, the years between as DateParams has
// them, g that strangers are of any age, and w that an age without a date says nothing.
func compareUndated(b *basis, record, notice *Profile) (comparison, bool) {
	if !record.aged.known && !notice.aged.known {
		return comparison{}, false
	}
	at, before := record.ageAtEvent(), notice.ageAtEvent()
	if !at.known || !before.known {
		return comparison{}, false
	}
	observer := math.Min(b.Age.Observer, 1+at.middle()/4) // a child's age is guessed better
	deviation := math.Hypot(math.Hypot(observer, b.Age.Paper), math.Hypot(at.max-at.min, before.max-before.min)/math.Sqrt(12))
	d, chance := at.middle()-before.middle(), 0.0
	waits := b.waits
	if before.middle() >= old {
		waits = b.waitsOld
	}
	for y := 0; y < oldest; y++ {
		from, mean := float64(y)*daysPerYear, float64(y)+.5
		if y == 0 {
			from, mean = -b.Dates.WrongBy, 0
		}
		z := (d - mean) / deviation
		chance += b.within(waits, from, float64(y+1)*daysPerYear) * math.Exp(-z*z/2) / (deviation * math.Sqrt(2*math.Pi))
	}
	bits := math.Log2((1-undatedWrong)*chance*undatedAges + undatedWrong)
	return comparison{bits: bits, detail: ageUndated, conflict: bits < conflictBits}, true
}

const (
	// undatedWrong is how often an age without a date says nothing of another: files without
	// a date are old lists and copies, of which it is not known when the age was true. An
	// assumption, that keeps such ages between −3 and 2 bits.
	undatedWrong = .12
	// undatedAges is over how many years the ages of strangers lie: most people in stations
	// and in notices are between ten and eighty. An assumption.
	undatedAges = 60
	// oldest is how many years may lie between.
	oldest = 80
)

func explainUndated(record, notice *Profile, f comparison) words {
	a, b := ageWords(record.ageAtEvent()), ageWords(notice.ageAtEvent())
	if f.bits >= 0 {
		return words{a.Zh, b.Zh, models.Text{Zh: fmt.Sprintf("年龄相符（缺少日期，说明力较弱）：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("the ages fit, though a date is missing: %s / %s", a.En, b.En)}}
	}
	return words{a.Zh, b.Zh, models.Text{Zh: fmt.Sprintf("年龄相差较大（缺少日期，说明力较弱）：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("the ages lie apart, though a date is missing: %s / %s", a.En, b.En)}}
}

func ageWords(s span) models.Text {
	low, high := int(math.Round(s.min)), int(math.Round(s.max-1))
	if low >= high {
		return models.Text{Zh: fmt.Sprintf("%d 岁", low), En: fmt.Sprintf("aged %d", low)}
	}
	return models.Text{Zh: fmt.Sprintf("%d–%d 岁", low, high), En: fmt.Sprintf("aged %d–%d", low, high)}
}
