package places

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// completer lays what was typed along the names of one area and those above it.
type completer struct {
	g       *Gazetteer
	spelled []spelling
	typed   []key
	letter  []string      // by key: it and the letters typed right behind it, empty for a character
	starts  []bool        // by number of a character: the first key may be it
	chain   [Town + 1]int // the area last
	n       int
}

// area returns the cost of reading what was typed as an area, hopeless if it cannot be.
func (m *completer) area(area int) float64 {
	m.n = int(m.g.level(area))
	for i, at := m.n-1, area; i >= 0; i, at = i-1, int(m.g.parents[at]) {
		m.chain[i] = at
	}
	return m.from(0, 0)
}

// from reads what was typed from a key on as names from a level on; the last one must
// be the area's.
func (m *completer) from(level, at int) float64 {
	best := float64(hopeless)
	for l := level; l < m.n; l++ {
		area := m.chain[l]
		label := m.g.spellLabels[m.g.spellFrom[area]:m.g.spellFrom[area+1]]
		if at == 0 && !m.starts[label[0]] {
			continue
		}
		stem := len(m.g.stem(m.g.stems[area]))
		best = min(best, m.name(label, stem, 0, at, l))
	}
	return best
}

// newCompleter is ready for every area.
func newCompleter(g *Gazetteer, typed []key) *completer {
	m := &completer{g: g, spelled: g.spelled(), typed: typed, letter: make([]string, len(typed))}
	for at := len(typed) - 1; at >= 0; at-- {
		if typed[at].char == 0 {
			m.letter[at] = string(typed[at].letter)
			if at+1 < len(typed) {
				m.letter[at] += m.letter[at+1]
			}
		}
	}
	m.starts = m.starting()
	return m
}

// starting returns the characters that the first key may be, by number.
func (m *completer) starting() []bool {
	starts := make([]bool, len(m.spelled))
	for n := range m.spelled {
		found := func(int, float64) { starts[n] = true }
		if s := &m.spelled[n]; m.typed[0].char != 0 {
			m.character(&m.typed[0], s, found)
		} else {
			m.letters(0, s, found)
		}
	}
	return starts
}

// name reads on within a name, of which done characters are read.
func (m *completer) name(label []uint16, stem, done, at, level int) float64 {
	last := level == m.n-1
	if at == len(m.typed) {
		switch {
		case !last || done == 0:
			return hopeless
		case done < stem:
			return unendedCost
		}
		return 0
	}
	best := float64(hopeless)
	if !last && (done == stem || done == len(label)) {
		best = upperCost + m.from(level+1, at)
	}
	if done == len(label) {
		return best
	}
	each := func(used int, cost float64) {
		if cost < best {
			best = min(best, cost+m.name(label, stem, done+1, at+used, level))
		}
	}
	s := &m.spelled[label[done]]
	if k := m.typed[at]; k.char != 0 {
		m.character(&k, s, each)
	} else {
		m.letters(at, s, each)
	}
	return best
}

// character tries a typed character as one of a name: itself, or one that sounds alike.
func (m *completer) character(k *key, s *spelling, each func(used int, cost float64)) {
	if k.char == s.char {
		each(1, 0)
		return
	}
	for _, reading := range k.readings {
		if text := reading.String(); slices.Contains(s.typed, text) {
			each(1, soundCost/2.)
			return
		} else if slices.Contains(s.heard, text) {
			each(1, soundCost)
			return
		}
	}
}

// letters tries the letters typed from at on as the pinyin of a character, as the
// beginning of it where they end, and as its initial.
func (m *completer) letters(at int, s *spelling, each func(used int, cost float64)) {
	rest := m.letter[at]
	ends := at+len(rest) == len(m.typed)
	try := func(pinyin string, cost float64) {
		switch {
		case strings.HasPrefix(rest, pinyin):
			each(len(pinyin), cost)
		case ends && len(rest) < len(pinyin) && strings.HasPrefix(pinyin, rest):
			each(len(rest), cost+.1)
		}
	}
	for _, pinyin := range s.typed {
		try(pinyin, 0)
		if len(pinyin) > 1 && rest[0] == pinyin[0] {
			each(1, initialCost)
			if len(rest) > 1 && rest[1] == 'h' && pinyin[1] == 'h' {
				each(2, initialCost)
			}
		}
	}
	for _, pinyin := range s.heard {
		try(pinyin, soundCost)
	}
}

// mostVillages is how many villages are looked at for one beginning: 王家 are thousands.
const mostVillages = 400

// completeVillages finds villages whose names begin with a text, alone or behind the
// name of an area that they lie in.
func (g *Gazetteer) completeVillages(text string) []completion {
	found := g.villagesCalled(text, g.first[Village], g.first[Village+1])
	for cut := range text {
		if head := text[:cut]; utf8.RuneCountInString(head) >= 2 {
			if r, ok := g.Resolve(head); ok && r.Rest == "" {
				if area, ok := g.find(r.Code); ok && area < g.first[Village] {
					from, to := g.below(area, Village)
					found = append(found, g.villagesCalled(text[cut:], from, to)...)
				}
			}
		}
	}
	return found
}

func (g *Gazetteer) villagesCalled(text string, from, to int) (found []completion) {
	numbers := g.numbers(text)
	if len(numbers) < 2 && to-from > mostVillages || len(numbers) == 0 || slices.Contains(numbers, 0) {
		return nil
	}
	for length := 1; length <= heardLimit; length++ {
		for _, id := range g.by[0].of(&g.lexicon, length, int(numbers[0])) {
			stem := g.stem(id)
			shared := min(len(stem), len(numbers))
			if !slices.Equal(stem[:shared], numbers[:shared]) {
				continue
			}
			list := g.areas[g.areasFrom[id]:g.areasFrom[id+1]]
			low, _ := slices.BinarySearch(list, uint32(from))
			for _, area := range list[low:] {
				if int(area) >= to || len(found) == mostVillages {
					break
				}
				if shared < len(numbers) && !strings.HasPrefix(g.label(int(area)), text) {
					continue
				}
				cost := villageCost + levelCost*float64(Village)
				if len(stem) > len(numbers) {
					cost += unendedCost
				}
				found = append(found, completion{int(area), cost})
			}
		}
	}
	return found
}
