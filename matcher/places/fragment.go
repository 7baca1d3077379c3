package places

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// fragment is one place name that was heard.
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
				return fragment{text[:i+size], []rune(text[:i]), level}, i + size
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
	return fragment{text, []rune(text), Unnamed}, len(text)
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

// leading is the length of the name of a province or a city that starts a text.
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

// fits is what the word for a level costs, in bits, beside a name of another level:
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
