package models

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ProceedingKind tells the proceedings apart; it is what their names begin with.
type ProceedingKind string

// The kinds of proceedings.
const (
	Rounds           ProceedingKind = "rounds"           // 街面巡查
	Leads            ProceedingKind = "leads"            // 求助线索
	Stays            ProceedingKind = "stays"            // 在站救助
	Escorts          ProceedingKind = "escorts"          // 接送返乡
	IdentityRequests ProceedingKind = "identityRequests" // 医院患者身份甄别
	Inquiries        ProceedingKind = "inquiries"        // 协查
	Registrations    ProceedingKind = "registrations"    // 易流浪走失人员信息库
)

// ProceedingKinds are all of them.
var ProceedingKinds = []ProceedingKind{Rounds, Leads, Stays, Escorts, IdentityRequests, Inquiries, Registrations}

// ProceedingKindOf reads the kind off a resource name; ok is false if it is none of a
// proceeding.
func ProceedingKindOf(name string) (kind ProceedingKind, ok bool) {
	prefix, id, found := strings.Cut(name, "/")
	kind = ProceedingKind(prefix)
	return kind, found && id != "" && slices.Contains(ProceedingKinds, kind)
}

// Proceeding is a piece of a station's work that begins, goes on act by act, and ends: a
// *Round, *Lead, *Stay, *Escort, *IdentityRequest, *Inquiry or *Registration. It is what
// its history says: an act is only ever added, and taking one back is an act, too.
type Proceeding interface {
	ProceedingKind() ProceedingKind
	// Head is what all proceedings have in common.
	Head() *Docket
	// Partner is the other side that may see the proceeding and act in it: the station or
	// office, and where that lies; empty for none.
	Partner() (station string, place Place)
	// Ended reports whether nothing more is expected to be done.
	Ended() bool
	// Validate is nil or an *InvalidError that names every wrong field.
	Validate(now time.Time) error
	// Forget takes out what tells who the people in it are, and returns whether anything
	// was there. What it counts in the statistics stays.
	Forget() bool

	// act does what one act does to this kind, or says why it is not allowed.
	act(a *Act) error
	// settle makes the fields that follow from the history what it says.
	settle()
	// deadline is when the next thing must be done; zero for nothing.
	deadline() time.Time
	// facts are what an act counts in the statistics.
	facts(a *Act) []Fact
}

// Docket holds the head of a proceeding: whose it is, where it stands, and its history. Name,
// Etag and the times are the store's; State, DueTime and History follow from the acts.
type Docket struct {
	Name       string    `json:"name,omitempty"`
	ClientID   string    `json:"clientId,omitempty"` // chosen by the client: no two of one actor and kind have the same
	Station    string    `json:"station,omitempty"`  // whose work it is
	Place      Place     `json:"place,omitzero"`     // whose code decides who may see it
	Record     string    `json:"record,omitempty"`   // of the person, if one is known
	State      string    `json:"state,omitempty"`
	DueTime    time.Time `json:"dueTime,omitzero"`
	History    []Act     `json:"history,omitempty"`
	Etag       string    `json:"etag,omitempty"`
	CreateTime time.Time `json:"createTime,omitzero"`
	UpdateTime time.Time `json:"updateTime,omitzero"`
}

// Head is d itself: it makes every struct that embeds a Docket half a Proceeding.
func (d *Docket) Head() *Docket { return d }

// earliest is when the relief of today began (国务院令第381号, in force since 2003-08-01):
// nothing is older.
const earliest = 2003

func (d *Docket) check(v violations) {
	checkLen(v, "clientId", d.ClientID, maxLine)
	checkVisible(v, "clientId", d.ClientID)
	checkLen(v, "station", d.Station, maxLine)
	d.Place.check(v.at("place"))
	if d.Record != "" {
		if kind, ok := KindOf(d.Record); !ok || kind != Records {
			v.add("record", "应为受助人员登记的名称 records/…", "must be the name of a record: records/…")
		}
	}
}

// checkTime adds a violation if a time is before the relief of today, or in the future
// by more than a clock may be wrong.
func checkTime(v violations, field string, t, now time.Time) {
	switch {
	case t.IsZero():
	case t.After(now.Add(10 * time.Minute)):
		v.add(field, "时间在未来，请核对", "lies in the future")
	case t.Year() < earliest:
		v.add(field, "时间太早，请核对", "is before 2003")
	}
}

// required adds a violation if a text is blank.
func required(v violations, field, text, zh, en string) {
	if isBlank(text) {
		v.add(field, zh, en)
	}
}

// Begin makes p new: checked, with its first act as the only line of its history.
// Errors: ErrInvalid, ErrUnauthenticated.
func Begin(p Proceeding, by Actor, first Act, now time.Time) error {
	d := p.Head()
	d.Name, d.Etag, d.State, d.DueTime, d.History, d.CreateTime, d.UpdateTime = "", "", "", time.Time{}, nil, time.Time{}, time.Time{}
	if err := p.Validate(now); err != nil {
		return err
	}
	return Do(p, by, first, now)
}

// Do adds an act to the history of p, if it is allowed. The act says what is done and when
// it was; Do fills in its number, who did it, the states and when it was entered. An UNDO
// takes back the act that Undoes names or, if that is 0, the last one. Nothing is changed
// if it is not allowed.
// Errors: ErrUnauthenticated, ErrInvalid, ErrPermission (the wrong person), ErrPrecondition.
func Do(p Proceeding, by Actor, a Act, now time.Time) error {
	if by.ID == "" {
		return ErrUnauthenticated
	}
	d := p.Head()
	if a.Time.IsZero() {
		a.Time = now
	}
	if err := a.check(now); err != nil {
		return err
	}
	if len(d.History) >= maxSteps {
		return Refused(ErrPrecondition, fmt.Sprintf("办理记录过多，最多 %d 条", maxSteps), fmt.Sprintf("over %d acts in one proceeding", maxSteps))
	}
	a.Number, a.Actor, a.Role, a.By, a.EnterTime, a.From, a.To = len(d.History)+1, by.ID, by.Role, by.Station, now, d.State, d.State
	if err := d.date(&a); err != nil {
		return err
	}
	var err error
	if a.Kind == ActUndo {
		err = d.takeBack(&a)
	} else {
		err = p.act(&a)
	}
	if err != nil {
		return err
	}
	a.Code = ""
	d.History = append(slices.Clip(d.History), a)
	d.State = a.To
	p.settle()
	d.DueTime = p.deadline()
	return nil
}

// date refuses an act that the server's clock puts before the one entered last: within
// ClockSlack it gets the same time.
func (d *Docket) date(a *Act) error {
	if len(d.History) == 0 {
		return nil
	}
	last := d.History[len(d.History)-1].EnterTime
	switch back := last.Sub(a.EnterTime); {
	case back > ClockSlack:
		return Refused(ErrPrecondition,
			fmt.Sprintf("服务器时钟比上一步记录早 %v，请先校准时钟", back.Round(time.Second)),
			fmt.Sprintf("the server's clock is %v before the last act: set it right first", back.Round(time.Second)))
	case back > 0:
		a.EnterTime = last
	}
	return nil
}

// takeBack undoes the act that a names, or the last that stands. Only the last one that
// changed the state can be undone, and never the first: what was begun is ended instead.
func (d *Docket) takeBack(a *Act) error {
	if isBlank(a.Note) {
		return Invalid("note", "请写明为什么撤销", "say why it is undone")
	}
	for i := len(d.History) - 1; i > 0; i-- {
		h := &d.History[i]
		if h.Kind == ActUndo || d.Undone(h.Number) {
			continue
		}
		if a.Undoes != 0 && a.Undoes != h.Number {
			if h.From != h.To {
				return Refused(ErrPrecondition, fmt.Sprintf("请先撤销之后的第 %d 步（%s）", h.Number, h.Kind.Text().Zh),
					fmt.Sprintf("undo act %d (%s) first, which came after it", h.Number, h.Kind))
			}
			continue
		}
		a.Undoes, a.To = h.Number, h.From
		if h.From == h.To {
			a.To = d.State
		}
		return nil
	}
	return Refused(ErrPrecondition, "没有可以撤销的步骤", "there is nothing to undo")
}

// Undone reports whether the act of that number was taken back.
func (d *Docket) Undone(number int) bool {
	return slices.ContainsFunc(d.History, func(h Act) bool { return h.Undoes == number })
}

// Last returns the last act of the kind that stands; nil for none.
func (d *Docket) Last(kind ActKind) *Act {
	for i := len(d.History) - 1; i >= 0; i-- {
		if h := &d.History[i]; h.Kind == kind && !d.Undone(h.Number) {
			return h
		}
	}
	return nil
}

// When returns when the first act was, as it was said.
func (d *Docket) When() time.Time {
	if len(d.History) == 0 {
		return time.Time{}
	}
	return d.History[0].Time
}

// Files returns the SHA-256 of every file of the proceeding's acts, each once.
func (d *Docket) Files() []string {
	var sums []string
	for i := range d.History {
		for _, f := range d.History[i].AllFiles() {
			if !slices.Contains(sums, f.SHA256) {
				sums = append(sums, f.SHA256)
			}
		}
	}
	return sums
}

// forget takes out of the history what tells who people are.
func (d *Docket) forget() (changed bool) {
	for i := range d.History {
		changed = d.History[i].forget() || changed
	}
	return changed
}

// refuseState says that an act does not fit the state.
func (d *Docket) refuseState(a *Act) error {
	return Refused(ErrPrecondition,
		fmt.Sprintf("现为“%s”，不能%s", StateText(d.State).Zh, a.Kind.Text().Zh),
		fmt.Sprintf("it is %s, and cannot be %s", d.State, a.Kind))
}

// move lets an act lead from one of the states to the next.
func (d *Docket) move(a *Act, to string, from ...string) error {
	if !slices.Contains(from, d.State) {
		return d.refuseState(a)
	}
	a.To = to
	return nil
}

// unknownAct says that a kind of proceeding does not know an act.
func unknownAct(a *Act, known ...ActKind) error {
	return Invalid("kind", fmt.Sprintf("此处没有步骤“%s”，应为 %v 之一", a.Kind, append(known, ActUndo)),
		fmt.Sprintf("no act %q here: must be one of %v", a.Kind, append(known, ActUndo)))
}

// Clone returns a copy of a proceeding that shares nothing with it. Errors: ErrInvalid.
func Clone(p Proceeding) (Proceeding, error) {
	next := NewProceeding(p.ProceedingKind())
	text, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(text, next)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return next, nil
}

// NewProceeding returns an empty proceeding of a kind, nil if there is no such kind.
func NewProceeding(kind ProceedingKind) Proceeding {
	switch kind {
	case Rounds:
		return new(Round)
	case Leads:
		return new(Lead)
	case Stays:
		return new(Stay)
	case Escorts:
		return new(Escort)
	case IdentityRequests:
		return new(IdentityRequest)
	case Inquiries:
		return new(Inquiry)
	case Registrations:
		return new(Registration)
	}
	return nil
}

// SubjectOf returns the record or the notice with which a proceeding is erased; empty for
// none.
func SubjectOf(p Proceeding) string {
	if g, ok := p.(*Registration); ok {
		return g.Notice
	}
	return p.Head().Record
}

// PartOf returns the proceeding or the case that p is part of: a lead's round, a stay's lead,
// an escort's stay, an inquiry's case; empty for none.
func PartOf(p Proceeding) string {
	switch p := p.(type) {
	case *Lead:
		return p.Round
	case *Stay:
		return p.Lead
	case *Escort:
		return p.Stay
	case *Inquiry:
		return p.Case
	}
	return ""
}

// PhotosOf returns the photos of the person in a proceeding, to be changed in place; nil
// for none.
func PhotosOf(p Proceeding) *[]Photo {
	switch p := p.(type) {
	case *Lead:
		return &p.Photos
	case *IdentityRequest:
		return &p.Photos
	case *Registration:
		return &p.Photos
	}
	return nil
}

// FilesOf returns the SHA-256 of every file of p, photos too.
func FilesOf(p Proceeding) []string {
	sums := p.Head().Files()
	if photos := PhotosOf(p); photos != nil {
		for _, photo := range *photos {
			if photo.SHA256 != "" && !slices.Contains(sums, photo.SHA256) {
				sums = append(sums, photo.SHA256)
			}
		}
	}
	return sums
}

// ProceedingDeadline returns what is due in p, without its state. The rule is called by the
// kind of the proceeding.
func ProceedingDeadline(p Proceeding) Deadline {
	d := p.Head()
	t := proceedingDues[p.ProceedingKind()]
	return Deadline{
		Proceeding: d.Name, Record: d.Record, Station: d.Station, Area: d.Place.Code, Rule: string(p.ProceedingKind()),
		Title: t.title, Source: t.source, Begin: d.When(), Due: d.DueTime,
	}
}

// proceedingDues says what is due in a proceeding, and where the time is from.
var proceedingDues = map[ProceedingKind]struct {
	title  Text
	source string
}{
	Leads:            {Text{"处置求助线索", "see to a lead"}, "时限为本程序所定：紧急的 2 小时，其余 24 小时"},
	Stays:            {Text{"在站将满 10 天：办理离站，或转为滞留人员照料安置", "ten days in care: let the person leave, or arrange their care"}, "民发〔2014〕132号：在站救助一般不超过 10 天"},
	Escorts:          {Text{"护送返乡：启程、交接", "an escort is to be over"}, "护送计划的日期"},
	IdentityRequests: {Text{"答复医院身份甄别请求", "answer a hospital"}, "医院要求的时限；未写明的为 24 小时（本程序所定）"},
	Inquiries:        {Text{"协查待答复：催办", "an inquiry waits for its answer"}, "协查要求的时限；未写明的为 5 天（本程序所定）"},
	Registrations:    {Text{"走访易走失登记人员", "visit a person likely to wander"}, "各地易流浪走失人员信息库规定：如重庆市 2021 年通知：每年 1 月、7 月回访"},
}

// ForgetFiles takes out of p its photos, signatures as drawn and other files, and returns whether
// there were any.
func ForgetFiles(p Proceeding) (changed bool) {
	changed = len(FilesOf(p)) > 0
	if photos := PhotosOf(p); photos != nil {
		*photos = nil
	}
	d := p.Head()
	for i := range d.History {
		a := &d.History[i]
		a.Files = nil
		for j := range a.Signatures {
			a.Signatures[j].Image = nil
		}
	}
	return changed
}
