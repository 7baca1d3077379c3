package models

import (
	"fmt"
	"slices"
	"time"
)

// ActKind says what was done in a proceeding.
type ActKind string

// The kinds of acts. Each proceeding knows some of them.
const (
	ActStart    ActKind = "START"     // a round sets out
	ActRoute    ActKind = "ROUTE"     // where a round has been
	ActEnd      ActKind = "END"       // a round is over
	ActReport   ActKind = "REPORT"    // a lead comes in
	ActOutcome  ActKind = "OUTCOME"   // what became of a lead
	ActSame     ActKind = "SAME"      // a lead is of the same person as another
	ActRegister ActKind = "REGISTER"  // a record is made of it
	ActAdmit    ActKind = "ADMIT"     // 入站
	ActRefuse   ActKind = "REFUSE"    // 不予救助
	ActReturn   ActKind = "RETURN"    // belongings are given back
	ActHospital ActKind = "HOSPITAL"  // a person in care is taken to a hospital
	ActBack     ActKind = "BACK"      // … and comes back
	ActLeave    ActKind = "LEAVE"     // 离站
	ActPlan     ActKind = "PLAN"      // an escort is planned
	ActDepart   ActKind = "DEPART"    // it sets out
	ActHandOver ActKind = "HAND_OVER" // the receiver confirms
	ActFail     ActKind = "FAIL"
	ActAsk      ActKind = "ASK"
	ActAnswer   ActKind = "ANSWER"
	ActClose    ActKind = "CLOSE"
	ActSurvey   ActKind = "SURVEY"   // a village enters a person likely to wander
	ActKeep     ActKind = "KEEP"     // the county has checked it
	ActVisit    ActKind = "VISIT"    // 走访
	ActMissing  ActKind = "MISSING"  // the person is missing: the entry becomes a notice
	ActFound    ActKind = "FOUND"    // … and is back
	ActWithdraw ActKind = "WITHDRAW" // consent is taken back
	ActUndo     ActKind = "UNDO"
)

// Act describes one line of a proceeding's history. Which fields it has depends on its kind.
// Acts are in the order of their numbers; EnterTime never goes back.
type Act struct {
	Number    int       `json:"number,omitempty"` // from 1
	Kind      ActKind   `json:"kind"`
	From      string    `json:"from,omitempty"`
	To        string    `json:"to,omitempty"`
	Actor     string    `json:"actor,omitempty"` // who entered it: users/…
	Role      Role      `json:"role,omitempty"`
	By        string    `json:"actorStation,omitempty"` // the actor's station or office
	Time      time.Time `json:"time,omitzero"`          // when it was done, as said
	EnterTime time.Time `json:"enterTime,omitzero"`
	ClientID  string    `json:"clientId,omitempty"` // the same one is never done twice in a proceeding
	Note      string    `json:"note,omitempty"`
	Undoes    int       `json:"undoes,omitempty"` // of UNDO

	Outcome     LeadOutcome  `json:"outcome,omitempty"`
	Given       []Given      `json:"given,omitempty"` // items given, belongings returned
	Points      []RoutePoint `json:"points,omitempty"`
	Way         LeavingWay   `json:"way,omitempty"`
	Unit        string       `json:"unit,omitempty"` // the hospital, station, office or institution that the act is about
	Reference   string       `json:"reference,omitempty"`
	Of          string       `json:"of,omitempty"` // the other proceeding that the act is about
	Record      string       `json:"record,omitempty"`
	Destination Place        `json:"destination,omitzero"`
	Signatures  []Signature  `json:"signatures,omitempty"`
	Code        string       `json:"code,omitempty"` // in only: the one-time code of a hand-over
	Result      ItemResult   `json:"result,omitempty"`
	Files       []File       `json:"files,omitempty"`
}

// Given describes something given to a person, or given back.
type Given struct {
	Item     GivenItem `json:"item"`
	Name     string    `json:"name,omitempty"` // as written, of OTHER and of belongings
	Quantity int       `json:"quantity"`
}

// GivenItem says what was given; the customary table counts by it.
type GivenItem string

// The items.
const (
	GivenFood     GivenItem = "FOOD"
	GivenClothes  GivenItem = "CLOTHES"
	GivenBedding  GivenItem = "BEDDING"
	GivenMedicine GivenItem = "MEDICINE"
	GivenTicket   GivenItem = "TICKET"
	GivenLeaflet  GivenItem = "LEAFLET" // 救助引导卡
	GivenOther    GivenItem = "OTHER"
)

var givenItems = []GivenItem{GivenFood, GivenClothes, GivenBedding, GivenMedicine, GivenTicket, GivenLeaflet, GivenOther}

// RoutePoint says where a patrol was.
type RoutePoint struct {
	Time      time.Time `json:"time,omitzero"`
	Latitude  float64   `json:"latitude"`
	Longitude float64   `json:"longitude"`
	Note      string    `json:"note,omitempty"`
}

// SignerKind is in what capacity a person signs.
type SignerKind string

// The capacities.
const (
	SignPerson    SignerKind = "PERSON"    // the person helped
	SignStaff     SignerKind = "STAFF"     // of the station
	SignBringer   SignerKind = "BRINGER"   // who brought the person
	SignCollector SignerKind = "COLLECTOR" // the family or the work unit
	SignReceiver  SignerKind = "RECEIVER"  // of a station, a hospital, an institution
	SignGuardian  SignerKind = "GUARDIAN"
	SignLeader    SignerKind = "LEADER" // in charge of the station
)

// Signature says who signed, and what they showed.
type Signature struct {
	Kind     SignerKind `json:"kind"`
	Name     string     `json:"name"`
	Unit     string     `json:"unit,omitempty"`
	Phone    string     `json:"phone,omitempty"`
	IDKind   string     `json:"idKind,omitempty"` // 居民身份证, 人民警察证, 工作证 …
	IDNumber string     `json:"idNumber,omitempty"`
	Relation string     `json:"relation,omitempty"` // to the person helped
	Proof    string     `json:"proof,omitempty"`    // what proves the relation: 户口簿, DNA …
	Image    *File      `json:"image,omitempty"`    // as drawn on the screen or scanned
}

// File describes a file of an act: a photo, a signature, a proof. Its bytes are the blob of that
// hash.
type File struct {
	Content     []byte `json:"content,omitempty"` // in only
	ContentType string `json:"contentType,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
	Size        int    `json:"size,omitempty"` // bytes
}

// maxFiles is how many files an act may bring.
const maxFiles = 20

// check names every wrong field of an act, before it is asked whether it is allowed.
func (a *Act) check(now time.Time) error {
	v := newViolations()
	checkTime(v, "time", a.Time, now)
	checkLen(v, "clientId", a.ClientID, maxLine)
	checkLen(v, "note", a.Note, maxProse)
	checkLen(v, "unit", a.Unit, maxLine)
	checkLen(v, "reference", a.Reference, maxLine)
	oneOf(v, "outcome", a.Outcome, leadOutcomes...)
	oneOf(v, "way", a.Way, leavingWays...)
	oneOf(v, "result", a.Result, ResultSupports, ResultContradicts, ResultInconclusive)
	a.Destination.check(v.at("destination"))
	checkItems(v, "given", a.Given, func(v violations, g Given) { g.check(v) })
	checkItems(v, "points", a.Points, func(v violations, p RoutePoint) {
		Place{Latitude: p.Latitude, Longitude: p.Longitude}.check(v)
		checkLen(v, ".note", p.Note, maxLine)
		checkTime(v, ".time", p.Time, now)
	})
	checkItems(v, "signatures", a.Signatures, func(v violations, s Signature) { s.check(v) })
	checkFiles(v, a.Files)
	return v.err()
}

func checkFiles(v violations, files []File) {
	if len(files) > maxFiles {
		v.add("files", fmt.Sprintf("文件过多，最多 %d 个", maxFiles), fmt.Sprintf("over %d files", maxFiles))
	}
	for i, f := range files {
		f.check(v.at("files[%d]", i))
	}
}

func (g Given) check(v violations) {
	need(v, ".item", g.Item, givenItems...)
	checkLen(v, ".name", g.Name, maxLine)
	if g.Quantity < 1 || g.Quantity > 10_000 {
		v.add(".quantity", "数量应为 1 到 10000", "must be 1 to 10000")
	}
}

func (s Signature) check(v violations) {
	need(v, ".kind", s.Kind, SignPerson, SignStaff, SignBringer, SignCollector, SignReceiver, SignGuardian, SignLeader)
	required(v, ".name", s.Name, "请写明签名人姓名", "say who signs")
	for _, f := range []struct{ field, text string }{
		{".name", s.Name}, {".unit", s.Unit}, {".phone", s.Phone}, {".idKind", s.IDKind}, {".idNumber", s.IDNumber}, {".relation", s.Relation}, {".proof", s.Proof},
	} {
		checkLen(v, f.field, f.text, maxLine)
	}
	if s.Image != nil {
		s.Image.check(v.at(".image"))
	}
}

func (f *File) check(v violations) {
	switch {
	case len(f.Content) == 0 && f.SHA256 == "":
		v.add(".content", "文件没有内容", "the file is empty")
	case len(f.Content) > MaxAttachment:
		v.add(".content", fmt.Sprintf("文件太大，最多 %d MiB", MaxAttachment>>20), fmt.Sprintf("over %d MiB", MaxAttachment>>20))
	case !slices.Contains(attachmentTypes, f.ContentType):
		v.add(".content", fmt.Sprintf("不支持的文件类型 %s，应为 JPEG、PNG、WebP 图片或 PDF", f.ContentType),
			fmt.Sprintf("unknown kind of file %s: must be a JPEG, PNG or WebP picture or a PDF", f.ContentType))
	}
}

// AllFiles returns the files of the act, those of its signatures too.
func (a *Act) AllFiles() []*File {
	var files []*File
	for i := range a.Files {
		files = append(files, &a.Files[i])
	}
	for i := range a.Signatures {
		if a.Signatures[i].Image != nil {
			files = append(files, a.Signatures[i].Image)
		}
	}
	return files
}

// Signed returns who signed in that capacity; nil if the act has no such signature.
func (a *Act) Signed(kind SignerKind) *Signature {
	for i := range a.Signatures {
		if a.Signatures[i].Kind == kind {
			return &a.Signatures[i]
		}
	}
	return nil
}

// forget takes out of an act what tells who people are.
func (a *Act) forget() (changed bool) {
	changed = a.Note != "" || a.Reference != "" || len(a.Signatures)+len(a.Files)+len(a.Points) > 0
	a.Note, a.Reference, a.Signatures, a.Files, a.Points = "", "", nil, nil, nil
	for i := range a.Given {
		changed = changed || a.Given[i].Name != ""
		a.Given[i].Name = ""
	}
	return changed
}

// Text returns what people call an act.
func (k ActKind) Text() Text {
	if t, ok := actTexts[k]; ok {
		return t
	}
	return Text{Zh: string(k), En: string(k)}
}

var actTexts = map[ActKind]Text{
	ActStart: {"出发", "set out"}, ActRoute: {"记录路线", "add to the route"}, ActEnd: {"结束巡查", "end"},
	ActReport: {"登记线索", "report"}, ActOutcome: {"登记处置结果", "write down the outcome"}, ActSame: {"认定为同一人", "say that it is the same person"},
	ActRegister: {"转为受助人员登记", "make a record"}, ActAdmit: {"办理入站", "admit"}, ActRefuse: {"不予救助", "refuse"},
	ActReturn: {"退还物品", "give belongings back"}, ActHospital: {"送医", "take to a hospital"}, ActBack: {"出院回站", "take back from the hospital"},
	ActLeave: {"办理离站", "let leave"}, ActPlan: {"制定护送计划", "plan"}, ActDepart: {"启程", "depart"}, ActHandOver: {"交接", "hand over"},
	ActFail: {"登记护送未成", "give up"}, ActAsk: {"发出请求", "ask"}, ActAnswer: {"答复", "answer"}, ActClose: {"办结", "close"},
	ActSurvey: {"摸排登记", "survey"}, ActKeep: {"审核入库", "keep"}, ActVisit: {"走访", "visit"}, ActMissing: {"转为寻亲启事", "make a notice"},
	ActFound: {"登记找回", "say that the person is back"}, ActWithdraw: {"撤回同意", "withdraw"}, ActUndo: {"撤销", "undo"},
}

// StateText returns what people call a state.
func StateText(state string) Text {
	if t, ok := stateTexts[state]; ok {
		return t
	}
	return Text{Zh: state, En: state}
}

var stateTexts = map[string]Text{
	RoundOut: {"巡查中", "out"}, RoundEnded: {"已结束", "over"}, LeadOpen: {"待处置", "open"},
	StayIn: {"在站", "in"}, StayInHospital: {"住院救治", "in hospital"}, StayLeft: {"已离站", "left"}, StayRefused: {"不予救助", "refused"},
	EscortPlanned: {"已计划", "planned"}, EscortUnderway: {"护送途中", "under way"}, EscortHandedOver: {"已交接", "handed over"}, EscortFailed: {"未成", "failed"},
	RequestAsked: {"待答复", "asked"}, RequestAnswered: {"已答复", "answered"}, RequestClosed: {"已办结", "closed"},
	RegistrySurveyed: {"待审核", "surveyed"}, RegistryKept: {"在库", "kept"}, RegistryMissing: {"走失", "missing"}, RegistryRefused: {"审核未通过", "not kept"}, RegistryWithdrawn: {"已撤回", "withdrawn"},
}
