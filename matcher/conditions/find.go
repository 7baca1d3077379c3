package conditions

import (
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// Mention describes a term in a text.
type Mention struct {
	Kind     Kind
	From, To int // bytes of the text
	Says     assertion.Assertion
}

// longestText is how many bytes of a text are read.
const longestText = 60_000

// Find returns the terms in a text, in its order.
func Find(text string) []Mention {
	if len(text) > longestText {
		text = text[:longestText]
	}
	// A folded text has the characters of the written one, some of another length.
	folded := names.Fold(text)
	var list []Mention
	var reading *assertion.Reading
	d := table()
	for i, w := 0, 0; i < len(folded); {
		found := d.at(folded[i:])
		_, size := utf8.DecodeRuneInString(folded[i:])
		if len(found) > 0 && (i == 0 || !isLetter(folded[i-1]) || !isLetter(folded[i])) {
			size = len(found[0].word)
			for _, m := range found {
				end, says, ok := i+size, assertion.Assertion{}, !m.none
				if reading == nil && ok {
					reading = assertion.Read(folded)
				}
				switch {
				case m.none:
				case m.faculty != nil:
					end, says, ok = assess(reading, folded, i, end, m.faculty)
				default:
					says = reading.At(i, end)
				}
				if ok {
					at := w
					list = append(list, Mention{m.kind, at, at + written(text[at:], folded[i:end]), says})
					size = max(size, end-i)
				}
			}
		}
		w += written(text[w:], folded[i:i+size])
		i += size
	}
	return list
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }

// written returns how many bytes of a text as written are as many characters as some folded
// ones have.
func written(text, folded string) int {
	n := utf8.RuneCountInString(folded)
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// assess reads what is said of a faculty: nothing if it is neither broken nor sound.
func assess(reading *assertion.Reading, text string, from, to int, f *faculty) (end int, says assertion.Assertion, ok bool) {
	fill, broken := fillers(), defects()[f]
	for at := to; at < len(text); {
		if b := broken.at(text[at:]); len(b) > 0 {
			end = at + len(b[0].word)
			return end, reading.At(from, end), true
		}
		skip := fill.at(text[at:])
		if len(skip) == 0 {
			break
		}
		at += len(skip[0].word)
	}
	says = reading.At(from, to)
	return to, says, says.Status == assertion.Denied && soundAfter(reading, from, to)
}

// soundAfter reports whether what follows the faculty says that it is sound: what
// stands before it, as in 没有精神, denies nothing by itself.
func soundAfter(reading *assertion.Reading, from, to int) bool {
	return reading.Follows(from, to) == assertion.Denied
}

// Findings holds the kinds that texts about one person speak of.
type Findings struct {
	Has     Set // be it in doubt
	Doubted Set // of those, only in doubt
	Denied  Set // and of no text's has
}

// Parse sums up texts about one person. What is said of another person is left out.
func Parse(texts ...string) (f Findings) {
	var certain, had Set
	for _, text := range texts {
		for _, m := range Find(text) {
			bit := Set(1) << m.Kind
			switch {
			case m.Says.Other:
			case m.Says.Status == assertion.Present:
				certain, had = certain|bit, had|bit
			case m.Says.Status == assertion.Doubtful:
				f.Has |= bit
			case m.Says.Status == assertion.Denied:
				f.Denied |= bit
			}
		}
	}
	certain &^= f.Denied // 不会说话，听力正常: has it in part
	f.Has |= certain | f.Denied&had
	f.Doubted = f.Has &^ certain
	f.Denied &^= f.Has
	return f
}

// Join returns the findings of both, of more texts about the same person.
func (f Findings) Join(o Findings) Findings {
	certain := f.Has&^f.Doubted | o.Has&^o.Doubted
	has := f.Has | o.Has
	return Findings{Has: has, Doubted: has &^ certain, Denied: (f.Denied | o.Denied) &^ has}
}
