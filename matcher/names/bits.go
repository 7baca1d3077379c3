package names

import (
	"math"
	"math/bits"
)

// Bits is the weight of the query's name and another of the other role, whose
// dialect counts where the query's is unknown; ok is false where they have nothing
// to say about each other. It allocates nothing.
func (q *Query) Bits(other *Name, d Dialect) (weight float64, ok bool) {
	found := q.best(other, d)
	if found.ratio == 0 {
		return 0, false
	}
	if q.name.Nickname() && other.Nickname() { // read as a given name it would be rarer
		found.ratio = min(found.ratio, q.forms[0].most)
	}
	u := unrelated(q.name, other)
	return q.logs.Log2(u + (1-u)*float64(found.ratio)), true
}

// agreement is the best way found to lay two names beside each other.
type agreement struct {
	ratio     float32 // the likelihood ratio; 0 where there is no way
	own, them int     // the forms
	by        *layout // nil for transcribed names
}

// grid is the likelihood ratio of each slot of one form against each of another, at
// i*maxSlots + j. torn has the bits of the cells that agree in nothing.
type grid struct {
	cells [maxSlots * maxSlots]float32
	torn  uint64
}

// best finds the best likelihood ratio over the forms and their layouts.
func (q *Query) best(other *Name, d Dialect) (whole agreement) {
	if len(q.forms) == 0 || len(other.forms) == 0 {
		return whole
	}
	alike := writtenAlike(q.name, other)
	if q.forms[0].style == part || other.forms[0].style == part {
		return agreement{ratio: q.byParts(other, d, alike)}
	}
	var g grid
	var torn agreement // the best among those with a slot that agrees in nothing, mended
	for i := range q.forms {
		a := &q.forms[i]
		for j := range other.forms {
			b := &other.forms[j]
			ways := &q.ways[int(a.shape)*shapeCount+int(b.shape)]
			if ways.cells == 0 {
				continue
			}
			a.fill(&g, ways.cells, b, d, alike)
			factor := a.factor * b.factor
			for k := range ways.list {
				w := &ways.list[k]
				r := g.through(w) * w.factor * factor
				switch {
				case w.mask&g.torn == 0:
					switch {
					case w.given:
						r *= a.usual
					case w.turned:
						r *= a.turned
					}
					if r > whole.ratio {
						whole = agreement{r, i, j, w}
					}
				case r > torn.ratio:
					if r = q.mended(r, a, w, g.torn); r > torn.ratio {
						torn = agreement{r, i, j, w}
					}
				}
			}
		}
	}
	if torn.ratio > whole.ratio {
		return torn
	}
	return whole
}

// through is the product of a layout's cells, up to the most that it may reach.
func (g *grid) through(w *layout) float32 {
	r := float32(1)
	for k := range w.n {
		r *= g.cells[w.cells[k%cellRoom]%(maxSlots*maxSlots)]
	}
	if r > w.most {
		return w.most
	}
	return r
}

// mended is what a likelihood ratio is worth where a slot agrees in nothing: of
// evidence for the pair, the square root, up to tornMost (tornBelow). Where only the
// surname does not agree it is nobody of the family, but perhaps one of those who bear
// the same given name, as many as were counted.
func (q *Query) mended(ratio float32, a *queryForm, w *layout, torn uint64) float32 {
	if a.style == nickname { // 狗娃, 显娃: they share a character that many have
		return min(ratio, halfNickname)
	}
	if ratio <= 1 {
		return ratio
	}
	if w.given && w.mask&torn == surnameCell && q.freq.pairs >= pairPrior {
		return ratio * a.usual
	}
	return min(float32(math.Sqrt(float64(ratio))), tornMost)
}

// surnameCell is the bit of the cell in which two surnames of one character meet.
const surnameCell = 1

// fill computes those cells of the grid of two forms. This is where a search spends
// its time: the indices are masked so that none is checked, and what is seldom is
// kept apart.
func (a *queryForm) fill(g *grid, cells uint64, b *form, d Dialect, alike float32) {
	g.torn = 0
	seldom := a.style == part || b.style == part || a.tails && b.tails
	for ; cells != 0; cells &= cells - 1 {
		c := uint8(bits.TrailingZeros64(cells))
		i, j := pair(c)
		s, o := &a.slots[i%maxSlots], &b.slots[j]
		t := given
		if i < a.surname || j < b.surname {
			t = surname
		}
		if seldom {
			t = a.slotType(b, i, j)
		}
		w := &s.worth[t%slotTypes]
		table := w.sound[d]
		sounds := o.sounds(t)
		sound := table[sounds[0]%syllableRoom]
		if second := secondReading * table[sounds[1]%syllableRoom]; second > sound {
			sound = second
		}
		r := epsilon + (1-alike)*sound
		switch {
		case s.char == 0 || o.char == 0: // only the sound is known
			r = epsilon + sound
			if s.own.spelling|o.spelling != 0 {
				r = spelledRatio(&s.own, o, t, alike)
			}
		case s.char == o.char:
			r += alike * w.same
		case s.alike[0] != 0:
			r += s.lookalike(w, o.char)
		}
		g.cells[c%(maxSlots*maxSlots)] = r
		// Positive floats are in the order of their bits.
		g.torn |= uint64((math.Float32bits(r)-tornBits)>>31) << c
	}
}

// tornBits are the bits of tornBelow.
var tornBits = math.Float32bits(tornBelow)

// slotType is that of two slots of which one is of a transcribed name, or both are
// tails.
func (a *queryForm) slotType(b *form, i, j uint8) slotType {
	switch {
	case a.form.slots[i].tail && b.slots[j].tail:
		return tail
	case a.style == part || b.style == part:
		return transcript
	case i < a.surname || j < b.surname:
		return surname
	}
	return given
}

func (s *querySlot) lookalike(w *worth, c rune) float32 {
	for i, r := range s.alike {
		if r == c {
			return w.looks[i]
		}
	}
	return 0
}
