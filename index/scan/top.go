package scan

import "math"

// hit is a row with what the first pass makes of it.
type hit struct {
	bits float32
	row  uint32
}

// top is the best rows so far: a heap, the worst on top.
type top struct {
	limit int
	hits  []hit
}

// least is what a row must exceed to be among them.
func (t *top) least() float32 {
	if len(t.hits) < t.limit {
		return float32(math.Inf(-1))
	}
	return t.hits[0].bits
}

func (t *top) offer(h hit) {
	switch {
	case len(t.hits) < t.limit:
		t.hits = append(t.hits, h)
		for i := len(t.hits) - 1; i > 0; {
			up := (i - 1) / 2
			if t.hits[up].bits <= t.hits[i].bits {
				return
			}
			t.hits[i], t.hits[up] = t.hits[up], t.hits[i]
			i = up
		}
	case h.bits > t.hits[0].bits:
		t.hits[0] = h
		t.down()
	}
}

func (t *top) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.hits) {
			return
		}
		if child+1 < len(t.hits) && t.hits[child+1].bits < t.hits[child].bits {
			child++
		}
		if t.hits[i].bits <= t.hits[child].bits {
			return
		}
		t.hits[i], t.hits[child] = t.hits[child], t.hits[i]
		i = child
	}
}
