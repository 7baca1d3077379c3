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

// bound works out what a query's slots say at most of each syllable, whichever voice it is said
// in. Of several slots the odds of voices o are one's: by Hölder's inequality
//
//	Σ o·a·b·c ≤ (Σ o·a³)^⅓ · (Σ o·b³)^⅓ · (Σ o·c³)^⅓
//
// so that the product over slots is no less than what a name of three weighs.
func (g *glance) bound() {
	made := map[boundOf]*ratios{}
	for _, list := range [...][]queryForm{g.forms, g.usual} {
		for i := range list {
			f := &list[i]
			odds := g.query.oddsOf(f)
			for j := range f.slots[:f.n] {
				for t := range slotTypes {
					w := &f.slots[j].worth[t]
					if !w.said {
						continue
					}
					key := boundOf{f.form.slots[j], t}
					if made[key] == nil {
						made[key] = g.query.bounds(&f.form.slots[j], t, &odds)
					}
					w.bound = made[key]
				}
			}
		}
	}
}

type boundOf struct {
	slot
	as slotType
}

// oddsOf are the most that the odds of each voice may be, whoever a heard name of the query's is
// held against; of a name that was said, of a record of which nothing is known.
func (q *Query) oddsOf(f *queryForm) (odds [voiceRoom]float32) {
	if q.role == Said {
		copy(odds[:], speakers[:])
		own := &q.tables.blends[q.speech]
		for k := range own.n {
			odds[own.voice[k]] = max(odds[own.voice[k]], own.share[k])
		}
	} else {
		q.raiseOdds(f, &odds)
	}
	if mandarin := &odds[hear.Beijing]; q.name.document { // speech.write
		*mandarin = max(*mandarin, saidToClerk**mandarin+1-saidToClerk)
	}
	return odds
}

// raiseOdds raises the odds to what they are beside any notice.
func (q *Query) raiseOdds(f *queryForm, odds *[voiceRoom]float32) {
	raise := func(notice Dialect) {
		s := q.tables.speechOf(q.speech, notice, &f.spoken)
		for k := range s.n {
			odds[s.voice[k]] = max(odds[s.voice[k]], s.odds[k])
		}
	}
	if raise(AnyDialect); q.speech == AnyDialect {
		for d := range dialects {
			raise(d)
		}
	}
}

// bounds are those of a slot as one of a type.
func (q *Query) bounds(own *slot, t slotType, odds *[voiceRoom]float32) *ratios {
	out := new(ratios)
	shares := q.freq.says[t].codes
	cubes, logs := cubes(), q.logs
	out[hiddenSound], out[unreadSound] = hiddenRatio, unreadRatio
	if own := own.sounds(t)[0]; own >= hiddenSound {
		for b := range out {
			out[b] = out[own]
		}
		out[0] = 0
		return out
	}
	for x, a := range own.sounds(t) {
		if a == 0 {
			continue
		}
		lost := x * secondCode
		for b := 1; b < q.tables.all; b++ {
			heard, said := a, Syllable(b)
			if q.role == Said {
				if heard, said = said, a; b >= q.tables.n {
					out[b] = out[q.plain[b]]
					continue
				}
			}
			heard = q.plain[heard]
			codes, usual := q.tables.at(heard, said), &shares[heard]
			by, sum := odds, float32(0)
			if q.role == Said {
				own := q.oddsHeard(t, heard, odds)
				by = &own
			}
			for v := range voices {
				ratio := max(0, int(codes[v])-int(usual[v])+evenCode-lost)
				if codes[v] < strangeCode {
					ratio = min(ratio, strangeMost)
				}
				sum += by[v] * cubes[min(ratio, mostCode)]
			}
			out[b] = max(out[b], float32(logs.Exp2(logs.Log2(float64(sum))/3)))
		}
	}
	return out
}

// oddsHeard are the odds of voices of which one slot was heard.
func (q *Query) oddsHeard(t slotType, heard Syllable, odds *[voiceRoom]float32) (by [voiceRoom]float32) {
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
