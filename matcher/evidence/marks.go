package evidence

import (
	"math"

	"github.com/guitu-project/guitu/matcher/marks"
)

// weighMarks lays every mark of the notice beside the record's mark that fits it
// best. The same kind on the same site weighs by how rare the kind is, less on a
// site nearby; the same on the other side of the body speaks against. A mark that
// the record does not have says little: stations note what they see.
func weighMarks(p *Params, record, notice *Profile) (finding, bool) {
	if len(record.marks) == 0 || len(notice.marks) == 0 {
		return finding{}, false
	}
	out, strongest := finding{}, -1.0
	for j := range notice.marks {
		bits, at, side := fitting(p, record.marks, &notice.marks[j])
		out.bits += bits
		out.conflict = out.conflict || side
		if math.Abs(bits) > strongest {
			strongest, out.record, out.notice = math.Abs(bits), at, j
		}
	}
	out.bits = math.Min(math.Max(out.bits, p.Marks.Least), p.Marks.Most)
	out.conflict = out.conflict && out.bits < 0
	return out, true
}

// fitting is the weight of the record's mark that fits m best, which it is (0 where
// none fits), and whether it is on the other side.
func fitting(p *Params, all []marks.Mark, m *marks.Mark) (bits float64, at int, otherSide bool) {
	bits = p.Marks.Unmatched
	for i := range all {
		alike := marks.Alike(all[i].Site, m.Site)
		if all[i].Kind != m.Kind || alike == 0 {
			continue
		}
		other := all[i].Side+m.Side == marks.Left+marks.Right && all[i].Side != marks.Both && m.Side != marks.Both
		b := p.markBits(m.Kind) * alike
		if other {
			b = p.Marks.OtherSide * alike
		}
		if b > bits || other && bits == p.Marks.Unmatched {
			bits, at, otherSide = b, i, other
		}
	}
	return bits, at, otherSide
}

func (p *Params) markBits(k marks.Kind) float64 {
	switch k {
	case marks.Scar:
		return p.Marks.Scar
	case marks.Mole:
		return p.Marks.Mole
	}
	return p.Marks.Rare
}

func explainMarks(record, notice *Profile, f finding) words {
	a, b := record.marks[f.record].Text, notice.marks[f.notice].Text
	switch {
	case f.conflict:
		return words{a, b, bothWays("体貌特征左右相反或不符", "the marks are on opposite sides, or differ", a, b)}
	case f.bits < 0:
		return words{a, b, bothWays("体貌特征没有对上", "the marks do not meet", a, b)}
	}
	return words{a, b, bothWays("体貌特征相符", "the marks agree", a, b)}
}
