package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// datesFeature is when the person was last seen, and when found.
var datesFeature = Feature{
	Name:   "dates", // read with the event
	column: "event", role: Event,
	key: func(p *Profile, key []byte) []byte {
		if !p.event.known {
			return key
		}
		key = appendNumbers(key, p.event.first, p.event.last)
		if !p.ofRecord() && p.isOld() {
			return append(key, 1)
		}
		return key
	},
	project: func(from, to *Profile) { to.event, to.born = from.event, from.born },
	flat:    func() Values { return &flat[eventTime]{of: eventTimeOf, scorer: eventScorer} },
	compare: compareDates, explain: explainDates,
}

// Details of a date comparison.
const (
	foundBefore = iota
	foundWithinMonth
	foundWithinYear
	foundLater
	foundDaysBefore // and one more for each day
)

// waits returns the chances that fewer days lie between missing and found, from
// −WrongBy days on: of the days after it each is the likelier the sooner it is, as
// 1/(days + Soon), and some files are wrong by up to WrongBy either way. Of the old,
// OldSoon more are found within about OldDays: they do not get far, and few live long
// on the street.
func (p *DateParams) waits(old bool) []float32 {
	later := math.Log((p.Longest + p.Soon) / p.Soon)
	table := make([]float32, int(p.WrongBy+p.Longest))
	for i := range table {
		days := float64(i) - p.WrongBy
		chance := p.Wrong * math.Min(float64(i)/(2*p.WrongBy), 1)
		if days > 0 {
			found := math.Log((days+p.Soon)/p.Soon) / later
			if old {
				found = (1-p.OldSoon)*found + p.OldSoon*(1-math.Exp(-days/p.OldDays))
			}
			chance += (1 - p.Wrong) * found
		}
		table[i] = float32(chance)
	}
	return table
}

// within returns the chance that the days between lie from first to last, by a table of
// waits.
func (b *basis) within(waits []float32, first, last float64) float64 {
	at := func(days float64) float64 {
		i := int(math.Floor(days + b.Dates.WrongBy))
		return float64(waits[min(max(i, 0), len(waits)-1)])
	}
	return at(last) - at(first)
}

// old is from which age, in years, people wait as the old do.
const old = 65

func (p *Profile) isOld() bool { return p.born.known && p.event.first-p.born.middle() >= old }

// compareDates weighs the time from last seen to found: the chance of such a wait at the
// notice's age, against how many of the notices held are of people last seen then,
//
//	log2 [(1−n)·P(found so long after)/P(missing then) + n]
//
// with n that a date has nothing to do with the person. Found before missing is a
// conflict, not an exclusion: dates of both are often wrong.
func compareDates(b *basis, record, notice *Profile) (comparison, bool) {
	if !record.event.known || !notice.event.known {
		return comparison{}, false
	}
	f := comparison{bits: math.Log2(b.dateRatio(record.event, notice.event, notice.isOld())), detail: foundLater}
	slack := float64(b.Dates.SlackDays) / daysPerYear
	earliest, latest := record.event.first-notice.event.last, record.event.last-notice.event.first
	switch {
	case latest < -slack:
		f.conflict, f.detail = true, foundBefore
	case latest < 0:
		f.detail = foundDaysBefore + int(math.Round(-latest*daysPerYear))
	case latest <= 31/daysPerYear:
		f.detail = foundWithinMonth
	case earliest <= 1 && latest <= 2:
		f.detail = foundWithinYear
	}
	return f, true
}

// dateRatio returns what compareDates takes the logarithm of.
func (b *basis) dateRatio(record, notice years, old bool) float64 {
	from, to := notice.first*daysPerYear, notice.last*daysPerYear+1
	strangers := b.missing.at(notice.middle()) * (to - from) / daysPerYear
	found := [...]float64{record.first, record.middle(), record.last}
	each := found[:]
	if record.first == record.last {
		each = found[:1]
	}
	waits, chance := b.waits, 0.0
	if old {
		waits = b.waitsOld
	}
	for _, year := range each {
		day := math.Round(year * daysPerYear)
		chance += b.within(waits, day-math.Round(to)+1, day-math.Round(from)+1) / float64(len(each))
	}
	return (1-b.Dates.Never)*chance/strangers + b.Dates.Never
}

func explainDates(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := string(record.eventDate), string(notice.eventDate)
	zh, en := "走失之后被发现", "found after the person was last seen"
	if n := f.detail - foundDaysBefore; n > 0 {
		zh, en = fmt.Sprintf("发现日期比走失日期早 %d 天（登记的走失日期常是报案日期）", n), fmt.Sprintf("found %d days before the person was last seen (which is often the day of the report)", n)
		if n == 1 {
			zh, en = "发现日期比走失日期早一天（登记的走失日期常是报案日期）", "found the day before the person was last seen (which is often the day of the report)"
		}
	}
	switch f.detail {
	case foundBefore:
		zh, en = "发现日期早于走失日期", "found before the person was last seen"
	case foundWithinMonth:
		zh, en = "走失后一个月内被发现", "found within a month of being last seen"
	case foundWithinYear:
		zh, en = "走失后一年左右被发现", "found about a year or less after being last seen"
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("%s：%s 发现，%s 走失", zh, a, b), En: fmt.Sprintf("%s: found %s, missing %s", en, a, b)}}
}
