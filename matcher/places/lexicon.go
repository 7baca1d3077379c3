package places

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
)

// lexicon holds the distinct stems of all areas' names, about 275,000: each a run of
// numbers of characters, so that one pass over a few bytes each compares them all.
type lexicon struct {
	chars     []rune // by number; 0 is none
	number    map[rune]uint16
	alike     []uint16 // the number of the simplified character
	syllables []names.Syllable

	ids   map[string]uint32 // by stem, as written and simplified
	text  []uint16          // the characters of all stems, one after another
	from  []uint32          // where a stem starts in text, and one more
	stems []uint32          // an area's stem

	by [3]starts // the stems by their first, second and third character

	areas     []uint32 // the areas of each stem, by number
	areasFrom []uint32
}

// add returns the number of a stem.
func (x *lexicon) add(stem string) uint32 {
	if id, ok := x.ids[stem]; ok {
		return id
	}
	id := uint32(len(x.from) - 1)
	for _, r := range stem {
		n, ok := x.number[r]
		if !ok {
			n = uint16(len(x.chars))
			x.number[r] = n
			x.chars = append(x.chars, r)
		}
		x.text = append(x.text, n)
	}
	x.from = append(x.from, uint32(len(x.text)))
	x.ids[stem] = id
	return id
}

// close makes the lists that need all stems.
func (x *lexicon) close() {
	x.alike = make([]uint16, len(x.chars))
	x.syllables = make([]names.Syllable, len(x.chars))
	folds := false
	for n, r := range x.chars[1:] {
		x.alike[n+1] = uint16(n + 1)
		simple, _ := utf8.DecodeRuneInString(names.Fold(string(r)))
		if s, ok := x.number[simple]; ok && simple != r {
			x.alike[n+1], folds = s, true
		}
		if sounds := names.Sounds(string(r)); len(sounds) == 1 {
			x.syllables[n+1] = sounds[0]
		}
	}
	for at := range x.by {
		x.by[at] = x.startsAt(at)
	}
	x.areasFrom = make([]uint32, len(x.from))
	for _, id := range x.stems {
		x.areasFrom[id+1]++
	}
	for id := range x.areasFrom[1:] {
		x.areasFrom[id+1] += x.areasFrom[id]
	}
	x.areas = make([]uint32, len(x.stems))
	next := slices.Clone(x.areasFrom)
	for area, id := range x.stems {
		x.areas[next[id]] = uint32(area)
		next[id]++
	}
	if folds {
		x.addSimplified()
	}
}

// addSimplified lets a stem that is written with a traditional character be found
// by a folded text.
func (x *lexicon) addSimplified() {
	for id := range uint32(len(x.from) - 1) {
		if slices.ContainsFunc(x.stem(id), func(n uint16) bool { return x.alike[n] != n }) {
			var b strings.Builder
			x.spell(&b, id)
			simple := names.Fold(b.String())
			if _, ok := x.ids[simple]; !ok {
				x.ids[simple] = id
			}
		}
	}
}

// starts lists stems by length and one of their characters.
type starts struct {
	ids  []uint32
	from []uint32 // by length·characters + character, and one more
}

func (x *lexicon) startsAt(at int) starts {
	s := starts{from: make([]uint32, (heardLimit+2)*len(x.chars)+1)}
	key := func(id uint32) int {
		if name := x.stem(id); len(name) > at && len(name) < heardLimit+2 {
			return len(name)*len(x.chars) + int(name[at])
		}
		return -1
	}
	last := uint32(len(x.from) - 1)
	for id := range last {
		if k := key(id); k >= 0 {
			s.from[k+1]++
		}
	}
	for k := range s.from[1:] {
		s.from[k+1] += s.from[k]
	}
	s.ids = make([]uint32, s.from[len(s.from)-1])
	next := slices.Clone(s.from)
	for id := range last {
		if k := key(id); k >= 0 {
			s.ids[next[k]] = id
			next[k]++
		}
	}
	return s
}

// of returns the stems of a length whose character is the one of the number.
func (s *starts) of(x *lexicon, length, char int) []uint32 {
	k := length*len(x.chars) + char
	return s.ids[s.from[k]:s.from[k+1]]
}

func (x *lexicon) stem(id uint32) []uint16 { return x.text[x.from[id]:x.from[id+1]] }

// numbers returns a text's characters; 0 is one that no name has.
func (x *lexicon) numbers(text string) []uint16 {
	list := make([]uint16, 0, len(text)/3)
	for _, r := range text {
		list = append(list, x.number[r])
	}
	return list
}

func (x *lexicon) spell(b *strings.Builder, id uint32) {
	for _, n := range x.stem(id) {
		b.WriteRune(x.chars[n])
	}
}

// called returns the areas of a stem from number from up to to.
func (x *lexicon) called(stem string, from, to int) []uint32 {
	id, ok := x.ids[stem]
	if !ok {
		return nil
	}
	list := x.areas[x.areasFrom[id]:x.areasFrom[id+1]]
	low, _ := slices.BinarySearch(list, uint32(from))
	high, _ := slices.BinarySearch(list, uint32(to))
	return list[low:high]
}
