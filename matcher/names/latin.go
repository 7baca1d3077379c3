package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// latinForms reads a text in Latin letters as a Chinese name in either order, spelled by
// any scheme; what is longer than four syllables, and words that are known names of other
// peoples, are a transcribed name. A text that no scheme reads has no forms.
func latinForms(text string) (forms []form, parts bool) {
	words, hyphened := latinWords(text)
	var foreign []form
	left := words[:0:0]
	for _, w := range words {
		if f, ok := latinVariant(strings.Join(w, "")); ok {
			foreign = append(foreign, f)
		} else {
			left = append(left, w)
		}
	}
	if len(foreign) > 0 {
		for _, w := range left {
			for _, positions := range spelledBy(hanyuPinyin, w, 1, maxPositions) {
				foreign = append(foreign, latin(part, 0, 0, positions))
			}
		}
		return foreign, true
	}
	words = left
	cuts := cutWords(words)
	if all := spelledAll(hanyuPinyin, cuts); len(all) > 0 && countPositions(all[0]) > 4 {
		for _, word := range all[0] {
			foreign = append(foreign, latin(part, 0, 0, word))
		}
		return foreign, true
	}
	return withGivenNames(words, cuts, hyphened), false
}

// withGivenNames reads words of which some may be English given names, which are left out
// if enough else is left to be a name: David Chan Tai-man, Chan Tai Man Peter, Peter Chan.
func withGivenNames(words [][]string, cuts []wordCuts, hyphened bool) []form {
	var named [][]string
	var namedCuts []wordCuts
	for i, w := range words {
		if len(w) != 1 || !givenNames()[w[0]] {
			named, namedCuts = append(named, w), append(namedCuts, cuts[i])
		}
	}
	if len(named) == len(words) || len(named) > 1 || len(named) == 1 && len(named[0]) > 1 {
		return chineseForms(named, namedCuts, hyphened)
	}
	alone := chineseForms(named, namedCuts, hyphened)
	all := spelledAll(hanyuPinyin, cuts)
	switch {
	case len(all) == 0: // Peter
		return alone
	case bareVowels(all[0]) > 0: // Liu Dean is 刘德安, too, if seldom
		return append(alone, guessedSecond(spelledForms(slices.Concat(all[0]...), 0))...)
	}
	// Chen Lina is 陈丽娜 as well as a Ms Chen called Lina whose Chinese given name is not told.
	return append(spelledForms(slices.Concat(all[0]...), 0), guessedSecond(alone)...)
}

// bareVowels counts the syllables that begin with a vowel behind another of the same word:
// pinyin sets an apostrophe there, so that Lee is hardly le'e.
func bareVowels(words [][]position) (n int) {
	for _, word := range words {
		for i := 1; i < len(word); i++ {
			if s := word[i].sound[given][0]; s != 0 && strings.ContainsAny(s.String()[:1], "aeo") {
				n++
			}
		}
	}
	return n
}

// latinWords cuts a text into words, those into what hyphens part, and reports whether a
// hyphen or an apostrophe does: Tai-man, Ts'ai. The apostrophe of xi'an parts syllables;
// that after an aspirated initial belongs to it.
func latinWords(text string) (words [][]string, hyphened bool) {
	text = strings.NewReplacer("hsü", "hsu", "chü", "chu", "yü", "yu", "ü-", "u-", "u:", "v", "’", "'", "‘", "'", "`", "'", "ʻ", "'", "´", "'", "–", "-", "‐", "-").Replace(strings.ToLower(text))
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '-' && r != '\'' && isSeparator(r) }) {
		var word []string
		for syllable := range strings.SplitSeq(field, "-") {
			pieces := strings.Split(syllable, "'")
			for i := 0; i < len(pieces); i++ {
				piece := pieces[i]
				for i+1 < len(pieces) && slices.Contains([]string{"p", "t", "k", "ch", "ts", "tz"}, piece) {
					i++
					piece, hyphened = piece+pieces[i], true
				}
				if piece = plain(strings.Map(letterOrMark, piece)); piece != "" {
					word = append(word, piece)
				}
			}
		}
		hyphened = hyphened || strings.Contains(field, "-") && len(word) > 1
		if whole := strings.Join(word, ""); len(whole) > 1 && !latinTitles()[whole] || whole == "o" || whole == "e" {
			words = append(words, word)
		}
	}
	return words, hyphened
}

var latinTitles = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for title := range strings.FieldsSeq("mr mrs ms miss mdm madam dr prof sir madame mister mme aka alias nee née jr") {
		set[title] = true
	}
	return set
})

// wordCuts holds the ways to read a word by each scheme, the likeliest first.
type wordCuts [schemes][][]position

// cutWords reads words by every scheme. What pinyin reads as several syllables in one is
// read so by no other scheme.
func cutWords(words [][]string) []wordCuts {
	cuts := make([]wordCuts, len(words))
	for i, w := range words {
		cuts[i][hanyuPinyin] = spelledBy(hanyuPinyin, w, 2, maxPositions)
		most := 2
		if own := cuts[i][hanyuPinyin]; len(own) > 0 && bareVowels(own[:1]) == 0 {
			most = 1
		}
		for by := hanyuPinyin + 1; by < schemes; by++ {
			cuts[i][by] = spelledBy(by, w, 1, most)
		}
	}
	return cuts
}

// spelledBy lists up to limit ways to read what hyphens part of a word by a scheme, each
// piece as most syllables at the most.
func spelledBy(by scheme, word []string, limit, most int) [][]position {
	options := [][]position{nil}
	for _, piece := range word {
		var grown [][]position
		cuts := spellings(by, piece, 2, most)
		for _, o := range options {
			for _, c := range cuts {
				grown = append(grown, append(o[:len(o):len(o)], c...))
			}
		}
		slices.SortStableFunc(grown, func(a, b []position) int {
			return cmp.Compare(bareVowels([][]position{a}), bareVowels([][]position{b}))
		})
		options = grown[:min(limit, len(grown))]
	}
	return options
}

// spelledAll lists ways to read all words by a scheme, each a list of positions a word; none if
// it does not read every word.
func spelledAll(by scheme, words []wordCuts) [][][]position {
	options := [][][]position{nil}
	for i := range words {
		var grown [][][]position
		for _, o := range options {
			for _, c := range words[i][by] {
				grown = append(grown, append(o[:len(o):len(o)], c))
			}
		}
		options = grown[:min(4, len(grown))]
	}
	return options
}

func countPositions(words [][]position) (n int) {
	for _, w := range words {
		n += len(w)
	}
	return n
}

// schemeCost is what it costs in bits to read a name by a scheme, of names whose given
// name's syllables stand apart, and of those in which a hyphen joins them: mainlanders
// write pinyin, in one word or apart, Taiwan, Hong Kong and Korea set a hyphen, Vietnam never does.
var schemeCost = [schemes][2]float64{hanyuPinyin: {0, 2}, wadeGiles: {2.5, .5}, cantonese: {2, 1}, hokkien: {3, 1.5}, vietnamese: {4, 6}, korean: {3.5, 2}, burmese: {4, 7}}

const (
	costMixedSchemes = 1.5 // Tan Xiaoming: the surname by the home's scheme
	costJoinedWord   = 3.0 // Taiman: only pinyin is written in one word
	costBareVowel    = 3.0 // xian is hardly xi'an
)

// chineseForms returns the ways to read words as a Chinese name, the likeliest first.
func chineseForms(words [][]string, cuts []wordCuts, hyphened bool) []form {
	if len(words) == 0 {
		return nil
	}
	type reading struct {
		words [][]position
		cost  float64
	}
	var list []reading
	add := func(cost float64, all [][][]position) {
		for i, one := range all {
			c := cost + costBareVowel*float64(bareVowels(one))
			if i > 0 {
				c += costSecondGuess
			}
			list = append(list, reading{one, c})
		}
	}
	column := 0
	if hyphened {
		column = 1
	}
	cost := func(by scheme, words [][]string, cuts []wordCuts) float64 {
		c := schemeCost[by][column]
		for i, w := range words {
			if own := cuts[i][by]; by != hanyuPinyin && len(own) > 0 && len(own[0]) > len(w) {
				c += costJoinedWord
			}
		}
		return c
	}
	for by := range schemes {
		all := spelledAll(by, cuts)
		if by != hanyuPinyin {
			all = all[:min(1, len(all))]
		}
		add(cost(by, words, cuts), all)
	}
	for family := range schemes {
		for given := range schemes {
			if len(words) < 2 || family == given {
				continue
			}
			for _, at := range [...]int{0, len(words) - 1} {
				own := cuts[at][family]
				rest, restCuts := slices.Delete(slices.Clone(words), at, at+1), slices.Delete(slices.Clone(cuts), at, at+1)
				others := spelledAll(given, restCuts)
				if len(own) == 0 || len(others) == 0 || !mayBeSurname(own[0]) || family != hanyuPinyin && saysPinyin(&own[0][0], words[at]) {
					continue
				}
				add(max(cost(family, words[at:at+1], cuts[at:at+1]), cost(given, rest, restCuts))+costMixedSchemes, [][][]position{slices.Insert(slices.Clone(others[0]), at, own[0])})
			}
		}
	}
	if len(list) == 0 {
		if mixed := anyScheme(cuts); mixed != nil {
			return spelledForms(mixed, 0)
		}
		return familyAlone(cuts)
	}
	slices.SortStableFunc(list, func(a, b reading) int { return cmp.Compare(a.cost, b.cost) })
	var forms []form
	for _, r := range list[:min(len(list), maxForms)] {
		forms = append(forms, spelledForms(slices.Concat(r.words...), r.cost-list[0].cost)...)
	}
	return forms
}

// anyScheme reads each word by the first scheme that reads it, of those who mix more than
// two: Lee Hsien Loong.
func anyScheme(cuts []wordCuts) (positions []position) {
	for _, word := range cuts {
		own := slices.IndexFunc(word[:], func(c [][]position) bool { return len(c) > 0 && bareVowels(c[:1]) == 0 })
		if own < 0 {
			return nil
		}
		positions = append(positions, word[own][0]...)
	}
	return positions
}

// saysPinyin reports whether a spelling of a surname says hardly more than the same word
// read as pinyin.
func saysPinyin(s *position, word []string) bool {
	m, ok := latinPosition(hanyuPinyin, strings.Join(word, ""))
	if !ok {
		return false
	}
	k, sum := &romanizations().all[s.spelling], float32(0)
	for _, share := range k.sounds[surname] {
		sum += share
	}
	return k.sounds[surname][m.sound[given][0]] > .8*sum
}

// mayBeSurname reports whether a spelling is known to be of surnames.
func mayBeSurname(positions []position) bool {
	if len(positions) != 1 {
		return false
	}
	if k := positions[0].spelling; k != 0 {
		return romanizations().all[k].total[surname] > rareSurname
	}
	return true
}

// familyAlone returns the surname beside a given name of another language: Jayden Wong.
func familyAlone(cuts []wordCuts) []form {
	if len(cuts) != 2 {
		return nil
	}
	var forms []form
	for _, word := range cuts {
		for by := range schemes {
			if own := word[by]; len(own) > 0 && mayBeSurname(own[0]) && len(forms) < 3 {
				forms = append(forms, latin(surnameOnly, 1, schemeCost[by][0], own[0]))
			}
		}
	}
	return forms
}

func spelledForms(flat []position, cost float64) []form {
	switch n := len(flat); {
	case n == 0 || n > maxWhole:
		return nil
	case n == 1 && flat[0].spelling != 0 && !mayBeSurname(flat):
		return []form{latin(givenOnly, 0, cost, flat)}
	case n == 1:
		return []form{latin(surnameOnly, 1, cost, flat), latin(givenOnly, 0, cost, flat)}
	case n > 2 && isLongSurname(&flat[0], &flat[1]):
		return []form{latin(full, 2, cost, flat), latin(full, 1, cost+costShortSurname, flat)}
	}
	return []form{latin(full, 1, cost, flat)}
}

// isLongSurname reports whether two positions may write a surname of two characters: Ou-yang,
// Sze To.
func isLongSurname(a, b *position) bool {
	if a.spelling == 0 && b.spelling == 0 {
		return longSurnames()[[2]Syllable{a.sound[given][0], b.sound[given][0]}]
	}
	for text := range surnameReadings() {
		if runes := []rune(text); len(runes) == 2 && writes(a, runes[0]) && writes(b, runes[1]) {
			return true
		}
	}
	return false
}

// writes reports whether a Latin position may write a character.
func writes(s *position, r rune) bool {
	if s.spelling == 0 {
		return s.sound[given][0] == readings(r)[0]
	}
	k := &romanizations().all[s.spelling]
	return k.chars[r] >= likelySpelling || k.chars == nil && k.sounds[given][readings(r)[0]] >= likelySpelling
}

// likelySpelling is the share of its spellings from which one makes a long surname.
const likelySpelling = 0.1

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

func latin(s style, surnames uint8, cost float64, positions []position) form {
	f := form{style: s, latin: true, surname: surnames, factor: pow2(-cost)}
	for _, one := range positions[:min(maxPositions, len(positions))] {
		one.tail = surnames == 2 && f.n == 1
		f.positions[f.n] = one
		f.n++
	}
	f.tails = surnames == 2
	f.shape = f.shapeNumber()
	return f
}

// latinPosition returns the position of a syllable of a scheme, as it is spelled.
func latinPosition(by scheme, text string) (position, bool) {
	if by != hanyuPinyin {
		k := romanizations().byText[by][text]
		return position{spelling: k}, k != 0
	}
	sound := SyllableOf(text)
	if other, ok := typedSyllables[text]; ok {
		sound = SyllableOf(other)
	}
	one := [maxReadings]Syllable{sound}
	return position{sound: [2][maxReadings]Syllable{one, one}}, sound != 0
}

// typedSyllables are syllables as passports and keyboards without ü write them.
var typedSyllables = map[string]string{
	"lyu": "lv", "nyu": "nv", "lyue": "lve", "nyue": "nve", "lue": "lve", "nue": "nve", "yv": "yu", "jv": "ju", "qv": "qu", "xv": "xu", "xve": "xue", "yve": "yue",
}
