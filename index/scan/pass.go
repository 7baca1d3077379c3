package scan

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/evidence"
	"github.com/guitu-project/guitu/matcher/names"
)

// pass adds up the weights of rows. What is cheap is added for every row; a row that
// could not be among the best whatever the rest says is left there.
type pass struct {
	*sight
	view    *view
	sums    []float32 // by row; done for one that is left, or among the best already
	workers []worker

	mu  sync.Mutex
	top top
	bar atomic.Uint32 // bits of what a row must reach to be among them
}

// done stands for the sum of a row that needs no further look.
var done = float32(math.Inf(-1))

// pass returns the limit best rows, best first.
func (s *sight) pass(ctx context.Context, v *view, limit int, rooms *rooms) ([]hit, error) {
	p := &pass{sight: s, view: v, workers: make([]worker, min(runtime.GOMAXPROCS(0), len(v.chunks)))}
	room := rooms.get(v.rows)
	defer rooms.put(room)
	p.sums = (*room)[:v.rows]
	p.bar.Store(math.Float32bits(done))
	p.top.limit = limit
	for i := range p.workers {
		p.workers[i].pass = p
	}
	if err := p.chunks(ctx, (*worker).columns); err != nil {
		return nil, err
	}
	if err := p.begin(ctx, limit); err != nil {
		return nil, err
	}
	if len(p.looks) > 0 {
		if err := cmp.Or(p.chunks(ctx, (*worker).ask), p.measure(ctx)); err != nil {
			return nil, err
		}
	}
	err := p.chunks(ctx, func(w *worker, at int) { w.rest(at, w.hopeful(at)) })
	slices.SortFunc(p.top.hits, func(a, b hit) int { return b.compare(a) })
	return p.top.hits, err
}

// chunks lets the workers take one after the other.
func (p *pass) chunks(ctx context.Context, do func(w *worker, at int)) error {
	return share(ctx, len(p.workers), len(p.view.chunks), func(w, at int) error {
		do(&p.workers[w], at)
		return nil
	})
}

// begin adds up the rows that look best so far, so that there is a bar for all others.
func (p *pass) begin(ctx context.Context, limit int) error {
	var counts histogram
	for i := range p.workers {
		counts.add(&p.workers[i].counts)
	}
	from := counts.best(limit + limit/8)
	if len(p.looks) > 0 {
		var people asked
		people.of = make([][]int32, len(p.looks))
		err := p.chunks(ctx, func(w *worker, at int) { people.add(w, at, w.above(at, from)) })
		if err := cmp.Or(err, p.measureSome(people.of)); err != nil {
			return err
		}
	}
	return p.chunks(ctx, func(w *worker, at int) {
		w.rest(at, w.above(at, from))
		sums := w.sumsOf(at)
		for i, sum := range sums {
			if sum >= from {
				sums[i] = done
			}
		}
	})
}

// above lists the rows of a chunk whose sums are no less.
func (w *worker) above(at int, from float32) []int32 {
	n := 0
	for i, sum := range w.sumsOf(at) {
		w.rows[n] = int32(i) //nolint:gosec // of a chunk
		if sum >= from {
			n++
		}
	}
	return w.rows[:n]
}

// offer takes a row in where it is among the best so far, and raises the bar.
func (p *pass) offer(h hit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.top.offer(h) {
		p.bar.Store(math.Float32bits(p.top.least()))
	}
}

// worker adds up chunks and keeps the best rows of them.
type worker struct {
	*pass
	names  [chunkRows]float32 // the best of each row's
	rows   [chunkRows]int32   // that are looked at further
	faces  [chunkRows]float32 // the most that each row's says
	heads  [chunkRows]uint32  // of the items of those
	counts histogram
}

// columns adds up what is cheap of a chunk, column by column: a loop over one column and
// one table has nothing to wait for but memory.
func (w *worker) columns(at int) {
	c, sums := w.view.chunks[at], w.sums[at*chunkRows:][:w.view.size(at)]
	clear(sums)
	said := w.said
	for ; len(said) > 1; said = said[2:] {
		addTwo(sums, c.traits[said[0]], c.traits[said[1]], w.traits[said[0]], w.traits[said[1]])
	}
	if len(said) > 0 {
		add(sums, c.traits[said[0]], w.traits[said[0]])
	}
	w.addPlaces(sums, c)
	w.addOrigins(sums, c)
	if w.day != 0 {
		births := c.traits[evidence.TraitBirth]
		for i, day := range c.day[:len(sums)] {
			if day == w.day {
				sums[i] += w.birthday - w.traits[evidence.TraitBirth][births[i]]
			}
		}
	}
	pool := w.view.poolOf(at)
	w.addNames(sums, c, pool, w.sight.names)
	if w.families != nil {
		w.addNames(sums, c, pool, w.families)
	}
	w.counts.sample(sums)
}

func add(sums []float32, column []uint32, table []float32) {
	column = column[:len(sums)]
	for i, id := range column {
		sums[i] += table[id]
	}
}

func addTwo(sums []float32, column, other []uint32, table, others []float32) {
	column, other = column[:len(sums)], other[:len(sums)]
	for i, id := range column {
		sums[i] += table[id] + others[other[i]]
	}
}

// addPlaces: how much a place says depends on the time between.
func (w *worker) addPlaces(sums []float32, c *chunk) {
	places, events := c.traits[evidence.TraitPlace][:len(sums)], c.traits[evidence.TraitEvent][:len(sums)]
	for i, place := range places {
		sums[i] += w.places[w.waits[events[i]]][place]
	}
}

// addOrigins puts the origin in two parts in the place of what its trait alone says.
func (w *worker) addOrigins(sums []float32, c *chunk) {
	if w.homes == nil {
		return
	}
	alone, logs, share := w.traits[evidence.TraitOrigin], names.LogTable(), w.probe.OriginCounts()
	origins, places := c.traits[evidence.TraitOrigin][:len(sums)], c.traits[evidence.TraitPlace][:len(sums)]
	for i, origin := range origins {
		if home := w.homes[origin]; home >= 0 {
			sums[i] += float32(logs.Log2(float64(home+w.seen[places[i]])))*share - alone[origin]
		}
	}
}

// addNames adds what a table says of the best of a row's names. The first two are looked up
// by themselves: they lie anywhere in a large table, and a loop of nothing else waits for
// many at a time.
func (w *worker) addNames(sums []float32, c *chunk, pool []uint32, table []float32) {
	best, others := w.names[:len(sums)], c.names[1][:len(sums)]
	for i, n := range c.names[0][:len(sums)] {
		best[i] = max(table[n], table[others[i]])
	}
	for i, tells := range c.tells[:len(sums)] {
		if tells&tellsNames != 0 {
			entry := c.items[i]
			for _, id := range pool[entry+1 : entry+1+pool[entry]&0xff] {
				best[i] = max(best[i], table[id+1])
			}
		}
		if best[i] != evidence.NothingSaid {
			sums[i] += best[i]
		}
	}
}
