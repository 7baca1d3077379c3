package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// nameFeature is what a person is called, in every way that is told.
var nameFeature = Feature{
	Name: "name", revision: 1, // Korean and Burmese spellings
	read: func(p *Profile, s models.Subject) {
		for _, n := range s.Common().Person.Names {
			if name := names.Parse(n); name.Known() {
				p.names = append(p.names, name)
			}
		}
		p.findSurname()
	},
	encode: func(p *Profile, to *compact.Writer) {
		to.Len(len(p.names))
		for i := range p.names {
			p.names[i].Encode(to)
		}
	},
	decode:       func(p *Profile, from *compact.Reader) { p.names = decodeList(from, names.DecodeName); p.findSurname() },
	compareProbe: compareName, explain: explainName,
}

// findSurname notes whether any name has a surname.
func (p *Profile) findSurname() {
	for i := range p.names {
		p.surnamed = p.surnamed || p.names[i].Surnamed()
	}
}

// compareName takes the pair of names that agrees best: any of the record's may be
// any of the notice's. Formula and numbers: package names.
//
// However rare a name is, a stranger may bear it: families give the same names, and
// a notice may be of a namesake. So no name weighs more than log2(1/Namesakes).
func compareName(p *Probe, other *Profile) (comparison, bool) {
	f, ok := bestName(p, other)
	f.bits = p.scorer.params.namesake(f.bits)
	return f, ok
}

// namesake returns what a name of that weight is worth among namesakes; if it speaks
// against a pair, as most do, they change nothing.
func (p *Params) namesake(bits float64) float64 {
	if bits <= 0 {
		return bits
	}
	return -math.Log2(math.Exp2(-bits) + p.Namesakes)
}

func bestName(p *Probe, other *Profile) (best comparison, found bool) {
	both := bothKinds(p.Profile.names) || bothKinds(other.names)
	for i, q := range p.names {
		for j := range other.names {
			bits, ok := q.Bits(&other.names[j], other.dialect)
			if !ok {
				continue
			}
			if both {
				bits -= q.CrossCost(&other.names[j])
			}
			if found && bits <= best.bits {
				continue
			}
			best, found = comparison{bits: bits, record: i, notice: j}, true
		}
	}
	if p.Kind == models.Notices {
		best.record, best.notice = best.notice, best.record
	}
	return best, found
}

// bothKinds tells that some of a person's names are nicknames and some are not.
func bothKinds(list []names.Name) bool {
	for i := range list {
		if list[i].Nickname() != list[0].Nickname() {
			return true
		}
	}
	return false
}

func explainName(p *Probe, record, notice *Profile, f comparison) words {
	a, b := &record.names[f.record], &notice.names[f.notice]
	zh, en := agreementWords(p.likeness(p.names, a, b, record, notice, f), f.bits, record)
	return words{a.Text, b.Text, models.Text{
		Zh: fmt.Sprintf("“%s”与“%s”%s（%s / %s）", a.Text, b.Text, zh, a.Sound(), b.Sound()),
		En: fmt.Sprintf("%q and %q: %s (%s / %s)", a.Text, b.Text, en, a.Sound(), b.Sound()),
	}}
}

// likeness returns how two names agree of which one is of the probe's queries.
func (p *Probe) likeness(own []*names.Query, a, b *names.Name, record, notice *Profile, f comparison) names.Comparison {
	if p.Kind == models.Notices {
		return own[f.notice].Compare(a, record.dialect)
	}
	return own[f.record].Compare(b, notice.dialect)
}

// dialectOf returns the dialect of the person of a pair: the record's, if it is known.
func dialectOf(record, notice *Profile) names.Dialect {
	if record.dialect != names.AnyDialect {
		return record.dialect
	}
	return notice.dialect
}

// agreementWords say how two names that weigh so many bits agree, and which dialect makes them.
func agreementWords(c names.Comparison, bits float64, record *Profile) (zh, en string) {
	zh, en = likenessWords(c, bits)
	if said := spokenWords(c.Spoken, record.accent); said.Zh != "" {
		zh, en = zh+"，"+said.Zh, en+"; "+said.En
	}
	return zh, en
}

// spokenWords say which dialect makes a name sound like the other: as the record's accent is
// called, if it has one.
func spokenWords(s names.Spoken, accent string) models.Text {
	if s.Said == 0 {
		return models.Text{}
	}
	zh, en := s.In.Text()
	if accent != "" {
		zh = accent
	}
	return models.Text{Zh: fmt.Sprintf("%s把“%c”说得像“%s”", zh, s.Said, s.Heard), En: fmt.Sprintf("in %s %q sounds like %q", en, string(s.Said), s.Heard)}
}

func likenessWords(c names.Comparison, bits float64) (zh, en string) {
	switch c.Likeness {
	case names.SameText:
		zh, en = "姓名相同", "the same name"
	case names.SameSound:
		zh, en = "字不同而读音相同", "written differently, read the same"
	case names.SimilarSound:
		zh, en = "读音相近，容易听混", "sounds that are easily taken for one another"
	case names.PartSame:
		zh, en = "两边都有的部分相同", "the part that both give is the same"
	case names.PartSound:
		zh, en = "两边都有的部分读音相近", "the part that both give sounds alike"
	default:
		if zh, en = "部分或全部不符", "partly or wholly different"; bits > 0 {
			zh, en = "有一部分相近", "alike in part"
		}
	}
	if c.Swapped && c.Likeness != names.Different {
		zh, en = zh+"，次序不同", en+", in another order"
	}
	return zh, en
}
