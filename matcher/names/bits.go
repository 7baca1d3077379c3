package names

import (
	"math"
	"math/bits"
)

// Bits returns the weight of the query's name and another of the other role, whose
// dialect counts where the query's is unknown; ok is false if they have nothing
// to say about each other. It allocates nothing.
func (q *Query) Bits(other *Name, d Dialect) (weight float64, ok bool) {
	var g grid
	return q.bitsBy(&g, other, d, everyWay)
}

// everyWay has all ways of Query.best.
const everyWay = math.MaxUint64

// bitsBy is Bits with room for its grid, which takes as long to clear as to fill, and of some
// ways only, see best.
func (q *Query) bitsBy(g *grid, other *Name, d Dialect, among uint64) (weight float64, ok bool) {
	found := q.best(g, other, d, among)
	if found.ratio == 0 {
		return 0, false
	}
	if q.name.Nickname() && other.Nickname() { // read as a given name it would be rarer
		found.ratio = min(found.ratio, q.forms[0].most)
	}
	u := unrelated(q.name, other)
	return q.logs.Log2(u + (1-u)*float64(found.ratio)), true
}

// agreement holds the best way found to align two names.
type agreement struct {
	ratio     float32    // the likelihood ratio; 0 if there is no way
	own, them int        // the forms
	by        *alignment // nil for transcribed names
}

// grid holds the likelihood ratio of each position of one form against each of another, at
// i*maxPositions + j, for each voice of the speech. mismatched has the bits of the cells that agree in
// nothing, by voice.
type grid struct {
	speech     speech
	cells      [maxPositions * maxPositions][voiceRoom]float32
	mismatched [voiceRoom]uint64
}

// pair prepares a grid for what is known of how two persons speak.
func (q *Query) pair(g *grid, a *queryForm, b *form, d Dialect) {
	if q.role == Heard {
		record := q.speech
		g.speech = q.tables.speechOf(record, d, &a.spoken)
		return
	}
	spoken := q.freq.spoken(b)
	g.speech = q.tables.speechOf(d, q.speech, &spoken)
}

// best finds the best likelihood ratio over the forms and their alignments: all, or beside a name of
// one form those whose bit is set, in the order of the query's forms.
func (q *Query) best(g *grid, other *Name, d Dialect, among uint64) (best agreement) {
	if len(q.forms) == 0 || len(other.forms) == 0 {
		return best
	}
	alike := writtenAlike(q.name, other)
	if q.forms[0].style == part || other.forms[0].style == part {
		return agreement{ratio: q.byParts(g, other, d, alike)}
	}
	for i := range q.forms {
		a := &q.forms[i]
		for j := range other.forms {
			b := &other.forms[j]
			ways := &q.ways[int(a.shape)*shapeCount+int(b.shape)]
			if ways.cells == 0 {
				continue
			}
			cells := ways.cells
			if among != everyWay {
				cells = ways.cellsOf(among)
			}
			if cells == 0 {
				among >>= len(ways.list)
				continue
			}
			q.pair(g, a, b, d)
			if q.name.document && other.document {
				g.speech.write()
			}
			q.fill(g, a, cells, b, alike)
			factor := a.factor * b.factor
			for k := range ways.list {
				w := &ways.list[k]
				if among>>k&1 == 0 {
					continue
				}
				if r := q.through(g, a, w, w.factor*factor); r > best.ratio {
					best = agreement{r, i, j, w}
				}
			}
			if among != everyWay {
				among >>= len(ways.list)
			}
		}
	}
	return best
}

// through returns what an alignment's cells say together: for each voice their product, up to the most
// that it may reach, and of all voices the mean, by how likely each is.
func (q *Query) through(g *grid, a *queryForm, w *alignment, factor float32) float32 {
	sum := float32(0)
	for k := range g.speech.n {
		r := float32(1)
		for _, c := range w.cells[:w.n] {
			r *= g.cells[c%(maxPositions*maxPositions)][k]
		}
		r = min(r, w.most) * factor
		switch mismatched := w.mask & g.mismatched[k]; {
		case mismatched != 0:
			r = q.penalised(r, a, w, mismatched)
		case w.given:
			r *= a.usual
		case w.turned:
			r *= a.turned
		}
		sum += g.speech.odds[k] * r
	}
	return sum
}

// penalised returns what a likelihood ratio is worth if a position agrees in nothing: of
// evidence for the pair, the square root, up to mismatchMost (mismatchBelow). If only the
// surname does not agree it is no one of the family, but perhaps one of those who bear
// the same given name, as many as were counted.
func (q *Query) penalised(ratio float32, a *queryForm, w *alignment, mismatched uint64) float32 {
	if a.style == nickname { // 狗娃, 显娃: they share a character that many have
		return min(ratio, halfNickname)
	}
	if ratio <= 1 {
		return ratio
	}
	if w.given && mismatched == surnameCell && q.freq.pairs >= pairPrior {
		return ratio * a.usual
	}
	return min(float32(math.Sqrt(float64(ratio))), mismatchMost)
}

// surnameCell is the bit of the cell in which two surnames of one character meet.
const surnameCell = 1

// fill computes those cells of the grid of two forms. This is where a search spends its time.
func (q *Query) fill(g *grid, a *queryForm, cells uint64, b *form, alike float32) {
	clear(g.mismatched[:])
	seldom := a.style == part || b.style == part || a.tails && b.tails
	for ; cells != 0; cells &= cells - 1 {
		c := uint8(bits.TrailingZeros64(cells)) //nolint:gosec // below 64
		i, j := pair(c)
		s, o := &a.positions[i%maxPositions], &b.positions[j]
		t := given
		if i < a.surname || j < b.surname {
			t = meeting(i, j, a.form, b)
		}
		if seldom {
			t = a.positionType(b, i, j)
		}
		w := &s.worth[t%positionTypes]
		heard, base := 1-alike, float32(epsilon)
		switch {
		case s.char == 0 || o.char == 0: // only the sound is known
			if heard = 1; s.own.spelling|o.spelling != 0 {
				heard, base = 0, spelledRatio(&s.own, o, t, alike)
			}
		case s.char == o.char:
			base += alike * w.same
		case s.alike[0] != 0:
			base += s.lookalike(w, o.char)
		}
		cell := &g.cells[c%(maxPositions*maxPositions)]
		q.ratios(&a.form.positions[i%maxPositions], o, t, &g.speech, cell)
		mean := float32(0)
		for k := range g.speech.n {
			cell[k] = base + heard*cell[k]
			mean += g.speech.odds[k] * cell[k]
		}
		limit := mismatchBits
		if mean < mismatchBelow { // what but a few voices make of it must be more than chance
			limit = evenBits
		}
		for k := range g.speech.n { // positive floats are in the order of their bits
			g.mismatched[k] |= uint64((math.Float32bits(cell[k])-limit)>>31) << c
		}
	}
}

// mismatchBits are the bits of mismatchBelow.
var mismatchBits, evenBits = math.Float32bits(mismatchBelow), math.Float32bits(1)

// positionType returns that of two positions of which one is of a transcribed name, or both are
// tails.
func (a *queryForm) positionType(b *form, i, j uint8) positionType {
	switch {
	case a.form.positions[i].tail && b.positions[j].tail:
		return tail
	case a.style == part || b.style == part:
		return transcript
	case i < a.surname || j < b.surname:
		return meeting(i, j, a.form, b)
	}
	return given
}

// meeting returns the type of two positions of which one at least is read as a surname. If one
// name lacks its surname, or a surname of two characters lies beside one of one, a given
// character meets what is read as a surname: how usual it is tells its share of given names,
// as hardly any 国 is a surname.
func meeting(i, j uint8, a, b *form) positionType {
	if (i < a.surname) != (j < b.surname) && (a.n != b.n || i > 0 && j > 0) {
		return given
	}
	return surname
}

func (s *queryPosition) lookalike(w *worth, c rune) float32 {
	for i, r := range s.alike {
		if r == c {
			return w.looks[i]
		}
	}
	return 0
}
