package text

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
)

// normal folds a text (names.Fold) and leaves letters, digits and spaces of it: the
// dot of 阿依古丽·买买提 parts words, the apostrophe of xi'an does not.
func normal(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', isHan(r), unicode.IsLetter(r) && r != 'ü', unicode.IsNumber(r), unicode.IsMark(r):
			return r
		case r == 'ü': // as pinyin is typed, and as names.Pinyin writes it
			return 'v'
		case r == '\'', r == '’':
			return -1
		}
		return ' '
	}, names.Fold(text))
}

// together is normal for a name, whose Han characters are one word however they are
// set apart.
func together(name string) string {
	name = normal(name)
	if strings.ContainsFunc(name, isHan) {
		return strings.Join(strings.Fields(name), "")
	}
	return name
}

// exactly returns the form in which two texts are the same text.
func exactly(text string) string {
	return strings.Join(strings.Fields(names.Fold(text)), " ")
}

// isHan looks at the main block first: nearly all characters are there.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r > 0x7F && unicode.Is(unicode.Han, r)
}

// runs returns the words of a normal text: runs of Han characters (true), and runs of
// other letters (false).
func runs(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for field := range strings.FieldsSeq(text) {
			start, han := 0, false
			for i, r := range field {
				if isHan(r) == han && i > 0 {
					continue
				}
				if i > start && !yield(field[start:i], han) {
					return
				}
				start, han = i, isHan(r)
			}
			if !yield(field[start:], han) {
				return
			}
		}
	}
}

// charPairs adds each two neighbours of a run of Han characters to list; one alone
// stands for itself.
func charPairs(list []string, run string) []string {
	_, size := utf8.DecodeRuneInString(run)
	if size == len(run) {
		return append(list, run)
	}
	for last := 0; size < len(run); {
		_, n := utf8.DecodeRuneInString(run[size:])
		list = append(list, run[last:size+n])
		last, size = size, size+n
	}
	return list
}

// soundPairs adds each two neighbours of a spelling, as one word, to list.
func soundPairs(list, syllables []string) []string {
	for i := 1; i < len(syllables); i++ {
		list = append(list, syllables[i-1]+syllables[i])
	}
	return list
}

// cutter makes terms of a text.
type cutter func(text string) (terms []string)

// cutWords cuts a normal text into what can be looked for: words, and of Han
// characters each pair of neighbours and the last one, so that every character
// begins some term. (Bleve's cjk analyzer with unigrams makes twice the terms.)
func cutWords(text string) []string {
	list := make([]string, 0, len(text)/2)
	for run, han := range runs(text) {
		if !han {
			list = append(list, run)
			continue
		}
		_, last := utf8.DecodeLastRuneInString(run)
		if len(run) > last {
			list = charPairs(list, run)
		}
		list = append(list, run[len(run)-last:])
	}
	return list
}

// cutSounds cuts lines of pinyin, syllables parted by spaces, into syllables and
// pairs of neighbours: xiao, ming, xiaoming.
func cutSounds(text string) []string {
	list := make([]string, 0, len(text)/2)
	for line := range strings.Lines(text) {
		from := len(list)
		for syllable := range strings.FieldsSeq(line) {
			list = append(list, syllable)
		}
		list = soundPairs(list, list[from:])
	}
	return list
}

const (
	maxSyllables    = 12 // of a word that is cut into syllables
	maxSpellings    = 4  // ways to cut it
	longestSyllable = 6  // letters: zhuang
)

// spellings cuts a word of three syllables or more into syllables, in the ways in
// which it can be cut, the longest first syllable first: xianggang is xiang gang.
func spellings(word string) [][]string {
	if len(word) > maxSyllables*longestSyllable {
		return nil
	}
	fewest := fewestSyllables(word)
	var found [][]string
	var head []string
	var cut func(at int)
	cut = func(at int) {
		if at == len(word) && len(head) > 2 {
			found = append(found, slices.Clone(head))
		}
		for to := min(at+longestSyllable, len(word)); to > at; to-- {
			if len(found) == maxSpellings {
				return
			}
			if len(head)+1+fewest[to] <= maxSyllables && names.SyllableOf(word[at:to]) != 0 {
				head = append(head, word[at:to])
				cut(to)
				head = head[:len(head)-1]
			}
		}
	}
	cut(0)
	return found
}

// fewestSyllables is into how few syllables the rest of word from each place on can
// be cut, more than maxSyllables if it cannot. With it, spellings walks into no
// blind alley, of which a hostile word has a million.
func fewestSyllables(word string) []int {
	fewest := make([]int, len(word)+1)
	for at := len(word) - 1; at >= 0; at-- {
		fewest[at] = maxSyllables + 1
		for to := at + 1; to <= min(at+longestSyllable, len(word)); to++ {
			if names.SyllableOf(word[at:to]) != 0 {
				fewest[at] = min(fewest[at], 1+fewest[to])
			}
		}
	}
	return fewest
}
