package models

import (
	"fmt"
	"slices"
	"time"
)

// StepName is something that a station, or the police, does for an unidentified person.
type StepName string

// The steps.
const (
	StepAdmitted         StepName = "ADMITTED" // 入站; without one, when the record was made
	StepNoticePublished  StepName = "NOTICE_PUBLISHED"
	StepNoticeRefreshed  StepName = "NOTICE_REFRESHED"
	StepDNARequested     StepName = "DNA_REQUESTED"
	StepDNASampled       StepName = "DNA_SAMPLED"
	StepPoliceReported   StepName = "POLICE_REPORTED" // the police told what came out
	StepCareArranged     StepName = "CARE_ARRANGED"
	StepPlacementApplied StepName = "PLACEMENT_APPLIED"
	StepPlaced           StepName = "PLACED"
)

// StepNames are all steps.
var StepNames = []StepName{
	StepAdmitted, StepNoticePublished, StepNoticeRefreshed, StepDNARequested, StepDNASampled, StepPoliceReported,
	StepCareArranged, StepPlacementApplied, StepPlaced,
}

// KnownStep reports whether there is such a step.
func KnownStep(s StepName) bool { return slices.Contains(StepNames, s) }

// RecordStep describes a step that was taken for the person of a record. Steps are only ever
// added: one that was wrong is undone by another.
type RecordStep struct {
	ID        int64
	Record    string
	Step      StepName
	Time      time.Time // when it was taken
	Note      string
	Undoes    int64 // the step that this one takes back; 0 for none
	Actor     Actor // who entered it
	EnterTime time.Time
}

// Validate names every wrong field. A step may not lie in the future, by more than a
// clock may be wrong, nor before 2003, when the relief of today began.
func (s *RecordStep) Validate(now time.Time) error {
	v := newViolations()
	if !KnownStep(s.Step) {
		v.add("step", fmt.Sprintf("不认识的步骤“%s”，应为 %v 之一", s.Step, StepNames), fmt.Sprintf("unknown step %q: must be one of %v", s.Step, StepNames))
	}
	if s.Time.After(now.Add(10 * time.Minute)) {
		v.add("time", "时间在未来，请核对", "lies in the future")
	}
	if s.Time.Year() < 2003 {
		v.add("time", "时间太早，请核对", "is before 2003")
	}
	checkLen(v, "note", s.Note, maxProse)
	return v.err()
}

// DueState says how a deadline stands.
type DueState string

// The states of a deadline.
const (
	DueOver   DueState = "OVERDUE"
	DueToday  DueState = "TODAY"
	DueComing DueState = "COMING" // within the days that a work list looks ahead
	DueLater  DueState = "LATER"
)

// DueStates are all of them.
var DueStates = []DueState{DueOver, DueToday, DueComing, DueLater}

// Deadline describes something that must be done for the person of a record.
type Deadline struct {
	Proceeding       string // stays/… and others, if it is about one
	Record           string // empty if a proceeding is about no record
	RecordExternalID string
	Station          string
	Area             string // GB/T 2260 code of where the person was found
	Rule             string
	Title            Text
	Source           string // the regulation
	MetBy            []StepName
	Begin            time.Time
	Due              time.Time // the last second
	State            DueState
	Note             Text // what was not known when it was reckoned
}
