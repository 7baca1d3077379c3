package names

import (
	"cmp"

	"github.com/guitu-project/guitu/matcher/names/hear"
)

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

// Comparison holds what two names say together. Bits is log2 of the likelihood
// ratio; it says nothing if Likeness is Nothing.
type Comparison struct {
	Bits     float64
	Likeness Likeness
	Swapped  bool // the order differs
	Spoken   Spoken
}

// Spoken describes a character that a dialect says nearly as Mandarin says what was heard: another, or
// a syllable if that was written in Latin letters. Said is 0 for none.
type Spoken struct {
	Said  rune
	Heard string
	In    Dialect
}

// Compare is Bits with how the names agree, for people to read.
func (q *Query) Compare(other *Name, d Dialect) Comparison {
	var g grid
	weight, ok := q.bitsBy(&g, other, d, everyWay)
	if !ok {
		return Comparison{}
	}
	found := q.best(&g, other, d, everyWay)
	way := found.by
	c := Comparison{Bits: weight, Likeness: Different}
	if way == nil { // parts of transcribed names
		if weight > 0 {
			c.Likeness = PartSound
			if q.name.parts == other.parts {
				c.Likeness = SimilarSound
			}
		}
		return c
	}
	a, b := &q.forms[found.own], &other.forms[found.them]
	c.Swapped = way.swapped
	in := q.spokenBy(d)
	same, sound, near, hidden := 0, 0, 0, 0
	for _, cell := range way.cells[:way.n] {
		i, j := pair(cell)
		t := given
		if i < a.surname || j < b.surname {
			t = surname
		}
		if a.form.positions[i].hidden() || b.positions[j].hidden() {
			hidden++
			continue
		}
		switch q.likenessOf(&a.form.positions[i], &b.positions[j], t, in) {
		case SameText:
			same++
		case SameSound:
			sound++
		case SimilarSound:
			near++
			if c.Spoken.Said == 0 {
				c.Spoken = q.spokenAs(&a.form.positions[i], &b.positions[j], t, in)
			}
		}
	}
	c.Likeness = summed(int(way.n)-hidden, same, sound, near, way.missing || hidden > 0)
	return c
}

func summed(n, same, sound, near int, missing bool) Likeness {
	switch {
	case same+sound+near < n:
		return Different
	case missing && same == n:
		return PartSame
	case missing:
		return PartSound
	case same == n:
		return SameText
	case near == 0:
		return SameSound
	}
	return SimilarSound
}

// nearEnough is T from which two syllables are said to sound alike: one usual
// confusion in an otherwise equal syllable.
const nearEnough = 0.008

// spokenBy returns the dialect of the person of a pair: the record's if it is known, else the
// notice's.
func (q *Query) spokenBy(other Dialect) Dialect {
	record, notice := q.speech, other
	if q.role == Said {
		record, notice = other, q.speech
	}
	return cmp.Or(record, notice)
}

// spokenAs tells that it is the dialect which makes two positions alike: it says the one so several
// times as often as Mandarin does.
func (q *Query) spokenAs(a, b *position, t positionType, in Dialect) Spoken {
	if q.role == Said {
		a, b = b, a
	}
	if b.char == 0 || a.spelling != 0 {
		return Spoken{}
	}
	sound := a.sounds(t)[0]
	heard := sound.String()
	if a.char != 0 {
		heard = string(a.char)
	}
	return soundsLike(in, b.char, b.sounds(t)[0], heard, sound)
}

// SpokenAlike tells by which character a dialect makes a name heard sound like another of as many
// characters.
func SpokenAlike(in Dialect, heard, said string) Spoken {
	a, b := Sounds(heard), Sounds(said)
	x, y := []rune(Fold(heard)), []rune(Fold(said))
	if len(x) != len(y) || len(a) != len(x) || len(b) != len(y) {
		return Spoken{}
	}
	for i := range a {
		if a[i].Plain() == b[i].Plain() || max(a[i], b[i]) >= hiddenSound {
			continue
		}
		if s := soundsLike(in, y[i], b[i], string(x[i]), a[i]); s.Said != 0 {
			return s
		}
	}
	return Spoken{}
}

// soundsLike tells whether it is the dialect that has a character heard so.
func soundsLike(in Dialect, char rune, said Syllable, heard string, sound Syllable) Spoken {
	if in == AnyDialect || sound == 0 || said == 0 {
		return Spoken{}
	}
	t := soundTable()
	if often := t.chance(&t.blends[in], sound, said); often >= spokenOften && often > spokenRather*HearsVoice(hear.Beijing, sound, said) {
		return Spoken{Said: char, Heard: heard, In: in}
	}
	return Spoken{}
}

// From which chance a dialect is said to say a character like another, and how many times that
// of Mandarin it must be.
const spokenOften, spokenRather = .02, 3

// likenessOf tells how two positions agree by themselves: one of the query's and another.
func (q *Query) likenessOf(a, b *position, t positionType, in Dialect) Likeness {
	if a.char != 0 && a.char == b.char {
		return SameText
	}
	if a.spelling|b.spelling != 0 {
		if spelledRatio(a, b, t, writtenInOtherScript) > 1 {
			return SameSound
		}
		return Different
	}
	if q.role == Said {
		a, b = b, a
	}
	best := Different
	for _, x := range a.sounds(t) {
		for _, y := range b.sounds(t) {
			switch {
			case x == 0 || y == 0 || x >= hiddenSound || y >= hiddenSound:
			case x.Plain() == y.Plain():
				return SameSound
			case max(q.tables.chance(&q.tables.blends[AnyDialect], x, y), q.tables.chance(&q.tables.blends[in], x, y)) >= nearEnough:
				best = SimilarSound
			}
		}
	}
	return best
}

// Compare weighs a heard name against one that was said, with what is known of
// names in the whole country and of the speaker's dialect. For many names, make a
// Query.
func Compare(heard, said *Name, d Dialect) Comparison {
	return NewQuery(heard, Heard, d, Common()).Compare(said, d)
}
