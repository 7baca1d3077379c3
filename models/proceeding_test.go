package models

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var (
	noon   = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
	anWei  = Actor{ID: "users/an", Role: RoleStation, Station: "青石站"}
	boQing = Actor{ID: "users/bo", Role: RoleStation, Station: "白鹭站"}
)

func begin(t *testing.T, p Proceeding, first Act) {
	t.Helper()
	if err := Begin(p, anWei, first, noon); err != nil {
		t.Fatal(err)
	}
}

// try does an act and holds the answer to what is wanted: an empty text is yes. A refusal
// must leave state and history as they were.
func try(t *testing.T, p Proceeding, by Actor, a Act, now time.Time, want error, says string) {
	t.Helper()
	state, lines := p.Head().State, len(p.Head().History)
	err := Do(p, by, a, now)
	if !errors.Is(err, want) || want != nil && !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v, want %v with %q", a.Kind, err, want, says)
	}
	if err != nil && (p.Head().State != state || len(p.Head().History) != lines) {
		t.Errorf("%s was refused and changed the proceeding to %s", a.Kind, p.Head().State)
	}
}

func aStay(of ...Category) *Stay {
	return &Stay{
		Docket: Docket{Station: "青石站", Record: "records/r", Place: Place{Code: "510107"}}, Arrival: ArrivalSelf, Categories: of,
		Belongings: []Given{{Item: GivenOther, Name: "手机", Quantity: 1}},
	}
}

func signed(kind SignerKind, more ...Signature) []Signature {
	s := Signature{Name: "关小云"}
	if len(more) > 0 {
		s = more[0]
	}
	s.Kind = kind
	return []Signature{s}
}

// What each way of leaving requires, and that nothing less does.
func TestLeaving(t *testing.T) {
	phone := []Given{{Item: GivenOther, Name: "手机", Quantity: 1}}
	earning := append(signed(SignPerson, Signature{Name: "何小满"}), Signature{Kind: SignStaff, Name: "关小云"}, Signature{Kind: SignLeader, Name: "白主任"})
	family := Signature{Name: "关大云", IDKind: "居民身份证", IDNumber: "X", Relation: "兄", Proof: "户口簿"}
	for _, c := range []struct {
		title string
		of    Category
		act   Act
		want  error
		says  string
	}{
		{"no way", CategoryCapable, Act{Given: phone}, ErrInvalid, "way"},
		{"on their own", CategoryCapable, Act{Way: LeaveOwn, Given: phone, Signatures: signed(SignPerson)}, nil, ""},
		{"unsigned", CategoryCapable, Act{Way: LeaveOwn, Given: phone}, ErrInvalid, "自行离站声明书"},
		{"a child on their own", CategoryChild, Act{Way: LeaveOwn, Given: phone, Signatures: signed(SignPerson)}, ErrInvalid, "不能自行离站"},
		{"16 or 17, living by their own work", CategoryChild, Act{Way: LeaveOwn, Given: phone, Note: "在青石市电子厂工作两年，以工资生活", Signatures: earning}, nil, ""},
		{"of 16 or 17, the income unsaid", CategoryChild, Act{Way: LeaveOwn, Given: phone, Signatures: earning}, ErrInvalid, "以何为生"},
		{"of 16 or 17, the leader has not signed", CategoryChild, Act{Way: LeaveOwn, Given: phone, Note: "打工", Signatures: signed(SignPerson)}, ErrInvalid, "负责人签名"},
		{"of 16 or 17, one signs for both", CategoryChild, Act{Way: LeaveOwn, Given: phone, Note: "打工", Signatures: append(signed(SignPerson, Signature{Name: "何小满"}), Signature{Kind: SignStaff, Name: "白主任"}, Signature{Kind: SignLeader, Name: "白主任"})}, ErrInvalid, "另一个人"},
		{"of 16 or 17, they have not signed", CategoryChild, Act{Way: LeaveOwn, Given: phone, Note: "打工", Signatures: signed(SignLeader)}, ErrInvalid, "自行离站声明书"},
		{"mentally ill, with all signatures", CategoryMentally, Act{Way: LeaveOwn, Given: phone, Note: "打工", Signatures: earning}, ErrInvalid, "不能自行离站"},
		{"a child collected", CategoryChild, Act{Way: LeaveFamily, Given: phone, Signatures: signed(SignCollector, family)}, nil, ""},
		{"collected without a document", CategoryOld, Act{Way: LeaveFamily, Given: phone, Signatures: signed(SignCollector, Signature{Name: "关大云", Relation: "兄", Proof: "户口簿"})}, ErrInvalid, "证件"},
		{"collected without a proof", CategoryOld, Act{Way: LeaveFamily, Given: phone, Signatures: signed(SignCollector, Signature{Name: "关大云", IDKind: "身份证", IDNumber: "X", Relation: "兄"})}, ErrInvalid, "证明关系"},
		{"collected, the wrong capacity signs", CategoryOld, Act{Way: LeaveFamily, Given: phone, Signatures: signed(SignStaff, family)}, ErrInvalid, "接领人签名"},
		{"by a work unit without its name", CategoryOld, Act{Way: LeaveUnit, Given: phone, Signatures: signed(SignCollector, family)}, ErrInvalid, "单位"},
		{"escorted, without an escort", CategoryOld, Act{Way: LeaveEscort, Given: phone}, ErrInvalid, "护送"},
		{"to a hospital, unsigned", CategoryOld, Act{Way: LeaveHospital, Given: phone}, ErrInvalid, "接收单位"},
		{"placed without a number", CategoryOld, Act{Way: LeavePlaced, Given: phone}, ErrInvalid, "编号"},
		{"away without a word", CategoryCapable, Act{Way: LeaveAway}, ErrInvalid, "note"},
		{"away, the belongings stay", CategoryCapable, Act{Way: LeaveAway, Note: "夜间离站"}, nil, ""},
		{"belongings kept back", CategoryCapable, Act{Way: LeaveOwn, Signatures: signed(SignPerson)}, ErrPrecondition, "未退还"},
		{"more than was deposited", CategoryCapable, Act{Way: LeaveOwn, Signatures: signed(SignPerson), Given: []Given{{Item: GivenOther, Name: "手机", Quantity: 2}}}, ErrPrecondition, "不在保管清单"},
		{"before the admission", CategoryCapable, Act{Way: LeaveOwn, Signatures: signed(SignPerson), Given: phone, Time: noon.Add(-time.Hour)}, ErrInvalid, "早于入站"},
	} {
		t.Run(c.title, func(t *testing.T) {
			s := aStay(c.of)
			begin(t, s, Act{Kind: ActAdmit})
			c.act.Kind = ActLeave
			try(t, s, anWei, c.act, noon.Add(time.Hour), c.want, c.says)
			if c.want == nil && (s.State != StayLeft || s.Way != c.act.Way || !s.Ended()) {
				t.Errorf("left: %s %s", s.State, s.Way)
			}
		})
	}
}

// A stay is one through the hospital; what is undone counts no more; a clock that falls back
// changes nothing.
func TestStayGoesOn(t *testing.T) {
	s := aStay(CategoryCapable)
	begin(t, s, Act{Kind: ActAdmit})
	if want := time.Date(2026, 3, 12, 15, 59, 59, 0, time.UTC); !s.DueTime.Equal(want) {
		t.Errorf("due %v, want %v", s.DueTime, want)
	}
	if s.Overlong(noon.AddDate(0, 0, 10)) || !s.Overlong(noon.AddDate(0, 0, 11)) {
		t.Error("ten days are over on the eleventh")
	}
	later := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	try(t, s, anWei, Act{Kind: ActBack}, later(1), ErrPrecondition, "现为“在站”")
	try(t, s, anWei, Act{Kind: ActHospital, Unit: "市三院"}, later(1), nil, "")
	try(t, s, anWei, Act{Kind: ActHospital, Unit: "市三院"}, later(2), ErrPrecondition, "住院")
	try(t, s, anWei, Act{Kind: ActBack}, later(3), nil, "")
	try(t, s, anWei, Act{Kind: ActOutcome, Outcome: OutcomeHelped}, later(3), ErrInvalid, "此处没有步骤")
	try(t, s, anWei, Act{Kind: ActBack, Time: later(99)}, later(3), ErrInvalid, "未来")
	try(t, s, anWei, Act{Kind: ActHospital, Unit: "市三院"}, later(1), ErrPrecondition, "时钟")
	try(t, s, Actor{}, Act{Kind: ActHospital, Unit: "x"}, later(4), ErrUnauthenticated, "")
	try(t, s, anWei, Act{Kind: ActReturn, Given: s.Belongings}, later(4), ErrInvalid, "签名")
	try(t, s, anWei, Act{Kind: ActReturn, Given: s.Belongings, Signatures: signed(SignPerson)}, later(4), nil, "")
	try(t, s, anWei, Act{Kind: ActReturn, Given: s.Belongings, Signatures: signed(SignPerson)}, later(4), ErrPrecondition, "不在保管清单")
	try(t, s, anWei, Act{Kind: ActLeave, Way: LeaveOwn, Signatures: signed(SignPerson)}, later(5), nil, "")
	try(t, s, anWei, Act{Kind: ActUndo}, later(6), ErrInvalid, "为什么")
	try(t, s, anWei, Act{Kind: ActUndo, Undoes: 2, Note: "x"}, later(6), ErrPrecondition, "请先撤销")
	try(t, s, anWei, Act{Kind: ActUndo, Note: "登记错了"}, later(6), nil, "")
	if s.State != StayIn || s.Way != "" || len(s.Kept()) != 0 {
		t.Errorf("after the undoing: %s %s, kept %v", s.State, s.Way, s.Kept())
	}
	sums := map[Measure]int{}
	for _, f := range FactsOf(s, 1) {
		sums[f.Measure] += f.Amount
	}
	if sums[MeasureAdmissions] != 1 || sums[MeasureLeavings] != 0 || sums[MeasureHospital] != 1 {
		t.Errorf("counted: %v", sums)
	}
}

func anEscort() *Escort {
	return &Escort{
		Docket: Docket{Station: "青石站", Record: "records/r"}, Stay: "stays/s", Destination: Place{Text: "昭通", Code: "530602"},
		Receiver: Receiver{Kind: ReceiverStation, Unit: "白鹭站"}, PlannedDate: "2026-03-03", Escorts: []string{"安伟"},
	}
}

// Only the receiver of the plan confirms a hand-over, once.
func TestHandOver(t *testing.T) {
	e := anEscort()
	e.SpecialNeeds = true
	try(t, e, anWei, Act{Kind: ActPlan}, noon, nil, "") // Do alone does not validate
	if err := anEscort().Validate(noon); err != nil {
		t.Error(err)
	}
	if err := e.Validate(noon); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "至少 2 人") {
		t.Errorf("one escort for a person with special needs: %v", err)
	}
	try(t, e, anWei, Act{Kind: ActHandOver, Signatures: signed(SignReceiver, Signature{Name: "卜青", Unit: "白鹭站"})}, noon, ErrPrecondition, "已计划")
	try(t, e, anWei, Act{Kind: ActDepart}, noon, nil, "")
	code, err := e.NewCode()
	if err != nil || len(code) != 6 || strings.Contains(e.CodeHash, code) {
		t.Fatalf("code %q, %v", code, err)
	}
	wrong := Act{Kind: ActHandOver, Code: "x" + code}
	try(t, e, boQing, wrong, noon, ErrPermission, "交接码不对")
	try(t, e, boQing, Act{Kind: ActHandOver}, noon, ErrInvalid, "交接码")
	try(t, e, boQing, Act{Kind: ActHandOver, Signatures: signed(SignReceiver, Signature{Name: "某", Unit: "别的站"})}, noon, ErrPermission, "不是护送计划中的接收单位")
	for range codeTries {
		if !e.WrongCode(&wrong) {
			t.Error("a wrong code does not count")
		}
	}
	try(t, e, boQing, Act{Kind: ActHandOver, Code: code}, noon, ErrPermission, "不再有效")
	e.CodeTries = 0
	try(t, e, boQing, Act{Kind: ActHandOver, Code: code, Time: noon}, noon.Add(codeStays+time.Hour), ErrPermission, "已失效")
	try(t, e, boQing, Act{Kind: ActHandOver, Code: code}, noon, nil, "")
	try(t, e, boQing, Act{Kind: ActHandOver, Code: code}, noon, ErrPrecondition, "已于 2026-03-02 12:00 由白鹭站确认交接")
	try(t, e, anWei, Act{Kind: ActFail, Note: "x"}, noon, ErrPrecondition, "已交接")
	if e.CodeHash != "" || e.Last(ActHandOver).Code != "" {
		t.Error("the code is kept after it was used")
	}
}

// A lead has an outcome with what it needs; the same client's act is what it was.
func TestLeads(t *testing.T) {
	l := &Lead{Docket: Docket{Station: "青石站", Place: Place{Text: "桥下", Code: "510107"}}, Source: SourceCitizen, Circumstances: "发抖", Urgency: []Urgency{UrgentCold}}
	begin(t, l, Act{Kind: ActReport})
	if got := l.DueTime.Sub(noon); got != 2*time.Hour {
		t.Errorf("an urgent lead is due after %v", got)
	}
	try(t, l, anWei, Act{Kind: ActOutcome, Outcome: OutcomeHelped}, noon, ErrInvalid, "物品")
	try(t, l, anWei, Act{Kind: ActOutcome, Outcome: OutcomeHospital}, noon, ErrInvalid, "医院")
	try(t, l, anWei, Act{Kind: ActOutcome, Outcome: "LUNCH"}, noon, ErrInvalid, "LUNCH")
	try(t, l, anWei, Act{Kind: ActOutcome, Outcome: OutcomeHelped, Given: []Given{{Item: GivenBedding, Quantity: 1}, {Item: GivenFood, Quantity: 3}}}, noon, nil, "")
	try(t, l, anWei, Act{Kind: ActOutcome, Outcome: OutcomeRefused}, noon, ErrPrecondition, "已")
	try(t, l, anWei, Act{Kind: ActSame, Of: "records/x"}, noon, ErrInvalid, "leads/")
	try(t, l, anWei, Act{Kind: ActRegister, Record: "records/r"}, noon, nil, "")
	try(t, l, anWei, Act{Kind: ActRegister, Record: "records/q"}, noon, ErrPrecondition, "records/r")
	if !l.DueTime.IsZero() || l.Record != "records/r" || l.Outcome != OutcomeHelped {
		t.Errorf("at last: %+v", l.Docket)
	}
	if !l.Forget() || l.Forget() || len(FactsOf(l, 1)) != 4 {
		t.Errorf("forgotten, it counts %v", FactsOf(l, 1))
	}
}

// Who surveys does not check, and consent comes first.
func TestRegistry(t *testing.T) {
	g := &Registration{Docket: Docket{Place: Place{Text: "青石村", Code: "510107"}}, Person: Person{Names: []PersonName{{Text: "许奶奶"}}},
		Guardian: Contact{Name: "许大", Phone: "000"}}
	if err := Begin(g, anWei, Act{Kind: ActSurvey}, noon); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "同意") {
		t.Errorf("without consent: %v", err)
	}
	begin(t, g, Act{Kind: ActSurvey, Signatures: signed(SignGuardian)})
	try(t, g, anWei, Act{Kind: ActKeep}, noon, ErrPermission, "另一人")
	try(t, g, boQing, Act{Kind: ActKeep}, noon, nil, "")
	if want := time.Date(2026, 9, 30, 15, 59, 59, 0, time.UTC); !g.DueTime.Equal(want) {
		t.Errorf("the first visit is due %v, want %v", g.DueTime, want)
	}
	try(t, g, anWei, Act{Kind: ActMissing}, noon, ErrInvalid, "走失地")
	n := g.AsNotice()
	if n.Status != NoticeRegistered || !n.Open() || n.Contacts[0].Relation != "监护人" || n.Validate(noon) != nil {
		t.Errorf("as a notice: %+v %v", n, n.Validate(noon))
	}
}
