package names

import (
	"strings"
	"sync"
	"unicode"
)

// latinForms reads words as pinyin. One or two words of up to four syllables are a
// Chinese name in either order; anything longer, and words that are known names of
// other peoples, are a transcribed name.
func latinForms(words []string) (forms []form, parts bool) {
	var foreign []form
	options := [][][]Syllable{nil} // each the words' syllables
	for _, w := range words {
		w = plain(strings.ToLower(strings.Map(letterOrMark, w)))
		if f, ok := latinVariant(w); ok {
			foreign = append(foreign, f)
			continue
		}
		var grown [][][]Syllable
		cuts := spellings(strings.NewReplacer("lyu", "lv", "nyu", "nv").Replace(w), 2)
		if len(cuts) == 0 {
			continue // an initial, a title, a word that is no pinyin
		}
		for _, o := range options {
			for _, c := range cuts {
				grown = append(grown, append(o[:len(o):len(o)], c))
			}
		}
		options = grown[:min(4, len(grown))]
	}
	syllables := 0
	for _, word := range options[0] {
		syllables += len(word)
	}
	if len(foreign) > 0 || syllables > 4 {
		for _, word := range options[0] {
			foreign = append(foreign, latin(part, 0, 0, word))
		}
		return foreign, true
	}
	for i, o := range options {
		cost := 0.0
		if i > 0 {
			cost = costSecondGuess
		}
		var flat []Syllable
		for _, word := range o {
			flat = append(flat, word...)
		}
		forms = append(forms, pinyinForms(flat, cost)...)
	}
	return forms, false
}

func pinyinForms(flat []Syllable, cost float64) []form {
	switch n := len(flat); {
	case n == 0 || n > maxWhole:
		return nil
	case n == 1:
		return []form{latin(surnameOnly, 1, cost, flat), latin(givenOnly, 0, cost, flat)}
	case n > 2 && longSurnames()[[2]Syllable(flat[:2])]:
		return []form{latin(full, 2, cost, flat), latin(full, 1, cost+costShortSurname, flat)}
	}
	return []form{latin(full, 1, cost, flat)}
}

// longSurnames are how surnames of two characters sound.
var longSurnames = sync.OnceValue(func() map[[2]Syllable]bool {
	sounds := map[[2]Syllable]bool{}
	for _, known := range surnameReadings() {
		for _, r := range known {
			if r[1] != 0 {
				sounds[r] = true
			}
		}
	}
	return sounds
})

func letterOrMark(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

func latin(s style, surnames uint8, cost float64, sounds []Syllable) form {
	f := form{style: s, latin: true, surname: surnames, factor: pow2(-cost)}
	for _, sound := range sounds[:min(maxSlots, len(sounds))] {
		one := [maxReadings]Syllable{sound}
		f.slots[f.n] = slot{sound: [2][maxReadings]Syllable{one, one}, tail: surnames == 2 && f.n == 1}
		f.n++
	}
	f.tails = surnames == 2
	f.shape = f.shapeNumber()
	return f
}
