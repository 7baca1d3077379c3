package names

import (
	"math"
	"math/bits"
)

// byParts aligns transcribed names part by part, in any order; a
// name that is not transcribed is one part. It returns the likelihood ratio.
func (q *Query) byParts(g *grid, other *Name, d Dialect, alike float32) float32 {
	own, theirs := max(1, q.name.parts), max(1, other.parts)
	sum := q.matchParts(g, other, own, theirs, d, alike)
	// 买买提艾合买提 is two parts written as one: what follows the parts is all of them.
	ownJoined, theirsJoined := own > 1, theirs > 1
	if ownJoined && theirsJoined {
		sum = max(sum, q.onePart(g, other, own, theirs, d, alike, capJoined))
	}
	for j := range theirs {
		if ownJoined {
			sum = max(sum, q.onePart(g, other, own, j, d, alike, capJoined)-costPartMissing*float64(theirs-1))
		}
	}
	for i := range own {
		if theirsJoined {
			sum = max(sum, q.onePart(g, other, i, theirs, d, alike, capJoined)-costPartMissing*float64(own-1))
		}
	}
	if (q.name.parts > 0) != (other.parts > 0) {
		sum -= costOtherPeople
	}
	return float32(math.Exp2(sum))
}

// matchParts returns the weight of the parts, the best pair of them first.
func (q *Query) matchParts(g *grid, other *Name, own, theirs int, d Dialect, alike float32) float64 {
	var weights [maxPositions][maxPositions]float64
	for i := range own {
		for j := range theirs {
			weights[i][j] = q.onePart(g, other, i, j, d, alike, capPart)
		}
	}
	sum, usedOwn, usedTheirs, swapped := 0.0, 0, 0, false
	for range min(own, theirs) {
		best, at := math.Inf(-1), [2]int{}
		for i := range own {
			for j := range theirs {
				if usedOwn&(1<<i) == 0 && usedTheirs&(1<<j) == 0 && weights[i][j] > best {
					best, at = weights[i][j], [2]int{i, j}
				}
			}
		}
		sum += best
		usedOwn |= 1 << at[0]
		usedTheirs |= 1 << at[1]
		swapped = swapped || own == theirs && at[0] != at[1]
	}
	if own != theirs {
		sum -= costPartMissing
	}
	if swapped {
		sum -= costPartsSwapped
	}
	return sum
}

// onePart weighs one part against another, as they are written and in their usual
// spellings.
func (q *Query) onePart(g *grid, other *Name, i, j int, d Dialect, alike float32, most float64) float64 {
	a, b := &q.forms[i], &other.forms[j]
	best := q.partBits(g, a, b, d, alike, most)
	usualOwn, usualTheirs := a, b
	if i < len(q.usual) && q.usual[i].n > 0 {
		usualOwn = &q.usual[i]
	}
	if j < len(other.usual) && other.usual[j].n > 0 {
		usualTheirs = &other.usual[j]
	}
	if usualOwn != a || usualTheirs != b {
		best = max(best, q.partBits(g, usualOwn, usualTheirs, d, alike, most)-costVariant)
	}
	return best
}

// diagonal are the cells of a grid whose positions stand at the same place.
const diagonal = 0x8040201008040201

// partBits returns the weight of two parts that differ by one syllable at the most.
func (q *Query) partBits(g *grid, a *queryForm, b *form, d Dialect, alike float32, most float64) float64 {
	n, m := a.n, b.n
	straight := uint64(diagonal) & (1<<(maxPositions*min(n, m)) - 1)
	var shifted uint64 // the cells after the syllable that one side lacks
	switch {
	case n == m:
	case n == m+1:
		shifted = straight << maxPositions
	case m == n+1:
		shifted = straight << 1
	default:
		return -costExtra
	}
	q.pair(g, a, b, d)
	q.fill(g, a, straight|shifted, b, alike)
	g.average(straight | shifted)
	return max(min(math.Log2(g.throughPart(straight, shifted))*partShare, most), -partDiffers)
}

// throughPart returns the product of the straight cells or, if a side lacks a syllable,
// the best product that goes over from the straight cells to the shifted ones.
func (g *grid) throughPart(straight, shifted uint64) float64 {
	best := 1.0
	for c := shifted; c != 0; c &= c - 1 { // the first syllable is missing
		best *= float64(g.cells[bits.TrailingZeros64(c)][0])
	}
	product := best
	for shifted != 0 || straight != 0 {
		if straight != 0 {
			product *= float64(g.cells[bits.TrailingZeros64(straight)][0])
			straight &= straight - 1
		}
		if shifted == 0 {
			continue
		}
		product /= float64(g.cells[bits.TrailingZeros64(shifted)][0])
		shifted &= shifted - 1
		if product > best {
			best = product
		}
		if shifted == 0 {
			return best * missingSyllable
		}
	}
	return product
}

// missingSyllable is 2^−costGivenMissing.
var missingSyllable = math.Exp2(-costGivenMissing)

// average puts what a cell says in the mean of all voices in the place of the first: a long
// name is not all said in one.
func (g *grid) average(cells uint64) {
	for ; cells != 0; cells &= cells - 1 {
		cell := &g.cells[bits.TrailingZeros64(cells)]
		sum := float32(0)
		for k := range g.speech.n {
			sum += g.speech.odds[k] * cell[k]
		}
		cell[0] = sum
	}
}
