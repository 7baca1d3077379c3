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

// Compare weighs two names of which either may be of the other's person. It
// allocates nothing.
func Compare(a, b *Name) Comparison {
	if len(a.forms) == 0 || len(b.forms) == 0 {
		return Comparison{}
	}
	alike := float32(writtenAlike(a, b))
	best := alignment{bits: -1e9}
	if a.forms[0].style == part || b.forms[0].style == part {
		best = byParts(a, b, alike)
	} else {
		for i := range a.forms {
			for j := range b.forms {
				best = better(best, align(&a.forms[i], &b.forms[j], alike))
			}
		}
	}
	if best.bits < -1e8 {
		return Comparison{} // a nickname against a legal name: they need not agree
	}
	u := unrelated(a, b)
	return Comparison{
		Bits:     math.Log2(u + (1-u)*math.Exp2(float64(best.bits))),
		Likeness: best.likeness(),
		Swapped:  best.swapped,
	}
}

// alignment is a way to lay two forms beside each other.
type alignment struct {
	bits    float32
	slots   uint8 // that were compared
	same    uint8 // of them the same character
	sound   uint8 // of them another character, the same syllable
	near    uint8 // of them a syllable taken for the other
	missing bool
	swapped bool
}

func better(a, b alignment) alignment {
	if b.bits > a.bits {
		return b
	}
	return a
}

func (al alignment) likeness() Likeness {
	switch {
	case al.slots == 0 || al.same+al.sound+al.near < al.slots:
		return Different
	case al.missing && al.same == al.slots:
		return PartSame
	case al.missing:
		return PartSound
	case al.same == al.slots:
		return SameText
	case al.near == 0:
		return SameSound
	}
	return SimilarSound
}

// none is the alignment of forms that have nothing to say about each other.
var none = alignment{bits: -1e9}

// align finds the best way to lay two forms beside each other.
func align(a, b *form, alike float32) alignment {
	if (a.style == nickname) != (b.style == nickname) {
		return none
	}
	cost := a.cost + b.cost
	if a.style == surnameOnly || b.style == surnameOnly {
		if a.style == givenOnly || b.style == givenOnly || a.surname != b.surname {
			return none
		}
		al := run(a, 0, b, 0, int(a.surname), alike)
		al.missing = true
		al.bits = min(al.bits, capSurname)
		return capped(al, cost)
	}
	if a.n < b.n {
		a, b = b, a // a is the longer from here on
	}
	switch d := int(a.n) - int(b.n); {
	case d == 0:
		return equal(a, b, cost, alike)
	case b.style == givenOnly:
		return called(a, b, cost, alike)
	case d == 1:
		return shorter(a, b, cost, alike)
	}
	al := run(a, 0, b, 0, int(b.n), alike)
	al.missing = true
	return capped(al, cost+2*costExtra)
}

// equal lays forms of the same length beside each other: straight, with the given
// name turned round, or with the surname behind.
func equal(a, b *form, cost, alike float32) alignment {
	n := int(a.n)
	best := capped(run(a, 0, b, 0, n, alike), cost)
	if a.surname == 1 && b.surname == 1 && n == 3 {
		al := join(run(a, 0, b, 0, 1, alike), run(a, 1, b, 2, 1, alike), run(a, 2, b, 1, 1, alike))
		al.swapped = true
		best = better(best, capped(al, cost+costGivenSwapped))
	}
	if n < 2 || a.style != full || b.style != full {
		return best
	}
	swap := float32(costOrderSwapped)
	if a.latin || b.latin {
		swap = costLatinSwapped
	}
	for _, turn := range [2][2]*form{{a, b}, {b, a}} {
		ordered, turned := turn[0], turn[1]
		s := int(ordered.surname)
		al := join(run(ordered, 0, turned, n-s, s, alike), run(ordered, s, turned, 0, n-s, alike))
		al.swapped = true
		best = better(best, capped(al, cost+swap))
	}
	return best
}

// called lays a given name, or its last syllable, beside a whole name.
func called(whole, given *form, cost, alike float32) alignment {
	best := none
	for at := int(whole.surname); at+int(given.n) <= int(whole.n); at++ {
		al := run(whole, at, given, 0, int(given.n), alike)
		al.missing = true
		extra := cost
		if at+int(given.n) < int(whole.n) {
			extra += costNotLast
		}
		best = better(best, capped(al, extra))
	}
	return best
}

// shorter lays a form beside one that has a syllable more.
func shorter(long, short *form, cost, alike float32) alignment {
	best := none
	for out := range int(long.n) {
		al := join(run(long, 0, short, 0, out, alike), run(long, out+1, short, out, int(short.n)-out, alike))
		al.missing = true
		extra := float32(costGivenMissing)
		switch {
		case out < int(long.surname):
			extra = costSurnameMissing
		case long.n > 3:
			extra = costExtra
		}
		best = better(best, capped(al, cost+extra))
	}
	return best
}

// byParts lays transcribed names beside each other part by part, in any order; a
// name that is not transcribed is one part.
func byParts(a, b *Name, alike float32) alignment {
	na, nb := parts(a), parts(b)
	if na > nb {
		a, b, na, nb = b, a, nb, na
	}
	sum := alignment{missing: na < nb}
	taken := uint64(0)
	for i := range na {
		best, at := none, 0
		for j := range min(nb, 64) {
			if taken&(1<<j) != 0 {
				continue
			}
			if al := onePart(&a.forms[i], &b.forms[j], alike); al.bits > best.bits {
				best, at = al, j
			}
		}
		taken |= 1 << at
		best.missing = best.missing || sum.missing
		sum = join(sum, best)
	}
	if na < nb {
		sum.bits -= costPartMissing
	}
	return sum
}

func parts(n *Name) int {
	if n.forms[0].style == part {
		return min(len(n.forms), maxSlots)
	}
	return 1
}

func onePart(a, b *form, alike float32) alignment {
	if a.n < b.n {
		a, b = b, a
	}
	var al alignment
	switch a.n - b.n {
	case 0:
		al = run(a, 0, b, 0, int(a.n), alike)
	case 1:
		al = shorter(a, b, 0, alike)
	default:
		return alignment{bits: -costExtra, slots: 1}
	}
	al.bits = min(al.bits*partShare, capPart)
	return al
}

// capped takes the cost off an alignment and holds one slot to what it may say.
func capped(al alignment, cost float32) alignment {
	if al.slots == 1 {
		al.bits = min(al.bits, capOneSlot)
	}
	al.bits -= cost
	return al
}

func join(parts ...alignment) alignment {
	sum := parts[0]
	for _, p := range parts[1:] {
		sum.bits += p.bits
		sum.slots += p.slots
		sum.same += p.same
		sum.sound += p.sound
		sum.near += p.near
		sum.missing = sum.missing || p.missing
		sum.swapped = sum.swapped || p.swapped
	}
	return sum
}

// run compares n slots of a from i with n slots of b from j.
func run(a *form, i int, b *form, j, n int, alike float32) (al alignment) {
	table := soundTable()
	lr := float32(1)
	for k := range n {
		x, y := &a.slots[i+k], &b.slots[j+k]
		asSurname := i+k < int(a.surname) || j+k < int(b.surname)
		one, kind := table.slotRatio(x, y, asSurname, alike)
		lr *= one
		al.slots++
		switch kind {
		case sameCharacter:
			al.same++
		case sameSyllable:
			al.sound++
		case nearSyllable:
			al.near++
		}
	}
	al.bits = float32(math.Log2(float64(lr)))
	return al
}

type slotLikeness uint8

const (
	otherSyllable slotLikeness = iota
	nearSyllable
	sameSyllable
	sameCharacter
)

// slotRatio is the likelihood ratio of one slot (package doc).
func (f *frequencies) slotRatio(x, y *slot, asSurname bool, alike float32) (float32, slotLikeness) {
	pSyllable, pChar := f.givenSyllable, x.pGiven
	if asSurname {
		pSyllable, pChar = f.surnameSyllable, x.pSurname
	}
	kind := otherSyllable
	ratio := float32(epsilon)
	byChar := x.char != 0 && y.char != 0
	if byChar && x.char == y.char {
		kind = sameCharacter
		ratio += alike / pChar
	}
	bySound := float32(1)
	if byChar {
		bySound = 1 - alike
	}
	best := float32(0)
	for i, h := range x.sounds(asSurname) {
		if h == 0 {
			continue
		}
		for j, t := range y.sounds(asSurname) {
			if t == 0 {
				continue
			}
			r := f.heard[AnyDialect][int(h)*f.n+int(t)] / max(pSyllable[h], pSyllable[t])
			if i > 0 {
				r *= secondReading
			}
			if j > 0 {
				r *= secondReading
			}
			if r > best {
				best = r
				if kind != sameCharacter {
					kind = nearSyllable
					if h == t {
						kind = sameSyllable
					} else if f.heard[AnyDialect][int(h)*f.n+int(t)] < nearEnough {
						kind = otherSyllable
					}
				}
			}
		}
	}
	return ratio + bySound*best, kind
}

// nearEnough is T from which two syllables are said to sound alike: one listed
// confusion in an otherwise equal syllable.
const nearEnough = 0.008

// sounds are the slot's readings in the order of likelihood.
func (s *slot) sounds(asSurname bool) [maxReadings]Syllable {
	if !asSurname || s.asSurname == 0 || s.asSurname == s.sound[0] {
		return s.sound
	}
	return [maxReadings]Syllable{s.asSurname, s.sound[0], s.sound[1]}
}
