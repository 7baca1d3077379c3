package names

import (
	"math"
	"sync"
)

// shape holds what of a form decides in which ways it can be aligned with another.
type shape struct {
	style   style
	latin   bool
	n       uint8
	surname uint8
}

// shapeNumber numbers the form's shape; parts of transcribed names have no alignments.
func (f *form) shapeNumber() uint16 {
	if f.style == part || f.n > maxWhole {
		return 0
	}
	return uint16(shape{f.style, f.latin, f.n, f.surname}.number())
}

// maxWhole is the longest form, in positions, that is not a part of a transcribed name.
const maxWhole = 5

// cellRoom is room for maxWhole cells, a power of two.
const cellRoom = 8

// alignment describes one way to align two forms: which positions meet, and what
// that way costs.
type alignment struct {
	cells   [cellRoom]uint8 // of the grid: i*maxPositions + j
	n       uint8
	mask    uint64  // the cells as bits; 0 if only one position meets
	factor  float32 // 2^−cost
	most    float32 // the likelihood ratio that it may reach
	missing bool    // one side lacks something
	swapped bool
	given   bool // both have the same given name of two, in its order
	turned  bool // or turned round
}

// pair returns the positions that meet in a cell.
func pair(cell uint8) (i, j uint8) { return cell / maxPositions, cell % maxPositions }

// run adds the meeting of n positions from i with n positions from j.
func (l alignment) run(i, j, n uint8) alignment {
	for k := range n {
		l.cells[l.n] = (i+k)*maxPositions + j + k
		l.n++
	}
	l.mask = 0
	if l.n == 1 {
		l.most = pow2(capOnePosition)
	} else {
		l.most = math.MaxFloat32
		for _, c := range l.cells[:l.n] {
			l.mask |= 1 << c
		}
	}
	return l
}

func costing(cost float64) alignment { return alignment{factor: pow2(-cost)} }

func pow2(b float64) float32 { return float32(math.Exp2(b)) }

// alignments lists the ways to align b with a; none if they have nothing to say
// about each other.
func alignments(a, b shape) []alignment {
	switch {
	case (a.style == nickname) != (b.style == nickname):
		return nil
	case a.style == surnameOnly || b.style == surnameOnly:
		if a.style == givenOnly || b.style == givenOnly || a.surname != b.surname {
			return nil
		}
		l := costing(0).run(0, 0, a.surname)
		l.missing, l.most = true, min(l.most, pow2(capSurname))
		return []alignment{l}
	case a.n < b.n:
		return turnedRound(alignments(b, a))
	case a.n == b.n:
		return equalAlignments(a, b)
	case b.style == givenOnly:
		return calledAlignments(a, b)
	case a.n == b.n+1:
		return shorterAlignments(a, b)
	}
	l := costing(2*costExtra).run(0, 0, b.n)
	l.missing = true
	return []alignment{l}
}

func turnedRound(list []alignment) []alignment {
	for x := range list {
		l := &list[x]
		l.mask = 0
		for k, c := range l.cells[:l.n] {
			i, j := pair(c)
			l.cells[k] = j*maxPositions + i
			if l.n > 1 {
				l.mask |= 1 << l.cells[k]
			}
		}
	}
	return list
}

// equalAlignments: straight, with the given name turned round, with the surname behind.
func equalAlignments(a, b shape) []alignment {
	n := a.n
	straight := costing(0).run(0, 0, n)
	straight.given = a.surname == b.surname && n == a.surname+2
	list := []alignment{straight}
	swap := func(cost float64, l func(alignment) alignment) {
		s := l(costing(cost))
		s.swapped = true
		list = append(list, s)
	}
	if a.surname == 1 && b.surname == 1 && n == 3 {
		swap(costGivenSwapped, func(l alignment) alignment {
			l.turned = true
			return l.run(0, 0, 1).run(1, 2, 1).run(2, 1, 1)
		})
	}
	if n < 2 || a.style != full || b.style != full {
		return list
	}
	cost := costOrderSwapped
	if a.latin || b.latin {
		cost = costLatinSwapped
	}
	s := a.surname
	swap(cost, func(l alignment) alignment { return l.run(0, n-s, s).run(s, 0, n-s) })
	if n != 2 || b.surname != a.surname { // of two positions both turns are one
		s = b.surname
		swap(cost, func(l alignment) alignment { return l.run(n-s, 0, s).run(0, s, n-s) })
	}
	return list
}

// calledAlignments align a given name, or its last syllable, with a whole name.
func calledAlignments(whole, given shape) []alignment {
	var list []alignment
	for at := whole.surname; at+given.n <= whole.n; at++ {
		cost := 0.0
		if at+given.n < whole.n {
			cost = costNotLast
		}
		l := costing(cost).run(at, 0, given.n)
		l.missing, l.given = true, given.n == 2 && whole.n == whole.surname+2
		list = append(list, l)
	}
	return list
}

// shorterAlignments align a form with one that has a position more.
func shorterAlignments(long, short shape) []alignment {
	var list []alignment
	for out := range long.n {
		cost := costGivenMissing
		switch {
		case out < long.surname:
			cost = costSurnameMissing
		case long.n > 3:
			cost = costExtra
		}
		l := costing(cost).run(0, 0, out).run(out+1, out, short.n-out)
		l.missing = true
		list = append(list, l)
	}
	return list
}

// shapes are numbered so that the alignments of two are found by an index; 0 is the
// shape of no form.
const shapeCount = int(part) * 2 * (maxWhole + 1) * 3

// shapeRoom is more than there are shapes.
const shapeRoom = 256

func (s shape) number() int {
	n := (int(s.style)*(maxWhole+1)+int(s.n))*3 + int(s.surname)
	if s.latin {
		n += shapeCount / 2
	}
	return n
}

// ways holds the alignments of two shapes, and the cells of the grid that they read.
type ways struct {
	list  []alignment
	cells uint64
}

// cellsOf returns the cells of those whose bit is set.
func (w *ways) cellsOf(among uint64) (cells uint64) {
	for k := range w.list {
		if l := &w.list[k]; among>>k&1 != 0 {
			for _, c := range l.cells[:l.n] {
				cells |= 1 << c
			}
		}
	}
	return cells
}

// alignmentTable holds the ways of every two shapes.
var alignmentTable = sync.OnceValue(func() []ways {
	var all []shape
	for st := full; st < part; st++ {
		for n := uint8(1); n <= maxWhole; n++ {
			for sur := uint8(0); sur <= min(2, n); sur++ {
				all = append(all, shape{st, false, n, sur}, shape{st, true, n, sur})
			}
		}
	}
	table := make([]ways, shapeCount*shapeCount)
	for _, a := range all {
		for _, b := range all {
			w := &table[a.number()*shapeCount+b.number()]
			w.list = alignments(a, b)
			for _, l := range w.list {
				for _, c := range l.cells[:l.n] {
					w.cells |= 1 << c
				}
			}
		}
	}
	return table
})
