package models

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"
)

// The states of an escort.
const (
	EscortPlanned    = "PLANNED"
	EscortUnderway   = "UNDERWAY"
	EscortHandedOver = "HANDED_OVER"
	EscortFailed     = "FAILED"
)

// Receiver is to whom an escort brings the person.
type Receiver struct {
	Kind     ReceiverKind `json:"kind,omitempty"`
	Name     string       `json:"name,omitempty"` // who signs: of the family; of a station, who is on duty, if known
	Unit     string       `json:"unit,omitempty"` // the station, institution or office
	Relation string       `json:"relation,omitempty"`
	Phone    string       `json:"phone,omitempty"`
}

// ReceiverKind is of what kind a receiver is.
type ReceiverKind string

// The kinds of receivers.
const (
	ReceiverFamily  ReceiverKind = "FAMILY"
	ReceiverStation ReceiverKind = "STATION"
	ReceiverWelfare ReceiverKind = "WELFARE"
	ReceiverCounty  ReceiverKind = "COUNTY" // 乡镇人民政府、民政部门
)

// Escort describes a journey home in the station's care (接送返乡), from its plan to the hand-over.
// People with special difficulties (DB34/T 4674-2024, 3.2: under 16 years, disabled and hardly able
// to walk, and others) have at least two escorts; that number was not found in the parts of that
// guide that could be read, and is not verified for other provinces.
type Escort struct {
	Docket
	Stay         string   `json:"stay,omitempty"` // stays/…
	Destination  Place    `json:"destination,omitzero"`
	Receiver     Receiver `json:"receiver,omitzero"`
	PlannedDate  Date     `json:"plannedDate,omitempty"`
	Transport    string   `json:"transport,omitempty"`
	Escorts      []string `json:"escorts,omitempty"`
	SpecialNeeds bool     `json:"specialNeeds,omitempty"` // children, the old, the ill: two escorts
	Health       string   `json:"health,omitempty"`       // and medicine on the way
	Belongings   []Given  `json:"belongings,omitempty"`
	Costs        []Cost   `json:"costs,omitempty"`

	CodeHash  string `json:"codeHash,omitempty"`  // of the one-time code, while the person is on the way; never shown
	CodeTries int    `json:"codeTries,omitempty"` // wrong ones
}

// Cost holds what a part of the journey costs, in fen (0.01 yuan).
type Cost struct {
	What string `json:"what"`
	Fen  int    `json:"fen"`
}

// codeTries is how many wrong codes may be given: one in 200 000 guesses right. After that
// it takes a signature.
const codeTries = 5

// codeStays is how long after the departure the code counts: journeys take days, and a note with
// a code that was lost is worth nothing later.
const codeStays = 14 * 24 * time.Hour

// ProceedingKind returns Escorts.
func (*Escort) ProceedingKind() ProceedingKind { return Escorts }

// Partner returns the receiving unit, and where the journey goes.
func (e *Escort) Partner() (string, Place) { return e.Receiver.Unit, e.Destination }

// Ended reports whether the journey is over.
func (e *Escort) Ended() bool { return e.State == EscortHandedOver || e.State == EscortFailed }

// Validate names every wrong field.
func (e *Escort) Validate(time.Time) error {
	v := newViolations()
	e.check(v)
	if kind, ok := ProceedingKindOf(e.Stay); !ok || kind != Stays {
		v.add("stay", "应为在站救助的名称 stays/…", "must be the name of a stay: stays/…")
	}
	e.Destination.check(v.at("destination"))
	if e.Destination.Text == "" && e.Destination.Code == "" {
		v.add("destination", "请写明送往哪里", "say where the person is taken")
	}
	need(v, "receiver.kind", e.Receiver.Kind, ReceiverFamily, ReceiverStation, ReceiverWelfare, ReceiverCounty)
	if e.Receiver.Kind == ReceiverFamily {
		required(v, "receiver.name", e.Receiver.Name, "请写明接收的亲属姓名", "name who of the family receives the person")
		required(v, "receiver.relation", e.Receiver.Relation, "请写明与受助人员的关系", "say what they are to the person")
	} else if e.Receiver.Kind != "" {
		required(v, "receiver.unit", e.Receiver.Unit, "请写明接收单位", "name the receiving institution")
	}
	for _, f := range []struct{ field, text string }{
		{"receiver.name", e.Receiver.Name}, {"receiver.unit", e.Receiver.Unit}, {"receiver.relation", e.Receiver.Relation},
		{"receiver.phone", e.Receiver.Phone}, {"transport", e.Transport},
	} {
		checkLen(v, f.field, f.text, maxLine)
	}
	if first, last, ok := e.PlannedDate.Span(); !ok || !first.Equal(last) {
		v.add("plannedDate", "请给出计划启程的一天，如 2026-11-30", "give the day of the journey, as 2026-11-30")
	}
	checkItems(v, "escorts", e.Escorts, func(v violations, name string) {
		required(v, "", name, "不能为空", "is empty")
		checkLen(v, "", name, maxLine)
	})
	if least := e.leastEscorts(); len(e.Escorts) < least {
		v.add("escorts", fmt.Sprintf("护送人员至少 %d 人", least), fmt.Sprintf("needs at least %d", least))
	}
	checkLen(v, "health", e.Health, maxProse)
	checkItems(v, "belongings", e.Belongings, func(v violations, g Given) { g.check(v) })
	checkItems(v, "costs", e.Costs, func(v violations, c Cost) {
		required(v, ".what", c.What, "请写明费用项目", "say what for")
		checkLen(v, ".what", c.What, maxLine)
		if c.Fen < 0 || c.Fen > 1e9 {
			v.add(".fen", "金额不合理", "is below nothing, or endless")
		}
	})
	return v.err()
}

func (e *Escort) leastEscorts() int {
	if e.SpecialNeeds {
		return 2
	}
	return 1
}

func (e *Escort) act(a *Act) error {
	switch a.Kind {
	case ActPlan:
		return e.move(a, EscortPlanned, "")
	case ActDepart:
		return e.move(a, EscortUnderway, EscortPlanned)
	case ActHandOver:
		return e.handOver(a)
	case ActFail:
		if isBlank(a.Note) {
			return Invalid("note", "请写明未成的原因，以及人在哪里", "say why, and where the person is")
		}
		return e.move(a, EscortFailed, EscortPlanned, EscortUnderway)
	}
	return unknownAct(a, ActDepart, ActHandOver, ActFail)
}

// NewCode makes the one-time code by which the receiver confirms the hand-over: six digits
// that are told to the receiver alone. Only its hash is kept.
func (e *Escort) NewCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	code := fmt.Sprintf("%06d", n)
	e.CodeHash, e.CodeTries = e.hashOf(code), 0
	return code, nil
}

func (e *Escort) hashOf(code string) string {
	sum := sha256.Sum256([]byte(e.Name + "\x00" + code))
	return hex.EncodeToString(sum[:])
}

// WrongCode reports whether an act brings a code that is not the one; it counts then.
func (e *Escort) WrongCode(a *Act) bool {
	if a.Kind != ActHandOver || a.Code == "" || e.State != EscortUnderway || e.CodeTries >= codeTries ||
		subtle.ConstantTimeCompare([]byte(e.hashOf(a.Code)), []byte(e.CodeHash)) == 1 {
		return false
	}
	e.CodeTries++
	return true
}

// handOver is confirmed by the receiver: with the code that they alone were told, or with
// their signature.
func (e *Escort) handOver(a *Act) error {
	if e.State == EscortHandedOver {
		done := e.Last(ActHandOver)
		return Refused(ErrPrecondition,
			fmt.Sprintf("已于 %s 由%s确认交接，不能再次确认", done.Time.In(Zone).Format("2006-01-02 15:04"), confirmedBy(done)),
			"the hand-over is confirmed already, and cannot be confirmed again")
	}
	if e.State != EscortUnderway {
		return e.refuseState(a)
	}
	if a.Code == "" {
		if err := e.receiverSigned(a.Signed(SignReceiver)); err != nil {
			return err
		}
		a.To = EscortHandedOver
		return nil
	}
	switch {
	case e.CodeTries >= codeTries:
		return Refused(ErrPermission, "交接码已多次输错，不再有效，请由接收人签名确认", "the code was given wrong too often and counts no more: the receiver signs instead")
	case e.CodeHash == "" || a.EnterTime.Sub(e.Last(ActDepart).EnterTime) > codeStays:
		return Refused(ErrPermission, "交接码已失效，请由接收人签名确认", "the code counts no more: the receiver signs instead")
	case subtle.ConstantTimeCompare([]byte(e.hashOf(a.Code)), []byte(e.CodeHash)) != 1:
		return Refused(ErrPermission, "交接码不对，请向接收人核对", "the code is wrong: ask the receiver")
	}
	a.To = EscortHandedOver
	return nil
}

// receiverSigned returns nil if the receiver of the plan signed, and no one else.
func (e *Escort) receiverSigned(s *Signature) error {
	if s == nil {
		return Invalid("signatures", "请输入交接码，或由接收人签名", "give the code, or have the receiver sign")
	}
	want := e.Receiver
	if want.Kind == ReceiverFamily {
		if s.Name != want.Name {
			return Refused(ErrPermission, fmt.Sprintf("签收人“%s”不是护送计划中的接收人“%s”；确需他人代收的，请登记护送未成后另订计划", s.Name, want.Name),
				fmt.Sprintf("%q signs, and the plan names %q: give this escort up and plan another", s.Name, want.Name))
		}
		if isBlank(s.IDKind) || isBlank(s.IDNumber) {
			return Invalid("signatures", "请查验接收人的证件并写明种类和号码", "see the receiver's document, and write down its kind and number")
		}
		return nil
	}
	if s.Unit != want.Unit {
		return Refused(ErrPermission, fmt.Sprintf("签收单位“%s”不是护送计划中的接收单位“%s”", s.Unit, want.Unit),
			fmt.Sprintf("%q signs, and the plan names %q", s.Unit, want.Unit))
	}
	return nil
}

func confirmedBy(a *Act) string {
	if s := a.Signed(SignReceiver); s != nil {
		if s.Unit != "" {
			return s.Unit
		}
		return s.Name
	}
	if a.By != "" {
		return a.By
	}
	return "接收人"
}

func (e *Escort) settle() {
	if e.State != EscortUnderway {
		e.CodeHash = ""
	}
}

// deadline returns the end of the planned day: an escort that is not over then is looked at.
func (e *Escort) deadline() time.Time {
	if e.Ended() {
		return time.Time{}
	}
	first, _, _ := e.PlannedDate.Span()
	y, m, d := first.Date()
	return time.Date(y, m, d, 23, 59, 59, 0, Zone).UTC()
}

func (e *Escort) facts(a *Act) []Fact {
	if a.Kind != ActHandOver && a.Kind != ActFail {
		return nil
	}
	return []Fact{{Measure: MeasureEscorts, Key: a.To, Amount: 1}}
}

// Forget takes out who receives the person, and what is told of them.
func (e *Escort) Forget() bool {
	changed := e.Health != "" || len(e.Belongings)+len(e.Escorts) > 0 || e.Receiver.Name+e.Receiver.Phone != ""
	e.Health, e.Belongings, e.Escorts, e.Receiver.Name, e.Receiver.Phone = "", nil, nil, "", ""
	return e.forget() || changed
}
