package places

import (
	"strings"
	"unicode/utf8"
)

// rivals keeps the best reading and those that are about as good, each with its
// share of the prior, and returns the one with the most. A town that lies below one
// of them speaks for it.
func (s *search) rivals() chain {
	top := float32(-1e9)
	for i := range s.found[:s.n] {
		top = max(top, s.found[i].score)
	}
	reached := top
	for i := range s.found[:s.n] {
		c := &s.found[i]
		if c.score < top-3 || c.end == len(s.text) {
			continue
		}
		if below, n, ok := s.g.descend(c.area, s.text[c.end:]); ok {
			c.below, c.belowEnd = uint32(below), c.end+n
			c.score += townWorth * float32(utf8.RuneCountInString(s.text[c.end:c.belowEnd]))
			reached = max(reached, c.score)
		}
	}
	kept, sum := 0, float32(0)
	best := 0
	for i := range s.found[:s.n] {
		if s.found[i].score < reached-alikeEnough {
			continue
		}
		s.found[kept] = s.found[i]
		sum += s.found[kept].prior
		if s.found[kept].prior > s.found[best].prior {
			best = kept
		}
		kept++
	}
	s.n = kept
	s.found[best].share = float64(s.found[best].prior / sum)
	return s.found[best]
}

// shareWithin is the share of the best one, or 1 where all its rivals lie in its area: 思茅 is
// the prefecture of old or a county in it.
func (s *search) shareWithin(best chain) float64 {
	level := s.g.level(best.area)
	for _, c := range s.found[:s.n] {
		if s.g.level(c.area) < level || s.g.above(c.area, level) != best.area {
			return best.share
		}
	}
	return 1
}

// common returns the lowest area that all rivals lie in.
func (s *search) common() (int, bool) {
	for level := City; level >= Province; level-- {
		area, same := -1, true
		for _, c := range s.found[:s.n] {
			if s.g.level(c.area) < level {
				return 0, false
			}
			a := s.g.above(c.area, level)
			same = same && (area < 0 || a == area)
			area = a
		}
		if same && !s.g.upper[area].nominal {
			return area, true
		}
	}
	return 0, false
}

// certainty returns how far a reading is to be trusted apart from its rivals.
func (s *search) certainty(c chain) float64 {
	p := usualCertain
	if c.jumped {
		p *= .75
	}
	if c.first > 0 {
		p *= .95
	}
	if c.alone && !c.full && s.cut(c.first) {
		p *= cutName
	}
	if c.below > 0 || c.end == len(s.text) {
		if c.alone && !c.full && s.g.level(c.area) == County {
			p *= .95 * s.g.ratherCounty(s.text[c.last:c.end], float64(c.prior))
		}
		return p
	}
	// A rest that nothing below explains: the name may be the start of another one.
	switch {
	case c.full:
		return p * .95
	case c.alone && s.g.level(c.area) == County:
		return p * .45
	case c.alone && s.g.level(c.area) == City:
		return p * .75
	}
	return p * .85
}

// cutName is how often a bare name is meant that begins within a word: 蒙山 of 沂蒙山.
const cutName = .5

// cut reports whether one character alone stands before a place of the text, and none
// that leads a name in.
func (s *search) cut(at int) bool {
	r, size := utf8.DecodeRuneInString(s.text)
	return at == size && size > 0 && !strings.ContainsRune("在去到自从住家回约于是至往来系像似叫说", r)
}

// ratherCounty returns how likely the bare stem of a county is not a town's or a
// village's: there is one county 新民, and hundreds of villages.
func (g *Gazetteer) ratherCounty(stem string, prior float64) float64 {
	const town, village = .05, .005 // priors of one beside stemPrior
	towns := g.called(stem, g.first[Town], g.first[Village])
	villages := g.called(stem, g.first[Village], g.first[Village+1])
	return prior / (prior + town*float64(len(towns)) + village*float64(len(villages)))
}
