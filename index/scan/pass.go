package scan

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models/concurrent"
)

// pass adds up the weights of rows. What is cheap is added for every row; a row that
// could not be among the best whatever the rest says is left there.
type pass struct {
	*queryTables
	view    *view
	only    *selection // rows that are asked about; all if nil
	sums    []float32  // by row; done for one that is left, or among the best already
	workers []worker

	mu        sync.Mutex
	top       top
	threshold atomic.Uint32 // bits of what a row must reach to be among them
}

// pass returns the best rows, best first.
func (s *queryTables) pass(ctx context.Context, v *view, d depth, only *selection) ([]hit, error) {
	p := &pass{queryTables: s, view: v, only: only, workers: make([]worker, min(runtime.GOMAXPROCS(0), len(v.chunks))), top: newTop(d)}
	p.sums = s.buffer(v.rows)
	p.threshold.Store(math.Float32bits(done))
	for i := range p.workers {
		p.workers[i].pass = p
	}
	for _, do := range []func() error{
		func() error { return p.measure(ctx) },
		func() error { return p.chunks(ctx, (*worker).addColumns) },
		func() error { return p.begin(ctx) },
		func() error { return p.chunks(ctx, func(w *worker, at int) { w.addExpensive(at, w.survivors(at)) }) },
	} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	hits := p.top.best()
	slices.SortFunc(hits, func(a, b hit) int { // of equals the one whose name says so, in whichever table
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(v.hashAt(int(a.row)), v.hashAt(int(b.row))))
	})
	return hits, nil
}

// chunks lets the workers take one after the other.
func (p *pass) chunks(ctx context.Context, do func(w *worker, at int)) error {
	return concurrent.ForEach(ctx, len(p.workers), len(p.view.chunks), func(w, at int) error {
		do(&p.workers[w], at)
		return nil
	})
}

// begin adds up the rows that look best so far, so that there is a bar for all others: first as
// many as there will be at least, whatever they come to, then those that may be among the best
// beside them.
func (p *pass) begin(ctx context.Context) error {
	var counts histogram
	for i := range p.workers {
		counts.add(&p.workers[i].counts)
	}
	for _, rows := range [...]int{p.top.always, p.top.most} {
		from := counts.best(1 + rows/sampled)
		if p.only != nil {
			from = max(from, -math.MaxFloat32) // which those that are not asked about do not reach
		}
		if err := p.chunks(ctx, func(w *worker, at int) {
			rows, sums := w.above(at, from), w.sumsOf(at)
			w.addExpensive(at, rows)
			for _, i := range rows {
				sums[i] = done
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// above lists the rows of a chunk whose sums are no less.
func (w *worker) above(at int, from float32) []int32 {
	return w.rows[:w.kernel.Above(w.rows[:], w.sumsOf(at), from)]
}

// offer takes a row in if it is among the best so far, and raises the bar.
func (p *pass) offer(h hit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.threshold.Store(math.Float32bits(p.top.offer(h)))
}

// worker adds up chunks and keeps the best rows of them.
type worker struct {
	*pass
	names  [chunkRows]float32 // the best of each row's
	rows   [chunkRows]int32   // that are looked at further
	heads  [chunkRows]uint32  // of the items of those
	added  [][]uint32         // columns, and what is said of their numbers
	tables [][]float32
	counts histogram

	met       []metFace // rows that are among the best if their faces are as near as they may be
	people    []int32   // whose faces are measured, and how far they are
	distances []float64

	asked bool // whether known left a row of a chunk to be asked about
}

// addColumns adds up what is cheap of a chunk.
func (w *worker) addColumns(at int) {
	c, sums := w.view.chunks[at], w.sumsOf(at)
	clear(sums)
	w.added, w.tables = w.added[:0], w.tables[:0]
	for _, t := range w.plain {
		w.added, w.tables = append(w.added, c.columns[t]), append(w.tables, w.columns[t])
	}
	w.kernel.Add(sums, w.added, w.tables)
	for k := range w.byGap {
		g := &w.byGap[k]
		w.kernel.AddBy(sums, c.columns[eventColumn], g.after, c.columns[g.column], g.bits)
	}
	if w.own != nil {
		w.kernel.AddLog(sums, c.columns[jointColumn], w.own, w.columns[jointColumn], c.columns[w.joint.Other], w.other, w.joint.Share)
	}
	for _, e := range w.exacts {
		column := e.of.Column()
		for i, number := range c.exacts[e.of][:len(sums)] {
			if number == e.number {
				sums[i] += e.bits - w.columns[column][c.columns[column][i]]
			}
		}
	}
	pool := w.view.poolOf(at)
	w.addNames(sums, c, pool, w.queryTables.names)
	if w.families != nil {
		w.addNames(sums, c, pool, w.families)
	}
	w.addFaces(sums, c)
	w.only.leave(sums, at)
	w.counts.sample(sums)
}

// addNames adds what a table says of the best of a row's names.
func (w *worker) addNames(sums []float32, c *chunk, pool []uint32, table []float32) {
	w.kernel.AddBest(sums, c.names[0], c.names[1], table, w.names[:], feature.NothingSaid)
	for _, i := range w.rows[:w.kernel.Having(w.rows[:], c.parts[:len(sums)], hasNames)] {
		entry, best := c.items[i], w.names[i]
		for _, id := range pool[entry+1 : entry+1+pool[entry]&0xff] {
			best = max(best, table[id+1])
		}
		switch {
		case w.names[i] != feature.NothingSaid:
			sums[i] += best - w.names[i]
		case best != feature.NothingSaid:
			sums[i] += best
		}
	}
}
