package places

import (
	"slices"

	"github.com/guitu-project/guitu/matcher/names"
)

const (
	dialects = names.Dialects
	voices   = names.Voices
)

// soundModel holds what hearing place names needs besides the names.
type soundModel struct {
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

func newSoundModel(g *Gazetteer) soundModel {
	e := soundModel{chars: make([]float32, len(g.chars))}
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
		d := names.DialectAt(g.upper[c].code)
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

// fragmentScorer holds for one fragment, by position, how much each character speaks for what was
// heard there: log2 of P(heard | character) / P(heard), in each voice by the character's
// syllable, and of all voices the most, by character: a bound.
type fragmentScorer struct {
	g     *Gazetteer
	heard []position
	bound [][]float32
	most  []float32             // by position: the most that it and those after it may give
	odds  [names.Voices]float32 // by voice: how likely what was heard is of it beside all who may have said it
	known [dialects][]voiceOdds // by dialect, of its voices
}

// position holds what was heard at one.
type position struct {
	char  uint16            // the number of the simplified character, 0 for none
	same  [voices]float32   // bits of that character itself
	sound [voices][]float32 // bits by syllable
}

type voiceOdds struct {
	voice int
	odds  float64
}

func (g *Gazetteer) listen(heard []rune) *fragmentScorer {
	l := &fragmentScorer{g: g, most: make([]float32, len(heard)+1)}
	sounds := names.Sounds(string(heard))
	for v := range l.odds {
		l.odds[v] = 1
	}
	for i, r := range heard {
		sound := names.Syllable(0)
		if len(sounds) == len(heard) {
			sound = sounds[i]
		}
		l.heard = append(l.heard, g.position(g.number[r], sound, &l.odds))
		p := &l.heard[i]
		bound := make([]float32, len(g.chars))
		best := float32(otherwise)
		most := slices.Clone(p.sound[0])
		for v := 1; v < voices; v++ {
			for s, b := range p.sound[v] {
				most[s] = max(most[s], b)
			}
		}
		for c := range bound {
			bound[c] = most[g.syllables[c]]
			if p.char != 0 && g.alike[c] == p.char {
				bound[c] = slices.Max(p.same[:])
			}
			best = max(best, bound[c])
		}
		l.bound = append(l.bound, bound)
		l.most[i] = best
	}
	for i := len(heard) - 1; i >= 0; i-- {
		l.most[i] += l.most[i+1]
	}
	l.weighVoices()
	return l
}

// How far what was heard may speak for where people speak so, by itself: they may as well
// have said it in Mandarin, and another person may speak the dialect.
const leastOdds, mostOdds = .7, 8

// weighVoices works out the odds of each dialect's voices: of everyone who may have said what
// was heard, they are those that its people have.
func (l *fragmentScorer) weighVoices() {
	all := float32(0)
	list, shares := names.AnyDialect.Voices()
	for k, v := range list {
		all += shares[k] * l.odds[v]
	}
	for d := range l.known {
		list, shares := names.Dialect(d).Voices() //nolint:gosec // few
		sum := float32(0)
		for k, v := range list {
			sum += shares[k] * l.odds[v] / all
		}
		to := min(max(sum, leastOdds), mostOdds) / sum
		for k, v := range list {
			l.known[d] = append(l.known[d], voiceOdds{v, float64(shares[k] * l.odds[v] / all * to)})
		}
	}
}

// position returns what a character that was heard, with its sound, says there; 0 is none. It
// multiplies the odds of each voice by how usual it is to be heard of it.
func (g *Gazetteer) position(char uint16, sound names.Syllable, odds *[voices]float32) position {
	p := position{char: g.alike[char]}
	logs, shares := names.LogTable(), g.sounds.syllables
	all := make([]float32, voices*len(shares))
	for v := range voices {
		p.sound[v] = all[v*len(shares):][:len(shares)]
	}
	var usual [voices]float32
	if sound != 0 {
		for s := 1; s < len(shares); s++ {
			for v, chance := range names.HearsVoices(sound, names.Syllable(s)) {
				p.sound[v][s] = chance
				usual[v] += shares[s] * chance
			}
		}
	}
	for v, row := range p.sound {
		usual := max(usual[v], 1e-6)
		if sound != 0 {
			odds[v] *= usual
		}
		if char != 0 {
			share := asWritten / max(g.sounds.chars[p.char], 1e-6)
			p.same[v] = bits(logs, share+(1-asWritten)*row[g.syllables[p.char]]/usual)
		}
		for s, chance := range row {
			row[s] = bits(logs, (1-asWritten)*chance/usual)
		}
	}
	return p
}

func bits(logs *names.Logs, p float32) float32 {
	if p <= 0 {
		return otherwise
	}
	return max(otherwise, float32(logs.Log2(float64(p))))
}

// says returns what a character says at a position, in a voice.
func (l *fragmentScorer) says(voice, at int, c uint16) float32 {
	p := &l.heard[at]
	if p.char != 0 && l.g.alike[c] == p.char {
		return p.same[voice]
	}
	return p.sound[voice][l.g.syllables[c]]
}

// each goes through the stems that weigh may not give up at their first characters: those as long
// as what was heard, and those that are a syllable shorter or longer. What two characters must say
// together, one of them says half of: so few are looked at, found by the one or the other.
func (l *fragmentScorer) each(x *lexicon, do func(id uint32)) {
	says, n := l.bound, len(l.bound)
	x.eachWith(n, says[0], says[1], leastBits-l.most[2], do)
	if n > 2 { // its first is heard first or second
		x.eachWith(n-1, higher(says[0], says[1]), higher(says[1], says[2]), leastBits-added-l.most[3], do)
	}
	l.eachLonger(x, do)
}

// eachWith goes through the stems of a length whose first two characters say least together.
func (x *lexicon) eachWith(length int, first, second []float32, least float32, do func(id uint32)) {
	for c, bits := range first {
		if bits < least/2 {
			continue
		}
		for _, id := range x.by[0].of(x, length, c) {
			if bits+second[x.stem(id)[1]] >= least {
				do(id)
			}
		}
	}
	for c, bits := range second {
		if bits < least/2 {
			continue
		}
		for _, id := range x.by[1].of(x, length, c) {
			if own := first[x.stem(id)[0]]; own < least/2 && own+bits >= least {
				do(id)
			}
		}
	}
}

// eachLonger goes through those that have a syllable more: what was heard first is their first or
// second, and what was heard next their second or third.
func (l *fragmentScorer) eachLonger(x *lexicon, do func(id uint32)) {
	n, first, second := len(l.bound)+1, l.bound[0], l.bound[1]
	either, half := higher(first, second), (leastBits-dropped-l.most[2])/2
	for c := range x.chars {
		if first[c] >= half {
			for _, id := range x.by[0].of(x, n, c) {
				do(id)
			}
		}
		if either[c] >= half {
			for _, id := range x.by[1].of(x, n, c) {
				if first[x.stem(id)[0]] < half {
					do(id)
				}
			}
		}
		if second[c] >= half {
			for _, id := range x.by[2].of(x, n, c) {
				if name := x.stem(id); first[name[0]] < half && either[name[1]] < half {
					do(id)
				}
			}
		}
	}
}

// higher is of each the higher.
func higher(a, b []float32) []float32 {
	most := make([]float32, len(a))
	for i := range most {
		most[i] = max(a[i], b[i])
	}
	return most
}

// atMost lays a name beside what was heard, in whichever voice says most.
func (l *fragmentScorer) atMost(name []uint16) (float32, bool) { return weigh(l.bound, l.most, name) }

// spoken returns what a name says of what was heard in each voice: the likelihood ratio, 0 below
// leastBits.
func (l *fragmentScorer) spoken(name []uint16) (by [voices]float64) {
	var room [heardLimit + 2][]float32
	var cells [heardLimit + 2][heardLimit + 2]float32
	line := make([]uint16, len(name))
	for i := range name {
		line[i] = uint16(i) //nolint:gosec // few
	}
	logs := names.LogTable()
	for v := range voices {
		for i := range l.heard {
			for j, c := range name {
				cells[i][j] = l.says(v, i, c)
			}
			room[i] = cells[i][:len(name)]
		}
		if b, ok := weigh(room[:len(l.heard)], l.most, line); ok {
			by[v] = logs.Exp2(float64(b))
		}
	}
	return by
}

// in returns the likelihood ratio of what was said in the voices of a dialect.
func (l *fragmentScorer) in(d names.Dialect, by *[voices]float64) (ratio float64) {
	for _, k := range l.known[d] {
		ratio += k.odds * by[k.voice]
	}
	return ratio
}

// weigh lays a name beside what was heard: all syllables, or one of either left out. says is
// what each of its characters says by position, most what those may say at most from there.
// It gives up below leastBits.
func weigh(says [][]float32, most []float32, name []uint16) (float32, bool) {
	switch len(name) - len(says) {
	case 0:
		sum := float32(0)
		for i, c := range name {
			sum += says[i][c]
			if sum+most[i+1] < leastBits {
				return 0, false
			}
		}
		return sum, sum >= leastBits
	case 1:
		if max(says[0][name[0]], says[0][name[1]])+most[1]+dropped < leastBits {
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
		if len(name) < 2 || max(says[0][name[0]]+most[1], says[1][name[0]]+most[2])+added < leastBits {
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
