package names

import (
	"math"
	"slices"
)

// placed describes an alignment of one of the query's forms and a name's, with what each unit of the
// name says in its place.
type placed struct {
	cells  [mostPlaced]placedCell
	n      int
	bits   float32 // −cost
	most   float32 // bits
	whole  bool    // several positions meet: if one agrees in nothing, the others count less
	family bool    // unless that is the surname only: then it depends on the given name
	called bool    // it is a nickname
}

type placedCell struct {
	bits  []float32 // by unit
	shift uint      // of the unit in a short form
	moved bool      // the query's position is at another place
}

// mostPlaced is how many positions a query may have that is aligned with names position by position.
const mostPlaced = 3

// place aligns the query with every shape of short names, unless it has too many positions.
func (g *upperBound) place() {
	var positions []position
	for i := range g.forms {
		f := &g.forms[i]
		if f.style == part || f.n > mostPlaced {
			return
		}
		for _, s := range f.form.positions[:f.n] {
			if !slices.Contains(positions, s) {
				positions = append(positions, s)
			}
		}
	}
	if len(positions) > mostPlaced || len(g.best) == 0 { // or there is no name to align with
		return
	}
	var tables [mostPlaced][2][]float32 // by position, as a given name's and as a surname's
	var cells []cellAt
	for i := range g.forms {
		f := &g.forms[i]
		for number := range shapeCount {
			n, surnames := uint8(number/3%(maxWhole+1)), uint8(number%3)
			if n < 1 || n > mostPlaced {
				continue
			}
			ways := g.query.ways[int(f.shape)*shapeCount+number].list
			for k := range ways {
				p := g.aligned(f, &ways[k], &form{n: n, surname: surnames}, func(j uint8, family int) []float32 {
					table := &tables[slices.Index(positions, f.form.positions[j])][family]
					if *table == nil {
						*table = g.said(&f.positions[j], [2]positionType{given, surname}[family])
					}
					return *table
				})
				g.places[number] = append(g.places[number], p)
				cells = p.spread(cells)
			}
		}
	}
	g.byPlace(cells)
}

// cellAt describes a place of names at which a position of the query's may be, with what of its alignment's
// cost counts there.
type cellAt struct {
	placedCell
	bits float32
}

// spread lists the cells of an alignment, each as what it costs least: those if neither is
// beside its like bear it, or all.
func (p *placed) spread(list []cellAt) []cellAt {
	moved := 0
	for _, c := range p.cells[:p.n] {
		if c.moved {
			moved++
		}
	}
	for _, c := range p.cells[:p.n] {
		at := cellAt{placedCell: c}
		if moved == 0 {
			at.bits = p.bits / float32(p.n)
		} else if c.moved {
			at.bits = p.bits / float32(moved)
		}
		same := func(o cellAt) bool { return &o.placedCell.bits[0] == &c.bits[0] && o.shift == c.shift }
		if k := slices.IndexFunc(list, same); k >= 0 {
			list[k].bits = max(list[k].bits, at.bits)
		} else {
			list = append(list, at)
		}
	}
	return list
}

// byPlace tells of each place of short names what a unit may agree in there, so that the sum
// is no less than what any alignment says.
func (g *upperBound) byPlace(cells []cellAt) {
	for j := range g.short.Best {
		best := make([]float32, len(g.short.Best[j]))
		copy(best, g.short.Best[j][:firstUnit])
		for u := range best[firstUnit:] {
			best[firstUnit+u] = lostPosition
		}
		for _, c := range cells {
			if c.shift != ShortBits*uint(j) {
				continue
			}
			for u, bits := range c.placedCell.bits {
				best[firstUnit+u] = max(best[firstUnit+u], bits+c.bits)
			}
		}
		g.short.Best[j] = best
	}
	g.short.Elsewhere = 0
}

// said returns what a position of the query's says of each unit as one of a type.
func (g *upperBound) said(s *queryPosition, t positionType) []float32 {
	bits := make([]float32, len(g.best))
	for u := range bits {
		bits[u] = bitsOf(s.mostAs(&g.view.units[u], t))
	}
	return bits
}

func (g *upperBound) aligned(f *queryForm, l *alignment, other *form, said func(position uint8, family int) []float32) placed {
	p := placed{n: int(l.n), bits: log2(l.factor * f.factor), most: log2(l.most), whole: l.n > 1, called: f.style == nickname}
	p.family = l.given && l.cells[0] == 0
	for k, c := range l.cells[:l.n] {
		i, j := pair(c)
		family := 0
		if (i < f.surname || j < other.surname) && meeting(i, j, f.form, other) == surname {
			family = 1
		}
		p.cells[k] = placedCell{said(i, family), ShortBits * uint(j), i != j}
	}
	return p
}

func log2(x float32) float32 { return float32(math.Log2(float64(x))) }

// inPlace tells in which of some ways a short name may agree with the query so that it is
// promising, by bits, and about the most bits in which it agrees in any other: as Query.best, but
// for how usual a given name is.
func inPlace(ways []placed, short uint64) (promising uint64, rest float32) {
	rest = lostPosition * mostPlaced * mostPlaced // less than any
	for w := range ways {
		p := &ways[w]
		sum, mismatched := p.bits, 0
		for k := range p.cells[:p.n] {
			c := &p.cells[k]
			bits := c.bits[short>>c.shift%shortUnits-firstUnit]
			if sum += bits; bits < mismatchBelowBits {
				mismatched |= 1 << k
			}
		}
		if p.whole && mismatched != 0 && sum > 0 {
			switch {
			case p.called:
				sum = min(sum, halfNicknameBits)
			case !p.family || mismatched != 1:
				sum = min(sum/2, mismatchMostBits)
			}
		}
		if sum = min(sum, p.most); sum >= Promising {
			promising |= 1 << w
		} else {
			rest = max(rest, sum)
		}
	}
	return promising, rest
}
