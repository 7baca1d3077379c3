package models

import "time"

// The states of a patrol round.
const (
	RoundOut   = "OUT"
	RoundEnded = "ENDED"
)

// Round describes a patrol of the streets (街面巡查): who went out, with what, and where they were.
// 民发〔2014〕132号 has stations look for people in need; 民发〔2020〕14号 has more rounds in cold
// and in heat.
type Round struct {
	Docket
	Team         []string `json:"team,omitempty"`     // names of those who are out
	Vehicles     []string `json:"vehicles,omitempty"` // number plates, or what they are called
	WeatherAlert string   `json:"weatherAlert,omitempty"`
	Campaign     string   `json:"campaign,omitempty"` // 寒冬送温暖 …
}

// ProceedingKind returns Rounds.
func (*Round) ProceedingKind() ProceedingKind { return Rounds }

// Partner returns nothing: a round is its station's.
func (*Round) Partner() (string, Place) { return "", Place{} }

// Ended reports whether the round is over.
func (r *Round) Ended() bool { return r.State == RoundEnded }

// Validate names every wrong field.
func (r *Round) Validate(time.Time) error {
	v := newViolations()
	r.check(v)
	if len(r.Team) == 0 {
		v.add("team", "请写明巡查人员", "name who is out")
	}
	for _, list := range []struct {
		field string
		names []string
	}{{"team", r.Team}, {"vehicles", r.Vehicles}} {
		checkItems(v, list.field, list.names, func(v violations, name string) {
			required(v, "", name, "不能为空", "is empty")
			checkLen(v, "", name, maxLine)
		})
	}
	checkLen(v, "weatherAlert", r.WeatherAlert, maxLine)
	checkLen(v, "campaign", r.Campaign, maxLine)
	return v.err()
}

func (r *Round) act(a *Act) error {
	switch a.Kind {
	case ActStart:
		return r.move(a, RoundOut, "")
	case ActRoute:
		if len(a.Points) == 0 {
			return Invalid("points", "请给出路线点", "say where the round was")
		}
		return r.move(a, r.State, RoundOut, RoundEnded) // a phone may send its points after the end
	case ActEnd:
		return r.move(a, RoundEnded, RoundOut)
	}
	return unknownAct(a, ActRoute, ActEnd)
}

func (*Round) settle() {}

func (*Round) deadline() time.Time { return time.Time{} }

func (r *Round) facts(a *Act) []Fact {
	if a.Kind != ActStart {
		return nil
	}
	return []Fact{
		{Measure: MeasureRounds, Amount: 1},
		{Measure: MeasureRoundPeople, Amount: len(r.Team)},
		{Measure: MeasureRoundVehicles, Amount: len(r.Vehicles)},
	}
}

// Forget takes the names of the team out, and the route.
func (r *Round) Forget() bool {
	changed := len(r.Team) > 0
	r.Team = nil
	return r.forget() || changed
}
