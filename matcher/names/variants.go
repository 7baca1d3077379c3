package names

import (
	_ "embed" // the table
	"strings"
	"sync"
)

//go:embed data/variants.txt
var variantTable string

// wordList are spellings of names of other peoples, each with the usual spelling of
// that name: 麦麦提 is 买买提.
type wordList struct {
	usual   map[string]string
	longest int // in characters
}

func (l *wordList) add(spellings []string) {
	for _, s := range spellings {
		l.usual[s] = spellings[0]
		l.longest = max(l.longest, len([]rune(s)))
	}
}

// variants are all spellings, affixes those of pieces that many names share: 古丽.
var variants, affixes = variantLists(false), variantLists(true)

func variantLists(onlyAffixes bool) func() *wordList {
	return sync.OnceValue(func() *wordList {
		list := &wordList{usual: map[string]string{}}
		for line := range strings.Lines(variantTable) {
			line, affix := strings.CutPrefix(strings.TrimSpace(line), "~")
			if !strings.HasPrefix(line, "#") && (affix || !onlyAffixes) {
				list.add(strings.Fields(line))
			}
		}
		return list
	})
}

// at returns the longest known spelling that starts the text, in its usual form; 0
// characters if there is none.
func (l *wordList) at(text []rune) (usual string, n int) {
	for n = min(l.longest, len(text)); n > 0; n-- {
		if usual, ok := l.usual[string(text[:n])]; ok {
			return usual, n
		}
	}
	return "", 0
}

// transcribed cuts a text without dots into the parts of a transcribed name; nil
// if it reads as another kind of name.
func transcribed(text []rune) []string {
	text = onlyHan(text)
	var parts []string
	for rest := text; len(rest) > 0; {
		_, n := variants().at(rest)
		if n == 0 {
			return longName(text)
		}
		parts, rest = append(parts, string(rest[:n])), rest[n:]
	}
	if len(text) < 2 || len(text) == 2 && (text[0] == '阿' || len(parts) > 1) {
		return nil
	}
	return parts
}

// longName returns the one part of a text that is too long for a Chinese name.
func longName(text []rune) []string {
	if n := len(text); n > 5 || n == 5 && !isSurname(string(text[:2])) {
		return []string{string(text)}
	}
	return nil
}

// markTails marks the positions of a transcribed part that belong to an affix.
func (f *form) markTails() {
	text := make([]rune, f.n)
	for i := range text {
		text[i] = f.positions[i].char
	}
	for i := 0; i < len(text); {
		_, n := affixes().at(text[i:])
		for k := i; k < i+n; k++ {
			f.positions[k].tail, f.tails = true, true
		}
		i += max(1, n)
	}
}

// keepName takes the marks off a part that is nothing but an affix.
func (f *form) keepName() {
	for _, s := range f.positions[:f.n] {
		if !s.tail {
			return
		}
	}
	for i := range f.positions {
		f.positions[i].tail = false
	}
	f.tails = false
}

// usualSpelling returns the part with its known pieces in their usual spelling; n is 0
// if that is how it is written.
func (f *form) usualSpelling() form {
	if f.latin {
		return form{}
	}
	var text, usual []rune
	for _, s := range f.positions[:f.n] {
		text = append(text, s.char)
	}
	for rest := text; len(rest) > 0; {
		known, n := variants().at(rest)
		if n == 0 {
			usual, rest = append(usual, rest[0]), rest[1:]
			continue
		}
		usual, rest = append(usual, []rune(known)...), rest[n:]
	}
	if string(usual) == string(text) {
		return form{}
	}
	return han(part, 0, 0, usual)
}

// latinVariant returns the part that a known Latin spelling stands for: what it says is
// the sound of the usual spelling.
func latinVariant(text string) (form, bool) {
	usual, ok := variants().usual[text]
	if !ok {
		return form{}, false
	}
	f := han(part, 0, 0, []rune(usual))
	f.latin = true
	for i := range f.positions[:f.n] {
		f.positions[i].char = 0
	}
	return f, true
}
