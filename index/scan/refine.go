package scan

import (
	"math"
	"math/bits"

	"github.com/guitu-project/guitu/index/scan/gather"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/marks"
)

// upperBounds holds the most that the expensive parts add to a row, by its parts: marks by their
// classes, and all others. By it a row is left as soon as it cannot be among the best.
type upperBounds struct {
	words, others [2 * partSets]float32
	marks         [1 << marks.Classes]float32
}

// mayWearSame is set beside the parts of a row whose clothes may be those of the probe's event.
const mayWearSame = partSets

// rounded is more than float32 rounds sums by.
const rounded = .01

// bound works out the bounds. The tables are filled; what faces say at most is in the sums.
func (s *queryTables) bound() {
	kin, subCounties := max(0, highest(s.kin)), max(0, highest(s.subCounties))
	looks, clothing := float32(0), max(0, s.belongings.Most)
	if len(s.appearance.Own) > 0 {
		looks = max(0, s.appearance.Most)
	}
	for present := range uint32(2 * partSets) {
		of := func(part uint32, bits float32) float32 {
			if present&part == 0 {
				return 0
			}
			return bits
		}
		s.bounds.words[present] = of(hasLooks, looks) + min(of(hasClothes, clothing), of(mayWearSame, clothing))
		s.bounds.others[present] = of(hasKin, kin) + of(hasSubCounties, subCounties) + s.bounds.words[present]
	}
	s.boundMarks()
}

func highest(table []float32) float32 {
	most := float32(feature.NothingSaid)
	for _, bits := range table {
		most = max(most, bits)
	}
	return most
}

// boundMarks works out what marks say at most, by the classes of a row's: where each of the
// probe's meets the one most like it of those.
func (s *queryTables) boundMarks() {
	if len(s.lone[0]) == 0 {
		return
	}
	for set := range s.bounds.marks {
		s.bounds.marks[set] = float32(math.Inf(-1))
	}
	for gap, lone := range s.lone {
		s.raise(s.marks[gap], lone)
	}
	for set, sum := range s.bounds.marks {
		s.bounds.marks[set] = s.probe.MarkBits(sum)
	}
	s.bounds.marks[0] = 0 // no marks say nothing
}

// raise raises what sums of marks are at most to those of one gap.
func (s *queryTables) raise(bounds []marks.UpperBound, lone []float32) {
	base, more := float32(0), make([][marks.Classes]float32, len(lone)) // by the probe's mark and class
	for _, alone := range lone {
		base += alone
	}
	for i := range bounds {
		g, class := &bounds[i], s.terms.marks[i].Class()
		if g.Own >= 0 {
			more[g.Own][class] = max(more[g.Own][class], g.Pair-lone[g.Own])
		}
		base += mostItems * max(0, g.Lone)
	}
	var best, sums [1 << marks.Classes]float32 // by the set of classes
	for own := range more {
		for set := 1; set < len(best); set++ {
			best[set] = max(best[set&(set-1)], more[own][bits.TrailingZeros(uint(set))])
			sums[set] += best[set]
		}
	}
	for set, sum := range sums {
		s.bounds.marks[set] = max(s.bounds.marks[set], base+sum)
	}
}

// survivors lists the rows of a chunk that may be among the best, whatever is left to be
// added after the columns.
func (w *worker) survivors(at int) []int32 {
	c, reach := w.view.chunks[at], gather.Reach{Most: w.bounds.others[:], Among: partSets - 1, Flags: w.worn, Sets: w.bounds.marks[:], SetsAt: classesAt, Least: w.thresholdNow() - rounded}
	return w.rows[:w.kernel.Reaching(w.rows[:], w.sumsOf(at), &reach, c.parts, c.columns[eventColumn])]
}

// sumsOf returns the sums of a chunk.
func (p *pass) sumsOf(at int) []float32 { return p.sums[at*chunkRows:][:p.view.size(at)] }

// present returns the parts of a row that may add to it, given the date of its event.
func (s *queryTables) present(parts, event uint32) uint32 {
	return parts%partSets | s.worn[event]
}

// addExpensive adds what is expensive to those of some rows of a chunk that may be among the best.
func (w *worker) addExpensive(at int, rows []int32) {
	c, pool, sums := w.view.chunks[at], w.view.poolOf(at), w.sumsOf(at)
	for n, i := range rows { // by itself, so that many are waited for at a time
		w.heads[n] = pool[c.items[i]]
	}
	for n, i := range rows {
		w.addRest(c, pool, at*chunkRows+int(i), sums[i], w.heads[n])
	}
	w.measureMet(c)
}

// addRest adds the rest of one, as long as it may be among the best: what is most likely to
// tell that it is not comes first. head is that of its items.
func (w *worker) addRest(c *chunk, pool []uint32, row int, sum float32, head uint32) {
	i, threshold := row%chunkRows, w.thresholdNow()-rounded
	present := w.present(c.parts[i], c.columns[eventColumn][i])
	words := w.bounds.words[present]
	if sum+w.bounds.others[present]+w.bounds.marks[c.parts[i]>>classesAt] < threshold {
		return
	}
	if entry := c.items[i]; entry != 0 {
		sum += w.itemBits(c, head, pool[entry+1:], i)
	}
	if sum+words < threshold {
		return
	}
	face, said, look := w.reachBits(c, i)
	if sum += face; sum+words < threshold {
		return
	}
	appearance, clothing, again := float32(0), float32(0), w.again[c.columns[eventColumn][i]]
	if k := c.words[i]; k != 0 {
		n, m := pool[k]&0xffff, pool[k]>>16
		list := pool[k+1:]
		appearance = w.appearance.bits(list[:n], w.appearance.Again())
		clothing = w.belongings.bits(list[n:n+m], feature.CarriedAgain(again))
	}
	if again > 0 && w.late {
		clothing += w.probe.LateBits(lateColumn, w.terms.columns[lateColumn][c.columns[lateColumn][i]], again)
	}
	if sum += appearance + min(clothing, w.belongings.Most); sum < threshold {
		return
	}
	if look >= 0 {
		w.met = append(w.met, metFace{row: row, look: look, sum: sum, said: said})
	} else {
		w.offer(hit{sum, uint32(row)})
	}
}

// thresholdNow returns what a row must reach by now.
func (p *pass) thresholdNow() float32 {
	return max(math.Float32frombits(p.threshold.Load()), -math.MaxFloat32)
}

// itemBits returns those of the best of the relatives' names, the marks and the deepest place
// named. items is what follows the head of a row's entry.
func (w *worker) itemBits(c *chunk, head uint32, items []uint32, i int) (sum float32) {
	n, kin, marks, subCounties := head&0xff, head>>8&0xff, head>>16&0xff, head>>24
	list := items[n:]
	if kin > 0 && w.kin != nil {
		sum += bestOf(w.kin, list[:kin])
	}
	if list = list[kin:]; marks > 0 && w.lone[0] != nil {
		sum += w.markBits(list[:marks], w.gaps[c.columns[eventColumn][i]])
	}
	if list = list[marks:]; subCounties > 0 && w.subCounties != nil && w.columns[jointColumn][c.columns[jointColumn][i]] > 0 {
		deepest := float32(0)
		for _, id := range list[:subCounties] {
			deepest = max(deepest, w.subCounties[id])
		}
		sum += deepest
	}
	return sum
}

func bestOf(table []float32, list []uint32) float32 {
	most := float32(feature.NothingSaid)
	for _, id := range list {
		most = max(most, table[id+1])
	}
	if most == feature.NothingSaid {
		return 0
	}
	return most
}

// markBits lays each mark beside the probe's most like it, the one that gains most by it
// if several are.
func (w *worker) markBits(list []uint32, gap feature.Gap) float32 {
	sum, taken := float32(0), uint32(0)
	var gains [32]float32 // by mark of the probe's that is taken
	for _, id := range list {
		g := &w.marks[gap][id]
		sum += g.Lone
		if g.Own < 0 {
			continue
		}
		gain, best := g.Pair-g.Lone, &gains[g.Own&31]
		if taken>>g.Own&1 == 0 {
			taken |= 1 << g.Own
			sum, *best = sum+gain, gain
		} else if gain > *best {
			sum, *best = sum+gain-*best, gain
		}
	}
	for own, lone := range w.lone[gap] {
		if taken>>own&1 == 0 {
			sum += lone
		}
	}
	return w.probe.MarkBits(sum)
}

// bits returns those of the words that a row shares with the probe.
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
