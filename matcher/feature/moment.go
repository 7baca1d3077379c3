package feature

import (
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// Moment is the trait of the event in few bytes.
type Moment struct {
	event years
	old   bool // a notice's person was
}

// Moment is a profile's.
func (p *Profile) Moment() Moment {
	return Moment{event: p.event, old: p.Kind == models.Notices && p.isOld()}
}

// Moments weighs the probe's event beside many others.
type Moments struct {
	probe  *Probe
	own    Moment
	record bool // the probe is one
	logs   *names.Logs
	share  float64
}

// Moments is ready to weigh.
func (p *Probe) Moments() Moments {
	return Moments{probe: p, own: p.Moment(), record: p.Kind == models.Records, logs: names.LogTable(), share: p.share(forDates)}
}

func (m *Moments) sides(other *Moment) (record, notice *Moment) {
	if m.record {
		return &m.own, other
	}
	return other, &m.own
}

// Bits is what TraitBits says of TraitEvent, to some millionths.
func (m *Moments) Bits(other *Moment) float32 {
	record, notice := m.sides(other)
	if !record.event.known || !notice.event.known {
		return 0
	}
	return float32(m.logs.Log2(m.probe.basis.dateRatio(record.event, notice.event, notice.old)) * m.share)
}

// Wait is how much time lies between the events of a pair, in classes.
type Wait uint8

// The classes.
const (
	WithinMonth Wait = iota
	WithinYear
	SomeYears // up to someYears
	ManyYears // or unknown
	Waits
)

const someYears = 6

// waited are the years that stand for each class.
var waited = [Waits]float64{0, .5, 3, 12}

// Wait is the class of a pair.
func (m *Moments) Wait(other *Moment) Wait {
	record, notice := m.sides(other)
	if w := timeBetween(record.event, notice.event); w < 2 {
		return Wait(w)
	}
	if record.event.known && notice.event.known && record.event.first-notice.event.last <= someYears {
		return SomeYears
	}
	return ManyYears
}

// ClothesAgain is the chance of the same clothes, 0 where clothes say nothing.
func (m *Moments) ClothesAgain(other *Moment) float32 {
	record, notice := m.sides(other)
	return float32(m.probe.basis.stillWorn(record.event, notice.event))
}
