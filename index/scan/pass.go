package scan

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/evidence"
	"github.com/guitu-project/guitu/matcher/names"
)

// pass adds up the weights of rows. What is cheap is added for every row; a row that
// could not be among the best whatever the rest says is left there.
type pass struct {
	*sight
	view    *view
	sums    []float32     // by row; done for one that is left, or among the best already
	bar     atomic.Uint32 // bits of what a row must reach
	workers []worker
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
	for i := range p.workers {
		p.workers[i].pass, p.workers[i].top.limit = p, limit
	}
	if err := p.chunks(ctx, (*worker).columns); err != nil {
		return nil, err
	}
	if err := p.begin(limit); err != nil {
		return nil, err
	}
	if len(p.looks) > 0 {
		if err := cmp.Or(p.chunks(ctx, (*worker).ask), p.measure(ctx)); err != nil {
			return nil, err
		}
	}
	if err := p.chunks(ctx, (*worker).rest); err != nil {
		return nil, err
	}
	return p.best(limit), nil
}

// chunks lets the workers take one after the other.
func (p *pass) chunks(ctx context.Context, do func(w *worker, at int)) error {
	return share(ctx, len(p.workers), len(p.view.chunks), func(w, at int) error {
		do(&p.workers[w], at)
		return nil
	})
}

// begin adds up the rows that look best so far, so that there is a bar for all others.
func (p *pass) begin(limit int) error {
	var counts histogram
	for i := range p.workers {
		counts.add(&p.workers[i].counts)
	}
	var first []uint32
	from := counts.best(limit + limit/8)
	for row, sum := range p.sums {
		if sum >= from {
			first = append(first, uint32(row)) //nolint:gosec // below 2³²
		}
	}
	if err := p.measureSome(first); err != nil {
		return err
	}
	for _, row := range first {
		at, w := int(row/chunkRows), &p.workers[0]
		c := p.view.chunks[at]
		w.row(c, p.view.poolOf(at), int(row), p.sums[row], w.mostWords(c, int(row%chunkRows)))
		p.sums[row] = done
	}
	return nil
}

// raise sets the bar where it is lower.
func (p *pass) raise(to float32) {
	for {
		old := p.bar.Load()
		if math.Float32frombits(old) >= to || p.bar.CompareAndSwap(old, math.Float32bits(to)) {
			return
		}
	}
}

// best are the best rows of all workers, best first.
func (p *pass) best(limit int) []hit {
	var all []hit
	for i := range p.workers {
		all = append(all, p.workers[i].top.hits...)
	}
	slices.SortFunc(all, func(a, b hit) int { return b.compare(a) })
	return all[:min(limit, len(all))]
}

// worker adds up chunks and keeps the best rows of them.
type worker struct {
	*pass
	names  [chunkRows]float32 // the best of each row's
	counts histogram
	top    top
}

// columns adds up what is cheap of a chunk, column by column: a loop over one column and
// one table has nothing to wait for but memory.
func (w *worker) columns(at int) {
	c, sums := w.view.chunks[at], w.sums[at*chunkRows:][:w.view.size(at)]
	clear(sums)
	for t := range evidence.Traits {
		if t != evidence.TraitPlace && t != evidence.TraitOutfit {
			add(sums, c.traits[t], w.traits[t])
		}
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

// addNames adds what a table says of the best of a row's names. The first are looked up by
// themselves: they lie anywhere in a large table, and a loop of nothing else waits for many
// at a time.
func (w *worker) addNames(sums []float32, c *chunk, pool []uint32, table []float32) {
	names := w.names[:len(sums)]
	for i, n := range c.name[:len(sums)] {
		names[i] = evidence.NothingSaid
		if n != 0 {
			names[i] = table[n-1]
		}
	}
	for i, entry := range c.items[:len(sums)] {
		if entry != 0 {
			for _, id := range pool[entry+1 : entry+1+pool[entry]&0xff] {
				names[i] = max(names[i], table[id])
			}
		}
		if names[i] != evidence.NothingSaid {
			sums[i] += names[i]
		}
	}
}
