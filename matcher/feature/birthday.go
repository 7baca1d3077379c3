package feature

import (
	"math"
	"strconv"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// birthdays counts on which day of the year the people of the notices held are said to be
// born: forms are filled in with the first of January.
type birthdays struct {
	counts [daySlots]float64
	total  float64
}

// daySlots is room for every day, by 32 a month.
const daySlots = 13 * 32

// birthdayPrior is how many counted notices the usual shares are worth.
const birthdayPrior = 300

// filledIn are days that forms are filled in with, and their usual shares: estimates. A
// first of a month that is not listed has shareOfFirst.
var filledIn = map[int]float64{1*32 + 1: .06, 5*32 + 1: .012, 7*32 + 1: .012, 10*32 + 1: .015, 6*32 + 15: .006, 12*32 + 31: .006, 12*32 + 25: .004}

const shareOfFirst = .006

// dayOf returns the slot of a full date, 0 for one that is not full.
func dayOf(d models.Date) int {
	if len(d) != len("1988-05-17") {
		return 0
	}
	month, err := strconv.Atoi(string(d[5:7]))
	day, err2 := strconv.Atoi(string(d[8:]))
	if err != nil || err2 != nil || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0
	}
	return 32*month + day
}

func (b *birthdays) count(d models.Date, by int) {
	if day := dayOf(d); day > 0 {
		b.counts[day] += float64(by)
		b.total += float64(by)
	}
}

// share returns how many of those with a full date are said to be born on such a day.
func (b *birthdays) share(d models.Date) float64 {
	day := dayOf(d)
	usual := 1 / daysPerYear
	switch special, ok := filledIn[day]; {
	case ok:
		usual = special
	case day%32 == 1:
		usual = shareOfFirst
	}
	return (birthdayPrior*usual + b.counts[day]) / (birthdayPrior + b.total)
}

// sameDay returns the bits of the same full date of birth: Birthday if the day of the year
// is as usual as any, less if forms are filled in with it.
func (b *basis) sameDay(d models.Date) float64 {
	return b.Birthday - math.Max(0, math.Log2(b.birthdays.share(d)*daysPerYear))
}

func (b *birthdays) encode(to *compact.Writer) {
	for _, n := range b.counts {
		to.Float(n)
	}
	to.Float(b.total)
}

func (b *birthdays) decode(from *compact.Reader) {
	for i := range b.counts {
		b.counts[i] = from.Float()
	}
	b.total = from.Float()
}
