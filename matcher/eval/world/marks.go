package world

import (
	"slices"
	"strings"
)

// side of the body: 0 none, 1 left, 2 right.
type mark struct {
	kind int // in markKinds
	site string
	side int
}

// draw some marks: none, one, two, three as often as 5 : 6 : 3 : 1 (estimate: two of
// three notices name one at least). Tattoos are for men and the young.
func drawMarks(d dice, born, sex int) []mark {
	n := 0
	switch x := d.Float64(); {
	case x < .33:
	case x < .73:
		n = 1
	case x < .93:
		n = 2
	default:
		n = 3
	}
	var list []mark
	for len(list) < n {
		m := drawMark(d)
		if markKinds[m.kind].key == "tattoo" && (born < 1965 || sex == 1 && d.chance(.7)) {
			continue
		}
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

var kindShares = func() *shares[int] {
	s := newShares[int]()
	for i, k := range markKinds {
		s.add(i, k.share)
	}
	return s
}()

func drawMark(d dice) mark {
	k := kindShares.draw(d)
	m := mark{kind: k, site: either(d, strings.Fields(markKinds[k].sites))}
	if sites[m.site].sided {
		m.side = 1 + d.IntN(2)
	}
	return m
}

// How a person describes a mark of the right person wrongly. Estimates; the sides are
// those that witnesses err in most, since left and right are seen from in front.
const (
	wrongSide = .06
	noSide    = .15
	wrongSite = .10 // another site of the region
	wrongKind = .06 // a burn for a scar, a birthmark for a mole
)

var takenFor = map[string]string{"scar": "burn", "burn": "scar", "mole": "birthmark", "birthmark": "mole", "finger": "missing", "missing": "finger"}

// describe returns what one observer makes of a mark.
func describe(d dice, m mark) mark {
	if m.side != 0 {
		switch x := d.Float64(); {
		case x < wrongSide:
			m.side = 3 - m.side
		case x < wrongSide+noSide:
			m.side = 0
		}
	}
	if other := neighbours(m); len(other) > 0 && d.chance(wrongSite) {
		m.site = either(d, other)
		if !sites[m.site].sided {
			m.side = 0
		}
	}
	if to, ok := takenFor[markKinds[m.kind].key]; ok && d.chance(wrongKind) {
		for i, k := range markKinds {
			if k.key == to && slices.Contains(strings.Fields(k.sites), m.site) {
				m.kind = i
				break
			}
		}
	}
	return m
}

// neighbours returns the other sites of the region where this kind occurs, each once.
func neighbours(m mark) []string {
	var list []string
	for s := range strings.FieldsSeq(markKinds[m.kind].sites) {
		if s != m.site && sites[s].region == sites[m.site].region && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// words of a mark in one split.
func (m mark) words(d dice, split Split) string {
	side := []string{"", "左", "右"}[m.side]
	place := either(d, sites[m.site].words[split])
	if side != "" && split == Test && d.chance(.2) && !strings.HasPrefix(place, "手") {
		side += "侧"
	}
	return strings.NewReplacer("S", side, "P", place).Replace(either(d, markKinds[m.kind].words[split]))
}
