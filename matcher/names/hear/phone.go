package hear

import (
	"strings"
	"unicode/utf8"
)

// onset holds the consonant that a syllable begins with, by what a listener tells apart.
type onset struct {
	place     place
	manner    manner
	aspirated bool
	voiced    bool
}

// place says where in the mouth a consonant is made, in steps from the lips to the glottis.
type place float32

const (
	labial      place = 0
	labiodental place = .4
	dental      place = 2
	retroflex   place = 2.6
	postdental  place = 2.8 // ʃ ʧ: between retroflex and palatal
	palatal     place = 3.2
	velar       place = 5
	glottal     place = 5.4
)

// manner says how a consonant is made.
type manner uint8

const (
	none manner = iota
	stop
	affricate
	fricative
	nasal
	lateral
)

// onsets are the consonants that the readings begin with, in IPA, a longer one before one that
// it begins with.
var onsets = []struct {
	ipa string
	onset
}{
	{"pfʰ", onset{labiodental, affricate, true, false}}, {"pf", onset{labiodental, affricate, false, false}},
	{"pʰ", onset{labial, stop, true, false}}, {"p", onset{labial, stop, false, false}}, {"b", onset{labial, stop, false, true}}, {"m", onset{labial, nasal, false, true}},
	{"f", onset{labiodental, fricative, false, false}}, {"ɸ", onset{labial, fricative, false, false}}, {"v", onset{labiodental, fricative, false, true}},
	{"tʂʰ", onset{retroflex, affricate, true, false}}, {"tʂ", onset{retroflex, affricate, false, false}}, {"tʰ", onset{dental, stop, true, false}},
	{"t", onset{dental, stop, false, false}}, {"d", onset{dental, stop, false, true}},
	{"ʦʰ", onset{dental, affricate, true, false}}, {"ʦ", onset{dental, affricate, false, false}}, {"ʣ", onset{dental, affricate, false, true}},
	{"ʧʰ", onset{postdental, affricate, true, false}}, {"ʧ", onset{postdental, affricate, false, false}}, {"ʃ", onset{postdental, fricative, false, false}},
	{"ʨʰ", onset{palatal, affricate, true, false}}, {"ʨ", onset{palatal, affricate, false, false}}, {"ʥ", onset{palatal, affricate, false, true}},
	{"ɕ", onset{palatal, fricative, false, false}}, {"ʑ", onset{palatal, fricative, false, true}}, {"ɲ", onset{palatal, nasal, false, true}},
	{"s", onset{dental, fricative, false, false}}, {"z", onset{dental, fricative, false, true}},
	{"ʂ", onset{retroflex, fricative, false, false}}, {"ʐ", onset{retroflex, fricative, false, true}},
	{"n", onset{dental, nasal, false, true}}, {"l", onset{dental, lateral, false, true}},
	{"kʰ", onset{velar, stop, true, false}}, {"k", onset{velar, stop, false, false}}, {"g", onset{velar, stop, false, true}},
	{"ŋ", onset{velar, nasal, false, true}}, {"x", onset{velar, fricative, false, false}}, {"h", onset{glottal, fricative, false, false}}, {"ɦ", onset{glottal, fricative, false, true}},
}

// vowel describes a vowel by what a listener tells apart: height from 0, close, to 3, open; back
// from 0, front, to 2; round; and whether the tongue's tip makes it (ɿ, ʅ) or an r ends it.
type vowel struct {
	height, back float32
	round        bool
	apical       bool
	rhotic       bool
}

var vowels = map[rune]vowel{
	'i': {0, 0, false, false, false}, 'j': {0, 0, false, false, false}, 'y': {0, 0, true, false, false}, 'ɥ': {0, 0, true, false, false},
	'ɪ': {.4, .2, false, false, false}, 'e': {1, 0, false, false, false}, 'ø': {1, 0, true, false, false}, 'E': {1.5, 0, false, false, false},
	'ɛ': {2, 0, false, false, false}, 'œ': {2, 0, true, false, false}, 'æ': {2.5, 0, false, false, false}, 'a': {3, .8, false, false, false},
	'ɑ': {3, 1.6, false, false, false}, 'ɒ': {2.8, 2, true, false, false}, 'ɔ': {2, 2, true, false, false}, 'o': {1, 2, true, false, false},
	'u': {0, 2, true, false, false}, 'w': {0, 2, true, false, false}, 'ʊ': {.4, 1.8, true, false, false}, 'ɯ': {0, 2, false, false, false}, 'ɤ': {1, 2, false, false, false},
	'ə': {1.5, 1, false, false, false}, 'ɜ': {2, 1, false, false, false}, 'ɵ': {1, 1, true, false, false}, 'ʚ': {2, .5, true, false, false}, 'ɐ': {2.5, 1, false, false, false},
	'ɿ': {0, .7, false, true, false}, 'ʅ': {0, .9, false, true, false}, 'ɚ': {1.5, 1, false, false, true},
}

// coda says what a syllable ends with after its vowels.
type coda uint8

const (
	open coda = iota
	endN
	endNg
	endM
	nasalised
	checked // a stop: ʔ p t k
	codas
)

// syllable describes a syllable as it is said.
type syllable struct {
	onset  onset
	vowels []vowel
	end    coda
}

// parse reads a syllable in IPA without its tone. Marks that it does not know are left out.
func parse(ipa string) syllable {
	var s syllable
	for _, o := range onsets {
		rest, ok := strings.CutPrefix(ipa, o.ipa)
		if !ok {
			continue
		}
		if rest == "" { // a nasal by itself: 吴 is ŋ in Guangzhou
			break
		}
		s.onset, ipa = o.onset, rest
		break
	}
	for ipa != "" {
		r, size := utf8.DecodeRuneInString(ipa)
		ipa = ipa[size:]
		if v, ok := vowels[r]; ok {
			if n := len(s.vowels); n == 0 || s.vowels[n-1] != v { // ji is i
				s.vowels = append(s.vowels, v)
			}
			continue
		}
		switch r {
		case 'n':
			s.end = endN
		case 'ŋ':
			s.end = endNg
		case 'm':
			s.end = endM
		case 'ː':
			s.end = nasalised
			if n := len(s.vowels); s.onset.manner == nasal && n > 1 && s.vowels[n-1].alone() == glideCost {
				s.end = open // m, n and ŋ nasalise what follows in Southern Min: nai
			}
		case 'ʔ', 'p', 't', 'k':
			s.end = checked
		}
	}
	return s
}
