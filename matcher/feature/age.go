package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// ageFeature is when the person was born, by the date of birth or by the age at the event.
var ageFeature = Feature{
	Name:     "age",
	revision: 2, // without a date, too
	read: func(p *Profile, s models.Subject) {
		said := &s.Common().Person
		p.birthDay, p.born = said.BirthDate, bornOf(said, p.event, p.ofRecord())
		p.aged = undatedOf(said, p.born, p.event)
	},
	encode: func(p *Profile, to *compact.Writer) {
		p.born.encode(to)
		to.Text(string(p.birthDay))
		p.aged.encode(to)
	},
	decode: func(p *Profile, from *compact.Reader) {
		p.born, p.birthDay, p.aged = decodeYears(from), models.Date(from.Text()), decodeSpan(from)
	},

	column: "birth", role: Faces,
	key:       appendBirth,
	project:   func(from, to *Profile) { to.born, to.event, to.aged = from.born, from.event, from.aged },
	exact:     func(p *Profile) string { return string(p.birthday()) },
	exactBits: func(p *Probe) float64 { return p.basis.sameDay(p.birthDay) },
	compare:   compareAge, explain: explainAge,
}

// appendBirth tells births apart to a tenth of a year.
func appendBirth(p *Profile, key []byte) []byte {
	if p.aged.known {
		return append(appendRounded(appendRounded(key, 10*p.aged.middle()), 10*(p.aged.max-p.aged.min)), 2)
	}
	if !p.born.known {
		return key
	}
	key = appendRounded(appendRounded(key, 10*p.born.middle()), 10*(p.born.last-p.born.first))
	if !p.born.guessed {
		return key
	}
	if key = append(key, 1); p.ofRecord() { // a child's age is guessed better
		return appendRounded(key, p.event.last)
	}
	return key
}

// birthday returns the full date of birth, empty if it is not known.
func (p *Profile) birthday() models.Date {
	if len(p.birthDay) == len("1988-05-17") {
		return p.birthDay
	}
	return ""
}

// conflictBits is the weight from which a measure speaks so strongly against a
// pair that it is shown as a conflict.
const conflictBits = -2

// Details of an age comparison.
const (
	ageApart = iota
	ageSameDay
	ageUndated
)

// compareAge compares when the two were born. Date of birth and age at the event are
// one span of birth, so they count once. The same full date of birth weighs by
// itself; two different ones are compared as years, since papers err in them:
//
//	log2 [(1−w)·N(d; σ)/g + w]
//
// with d between the middles of the spans, g how many of the notices held are of
// people born about then, and w that an age is wrong beyond any spread. What a person
// in a station says of the own birth is often a few years off.
func compareAge(b *basis, record, notice *Profile) (comparison, bool) {
	if !record.born.known || !notice.born.known {
		return compareUndated(b, record, notice)
	}
	if len(record.birthDay) == len("1988-05-17") && record.birthDay == notice.birthDay {
		return comparison{bits: b.sameDay(record.birthDay), detail: ageSameDay}, true
	}
	d, strangers := record.born.middle()-notice.born.middle(), b.born.at(notice.born.middle())
	deviation := math.Hypot(birthDeviation(b.Params, record), birthDeviation(b.Params, notice))
	bits := b.Age.spread(d, deviation, strangers)
	if !record.born.guessed {
		vague := b.Age.spread(d, math.Hypot(deviation, b.ToldBy), strangers)
		bits = math.Log2((1-b.ToldWrong)*math.Exp2(bits) + b.ToldWrong*math.Exp2(vague))
	}
	return comparison{bits: bits, conflict: bits < conflictBits}, true
}

// birthDeviation returns how far off the middle of a span of birth may be, in years. The
// age of a child is guessed better than an adult's: a year and a quarter of the age.
func birthDeviation(p *Params, s *Profile) float64 {
	deviation := p.Age.deviation(s.born.guessed, s.born.last-s.born.first)
	if age := s.event.last - s.born.first; s.born.guessed && age < 4*p.Age.Observer {
		return math.Hypot(math.Min(p.Age.Observer, 1+math.Max(age, 0)/4), (s.born.last-s.born.first)/math.Sqrt(12))
	}
	return deviation
}

func explainAge(_ *Probe, record, notice *Profile, f comparison) words {
	if f.detail == ageUndated {
		return explainUndated(record, notice, f)
	}
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
