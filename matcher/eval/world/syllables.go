package world

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/guitu-project/guitu/matcher/names"
)

// syllable numbers a spelling of Mandarin without its tone; 0 is none.
type syllable int16

// inventory is every syllable that a usual character has, the characters of each,
// and how a syllable is cut into initial and final.
type inventory struct {
	texts  []string
	number map[string]syllable
	parts  []phones
	joined map[phones]syllable
	usual  [][]rune // the usual characters of a syllable, by GB 2312
	common []float64
	read   map[rune]syllable
}

type phones struct{ initial, final string }

// sounds is made once. The usual characters are level 1 of GB 2312, which holds the
// 3,755 most used; how a character is read is asked of package names.
var sounds = sync.OnceValue(func() *inventory {
	inv := &inventory{texts: []string{""}, number: map[string]syllable{}, parts: []phones{{}}, joined: map[phones]syllable{}, read: map[rune]syllable{}, usual: [][]rune{nil}}
	decoder := simplifiedchinese.GBK.NewDecoder()
	for row := byte(16); row <= 55; row++ {
		for column := byte(1); column <= 94; column++ {
			text, err := decoder.String(string([]byte{row + 0xA0, column + 0xA0}))
			if err != nil || text == "\uFFFD" {
				continue
			}
			r := []rune(text)[0]
			s := inv.learn(reading(r))
			inv.read[r] = s
			inv.usual[s] = append(inv.usual[s], r)
		}
	}
	inv.common = make([]float64, len(inv.texts))
	total := 0.0
	for s := range inv.usual {
		inv.common[s] = float64(len(inv.usual[s]))
		total += inv.common[s]
	}
	for s := range inv.common {
		inv.common[s] /= total
	}
	return inv
})

func (inv *inventory) learn(text string) syllable {
	if s, ok := inv.number[text]; ok {
		return s
	}
	s := syllable(len(inv.texts))
	inv.number[text] = s
	inv.texts = append(inv.texts, text)
	inv.parts = append(inv.parts, cut(text))
	inv.joined[cut(text)] = s
	inv.usual = append(inv.usual, nil)
	return s
}

// of returns how a character is read; a rare one is asked for each time.
func (inv *inventory) of(r rune) syllable {
	if s, ok := inv.read[r]; ok {
		return s
	}
	return inv.number[reading(r)]
}

// ofText returns the readings of a text.
func (inv *inventory) ofText(text []rune) []syllable {
	list := make([]syllable, len(text))
	for i, r := range text {
		list[i] = inv.of(r)
	}
	return list
}

// otherwise are characters that names use with another reading than the usual one.
var otherwise = map[rune]string{'乐': "le", '朝': "chao", '长': "chang", '单': "dan", '行': "xing", '曾': "zeng", '仇': "qiu", '解': "jie", '盛': "sheng", '重': "chong", '芒': "mang", '茜': "qian", '露': "lu", '吾': "wu", '卡': "ka"}

func reading(r rune) string {
	if s, ok := otherwise[r]; ok {
		return s
	}
	if list := names.Sounds(string(r)); len(list) > 0 {
		return list[0].String()
	}
	return ""
}

var initials = []string{"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s"}

// cut undoes the spelling: yan is ian, wang is uang, xu is x and v.
func cut(text string) phones {
	for _, i := range initials {
		if rest, ok := strings.CutPrefix(text, i); ok {
			if strings.Contains("jqx", i) && strings.HasPrefix(rest, "u") {
				rest = "v" + rest[1:]
			}
			return phones{i, rest}
		}
	}
	switch {
	case text == "yu" || strings.HasPrefix(text, "yua") || text == "yue" || text == "yun":
		return phones{"", "v" + text[2:]}
	case text == "you":
		return phones{"", "iu"}
	case text == "yi" || text == "yin" || text == "ying":
		return phones{"", text[1:]}
	case strings.HasPrefix(text, "y"):
		return phones{"", "i" + text[1:]}
	case text == "wu":
		return phones{"", "u"}
	case text == "wei":
		return phones{"", "ui"}
	case text == "wen":
		return phones{"", "un"}
	case strings.HasPrefix(text, "w"):
		return phones{"", "u" + text[1:]}
	}
	return phones{"", text}
}

// near are finals that stand in if an initial does not go with the wanted one:
// fuang is heard as fang, jang as jiang.
var near = map[string][]string{
	"uang": {"ang"}, "ui": {"ei", "i"}, "uan": {"an"}, "ua": {"a"}, "un": {"en"}, "uo": {"o", "e"}, "uai": {"ai"},
	"an": {"ian"}, "ang": {"iang"}, "a": {"ia"}, "ao": {"iao"}, "ou": {"iu"}, "en": {"in"}, "eng": {"ing"}, "e": {"ie", "o"}, "ong": {"ueng", "iong"}, "ai": {"ie"}, "ei": {"i"},
	"ian": {"an"}, "iang": {"ang"}, "ia": {"a"}, "iao": {"ao"}, "iu": {"ou", "u"}, "in": {"en", "un"}, "ing": {"eng"}, "ie": {"e"}, "iong": {"ong"}, "v": {"u", "i"}, "ve": {"e", "uo", "ie"}, "van": {"uan", "ian"}, "vn": {"un", "in"},
	"o": {"uo"}, "u": {"v"}, "i": {"ei"},
}

// join returns the syllable of an initial and a final, or the nearest that exists; 0
// if there is none.
func (inv *inventory) join(p phones) syllable {
	if s, ok := inv.joined[p]; ok {
		return s
	}
	for _, f := range near[p.final] {
		if s, ok := inv.joined[phones{p.initial, f}]; ok {
			return s
		}
	}
	return 0
}

// spread is a distribution over syllables, by number.
type spread map[syllable]float64

// sorted lists its syllables in order, so that sums do not depend on a map's order.
func (s spread) sorted() []syllable {
	list := make([]syllable, 0, len(s))
	for k := range s {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
