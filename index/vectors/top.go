package vectors

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Hit describes a person with the face that is nearest to a query.
type Hit struct {
	Person   int32
	Face     int     // its place in what Put got; of equals the first
	Distance float64 // squared
}

// compare orders the nearest first, and of equals the lower person.
func (h Hit) compare(other Hit) int {
	return cmp.Or(cmp.Compare(h.Distance, other.Distance), cmp.Compare(h.Person, other.Person))
}

// top holds the k nearest people so far, shared by the workers of a search.
type top struct {
	root atomic.Uint64 // bits of the distance of the k-th, not squared; +Inf before there are k

	mu   sync.Mutex
	k    int
	hits []Hit // a heap, the farthest on top
}

func newTop(k int) *top {
	t := &top{k: k}
	t.root.Store(math.Float64bits(math.Inf(1)))
	return t
}

// reach returns how far a row may be that still matters.
func (t *top) reach() float64 { return math.Float64frombits(t.root.Load()) }

// offer takes a face in if it is among the nearest, one of each person.
func (t *top) offer(h Hit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.hits) == t.k && h.compare(t.hits[0]) > 0 {
		return
	}
	if i := slices.IndexFunc(t.hits, func(o Hit) bool { return o.Person == h.Person }); i >= 0 {
		old := t.hits[i]
		if c := cmp.Or(cmp.Compare(h.Distance, old.Distance), cmp.Compare(h.Face, old.Face)); c >= 0 {
			return
		}
		t.hits[i] = h
		t.down(i)
	} else if len(t.hits) < t.k {
		t.hits = append(t.hits, h)
		t.up(len(t.hits) - 1)
	} else {
		t.hits[0] = h
		t.down(0)
	}
	if len(t.hits) == t.k {
		// A little more than the root, for its rounding.
		t.root.Store(math.Float64bits(math.Sqrt(t.hits[0].Distance) * (1 + 1e-12)))
	}
}

func (t *top) up(i int) {
	for p := (i - 1) / 2; i > 0 && t.hits[i].compare(t.hits[p]) > 0; i, p = p, (p-1)/2 {
		t.hits[i], t.hits[p] = t.hits[p], t.hits[i]
	}
}

func (t *top) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(t.hits) {
			return
		}
		if c+1 < len(t.hits) && t.hits[c+1].compare(t.hits[c]) > 0 {
			c++
		}
		if t.hits[c].compare(t.hits[i]) <= 0 {
			return
		}
		t.hits[i], t.hits[c] = t.hits[c], t.hits[i]
		i = c
	}
}

// sorted ends the search.
func (t *top) sorted() []Hit {
	slices.SortFunc(t.hits, Hit.compare)
	return t.hits
}

// candidate is a row that the scan let pass.
type candidate struct {
	low       float32 // at most its distance, not squared
	slot, row int32
}

// shortlist holds the candidates of one query that are not measured yet. Measuring the
// likeliest first, and many at a time, leaves few to measure.
type shortlist []candidate

// shortlistSize is how many a list holds at most before it is measured: the fewer, the
// sooner rows are told from the nearest k, the more, the fewer are measured.
const shortlistSize = 2048

// shortlists returns empty ones for searches of k.
func shortlists(searches, k int) []shortlist {
	size := min(max(8*k, 64), shortlistSize)
	room, lists := make(shortlist, searches*size), make([]shortlist, searches)
	for i := range lists {
		lists[i] = room[i*size : i*size : (i+1)*size]
	}
	return lists
}

// heap orders the list so that pop takes the lowest first.
func (l shortlist) heap() {
	for i := len(l)/2 - 1; i >= 0; i-- {
		l.down(i)
	}
}

func (l *shortlist) pop() candidate {
	h := *l
	first, last := h[0], len(h)-1
	h[0] = h[last]
	*l = h[:last]
	l.down(0)
	return first
}

func (l shortlist) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(l) {
			return
		}
		if c+1 < len(l) && l[c+1].low < l[c].low {
			c++
		}
		if l[i].low <= l[c].low {
			return
		}
		l[i], l[c] = l[c], l[i]
		i = c
	}
}
