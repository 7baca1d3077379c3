package models

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

var (
	ann = Actor{ID: "ann", Role: RoleStation}
	bo  = Actor{ID: "bo", Role: RoleCaseworker}
	cy  = Actor{ID: "cy", Role: RolePolice}
)

func step(a Actor, k StepKind) Step { return Step{Kind: k, Actor: a, Reason: "理由", Time: now} }

func entered(a Actor, k ItemKind, r ItemResult) Step {
	return Step{Kind: StepItem, Actor: a, Time: now, Item: &Item{Kind: k, Result: r, Signature: a.ID}}
}

func numbered(a Actor, r ItemResult) Step {
	s := entered(a, ItemPoliceRecord, r)
	s.Item.Reference = "R-77"
	return s
}

func aside(day Date) Step {
	s := step(ann, StepUnresolve)
	s.ReviewDate = day
	return s
}

func undoItem(number int) Step {
	s := step(bo, StepUndo)
	s.Undoes = number
	return s
}

// Every step of a row but the last is allowed; the last one must end in the state, or
// in the error with the state before.
func TestCaseSteps(t *testing.T) {
	propose, verify, confirm := step(ann, StepPropose), step(bo, StepVerify), step(bo, StepConfirm)
	byGuitu := step(System(), StepPropose)
	dna, no := entered(bo, ItemDNA, ResultSupports), entered(bo, ItemDNA, ResultContradicts)
	call, visit := entered(ann, ItemPhoneCall, ResultSupports), entered(bo, ItemFamilyVisit, ResultSupports)
	early := step(bo, StepConfirm)
	early.Time = now.Add(-time.Hour)
	nobody, silent := step(Actor{}, StepVerify), step(bo, StepVerify)
	silent.Reason = " "
	unsigned := entered(bo, ItemDNA, ResultSupports)
	unsigned.Item.Signature = ""
	for name, c := range map[string]struct {
		steps []Step
		state CaseState
		err   error
	}{
		"proposed":                       {[]Step{propose}, CaseProposed, nil},
		"DNA suffices":                   {[]Step{propose, verify, dna, confirm}, CaseConfirmed, nil},
		"a fingerprint suffices":         {[]Step{propose, verify, entered(bo, ItemFingerprint, ResultSupports), confirm}, CaseConfirmed, nil},
		"a numbered police record":       {[]Step{propose, verify, numbered(cy, ResultSupports), confirm}, CaseConfirmed, nil},
		"a police record without number": {[]Step{propose, verify, entered(cy, ItemPoliceRecord, ResultSupports), confirm}, CaseVerifying, ErrPrecondition},
		"nothing verified":               {[]Step{propose, verify, confirm}, CaseVerifying, ErrPrecondition},
		"straight to confirmed":          {[]Step{propose, confirm}, CaseProposed, ErrPrecondition},
		"own proposal":                   {[]Step{propose, verify, dna, step(ann, StepConfirm)}, CaseVerifying, ErrPermission},
		"Guitu's, by who took it up":     {[]Step{byGuitu, verify, dna, confirm}, CaseVerifying, ErrPermission},
		"Guitu's, by another":            {[]Step{byGuitu, verify, dna, step(cy, StepConfirm)}, CaseConfirmed, nil},
		"by Guitu itself":                {[]Step{propose, verify, dna, step(System(), StepConfirm)}, CaseVerifying, ErrPermission},
		"two independent by two":         {[]Step{propose, verify, call, visit, confirm}, CaseConfirmed, nil},
		"two by one person":              {[]Step{propose, verify, entered(bo, ItemPhoneCall, ResultSupports), visit, confirm}, CaseVerifying, ErrPrecondition},
		"twice the same":                 {[]Step{propose, verify, call, entered(bo, ItemPhoneCall, ResultSupports), confirm}, CaseVerifying, ErrPrecondition},
		"two that are one face": {[]Step{propose, verify, entered(ann, ItemFaceReview, ResultSupports), entered(bo, ItemFamilyPhoto, ResultSupports), confirm},
			CaseVerifying, ErrPrecondition},
		"a face and a call":              {[]Step{propose, verify, call, entered(bo, ItemFaceReview, ResultSupports), confirm}, CaseConfirmed, nil},
		"one is inconclusive":            {[]Step{propose, verify, call, entered(bo, ItemFamilyVisit, ResultInconclusive), confirm}, CaseVerifying, ErrPrecondition},
		"DNA says no":                    {[]Step{propose, verify, call, visit, no, confirm}, CaseVerifying, ErrPrecondition},
		"DNA no, fingerprint yes":        {[]Step{propose, verify, no, entered(cy, ItemFingerprint, ResultSupports), confirm}, CaseVerifying, ErrPrecondition},
		"a visit says no, two say yes":   {[]Step{propose, verify, call, entered(cy, ItemDocuments, ResultSupports), entered(bo, ItemFamilyVisit, ResultContradicts), confirm}, CaseVerifying, ErrPrecondition},
		"a visit says no, DNA yes":       {[]Step{propose, verify, entered(bo, ItemFamilyVisit, ResultContradicts), dna, confirm}, CaseConfirmed, nil},
		"DNA no, taken back":             {[]Step{propose, verify, no, undoItem(3), dna, confirm}, CaseConfirmed, nil},
		"DNA yes, taken back":            {[]Step{propose, verify, dna, undoItem(3), confirm}, CaseVerifying, ErrPrecondition},
		"taken back twice":               {[]Step{propose, verify, dna, undoItem(3), undoItem(3)}, CaseVerifying, ErrPrecondition},
		"taken back behind a decision":   {[]Step{propose, verify, dna, confirm, undoItem(3)}, CaseConfirmed, ErrPrecondition},
		"no such item":                   {[]Step{propose, verify, undoItem(2)}, CaseVerifying, ErrPrecondition},
		"reunited":                       {[]Step{propose, verify, dna, confirm, step(bo, StepReunite)}, CaseReunited, nil},
		"reunited, DNA says no":          {[]Step{propose, verify, numbered(cy, ResultSupports), confirm, no, step(bo, StepReunite)}, CaseConfirmed, ErrPrecondition},
		"reunited, not confirmed":        {[]Step{propose, verify, step(bo, StepReunite)}, CaseVerifying, ErrPrecondition},
		"confirmation undone":            {[]Step{propose, verify, dna, confirm, step(cy, StepUndo)}, CaseVerifying, nil},
		"reunion undone":                 {[]Step{propose, verify, dna, confirm, step(bo, StepReunite), step(cy, StepUndo)}, CaseConfirmed, nil},
		"undone and undone":              {[]Step{propose, verify, dna, confirm, step(cy, StepUndo), step(cy, StepUndo)}, CaseProposed, nil},
		"undone to the ground":           {[]Step{propose, verify, step(cy, StepUndo), step(cy, StepUndo)}, CaseProposed, ErrPrecondition},
		"confirmed again":                {[]Step{propose, verify, dna, confirm, step(cy, StepUndo), confirm}, CaseConfirmed, nil},
		"rejected":                       {[]Step{propose, step(ann, StepReject)}, CaseRejected, nil},
		"rejected, undone":               {[]Step{propose, verify, step(ann, StepReject), step(bo, StepUndo)}, CaseVerifying, nil},
		"rejected, reopened":             {[]Step{propose, step(ann, StepReject), step(bo, StepReopen)}, CaseVerifying, nil},
		"rejected, then an item":         {[]Step{propose, verify, step(ann, StepReject), dna}, CaseRejected, ErrPrecondition},
		"rejected, back by itself":       {[]Step{propose, step(ann, StepReject), step(System(), StepReturn)}, CaseProposed, nil},
		"rejected, back by a person":     {[]Step{propose, step(ann, StepReject), step(bo, StepReturn)}, CaseRejected, ErrPermission},
		"confirmed, then rejected":       {[]Step{propose, verify, dna, confirm, step(ann, StepReject)}, CaseConfirmed, ErrPrecondition},
		"set aside":                      {[]Step{propose, verify, aside("2027-03-01")}, CaseUnresolved, nil},
		"set aside for no date":          {[]Step{propose, aside("")}, CaseProposed, ErrInvalid},
		"set aside until a month":        {[]Step{propose, aside("2027-03")}, CaseProposed, ErrInvalid},
		"set aside until yesterday":      {[]Step{propose, aside("2026-11-20")}, CaseProposed, ErrInvalid},
		"set aside for good":             {[]Step{propose, aside("2126-11-20")}, CaseProposed, ErrInvalid},
		"proposed by Guitu and a person": {[]Step{byGuitu, propose}, CaseProposed, nil},
		"joined, then confirmed":         {[]Step{byGuitu, propose, verify, dna, step(ann, StepConfirm)}, CaseVerifying, ErrPermission},
		"proposed twice":                 {[]Step{propose, propose}, CaseProposed, ErrPrecondition},
		"an unknown step":                {[]Step{propose, step(bo, "BLESS")}, CaseProposed, ErrPrecondition},
		"nobody":                         {[]Step{propose, nobody}, CaseProposed, ErrUnauthenticated},
		"no reason":                      {[]Step{propose, silent}, CaseProposed, ErrInvalid},
		"not signed":                     {[]Step{propose, verify, unsigned}, CaseVerifying, ErrInvalid},
		"an item without a result":       {[]Step{propose, verify, entered(bo, ItemDNA, "")}, CaseVerifying, ErrInvalid},
		"an item of a kind unheard of":   {[]Step{propose, verify, entered(bo, "TAROT", ResultSupports)}, CaseVerifying, ErrInvalid},
		"the clock moved back":           {[]Step{propose, verify, dna, early}, CaseVerifying, ErrPrecondition},
	} {
		t.Run(name, func(t *testing.T) {
			var file Case
			for i, s := range c.steps {
				before := fmt.Sprintf("%+v", file)
				err := file.Apply(s)
				if last := i == len(c.steps)-1; last && c.err != nil {
					if !errors.Is(err, c.err) || fmt.Sprintf("%+v", file) != before {
						t.Errorf("error %v, want %v; the case is %+v", err, c.err, file)
					}
				} else if err != nil {
					t.Fatalf("step %d: %v", i+1, err)
				}
			}
			if file.State != c.state {
				t.Errorf("state %s, want %s", file.State, c.state)
			}
			for i, s := range file.History {
				if s.Number != i+1 || i > 0 && s.From != file.History[i-1].To {
					t.Errorf("step %d: %+v", i, s)
				}
			}
		})
	}
}

// A pair that a face proposed is not confirmed by looking at the faces again.
func TestFaceAloneNeedsMoreThanFaces(t *testing.T) {
	for _, alone := range []bool{true, false} {
		c := Case{FaceAlone: alone}
		for _, s := range []Step{step(ann, StepPropose), step(bo, StepVerify), entered(ann, ItemFaceReview, ResultSupports), entered(bo, ItemPhoneCall, ResultSupports)} {
			if err := c.Apply(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Apply(step(bo, StepConfirm)); errors.Is(err, ErrPrecondition) != alone {
			t.Errorf("by a face alone %v: %v", alone, err)
		}
	}
}

// A clock that was set right by seconds stops no one and reorders nothing.
func TestClockSlack(t *testing.T) {
	var c Case
	second := step(bo, StepVerify)
	second.Time = now.Add(-ClockSlack / 2)
	if err := errors.Join(c.Apply(step(ann, StepPropose)), c.Apply(second)); err != nil {
		t.Fatal(err)
	}
	if !c.History[1].Time.Equal(now) {
		t.Errorf("the second step is of %v, before the first", c.History[1].Time)
	}
}

func TestReviewDate(t *testing.T) {
	var c Case
	for _, s := range []Step{step(ann, StepPropose), aside("2027-03-01")} {
		if err := c.Apply(s); err != nil {
			t.Fatal(err)
		}
	}
	if c.Due("2027-02-28") || !c.Due("2027-03-01") || c.ReviewDate != "2027-03-01" {
		t.Errorf("set aside until %s", c.ReviewDate)
	}
	if err := c.Apply(step(bo, StepReopen)); err != nil || c.ReviewDate != "" || c.Due("2030-01-01") {
		t.Errorf("reopened: until %q, %v", c.ReviewDate, err)
	}
	if err := c.Apply(step(bo, StepUndo)); err != nil || c.State != CaseUnresolved || c.ReviewDate != "2027-03-01" {
		t.Errorf("undone: %s until %q, %v", c.State, c.ReviewDate, err)
	}
}

// The history reads as a story in both languages, a sentence a step.
func TestStory(t *testing.T) {
	c := Case{}
	item := entered(bo, ItemDNA, ResultSupports)
	item.Item.DoneBy, item.Item.Reference, item.Item.Note = "青石县鉴定所", "D-9", "亲缘成立。"
	for _, s := range []Step{step(System(), StepPropose), step(ann, StepVerify), item, step(bo, StepConfirm), step(ann, StepReunite), step(cy, StepUndo)} {
		if err := c.Apply(s); err != nil {
			t.Fatal(err)
		}
	}
	var zh, en []string
	for _, s := range c.History {
		text := s.Story(s.Actor.ID)
		zh, en = append(zh, text.Zh), append(en, text.En)
	}
	wantZh := `2026年11月21日 20:00，系统提出这两份资料可能是同一人：理由。
2026年11月21日 20:00，ann 开始核实：理由。
2026年11月21日 20:00，bo 录入核实（DNA 比对），结果支持，由 青石县鉴定所 办理，编号 D-9，亲缘成立。
2026年11月21日 20:00，bo 确认是同一人：理由。
2026年11月21日 20:00，ann 登记团聚，双方资料结案：理由。
2026年11月21日 20:00，cy 撤销第 5 步，案件回到“已确认”：理由。`
	if got := strings.Join(zh, "\n"); got != wantZh {
		t.Errorf("the story is\n%s\nwant\n%s", got, wantZh)
	}
	if got := en[2]; got != "On 21 November 2026, 20:00, bo entered a verification (DNA) that supports, done by 青石县鉴定所, no. D-9, 亲缘成立." {
		t.Errorf("in English: %s", got)
	}
}

// What is weighed is the substance of a file; what is not is not.
func TestSubstance(t *testing.T) {
	base := func() *Record {
		r := &Record{Station: "青石站", FoundDate: "2024-01", Status: RecordUnidentified}
		r.Person.Names = []PersonName{{Text: "柳望舒"}}
		r.Person.NativePlace = Place{Text: "白鹭镇"}
		r.Person.Marks = []Mark{{Text: "左眉疤"}}
		r.Photos = []Photo{{Name: "photos/a", SHA256: "ab"}, {Name: "photos/b", Faces: []Face{{Model: ModelFR, Embedding: []float32{1, 2}}}}}
		return r
	}
	for name, c := range map[string]struct {
		change func(*Record)
		counts bool
	}{
		"status":                   {func(r *Record) { r.Status = RecordPlaced }, false},
		"etag and times":           {func(r *Record) { r.Etag, r.UpdateTime = "x", now }, false},
		"externalId and station":   {func(r *Record) { r.ExternalID, r.Station = "E", "白鹭站" }, false},
		"sample numbers":           {func(r *Record) { r.DNA, r.Fingerprint = Sample{SampleID: "D"}, Sample{SampleID: "F"} }, false},
		"a place's code":           {func(r *Record) { r.Person.NativePlace.Code = "999902" }, false},
		"a mark that is read":      {func(r *Record) { r.Person.Marks[0].Kind = "SCAR" }, false},
		"a photo's name":           {func(r *Record) { r.Photos[0].Name = "photos/z" }, false},
		"another look at a photo":  {func(r *Record) { r.Photos[0].Faces = []Face{{Model: ModelDlib, Embedding: []float32{3}}} }, false},
		"a name":                   {func(r *Record) { r.Person.Names[0].Text = "柳王叔" }, true},
		"a place's text":           {func(r *Record) { r.Person.NativePlace.Text = "白坡镇" }, true},
		"a mark":                   {func(r *Record) { r.Person.Marks[0].Text = "右眉疤" }, true},
		"the event's date":         {func(r *Record) { r.FoundDate = "2024-02" }, true},
		"the event's place":        {func(r *Record) { r.FoundPlace.Text = "车站" }, true},
		"the circumstances":        {func(r *Record) { r.Circumstances = "夜里" }, true},
		"another picture":          {func(r *Record) { r.Photos[0].SHA256 = "cd" }, true},
		"one picture less":         {func(r *Record) { r.Photos = r.Photos[1:] }, true},
		"other embeddings brought": {func(r *Record) { r.Photos[1].Faces[0].Embedding = []float32{2, 1} }, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := base()
			c.change(r)
			if changed := ContentHash(r) != ContentHash(base()); changed != c.counts {
				t.Errorf("the substance changed: %v, want %v", changed, c.counts)
			}
		})
	}
}

// A case takes so many items and no more, until some are taken back.
func TestItemsOfACaseAreBounded(t *testing.T) {
	c := &Case{State: CaseVerifying}
	item := func(n int) error {
		return c.Apply(Step{Kind: StepItem, Actor: Actor{ID: "users/a", Role: RolePolice}, Time: time.Date(2031, 1, 1, 0, n, 0, 0, time.UTC),
			Item: &Item{Kind: ItemPhoneCall, Result: ResultInconclusive, Signature: "关，民警"}})
	}
	for n := range MaxItems {
		if err := item(n); err != nil {
			t.Fatalf("item %d: %v", n+1, err)
		}
	}
	if err := item(MaxItems); !errors.Is(err, ErrPrecondition) {
		t.Errorf("one more: %v", err)
	}
	undo := Step{Kind: StepUndo, Undoes: 1, Reason: "记错了", Actor: Actor{ID: "users/a", Role: RolePolice}, Time: time.Date(2031, 1, 2, 0, 0, 0, 0, time.UTC)}
	if err := c.Apply(undo); err != nil {
		t.Fatal(err)
	}
	if err := item(MaxItems + 2000); err != nil {
		t.Errorf("after one was taken back: %v", err)
	}
}

// What the system proposes is told in words, not in the letters it is kept in.
func TestProposalStory(t *testing.T) {
	for reason, want := range map[string][2]string{
		ProposalReason(.999, 22.94): {"：可能性 > 99 %，依据共 +22.9 比特。", ": probability > 99 %, evidence of +22.9 bits."},
		ProposalReason(.654, 3):     {"：可能性 65 %，依据共 +3.0 比特。", ": probability 65 %, evidence of +3.0 bits."},
		"理由":                        {"：理由。", ": 理由."},
	} {
		step := Step{Kind: StepPropose, Actor: System(), Reason: reason}
		if got := step.Story(""); !strings.HasSuffix(got.Zh, want[0]) || !strings.HasSuffix(got.En, want[1]) {
			t.Errorf("%q is told as %q and %q", reason, got.Zh, got.En)
		}
	}
}
