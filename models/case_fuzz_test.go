package models

import (
	"slices"
	"testing"
	"time"
)

// Whatever is tried in whatever order by anyone, no case is confirmed by one person,
// against DNA, or without proof; nothing of its history is lost or out of order; and a
// step that is refused changes nothing.
func FuzzCase(f *testing.F) {
	f.Add([]byte{0, 1, 42, 83, 3, 7, 9, 200, 14})
	f.Fuzz(func(t *testing.T, tries []byte) {
		actors := []Actor{ann, bo, cy, System(), {}}
		kinds := []StepKind{StepPropose, StepVerify, StepItem, StepConfirm, StepReject, StepUnresolve, StepReunite, StepReopen, StepReturn, StepUndo, StepAssign}
		items := []ItemKind{ItemDNA, ItemPhoneCall, ItemFamilyVisit, ItemFaceReview, ItemFamilyPhoto, ItemPoliceRecord}
		results := []ItemResult{ResultSupports, ResultContradicts, ResultInconclusive}
		c, clock := Case{FaceAlone: len(tries)%2 == 0}, now
		for i, b := range tries[:min(len(tries), 300)] {
			clock = clock.Add(time.Duration(int(b)-64) * time.Second)
			s := Step{Kind: kinds[int(b)%len(kinds)], Actor: actors[(int(b)/11+i)%len(actors)], Reason: "理由", Time: clock, ReviewDate: "2027-05-17"}
			if s.Kind == StepItem {
				s.Item = &Item{Kind: items[(int(b)/7+i)%len(items)], Result: results[(int(b)/3+i)%len(results)], Signature: "x"}
			}
			if s.Kind == StepUndo && i%2 == 0 {
				s.Undoes = int(b) % (len(c.History) + 2)
			}
			before := c
			if err := c.Apply(s); err != nil {
				if c.State != before.State || len(c.History) != len(before.History) || c.ReviewDate != before.ReviewDate {
					t.Fatalf("refused (%v) and changed: %+v", err, c)
				}
				continue
			}
			holds(t, &before, &c)
		}
	})
}

// holds checks what must be true after a step.
func holds(t *testing.T, before, c *Case) {
	t.Helper()
	last := c.History[len(c.History)-1]
	if len(c.History) != len(before.History)+1 || last.Number != len(c.History) || last.From != before.State || last.To != c.State {
		t.Fatalf("the history is not one step longer: %+v", c)
	}
	if !slices.IsSortedFunc(c.History, func(a, b Step) int { return a.Time.Compare(b.Time) }) {
		t.Fatalf("the history is out of order: %+v", c.History)
	}
	if (c.State == CaseUnresolved) != (c.ReviewDate != "") {
		t.Fatalf("%s until %q", c.State, c.ReviewDate)
	}
	people := map[string]bool{}
	for _, s := range c.History {
		if s.Actor.Role != RoleSystem {
			people[s.Actor.ID] = true
		}
	}
	if last.Kind == StepConfirm && (last.Actor.ID == c.Proposer().ID || last.Actor.Role == RoleSystem || len(people) < 2 || c.Proven() != nil) {
		t.Fatalf("confirmed by %v: %+v", last.Actor, c)
	}
	if c.State == CaseReunited && last.Kind == StepReunite && c.Barred() != nil {
		t.Fatalf("reunited against a primary item: %+v", c)
	}
	if story := last.Story(last.Actor.ID); story.Zh == "" || story.En == "" {
		t.Fatalf("no story of %+v", last)
	}
}
