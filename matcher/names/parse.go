package names

import (
	"strings"
	"unicode"

	"github.com/guitu-project/guitu/models"
)

// Name describes a name understood: ready to be compared, and shared by readers.
type Name struct {
	Text  string // as given
	Kind  models.NameKind
	Heard bool // written by ear: the characters only say how it sounds

	document bool   // of papers, not of a mouth
	forms    []form // the ways to understand it, the likeliest first; or its parts
	parts    int    // how many parts a transcribed name has; after them, all as one
	usual    []form // of those forms, the usual spelling; n is 0 if it is no other
}

// maxPositions is how many syllables of a name, or of a part of a transcribed one, are
// looked at. It is a power of two: a cell of a grid is i*maxPositions + j.
const maxPositions = 8

// maxText is how many characters of a text are looked at, maxForms how many ways to
// understand it.
const (
	maxText  = 64
	maxForms = 6
)

// style says what a form is a form of.
type style uint8

const (
	full        style = iota // surname and given name
	surnameOnly              // 老王
	givenOnly                // 阿强
	nickname                 // 二狗
	part                     // one part of a transcribed name: 买买提
)

// form describes one way to understand a name.
type form struct {
	positions [maxPositions]position
	n         uint8 // positions
	surname   uint8 // how many of them, at the front, are the surname
	style     style
	latin     bool
	tails     bool    // some position is a tail
	shape     uint16  // its shape's number
	factor    float32 // 2^−cost of understanding the text so
}

// position describes one character or, in Latin letters, one syllable.
type position struct {
	char rune // 0 for a Latin syllable
	// sound are the readings as a given-name character and as a surname, the usual
	// one first, 0 for none.
	sound [2][maxReadings]Syllable
	// tail says that the positions before all but decide this one: the second character
	// of a surname, 古丽 in 阿依古丽.
	tail bool
	// spelling is how another scheme than pinyin writes it, if it is read so; no sound
	// is known then but by romanizations.
	spelling spelling
}

// Parse understands a name. Texts that are no names give a Name without forms,
// which says nothing when it is compared.
func Parse(n models.PersonName) Name {
	name := Name{Text: n.Text, Kind: n.Kind}
	said, heard := nameFields(n.Text, n.Kind)
	name.Heard = heard || n.Kind == models.NameHeard
	name.document = isDocument(n.Kind) && !name.Heard
	each := maxForms // of a saying, so that others have theirs
	if len(said) > 1 {
		each = max(2, maxForms/len(said))
	}
	for i, s := range said {
		cost := 0.0
		if i > 0 {
			cost = costSecondGuess
		}
		forms, parts := s.forms()
		if parts && i == 0 {
			name.setParts(forms)
			return name
		}
		for k := range forms[:min(each, len(forms))] {
			if !parts && len(name.forms) < maxForms {
				forms[k].factor *= pow2(-cost)
				name.forms = append(name.forms, forms[k])
			}
		}
	}
	return name
}

// forms returns the ways to understand one saying, or the parts of a transcribed name.
func (s nameField) forms() (forms []form, parts bool) {
	words := strings.FieldsFunc(s.text, isSeparator)
	joined := []rune(strings.Join(words, ""))
	switch {
	case len(words) == 0:
		return nil, false
	case isLatin(s.text):
		return latinForms(s.text)
	case hasHangul(s.text):
		return hangulForms(s.text), false
	case s.surname:
		return []form{han(surnameOnly, min(2, len(joined)), 0, joined)}, false
	case len(words) > 1 && strings.ContainsRune(s.text, '·') && len(joined) > 3:
	default:
		words = transcribed(joined)
	}
	if words == nil {
		return hanForms(joined, s.kind), false
	}
	for _, w := range words {
		if f := han(part, 0, 0, []rune(w)); f.n > 0 {
			forms = append(forms, f)
		}
	}
	return forms, true
}

// setParts takes the parts of a transcribed name, all of them as one if there are
// several, and each in its usual spelling.
func (n *Name) setParts(parts []form) {
	n.parts = min(len(parts), maxPositions)
	n.forms = parts[:n.parts]
	if n.parts == 1 { // an affix that is the whole name decides it
		n.forms[0].keepName()
	}
	if n.parts > 1 {
		whole := form{style: part, factor: 1}
		for i := range n.forms {
			whole.tails = whole.tails || n.forms[i].tails
			for _, s := range n.forms[i].positions[:n.forms[i].n] {
				if whole.n < maxPositions {
					whole.positions[whole.n] = s
					whole.n++
				}
			}
		}
		n.forms = append(n.forms, whole)
	}
	n.usual = make([]form, len(n.forms))
	for i := range n.forms {
		n.usual[i] = n.forms[i].usualSpelling()
		if n.parts == 1 {
			n.usual[i].keepName()
		}
	}
}

// Nickname reports whether the name is first of all a nickname: 二毛.
func (n *Name) Nickname() bool { return len(n.forms) > 0 && n.forms[0].style == nickname }

// coined reports whether the name is a nickname that a syllable of a given name may be in,
// and none that anyone may have.
func (n *Name) coined() bool {
	for i := range n.forms {
		if f := &n.forms[i]; f.style == givenOnly && f.n == 1 && f.factor == 1 {
			return n.Nickname()
		}
	}
	return false
}

// text returns the characters of a form.
func (f *form) text() string {
	runes := make([]rune, f.n)
	for i := range runes {
		runes[i] = f.positions[i].char
	}
	return string(runes)
}

// Surnamed reports whether the name is first of all one with a surname.
func (n *Name) Surnamed() bool {
	return len(n.forms) > 0 && (n.forms[0].surname > 0 || n.forms[0].style == part)
}

// Family returns the surname of a name, as if nothing else were known of it; a name that
// says nothing if there is none.
func (n *Name) Family() Name {
	if len(n.forms) == 0 || n.forms[0].surname == 0 || n.forms[0].latin {
		return Name{}
	}
	f := &n.forms[0]
	runes := []rune(f.text())[:f.surname]
	return Name{Text: string(runes), Kind: n.Kind, Heard: n.Heard, document: n.document, forms: []form{han(surnameOnly, len(runes), 0, runes)}}
}

// Known reports whether anything of the name was understood.
func (n *Name) Known() bool { return len(n.forms) > 0 }

// Sound returns the pinyin of the name as it was understood first.
func (n *Name) Sound() string {
	var b strings.Builder
	for i := range n.forms {
		f := &n.forms[i]
		if i > 0 && i >= n.parts {
			break
		}
		for j := range f.positions[:f.n] {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			as := given
			if j < int(f.surname) {
				as = surname
			}
			b.WriteString(f.positions[j].heardAs(as))
		}
	}
	return b.String()
}

// heardAs returns how the position is read, for people.
func (s *position) heardAs(t positionType) string {
	if s.spelling != 0 {
		return romanizations().all[s.spelling].text
	}
	return s.sounds(t)[0].String()
}

// sounds returns the position's readings in the order of likelihood.
func (s *position) sounds(t positionType) *[maxReadings]Syllable { return &s.sound[t&1] }

func isSeparator(r rune) bool {
	return strings.ContainsRune("·-'’,，_=、/;；:：", r) || unicode.IsSpace(r)
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

// han returns a form of the Han characters in runes; the first surname of them are
// its surname.
func han(s style, surnames int, cost float64, runes []rune) form {
	f := form{style: s, factor: pow2(-cost)}
	for _, r := range runes {
		if f.n == maxPositions || r != hiddenChar && !unicode.Is(unicode.Han, r) {
			continue
		}
		f.positions[f.n] = hanPosition(r)
		f.n++
	}
	f.surname = uint8(min(surnames, int(f.n)))
	if f.surname == 2 {
		f.positions[1].tail, f.tails = true, true
		if known := surnameReadings()[string(runes[:2])]; known != nil {
			for k := range 2 {
				f.positions[k].sound[surname] = saidWith(runes[k], [maxReadings]Syllable{known[0][k]})
				if len(known) > 1 && known[1][k] != known[0][k] {
					f.positions[k].sound[surname][1] = syllables().of(runes[k], known[1][k])
				}
			}
		}
	}
	if s == part {
		f.markTails()
	}
	f.shape = f.shapeNumber()
	return f
}

func hanPosition(r rune) position {
	sl := position{char: r}
	sl.sound[given] = readings(r)
	switch {
	case r == hiddenChar:
		sl.char, sl.sound[given][0] = 0, hiddenSound
	case sl.sound[given][0] == 0:
		sl.sound[given][0] = unreadSound
	}
	sl.sound[surname] = sl.sound[given]
	if known := surnameReadings()[string(r)]; known != nil {
		sl.asSurname(known)
	}
	return sl
}

// asSurname puts the reading as a surname first, then a second one, as a surname or
// as people read who do not know it.
func (s *position) asSurname(known []surnameReading) {
	usual := s.sound[given]
	own := [maxReadings]Syllable{syllables().of(s.char, known[0][0])}
	others := []Syllable{usual[1], usual[0]}
	for _, k := range known[1:] {
		others = append(others, syllables().of(s.char, k[0]))
	}
	for _, other := range others {
		if other != own[0] && other != 0 {
			own[1] = other
		}
	}
	s.sound[surname] = own
}
