package models

import (
	"strings"
	"testing"
)

// What others found is told to who has judged, and to no one before.
func TestBlindTo(t *testing.T) {
	propose, verify := step(ann, StepPropose), step(bo, StepVerify)
	call, photo := entered(ann, ItemPhoneCall, ResultSupports), entered(bo, ItemFamilyPhoto, ResultInconclusive)
	dna, no := entered(ann, ItemDNA, ResultSupports), entered(ann, ItemDNA, ResultContradicts)
	back := undoItem(3)
	for name, c := range map[string]struct {
		steps []Step
		blind string // of ann, bo and cy
	}{
		"nothing found yet":           {[]Step{propose, verify}, ""},
		"the proposer's verification": {[]Step{propose, verify, call}, "bo cy"},
		"each entered one":            {[]Step{propose, verify, call, photo}, "cy"},
		"the other's alone":           {[]Step{propose, verify, photo}, "cy"},
		"what was taken back":         {[]Step{propose, verify, call, back}, ""},
		"own, taken back":             {[]Step{propose, verify, photo, undoItem(3), call}, "cy"},
		"Guitu proposed it":           {[]Step{step(System(), StepPropose), step(ann, StepVerify), dna}, "bo cy"},
		"set aside":                   {[]Step{propose, verify, call, aside("2027-05-17")}, "bo cy"},
		"settled":                     {[]Step{propose, verify, dna, step(bo, StepConfirm)}, ""},
		"rejected":                    {[]Step{propose, verify, no, step(bo, StepReject)}, ""},
		"confirmed and taken back":    {[]Step{propose, verify, dna, step(bo, StepConfirm), step(bo, StepUndo)}, "cy"},
		"rejected and taken up again": {[]Step{propose, verify, no, step(bo, StepReject), step(cy, StepReopen)}, "cy"},
	} {
		var of Case
		for _, s := range c.steps {
			if err := of.Apply(s); err != nil {
				t.Fatalf("%s: %s: %v", name, s.Kind, err)
			}
		}
		var blind []string
		for _, a := range []Actor{ann, bo, cy} {
			if of.BlindTo(a) {
				blind = append(blind, a.ID)
			}
		}
		if got := strings.Join(blind, " "); got != c.blind {
			t.Errorf("%s: blind to %q, want %q", name, got, c.blind)
		}
	}
}

// No word of a verdict is in what a blind reader is told, nor in why they cannot confirm.
func TestWithheld(t *testing.T) {
	var c Case
	secret := entered(ann, ItemDNA, ResultContradicts)
	secret.Item.Note, secret.Item.Reference, secret.Item.DoneBy = "左腿无疤", "R-77", "青石县鉴定所"
	assign := step(ann, StepAssign)
	assign.Reason, assign.Assignee = "请电话核实", "bo"
	steps := []Step{step(ann, StepPropose), step(bo, StepVerify), secret, assign}
	for _, s := range steps {
		if err := c.Apply(s); err != nil {
			t.Fatal(err)
		}
	}
	var told strings.Builder
	for _, s := range c.Withheld(bo) {
		told.WriteString(s.Story(s.Actor.ID).Zh + s.Story(s.Actor.ID).En)
	}
	for _, word := range []string{"DNA", "相反", "contradicts", "左腿无疤", "R-77", "青石县", "同一人：理由"} {
		if strings.Contains(told.String(), word) {
			t.Errorf("a blind reader is told %q: %s", word, &told)
		}
	}
	if !strings.Contains(told.String(), "请电话核实") || !strings.Contains(told.String(), "bo 开始核实：理由") {
		t.Errorf("what is asked of the reader, or their own word, is withheld: %s", &told)
	}
	err := c.Apply(step(bo, StepConfirm))
	if err == nil || strings.Contains(err.Error(), "相反") || strings.Contains(err.Error(), "contradicts") {
		t.Errorf("confirming blindly says %v", err)
	}
	if c.History[2].Item.Note == "" {
		t.Error("withholding changes the case itself")
	}
}
