package names

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// frequencies are the shares of characters and syllables by slot, and the table T
// of how syllables are heard.
type frequencies struct {
	surname map[rune]float32
	given   map[rune]float32

	surnameSyllable []float32 // by Syllable
	givenSyllable   []float32

	n     int
	heard []float32 // T(heard | true) at heard*n + true
}

// soundTable is built once, at the first name: about 700 kB.
var soundTable = sync.OnceValue(func() *frequencies {
	n := len(syllables().texts)
	f := &frequencies{
		surname: make(map[rune]float32, 128), given: make(map[rune]float32, 128),
		surnameSyllable: make([]float32, n), givenSyllable: make([]float32, n),
		n: n, heard: hearing(n),
	}
	for field := range strings.FieldsSeq(surnameShares) {
		r, size := utf8.DecodeRuneInString(field)
		share, _ := strconv.ParseFloat(field[size:], 64) // a constant, held by a test
		f.surname[r] = float32(share / 100)
	}
	for text, readings := range surnames() {
		if r, size := utf8.DecodeRuneInString(text); size == len(text) {
			f.surnameSyllable[readings[0][0]] += f.surnameShare(r)
		}
	}
	for _, class := range []struct {
		chars string
		share float32
	}{{commonGiven, commonGivenShare}, {usualGiven, usualGivenShare}} {
		for _, r := range class.chars {
			f.given[r] = class.share
			f.givenSyllable[readings(r)[0]] += class.share
		}
	}
	for s := range n {
		f.surnameSyllable[s] = max(f.surnameSyllable[s], rareSyllable)
		// A syllable is also the sound of a few rare characters.
		f.givenSyllable[s] = max(f.givenSyllable[s]+3*rareGivenShare, rareSyllable)
	}
	return f
})

func (f *frequencies) surnameShare(r rune) float32 {
	if share, ok := f.surname[r]; ok {
		return share
	}
	if isSurname(string(r)) {
		return rareSurname
	}
	return oddSurname
}

func (f *frequencies) givenShare(r rune) float32 {
	if share, ok := f.given[r]; ok {
		return share
	}
	return rareGivenShare
}

// hearing fills T from the confusions of params.go.
func hearing(n int) []float32 {
	all := syllables()
	t := make([]float32, n*n)
	for h := 1; h < n; h++ {
		for s := 1; s < n; s++ {
			a, b := all.parts[h], all.parts[s]
			p := likelihood(confusedInitials, a.initial, b.initial) * likelihood(confusedFinals, a.final, b.final)
			if q, ok := either(confusedSyllables, all.texts[h], all.texts[s]); ok {
				p = math.Max(p, q)
			}
			t[h*n+s] = float32(p)
		}
	}
	return t
}

func likelihood(confused map[[2]string]float64, a, b string) float64 {
	if a == b {
		return soundKept
	}
	if p, ok := either(confused, a, b); ok {
		return p
	}
	return soundLost
}

func either(m map[[2]string]float64, a, b string) (float64, bool) {
	if p, ok := m[[2]string{a, b}]; ok {
		return p, true
	}
	p, ok := m[[2]string{b, a}]
	return p, ok
}
