package scan

import (
	"cmp"
	"math"
)

// hit is a row with what the first pass makes of it.
type hit struct {
	bits float32
	row  uint32
}

// compare orders the worse first; of equals the first row is the better.
func (h hit) compare(other hit) int {
	return cmp.Or(cmp.Compare(h.bits, other.bits), cmp.Compare(other.row, h.row))
}

// top is the best rows so far: a heap, the worst on top.
type top struct {
	limit int
	hits  []hit
}

// least is what a row must reach to be among them.
func (t *top) least() float32 {
	if len(t.hits) < t.limit {
		return float32(math.Inf(-1))
	}
	return t.hits[0].bits
}

// offer takes a row in where it is among the best, and tells so.
func (t *top) offer(h hit) bool {
	switch {
	case len(t.hits) < t.limit:
		t.hits = append(t.hits, h)
		t.up(len(t.hits) - 1)
		return true
	case h.compare(t.hits[0]) > 0:
		t.hits[0] = h
		t.down()
		return true
	}
	return false
}

func (t *top) up(i int) {
	for up := (i - 1) / 2; i > 0 && t.hits[i].compare(t.hits[up]) < 0; i, up = up, (up-1)/2 {
		t.hits[up], t.hits[i] = t.hits[i], t.hits[up]
	}
}

func (t *top) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.hits) {
			return
		}
		if child+1 < len(t.hits) && t.hits[child+1].compare(t.hits[child]) < 0 {
			child++
		}
		if t.hits[i].compare(t.hits[child]) <= 0 {
			return
		}
		t.hits[i], t.hits[child] = t.hits[child], t.hits[i]
		i = child
	}
}

// histogram counts sums by quarters of a bit, in about one row of sampled.
type histogram [512]uint32

const (
	perBit  = 4
	lowest  = -80 // bits; what is lower, or beyond the other end, is counted as that
	sampled = 7
)

func (h *histogram) sample(sums []float32) {
	for i := 0; i < len(sums); i += sampled {
		h[min(max(int((sums[i]-lowest)*perBit), 0), len(h)-1)]++
	}
}

func (h *histogram) add(other *histogram) {
	for i, n := range other {
		h[i] += n
	}
}

// best is from where on about so many rows lie, or more.
func (h *histogram) best(rows int) float32 {
	for i := len(h) - 1; i > 0; i-- {
		if rows -= sampled * int(h[i]); rows <= 0 {
			return lowest + float32(i)/perBit
		}
	}
	return done
}
