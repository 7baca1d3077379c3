package names

import "math"

// Likeness says in which way two names agree best, for the sentence of reason.
type Likeness uint8

// The ways, best first.
const (
	Nothing      Likeness = iota // a side is missing or not understood
	SameText                     // the same characters
	SameSound                    // other characters, the same syllables
	SimilarSound                 // syllables that are taken for one another
	PartSame                     // what both sides have is written alike
	PartSound                    // what both sides have sounds alike
	Different
)

// Comparison is what two names say together. Bits is log2 of the likelihood
// ratio; it says nothing where Likeness is Nothing.
type Comparison struct {
	Bits     float64
	Likeness Likeness
	Swapped  bool // the order differs
}

// Role says which side of a comparison a name is on.
type Role bool

// The roles: the record's name was heard, the notice's name is what was said.
const (
	Heard Role = false
	Said  Role = true
)

// Query is a name made ready to be compared with a million others of the other
// role. It is never changed once made.
type Query struct {
	name   *Name
	freq   *Frequencies
	tables *soundTables
	layout [][]layout
	forms  []queryForm
}

type queryForm struct {
	*form
	slots [maxSlots]querySlot
}

// querySlot holds what a slot is worth against each character and syllable of the
// other side.
type querySlot struct {
	char  rune
	same  [slotTypes]float32                // 1/p of the character
	alike [maxLookalikes]rune               // characters that look like it
	looks [slotTypes][maxLookalikes]float32 // and what one of them is worth
	sound [slotTypes][dialects][]float32    // T/p, by the other side's syllable
}

// NewQuery makes a name ready. d is the speaker's dialect where it is known; where
// it is not, each Compare says the other side's.
func NewQuery(n *Name, role Role, d Dialect, freq *Frequencies) *Query {
	q := &Query{name: n, freq: freq, tables: soundTable(), layout: layoutTable(), forms: make([]queryForm, len(n.forms))}
	for i := range n.forms {
		f := &q.forms[i]
		f.form = &n.forms[i]
		for j := range int(f.n) {
			q.prepare(&f.slots[j], &f.form.slots[j], role, d)
		}
	}
	return q
}

func (q *Query) prepare(out *querySlot, s *slot, role Role, d Dialect) {
	out.char = s.char
	out.alike = lookalikeTable()[s.char]
	for t := range slotTypes {
		out.same[t] = 1 / q.freq.share(t, s.char)
		for i, r := range out.alike {
			heard := s.char
			if role == Said {
				heard = r
			}
			out.looks[t][i] = lookedAlike / q.freq.share(t, heard)
		}
		sounds := s.sounds(t)
		for area := range dialects {
			switch {
			case d == AnyDialect:
				out.sound[t][area] = q.soundRatios(sounds, role, t, area)
			case area == 0:
				out.sound[t][area] = q.soundRatios(sounds, role, t, d)
			default:
				out.sound[t][area] = out.sound[t][0]
			}
		}
	}
}

// soundRatios is T(heard | said)/p(heard) by the other side's syllable, the best
// over the readings of this side's.
func (q *Query) soundRatios(sounds [maxReadings]Syllable, role Role, t slotType, d Dialect) []float32 {
	n := q.tables.n
	heard := q.freq.heard[t]
	ratios := make([]float32, n)
	for i, own := range sounds {
		if own == 0 {
			continue
		}
		discount := float32(1)
		if i > 0 {
			discount = secondReading
		}
		for other := 1; other < n; other++ {
			h, s := int(own), other
			if role == Said {
				h, s = other, int(own)
			}
			ratios[other] = max(ratios[other], discount*q.tables.heard[d][h*n+s]/heard[h])
		}
	}
	return ratios
}

// Bits is the weight of the query's name and another of the other role, whose
// dialect counts where the query's is unknown; ok is false where they have nothing
// to say about each other. It allocates nothing.
func (q *Query) Bits(other *Name, d Dialect) (weight float64, ok bool) {
	ratio, _, _ := q.best(other, d)
	if ratio == 0 {
		return 0, false
	}
	u := unrelated(q.name, other)
	return math.Log2(u + (1-u)*float64(ratio)), true
}

// grid is the likelihood ratio of each slot of one form against each of another.
type grid [maxSlots][maxSlots]float32

// best finds the best likelihood ratio over the forms and their layouts, and which
// they are; 0 for none.
func (q *Query) best(other *Name, d Dialect) (ratio float32, at [2]int, by *layout) {
	if len(q.forms) == 0 || len(other.forms) == 0 {
		return 0, at, nil
	}
	alike := float32(writtenAlike(q.name, other))
	if q.forms[0].style == part || other.forms[0].style == part {
		return q.byParts(other, d, alike), at, nil
	}
	var g grid
	for i := range q.forms {
		a := &q.forms[i]
		for j := range other.forms {
			b := &other.forms[j]
			ways := q.layout[a.shape().number()*shapeCount+b.shape().number()]
			if len(ways) == 0 {
				continue
			}
			a.fill(&g, b, d, alike)
			factor := a.factor * b.factor
			for k := range ways {
				w := &ways[k]
				r := float32(1)
				for _, p := range w.pairs[:w.n] {
					r *= g[p[0]][p[1]]
				}
				if r = min(r, w.most) * w.factor * factor; r > ratio {
					ratio, at, by = r, [2]int{i, j}, w
				}
			}
		}
	}
	return ratio, at, by
}

// fill computes the grid of two forms.
func (a *queryForm) fill(g *grid, b *form, d Dialect, alike float32) {
	for i := range int(a.n) {
		for j := range int(b.n) {
			t := given
			if i < int(a.surname) || j < int(b.surname) {
				t = surname
			}
			g[i][j] = a.slots[i].ratio(&b.slots[j], t, d, alike)
		}
	}
}

// ratio is the likelihood ratio of one slot (package doc).
func (s *querySlot) ratio(o *slot, t slotType, d Dialect, alike float32) float32 {
	table := s.sound[t][d]
	sounds := o.sounds(t)
	sound := table[sounds[0]]
	if sounds[1] != 0 {
		sound = max(sound, secondReading*table[sounds[1]], secondReading*table[sounds[2]])
	}
	if s.char == 0 || o.char == 0 {
		return epsilon + sound
	}
	r := epsilon + (1-alike)*sound
	if s.char == o.char {
		return r + alike*s.same[t]
	}
	for i, c := range s.alike {
		if c == o.char {
			return r + s.looks[t][i]
		}
	}
	return r
}

// sounds are the slot's readings in the order of likelihood.
func (s *slot) sounds(t slotType) [maxReadings]Syllable {
	if t == given || s.asSurname == 0 || s.asSurname == s.sound[0] {
		return s.sound
	}
	return [maxReadings]Syllable{s.asSurname, s.sound[0], s.sound[1]}
}
