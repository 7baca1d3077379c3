package world

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// fullName describes a name as papers have it: surname and given name, or the parts of one
// that is written by sound.
type fullName struct {
	surname, given []rune
	parts          [][]rune // in place of the two
}

func (n fullName) text() string {
	if n.parts == nil {
		return string(n.surname) + string(n.given)
	}
	var parts []string
	for _, p := range n.parts {
		parts = append(parts, string(p))
	}
	return strings.Join(parts, "·")
}

func (n fullName) equal(m fullName) bool { return n.text() == m.text() }

// slots returns the characters of the name in order.
func (n fullName) slots() []rune {
	if n.parts == nil {
		return slices.Concat(n.surname, n.given)
	}
	return slices.Concat(n.parts...)
}

// eras: up to 1949, to 1969, to 1989, later.
func eraOf(born int) int {
	switch {
	case born < 1950:
		return 0
	case born < 1970:
		return 1
	case born < 1990:
		return 2
	}
	return 3
}

// alone is the share of given names of one character by era, after the samples in
// 中国人名用字统计: rare before 1950, a third of the 1980s' (rounded).
var alone = [4]float64{.06, .13, .30, .16}

// Of names of two characters, usualWhole are drawn whole; of characters, rareShare
// are out of the rare ones, and anyShare any usual character. Estimates.
const (
	usualWhole = .20
	rareShare  = .24
	anyShare   = .03
)

// nameBook draws names and knows how often each surname and character is.
type nameBook struct {
	surnames map[string]*shares[string] // by province; "" the country
	first    [2][4]*shares[rune]
	second   [2][4]*shares[rune]
	single   [2][4]*shares[rune]
	whole    [2][4]*shares[string]
	reading  map[string][]syllable // of surnames that are read otherwise
}

var book = sync.OnceValue(func() *nameBook {
	b := &nameBook{surnames: map[string]*shares[string]{}, reading: map[string][]syllable{}}
	base := newShares[string]()
	for one := range strings.FieldsSeq(surnameTable) {
		at := strings.IndexFunc(one, func(r rune) bool { return r < 0x80 })
		count := strings.IndexFunc(one, func(r rune) bool { return unicode.IsDigit(r) || r == '.' })
		surname := one[:at]
		base.add(surname, number(one[count:]))
		switch {
		case surname == "尉迟":
			b.reading[surname] = []syllable{sounds().number["yu"], sounds().number["chi"]}
		case count > at:
			b.reading[surname] = []syllable{sounds().number[one[at:count]]}
		}
	}
	b.surnames[""] = base
	for province, text := range localSurnames {
		here := newShares[string]()
		times := map[string]float64{}
		for one := range strings.FieldsSeq(text) {
			at := strings.IndexFunc(one, func(r rune) bool { return r < 0x80 })
			times[one[:at]] = number(one[at:])
		}
		for _, s := range base.of {
			factor := times[s]
			if factor == 0 {
				factor = 1
			}
			here.add(s, base.share[s]*factor)
			delete(times, s)
		}
		b.surnames[province] = here
	}
	for sex := range 2 {
		for era := range 4 {
			g := givenOf[sex][era]
			b.first[sex][era] = characters(g.first, rareGiven[sex])
			b.second[sex][era] = characters(g.second, rareGiven[sex])
			b.single[sex][era] = characters(g.alone, rareGiven[sex])
			b.whole[sex][era] = newShares[string]()
			for i, w := range strings.Fields(g.whole) {
				b.whole[sex][era].add(w, 1/float64(i+4))
			}
		}
	}
	return b
})

// characters gives the usual ones falling weights and the rest what is left.
func characters(usual, rare string) *shares[rune] {
	s := newShares[rune]()
	total := 0.0
	for i := range []rune(usual) {
		total += 1 / float64(i+9)
	}
	for i, r := range []rune(usual) {
		s.add(r, (1-rareShare-anyShare)/float64(i+9)/total)
	}
	for _, r := range rare {
		s.add(r, rareShare/float64(len([]rune(rare))))
	}
	every := 0
	for _, list := range sounds().usual {
		every += len(list)
	}
	for _, list := range sounds().usual {
		for _, r := range list {
			s.add(r, anyShare/float64(every))
		}
	}
	return s
}

// surnamesOf returns the surnames of a province.
func (b *nameBook) surnamesOf(province string) *shares[string] {
	if s := b.surnames[province]; s != nil {
		return s
	}
	return b.surnames[""]
}

// draw makes a name for a person of these people.
func (b *nameBook) draw(d dice, people, province string, sex, born int) fullName {
	if list, ok := transcribed[people]; ok && (people != "蒙古" || d.chance(.5)) {
		return writtenBySound(d, people, list, sex)
	}
	surname := []rune(b.surnamesOf(province).draw(d))
	if own := []rune(local[people]); len(own) > 0 && d.chance(.75) {
		surname = []rune{either(d, own)}
	}
	return fullName{surname: surname, given: b.given(d, sex, born)}
}

func (b *nameBook) given(d dice, sex, born int) []rune {
	era := eraOf(born)
	switch {
	case d.chance(alone[era]):
		return []rune{b.single[sex][era].draw(d)}
	case d.chance(usualWhole):
		return []rune(b.whole[sex][era].draw(d))
	}
	return []rune{b.first[sex][era].draw(d), b.second[sex][era].draw(d)}
}

func writtenBySound(d dice, people string, list [2][]string, sex int) fullName {
	given := either(d, list[sex])
	switch people {
	case "彝":
		return fullName{parts: [][]rune{[]rune(either(d, clans) + given)}}
	case "藏":
		if d.chance(.8) {
			return fullName{parts: [][]rune{[]rune(given + either(d, list[sex]))}}
		}
	case "维吾尔", "哈萨克":
		return fullName{parts: [][]rune{[]rune(given), []rune(either(d, list[0]))}}
	}
	return fullName{parts: [][]rune{[]rune(given)}}
}

// soundsOf returns the syllables of the slots: a surname as surnames are read.
func (b *nameBook) soundsOf(n fullName) []syllable {
	list := sounds().ofText(n.slots())
	copy(list, b.reading[string(n.surname)])
	return list
}
