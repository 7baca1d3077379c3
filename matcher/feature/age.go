package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// conflictBits is the weight from which a measure speaks so strongly against a
// pair that it is shown as a conflict.
const conflictBits = -2

// Details of an age finding.
const (
	ageApart = iota
	ageSameDay
)

// weighAge compares when the two were born. Date of birth and age at the event are
// one span of birth, so they count once. The same full date of birth weighs by
// itself; two different ones are compared as years, since papers err in them:
//
//	log2 [(1−w)·N(d; σ)/g + w]
//
// with d between the middles of the spans, g how many of the notices held are of
// people born about then, and w that an age is wrong beyond any spread. What a person
// in a station says of the own birth is often a few years off.
func weighAge(b *basis, record, notice *Profile) (finding, bool) {
	if !record.born.known || !notice.born.known {
		return finding{}, false
	}
	if len(record.birthDay) == len("1988-05-17") && record.birthDay == notice.birthDay {
		return finding{bits: b.sameDay(record.birthDay), detail: ageSameDay}, true
	}
	d, strangers := record.born.middle()-notice.born.middle(), b.born.at(notice.born.middle())
	deviation := math.Hypot(birthDeviation(b.Params, record), birthDeviation(b.Params, notice))
	bits := b.Age.spread(d, deviation, strangers)
	if !record.born.guessed {
		vague := b.Age.spread(d, math.Hypot(deviation, b.ToldBy), strangers)
		bits = math.Log2((1-b.ToldWrong)*math.Exp2(bits) + b.ToldWrong*math.Exp2(vague))
	}
	return finding{bits: bits, conflict: bits < conflictBits}, true
}

// birthDeviation is how far off the middle of a span of birth may be, in years. The
// age of a child is guessed better than an adult's: a year and a quarter of the age.
func birthDeviation(p *Params, s *Profile) float64 {
	deviation := p.Age.deviation(s.born.guessed, s.born.last-s.born.first)
	if age := s.event.last - s.born.first; s.born.guessed && age < 4*p.Age.Observer {
		return math.Hypot(math.Min(p.Age.Observer, 1+math.Max(age, 0)/4), (s.born.last-s.born.first)/math.Sqrt(12))
	}
	return deviation
}

func explainAge(_ *Probe, record, notice *Profile, f finding) words {
	a, b := bornWords(record), bornWords(notice)
	switch {
	case f.detail == ageSameDay && filledIn[dayOf(record.birthDay)] > 0:
		return words{a, b, models.Text{Zh: "出生日期完全相同（登记时常用的日期，说明力较弱）：" + a, En: "the same date of birth, one that forms are often filled in with: " + string(record.birthDay)}}
	case f.detail == ageSameDay:
		return words{a, b, models.Text{Zh: "出生日期完全相同：" + a, En: "the same date of birth: " + string(record.birthDay)}}
	case f.bits >= 0:
		return words{a, b, models.Text{Zh: fmt.Sprintf("年龄相符：%s / %s", a, b), En: fmt.Sprintf("the ages fit: born %s / %s", bornYears(record), bornYears(notice))}}
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("年龄相差较大：%s / %s", a, b), En: fmt.Sprintf("the ages lie apart: born %s / %s", bornYears(record), bornYears(notice))}}
}

func bornWords(p *Profile) string {
	if p.birthDay != "" {
		return string(p.birthDay) + " 出生"
	}
	return "约 " + bornYears(p) + " 年出生"
}

func bornYears(p *Profile) string {
	first, last := int(p.born.first), int(p.born.last)
	if first == last {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d–%d", first, last)
}
