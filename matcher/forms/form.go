package forms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Form is a paper that can be printed of a proceeding.
type Form string

// The forms.
const (
	AssistanceRequest  Form = "ASSISTANCE_REQUEST"
	RefusalNotice      Form = "REFUSAL_NOTICE"
	LeavingDeclaration Form = "LEAVING_DECLARATION"
	ServiceAndLeaving  Form = "SERVICE_AND_LEAVING"
	EndNotice          Form = "END_NOTICE"
	TreatmentLetter    Form = "TREATMENT_LETTER"
	PoliceHandOver     Form = "POLICE_HAND_OVER"
	EscortSheet        Form = "ESCORT_SHEET"
	PatrolSheet        Form = "PATROL_SHEET"
	LeadSheet          Form = "LEAD_SHEET"
	InquiryLetter      Form = "INQUIRY_LETTER"
	RegistryEntry      Form = "REGISTRY_ENTRY"
)

// Facts holds what a form is made of.
type Facts struct {
	Proceeding models.Proceeding
	Record     *models.Record      // of the person, as its reader may see it; nil for none
	Parts      []models.Proceeding // of a round: its leads
	Issued     models.Date         // the day of issue; if empty, that of the act which the form is of, or blank

	// Picture returns a signature as Ink makes it, by the SHA-256 of its file; nil if it
	// cannot be read. It may be nil.
	Picture func(sha256 string) []byte
}

// Offer describes a form of a proceeding.
type Offer struct {
	Form  Form
	Title models.Text
	Why   error // nil if it can be printed, else why not: models.ErrPrecondition
}

// definition says what a form is called, of what it is, and what stands on it.
type definition struct {
	form  Form
	title models.Text
	code  string // in its number
	kinds []models.ProceedingKind
	ready func(p models.Proceeding) error // nil for always
	fill  func(*sheet, *Facts)
}

var definitions = []definition{
	{AssistanceRequest, models.Text{Zh: "求助登记表", En: "request for assistance"}, "QZ", []models.ProceedingKind{models.Stays}, nil, fillRequest},
	{RefusalNotice, models.Text{Zh: "不予救助通知书", En: "notice of refusal"}, "BY", []models.ProceedingKind{models.Stays}, wasRefused, fillRefusal},
	{PoliceHandOver, models.Text{Zh: "公安机关护送流浪乞讨人员交接表", En: "hand-over by the police"}, "GA", []models.ProceedingKind{models.Stays}, broughtByPolice, fillPolice},
	{TreatmentLetter, models.Text{Zh: "救治介绍信", En: "letter of treatment"}, "JZ", []models.ProceedingKind{models.Stays, models.IdentityRequests}, wasTakenIn, fillTreatment},
	{LeavingDeclaration, models.Text{Zh: "自行离站声明书", En: "declaration of leaving"}, "ZX", []models.ProceedingKind{models.Stays}, mayLeaveAlone, fillDeclaration},
	{ServiceAndLeaving, models.Text{Zh: "在站服务及离站登记表", En: "services and leaving"}, "LZ", []models.ProceedingKind{models.Stays}, wasTakenIn, fillLeaving},
	{EndNotice, models.Text{Zh: "终止救助通知书", En: "notice that relief ends"}, "ZZ", []models.ProceedingKind{models.Stays}, wasEnded, fillEnd},
	{EscortSheet, models.Text{Zh: "接送（护送）返乡单", En: "escort home"}, "HS", []models.ProceedingKind{models.Escorts}, nil, fillEscort},
	{PatrolSheet, models.Text{Zh: "街面巡查记录表", En: "patrol round"}, "XC", []models.ProceedingKind{models.Rounds}, nil, fillPatrol},
	{LeadSheet, models.Text{Zh: "街面救助线索登记表", En: "lead"}, "XS", []models.ProceedingKind{models.Leads}, nil, fillLead},
	{InquiryLetter, models.Text{Zh: "协查函", En: "letter of inquiry"}, "XH", []models.ProceedingKind{models.Inquiries}, nil, fillInquiry},
	{RegistryEntry, models.Text{Zh: "易流浪走失人员信息登记表", En: "person likely to wander"}, "YS", []models.ProceedingKind{models.Registrations}, nil, fillRegistration},
}

// Of returns the forms of a proceeding, in the order of a stay.
func Of(p models.Proceeding) []Offer {
	var offers []Offer
	for _, d := range definitions {
		if !slices.Contains(d.kinds, p.ProceedingKind()) {
			continue
		}
		o := Offer{Form: d.form, Title: d.title}
		if d.ready != nil {
			o.Why = d.ready(p)
		}
		offers = append(offers, o)
	}
	return offers
}

// Print returns a form as a PDF. Errors: models.ErrInvalid (no such form of that proceeding,
// or no day), models.ErrPrecondition (not yet).
func Print(form Form, f Facts) ([]byte, error) {
	kind := f.Proceeding.ProceedingKind()
	i := slices.IndexFunc(definitions, func(d definition) bool { return d.form == form && slices.Contains(d.kinds, kind) })
	if i < 0 {
		var known []string
		for _, o := range Of(f.Proceeding) {
			known = append(known, fmt.Sprintf("%s（%s）", o.Form, o.Title.Zh))
		}
		return nil, models.Invalid("form", fmt.Sprintf("没有表单“%s”，应为 %s 之一", form, strings.Join(known, "、")),
			fmt.Sprintf("no form %q here: must be one of %s", form, strings.Join(known, ", ")))
	}
	if first, last, ok := f.Issued.Span(); f.Issued != "" && (!ok || !first.Equal(last)) {
		return nil, models.Invalid("issueDate", "请给出开具的一天，如 2026-11-30", "give the day of issue, as 2026-11-30")
	}
	d := definitions[i]
	if d.ready != nil {
		if err := d.ready(f.Proceeding); err != nil {
			return nil, err
		}
	}
	s := &sheet{office: f.Proceeding.Head().Station, title: d.title.Zh, number: number(d, f.Proceeding)}
	d.fill(s, &f)
	return s.print(f.Picture, f.at())
}

// All returns every form, as it can be printed with nothing on it.
func All() []Offer {
	offers := make([]Offer, len(definitions))
	for i, d := range definitions {
		offers[i] = Offer{Form: d.form, Title: d.title}
	}
	return offers
}

// Blank returns a form with the station's name and nothing else, to be filled in by hand.
// Errors: models.ErrInvalid (no such form).
func Blank(form Form, station string) ([]byte, error) {
	i := slices.IndexFunc(definitions, func(d definition) bool { return d.form == form })
	if i < 0 {
		return nil, models.Invalid("form", fmt.Sprintf("没有表单“%s”", form), fmt.Sprintf("no form %q", form))
	}
	d := definitions[i]
	f := Facts{Proceeding: models.NewProceeding(d.kinds[0])}
	s := &sheet{office: cmp.Or(station, blank(12)), title: d.title.Zh}
	d.fill(s, &f)
	return s.print(nil, f.at())
}

// blankYet reports whether nothing has been done in the proceeding: the form is a blank one.
func blankYet(p models.Proceeding) bool { return firstAct(p) == nil }

// number names a form and its proceeding, and nothing else.
func number(d definition, p models.Proceeding) string {
	_, id, _ := strings.Cut(p.Head().Name, "/")
	return d.code + "-" + strings.ToUpper(id)
}

// at returns the time that a file says it is of.
func (f *Facts) at() time.Time {
	if first, _, ok := f.Issued.Span(); ok {
		return first
	}
	d := f.Proceeding.Head()
	if len(d.History) > 0 {
		return d.History[len(d.History)-1].EnterTime.UTC()
	}
	return time.Unix(0, 0).UTC()
}

// day returns the day of issue as it is written: as said, else that of the act, else blank.
func (f *Facts) day(a *models.Act) string {
	if first, _, ok := f.Issued.Span(); ok {
		return first.Format("2006年1月2日")
	}
	if a != nil {
		return dayOf(a.Time)
	}
	return blankDay
}

const blankDay = "　　　　年　　月　　日"

func dayOf(t time.Time) string {
	if t.IsZero() {
		return blankDay
	}
	return t.In(models.Zone).Format("2006年1月2日")
}

func minuteOf(t time.Time) string {
	if t.IsZero() {
		return blankDay + "　　时　　分"
	}
	return t.In(models.Zone).Format("2006年1月2日 15时04分")
}

// blank is room to write in.
func blank(n int) string { return strings.Repeat(string(roomToWrite), n) }

// or returns a text or, if there is none, room to write so many characters.
func or(text string, n int) string { return cmp.Or(strings.TrimSpace(text), blank(n)) }

// choice describes a box with what it stands for.
type choice struct{ key, text string }

// boxes lists choices, those that were taken ticked.
func boxes(choices []choice, taken ...string) string {
	parts := make([]string, len(choices))
	for i, c := range choices {
		box := "□"
		if slices.Contains(taken, c.key) {
			box = string(ticked)
		}
		parts[i] = box + c.text
	}
	return strings.Join(parts, "　")
}

// keyed returns the choices of values that are counted, by what people call them.
func keyed[T ~string](keys []T) []choice {
	out := make([]choice, len(keys))
	for i, k := range keys {
		out[i] = choice{string(k), models.KeyText(string(k)).Zh}
	}
	return out
}

func listOf[T ~string](keys []T) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = string(k)
	}
	return out
}

// things lists belongings, or what was given.
func things(given []models.Given) string {
	parts := make([]string, len(given))
	for i, g := range given {
		name := g.Name
		if kind := models.KeyText(string(g.Item)).Zh; name == "" {
			name = kind
		} else if g.Item != models.GivenOther {
			name = kind + "（" + name + "）"
		}
		parts[i] = fmt.Sprintf("%s × %d", name, g.Quantity)
	}
	return strings.Join(parts, "；")
}

// sign makes the cell of a signature: as drawn, with the name as entered below it; else room
// to sign by hand.
func sign(span int, s *models.Signature) cell {
	c := cell{span: span, size: smallSize, low: true}
	if s == nil {
		return c
	}
	c.text = s.Name
	if s.Unit != "" {
		c.text += "（" + s.Unit + "）"
	}
	c.text = "登记：" + c.text
	if s.Image != nil {
		c.picture = s.Image.SHA256
		if !strings.HasPrefix(s.Image.ContentType, "image/") {
			c.text += "，签名另附"
		}
	}
	return c
}

// signed adds a row in which two sign: labels, and what is known of each.
func (s *sheet) signed(left string, a *models.Signature, right string, b *models.Signature) {
	s.rows = append(s.rows, row{cells: []cell{label(4, left), sign(8, a), label(4, right), sign(8, b)}, least: signatureHeight})
}

// last returns who signed last in p in a capacity; nil for none.
func last(p models.Proceeding, kind models.SignerKind) *models.Signature {
	d := p.Head()
	for i := len(d.History) - 1; i >= 0; i-- {
		if s := d.History[i].Signed(kind); s != nil && !d.Undone(d.History[i].Number) {
			return s
		}
	}
	return nil
}

func signedIn(a *models.Act, kind models.SignerKind) *models.Signature {
	if a == nil {
		return nil
	}
	return a.Signed(kind)
}

// said returns a signature to be read; an empty one for none.
func said(s *models.Signature) models.Signature {
	if s == nil {
		return models.Signature{}
	}
	return *s
}

func refuse(zh, en string) error { return models.Refused(models.ErrPrecondition, zh, en) }
