package models

import (
	"fmt"
	"time"
)

// The states of an entry of the registry.
const (
	RegistrySurveyed  = "SURVEYED" // entered by the village, not checked yet
	RegistryKept      = "KEPT"     // checked by the county: matched
	RegistryMissing   = "MISSING"  // the person is missing: the entry is a notice
	RegistryRefused   = "NOT_KEPT" // the county did not keep it
	RegistryWithdrawn = "WITHDRAWN"
)

// Registration describes an entry of the registry of people likely to wander (易流浪走失人员信息库):
// surveyed by the village, checked by the county, visited each half-year. What is known of
// the person is matched like a notice from when the entry is kept.
//
// Cities' own rules have the survey by village and the check by the county (Shenyang's notice of
// August 2022 on its registry, 三; Chongqing's of September 2021, as reported), and visits each
// January and July (Chongqing); those of the quarter elsewhere were not read.
type Registration struct {
	Docket
	Person       Person   `json:"person,omitzero"` // in, and until it is kept: then the notice has it
	Photos       []Photo  `json:"photos,omitempty"`
	Guardian     Contact  `json:"guardian,omitzero"`
	Village      Contact  `json:"village,omitzero"` // 村（居）委会 contact
	Habits       string   `json:"habits,omitempty"`
	UsualPlaces  []string `json:"usualPlaces,omitempty"`
	VisitMonths  int      `json:"visitMonths,omitempty"` // between visits; 6 if nothing is said
	Notice       string   `json:"notice,omitempty"`      // notices/…, which matching knows it by
	ConsentProof string   `json:"consentProof,omitempty"`
}

// visitMonths is how often an entry is visited if the entry does not say.
const visitMonths = 6

// ProceedingKind returns Registrations.
func (*Registration) ProceedingKind() ProceedingKind { return Registrations }

// Partner returns nothing: an entry is its village's and its county's.
func (*Registration) Partner() (string, Place) { return "", Place{} }

// Ended reports whether the entry is out of the registry.
func (g *Registration) Ended() bool {
	return g.State == RegistryRefused || g.State == RegistryWithdrawn
}

// Validate names every wrong field.
func (g *Registration) Validate(now time.Time) error {
	v := newViolations()
	g.check(v)
	if len(g.Person.Names) == 0 {
		v.add("person.names", "请写明姓名", "name the person")
	}
	if len(g.Place.Code) < 6 {
		v.add("place.code", "请写明居住地的行政区划代码（至少到县级 6 位）", "give the GB/T 2260 code of where the person lives, the county's six digits at least")
	}
	g.Person.check(v.at("person"), now)
	g.Guardian.check(v.at("guardian"))
	g.Village.check(v.at("village"))
	required(v, "guardian.name", g.Guardian.Name, "请写明监护人", "name the guardian")
	required(v, "guardian.phone", g.Guardian.Phone, "请写明监护人电话", "give the guardian's telephone number")
	checkLen(v, "habits", g.Habits, maxProse)
	checkLen(v, "consentProof", g.ConsentProof, maxLine)
	checkItems(v, "usualPlaces", g.UsualPlaces, func(v violations, p string) { checkLen(v, "", p, maxLine) })
	if g.VisitMonths < 0 || g.VisitMonths > 24 {
		v.add("visitMonths", "走访间隔应为 1 到 24 个月", "must be 1 to 24 months")
	}
	if len(g.Photos) > MaxPhotos {
		v.add("photos", "照片过多，最多 50 张", "over 50 photos")
	} else {
		checkItems(v, "photos", g.Photos, func(v violations, p Photo) { p.check(v, now) })
	}
	return v.err()
}

func (g *Registration) act(a *Act) error {
	switch a.Kind {
	case ActSurvey:
		if a.Signed(SignGuardian) == nil && isBlank(g.ConsentProof) {
			return Invalid("act.signatures", "入库须经监护人同意：请由监护人签名，或写明同意书", "the guardian agrees: have them sign, or name the paper on which they did")
		}
		return g.move(a, RegistrySurveyed, "")
	case ActKeep:
		if a.Actor == g.History[0].Actor {
			return Refused(ErrPermission, "须由摸排登记人以外的另一人审核", "another person than who surveyed checks the entry")
		}
		return g.move(a, RegistryKept, RegistrySurveyed)
	case ActRefuse:
		if isBlank(a.Note) {
			return Invalid("note", "请写明审核未通过的理由", "say why it is not kept")
		}
		return g.move(a, RegistryRefused, RegistrySurveyed)
	case ActVisit:
		if isBlank(a.Note) {
			return Invalid("note", "请写明走访情况", "say how the person is")
		}
		return g.move(a, g.State, RegistryKept, RegistryMissing)
	case ActMissing:
		if g.State == RegistryKept && a.Destination.Text == "" && a.Destination.Code == "" {
			return Invalid("destination", "请写明走失地", "say where the person was last seen")
		}
		return g.move(a, RegistryMissing, RegistryKept)
	case ActFound:
		return g.move(a, RegistryKept, RegistryMissing)
	case ActWithdraw:
		if isBlank(a.Note) {
			return Invalid("note", "请写明由谁撤回、为什么", "say who withdraws, and why")
		}
		return g.move(a, RegistryWithdrawn, RegistrySurveyed, RegistryKept, RegistryMissing)
	}
	return unknownAct(a, ActKeep, ActRefuse, ActVisit, ActMissing, ActFound, ActWithdraw)
}

func (*Registration) settle() {}

// deadline returns the end of the last day of the month in which the next visit falls.
func (g *Registration) deadline() time.Time {
	last := g.Last(ActVisit)
	if last == nil {
		last = g.Last(ActKeep)
	}
	if g.State != RegistryKept || last == nil {
		return time.Time{}
	}
	months := g.VisitMonths
	if months == 0 {
		months = visitMonths
	}
	y, m, _ := last.Time.In(Zone).Date()
	return time.Date(y, m+time.Month(months)+1, 0, 23, 59, 59, 0, Zone).UTC()
}

func (g *Registration) facts(a *Act) []Fact {
	if a.Kind != ActKeep && a.Kind != ActVisit && a.Kind != ActMissing {
		return nil
	}
	return []Fact{{Measure: MeasureRegistry, Key: string(a.Kind), Amount: 1}}
}

// AsNotice returns the entry as matching knows it: a notice that says REGISTERED.
func (g *Registration) AsNotice() *Notice {
	n := &Notice{
		Entry:  Entry{Person: g.Person, Photos: g.Photos, Circumstances: g.Habits},
		Source: "易走失登记", Status: NoticeRegistered,
		Contacts: []Contact{g.Guardian}, MissingPlace: g.Place,
	}
	if n.Contacts[0].Relation == "" {
		n.Contacts[0].Relation = "监护人"
	}
	if g.Village != (Contact{}) {
		village := g.Village
		village.Relation = fmt.Sprint("村（居）委会", village.Relation)
		n.Contacts = append(n.Contacts, village)
	}
	return n
}

// Forget takes out who the person is, and who looks after them.
func (g *Registration) Forget() bool {
	changed := !isNobody(&g.Person) || g.Habits != "" || g.Guardian != (Contact{}) || g.Village != (Contact{}) || len(g.Photos)+len(g.UsualPlaces) > 0
	g.Person, g.Habits, g.Guardian, g.Village, g.Photos, g.UsualPlaces, g.ConsentProof = Person{}, "", Contact{}, Contact{}, nil, nil, ""
	return g.forget() || changed
}
