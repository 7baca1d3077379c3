package places

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/guitu-project/guitu/matcher/names"
)

// Complete returns the areas, limit at most and best first, that a beginning may mean
// while it is typed: 四川大, 成都武侯, chengdu, cdwh, xi'an, and by ear 四钱. Levels may
// be left out; villages are completed by their characters only. It takes milliseconds.
func (g *Gazetteer) Complete(query string, limit int) []Area {
	typed := keysOf(query)
	if len(typed) == 0 || limit <= 0 {
		return nil
	}
	m := newCompleter(g, typed)
	var found []completion
	for area := range g.first[Village] {
		if area < len(g.upper) && g.upper[area].nominal {
			continue
		}
		if cost := m.area(area); cost < hopeless {
			found = append(found, completion{area, cost + float64(g.level(area))*levelCost - g.peopled(area)})
		}
	}
	if len(found) < limit {
		found = append(found, g.completeVillages(names.Fold(strings.Join(strings.Fields(query), "")))...)
	}
	slices.SortFunc(found, func(a, b completion) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.area, b.area)) })
	found = found[:min(limit, len(found))]
	areas := make([]Area, len(found))
	for i, f := range found {
		areas[i] = g.area(f.area)
	}
	return areas
}

// completion describes an area that was found; the cheapest is the best.
type completion struct {
	area int
	cost float64
}

// What a completion costs. Only their order matters: estimates, by typing.
const (
	levelCost   = .3  // of each level down: 成都市 is meant before a town 成都
	initialCost = .4  // of a syllable of which only the initial was typed
	soundCost   = 1   // of a syllable that only sounds like what was typed
	unendedCost = .5  // of a name that was typed in part
	upperCost   = .1  // of each name above that was typed, too
	villageCost = 2   // of a village, beside its level
	hopeless    = 1e9 // no completion at all
	maxTyped    = 50  // characters
)

// peopled lowers the cost of an area by how many live there, as far as villages tell.
func (g *Gazetteer) peopled(area int) float64 {
	from, to := g.below(area, Village)
	return .05 * math.Log2(float64(to-from+1))
}

// key describes one thing that was typed: a character with its readings, or a letter.
type key struct {
	char     rune // 0 for a letter
	letter   byte
	readings []names.Syllable
}

// keysOf returns what was typed, without spaces, tones and other signs.
func keysOf(query string) []key {
	var keys []key
	for _, r := range names.Fold(query) {
		r = unicode.ToLower(r)
		switch {
		case r == 'ü':
			keys = append(keys, key{letter: 'v'})
		case r >= 'a' && r <= 'z':
			keys = append(keys, key{letter: byte(r)})
		case unicode.Is(unicode.Han, r):
			keys = append(keys, key{char: r, readings: names.Readings(r)})
		}
	}
	return keys[:min(len(keys), maxTyped)]
}

// spelling says how a character of a name is written, typed and misheard.
type spelling struct {
	char  rune
	typed []string // pinyin
	heard []string // pinyin as regions speak, without typed
}

// spelled returns the characters of all names, by number; the labels are spelled with it.
func (g *Gazetteer) spelled() []spelling {
	g.spellOnce.Do(func() {
		number := make(map[rune]uint16, len(g.chars))
		g.spellings = make([]spelling, 0, len(g.chars))
		g.spellFrom = append(g.spellFrom, 0)
		for _, label := range g.labels {
			for _, r := range names.Fold(label) {
				n, ok := number[r]
				if !ok {
					n = uint16(len(g.spellings))
					number[r] = n
					g.spellings = append(g.spellings, spelling{char: r})
				}
				g.spellLabels = append(g.spellLabels, n)
			}
			g.spellFrom = append(g.spellFrom, uint32(len(g.spellLabels)))
		}
		for n := range g.spellings {
			s := &g.spellings[n]
			for _, reading := range names.Readings(s.char) {
				s.typed = append(s.typed, reading.String())
			}
			for _, pinyin := range s.typed {
				for _, other := range confusedWith(pinyin) {
					if !slices.Contains(s.typed, other) && !slices.Contains(s.heard, other) && names.SyllableOf(other) != 0 {
						s.heard = append(s.heard, other)
					}
				}
			}
		}
	})
	return g.spellings
}

// mixedUp are the initials and finals that every Chinese input method lets a typist
// mix up.
var mixedUp = struct{ initials, finals [][2]string }{
	initials: [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"l", "r"}, {"h", "f"}},
	finals:   [][2]string{{"ang", "an"}, {"eng", "en"}, {"ing", "in"}},
}

// confusedWith returns the syllables that one is mixed up with.
func confusedWith(pinyin string) []string {
	list := []string{pinyin}
	for _, pair := range mixedUp.initials {
		for _, s := range slices.Clone(list) {
			if rest, ok := strings.CutPrefix(s, pair[0]); ok {
				list = append(list, pair[1]+rest)
			} else if rest, ok := strings.CutPrefix(s, pair[1]); ok {
				list = append(list, pair[0]+rest)
			}
		}
	}
	for _, pair := range mixedUp.finals {
		for _, s := range slices.Clone(list) {
			if rest, ok := strings.CutSuffix(s, pair[0]); ok {
				list = append(list, rest+pair[1])
			} else if rest, ok := strings.CutSuffix(s, pair[1]); ok {
				list = append(list, rest+pair[0])
			}
		}
	}
	return list[1:]
}
