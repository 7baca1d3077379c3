package places

import (
	"math"

	"github.com/guitu-project/guitu/matcher/names"
)

// dialects is how many dialects package names tells apart, with AnyDialect.
const dialects = int(names.Cantonese) + 1

// ear is what hearing place names needs besides the names.
type ear struct {
	chars     []float32 // share of a character among all characters of names, by number
	syllables []float32 // share of a syllable, by names.Syllable

	dialects []names.Dialect  // of the counties, from first[County]
	speakers [dialects][]Span // the counties of each dialect
	priors   []float64        // that a person is from a county, from first[County]
	upTo     []float64        // that a person is from one of the counties before, and one more
}

// homesPerCounty is added to the villages of a county for its share of people: towns
// without villages have people too.
const homesPerCounty = 20

func newEar(g *Gazetteer) ear {
	e := ear{chars: make([]float32, len(g.chars))}
	all := float32(0)
	for id := range uint32(len(g.from) - 1) {
		times := float32(g.areasFrom[id+1] - g.areasFrom[id])
		for _, n := range g.stem(id) {
			e.chars[n] += times
			all += times
		}
	}
	for n, s := range g.syllables {
		e.chars[n] /= all
		for int(s) >= len(e.syllables) {
			e.syllables = append(e.syllables, 0)
		}
		e.syllables[s] += e.chars[n]
	}
	sum := 0.0
	for c := g.first[County]; c < g.first[Town]; c++ {
		from, to := g.below(c, Village)
		e.priors = append(e.priors, float64(to-from)+homesPerCounty)
		sum += e.priors[len(e.priors)-1]
		d := g.DialectAt(g.upper[c].code)
		e.dialects = append(e.dialects, d)
		if n := uint16(c - g.first[County]); d != names.AnyDialect {
			e.speakers[d] = append(e.speakers[d], Span{n, n + 1})
		}
	}
	e.upTo = make([]float64, len(e.priors)+1)
	for i := range e.priors {
		e.priors[i] /= sum
		e.upTo[i+1] = e.upTo[i] + e.priors[i]
	}
	return e
}

// How what was heard was written down, and what counts as heard. Estimates.
const (
	asWritten  = .4 // of the characters are the name's own, the rest are by ear
	otherwise  = -10
	dropped    = -4.5 // bits: a syllable of the name was not heard
	added      = -5   // bits: a syllable was heard that the name does not have
	leastBits  = 4    // for which a name is looked at
	heardLimit = 8    // syllables of a fragment
)

// listener holds for one fragment, by dialect and position, how much each character
// speaks for what was heard there: log2 of P(heard | character) / P(heard). The one
// of AnyDialect is the most that any dialect gives: a bound.
type listener struct {
	says [dialects][][]float32
	most []float32 // by position: the most that it and those after it may give
}

func (g *Gazetteer) listen(heard []rune) *listener {
	l := &listener{most: make([]float32, len(heard)+1)}
	sounds := names.Sounds(string(heard))
	for i, r := range heard {
		n := g.number[r]
		sound := names.Syllable(0)
		if len(sounds) == len(heard) {
			sound = sounds[i]
		}
		for d := 1; d < dialects; d++ {
			l.says[d] = append(l.says[d], g.says(names.Dialect(d), n, sound))
		}
		bound := make([]float32, len(g.chars))
		best := float32(otherwise)
		for c := range bound {
			bound[c] = otherwise
			for d := 1; d < dialects; d++ {
				bound[c] = max(bound[c], l.says[d][i][c])
			}
			best = max(best, bound[c])
		}
		l.says[names.AnyDialect] = append(l.says[names.AnyDialect], bound)
		l.most[i] = best
	}
	for i := len(heard) - 1; i >= 0; i-- {
		l.most[i] += l.most[i+1]
	}
	return l
}

// says is one row of a listener: for the character heard with its sound, 0 for none.
func (g *Gazetteer) says(d names.Dialect, char uint16, sound names.Syllable) []float32 {
	bySound := make([]float32, len(g.ear.syllables))
	usual := float32(0)
	if sound != 0 {
		for s := 1; s < len(bySound); s++ {
			bySound[s] = names.Hears(d, sound, names.Syllable(s))
			usual += g.ear.syllables[s] * bySound[s]
		}
	}
	row := make([]float32, len(g.chars))
	for s := range bySound {
		bySound[s] *= (1 - asWritten) / max(usual, 1e-6)
	}
	logs := make([]float32, len(bySound))
	for s, p := range bySound {
		logs[s] = bits(p)
	}
	for c := range row {
		row[c] = logs[g.syllables[c]]
		if char != 0 && g.alike[c] == g.alike[char] {
			row[c] = bits(bySound[g.syllables[c]] + asWritten/max(g.ear.chars[c], 1e-6))
		}
	}
	return row
}

func bits(p float32) float32 {
	if p <= 0 {
		return otherwise
	}
	return max(otherwise, float32(math.Log2(float64(p))))
}

// each goes through the stems that weigh may not give up at their first characters.
func (l *listener) each(x *lexicon, do func(id uint32)) {
	says := l.says[names.AnyDialect]
	n := len(says)
	for c := range x.chars {
		first := says[0][c] + l.most[1]
		run := func(by *starts, length int, bound float32) {
			if bound < leastBits {
				return
			}
			for _, id := range by.of(x, length, c) {
				do(id)
			}
		}
		run(&x.by[0], n, first)
		run(&x.by[0], n+1, first+dropped)
		if first+dropped >= leastBits {
			for _, id := range x.by[1].of(x, n+1, c) {
				if says[0][x.stem(id)[0]]+l.most[1]+dropped < leastBits { // else it was met above
					do(id)
				}
			}
		}
		if n > 2 {
			run(&x.by[0], n-1, max(first, says[1][c]+l.most[2])+added)
		}
	}
}

// weigh lays a name beside what was heard: all syllables, or one of either left out.
// It gives up below leastBits.
func (l *listener) weigh(d names.Dialect, name []uint16) (float32, bool) {
	says := l.says[d]
	switch len(name) - len(says) {
	case 0:
		sum := float32(0)
		for i, c := range name {
			sum += says[i][c]
			if sum+l.most[i+1] < leastBits {
				return 0, false
			}
		}
		return sum, sum >= leastBits
	case 1:
		if max(says[0][name[0]], says[0][name[1]])+l.most[1]+dropped < leastBits {
			return 0, false // what was heard first is the name's first or second
		}
		// after is what the name gives when its syllable i is left out: those before
		// it are heard in place, those after it one earlier.
		after, before, best := float32(0), float32(0), float32(2*otherwise*heardLimit)
		for i := range says {
			after += says[i][name[i+1]]
		}
		for i := range name {
			best = max(best, before+after)
			if i < len(says) {
				before += says[i][name[i]]
				after -= says[i][name[i+1]]
			}
		}
		best += dropped
		return best, best >= leastBits
	case -1:
		if len(name) < 2 || max(says[0][name[0]]+l.most[1], says[1][name[0]]+l.most[2])+added < leastBits {
			return 0, false
		}
		after, before, best := float32(0), float32(0), float32(2*otherwise*heardLimit)
		for i := range name {
			after += says[i+1][name[i]]
		}
		for i := range says {
			best = max(best, before+after)
			if i < len(name) {
				before += says[i][name[i]]
				after -= says[i+1][name[i]]
			}
		}
		best += added
		return best, best >= leastBits
	}
	return 0, false
}
