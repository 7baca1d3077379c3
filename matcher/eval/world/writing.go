package world

import (
	"slices"
	"strings"
	"sync"
)

// pens holds what people write for a sound: how likely each character is, among
// surnames, among given names, and in any word.
type pens struct {
	surname, given []*shares[rune] // by syllable; never nil but for 0
	asSurname      map[rune]syllable
}

// writers is made once: a surname by how many bear it, a character of a given name by
// how often names of any era have it and, one time in eight, any usual character.
var writers = sync.OnceValue(func() *pens {
	inv, b := sounds(), book()
	w := &pens{asSurname: map[rune]syllable{}}
	given := make([]*shares[rune], len(inv.texts))
	w.surname = make([]*shares[rune], len(inv.texts))
	for s := range given {
		given[s], w.surname[s] = newShares[rune](), newShares[rune]()
	}
	for _, text := range b.surnames[""].of {
		r := []rune(text)
		if len(r) != 1 {
			continue
		}
		s := b.soundsOf(fullName{surname: r})[0]
		w.asSurname[r[0]] = s
		w.surname[s].add(r[0], b.surnames[""].share[text])
	}
	pool := map[rune]float64{}
	order := []rune{}
	for sex := range 2 {
		for era := range 4 {
			for _, table := range []*shares[rune]{b.first[sex][era], b.second[sex][era]} {
				for _, r := range table.of {
					if pool[r] == 0 {
						order = append(order, r)
					}
					pool[r] += table.p(r)
				}
			}
		}
	}
	for _, r := range order {
		if s := inv.of(r); s != 0 {
			given[s].add(r, pool[r])
		}
	}
	for s := range given {
		total := given[s].total
		for _, r := range inv.usual[s] {
			given[s].add(r, max(total, .001)/7/float64(len(inv.usual[s])))
		}
		if w.surname[s].total == 0 {
			for _, r := range inv.usual[s] {
				w.surname[s].add(r, 1)
			}
		}
	}
	w.given = given
	return w
})

// plain returns how likely a character is written for its sound in any word.
func (inv *inventory) plain(s syllable) float64 { return 1 / float64(max(1, len(inv.usual[s]))) }

// Written right by a person who only heard it, because they know such names or asked
// how it is written: of a slot of a name, and of a place name by its level. Estimates.
const askedHow = .15

var knownPlace = [5]float64{1, .85, .75, .5, .35}

// byEar writes the slots of a name as heard; the first n are the surname.
func byEar(d dice, a area, breadth int, chars []rune, read []syllable, n int) []rune {
	w, e := writers(), hearing()
	out := slices.Clone(chars)
	for i, meant := range read {
		if meant == 0 || d.chance(askedHow) {
			continue
		}
		heard := e.hear(d, a, breadth, meant)
		table := w.given[heard]
		if i < n && n == 1 {
			table = w.surname[heard]
		}
		if table.total > 0 {
			out[i] = table.draw(d)
		}
	}
	return out
}

// placeByEar writes a place name as heard, without the word for its level.
func placeByEar(d dice, p *person, level int, name string) string {
	inv := sounds()
	chars := []rune(name)
	for i, meant := range inv.ofText(chars) {
		if meant == 0 || d.chance(knownPlace[level]) {
			continue
		}
		if heard := hearing().hear(d, p.speech, p.breadth, meant); len(inv.usual[heard]) > 0 {
			chars[i] = either(d, inv.usual[heard])
		}
	}
	return string(chars)
}

// spelled returns a name in Latin letters as people key it in.
func spelled(read []syllable, surname int) string {
	var b strings.Builder
	for i, s := range read {
		text := sounds().texts[s]
		if text == "" { // a character that no one keys in
			continue
		}
		if i == 0 || i == surname {
			text = strings.ToUpper(text[:1]) + text[1:]
		}
		if i == surname && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}
