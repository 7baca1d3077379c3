package names

import (
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
	heard [dialects][]float32 // T(heard | said) at heard*n + said
}

// soundTable is built once, at the first name: about 7 MB.
var soundTable = sync.OnceValue(func() *frequencies {
	n := len(syllables().texts)
	f := &frequencies{
		surname: make(map[rune]float32, 128), given: make(map[rune]float32, 128),
		surnameSyllable: make([]float32, n), givenSyllable: make([]float32, n),
		n: n, heard: everySyllableHeard(n),
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

// confusions are what listeners take for one another: parts of syllables, and whole
// ones that no pair of parts explains. Pairs hold either way.
type confusions struct {
	initials, finals, syllables map[[2]string]float64
}

// hearing fills T from confusions: a syllable is heard right, or as one that differs
// in a confused part.
func hearing(n int, c confusions) []float32 {
	all := syllables()
	initials, finals := pairTable(all, c.initials, func(p phones) string { return p.initial }), pairTable(all, c.finals, func(p phones) string { return p.final })
	t := make([]float32, n*n)
	for h := 1; h < n; h++ {
		for s := 1; s < n; s++ {
			t[h*n+s] = initials[h*n+s] * finals[h*n+s]
		}
	}
	for pair, p := range c.syllables {
		a, b := int(SyllableOf(pair[0])), int(SyllableOf(pair[1]))
		t[a*n+b] = max(t[a*n+b], float32(p))
		t[b*n+a] = max(t[b*n+a], float32(p))
	}
	return t
}

// pairTable is how likely one part of the syllables is heard as another's.
func pairTable(all *sounds, confused map[[2]string]float64, part func(phones) string) []float32 {
	n := len(all.parts)
	ids, names := make([]int, n), []string{}
	known := map[string]int{}
	for i, p := range all.parts {
		id, ok := known[part(p)]
		if !ok {
			id = len(names)
			known[part(p)] = id
			names = append(names, part(p))
		}
		ids[i] = id
	}
	small := make([]float32, len(names)*len(names))
	for i, a := range names {
		for j, b := range names {
			small[i*len(names)+j] = float32(likelihood(confused, a, b))
		}
	}
	t := make([]float32, n*n)
	for h := range n {
		for s := range n {
			t[h*n+s] = small[ids[h]*len(names)+ids[s]]
		}
	}
	return t
}

func likelihood(confused map[[2]string]float64, a, b string) float64 {
	if a == b {
		return soundKept
	}
	if p, ok := confused[[2]string{a, b}]; ok {
		return p
	}
	if p, ok := confused[[2]string{b, a}]; ok {
		return p
	}
	return soundLost
}
