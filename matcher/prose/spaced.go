package prose

import (
	"strings"
	"unicode"
)

// A line of which this many words and more, and this share of all, are single characters
// with a space behind each was spaced out: by a scanner, or for looks.
const (
	leastSpaced = 6
	spacedShare = .8
)

// unspaced returns which characters of a text are read: all but the spaces within lines
// that are spaced out (王 秀 英 ， 7 8 岁), if two spaces and more still part words.
func unspaced(written []rune) []int {
	kept := make([]int, 0, len(written))
	for from := 0; from < len(written); {
		to := from
		for to < len(written) && written[to] != '\n' {
			to++
		}
		spaced := isSpacedOut(written[from:to])
		for i := from; i < to; i++ {
			if !spaced || !isBlank(written[i]) || i > from && isBlank(written[i-1]) {
				kept = append(kept, i)
			}
		}
		if to < len(written) {
			kept = append(kept, to)
		}
		from = to + 1
	}
	return kept
}

func isBlank(r rune) bool { return r == ' ' || r == '\u3000' || r == '\u00a0' }

func isSpacedOut(line []rune) bool {
	single, han, all := 0, 0, 0
	for word := range strings.FieldsFuncSeq(string(line), isBlank) {
		all++
		if r := []rune(word); len(r) == 1 {
			single++
			if unicode.Is(unicode.Han, r[0]) {
				han++
			}
		}
	}
	return single >= leastSpaced && 2*han > single && float64(single) >= spacedShare*float64(all)
}

// stops returns the mark that a full stop of Latin script stands for in a Chinese text
// that has none of its own: a comma if it has no commas either, else 。. It is 0 if
// the text has its own.
func stops(folded []rune) rune {
	s := string(folded)
	switch {
	case strings.ContainsRune(s, '。'):
		return 0
	case strings.ContainsAny(s, ",，"):
		return '。'
	}
	return ','
}

// isStop reports whether the . at i ends words rather than parts a number: it stands
// behind a Chinese character, or before one and behind a number.
func isStop(folded []rune, i int) bool {
	if folded[i] != '.' || i == 0 {
		return false
	}
	before := folded[i-1]
	after := ' '
	if i+1 < len(folded) {
		after = folded[i+1]
	}
	return unicode.Is(unicode.Han, before) && after != '.' || unicode.IsDigit(before) && unicode.Is(unicode.Han, after)
}
