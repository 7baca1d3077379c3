package feature

import "github.com/guitu-project/guitu/matcher/names"

// eventTime describes a value of the event's column in few bytes.
type eventTime struct {
	event years
	old   bool // a notice's person was
}

func eventTimeOf(p *Profile) eventTime {
	return eventTime{event: p.event, old: !p.ofRecord() && p.isOld()}
}

// eventTimes scores the probe's event beside many others.
type eventTimes struct {
	probe  *Probe
	own    eventTime
	record bool // the probe is one
	logs   *names.Logs
	share  float64
}

func (p *Probe) eventTimes() *eventTimes {
	return &eventTimes{probe: p, own: eventTimeOf(p.Profile), record: p.ofRecord(), logs: names.LogTable(), share: p.share(forDates)}
}

func eventScorer(p *Probe) func(*eventTime) float32 { return p.eventTimes().bits }

// Gaps is ready to tell of each value of the Event column how much time lies between it and the
// probe's event, and how likely the same clothes are worn at both (see compareClothing).
func (p *Probe) Gaps(events Values) func(i int) (gap Gap, again float32) {
	list, times := events.(*flat[eventTime]).list, p.eventTimes()
	return func(i int) (Gap, float32) { return times.gap(&list[i]), times.clothesAgain(&list[i]) }
}

func (m *eventTimes) sides(other *eventTime) (record, notice *eventTime) {
	if m.record {
		return &m.own, other
	}
	return other, &m.own
}

// bits returns what ColumnBits says, to some millionths.
func (m *eventTimes) bits(other *eventTime) float32 {
	record, notice := m.sides(other)
	if !record.event.known || !notice.event.known {
		return 0
	}
	return float32(m.logs.Log2(m.probe.basis.dateRatio(record.event, notice.event, notice.old)) * m.share)
}

// Gap says how much time lies between the events of a pair, in classes.
type Gap uint8

// The classes.
const (
	WithinMonth Gap = iota
	WithinYear
	SomeYears // up to someYears
	ManyYears // or unknown
	Gaps
)

const someYears = 6

// gapYears are the years that stand for each class.
var gapYears = [Gaps]float64{0, .5, 3, 12}

func (m *eventTimes) gap(other *eventTime) Gap {
	record, notice := m.sides(other)
	if w := timeBetween(record.event, notice.event); w < 2 {
		return Gap(w)
	}
	if record.event.known && notice.event.known && record.event.first-notice.event.last <= someYears {
		return SomeYears
	}
	return ManyYears
}

// clothesAgain returns the chance of the same clothes, 0 if clothes say nothing.
func (m *eventTimes) clothesAgain(other *eventTime) float32 {
	record, notice := m.sides(other)
	return float32(m.probe.basis.stillWorn(record.event, notice.event))
}
