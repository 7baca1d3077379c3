package names

import "math"

// byParts lays transcribed names beside each other part by part, in any order; a
// name that is not transcribed is one part. It returns the likelihood ratio.
func (q *Query) byParts(other *Name, d Dialect, alike float32) float32 {
	own, theirs := partCount(q.name), partCount(other)
	var weights [maxSlots][maxSlots]float64
	for i := range own {
		for j := range theirs {
			weights[i][j] = q.forms[i].partBits(&other.forms[j], d, alike)
		}
	}
	sum, usedOwn, usedTheirs := 0.0, 0, 0
	for range min(own, theirs) { // the best pair of parts first
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
	}
	if own != theirs {
		sum -= costPartMissing
	}
	return float32(math.Exp2(sum))
}

func partCount(n *Name) int {
	if n.forms[0].style == part {
		return min(len(n.forms), maxSlots)
	}
	return 1
}

// partBits is the weight of two parts that differ by one syllable at the most.
func (a *queryForm) partBits(b *form, d Dialect, alike float32) float64 {
	var g grid
	a.fill(&g, b, d, alike)
	n, m := int(a.n), int(b.n)
	best := 0.0
	switch n - m {
	case 0:
		best = product(&g, 0, 0, n)
	case 1:
		for out := range n {
			best = max(best, product(&g, 0, 0, out)*product(&g, out+1, out, m-out)*math.Exp2(-costGivenMissing))
		}
	case -1:
		for out := range m {
			best = max(best, product(&g, 0, 0, out)*product(&g, out, out+1, n-out)*math.Exp2(-costGivenMissing))
		}
	default:
		return -costExtra
	}
	return min(math.Log2(best)*partShare, capPart)
}

func product(g *grid, i, j, n int) float64 {
	r := 1.0
	for k := range n {
		r *= float64(g[i+k][j+k])
	}
	return r
}
