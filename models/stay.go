package models

import (
	"fmt"
	"slices"
	"time"
)

// The states of a stay.
const (
	StayIn         = "IN"
	StayInHospital = "IN_HOSPITAL" // in a hospital, and still in the station's care
	StayLeft       = "LEFT"
	StayRefused    = "REFUSED" // not taken in
)

// Arrival says how a person came to the station.
type Arrival string

// The ways of coming.
const (
	ArrivalSelf     Arrival = "SELF"     // 自行求助
	ArrivalPolice   Arrival = "POLICE"   // 公安机关护送
	ArrivalCity     Arrival = "CITY"     // 城管等部门护送
	ArrivalPatrol   Arrival = "PATROL"   // 本站街面救助
	ArrivalCitizen  Arrival = "CITIZEN"  // 群众护送
	ArrivalHospital Arrival = "HOSPITAL" // 医院转送
	ArrivalStation  Arrival = "STATION"  // 其他救助管理机构护送
)

// Arrivals returns all ways of coming, in the order of the customary form.
func Arrivals() []Arrival { return slices.Clone(arrivals) }

// Categories returns all categories, in the order of the customary form.
func Categories() []Category { return slices.Clone(categories) }

// LeavingWays returns all ways of leaving, in the order of the customary form.
func LeavingWays() []LeavingWay { return slices.Clone(leavingWays) }

var arrivals = []Arrival{ArrivalSelf, ArrivalPolice, ArrivalCity, ArrivalPatrol, ArrivalCitizen, ArrivalHospital, ArrivalStation}

// escorted reports whether others brought the person, who sign the hand-over: for the police
// it is the 公安机关护送流浪乞讨人员交接表 of 民发〔2015〕158号.
func (a Arrival) escorted() bool {
	return a == ArrivalPolice || a == ArrivalCity || a == ArrivalHospital || a == ArrivalStation
}

// Category says what a person in care is, by which the customary table counts; a person may
// be of several.
type Category string

// The categories.
const (
	CategoryChild      Category = "CHILD" // 未成年人
	CategoryOld        Category = "OLD"
	CategoryDisabled   Category = "DISABLED"
	CategoryMentally   Category = "MENTALLY_ILL"
	CategoryCritically Category = "CRITICALLY_ILL" // 危重病人
	CategoryInfectious Category = "INFECTIOUS"
	CategoryCapable    Category = "FULL_CAPACITY" // 完全民事行为能力人
	CategoryOther      Category = "OTHER"
)

var categories = []Category{
	CategoryChild, CategoryOld, CategoryDisabled, CategoryMentally, CategoryCritically, CategoryInfectious, CategoryCapable, CategoryOther,
}

// LeavingWay says how a stay ends.
type LeavingWay string

// The ways of leaving.
const (
	LeaveOwn       LeavingWay = "ON_OWN"        // 自行离站, with the declaration signed
	LeaveFamily    LeavingWay = "FAMILY"        // 亲属接回
	LeaveUnit      LeavingWay = "WORK_UNIT"     // 单位接回
	LeaveEscort    LeavingWay = "ESCORT"        // 救助站护送返乡: follows from an escort that was handed over
	LeaveStation   LeavingWay = "OTHER_STATION" // 流出地救助站接回
	LeaveHospital  LeavingWay = "HOSPITAL"      // 移交医院
	LeaveWelfare   LeavingWay = "WELFARE"       // 移交福利、特困供养机构
	LeavePlaced    LeavingWay = "PLACED"        // 落户安置
	LeavePolice    LeavingWay = "POLICE"        // 移交公安机关
	LeaveDied      LeavingWay = "DIED"
	LeaveAway      LeavingWay = "WITHOUT_LEAVE" // 擅自离站, which counts as giving up the relief
	LeaveEndedCare LeavingWay = "ENDED"         // 终止救助
)

var leavingWays = []LeavingWay{
	LeaveOwn, LeaveFamily, LeaveUnit, LeaveEscort, LeaveStation, LeaveHospital, LeaveWelfare, LeavePlaced, LeavePolice, LeaveDied, LeaveAway, LeaveEndedCare,
}

// MostDays is how long a person stays at most who can look after themselves: 民发〔2014〕132号,
// chapter 4, 离站准备, says ten days for usual of people from 16 years on without signs of a
// mental illness or disability. (实施细则, 民政部令第24号 of 2003, is commonly cited with article 12
// for it; of that text articles 1 to 6 only could be read.) Who is in care for longer counts as
// long-staying (滞留) by 民发〔2015〕158号 二（一）.
const MostDays = 10

// Stay describes a person's time in a station's care (在站救助), from the reception to the leaving,
// hospital and all; or the refusal of it.
type Stay struct {
	Docket
	Arrival    Arrival    `json:"arrival,omitempty"`
	Categories []Category `json:"categories,omitempty"`
	Health     string     `json:"health,omitempty"`
	Belongings []Given    `json:"belongings,omitempty"` // deposited
	Lead       string     `json:"lead,omitempty"`       // leads/…
	Request    string     `json:"request,omitempty"`    // 求助登记: what is asked for, why they are in need
	Way        LeavingWay `json:"way,omitempty"`        // follows from the history
	LongStay   bool       `json:"longStay,omitempty"`   // over MostDays when it was read
}

// ProceedingKind returns Stays.
func (*Stay) ProceedingKind() ProceedingKind { return Stays }

// Partner returns nothing: a stay is its station's.
func (*Stay) Partner() (string, Place) { return "", Place{} }

// Ended reports whether the person has left or was not taken in.
func (s *Stay) Ended() bool { return s.State == StayLeft || s.State == StayRefused }

// Validate names every wrong field.
func (s *Stay) Validate(time.Time) error {
	v := newViolations()
	s.check(v)
	need(v, "arrival", s.Arrival, arrivals...)
	checkItems(v, "categories", s.Categories, func(v violations, c Category) { need(v, "", c, categories...) })
	if slices.Contains(s.Categories, CategoryCapable) && (slices.Contains(s.Categories, CategoryChild) || slices.Contains(s.Categories, CategoryMentally)) {
		v.add("categories", "未成年人、精神障碍患者不能同时为完全民事行为能力人", "a child or a mentally ill person is not of full capacity")
	}
	checkLen(v, "health", s.Health, maxProse)
	checkLen(v, "request", s.Request, maxProse)
	checkItems(v, "belongings", s.Belongings, func(v violations, g Given) { g.check(v) })
	if kind, ok := ProceedingKindOf(s.Lead); s.Lead != "" && (!ok || kind != Leads) {
		v.add("lead", "应为线索的名称 leads/…", "must be the name of a lead: leads/…")
	}
	return v.err()
}

func (s *Stay) act(a *Act) error {
	switch a.Kind {
	case ActAdmit:
		return s.admit(a)
	case ActRefuse: // 不予救助通知书
		if isBlank(a.Note) {
			return Invalid("note", "请写明不予救助的理由", "say why the person is not taken in")
		}
		return s.move(a, StayRefused, "")
	case ActReturn:
		return s.giveBack(a)
	case ActHospital:
		if isBlank(a.Unit) {
			return Invalid("unit", "请写明医院", "say which hospital")
		}
		return s.move(a, StayInHospital, StayIn)
	case ActBack:
		return s.move(a, StayIn, StayInHospital)
	case ActLeave:
		return s.leave(a)
	}
	return unknownAct(a, ActReturn, ActHospital, ActBack, ActLeave)
}

func (s *Stay) admit(a *Act) error {
	v := newViolations()
	if len(s.Categories) == 0 {
		v.add("categories", "请选择人员类别", "say of which category the person is")
	}
	if s.Record == "" {
		v.add("record", "请先登记受助人员，再办理入站", "make a record of the person first")
	}
	if s.Arrival.escorted() {
		if b := a.Signed(SignBringer); b == nil || isBlank(b.Unit) {
			v.add("act.signatures", "护送入站须由护送人签名并写明单位（公安机关护送流浪乞讨人员交接表，民发〔2015〕158号）",
				"who brought the person signs, with their unit")
		}
	}
	if err := v.err(); err != nil {
		return err
	}
	return s.move(a, StayIn, "")
}

// Kept returns which belongings are still with the station.
func (s *Stay) Kept() []Given {
	kept := slices.Clone(s.Belongings)
	for i := range s.History {
		h := &s.History[i]
		if h.Kind != ActReturn && h.Kind != ActLeave || s.Undone(h.Number) {
			continue
		}
		kept, _ = without(kept, h.Given)
	}
	return kept
}

// without takes things out of a list; ok is false if one was not in it.
func without(list, taken []Given) (rest []Given, ok bool) {
	rest = slices.Clone(list)
	for _, t := range taken {
		i := slices.IndexFunc(rest, func(g Given) bool { return g.Item == t.Item && g.Name == t.Name && g.Quantity >= t.Quantity })
		if i < 0 {
			return rest, false
		}
		if rest[i].Quantity -= t.Quantity; rest[i].Quantity == 0 {
			rest = slices.Delete(rest, i, i+1)
		}
	}
	return rest, true
}

func (s *Stay) giveBack(a *Act) error {
	if len(a.Given) == 0 {
		return Invalid("given", "请写明退还的物品", "say what is given back")
	}
	if _, ok := without(s.Kept(), a.Given); !ok {
		return Refused(ErrPrecondition, "退还的物品不在保管清单中，或数量超过保管数量", "what is given back is not among what is kept, or more of it")
	}
	if a.Signed(SignPerson) == nil && a.Signed(SignCollector) == nil {
		return Invalid("signatures", "领取物品请由本人或接领人签名", "the person, or who collects them, signs for their belongings")
	}
	return s.move(a, s.State, StayIn, StayInHospital, StayLeft)
}

// Capable reports whether the person decides about their own leaving: an adult of full
// capacity.
func (s *Stay) Capable() bool { return slices.Contains(s.Categories, CategoryCapable) }

// leave holds a leaving to what its way requires.
func (s *Stay) leave(a *Act) error {
	need := newViolations()
	oneOfWays(need, a)
	switch a.Way {
	case LeaveOwn:
		s.leaveAlone(need, a)
	case LeaveFamily, LeaveUnit:
		collected(need, a)
	case LeaveEscort:
		if kind, ok := ProceedingKindOf(a.Of); !ok || kind != Escorts {
			need.add("of", "护送返乡请通过护送记录交接，离站随之办理", "hand the person over in an escort: the leaving follows from it")
		}
	case LeaveStation, LeaveHospital, LeaveWelfare, LeavePolice:
		if r := a.Signed(SignReceiver); r == nil || isBlank(r.Unit) {
			need.add("signatures", "请由接收单位签名并写明单位", "the receiving institution signs, with its name")
		}
	case LeavePlaced, LeaveDied:
		required(need, "reference", a.Reference, "请写明批准文件、落户或死亡证明的编号", "give the number of the approval, the registration or the certificate of death")
	case LeaveAway, LeaveEndedCare: // 终止救助通知书
		required(need, "note", a.Note, "请写明情况和理由", "say what happened, and why")
	}
	if err := need.err(); err != nil {
		return err
	}
	if a.Time.Before(s.When()) {
		return Invalid("time", "离站时间早于入站时间，请核对", "is before the admission")
	}
	if err := s.settleBelongings(a); err != nil {
		return err
	}
	return s.move(a, StayLeft, StayIn, StayInHospital)
}

func oneOfWays(v violations, a *Act) { need(v, "way", a.Way, leavingWays...) }

// MajorityYears and IncomeYears are from which age on a person decides alone: at 18; at 16,
// if they live mainly by the income of their own work (民法典 of 2020, articles 17 and 18).
const (
	MajorityYears = 18
	IncomeYears   = 16
)

// Minor reports whether the person is a child, and of no other category that decides who may
// let them go: of 16 or 17 years, they may leave alone if they live by their own work.
func (s *Stay) Minor() bool {
	return slices.Contains(s.Categories, CategoryChild) &&
		!slices.ContainsFunc(s.Categories, func(c Category) bool { return c != CategoryChild && c != CategoryOther })
}

// leaveAlone: an adult of full capacity signs the declaration (自行离站声明书) and may not be
// kept (国务院令第381号 of 2003, article 11; the declaration: 民发〔2014〕132号, chapter 4, 自行离站).
// Others are collected or escorted (there, 接送返回). That rule draws its line at 16 years of
// age; the law on minors draws it at 18. Here both hold: a child is collected, but for one of 16
// or 17 years who lives by their own work and so is of full capacity (民法典, article 18). How they
// earn is written down, and the station's leader signs besides the one who enters it; that
// their date of birth says 16 years is the caller's to look up.
func (s *Stay) leaveAlone(v violations, a *Act) {
	switch {
	case s.Capable():
	case s.Minor():
		s.leaveEarning(v, a)
	default:
		v.add("way", "无、限制民事行为能力人不能自行离站，请由亲属接领或护送", "only an adult of full capacity leaves on their own: others are collected or escorted")
	}
	if a.Signed(SignPerson) == nil {
		v.add("signatures", "请由本人在自行离站声明书上签名", "the person signs the declaration")
	}
}

// leaveEarning: what is written and signed when a child of 16 or 17 years leaves alone.
func (s *Stay) leaveEarning(v violations, a *Act) {
	if isBlank(a.Note) {
		v.add("note", "未成年人不能自行离站，请由亲属接领或护送；已满十六周岁、以自己的劳动收入为主要生活来源的除外（民法典第十八条）：请写明在何处工作、以何为生",
			"a child does not leave alone, but for one of 16 or 17 years who lives by their own work: say where they work and how they live")
	}
	leader := a.Signed(SignLeader)
	if leader == nil {
		v.add("signatures", "未满十八周岁的人自行离站，请由本站负责人签名", "the station's leader signs for who is under 18")
		return
	}
	if slices.ContainsFunc(a.Signatures, func(other Signature) bool { return other.Kind != SignLeader && other.Name == leader.Name }) {
		v.add("signatures", "负责人须是另一个人，不能与其他签名人相同", "the leader is another person than the others who sign")
	}
}

// collected: who collects shows a document, of which a copy is kept, proves the relation and
// signs (民发〔2014〕132号, chapter 4, 接送返回).
func collected(v violations, a *Act) {
	c := a.Signed(SignCollector)
	if c == nil {
		v.add("signatures", "请由接领人签名", "who collects the person signs")
		return
	}
	required(v, "signatures.idKind", c.IDKind, "请查验并写明接领人的证件种类", "see the collector's document, and say of which kind it is")
	required(v, "signatures.idNumber", c.IDNumber, "请写明证件号码", "give the number of the document")
	if a.Way == LeaveFamily {
		required(v, "signatures.relation", c.Relation, "请写明接领人与受助人员的关系", "say what they are to the person")
		required(v, "signatures.proof", c.Proof, "请写明证明关系的材料（户口簿、DNA 比对、村委会证明等）", "say what proves the relation")
	} else {
		required(v, "signatures.unit", c.Unit, "请写明接领单位", "name the work unit")
	}
}

// settleBelongings gives back with the leaving what is still kept, unless the person is not
// there to take it.
func (s *Stay) settleBelongings(a *Act) error {
	kept := s.Kept()
	rest, ok := without(kept, a.Given)
	switch {
	case !ok:
		return Refused(ErrPrecondition, "退还的物品不在保管清单中，或数量超过保管数量", "what is given back is not among what is kept, or more of it")
	case len(rest) > 0 && a.Way != LeaveDied && a.Way != LeaveAway && a.Way != LeaveEndedCare:
		return Refused(ErrPrecondition, fmt.Sprintf("还有 %d 项保管物品未退还，请在离站登记的 given 中列出", len(rest)),
			fmt.Sprintf("%d deposited things are not given back: list them in given", len(rest)))
	}
	return nil
}

func (s *Stay) settle() {
	s.Way = ""
	if a := s.Last(ActLeave); a != nil && s.State == StayLeft {
		s.Way = a.Way
	}
}

func (s *Stay) deadline() time.Time {
	if s.Ended() || !s.Capable() {
		return time.Time{}
	}
	y, m, d := s.When().In(Zone).Date()
	return time.Date(y, m, d+MostDays, 23, 59, 59, 0, Zone).UTC()
}

// Overlong reports whether the person is in care for more than MostDays at that time.
func (s *Stay) Overlong(now time.Time) bool {
	return !s.Ended() && DayOf(s.When().AddDate(0, 0, MostDays)) < DayOf(now)
}

func (s *Stay) facts(a *Act) []Fact {
	switch a.Kind {
	case ActAdmit:
		facts := []Fact{{Measure: MeasureAdmissions, Key: string(s.Arrival), Amount: 1}}
		for _, c := range s.Categories {
			facts = append(facts, Fact{Measure: MeasureCategories, Key: string(c), Amount: 1})
		}
		return facts
	case ActRefuse:
		return []Fact{{Measure: MeasureRefusals, Amount: 1}}
	case ActHospital:
		return []Fact{{Measure: MeasureHospital, Amount: 1}}
	case ActLeave:
		return []Fact{{Measure: MeasureLeavings, Key: string(a.Way), Since: DayOf(s.When()), Amount: 1}}
	}
	return nil
}

// Forget takes out what is told of the person.
func (s *Stay) Forget() bool {
	changed := s.Health != "" || s.Request != "" || len(s.Belongings) > 0
	s.Health, s.Request, s.Belongings = "", "", nil
	return s.forget() || changed
}
