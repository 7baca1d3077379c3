package places

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// fragment describes one place name that was heard.
type fragment struct {
	text  string // as heard, with the word for its level
	stem  []rune
	level Level // that the word says; Unnamed for none
}

// maxFragments is how many names are weighed: more only blur what the first say.
const maxFragments = 12

// fragmentsOf cuts what was heard into names: 白坡镇南村 is two.
func (g *Gazetteer) fragmentsOf(heard []string) []fragment {
	var list []fragment
	for _, h := range heard {
		for one := range strings.FieldsFuncSeq(h, isMark) {
			if assertion.Unknown(assertion.Place, one) || g.isShop(normal(one)) {
				continue
			}
			for rest := normal(one); rest != ""; {
				f, size := g.nextFragment(rest)
				rest = rest[size:]
				if len(f.stem) < 2 || len(f.stem) > heardLimit || slices.ContainsFunc(list, func(o fragment) bool { return o.text == f.text }) {
					continue
				}
				if list = append(list, f); len(list) == maxFragments {
					return list
				}
			}
		}
	}
	return list
}

// nextFragment cuts after the first word for a level that leaves two characters on
// either side, else after a known name of a province or a city.
func (g *Gazetteer) nextFragment(text string) (fragment, int) {
	runes := 0
	for i := range text {
		if runes >= 2 {
			level, size := wordAt(text[i:])
			if level != Unnamed && endsName(text[i:], size) {
				return fragment{text[:i+size], []rune(HeardStem(text[:i], level)), level}, i + size
			}
		}
		runes++
	}
	if _, known := g.ids[text]; !known && runes >= 4 {
		for size := g.leading(text); size > 0; {
			if utf8.RuneCountInString(text[size:]) >= 2 {
				return fragment{text[:size], []rune(text[:size]), Unnamed}, size
			}
			_, last := utf8.DecodeLastRuneInString(text[:size])
			size -= last
		}
	}
	return fragment{text, []rune(HeardStem(text, Unnamed)), Unnamed}, len(text)
}

// community is 社区 as said, and communityHeard how likely two syllables must be heard for
// it to be taken for it. 社集 is not, nor 石渠, of which there are villages.
var community = sync.OnceValue(func() []names.Syllable { return names.Sounds("社区") })

const communityHeard = .1

// HeardStem returns a name that was heard, from which the word for its level is cut already,
// without a second one: 桂庄 of 桂庄村村, and 古椿 of 古椿涩驱, which is 社区 by ear. Of a
// county's or a town's name nothing is cut: 李家村镇. It leaves two characters at least.
func HeardStem(name string, level Level) string {
	stem := name
	switch level {
	case Village:
		stem, _ = cutWord(name, Village)
	case Unnamed:
	default:
		return name
	}
	runes := []rune(stem)
	if len(runes) < 4 {
		return stem
	}
	front, tail, said := string(runes[:len(runes)-2]), names.Sounds(string(runes[len(runes)-2:])), community()
	if len(tail) != len(said) || tail[0] == 0 || tail[1] == 0 {
		return stem
	}
	for d := names.Dialect(1); int(d) < dialects; d++ {
		if names.Hears(d, tail[0], said[0])*names.Hears(d, tail[1], said[1]) >= communityHeard {
			return front
		}
	}
	return stem
}

// endsName reports whether a word of the size at the front of the text ends a name:
// nothing follows, or another name does. 州 and 盟 are too common within names.
func endsName(text string, size int) bool {
	rest := text[size:]
	if rest == "" {
		return true
	}
	if strings.HasPrefix(text, "州") || strings.HasPrefix(text, "盟") || strings.HasPrefix(text, "旗") {
		return false
	}
	level, _ := wordAt(rest)
	return level == Unnamed && utf8.RuneCountInString(rest) >= 2
}

// leading returns the length of the name of a province or a city that starts a text.
func (g *Gazetteer) leading(text string) int {
	first, _ := utf8.DecodeRuneInString(text)
	for size := min(g.longest[first], len(text)); size > 0; size-- {
		if !utf8.RuneStart(text[min(size, len(text)-1)]) && size < len(text) {
			continue
		}
		for _, r := range g.keys[text[:size]] {
			if int(r.area) < g.first[County] {
				return size
			}
		}
	}
	return 0
}

// fits returns what the word for a level costs, in bits, beside a name of another level:
// people say 镇 of a 乡 or a 街道, and 县 of what is a 市 now.
func (f *fragment) fits(level Level) float32 {
	switch {
	case f.level == Unnamed || f.level == level:
		return 0
	case f.level <= County && level <= County:
		return -.5
	}
	return -3
}
