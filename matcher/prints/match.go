package prints

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// pair describes a minutia of either print taken to be the same.
type pair struct {
	a, b  uint8 // minutiae
	alike float32
}

// matcher compares prints. It holds rooms that are used again, and is of one goroutine at a time.
type matcher struct {
	table      []uint8 // of all pairs of cylinders: 255 times how alike they are, 0 if too little
	order      []int32
	pairs      []pair
	votes      []float32
	ranks      []int32
	fits       []bool // of two pairs
	taken      [2][MostMinutiae]uint8
	lead, same []pair
}

var matchers = sync.Pool{New: func() any { return new(matcher) }}

// choose takes the most alike pairs, each minutia a few times.
func (m *matcher) choose(a, b *shape) {
	m.table = m.table[:0]
	var counts [257]int32
	for i := range a.cylinders {
		for j := range b.cylinders {
			q := uint8(0)
			if v := alike(&a.cylinders[i], &b.cylinders[j]); v >= leastAlike {
				q = uint8(min(255, v*255))
			}
			m.table = append(m.table, q)
			counts[255-q]++
		}
	}
	total := int32(0)
	for k := range 255 {
		total += counts[k]
		counts[k] = total - counts[k]
	}
	m.order = slices.Grow(m.order[:0], int(total))[:total]
	for at, q := range m.table {
		if q > 0 {
			m.order[counts[255-q]] = int32(at)
			counts[255-q]++
		}
	}
	m.taken = [2][MostMinutiae]uint8{}
	m.pairs = m.pairs[:0]
	for _, at := range m.order {
		i, j := int(at)/len(b.cylinders), int(at)%len(b.cylinders)
		if m.taken[0][i] >= perMinutia || m.taken[1][j] >= perMinutia {
			continue
		}
		m.taken[0][i]++
		m.taken[1][j]++
		m.pairs = append(m.pairs, pair{a.at[i], b.at[j], float32(m.table[at]) / 255})
		if len(m.pairs) == mostPairs {
			break
		}
	}
}

// vote finds which pairs lie alike to each other in both prints, and orders them by how alike those
// are that each has on its side. It is the first round of the paper's relaxation.
func (m *matcher) vote(a, b *Print) {
	n := len(m.pairs)
	m.fits, m.votes, m.ranks = slices.Grow(m.fits[:0], n*n)[:n*n], slices.Grow(m.votes[:0], n)[:n], m.ranks[:0]
	clear(m.fits)
	for i := range n {
		m.votes[i] = m.pairs[i].alike
		m.ranks = append(m.ranks, int32(i))
	}
	for i := range n {
		p := &m.pairs[i]
		p1, p2 := &a.minutiae[p.a], &b.minutiae[p.b]
		for j := range i {
			q := &m.pairs[j]
			if p.a == q.a || p.b == q.b || !lieAlike(p1, &a.minutiae[q.a], p2, &b.minutiae[q.b]) {
				continue
			}
			m.fits[i*n+j], m.fits[j*n+i] = true, true
			m.votes[i] += q.alike
			m.votes[j] += p.alike
		}
	}
	slices.SortFunc(m.ranks, func(i, j int32) int { return cmp.Or(cmp.Compare(m.votes[j], m.votes[i]), cmp.Compare(i, j)) })
}

// lieAlike reports whether two minutiae lie alike to each other in both prints: as far apart, and
// turned to each other and to the line between them.
func lieAlike(a1, a2, b1, b2 *minutia) bool {
	turn1, turn2 := a1.turnTo(b1), a2.turnTo(b2)
	between := turn2 - turn1
	if abs(int(between)) > turnSlack {
		return false
	}
	ax, ay, bx, by := float64(int(a2.x)-int(a1.x)), float64(int(a2.y)-int(a1.y)), float64(int(b2.x)-int(b1.x)), float64(int(b2.y)-int(b1.y))
	da, db := math.Sqrt(ax*ax+ay*ay), math.Sqrt(bx*bx+by*by)
	if math.Abs(da-db) > px*distanceSlack+distanceShare*min(da, db) {
		return false
	}
	line := math.Atan2(ax*by-ay*bx, ax*bx+ay*by) * perRadian // how far it is turned
	off := math.Abs(float64(int8(int(math.Round(line)) - int(turn1) - int(between)/2)))
	return off < lineSlack*(.45+.55*min(1, px*40/(da+1)))
}
