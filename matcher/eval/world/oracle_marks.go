package world

import (
	"math"
	"strings"
)

// markModel holds what both sides make of the marks of a body: for each mark that may be
// there, how often it is, and what an observer writes for it.
type markModel struct {
	number map[mark]int
	rate   []float64   // how many of this mark a person has
	drawn  []float64   // the share among marks that are not there
	as     [][]float64 // P(written | there)
	seenBy [2][]float64
	alone  []float64   // how many such marks a station writes of a stranger
	rest   [][]float64 // for each mark of a notice, what a station writes for it
	hidden []float64   // how many such marks a station writes that the family left out

	noticed []float64 // P(the station writes anything for the family's mark)
	more    float64   // how many more marks alone has than hidden: ln of the ratio of no mark
}

// marksEach is the mean number of marks (drawMarks).
const marksEach = .40 + 2*.20 + 3*.07

func newMarkModel() *markModel {
	m := &markModel{number: map[mark]int{}}
	for k, kind := range markKinds {
		list := strings.Fields(kind.sites)
		for _, s := range list {
			sides := []int{0}
			if sites[s].sided {
				sides = []int{0, 1, 2}
			}
			for _, side := range sides {
				one := mark{k, s, side}
				share := kindShares.p(k) / float64(len(list))
				switch {
				case sites[s].sided && side > 0:
					share /= 2
				case sites[s].sided:
					share = 0 // written so, never there so
				}
				m.add(one, share)
			}
		}
	}
	n := len(m.rate)
	m.as = make([][]float64, n)
	for one, i := range m.number {
		m.as[i] = make([]float64, n)
		m.writings(one, func(w mark, p float64) {
			if j, ok := m.number[w]; ok {
				m.as[i][j] += p
			}
		})
		visible := sites[one.site].visible
		m.seenBy[0][i] = map[bool]float64{true: reportMarkVisible, false: reportMarkHidden}[visible]
		m.seenBy[1][i] = map[bool]float64{true: sightMarkVisible, false: sightMarkHidden}[visible]
	}
	m.alone, m.hidden, m.rest = make([]float64, n), make([]float64, n), make([][]float64, n)
	for i := range n {
		for j := range n {
			seen := m.rate[i] * m.seenBy[1][i] * m.as[i][j]
			m.alone[j] += seen
			m.hidden[j] += seen * (1 - m.seenBy[0][i])
		}
	}
	for j := range n {
		m.alone[j] += sightNewMark * m.drawn[j]
		m.hidden[j] += sightNewMark * m.drawn[j]
		m.rest[j] = m.answer(j)
		m.more += m.alone[j] - m.hidden[j]
		sum := 0.0
		for _, x := range m.rest[j] {
			sum += x
		}
		m.noticed = append(m.noticed, sum)
	}
	return m
}

func (m *markModel) add(one mark, share float64) {
	i, ok := m.number[one]
	if !ok {
		i = len(m.rate)
		m.number[one] = i
		m.rate, m.drawn = append(m.rate, 0), append(m.drawn, 0)
		m.seenBy[0], m.seenBy[1] = append(m.seenBy[0], 0), append(m.seenBy[1], 0)
	}
	m.rate[i] += marksEach * share
	m.drawn[i] += share
}

// answer returns what a station writes, and how often, where a family wrote mark j.
func (m *markModel) answer(j int) []float64 {
	n := len(m.rate)
	out := make([]float64, n)
	total := reportWrongMark * m.drawn[j]
	for i := range n {
		there := m.rate[i] * m.seenBy[0][i] * m.as[i][j]
		total += there
		if there == 0 {
			continue
		}
		for k := range n {
			out[k] += there * m.seenBy[1][i] * m.as[i][k]
		}
	}
	for k := range out {
		out[k] /= math.Max(total, 1e-12)
	}
	return out
}

// writings goes through all that describe may make of a mark.
func (m *markModel) writings(one mark, yield func(mark, float64)) {
	sides := [3]float64{1, 0, 0}
	if one.side != 0 {
		sides[0], sides[one.side], sides[3-one.side] = noSide, 1-wrongSide-noSide, wrongSide
	}
	for side, p := range sides {
		if p == 0 {
			continue
		}
		moved := one
		moved.side = side
		others := neighbours(moved)
		stay := 1.0
		if len(others) > 0 {
			stay = 1 - wrongSite
		}
		m.kinds(moved, p*stay, yield)
		for _, s := range others {
			there := mark{moved.kind, s, moved.side}
			if !sites[s].sided {
				there.side = 0
			}
			m.kinds(there, p*wrongSite/float64(len(others)), yield)
		}
	}
}

func (m *markModel) kinds(one mark, p float64, yield func(mark, float64)) {
	to, ok := takenFor[markKinds[one.kind].key]
	for i, k := range markKinds {
		if ok && k.key == to {
			other := mark{i, one.site, one.side}
			if _, known := m.number[other]; known {
				yield(other, p*wrongKind)
				p *= 1 - wrongKind
			}
		}
	}
	yield(one, p)
}

func (m *markModel) stranger(one mark) float64 { return math.Max(m.alone[m.number[one]], 1e-9) }

// ratio sums over all ways to lay the station's marks beside the family's.
func (m *markModel) ratio(p *probe, n *claim) float64 {
	var left [8]int
	k := copy(left[:], n.marks)
	return math.Log(math.Max(m.pairUp(p.marks, left[:k]), 1e-12)) + m.more + p.alone
}

// pairUp returns P(the station's marks | the family's marks that are left).
func (m *markModel) pairUp(seen, left []int) float64 {
	if len(seen) == 0 {
		p := 1.0
		for _, j := range left {
			if j >= 0 {
				p *= 1 - m.noticed[j]
			}
		}
		return p
	}
	at := seen[0]
	sum := m.hidden[at] * m.pairUp(seen[1:], left)
	for k, j := range left {
		if j >= 0 && m.rest[j][at] > 0 {
			left[k] = -1
			sum += m.rest[j][at] * m.pairUp(seen[1:], left)
			left[k] = j
		}
	}
	return sum
}
