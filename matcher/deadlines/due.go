package deadlines

import (
	"iter"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Of returns the deadlines of a record that no step meets, in the order of the rules; now
// tells which of them are overdue.
func (r *Rules) Of(record *models.Record, steps []models.RecordStep, now time.Time) []models.Deadline {
	return slices.Collect(r.At(now).Of(record, steps))
}

// Reckoning reckons many records at one time. What a rule makes of a day it reckons once.
// It is not safe for concurrent use.
type Reckoning struct {
	rules  *Rules
	now    time.Time
	begins Begins
	ends   map[spell]spellEnd
}

// spell describes a rule's time from a day on.
type spell struct {
	days, workdays, months int
	roll                   bool
	from                   day
}

type spellEnd struct {
	due     time.Time
	unknown []int
}

// At returns a Reckoning as of now.
func (r *Rules) At(now time.Time) *Reckoning {
	return &Reckoning{rules: r, now: now, begins: r.States(now), ends: map[spell]spellEnd{}}
}

// Of yields the deadlines of a record that no step meets, in the order of the rules.
func (k *Reckoning) Of(record *models.Record, steps []models.RecordStep) iter.Seq[models.Deadline] {
	return func(yield func(models.Deadline) bool) {
		for t := range k.Terms(record, steps) {
			if !yield(t.Deadline(record, k.begins.State(t.Due, k.now))) {
				return
			}
		}
	}
}

// Term describes a rule's time for a record: it does not depend on what time it is now.
type Term struct {
	Rule       *Rule
	Begin, Due time.Time
	unknown    []int // years on the way of which the days off are not known
}

// Deadline returns the deadline that a term is for its record, in a state.
func (t Term) Deadline(record *models.Record, state models.DueState) models.Deadline {
	return models.Deadline{
		Record: record.Name, RecordExternalID: record.ExternalID, Station: record.Station, Area: record.FoundPlace.Code,
		Rule: t.Rule.ID, Title: models.Text{Zh: t.Rule.Zh, En: t.Rule.En}, Source: t.Rule.Source, MetBy: t.Rule.MetBy,
		Begin: t.Begin, Due: t.Due, State: state, Note: note(t.unknown),
	}
}

// Terms yields the terms of a record that no step meets, in the order of the rules.
func (k *Reckoning) Terms(record *models.Record, steps []models.RecordStep) iter.Seq[Term] {
	return func(yield func(Term) bool) {
		rules := k.rules.of(record.FoundPlace.Code)
		begun := k.rules.begun(record, steps)
		for i := range rules {
			rule := &rules[i]
			if rule.Off || !slices.Contains(rule.Statuses, statusOf(record)) {
				continue
			}
			start, ok := begun[rule.From]
			if !ok {
				continue
			}
			met, isMet := latest(begun, rule.MetBy)
			switch {
			case isMet && !rule.Repeats:
				continue
			case isMet && met.After(start):
				start = met
			}
			due, unknown := k.end(*rule, start)
			if !yield(Term{Rule: rule, Begin: start, Due: due, unknown: unknown}) {
				return
			}
		}
	}
}

// end is Rules.end, remembered by day; hours count from the minute.
func (k *Reckoning) end(rule Rule, start time.Time) (time.Time, []int) {
	if rule.Hours > 0 {
		return k.rules.end(rule, start)
	}
	at := spell{rule.Days, rule.Workdays, rule.Months, rule.RollForward, dayOf(start.In(k.rules.calendar.zone))}
	held, ok := k.ends[at]
	if !ok {
		held.due, held.unknown = k.rules.end(rule, start)
		k.ends[at] = held
	}
	return held.due, held.unknown
}

// Begins says when the states of deadlines begin, as of a time: what is due before Tomorrow is
// due today, before Later within the days that a work list looks ahead.
type Begins struct{ Tomorrow, Later time.Time }

// States returns when the states begin.
func (r *Rules) States(now time.Time) Begins {
	return Begins{Tomorrow: r.calendar.end(now, 0).Add(time.Second), Later: r.calendar.end(now, r.comingDays).Add(time.Second)}
}

// State returns how a deadline stands at the time that the states are of.
func (b Begins) State(due, now time.Time) models.DueState {
	switch {
	case now.After(due):
		return models.DueOver
	case due.Before(b.Tomorrow):
		return models.DueToday
	case due.Before(b.Later):
		return models.DueComing
	}
	return models.DueLater
}

// State returns how a deadline stands.
func (r *Rules) State(due, now time.Time) models.DueState { return r.States(now).State(due, now) }

// Zone returns the time zone of deadlines.
func (r *Rules) Zone() *time.Location { return r.calendar.zone }

func statusOf(record *models.Record) models.RecordStatus {
	if record.Status == "" {
		return models.RecordUnidentified
	}
	return record.Status
}

// begun returns when each step was last taken. What the record itself says counts as a step
// that no one entered, as old as the record: a stricter date hurts no one.
func (r *Rules) begun(record *models.Record, steps []models.RecordStep) map[models.StepName]time.Time {
	begun := map[models.StepName]time.Time{models.StepAdmitted: r.admitted(record)}
	switch record.DNA.Status {
	case models.SampleRequested:
		begun[models.StepDNARequested] = record.CreateTime
	case models.SampleTaken, models.SampleInDatabase:
		begun[models.StepDNASampled] = record.CreateTime
	}
	if record.Status == models.RecordPlaced {
		begun[models.StepPlaced] = record.CreateTime
	}
	entered := map[models.StepName]time.Time{}
	for _, s := range standing(steps) {
		if at, ok := entered[s.Step]; !ok || s.Time.After(at) {
			entered[s.Step] = s.Time
		}
	}
	for name, at := range entered {
		begun[name] = at
	}
	return begun
}

// standing returns the steps that were not undone.
func standing(steps []models.RecordStep) []models.RecordStep {
	undone := map[int64]bool{}
	for _, s := range steps {
		undone[s.Undoes] = true
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s models.RecordStep) bool { return s.Undoes != 0 || undone[s.ID] })
}

// admitted returns when the station took the person in, where no step says: when the record
// was made, or the end of the day on which the person was found where that is earlier
// and fully known. Writing a person down late wins no time.
func (r *Rules) admitted(record *models.Record) time.Time {
	first, _, ok := record.FoundDate.Span()
	if !ok || len(record.FoundDate) != len(time.DateOnly) {
		return record.CreateTime
	}
	y, m, d := first.Date()
	found := time.Date(y, m, d, 23, 59, 59, 0, r.calendar.zone)
	if found.Before(record.CreateTime) {
		return found
	}
	return record.CreateTime
}

func latest(begun map[models.StepName]time.Time, of []models.StepName) (at time.Time, ok bool) {
	for _, name := range of {
		if t, is := begun[name]; is && (!ok || t.After(at)) {
			at, ok = t, true
		}
	}
	return at, ok
}

// end returns when a rule's time that began at start is over, and the years on the way of
// which the days off are not known.
func (r *Rules) end(rule Rule, start time.Time) (due time.Time, unknown []int) {
	c := r.calendar
	switch {
	case rule.Hours > 0:
		due = start.Add(time.Duration(rule.Hours) * time.Hour).In(c.zone)
	case rule.Workdays > 0:
		due, unknown = c.afterWorkdays(start, rule.Workdays)
	case rule.Months > 0:
		due = c.afterMonths(start, rule.Months)
	default:
		due = c.end(start, rule.Days)
	}
	if rule.RollForward {
		rolled, more := c.rollForward(due)
		due, unknown = rolled, append(unknown, more...)
	}
	return due, unknown
}

// Until returns when the time is over that the rule of that id gives from begin on, in the
// province of an area; ok is false if there is no such rule.
func (r *Rules) Until(id, area string, begin time.Time) (due time.Time, ok bool) {
	rules := r.of(area)
	at := slices.IndexFunc(rules, func(rule Rule) bool { return rule.ID == id })
	if at < 0 {
		return time.Time{}, false
	}
	due, _ = r.end(rules[at], begin)
	return due, true
}

// Admitted returns when a record's person was taken in, as its deadlines count.
func (r *Rules) Admitted(record *models.Record, steps []models.RecordStep) time.Time {
	return r.begun(record, steps)[models.StepAdmitted]
}
