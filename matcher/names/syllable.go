package names

import (
	"slices"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/names/hear"
)

// Syllable is a Mandarin syllable without its tone; 0 is none. It indexes the tables of
// sound. If it is known how dialects say a character, it is the syllable as such
// characters are said: 陈 and 程 are two, which Mandarin in the south makes one. What is
// heard is always the syllable alone (Plain).
type Syllable uint16

// everySyllable lists the syllables of Mandarin, finals by initial.
const everySyllable = `
b: a ai an ang ao ei en eng i ian iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng iao o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t: a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve un
l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve
g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j: i ia ian iang iao ie in ing iong iu u uan ue un
q: i ia ian iang iao ie in ing iong iu u uan ue un
x: i ia ian iang iao ie in ing iong iu u uan ue un
zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
c: a ai an ang ao e en eng i ong ou u uan ui un uo
s: a ai an ang ao e en eng i ong ou u uan ui un uo
y: a an ang ao e i in ing o ong ou u uan ue un
w: a ai an ang ei en eng o u
: a ai an ang ao e ei en eng er o ou`

// sounds holds the table of syllables: spelling to Syllable and back, and the parts.
type sounds struct {
	byText map[string]Syllable
	texts  []string // by Syllable; texts[0] is ""
	parts  []phones

	plainCount int                 // of the syllables alone, with none; after them those of classes
	plain      []Syllable          // by Syllable
	classes    map[rune][]Syllable // by character
	mandarin   []hear.Mandarin
}

// phones describes a syllable's initial and final.
type phones struct{ initial, final string }

var syllables = sync.OnceValue(func() *sounds {
	s := &sounds{byText: make(map[string]Syllable, 450), texts: []string{""}, parts: []phones{{}}}
	for line := range strings.Lines(strings.TrimSpace(everySyllable)) {
		initial, finals, _ := strings.Cut(strings.TrimSpace(line), ":")
		for final := range strings.FieldsSeq(finals) {
			s.byText[initial+final] = Syllable(len(s.texts))
			s.texts = append(s.texts, initial+final)
			s.parts = append(s.parts, sounded(initial, final))
		}
	}
	s.plainCount = len(s.texts)
	for i, p := range s.parts {
		s.plain = append(s.plain, Syllable(i))
		s.mandarin = append(s.mandarin, hear.Mandarin{Initial: p.initial, Final: p.final})
	}
	s.addClasses()
	s.plain = append(s.plain, make([]Syllable, syllableRoom-len(s.plain))...) // what is not heard is no syllable
	return s
})

// addClasses adds the syllables of the classes of characters that dialects tell apart, in
// their order.
func (s *sounds) addClasses() {
	s.classes = make(map[rune][]Syllable, 8192)
	for _, c := range hear.Classes() {
		plain := s.byText[c.Syllable]
		id := Syllable(len(s.texts))
		s.texts, s.parts, s.plain = append(s.texts, c.Syllable), append(s.parts, s.parts[plain]), append(s.plain, plain)
		for _, r := range c.Chars {
			s.classes[r] = append(s.classes[r], id)
		}
	}
}

// of returns a syllable as a character is said with it.
func (s *sounds) of(r rune, plain Syllable) Syllable {
	for _, id := range s.classes[r] {
		if s.plain[id] == plain {
			return id
		}
	}
	return plain
}

// Plain returns the syllable alone.
func (s Syllable) Plain() Syllable {
	if s >= hiddenSound {
		return s
	}
	return syllables().plain[s]
}

// sounded undoes the spelling: after j q x y the letter u is ü; y and w stand for
// i and u, and y alone before i and ü is silent; ui, iu and un are short for uei,
// iou and uen, which is of no matter here as they are short everywhere.
func sounded(initial, final string) phones {
	switch initial {
	case "j", "q", "x", "y":
		if strings.HasPrefix(final, "u") {
			final = "v" + final[1:]
		}
	}
	switch {
	case initial == "y" && (final[0] == 'i' || final[0] == 'v'):
		return phones{"", final}
	case initial == "y" && final == "ou":
		return phones{"", "iu"}
	case initial == "y":
		return phones{"", "i" + final}
	case initial == "w" && final == "u":
		return phones{"", "u"}
	case initial == "w" && final == "ei":
		return phones{"", "ui"}
	case initial == "w" && final == "en":
		return phones{"", "un"}
	case initial == "w":
		return phones{"", "u" + final}
	}
	return phones{initial, final}
}

// SyllableOf returns the syllable that pinyin spells (lower case, without tone, ü as v),
// 0 if it spells none.
func SyllableOf(pinyin string) Syllable { return syllables().byText[pinyin] }

// hiddenSound is that of a character that is not told (王某明), unreadSound that of one
// whose reading no table has. They are no syllables: a query knows what they are worth.
const (
	hiddenSound = syllableRoom - 2
	unreadSound = syllableRoom - 1
)

// String returns the pinyin, a question mark if the sound is not known.
func (s Syllable) String() string {
	if s >= hiddenSound {
		return "?"
	}
	return syllables().texts[s]
}

// longestSyllable is the length of zhuang, chuang and shuang, and of hsiung.
const longestSyllable = 7

// spellings cuts Latin letters into most syllables of a scheme, in up to limit ways, fewest
// syllables first and of those the longest first: xian is [xian] and [xi an], zhenyu is
// [zhen yu] and [zhe nyu]. There may be none.
func spellings(by scheme, letters string, limit, most int) [][]position {
	var found [][]position
	var cut func(rest string, head []position, budget int)
	cut = func(rest string, head []position, budget int) {
		switch {
		case len(found) >= limit:
			return
		case rest == "" && budget == 0:
			found = append(found, slices.Clone(head))
			return
		case rest == "" || budget == 0 || len(rest) > budget*longestSyllable:
			return
		}
		for n := min(longestSyllable, len(rest)); n > 0; n-- {
			if n == 1 && by != hanyuPinyin && len(rest)+len(head) > 1 {
				return // a letter alone is a syllable only if it stands alone
			}
			if s, ok := latinPosition(by, rest[:n]); ok {
				cut(rest[n:], append(head, s), budget-1)
			}
		}
	}
	for budget := 1; budget <= most && len(found) < limit; budget++ {
		cut(letters, nil, budget)
	}
	return found
}
