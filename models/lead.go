package models

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

// The states of a lead.
const (
	LeadOpen   = "OPEN"
	LeadClosed = "CLOSED"
)

// LeadSource says where a lead came from.
type LeadSource string

// The sources.
const (
	SourcePatrol    LeadSource = "PATROL"    // a station's own patrol
	SourceHotline   LeadSource = "HOTLINE"   // 12349 and the station's own line
	SourcePolice    LeadSource = "POLICE"    // 110
	SourceEmergency LeadSource = "EMERGENCY" // 120
	SourceCity      LeadSource = "CITY"      // 城管
	SourceCitizen   LeadSource = "CITIZEN"
	SourceHospital  LeadSource = "HOSPITAL"
	SourceVillage   LeadSource = "VILLAGE" // 村（居）委会
)

var leadSources = []LeadSource{SourcePatrol, SourceHotline, SourcePolice, SourceEmergency, SourceCity, SourceCitizen, SourceHospital, SourceVillage}

// Urgency says why a lead cannot wait.
type Urgency string

// The urgencies.
const (
	UrgentCold    Urgency = "COLD"
	UrgentHeat    Urgency = "HEAT"
	UrgentIllness Urgency = "ILLNESS" // and injury
	UrgentChild   Urgency = "CHILD"
	UrgentOld     Urgency = "OLD"
	UrgentDanger  Urgency = "DANGER"
)

// LeadOutcome says what became of a lead.
type LeadOutcome string

// The outcomes.
const (
	OutcomePersuaded LeadOutcome = "PERSUADED"      // came to the station on their own after being persuaded (劝导)
	OutcomeEscorted  LeadOutcome = "ESCORTED_IN"    // 引导护送入站
	OutcomeHelped    LeadOutcome = "HELPED_ON_SPOT" // 街面临时救助
	OutcomeHospital  LeadOutcome = "SENT_TO_HOSPITAL"
	OutcomeNotFound  LeadOutcome = "NOT_FOUND"
	OutcomeRefused   LeadOutcome = "REFUSED" // 拒绝救助
	OutcomeOther     LeadOutcome = "OTHER"   // given to police, to the family …
)

var leadOutcomes = []LeadOutcome{OutcomePersuaded, OutcomeEscorted, OutcomeHelped, OutcomeHospital, OutcomeNotFound, OutcomeRefused, OutcomeOther}

// Lead describes a person in need whom someone saw (线索): where, when, and what they looked like.
type Lead struct {
	Docket
	Source        LeadSource  `json:"source,omitempty"`
	Round         string      `json:"round,omitempty"` // rounds/…
	Person        Person      `json:"person,omitzero"`
	Circumstances string      `json:"circumstances,omitempty"`
	Urgency       []Urgency   `json:"urgency,omitempty"`
	Reporter      Contact     `json:"reporter,omitzero"`
	Photos        []Photo     `json:"photos,omitempty"`
	Outcome       LeadOutcome `json:"outcome,omitempty"` // follows from the history
	SameAs        string      `json:"sameAs,omitempty"`  // leads/…, follows from the history
}

// Proposal describes another lead, record or registration that may be of the same person.
type Proposal struct {
	Name        string     `json:"name"`
	Probability float64    `json:"probability"`
	Weight      float64    `json:"weight"`
	Evidence    []Evidence `json:"evidence,omitempty"`
	Title       string     `json:"title,omitempty"`
	Contact     Contact    `json:"contact,omitzero"` // of the guardian, opened to the station that admits the person
}

// ProceedingKind returns Leads.
func (*Lead) ProceedingKind() ProceedingKind { return Leads }

// Partner returns nothing: a lead is its station's.
func (*Lead) Partner() (string, Place) { return "", Place{} }

// Ended reports whether the lead has an outcome.
func (l *Lead) Ended() bool { return l.State == LeadClosed }

// Validate names every wrong field.
func (l *Lead) Validate(now time.Time) error {
	v := newViolations()
	l.check(v)
	need(v, "source", l.Source, leadSources...)
	if l.Place.Text == "" && l.Place.Code == "" && l.Place.Latitude == 0 {
		v.add("place", "请写明在哪里看到", "say where the person was seen")
	}
	if kind, ok := ProceedingKindOf(l.Round); l.Round != "" && (!ok || kind != Rounds) {
		v.add("round", "应为巡查的名称 rounds/…", "must be the name of a round: rounds/…")
	}
	l.Person.check(v.at("person"), now)
	checkLen(v, "circumstances", l.Circumstances, maxProse)
	checkItems(v, "urgency", l.Urgency, func(v violations, u Urgency) {
		need(v, "", u, UrgentCold, UrgentHeat, UrgentIllness, UrgentChild, UrgentOld, UrgentDanger)
	})
	l.Reporter.check(v.at("reporter"))
	if len(l.Photos) > MaxPhotos {
		v.add("photos", "照片过多，最多 50 张", "over 50 photos")
	} else {
		checkItems(v, "photos", l.Photos, func(v violations, p Photo) { p.check(v, now) })
	}
	return v.err()
}

func (c Contact) check(v violations) {
	checkLen(v, ".name", c.Name, maxLine)
	checkLen(v, ".relation", c.Relation, maxLine)
	checkLen(v, ".phone", c.Phone, maxLine)
}

func (l *Lead) act(a *Act) error {
	switch a.Kind {
	case ActReport:
		return l.move(a, LeadOpen, "")
	case ActOutcome:
		if err := checkOutcome(a); err != nil {
			return err
		}
		return l.move(a, LeadClosed, LeadOpen)
	case ActSame:
		if kind, ok := ProceedingKindOf(a.Of); !ok || kind != Leads || a.Of == l.Name {
			return Invalid("of", "应为另一条线索的名称 leads/…", "must be the name of another lead: leads/…")
		}
		return l.move(a, l.State, LeadOpen, LeadClosed)
	case ActRegister:
		if l.Record != "" {
			return Refused(ErrPrecondition, fmt.Sprintf("该线索已转为登记 %s", l.Record), fmt.Sprintf("the lead is record %s already", l.Record))
		}
		return l.move(a, l.State, LeadOpen, LeadClosed)
	}
	return unknownAct(a, ActOutcome, ActSame, ActRegister)
}

func checkOutcome(a *Act) error {
	v := newViolations()
	need(v, "outcome", a.Outcome, leadOutcomes...)
	switch a.Outcome {
	case OutcomeHelped:
		if len(a.Given) == 0 {
			v.add("given", "街面临时救助请写明发放的物品", "say what was given")
		}
	case OutcomeHospital:
		required(v, "unit", a.Unit, "请写明送往的医院", "say which hospital")
	case OutcomeOther:
		required(v, "note", a.Note, "请说明处置情况", "say what was done")
	}
	return v.err()
}

func (l *Lead) settle() {
	l.Outcome, l.SameAs, l.Record = "", "", ""
	if a := l.Last(ActOutcome); a != nil {
		l.Outcome = a.Outcome
	}
	if a := l.Last(ActSame); a != nil {
		l.SameAs = a.Of
	}
	if a := l.Last(ActRegister); a != nil {
		l.Record = a.Record
	}
}

// leadHours is how long a lead may stay without an outcome before the work list shows it.
// 民发〔2014〕132号, article 4, has a station receive people around the clock and sets no time for a lead:
// the numbers are this program's own. Cold, illness and children cannot wait.
const (
	leadHours       = 24
	urgentLeadHours = 2
)

func (l *Lead) deadline() time.Time {
	switch {
	case l.State != LeadOpen:
		return time.Time{}
	case len(l.Urgency) > 0:
		return l.When().Add(urgentLeadHours * time.Hour)
	}
	return l.When().Add(leadHours * time.Hour)
}

func (l *Lead) facts(a *Act) []Fact {
	switch a.Kind {
	case ActReport:
		return []Fact{{Measure: MeasureLeads, Key: string(l.Source), Amount: 1}}
	case ActOutcome:
		return append(givenFacts(a.Given), Fact{Measure: MeasureOutcomes, Key: string(a.Outcome), Amount: 1})
	}
	return nil
}

func givenFacts(given []Given) []Fact {
	var facts []Fact
	for _, item := range givenItems {
		n := 0
		for _, g := range given {
			if g.Item == item {
				n += g.Quantity
			}
		}
		if n > 0 {
			facts = append(facts, Fact{Measure: MeasureGiven, Key: string(item), Amount: n})
		}
	}
	return facts
}

// Sighting returns the lead as an unidentified person, as it is matched and registered.
func (l *Lead) Sighting() *Record {
	return &Record{
		Entry:   Entry{Person: l.Person, Circumstances: l.Circumstances, Photos: slices.Clone(l.Photos)},
		Station: l.Station, FoundDate: DateOf(l.When().In(Zone)), FoundPlace: l.Place,
	}
}

// Forget takes out whom it is about, and who said so.
func (l *Lead) Forget() bool {
	changed := !isNobody(&l.Person) || l.Circumstances != "" || l.Reporter != (Contact{}) || len(l.Photos) > 0
	l.Person, l.Circumstances, l.Reporter, l.Photos = Person{}, "", Contact{}, nil
	return l.forget() || changed
}

// isNobody reports whether nothing is said of a person.
func isNobody(p *Person) bool { return reflect.DeepEqual(*p, Person{}) }
