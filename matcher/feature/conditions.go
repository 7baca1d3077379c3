package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/conditions"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// conditionsFeature is illnesses and disabilities.
var conditionsFeature = Feature{
	Name: "conditions", revision: 3,
	read:   func(p *Profile, s models.Subject) { p.health = healthOf(s, p.marks) },
	encode: func(p *Profile, to *compact.Writer) { p.health.encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.health = decodeHealth(from) },

	column:  columnBody,
	key:     func(p *Profile, key []byte) []byte { return p.health.appendKey(key) },
	project: func(from, to *Profile) { to.health = from.health },
	compare: compareConditions, explain: explainConditions,
}

// health holds what a file says of illnesses and disabilities.
type health struct {
	clues  conditions.Findings
	marked conditions.Set // of those it has, what its marks and its appearance tell
}

// healthOf reads the texts of a file; found are its marks.
func healthOf(s models.Subject, found []marks.Mark) (h health) {
	e := s.Common()
	h.clues = conditions.Parse(append([]string{e.Person.Narrative, e.Circumstances}, e.Person.Conditions...)...)
	texts := []string{e.Person.Appearance}
	for _, m := range e.Person.Marks {
		texts = append(texts, m.Text)
	}
	seen := conditions.Parse(texts...)
	for i := range found {
		if k, ok := disability(&found[i]); ok {
			seen.Has |= 1 << k
		}
	}
	seen.Denied &^= seen.Has
	h.marked = seen.Has & conditions.OnBody &^ h.clues.Has
	h.clues = h.clues.Join(seen)
	return h
}

// disability returns the condition that a mark shows.
func disability(m *marks.Mark) (conditions.Kind, bool) {
	switch m.Kind {
	case marks.Deaf, marks.Mute:
		return conditions.DeafMute, true
	case marks.Blind:
		return conditions.Blind, true
	case marks.Paralysed, marks.Limp:
		return conditions.Physical, true
	case marks.Missing:
		switch m.Site {
		case marks.Hand, marks.Arm, marks.UpperArm, marks.Forearm, marks.Leg, marks.Thigh, marks.Shin, marks.Foot:
			return conditions.Physical, true
		}
	case marks.Vitiligo:
		return conditions.Vitiligo, true
	}
	return 0, false
}

// shared returns the kinds that both have, but for those that the marks of both tell: these
// weigh with the marks.
func (h *health) shared(o *health) conditions.Set {
	return h.clues.Has & o.clues.Has &^ (h.marked & o.marked)
}

// denied returns the kinds that one has and the other denies.
func (h *health) denied(o *health) conditions.Set {
	return h.clues.Has&o.clues.Denied | o.clues.Has&h.clues.Denied
}

// compareConditions counts the kinds that both have, each by its rarity, half if one
// side is in doubt: log2(Seen/share); a little against the pair for each that only one
// has, since neither side lists everything; and for each that the other denies.
func compareConditions(p *basis, record, notice *Profile) (comparison, bool) {
	a, b := &record.health, &notice.health
	both, denied := a.shared(b), a.denied(b)
	sum := 0.0
	for range denied.All {
		sum += p.Conditions.Denied
	}
	own, theirs := a.clues.Has&^a.marked, b.clues.Has&^b.marked // what only marks say weighs with them unless both have it
	if both == 0 && (own == 0 || theirs == 0) {
		return comparison{bits: math.Max(sum, p.Conditions.Nothing)}, denied != 0
	}
	only := (own&^b.clues.Has | theirs&^a.clues.Has) &^ denied
	for k := range only.All {
		if !(a.clues.Doubted | b.clues.Doubted).Has(k) {
			sum += p.Conditions.OnlyOne
		}
	}
	if both == 0 {
		if only == 0 && denied == 0 { // the marks weigh it
			return comparison{}, false
		}
		if telling := conditions.Telling; own&telling != 0 && theirs&telling != 0 && !own.Mistaken(theirs) {
			sum = p.Conditions.Nothing
		}
		return comparison{bits: math.Max(sum, p.Conditions.Nothing)}, true
	}
	for k := range both.All {
		bits := math.Log2(p.Conditions.Seen / k.Share())
		if (a.clues.Doubted | b.clues.Doubted).Has(k) {
			bits /= 2
		}
		sum += bits
	}
	return comparison{bits: math.Max(math.Min(sum, p.Conditions.Most), p.Conditions.Nothing)}, true
}

func explainConditions(_ *Probe, record, notice *Profile, f comparison) words {
	h, o := &record.health, &notice.health
	a, b := h.words(), o.words()
	out := words{a.Zh, b.Zh, models.Text{}}
	if both := h.shared(o).Words(); both.Zh != "" {
		if f.bits >= 0 {
			say(&out.reason, "健康状况相符："+both.Zh, "both files speak of "+both.En)
		} else {
			say(&out.reason, "都提到"+both.Zh+"，其余健康状况不同", "both files speak of "+both.En+", and else of other conditions")
		}
	}
	if denied := h.denied(o).Words(); denied.Zh != "" {
		say(&out.reason, "一方有、另一方否认："+denied.Zh, "one file has what the other denies: "+denied.En)
	}
	if out.reason.Zh == "" {
		say(&out.reason, fmt.Sprintf("健康状况不同：%s / %s", a.Zh, b.Zh), fmt.Sprintf("other conditions: %s / %s", a.En, b.En))
	}
	return out
}

// words returns what the file has, and what it denies.
func (h *health) words() models.Text {
	has, denied := h.clues.Has.Words(), h.clues.Denied.Words()
	if denied.Zh != "" {
		say(&has, "无"+denied.Zh, "no "+denied.En)
	}
	return has
}

func (h *health) encode(to *compact.Writer) {
	for _, s := range [...]conditions.Set{h.clues.Has, h.clues.Doubted, h.clues.Denied, h.marked} {
		to.Uint(uint64(s))
	}
}

func decodeHealth(from *compact.Reader) (h health) {
	for _, s := range [...]*conditions.Set{&h.clues.Has, &h.clues.Doubted, &h.clues.Denied, &h.marked} {
		*s = conditions.Set(from.Uint()) //nolint:gosec // bits
	}
	return h
}

func (h *health) appendKey(key []byte) []byte {
	for _, s := range [...]conditions.Set{h.clues.Has, h.clues.Doubted, h.clues.Denied, h.marked} {
		key = append(key, byte(s), byte(s>>8), byte(s>>16), byte(s>>24)) //nolint:gosec // bits
	}
	return key
}
