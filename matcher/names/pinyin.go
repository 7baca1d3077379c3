package names

import "strings"

// Pinyin spells a text for a text index: every character by its usual reading, a
// leading surname as a surname, other letters as they are, parted by spaces.
func Pinyin(text string) string {
	runes := []rune(Fold(text))
	var b strings.Builder
	word := func(s string) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	inWord := false
	for i := 0; i < len(runes); i++ {
		if i == 0 {
			if n, reading := leadingSurname(runes); n > 0 {
				for _, s := range reading[:n] {
					word(s.String())
				}
				i = n - 1
				continue
			}
		}
		r := runes[i]
		if s := readings(r)[0]; s != 0 {
			word(s.String())
			inWord = false
			continue
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if inWord {
				b.WriteRune(r)
			} else {
				word(string(r))
			}
			inWord = true
			continue
		}
		inWord = false
	}
	return b.String()
}

// leadingSurname returns how many characters at the front are a surname, the longest
// first, with its usual reading.
func leadingSurname(runes []rune) (int, surnameReading) {
	for n := min(2, len(runes)); n > 0; n-- {
		if known := surnameReadings()[string(runes[:n])]; known != nil && (n == 2 || len(runes) > 1) {
			return n, known[0]
		}
	}
	return 0, surnameReading{}
}
