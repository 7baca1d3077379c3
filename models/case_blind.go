package models

import "slices"

// The second judge of a pair does not know what the first one found: two judgements of
// which one was read off the other are one judgement.

// BlindTo reports whether the reader has yet to judge the case without knowing what
// others found: it is open, a verification of another person stands in it, and the reader
// has neither proposed it nor entered a verification, nor decided it before.
func (c *Case) BlindTo(reader Actor) bool {
	if !c.State.Open() || c.Proposer().ID == reader.ID || slices.ContainsFunc(c.History, func(s Step) bool { return s.judges(reader) }) {
		return false
	}
	return len(c.Standing()) > 0
}

// judges reports whether the reader said by the step what they think of the pair.
func (s *Step) judges(reader Actor) bool {
	switch s.Kind {
	case StepItem, StepConfirm, StepReject, StepUnresolve:
		return s.Actor.ID == reader.ID
	default:
		return false
	}
}

// Withheld returns the history as a reader may see it to whom the case is blind: who did
// what and when, and of the reasons only the reader's own, what Guitu itself said, and
// what an assignment asks for. Of an item of another, its number is left.
func (c *Case) Withheld(reader Actor) []Step {
	steps := slices.Clone(c.History)
	for i := range steps {
		s := &steps[i]
		if s.Actor.ID == reader.ID || s.Actor.Role == RoleSystem || s.Kind == StepAssign {
			continue
		}
		s.Reason = ""
		if s.Item != nil {
			s.Item = &Item{Number: s.Item.Number}
		}
	}
	return steps
}
