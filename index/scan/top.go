package scan

import (
	"math"
	"slices"
)

// hit is a row with what the first pass makes of it.
type hit struct {
	bits float32
	row  uint32
}

// depth says how far down a pass looks: at the best rows, always at so many, and at no more than
// most; between, at those within some bits of the last that is listed.
type depth struct {
	listed, always, most int
	within               float32
}

// threshold returns what a row must reach if these were counted.
func (d *depth) threshold(h *histogram) float32 {
	return max(h.best(d.most), min(h.best(d.always), h.best(d.listed)-d.within))
}

// top holds the best rows so far, and some that were.
type top struct {
	depth
	hits      []hit
	counts    histogram
	next      int // how many there are when the threshold is worked out again
	threshold float32
}

func newTop(d depth) top { return top{depth: d, threshold: done} }

// offer takes a row in and tells what the next must reach. The bar is worked out now and
// then: it may be too low.
func (t *top) offer(h hit) (threshold float32) {
	t.hits = append(t.hits, h)
	if t.counts.count(h.bits); len(t.hits) >= t.next {
		t.threshold = t.depth.threshold(&t.counts)
		t.next = len(t.hits) + max(1, len(t.hits)/16)
	}
	return t.threshold
}

// best returns the rows that reach the bar, in no order.
func (t *top) best() []hit {
	threshold := t.depth.threshold(&t.counts)
	return slices.DeleteFunc(t.hits, func(h hit) bool { return h.bits < threshold })
}

// histogram counts sums by quarters of a bit.
type histogram [512]uint32

const (
	perBit = 4
	lowest = -80 // bits; what is lower, or beyond the other end, is counted as that
	// sampled is one in how many rows are counted by sample.
	sampled = 31
)

func (h *histogram) count(sum float32) { h[min(max(int((sum-lowest)*perBit), 0), len(h)-1)]++ }

func (h *histogram) sample(sums []float32) {
	for i := 0; i < len(sums); i += sampled {
		h.count(sums[i])
	}
}

func (h *histogram) add(other *histogram) {
	for i, n := range other {
		h[i] += n
	}
}

// best is from where on so many were counted, or more; done if there are not so many.
func (h *histogram) best(counted int) float32 {
	for i := len(h) - 1; i > 0; i-- {
		if counted -= int(h[i]); counted <= 0 {
			return lowest + float32(i)/perBit
		}
	}
	return done
}

// done stands for the sum of a row that needs no further look.
var done = float32(math.Inf(-1))
