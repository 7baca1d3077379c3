package models

import (
	"fmt"
	"slices"
	"time"
)

// ClockSlack is how far the server's clock may fall back, as when it is set right,
// before steps are refused. Within it a step gets the time of the one before.
const ClockSlack = time.Minute

// FurthestReview is how far off an unresolved case may be put.
const FurthestReview = 5 * 365 * 24 * time.Hour

// maxSteps bounds what a history may cost: real ones have some ten.
const maxSteps = 1000

// moves say which step leads from where to where.
var moves = map[StepKind]struct {
	from []CaseState
	to   CaseState
}{
	StepPropose:   {[]CaseState{""}, CaseProposed},
	StepVerify:    {[]CaseState{CaseProposed}, CaseVerifying},
	StepConfirm:   {[]CaseState{CaseVerifying}, CaseConfirmed},
	StepReject:    {[]CaseState{CaseProposed, CaseVerifying, CaseUnresolved}, CaseRejected},
	StepUnresolve: {[]CaseState{CaseProposed, CaseVerifying}, CaseUnresolved},
	StepReunite:   {[]CaseState{CaseConfirmed}, CaseReunited},
	StepReopen:    {[]CaseState{CaseUnresolved, CaseRejected}, CaseVerifying},
	StepReturn:    {[]CaseState{CaseRejected}, CaseProposed},
}

// MaxItems is how many items of a case may stand at a time: a case that needs more proof
// than that is not proven by more.
const MaxItems = 100

// Apply adds a step to the history, if it is allowed. The step says what is done, by
// whom, when and why; Take fills in its number and the states. An UNDO takes back
// the item that s.Undoes names by its step or, if that is 0, the last decision.
// Nothing is changed if it is not allowed.
// Errors: ErrUnauthenticated, ErrInvalid (a reason, a date or an item is missing or
// wrong), ErrPermission (one person alone), ErrPrecondition.
func (c *Case) Apply(s Step) error {
	if s.Actor.ID == "" {
		return ErrUnauthenticated
	}
	if s.Actor.Role == RoleSystem && s.Kind != StepPropose && s.Kind != StepReturn {
		return Refused(ErrPermission, "系统只能提出，不能作决定", "the system proposes, people decide")
	}
	if err := s.check(); err != nil {
		return err
	}
	if len(c.History) >= maxSteps {
		return Refused(ErrPrecondition, fmt.Sprintf("案件步骤过多，最多 %d 步", maxSteps), fmt.Sprintf("over %d steps in one case", maxSteps))
	}
	if err := c.date(&s); err != nil {
		return err
	}
	s.Number, s.From, s.To = len(c.History)+1, c.State, c.State
	var err error
	switch s.Kind {
	case StepItem:
		if len(c.Standing()) >= MaxItems {
			return Refused(ErrPrecondition, fmt.Sprintf("核验材料过多，最多 %d 项，请先撤回无用的", MaxItems), fmt.Sprintf("over %d items in one case: take back what is of no use", MaxItems))
		}
		err = c.takeItem(&s)
	case StepUndo:
		err = c.takeUndo(&s)
	case StepAssign:
		err = c.mayWork()
	default:
		err = c.takeMove(&s)
	}
	if err != nil {
		return err
	}
	c.History = append(slices.Clip(c.History), s)
	c.State = s.To
	switch {
	case s.Kind == StepAssign:
		c.Assignee = s.Assignee
	case c.State != CaseUnresolved:
		c.ReviewDate = ""
	case s.From != CaseUnresolved: // set aside now, or an undo leads back to when it was
		c.ReviewDate = c.lastReview(s.ReviewDate)
	}
	return nil
}

// date gives the step its time: never before the step before it.
func (c *Case) date(s *Step) error {
	if len(c.History) == 0 {
		return nil
	}
	last := c.History[len(c.History)-1].Time
	if back := last.Sub(s.Time); back > ClockSlack {
		return Refused(ErrPrecondition,
			fmt.Sprintf("服务器时钟比上一步记录早 %v，请先校准时钟", back.Round(time.Second)),
			fmt.Sprintf("the server's clock is %v before the last step: set it right first", back.Round(time.Second)))
	} else if back > 0 {
		s.Time = last
	}
	return nil
}

func (c *Case) takeMove(s *Step) error {
	move, known := moves[s.Kind]
	joins := s.Kind == StepPropose && c.State == CaseProposed && c.Proposer().Role == RoleSystem // who agrees with Guitu
	if !known || !slices.Contains(move.from, c.State) && !joins {
		return Refused(ErrPrecondition,
			fmt.Sprintf("案件现为“%s”，不能%s", c.State.text().Zh, s.Kind.text().Zh),
			fmt.Sprintf("the case is %s: it cannot be %s", c.State, s.Kind.text().En))
	}
	s.To = move.to
	switch s.Kind {
	case StepConfirm:
		if s.Actor.ID == c.Proposer().ID {
			return Refused(ErrPermission, "不能确认自己提出或受理的案件，须由另一人确认", "one does not confirm a proposal of one's own: another person must")
		}
		err := c.Proven()
		if err != nil && c.BlindTo(s.Actor) { // why not, is what others found
			return Refused(ErrPrecondition, "现有核实还不能确认；请先录入您自己的核实，之后即可看到他人的结果",
				"what was entered cannot confirm it yet: enter your own verification first, and you see what others found")
		}
		return err
	case StepReunite:
		return c.Barred()
	case StepReturn:
		if s.Actor.Role != RoleSystem {
			return Refused(ErrPermission, "被排除的案件请用“重新打开”", "reopen a rejected case instead")
		}
	}
	return nil
}

// Proven returns nil if the standing items suffice to confirm: one primary item, or two
// secondary ones on independent grounds, entered by two different people, none of
// which is a face if a face is all that proposed the pair. A contradicting primary
// item bars it, and a contradicting secondary one leaves it to a primary one.
func (c *Case) Proven() error {
	if err := c.Barred(); err != nil {
		return err
	}
	contradiction := false
	var secondary []Item
	for _, i := range c.Standing() {
		switch {
		case i.Result == ResultContradicts:
			contradiction = true
		case i.Result == ResultInconclusive:
		case i.Primary():
			return nil
		case c.FaceAlone && i.ground() == ItemFaceReview:
		default:
			secondary = append(secondary, i)
		}
	}
	if contradiction {
		return Refused(ErrPrecondition, "有核实结果与此相反，须有 DNA、指纹或带编号的公安记录才能确认",
			"a verification contradicts: only DNA, a fingerprint or a police record with its number can confirm")
	}
	for i, a := range secondary {
		for _, b := range secondary[i+1:] {
			if a.ground() != b.ground() && a.Actor.ID != b.Actor.ID {
				return nil
			}
		}
	}
	return Refused(ErrPrecondition,
		"证据不足：需要一项支持的 DNA、指纹或带编号的公安记录，或由两人分别录入的两项相互独立的核实（仅凭人脸不算）",
		"not enough: it takes one supporting DNA, fingerprint or numbered police record, or two independent verifications entered by two people (a face alone never counts)")
}

// Barred returns nil if no standing primary item contradicts.
func (c *Case) Barred() error {
	for _, i := range c.Standing() {
		if i.Primary() && i.Result == ResultContradicts {
			return Refused(ErrPrecondition,
				fmt.Sprintf("第 %d 项核实（%s）的结论相反", i.Number, i.Kind.text().Zh),
				fmt.Sprintf("item %d (%s) contradicts", i.Number, i.Kind.text().En))
		}
	}
	return nil
}

// mayWork returns nil if the case is being worked on.
func (c *Case) mayWork() error {
	if c.State.Open() || c.State == CaseConfirmed {
		return nil
	}
	return Refused(ErrPrecondition, fmt.Sprintf("案件现为“%s”，请先撤销或重新打开", c.State.text().Zh),
		fmt.Sprintf("the case is %s: undo that or reopen it first", c.State))
}

func (c *Case) takeItem(s *Step) error {
	if c.State != CaseVerifying && c.State != CaseConfirmed {
		return Refused(ErrPrecondition, fmt.Sprintf("案件现为“%s”，请先开始核实", c.State.text().Zh),
			fmt.Sprintf("the case is %s: begin to verify it first", c.State))
	}
	item := *s.Item
	item.Number = len(c.Items()) + 1
	s.Item = &item
	return nil
}

// takeUndo finds what is taken back and where that leads.
func (c *Case) takeUndo(s *Step) error {
	undone := map[int]bool{}
	for _, h := range c.History {
		undone[h.Undoes] = true
	}
	if s.Undoes != 0 {
		step := c.step(s.Undoes)
		if step == nil || step.Kind != StepItem || undone[s.Undoes] {
			return Refused(ErrPrecondition, "没有可撤回的这一项核实", "there is no such item to take back")
		}
		if c.State != CaseVerifying { // what was decided by it goes first
			return Refused(ErrPrecondition, fmt.Sprintf("案件现为“%s”，请先撤销该决定", c.State.text().Zh), fmt.Sprintf("the case is %s: undo that first", c.State))
		}
		return nil
	}
	for i := len(c.History) - 1; i > 0; i-- { // the proposal itself is rejected, not undone
		h := &c.History[i]
		if h.Kind != StepUndo && h.From != h.To && !undone[h.Number] {
			s.Undoes, s.To = h.Number, h.From
			return nil
		}
	}
	return Refused(ErrPrecondition, "没有可以撤销的步骤", "there is nothing to undo")
}

// lastReview returns the date until which the case is set aside: the step's own or, after
// an undo, the last one given.
func (c *Case) lastReview(own Date) Date {
	for i := len(c.History) - 1; i >= 0 && own == ""; i-- {
		own = c.History[i].ReviewDate
	}
	return own
}

// Exclusion returns the step that rejected the pair, if that still stands; nil for none.
func (c *Case) Exclusion() *Step {
	if c.State != CaseRejected {
		return nil
	}
	for i := len(c.History) - 1; i >= 0; i-- {
		if c.History[i].Kind == StepReject {
			return &c.History[i]
		}
	}
	return nil
}
