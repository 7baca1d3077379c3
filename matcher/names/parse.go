package names

import (
	"strings"
	"unicode"

	"github.com/guitu-project/guitu/models"
)

// Name is a name understood: ready to be compared, and shared by readers.
type Name struct {
	Text  string // as given
	Kind  models.NameKind
	Heard bool // written by ear: the characters only say how it sounds

	forms []form // the ways to understand it, the likeliest first
}

// maxSlots is how many syllables of a name, or of a part of a transcribed one, are
// looked at.
const maxSlots = 8

// maxText is how many characters of a text are looked at.
const maxText = 64

// style says what a form is a form of.
type style uint8

const (
	full        style = iota // surname and given name
	surnameOnly              // 老王
	givenOnly                // 阿强
	nickname                 // 二狗
	part                     // one part of a transcribed name: 买买提
)

// form is one way to understand a name.
type form struct {
	style   style
	latin   bool
	n       uint8   // slots
	surname uint8   // how many of them, at the front, are the surname
	factor  float32 // 2^−cost of understanding the text so
	slots   [maxSlots]slot
}

// slot is one character or, in Latin letters, one syllable.
type slot struct {
	char      rune                  // 0 for a Latin syllable
	sound     [maxReadings]Syllable // as a given-name character, the usual one first
	asSurname Syllable              // read as a surname, 0 where the character is none
}

// Parse understands a name. Texts that are no names give a Name without forms,
// which says nothing when it is compared.
func Parse(n models.PersonName) Name {
	text, heard := bareText(n.Text)
	name := Name{Text: n.Text, Kind: n.Kind, Heard: heard || n.Kind == models.NameHeard}
	parts := strings.FieldsFunc(text, isSeparator)
	switch {
	case len(parts) == 0:
	case isLatin(text):
		name.forms = latinForms(parts)
	case len(parts) > 1 && strings.ContainsAny(text, "·."):
		for _, p := range parts {
			name.forms = append(name.forms, han(part, 0, 0, []rune(p)))
		}
	default:
		name.forms = hanForms([]rune(strings.Join(parts, "")), n.Kind)
	}
	return name
}

// Known reports whether anything of the name was understood.
func (n *Name) Known() bool { return len(n.forms) > 0 }

// Sound is the pinyin of the name as it was understood first.
func (n *Name) Sound() string {
	var b strings.Builder
	for i := range n.forms {
		f := &n.forms[i]
		if i > 0 && f.style != part {
			break
		}
		for j := range f.slots[:f.n] {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			s := f.slots[j].sound[0]
			if j < int(f.surname) && f.slots[j].asSurname != 0 {
				s = f.slots[j].asSurname
			}
			b.WriteString(s.String())
		}
	}
	return b.String()
}

// bareText folds the text, takes off what is said about the name in brackets, and
// tells whether that is that it was heard: 徐华栋（音）.
func bareText(text string) (bare string, heard bool) {
	if len(text) > 4*maxText {
		text = string([]rune(text)[:min(maxText, len([]rune(text)))])
	}
	text = Fold(text)
	if open := strings.IndexAny(text, "([【〔"); open >= 0 {
		heard = strings.Contains(text[open:], "音")
		rest := ""
		if end := strings.IndexAny(text[open:], ")]】〕"); end >= 0 {
			_, rest, _ = strings.Cut(text[open+end:], string([]rune(text[open+end:])[0]))
		}
		text = text[:open] + rest
	}
	return strings.TrimSpace(text), heard
}

func isSeparator(r rune) bool {
	switch r {
	case '·', '•', '・', '‧', '.', '-', '\'', '’', ',', '，', '_', '=', '、', '/':
		return true
	}
	return unicode.IsSpace(r)
}

func isLatin(text string) bool {
	letters := false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r):
			letters = true
		case unicode.Is(unicode.Han, r):
			return false
		}
	}
	return letters
}

// han is a form of the Han characters in runes; the first surname of them are
// its surname.
func han(s style, surname int, cost float64, runes []rune) form {
	f := form{style: s, factor: bits(-cost)}
	for _, r := range runes {
		if f.n == maxSlots || !unicode.Is(unicode.Han, r) {
			continue
		}
		sl := slot{char: r, sound: readings(r)}
		if known := surnames()[string(r)]; known != nil {
			sl.asSurname = known[0][0]
		}
		f.slots[f.n] = sl
		f.n++
	}
	if surname == 2 && f.n >= 2 {
		if known := surnames()[string(runes[:2])]; known != nil {
			f.slots[0].asSurname, f.slots[1].asSurname = known[0][0], known[0][1]
		}
	}
	f.surname = uint8(min(surname, int(f.n))) //nolint:gosec // at most 2
	return f
}

// lowly are characters that make a nickname of any text of two or three.
const lowly = "狗蛋妞丫娃仔囡胖傻憨哑瘸疯聋剩栓"

// titles follow a surname: 王氏, 张姐.
const titles = "氏姐哥叔婶嫂伯婆爷姨妈娘姓总工师"

func hanForms(runes []rune, kind models.NameKind) []form {
	kept := runes[:0]
	for _, r := range runes {
		if unicode.Is(unicode.Han, r) {
			kept = append(kept, r)
		}
	}
	runes = kept
	first := func(n int) bool { return len(runes) > n && isSurname(string(runes[:n])) }
	switch n := len(runes); {
	case n == 0:
		return nil
	case n == 1 && isSurname(string(runes)):
		return []form{han(surnameOnly, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}
	case n == 1:
		return []form{han(givenOnly, 0, 0, runes)}
	case n <= 3 && (kind == models.NameNickname || !first(1)) && strings.ContainsAny(string(runes), lowly):
		return []form{han(nickname, 0, 0, runes)}
	case n == 2:
		return twoCharacters(runes)
	case n > 5 || n == 5 && !first(2):
		return []form{han(part, 0, 0, runes)}
	case first(2):
		forms := []form{han(full, 2, 0, runes)}
		if first(1) {
			forms = append(forms, han(full, 1, costSecondGuess, runes))
		}
		return forms
	}
	return []form{han(full, 1, 0, runes)}
}

func twoCharacters(runes []rune) []form {
	a, b := runes[0], runes[1]
	call := func(given float64) []form { // 小明: the given name, its last syllable, or young Mr Ming
		forms := []form{han(givenOnly, 0, given, runes), han(givenOnly, 0, costSecondGuess-given, runes[1:])}
		if isSurname(string(b)) {
			forms = append(forms, han(surnameOnly, 1, costSecondGuess, runes[1:]))
		}
		return forms
	}
	switch {
	case a == '老' && isSurname(string(b)):
		return []form{han(surnameOnly, 1, 0, runes[1:])}
	case isSurname(string(a)) && strings.ContainsRune(titles, b):
		return []form{han(surnameOnly, 1, 0, runes[:1]), han(full, 1, costSecondGuess, runes)}
	case a == '小' || a == '大':
		return call(0)
	case a == '阿':
		return call(costSecondGuess)
	case a == b:
		return []form{han(givenOnly, 0, 0, runes[1:]), han(full, 1, costSecondGuess, runes)}
	case isSurname(string(runes)):
		return []form{han(surnameOnly, 2, 0, runes)}
	case !isSurname(string(a)):
		return []form{han(givenOnly, 0, 0, runes), han(full, 1, costSecondGuess, runes)}
	}
	return []form{han(full, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}
}

// latinForms reads words as pinyin. One or two words of up to four syllables are a
// Chinese name in either order; anything longer is a transcribed name.
func latinForms(words []string) []form {
	type reading struct{ parts [][]Syllable }
	options := []reading{{}}
	for _, w := range words {
		cuts := spellings(plain(strings.ToLower(strings.Map(letterOrMark, w))), 2)
		if len(cuts) == 0 {
			continue // an initial, a title, a word that is no pinyin
		}
		var grown []reading
		for _, o := range options {
			for _, c := range cuts {
				grown = append(grown, reading{append(o.parts[:len(o.parts):len(o.parts)], c)})
			}
		}
		options = grown[:min(4, len(grown))]
	}
	var forms []form
	for i, o := range options {
		var flat []Syllable
		for _, p := range o.parts {
			flat = append(flat, p...)
		}
		cost := 0.0
		if i > 0 {
			cost = costSecondGuess
		}
		switch {
		case len(flat) == 0:
		case len(flat) == 1:
			forms = append(forms, latin(surnameOnly, 1, cost, flat), latin(givenOnly, 0, cost, flat))
		case len(flat) <= 4:
			forms = append(forms, latin(full, 1, cost, flat))
		case i == 0:
			for _, p := range o.parts {
				forms = append(forms, latin(part, 0, 0, p))
			}
			return forms
		}
	}
	return forms
}

func letterOrMark(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

func latin(s style, surname uint8, cost float64, sounds []Syllable) form {
	f := form{style: s, latin: true, surname: surname, factor: bits(-cost)}
	for _, sound := range sounds[:min(maxSlots, len(sounds))] {
		f.slots[f.n] = slot{sound: [maxReadings]Syllable{sound}, asSurname: sound}
		f.n++
	}
	return f
}
