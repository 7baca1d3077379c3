package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// relativesFeature is whom the person named of the family, beside whom the notice names.
var relativesFeature = Feature{
	Name:   "relatives",
	read:   func(p *Profile, s models.Subject) { p.relatives = relativesOf(s); p.findFamilies() },
	encode: func(p *Profile, to *compact.Writer) { encodeRelatives(to, p.relatives) },
	decode: func(p *Profile, from *compact.Reader) { p.relatives = decodeRelatives(from); p.findFamilies() },

	compareProbe: compareRelatives, explain: explainRelatives,
}

// relative is a person of the person's family: named by the person, or on the notice,
// whose contacts are family too.
type relative struct {
	name     names.Name
	relation string // as written
	kin      kin
	family   names.Name // of a record: the surname alone, if the person has it from there too
	contact  bool       // of a notice: whom only those may read who work on a case
}

func relativesOf(s models.Subject) []relative {
	said := s.Common().Person.Relatives
	own := len(said)
	if n, ok := s.(*models.Notice); ok {
		for _, c := range n.Contacts {
			if c.Relation == "" || kinOf(c.Relation) != someKin || isFamily(c.Relation) {
				said = append(said[:len(said):len(said)], models.Relative{Name: c.Name, Relation: c.Relation})
			}
		}
	}
	var list []relative
	seen := map[string]bool{}
	for i, r := range said {
		name := names.Parse(models.PersonName{Text: r.Name, Kind: models.NameHeard})
		if !name.Known() || seen[r.Name] || assertion.Unknown(assertion.Relative, r.Name) {
			continue
		}
		seen[r.Name] = true
		list = append(list, relative{name: name, relation: r.Relation, kin: kinOf(r.Relation), contact: i >= own})
	}
	return list
}

// findFamilies fills in the surnames that a record's relatives tell, if the person's
// own is not known: no one asks for others.
func (p *Profile) findFamilies() {
	for i := range p.relatives {
		if r := &p.relatives[i]; p.Kind == models.Records && !p.surnamed && r.kin.sharesSurname(p.sex) {
			r.family = r.name.Family()
		}
	}
}

// compareRelatives weighs the relatives whom the record's person named, each against all
// of the notice's:
//
//	log2 [ Σ over the notice's h·LR(names) + (1 − Σ h)·S ]
//
// with h how often one of that relation is the one whom the person named (kin.meets),
// and S what a father's or a brother's surname, which is the person's own, says beside
// the notice's name; 1 if the record gives a surname of the person's, which then
// says it already.
func compareRelatives(p *Probe, other *Profile) (comparison, bool) {
	record, notice := p.sides(other)
	if len(record.relatives) == 0 || len(notice.relatives)+len(notice.names) == 0 {
		return comparison{}, false
	}
	by, out, found := &p.scorer.params.Relatives, comparison{notice: -1}, false
	best := math.Inf(-1)
	for i := range record.relatives {
		said := &record.relatives[i]
		ratio, rest, at := 0.0, 1.0, -1
		most := 0.0
		n := by.comparable(said, notice)
		for j := range notice.relatives {
			h := by.meets(said.kin, notice.relatives[j].kin) / n
			if h == 0 {
				continue
			}
			bits, ok := p.relativesAlike(other, i, j)
			if !ok {
				continue
			}
			lr := math.Exp2(bits)
			ratio, rest = ratio+h*lr, rest-h
			if lr > most {
				most, at = lr, j
			}
		}
		surname, ok := 1.0, false
		if !record.surnamed && said.family.Known() {
			surname, ok = p.surnameAlike(other, i)
		}
		if at < 0 && !ok {
			continue
		}
		bits := math.Log2(ratio + rest*surname)
		out.bits += bits
		found = true
		if bits > best {
			best, out.record, out.notice = bits, i, at
			if rest*surname > ratio {
				out.notice = -1
			}
		}
	}
	out.bits = math.Max(p.scorer.params.namesake(out.bits), by.Least)
	return out, found
}

// comparable returns how many of the notice's relatives one of the record's may be; 1 at
// least.
func (p *RelativeParams) comparable(said *relative, notice *Profile) float64 {
	n := 0.0
	for j := range notice.relatives {
		if p.meets(said.kin, notice.relatives[j].kin) > 0 {
			n++
		}
	}
	return math.Max(n, 1)
}

// meets returns how often a relative on one side is one on the other by their relations
// alone: a person has one father, perhaps several brothers.
func (p *RelativeParams) meets(a, b kin) float64 {
	switch {
	case a == someKin || b == someKin:
		return p.SomeKin
	case a != b:
		return 0
	case a.only():
		return p.OnlyOne
	}
	return p.SameKin
}

// relativesAlike returns what the names of the record's i-th relative and the notice's j-th
// say.
func (p *Probe) relativesAlike(other *Profile, i, j int) (float64, bool) {
	if p.Kind == models.Notices {
		return p.relatives[j].Bits(&other.relatives[i].name, other.dialect)
	}
	return p.relatives[i].Bits(&other.relatives[j].name, other.dialect)
}

// surnameAlike returns the likelihood ratio of the surname of the record's i-th relative and
// the best of the notice's names.
func (p *Probe) surnameAlike(other *Profile, i int) (float64, bool) {
	best, ok := math.Inf(-1), false
	if p.Kind == models.Notices {
		for _, q := range p.names {
			if bits, known := q.Bits(&other.relatives[i].family, other.dialect); known {
				best, ok = math.Max(best, bits), true
			}
		}
	} else {
		for j := range other.names {
			if bits, known := p.families[i].Bits(&other.names[j], other.dialect); known {
				best, ok = math.Max(best, bits), true
			}
		}
	}
	if !ok {
		return 1, false
	}
	own := p.scorer.params.Relatives.Surname
	return own*math.Exp2(best) + 1 - own, true
}

func explainRelatives(p *Probe, record, notice *Profile, f comparison) words {
	a := &record.relatives[f.record]
	if f.notice < 0 {
		var other string
		if len(notice.names) > 0 {
			other = notice.names[0].Text
		}
		zh, en := "是本人的姓", "is the person's own"
		if f.bits < 0 {
			zh, en = "不是本人的姓", "is not the person's own"
		}
		return words{a.words(), other, models.Text{
			Zh: fmt.Sprintf("%s的姓%s：%s", a.words(), zh, other),
			En: fmt.Sprintf("the surname of %s %s: %s", a.words(), en, other),
		}}
	}
	b := &notice.relatives[f.notice]
	zh, en := agreementWords(p.likeness(p.relatives, &a.name, &b.name, record, notice, f), f.bits, record)
	return words{a.words(), b.words(), models.Text{
		Zh: fmt.Sprintf("亲属“%s”与“%s”%s", a.words(), b.words(), zh),
		En: fmt.Sprintf("relatives %q and %q: %s", a.words(), b.words(), en),
	}}
}

// words name a relative; of a contact they say who it is, not the name.
func (r *relative) words() string {
	switch {
	case r.contact:
		return r.relation + "（启事联系人 a contact）"
	case r.relation == "":
		return r.name.Text
	}
	return r.relation + r.name.Text
}
