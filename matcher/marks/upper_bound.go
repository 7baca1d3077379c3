package marks

import "math"

// UpperBound holds what one mark of a file says beside a list of the other side's, in bits.
type UpperBound struct {
	Own  int8    // the mark of the list that is most like it, -1 for none
	Pair float32 // the two together
	Lone float32 // where another mark is laid beside that one
}

// UpperBound looks at one mark of a file beside those of the other side. own is the
// record's list if record holds, else the notice's. What several marks say of each
// other is left to Compare.
func (p *Params) UpperBound(own []Mark, record bool, other *Mark, s *Shares, b Between) UpperBound {
	near, old := alikes(), b.aged()
	often := s.often(other, old)
	out := UpperBound{Own: -1, Lone: p.alone(other, !record, often, b)}
	most := leastOdds
	for i := range own[:min(len(own), maxMarks)] {
		r, n := &own[i], other
		if !record {
			r, n = other, &own[i]
		}
		if near[r.Kind][n.Kind] == 0 {
			continue
		}
		if o := p.odds(near, r, n, b.Years) / max(often, s.often(&own[i], old)); o > most {
			most, out.Own = o, int8(i)
			out.Pair = float32(math.Log2(1 + o))
			switch {
			case r.Side.against(n.Side):
				out.Pair = float32(math.Log2(p.OtherSide))
			case contradicts(r, n):
				out.Pair = float32(math.Log2(p.OtherDetail))
			}
		}
	}
	return out
}

// Alone returns the bits of a mark that only one file has, a record's if record holds.
func (p *Params) Alone(m *Mark, record bool, s *Shares, b Between) float32 {
	return p.alone(m, record, s.often(m, b.aged()), b)
}

func (p *Params) alone(m *Mark, record bool, often float64, b Between) float32 {
	looks := p.RecordLooks // at a mark of the notice
	if record {
		looks = p.NoticeKnows * p.YearsTillNew / (p.YearsTillNew + b.Years)
	}
	return float32(math.Log2(float64(lone(m, often, looks, b.Years))))
}

// Classes is how many classes of marks there are.
const Classes = 12

// Class sorts marks so that those which files take for each other are mostly of one class.
func (m *Mark) Class() int {
	switch m.Kind {
	case Scar, Burn, Wound:
		switch s := m.Site; {
		case s == 0:
			return 0
		case s <= Neck:
			return 1
		case s <= Back:
			return 2
		case s < Leg:
			return 3
		}
		return 4
	case Mole, Birthmark, Vitiligo, Lump, Pocks, Spots:
		if m.Site > 0 && m.Site <= Neck {
			return 5
		}
		return 6
	case Missing, Extra, Deformed, Paralysed, Limp, Tremor:
		if m.Site > Back && m.Site < Leg {
			return 7
		}
		return 8
	case Blind, Squint, DoubleLid, SingleLid:
		return 9
	case Deaf, Mute, Stutter, Slurred, Cleft:
		return 10
	case Vaccination, Implant:
		return 3
	case MongolSpot:
		return 6
	case ToesOut, ToesIn, BowLegs, KnockKnees:
		return 8
	}
	return 11
}
