package names

import (
	_ "embed" // the tables
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

//go:embed data/fold.txt
var foldTable string

//go:embed data/surnames.txt
var surnameTable string

// moreSurnames are readings of surnames that the table lacks (design §2).
const moreSurnames = `
黑 he
种 chong
洗 xian
牟 mu
尉迟 wei chi
`

var folded = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 4096)
	for line := range strings.Lines(foldTable) {
		pair := []rune(strings.TrimSpace(line))
		if len(pair) == 2 {
			m[pair[0]] = pair[1]
		}
	}
	return m
})

// Fold turns traditional characters into simplified ones, one by one, full-width
// letters into half-width ones, and Latin letters into lower case.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
			r -= 0xFF01 - '!'
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		case r == 0x3000:
			return ' '
		}
		if s, ok := folded()[r]; ok {
			return s
		}
		return r
	}, text)
}

// surnameReading is how a surname of one or two characters is read.
type surnameReading [2]Syllable

var surnames = sync.OnceValue(func() map[string][]surnameReading {
	m := make(map[string][]surnameReading, 600)
	for line := range strings.Lines(surnameTable + moreSurnames) {
		fields := strings.Fields(line)
		if len(fields) < 2 || len(fields) > 3 {
			continue
		}
		var reading surnameReading
		for i, f := range fields[1:] {
			reading[i] = SyllableOf(f)
		}
		m[fields[0]] = append(m[fields[0]], reading)
	}
	return m
})

// isSurname reports whether the folded text is a known surname.
func isSurname(text string) bool {
	_, ok := surnames()[text]
	return ok
}

// maxReadings is how many readings of a character are kept: the common ones.
const maxReadings = 3

// readings are the syllables of a character, the usual one first.
func readings(r rune) (out [maxReadings]Syllable) {
	raw, ok := pinyin.PinyinDict[int(r)]
	if !ok {
		return out
	}
	n := 0
	for one := range strings.SplitSeq(raw, ",") {
		s := SyllableOf(plain(one))
		if s == 0 || n == maxReadings || contains(out[:n], s) {
			continue
		}
		out[n] = s
		n++
	}
	return out
}

// plain takes the tones off pinyin; ü becomes v.
func plain(toned string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		i := strings.IndexRune(tonedVowels, r)
		if i < 0 {
			return -1
		}
		return rune(plainVowels[len([]rune(tonedVowels[:i]))])
	}, toned)
}

const (
	tonedVowels = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
	plainVowels = "aaaaeeeeiiiioooouuuuvvvvvnnnme"
)

func contains(list []Syllable, s Syllable) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

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

// leadingSurname is how many characters at the front are a surname, the longest
// first, with its usual reading.
func leadingSurname(runes []rune) (int, surnameReading) {
	for n := min(2, len(runes)); n > 0; n-- {
		if known := surnames()[string(runes[:n])]; known != nil && (n == 2 || len(runes) > 1) {
			return n, known[0]
		}
	}
	return 0, surnameReading{}
}
