package models

import (
	"fmt"
	"strings"
	"unicode"
)

// Texts of people are read by people: what cannot be seen makes one text look like
// another, and what turns the direction of writing shows a name backwards. Characters that
// scripts need to be joined rightly are allowed (Uyghur, Mongolian).

// isBlank reports whether nothing of a text can be seen.
func isBlank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isUnseen(r) }) == ""
}

// isUnseen reports whether a character takes no place, or one that looks empty.
func isUnseen(r rune) bool {
	switch r {
	case '\u200C', '\u200D', '\u180E': // joiners
		return false
	case '\u115F', '\u1160', '\u2800', '\u3164', '\uFFA0': // fillers, an empty Braille cell
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf)
}

// isControl reports whether a character has no place in any text: controls but for tabs
// and ends of lines, and what turns the direction of writing.
func isControl(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return unicode.Is(unicode.Cc, r)
}

// checkVisible refuses characters that cannot be seen in a text of one line that names
// a person or something.
func checkVisible(v violations, field, text string) {
	if i := strings.IndexFunc(text, isUnseen); i >= 0 && !strings.ContainsFunc(text, isControl) { // checkLen says those
		refuseRune(v, field, []rune(text[i:])[0])
	}
}

func refuseRune(v violations, field string, r rune) {
	v.add(field, fmt.Sprintf("含有看不见的控制字符（U+%04X），请删除后重新输入", r), fmt.Sprintf("has a control character that cannot be seen (U+%04X): remove it", r))
}
