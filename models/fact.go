package models

import "time"

// Measure says what the statistics count.
type Measure string

// The measures. The key of a fact says of which kind: a lead's outcome, a category …
const (
	MeasureRounds        Measure = "ROUNDS"
	MeasureRoundPeople   Measure = "ROUND_PEOPLE"
	MeasureRoundVehicles Measure = "ROUND_VEHICLES"
	MeasureLeads         Measure = "LEADS"      // by source
	MeasureOutcomes      Measure = "OUTCOMES"   // of leads, by outcome
	MeasureGiven         Measure = "GIVEN"      // things given in the street, by item
	MeasureAdmissions    Measure = "ADMISSIONS" // by how the person came
	MeasureCategories    Measure = "CATEGORIES" // of people admitted, who may be of several
	MeasureRefusals      Measure = "REFUSALS"
	MeasureHospital      Measure = "HOSPITAL_CARE" // people in care taken to a hospital
	MeasureLeavings      Measure = "LEAVINGS"      // by way
	MeasureLongStays     Measure = "LONG_STAYS"    // people in care for over ten days when the period ends
	MeasureEscorts       Measure = "ESCORTS"       // by how they ended
	MeasureFound         Measure = "FOUND"         // families found, by the evidence that pointed to them
	MeasureConfirmed     Measure = "CONFIRMED"     // the same, by what confirmed it
	MeasureNotice24h     Measure = "NOTICE_24H"    // first notices for a person, YES if within 24 hours of the admission
	MeasureDNA7d         Measure = "DNA_7D"        // first DNA requests, YES if within seven working days
	MeasureIdentityDays  Measure = "IDENTITY_DAYS" // days from the admission to the confirmation, summed
	MeasureRequests      Measure = "IDENTITY_REQUESTS"
	MeasureInquiries     Measure = "INQUIRIES"
	MeasureRegistry      Measure = "REGISTRY" // KEPT, VISIT, RECOGNISED …
)

// Measures are all of them, in the order of the table.
var Measures = []Measure{
	MeasureRounds, MeasureRoundPeople, MeasureRoundVehicles, MeasureLeads, MeasureOutcomes, MeasureGiven, MeasureAdmissions,
	MeasureCategories, MeasureRefusals, MeasureHospital, MeasureLeavings, MeasureLongStays, MeasureEscorts, MeasureFound, MeasureConfirmed,
	MeasureNotice24h, MeasureDNA7d, MeasureIdentityDays, MeasureRequests, MeasureInquiries, MeasureRegistry,
}

// Fact describes something that happened once and is counted: no person is in it. An act that is
// undone is a second fact with the amount taken away, entered when it was undone, so that
// what was known on any day can be counted again.
type Fact struct {
	Event   string // the proceeding, record or case that it is counted of; empty once that is erased
	Measure Measure
	Key     string
	Day     Date // when it was, in Asia/Shanghai
	Since   Date // of a leaving: the day of the admission
	Amount  int
	Area    string // GB/T 2260 code
	Station string
}

// DayOf returns the day of t in Asia/Shanghai, by which things are counted.
func DayOf(t time.Time) Date { return DateOf(t.In(Zone)) }

// FactsOf returns what the acts of p from that number on count.
func FactsOf(p Proceeding, from int) []Fact {
	d := p.Head()
	var facts []Fact
	for i := max(0, from-1); i < len(d.History); i++ {
		a, sign := &d.History[i], 1
		if a.Kind == ActUndo {
			a, sign = &d.History[a.Undoes-1], -1
		}
		for _, f := range p.facts(a) {
			f.Event, f.Day, f.Area, f.Station, f.Amount = d.Name, DayOf(a.Time), d.Place.Code, d.Station, sign*f.Amount
			facts = append(facts, f)
		}
	}
	return facts
}
