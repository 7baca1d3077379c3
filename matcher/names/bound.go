package names

import (
	"sync"

	"github.com/guitu-project/guitu/matcher/names/hear"
)

// ratios are likelihood ratios by syllable; as an array of a power of two they are read without
// a check of bounds.
type ratios [syllableRoom]float32

// syllableRoom is more than there are syllables.
const syllableRoom = 2048

// bound works out what a query's positions say at most of each syllable, whichever voice it is said
// in. Of several positions the odds of voices o are one's: by Hölder's inequality
//
//	Σ o·a·b·c ≤ (Σ o·a³)^⅓ · (Σ o·b³)^⅓ · (Σ o·c³)^⅓
//
// so that the product over positions is no less than what a name of three weighs. Of several odds that
// there may be, as of a record whose accent is not known, a position's bound is the most of any.
func (g *upperBound) bound() {
	bounds := map[boundOf]*ratios{}
	for _, list := range [...][]queryForm{g.forms, g.usual} {
		for i := range list {
			f := &list[i]
			var odds *possibleOdds
			for j := range f.positions[:f.n] {
				for t := range positionTypes {
					w := &f.positions[j].worth[t]
					if !w.said {
						continue
					}
					key := boundOf{f.form.positions[j], t}
					if bounds[key] == nil {
						if odds == nil {
							odds = g.query.oddsOf(f)
						}
						bounds[key] = g.query.bounds(&f.form.positions[j], t, odds)
					}
					w.bound = bounds[key]
				}
			}
		}
	}
}

type boundOf struct {
	position
	as positionType
}

// possibleOdds holds the odds of voices that there may be between a query's name and others, and
// the most of each voice.
type possibleOdds struct {
	n    int
	each [voiceRoom][2 * dialects]float32
	most [voiceRoom]float32
}

func (o *possibleOdds) add(s *speech) {
	for k := range s.n {
		v := s.voice[k]
		o.each[v][o.n] += s.odds[k]
		o.most[v] = max(o.most[v], o.each[v][o.n])
	}
	o.n++
}

// oddsOf returns the odds that a heard name of the query's may have, whichever name it is held against; of a
// name that was said only the most, of a record of which nothing is known.
func (q *Query) oddsOf(f *queryForm) *possibleOdds {
	odds := &possibleOdds{}
	if q.role == Said {
		copy(odds.most[:], speakers[:])
		own := &q.tables.blends[q.speech]
		for k := range own.n {
			odds.most[own.voice[k]] = max(odds.most[own.voice[k]], own.share[k])
		}
		if mandarin := &odds.most[hear.Beijing]; q.name.document { // speech.write
			*mandarin = max(*mandarin, saidToClerk**mandarin+1-saidToClerk)
		}
		return odds
	}
	beside := func(notice Dialect) {
		s := q.tables.speechOf(q.speech, notice, &f.spoken)
		odds.add(&s)
		if q.name.document {
			s.write()
			odds.add(&s)
		}
	}
	if beside(AnyDialect); q.speech == AnyDialect {
		for d := AnyDialect + 1; d < dialects; d++ {
			beside(d)
		}
	}
	return odds
}

// bounds returns those of a position as one of a type.
func (q *Query) bounds(own *position, t positionType, odds *possibleOdds) *ratios {
	out := new(ratios)
	out[hiddenSound], out[unreadSound] = hiddenRatio, unreadRatio
	if own := own.sounds(t)[0]; own >= hiddenSound {
		for b := range out {
			out[b] = out[own]
		}
		out[0] = 0
		return out
	}
	for x, a := range own.sounds(t) {
		switch {
		case a == 0:
		case q.role == Said:
			q.boundSaid(out, a, t, x*secondCode, odds)
		default:
			q.boundHeard(out, a, t, x*secondCode, odds)
		}
	}
	return out
}

// boundHeard raises bounds to those of a syllable that was heard, less what is lost of it.
func (q *Query) boundHeard(out *ratios, heard Syllable, t positionType, lost int, odds *possibleOdds) {
	heard = q.plain[heard]
	cubes, usual := cubes(), &q.freq.says[t].codes[heard]
	var byCode [256][voiceRoom]float32 // third powers of the ratios
	for code := range byCode {
		for v := range voices {
			byCode[code][v] = cubes[ratioCode(uint8(code), usual[v], lost)]
		}
	}
	for b := 1; b < q.tables.all; b++ {
		codes, most := q.tables.at(heard, Syllable(b)), float32(0)
		var of [voiceRoom]float32
		for v := range voices {
			of[v] = byCode[codes[v]][v] * odds.most[v]
			most += of[v]
		}
		if most <= lostCube {
			out[b] = max(out[b], lostRatio)
			continue
		}
		if most > evenCube {
			most = odds.highest(most, &of)
		}
		out[b] = max(out[b], q.cubeRoot(most))
	}
}

// highest returns the most that any of the odds make of a number of each voice, a tenth too much at
// most. parts are the numbers with the most of each voice's odds, and all is their sum.
func (o *possibleOdds) highest(all float32, parts *[voiceRoom]float32) float32 {
	if o.n == 1 {
		return all
	}
	var sums [2 * dialects]float32
	rest, least := all, all/128
	for v, part := range parts {
		if part < least {
			continue // as if all had the most of this voice
		}
		rest -= part
		part /= o.most[v]
		each, sums := o.each[v][:o.n], sums[:o.n]
		for i, odds := range each {
			sums[i] += part * odds
		}
	}
	most := float32(0)
	for _, sum := range sums[:o.n] {
		if sum > most {
			most = sum
		}
	}
	return rest + most
}

// boundSaid raises bounds to those of a syllable that was said.
func (q *Query) boundSaid(out *ratios, said Syllable, t positionType, lost int, odds *possibleOdds) {
	cubes, shares := cubes(), q.freq.says[t].codes
	for b := 1; b < q.tables.all; b++ {
		if b >= q.tables.n {
			out[b] = out[q.plain[b]]
			continue
		}
		heard := q.plain[b]
		codes, usual, by, sum := q.tables.at(heard, said), &shares[heard], q.oddsHeard(t, heard, &odds.most), float32(0)
		for v := range voices {
			sum += by[v] * cubes[ratioCode(codes[v], usual[v], lost)]
		}
		out[b] = max(out[b], q.cubeRoot(sum))
	}
}

// ratioCode returns the code of the ratio of two chances, less what is lost of it.
func ratioCode(chance, usual uint8, lost int) int {
	ratio := max(0, int(chance)-int(usual)+evenCode-lost)
	if chance < strangeCode {
		return min(ratio, strangeMost)
	}
	return min(ratio, mostCode)
}

// cubeRoot is about the third root, and no less than lostRatio.
func (q *Query) cubeRoot(x float32) float32 {
	if x <= lostCube {
		return lostRatio
	}
	return float32(q.logs.Exp2(q.logs.Log2(float64(x)) / 3))
}

// lostRatio is the likelihood ratio of lostPosition, but for what every position may say (epsilon): what is
// less is no less. lostCube is its third power, and evenCube that of a ratio up to which the most
// that all voices say is near enough: it makes no name promising.
const lostRatio, lostCube, evenCube = .0683, lostRatio * lostRatio * lostRatio, 1. / 8

// oddsHeard returns the odds of voices of which one position was heard.
func (q *Query) oddsHeard(t positionType, heard Syllable, odds *[voiceRoom]float32) (by [voiceRoom]float32) {
	shares, sum := &q.freq.says[t].shares[heard], float32(0)
	for v, share := range speakers {
		sum += share * shares[v]
	}
	for v := range voices {
		by[v] = min(odds[v]*shares[v]/sum, mostOdds)
	}
	return by
}

// cubes are the third powers of ratios by their codes.
var cubes = sync.OnceValue(func() *[mostCode + 1]float32 {
	t := new([mostCode + 1]float32)
	for code, r := range decodedRatios() {
		t[code] = r * r * r
	}
	return t
})
