//go:build measure

package names

import (
	"math"
	"math/rand/v2"
	"strings"
)

// featureListener writes the Mandarin syllable that is nearest by the features of ALINE
// (Kondrak 2000, A New Algorithm for the Alignment of Phonetic Sequences): their values and
// saliences, and an alignment that may skip segments. It shares no number with package hear, and
// was not changed after its first figure. Of ALINE four things differ, as its listener is of one
// language: s and its like hiss, and f does not; Mandarin tells plosives apart by breath and not by voice, hears no stop at the end of
// a syllable, and [h], [ɦ] and [ŋ] at the beginning hardly.
type featureListener struct {
	random *rand.Rand
	known  [][]phone // of the Mandarin syllables
	texts  []string
	memo   map[string][]float64 // chances, added up
}

// phone is a segment by ALINE's features, each from 0 to 1.
type phone struct {
	vowel                                                                        bool
	manner, place, voice, nasal, lateral, breath, hiss, retro, high, back, round float64
	skip                                                                         float64
}

// How much features matter (Kondrak's saliences, but for breath and voice), what it costs to skip
// a segment (what a pair of them must differ in to be worse than two skipped), and how the chance
// to be written falls with the distance.
const (
	saidManner, saidPlace, saidNasal, saidLateral, saidRetro, saidHigh, saidBack, saidRound = 50, 40, 10, 10, 10, 5, 5, 5
	saidVoice, saidBreath, saidHiss                                                         = 6, 20, 20
	skipped, weakSkipped, glideSkipped, stopSkipped                                         = 27.5, 10, 14, 5
	listenerTemperature                                                                     = 2.5
)

var consonantPhones = map[string]phone{
	"p": {manner: 1, place: 1}, "b": {manner: 1, place: 1, voice: 1}, "m": {manner: 1, place: 1, voice: 1, nasal: 1}, "pf": {manner: .9, place: .95},
	"f": {manner: .8, place: .95}, "ɸ": {manner: .8, place: 1}, "v": {manner: .8, place: .95, voice: 1},
	"t": {manner: 1, place: .85}, "d": {manner: 1, place: .85, voice: 1}, "n": {manner: 1, place: .85, voice: 1, nasal: 1}, "l": {manner: .6, place: .85, voice: 1, lateral: 1},
	"ʦ": {manner: .9, place: .85}, "ʣ": {manner: .9, place: .85, voice: 1}, "s": {manner: .8, place: .85}, "z": {manner: .8, place: .85, voice: 1},
	"tʂ": {manner: .9, place: .8, retro: 1}, "ʂ": {manner: .8, place: .8, retro: 1}, "ʐ": {manner: .8, place: .8, voice: 1, retro: 1},
	"ʧ": {manner: .9, place: .75}, "ʃ": {manner: .8, place: .75},
	"ʨ": {manner: .9, place: .7}, "ʥ": {manner: .9, place: .7, voice: 1}, "ɕ": {manner: .8, place: .7}, "ʑ": {manner: .8, place: .7, voice: 1}, "ɲ": {manner: 1, place: .7, voice: 1, nasal: 1},
	"k": {manner: 1, place: .6}, "g": {manner: 1, place: .6, voice: 1}, "x": {manner: .8, place: .6}, "h": {manner: .8, place: .6},
	"ŋ": {manner: 1, place: .6, voice: 1, nasal: 1, skip: weakSkipped}, "ɦ": {manner: .8, place: .6, voice: 1, skip: weakSkipped},
}

var vowelPhones = map[rune]phone{
	'i': {manner: .4, high: 1, back: 1}, 'j': {manner: .4, high: 1, back: 1}, 'y': {manner: .4, high: 1, back: 1, round: 1}, 'ɥ': {manner: .4, high: 1, back: 1, round: 1},
	'ɪ': {manner: .35, high: .9, back: .9}, 'u': {manner: .4, high: 1, round: 1}, 'w': {manner: .4, high: 1, round: 1}, 'ʊ': {manner: .35, high: .9, round: 1}, 'ɯ': {manner: .4, high: 1},
	'e': {manner: .2, high: .5, back: 1}, 'ø': {manner: .2, high: .5, back: 1, round: 1}, 'o': {manner: .2, high: .5, round: 1}, 'ɤ': {manner: .2, high: .5}, 'ə': {manner: .2, high: .5, back: .5}, 'ɵ': {manner: .2, high: .5, back: .5, round: 1},
	'E': {manner: .15, high: .4, back: 1}, 'ɛ': {manner: .1, high: .25, back: 1}, 'œ': {manner: .1, high: .25, back: 1, round: 1}, 'ɔ': {manner: .1, high: .25, round: 1}, 'ɜ': {manner: .1, high: .25, back: .5}, 'ʚ': {manner: .1, high: .25, back: .8, round: 1},
	'æ': {back: 1}, 'ɐ': {manner: .05, back: .5}, 'a': {back: .5}, 'ɑ': {}, 'ɒ': {round: 1},
	'ɿ': {manner: .6, high: 1, back: .5}, 'ʅ': {manner: .6, high: 1, back: .5, retro: 1}, 'ɚ': {manner: .2, high: .5, back: .5, retro: 1},
}

// The finals of Mandarin, after Lin, The Sounds of Chinese (2007).
var mandarinFinals = map[string]string{
	"a": "a", "o": "uo", "e": "ɤ", "i": "i", "u": "u", "v": "y", "er": "ɚ", "ai": "ai", "ei": "ei", "ao": "au", "ou": "ou", "an": "an", "en": "ən", "ang": "ɑŋ", "eng": "əŋ", "ong": "uŋ",
	"ia": "ia", "ie": "ie", "iao": "iau", "iu": "iou", "ian": "iɛn", "in": "in", "iang": "iɑŋ", "ing": "iŋ", "iong": "yuŋ", "ua": "ua", "uo": "uo", "uai": "uai", "ui": "uei",
	"uan": "uan", "un": "uən", "uang": "uɑŋ", "ueng": "uəŋ", "ve": "ye", "van": "yɛn", "vn": "yn", "io": "io",
}

var mandarinInitials = map[string]string{
	"b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ",
	"zh": "tʂ", "ch": "tʂʰ", "sh": "ʂ", "r": "ʐ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}

func newFeatureListener(seed uint64) *featureListener {
	l := &featureListener{random: rand.New(rand.NewPCG(seed, 7)), memo: map[string][]float64{}}
	for i, p := range syllables().parts[1:syllables().plainCount] {
		final := mandarinFinals[p.final]
		if final == "" {
			continue
		}
		switch {
		case final == "i" && strings.Contains(" z c s ", " "+p.initial+" "):
			final = "ɿ"
		case final == "i" && strings.Contains(" zh ch sh r ", " "+p.initial+" "):
			final = "ʅ"
		}
		l.known = append(l.known, phonesOf(mandarinInitials[p.initial]+final))
		l.texts = append(l.texts, syllables().texts[i+1])
	}
	return l
}

// phonesOf takes a syllable apart.
func phonesOf(ipa string) (list []phone) {
	runes := []rune(ipa)
	for i := 0; i < len(runes); i++ {
		if v, ok := vowelPhones[runes[i]]; ok {
			v.vowel, v.skip = true, skipped
			if v.manner >= .35 {
				v.skip = glideSkipped
			}
			list = append(list, v)
			continue
		}
		if runes[i] == 'ː' && len(list) > 0 { // a nasal of no place
			list = append(list, phone{manner: 1, place: .72, voice: 1, nasal: 1, skip: weakSkipped})
			continue
		}
		c, ok := consonantPhones[string(runes[i])]
		if i+1 < len(runes) {
			if two, is := consonantPhones[string(runes[i:i+2])]; is {
				c, ok, i = two, true, i+1
			}
		}
		if !ok {
			continue
		}
		if strings.ContainsRune("ʦʣszʂʐʧʃʨʥɕʑ", runes[i]) {
			c.hiss = 1
		}
		if i+1 < len(runes) && runes[i+1] == 'ʰ' {
			c.breath, i = 1, i+1
		}
		if c.skip == 0 {
			c.skip = skipped
		}
		if i == len(runes)-1 && len(list) > 0 {
			if c.nasal == 0 {
				c.skip = stopSkipped
			} else {
				c.skip = glideSkipped
			}
		}
		list = append(list, c)
	}
	return list
}

// apart is ALINE's distance of two segments.
func (p phone) apart(q phone) float64 {
	diff := func(a, b float64) float64 { return math.Abs(a - b) }
	switch {
	case p.vowel && q.vowel:
		return saidManner*diff(p.manner, q.manner) + saidHigh*diff(p.high, q.high) + saidBack*diff(p.back, q.back) + saidRound*diff(p.round, q.round) + saidRetro*diff(p.retro, q.retro)
	case p.vowel || q.vowel:
		vowel, consonant := p, q
		if q.vowel {
			vowel, consonant = q, p
		}
		if vowel.round == 1 && vowel.high == 1 && consonant.place == .95 && consonant.voice == 1 { // v is near the w of wang
			return weakSkipped
		}
		return 2 * skipped
	}
	return saidManner*diff(p.manner, q.manner) + saidPlace*diff(p.place, q.place) + saidVoice*diff(p.voice, q.voice) + saidNasal*diff(p.nasal, q.nasal) + saidLateral*diff(p.lateral, q.lateral) +
		saidBreath*diff(p.breath, q.breath) + saidHiss*diff(p.hiss, q.hiss) + saidRetro*diff(p.retro, q.retro)
}

func distance(a, b []phone) float64 {
	before := make([]float64, len(b)+1)
	for j, q := range b {
		before[j+1] = before[j] + q.skip
	}
	for _, p := range a {
		now := make([]float64, len(b)+1)
		now[0] = before[0] + p.skip
		for j, q := range b {
			now[j+1] = min(before[j+1]+p.skip, now[j]+q.skip, before[j]+p.apart(q))
		}
		before = now
	}
	return before[len(b)]
}

func (l *featureListener) hear(ipa string) string {
	sums, ok := l.memo[ipa]
	if !ok {
		said := phonesOf(ipa)
		sums = make([]float64, len(l.known))
		least := math.Inf(1)
		for i, k := range l.known {
			sums[i] = distance(said, k)
			least = min(least, sums[i])
		}
		all := 0.0
		for i, d := range sums {
			all += math.Exp((least - d) / listenerTemperature)
			sums[i] = all
		}
		l.memo[ipa] = sums
	}
	at := l.random.Float64() * sums[len(sums)-1]
	for i, s := range sums {
		if at <= s {
			return l.texts[i]
		}
	}
	return l.texts[len(sums)-1]
}
