package names

import (
	"hash/maphash"
	"math"
	"slices"
)

// Roll describes a list of different names in few bytes, each with the dialect of who bears
// it, for a query that looks at all of them. Names are only added, by one goroutine;
// what a View shows never changes. Make one with NewRoll.
type Roll struct {
	view  RollView
	units map[position]uint32
	known map[uint64]uint32 // by the hash of the words; a name hashed like another is taken for it
	seed  maphash.Seed
}

// RollView holds the names of a Roll up to some time. It may be read while names are added.
type RollView struct {
	units []position // the different positions
	words []uint32   // the names, one after the other, see Roll.Add
	start []uint32   // where each begins
	short []uint64   // the short form of each, 0 for one that has none
	long  longNames
}

// longNames holds the names that have no short form, by their order: what an upper bound needs lies
// side by side.
type longNames struct {
	ids   []uint32
	start []uint32 // where each begins
	words []uint32 // of each the name's own word, then each form's and its units
}

// NewRoll returns an empty roll.
func NewRoll() *Roll {
	return &Roll{units: map[position]uint32{}, known: map[uint64]uint32{}, seed: maphash.MakeSeed()}
}

// View returns the names so far.
func (r *Roll) View() RollView { return r.view }

// Len returns how many names there are.
func (v RollView) Len() int { return len(v.start) }

// A name is a word of its own, then each form: a word, the bits of its factor and its
// units.
const (
	heardBit, documentBit         = 1 << 0, 1 << 1
	partsAt, formsAt, usualAt     = 4, 8, 12
	dialectAt                     = 16
	styleAt, lengthAt, surnamesAt = 0, 4, 8
	latinBit, tailsBit            = 1 << 12, 1 << 13
	shapeAt                       = 16
)

// Add returns the number of a name whose bearer speaks so; equal ones have one number.
func (r *Roll) Add(n *Name, d Dialect) uint32 {
	head := uint32(d)<<dialectAt | uint32(n.parts)<<partsAt | uint32(len(n.forms))<<formsAt | uint32(len(n.usual))<<usualAt
	if n.Heard {
		head |= heardBit
	}
	if n.document {
		head |= documentBit
	}
	words := append(make([]uint32, 0, 32), head)
	for i := range n.forms {
		words = r.form(words, &n.forms[i])
	}
	for i := range n.usual {
		words = r.form(words, &n.usual[i])
	}
	key := r.hash(words)
	if id, ok := r.known[key]; ok {
		return id
	}
	id := uint32(len(r.view.start))
	r.known[key] = id
	r.view.start = append(r.view.start, uint32(len(r.view.words)))
	r.view.words = append(r.view.words, words...)
	r.view.shorten(id, words)
	return id
}

// shorten adds the short form of a name's words, or else the name to the long ones.
func (v *RollView) shorten(id uint32, words []uint32) {
	short := shortForm(words)
	if v.short = append(v.short, short); short != 0 {
		return
	}
	l := &v.long
	l.ids, l.start = append(l.ids, id), append(l.start, uint32(len(l.words)))
	l.words = append(l.words, words[0])
	rest := words[1:]
	for range words[0] >> formsAt & 0xf {
		n := rest[0] >> lengthAt & 0xf
		l.words = append(append(l.words, rest[0]), rest[2:2+n]...)
		rest = rest[2+n:]
	}
}

// The short form of a name of one unit to three that all its forms share, as most are: all that
// an upper bound at it needs. It has the first form's shape, and of each unit one more than noThird
// if its number is 0; as no form has shape 0, a short form is never 0.
const (
	shortUnits    = 1 << ShortBits // may be told apart
	shortShapeAt  = 3 * ShortBits
	shortNickname = 1 << 62
	shortDocument = 1 << 63
)

// What stands for a unit that there is not.
const (
	noThird = iota
	noSecond
	firstUnit
)

// shortForm returns that of a name's words, 0 if it has none.
func shortForm(words []uint32) uint64 {
	head := words[0]
	forms := head >> formsAt & 0xf
	if forms == 0 || head>>partsAt&0xf != 0 {
		return 0
	}
	first := words[1:]
	n := first[0] >> lengthAt & 0xf
	if n < 1 || n > 3 {
		return 0
	}
	units := first[2 : 2+n]
	for rest := first[2+n:]; forms > 1; forms-- {
		size := rest[0] >> lengthAt & 0xf
		if !slices.Equal(rest[2:2+size], units) {
			return 0
		}
		rest = rest[2+size:]
	}
	short := uint64(first[0]>>shapeAt) << shortShapeAt
	for i, none := range [3]uint64{0, noSecond, noThird} {
		unit := none
		if i < len(units) {
			unit = uint64(units[i]) + firstUnit
		}
		if unit >= shortUnits {
			return 0
		}
		short |= unit << (ShortBits * i)
	}
	if style(first[0]&0xf) == nickname {
		short |= shortNickname
	}
	if head&documentBit != 0 {
		short |= shortDocument
	}
	return short
}

func (r *Roll) form(words []uint32, f *form) []uint32 {
	w := uint32(f.style)<<styleAt | uint32(f.n)<<lengthAt | uint32(f.surname)<<surnamesAt | uint32(f.shape)<<shapeAt
	if f.latin {
		w |= latinBit
	}
	if f.tails {
		w |= tailsBit
	}
	words = append(words, w, math.Float32bits(f.factor))
	for _, s := range f.positions[:f.n] {
		id, ok := r.units[s]
		if !ok {
			id = uint32(len(r.view.units))
			r.units[s] = id
			r.view.units = append(r.view.units, s)
		}
		words = append(words, id)
	}
	return words
}

// mostForms is how many forms a name may have, of either kind.
const mostForms = maxPositions + 1

// unrolled is room for a name that is read, and for weighing it.
type unrolled struct {
	name  Name
	forms [2 * mostForms]form
	grid  grid
}

// read puts a name together again, but for its text, and says its bearer's dialect.
func (v RollView) read(id int, into *unrolled) Dialect {
	words := v.words[v.start[id]:]
	head := words[0]
	n := &into.name
	n.Heard, n.document, n.parts = head&heardBit != 0, head&documentBit != 0, int(head>>partsAt&0xf)
	count, usual := int(head>>formsAt&0xf), int(head>>usualAt&0xf)
	words = words[1:]
	for i := range count + usual {
		words = v.form(words, &into.forms[i])
	}
	n.forms, n.usual = into.forms[:count], into.forms[count:count+usual]
	return Dialect(head >> dialectAt)
}

func (v RollView) form(words []uint32, f *form) (rest []uint32) {
	w := words[0]
	f.style, f.n, f.surname, f.shape = style(w>>styleAt&0xf), uint8(w>>lengthAt&0xf), uint8(w>>surnamesAt&0xf), uint16(w>>shapeAt)
	f.latin, f.tails, f.factor = w&latinBit != 0, w&tailsBit != 0, math.Float32frombits(words[1])
	for i, unit := range words[2 : 2+f.n] {
		f.positions[i] = v.units[unit]
	}
	return words[2+f.n:]
}

// Only returns a view of some of the names, in the order of their numbers, and of nothing
// that the others had.
func (v RollView) Only(numbers []uint32) RollView {
	out, units := RollView{}, map[uint32]uint32{}
	for _, id := range numbers {
		end := uint32(len(v.words))
		if int(id)+1 < len(v.start) {
			end = v.start[id+1]
		}
		words := v.words[v.start[id]:end]
		out.start = append(out.start, uint32(len(out.words)))
		out.words = append(out.words, words[0])
		for rest := words[1:]; len(rest) > 0; {
			n := rest[0] >> lengthAt & 0xf
			out.words = append(out.words, rest[0], rest[1])
			for _, unit := range rest[2 : 2+n] {
				to, ok := units[unit]
				if !ok {
					to = uint32(len(out.units))
					units[unit] = to
					out.units = append(out.units, v.units[unit])
				}
				out.words = append(out.words, to)
			}
			rest = rest[2+n:]
		}
	}
	return out
}
