package marks

import (
	"strings"
	"unicode"
)

// class says what a word does in a sentence.
type class uint8

const (
	other class = iota
	soft        // says nothing, and parts nothing
	kindWord
	siteWord
	sideWord
	colourWord
	sizeWord  // n millimetres
	countWord // n of them
	quoted    // between quotation marks
	deny
	not
	unknown
	ask // 有无
	have
	left // by the kind before: 烧伤后遗留疤痕
	but
	still // 还有: on the same site
	join
	locate
	span
	height
	use // the hand holds or wears something
	about
	comma
	stop
)

// confidence says how sure a word is to be a mark.
type confidence uint8

const (
	certain    confidence = iota
	besideSite            // only beside a site
	ofLimb                // the same; a limb may be lost, or broken once
)

// token describes one word; from and to are indices of characters.
type token struct {
	class      class
	kind       Kind
	confidence confidence
	site, also Site
	side       Side
	colour     Colour
	n          uint16
	from, to   int
}

// longestText is how many characters of a text are read.
const longestText = 20_000

// measures are the characters after which 左右 is "about".
const measures = "岁米分斤年月日号点时克寸里m多十个"

// lex cuts a folded text into words; what is no word is one token a character.
func lex(text []rune) []token {
	var tokens []token
	for i := 0; i < len(text); {
		if unicode.IsSpace(text[i]) && text[i] != '\n' && text[i] != '\r' {
			i++
			continue
		}
		t := next(text, i)
		tokens = append(tokens, t)
		i = t.to
	}
	for i := range tokens { // 左右膝盖 are both knees, 3cm左右 and 50岁左右面部 are not
		if tokens[i].class != about {
			continue
		}
		tokens[i].class = soft
		at := tokens[i].from
		measured := at > 0 && (unicode.IsDigit(text[at-1]) || strings.ContainsRune(measures, text[at-1]))
		if !measured && i+1 < len(tokens) && paired.has(tokens[i+1].site) {
			tokens[i].class, tokens[i].side = sideWord, Both
		}
	}
	return tokens
}

func next(text []rune, i int) token {
	r := text[i]
	one := token{from: i, to: i + 1}
	switch {
	case strings.ContainsRune("，,", r):
		one.class = comma
		return one
	case strings.ContainsRune("。；;！!？?\n\r", r), r == '.' && (i+1 == len(text) || !unicode.IsDigit(text[i+1])):
		one.class = stop
		return one
	}
	if to := closing(text, i); to > 0 {
		return token{class: quoted, from: i, to: to}
	}
	if t, ok := lookUp(text, i); ok {
		return t
	}
	if t, ok := number(text, i); ok {
		return t
	}
	if to := wordEnd(text, i); to > i {
		one.to = to
	}
	return one
}

// lookUp returns the longest word of the lexicon at i. A Latin word is matched whole.
func lookUp(text []rune, i int) (token, bool) {
	latin := wordEnd(text, i)
	if i+1 < len(text) {
		if t, ok := longest(text, i, latin, lexicon()[[2]rune{text[i], text[i+1]}]); ok {
			return t, true
		}
	}
	return longest(text, i, latin, lexicon()[[2]rune{text[i]}])
}

// longest returns the first of the words that the text at i begins with.
func longest(text []rune, i, latin int, words []lexeme) (token, bool) {
	for _, w := range words {
		to := i + len(w.runes)
		if to > len(text) || latin > 0 && w.runes[len(w.runes)-1] < 0x80 && to != latin {
			continue
		}
		match := true
		for k, r := range w.runes {
			if text[i+k] != r {
				match = false
				break
			}
		}
		if match {
			t := w.token
			t.from, t.to = i, to
			return t, true
		}
	}
	return token{}, false
}

// wordEnd returns where the Latin word at i ends; 0 if none begins.
func wordEnd(text []rune, i int) int {
	if i > 0 && isLatin(text[i]) && isLatin(text[i-1]) {
		return i + 1
	}
	to := i
	for to < len(text) && isLatin(text[to]) {
		to++
	}
	if to == i {
		return 0
	}
	return to
}

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' }

// longestMotif is how many characters the words of a tattoo may have.
const longestMotif = 20

// closing returns where the quotation that opens at i ends; 0 for none.
func closing(text []rune, i int) int {
	const open, shut = `"'“‘「『《【`, `"'”’」』》】`
	if !strings.ContainsRune(open, text[i]) {
		return 0
	}
	for k := i + 1; k < len(text) && k <= i+longestMotif+1; k++ {
		if text[k] == '\n' {
			return 0
		}
		if k > i+1 && strings.ContainsRune(shut, text[k]) {
			return k + 1
		}
	}
	return 0
}
