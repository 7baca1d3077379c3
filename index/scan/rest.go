package scan

import (
	"math"

	"github.com/guitu-project/guitu/matcher/evidence"
)

// most is the most that each of the dear parts adds to any row; 0 where it never speaks
// for one. By it a row is left as soon as it cannot be among the best.
type most struct{ items, faces, appearance, clothing float32 }

// rounded is more than float32 rounds sums by.
const rounded = .01

// bound works out most. The tables are filled.
func (s *sight) bound() {
	if len(s.appearance.Own) > 0 {
		s.most.appearance = max(0, s.appearance.Most)
	}
	s.most.clothing = max(0, s.belongings.Most)
	s.most.items = max(0, highest(s.kin)) + s.mostMarks() + max(0, highest(s.hamlets))
	for i := range s.looks {
		s.most.faces = max(s.most.faces, s.looks[i].Most())
	}
}

func highest(table []float32) float32 {
	most := float32(evidence.NothingSaid)
	for _, bits := range table {
		most = max(most, bits)
	}
	return most
}

// mostMarks is what marks say where each of the probe's meets the one most like it.
func (s *sight) mostMarks() float32 {
	most := float32(0)
	for wait, lone := range s.lone {
		best, sum := append([]float32(nil), lone...), float32(0)
		for i := range s.marks[wait] {
			g := &s.marks[wait][i]
			if g.Own >= 0 {
				best[g.Own] = max(best[g.Own], g.Pair)
			}
			if g.Lone > 0 {
				sum += mostItems * g.Lone
			}
		}
		for _, bits := range best {
			sum += bits
		}
		if len(lone) > 0 {
			most = max(most, s.probe.MarkBits(sum))
		}
	}
	return most
}

// hopeful shows the rows of a chunk that may be among the best, whatever is left to be
// added after the columns, with their sums and the most that words may add.
func (w *worker) hopeful(at int, show func(i int, sum, words float32)) {
	c := w.view.chunks[at]
	bar := w.barNow() - w.most.faces - w.most.items - rounded
	lowest := bar - w.most.appearance - w.most.clothing
	for i, sum := range w.sums[at*chunkRows:][:w.view.size(at)] {
		if sum < lowest || sum == done {
			continue
		}
		if words := w.mostWords(c, i); sum+words >= bar {
			show(i, sum, words)
		}
	}
}

// mostWords is the most that words and clothes of a row may add.
func (w *worker) mostWords(c *chunk, i int) (most float32) {
	if c.words[i] != 0 {
		most = w.most.appearance
	}
	if w.again[c.traits[evidence.TraitEvent][i]] > 0 {
		most += w.most.clothing
	}
	return most
}

// rest adds what is dear to the rows of a chunk that may be among the best.
func (w *worker) rest(at int) {
	c, pool := w.view.chunks[at], w.view.poolOf(at)
	w.hopeful(at, func(i int, sum, words float32) { w.row(c, pool, at*chunkRows+i, sum, words) })
}

// row adds the rest of one, as long as it may be among the best: what is most likely to
// tell that it is not comes first. words is the most that they may add.
func (w *worker) row(c *chunk, pool []uint32, row int, sum, words float32) {
	i, bar := row%chunkRows, w.barNow()-rounded
	face := w.faceOf(c, i)
	most := face.most()
	if sum+most+w.most.items+words < bar {
		return
	}
	if entry := c.items[i]; entry != 0 {
		sum += w.itemBits(c, pool[entry:], i)
	}
	if sum+most+words < bar {
		return
	}
	if sum += face.bits(w.terms.traits[evidence.TraitBirth][c.traits[evidence.TraitBirth][i]]); sum+words < bar {
		return
	}
	appearance, clothing, again := float32(0), float32(0), w.again[c.traits[evidence.TraitEvent][i]]
	if k := c.words[i]; k != 0 {
		n, m := pool[k]&0xffff, pool[k]>>16
		list := pool[k+1:]
		appearance = w.appearance.bits(list[:n], w.appearance.Again())
		clothing = w.belongings.bits(list[n:n+m], evidence.CarriedAgain(again))
	}
	if again > 0 && w.dressed {
		clothing += w.probe.OutfitBits(w.terms.traits[evidence.TraitOutfit][c.traits[evidence.TraitOutfit][i]], again)
	}
	sum += appearance + min(clothing, w.belongings.Most)
	if w.top.offer(hit{sum, uint32(row)}) { //nolint:gosec // below 2³²
		w.raise(w.top.least())
	}
}

func (p *pass) barNow() float32 { return math.Float32frombits(p.bar.Load()) }

// itemBits are those of the best of the relatives' names, the marks and the deepest place
// named. items is a row's entry and what follows it.
func (w *worker) itemBits(c *chunk, items []uint32, i int) (sum float32) {
	head := items[0]
	n, kin, marks, hamlets := head&0xff, head>>8&0xff, head>>16&0xff, head>>24
	list := items[1+n:]
	if kin > 0 && w.kin != nil {
		sum += bestOf(w.kin, list[:kin])
	}
	if list = list[kin:]; marks > 0 && w.lone[0] != nil {
		sum += w.markBits(list[:marks], w.waits[c.traits[evidence.TraitEvent][i]])
	}
	if list = list[marks:]; hamlets > 0 && w.hamlets != nil && w.traits[evidence.TraitOrigin][c.traits[evidence.TraitOrigin][i]] > 0 {
		deepest := float32(0)
		for _, id := range list[:hamlets] {
			deepest = max(deepest, w.hamlets[id])
		}
		sum += deepest
	}
	return sum
}

func bestOf(table []float32, list []uint32) float32 {
	most := float32(evidence.NothingSaid)
	for _, id := range list {
		most = max(most, table[id])
	}
	if most == evidence.NothingSaid {
		return 0
	}
	return most
}

// markBits lays each mark beside the probe's most like it, the first one where several
// are.
func (w *worker) markBits(list []uint32, wait evidence.Wait) float32 {
	sum, taken := float32(0), uint32(0)
	for _, id := range list {
		g := &w.marks[wait][id]
		if g.Own < 0 || taken>>g.Own&1 != 0 {
			sum += g.Lone
			continue
		}
		taken |= 1 << g.Own
		sum += g.Pair
	}
	for own, lone := range w.lone[wait] {
		if taken>>own&1 == 0 {
			sum += lone
		}
	}
	return w.probe.MarkBits(sum)
}

// bits are those of the words that a row shares with the probe.
func (v *vocabulary) bits(list []uint32, again float32) float32 {
	if len(v.Own) == 0 || again == 0 {
		return 0
	}
	gains, shared := float32(0), 0
	for _, pair := range list {
		k := v.own[pair]
		if k == 0 {
			continue
		}
		shared++
		if v.gains != nil {
			gains += v.gains[k-1]
		} else {
			gains += v.Gain(int(k-1), again)
		}
	}
	return v.Bits(gains, shared, len(list), again)
}
