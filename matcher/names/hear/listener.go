package hear

import (
	"math"
)

// Listener describes a speaker of Mandarin who writes down what others say, in the nearest syllables
// that they know. It is safe for concurrent use.
type Listener struct {
	onsets []onset // of the Mandarin syllables
	ways   [][]final
}

// NewListener returns a listener who writes those syllables.
func NewListener(known []Mandarin) *Listener {
	l := &Listener{}
	for _, m := range known {
		l.onsets, l.ways = append(l.onsets, parse(initials[m.Initial]+"a").onset), append(l.ways, waysOf(m))
	}
	return l
}

// How a cost becomes a chance: most listeners write what is nearest, some what is near.
const (
	sharp, vague = .18, .4 // units of cost in which a chance falls to 1/e
	vagueShare   = .05
)

// Hear returns the chance of each of the Mandarin syllables to be written for a syllable in IPA
// without its tone; they add up to 1.
func (l *Listener) Hear(ipa string) []float32 {
	said := parse(ipa)
	heard := make([]float32, len(l.ways))
	least := float32(math.MaxFloat32)
	for i := range heard {
		heard[i] = l.cost(&said, i)
		least = min(least, heard[i])
	}
	near, far := make([]float64, len(heard)), make([]float64, len(heard))
	nearSum, farSum := 0.0, 0.0
	for i, cost := range heard {
		d := float64(cost - least)
		near[i], far[i] = math.Exp(-d/sharp), math.Exp(-d/vague)
		nearSum, farSum = nearSum+near[i], farSum+far[i]
	}
	for i := range heard {
		heard[i] = float32((1-vagueShare)*near[i]/nearSum + vagueShare*far[i]/farSum)
	}
	return heard
}

// cost returns how far what is said is from a Mandarin syllable.
func (l *Listener) cost(said *syllable, as int) float32 {
	best := float32(math.MaxFloat32)
	front := len(said.vowels) > 0 && said.vowels[0].front()
	onsets := said.onset.cost(l.onsets[as], front)
	vowels := said.vowels
	for w := range l.ways[as] {
		way := &l.ways[as][w]
		best = min(best, onsets+way.cost+apart(vowels, way.vowels)+codaCosts[said.end][way.end])
	}
	// v is as near to the u of wang as to f.
	if said.onset.manner == fricative && said.onset.voiced && said.onset.place == labiodental && l.onsets[as].manner == none {
		rounded := append([]vowel{wide['u']}, vowels...)
		if len(vowels) > 0 && vowels[0] == wide['u'] {
			rounded = vowels
		}
		for w := range l.ways[as] {
			way := &l.ways[as][w]
			best = min(best, .1+way.cost+apart(rounded, way.vowels)+codaCosts[said.end][way.end])
		}
	}
	return best
}

var wide = vowels

func (v vowel) front() bool { return v.height <= .4 && v.back <= .2 && !v.apical }

// cost returns how far a consonant is from one of Mandarin; front tells that i or y follows, before
// which s and k sound like x and j.
func (o onset) cost(m onset, front bool) float32 {
	switch {
	case o == m:
		return 0
	case o.manner == none:
		switch {
		case m.manner == nasal || m.manner == lateral:
			return .8
		case m.manner == fricative && m.voiced && !front:
			return .7
		}
		return 1
	case m.manner == none:
		switch {
		case o.place == glottal && o.voiced:
			return .15
		case o.manner == nasal && o.place == velar:
			return .25
		case o.manner == nasal && o.place == palatal:
			return .5
		case o.place == velar && o.voiced: // g of Xiamen
			return .5
		case o.place == glottal || o.voiced && o.manner == fricative:
			return .6
		}
		return 1.1
	}
	return o.placeCost(m, front) + o.mannerCost(m)
}

func (o onset) placeCost(m onset, front bool) float32 {
	d := float32(math.Abs(float64(o.place - m.place)))
	coronal := func(p place) bool { return p >= dental && p <= palatal }
	lips := func(p place) bool { return p <= labiodental }
	cost := .25 * d
	switch {
	case lips(o.place) && lips(m.place), o.place >= velar && m.place >= velar:
		cost = .5 * d
	case o.manner == fricative && m.manner == fricative && (lips(o.place) || lips(m.place)) && (o.place >= velar || m.place >= velar):
		cost = .6
		if o.place == labial { // ɸ is between f and hu
			cost = .3
		}
	case front && o.place >= velar && m.place == palatal:
		cost = .1
	case front && m.place == palatal:
		cost = .15 * d
	case !coronal(o.place) || !coronal(m.place):
		cost = .4 + .2*d
	case m.place == palatal: // of no Mandarin syllable without i or y
		cost += .2
	}
	return cost
}

func (o onset) mannerCost(m onset) float32 {
	cost := float32(0)
	if o.aspirated != m.aspirated {
		cost += .6
	}
	sounding := o.manner == nasal || o.manner == lateral || m.manner == nasal || m.manner == lateral
	switch {
	case o.voiced == m.voiced || sounding:
	case o.voiced: // which Mandarin has of r only
		cost += .15
	default:
		cost += .7
	}
	a, b := min(o.manner, m.manner), max(o.manner, m.manner)
	switch {
	case a == b:
	case a == stop && b == affricate:
		cost += .4
		if o.place >= velar && m.place == palatal {
			cost -= .25
		}
	case a == affricate && b == fricative:
		cost += .6
		if o.voiced { // z of Wu is either
			cost -= .3
		}
	case a == nasal && b == lateral:
		cost += .4
	case a == fricative && b == lateral && o.voiced && m.voiced:
		cost += .4 // l, r
	case a == stop && b == fricative:
		cost += .6
	case o.manner == stop && o.voiced: // b and g of the south, m and the w of wu
		cost += .5
	default:
		cost += 1.2
	}
	return cost
}

// codaCosts are how far an end of a syllable is from one of Mandarin, by both.
var codaCosts = [codas][codas]float32{
	open:      {endN: 1.1, endNg: 1.1},
	endN:      {open: 1.1, endNg: .3},
	endNg:     {open: 1.1, endN: .3},
	endM:      {open: 1.2, endN: .15, endNg: .35},
	nasalised: {open: .45, endN: .2, endNg: .25},
	checked:   {open: .1, endN: 1.2, endNg: 1.2},
}

// glideCost is what a vowel costs that only one of two syllables has.
const glideCost, vowelCost = .4, .7

// apart returns how far two runs of vowels are: the least that it costs to make one of the other.
func apart(a, b []vowel) float32 {
	a, b = a[:min(len(a), 4)], b[:min(len(b), 4)]
	var costs [5][5]float32
	for j, w := range b {
		costs[0][j+1] = costs[0][j] + w.alone()
	}
	for i, v := range a {
		costs[i+1][0] = costs[i][0] + v.alone()
		for j, w := range b {
			costs[i+1][j+1] = min(costs[i][j+1]+v.alone(), costs[i+1][j]+w.alone(), costs[i][j]+v.apart(w))
		}
	}
	return costs[len(a)][len(b)]
}

func (v vowel) alone() float32 {
	if v.height <= .4 || v.apical {
		return glideCost
	}
	return vowelCost
}

func (v vowel) apart(w vowel) float32 {
	d := .32*float32(math.Abs(float64(v.height-w.height))) + .28*float32(math.Abs(float64(v.back-w.back)))
	if v.round != w.round {
		d += .25
	}
	if v.apical != w.apical {
		d += .3
	}
	if v.rhotic != w.rhotic {
		d += .5
	}
	return d
}
