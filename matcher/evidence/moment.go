package evidence

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

// MomentBits is what TraitBits says of TraitEvent, to some millionths.
func (p *Probe) MomentBits(m *Moment) float32 {
	record, notice := p.moments(m)
	if !record.event.known || !notice.event.known {
		return 0
	}
	return float32(names.Log2(p.basis.dateRatio(record.event, notice.event, notice.old)) * p.share(forDates))
}

func (p *Probe) moments(other *Moment) (record, notice Moment) {
	if p.Kind == models.Notices {
		return *other, p.Moment()
	}
	return p.Moment(), *other
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

// WaitOf is the class of a pair by the other's trait of the event.
func (p *Probe) WaitOf(m *Moment) Wait {
	record, notice := p.moments(m)
	if w := timeBetween(record.event, notice.event); w < 2 {
		return Wait(w) //nolint:gosec // 0 or 1
	}
	if record.event.known && notice.event.known && record.event.first-notice.event.last <= someYears {
		return SomeYears
	}
	return ManyYears
}

// ClothesAgain is the chance of the same clothes, by the other's trait of the event; 0
// where clothes say nothing.
func (p *Probe) ClothesAgain(m *Moment) float32 {
	record, notice := p.moments(m)
	return float32(p.basis.stillWorn(record.event, notice.event))
}
