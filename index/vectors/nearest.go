package vectors

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"runtime"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Accept tells whether a person may be found: open, in an area, of a time. It is
// asked by several goroutines at a time, and only about people who are near enough;
// nil accepts everyone.
type Accept func(person int32) bool

// Nearest returns the k people nearest to the query by the nearest of their faces,
// the nearest first, exactly as measuring every face would, equals by the lower
// person; fewer if there are fewer. Errors are models.ErrInvalid for a query that
// Put would refuse, and the context's.
func (g *Gallery) Nearest(ctx context.Context, query []float32, k int, accept Accept) ([]Hit, error) {
	all, err := g.NearestBatch(ctx, [][]float32{query}, k, accept)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// NearestBatch is Nearest of each query, over the same people, in one pass: codes are
// read into the cache once for all queries.
func (g *Gallery) NearestBatch(ctx context.Context, queries [][]float32, k int, accept Accept) ([][]Hit, error) {
	searches := make([]search, len(queries))
	for i, q := range queries {
		c, err := g.query(q)
		if err != nil {
			return nil, fmt.Errorf("query %d: %w", i, err)
		}
		searches[i] = search{vector: q, code: c, top: newTop(max(k, 0))}
	}
	found := make([][]Hit, len(queries))
	if k <= 0 || len(queries) == 0 {
		return found, ctx.Err()
	}
	v, beams := g.view.Load(), g.beams(searches)
	err := v.share(ctx, func(next func() (int, bool)) error {
		w := worker{kernel: &g.kernel, view: v, accept: accept, searches: searches, lists: shortlists(len(searches), k)}
		for i := range beams {
			w.beams = append(w.beams, beams[i].own())
		}
		for slot, ok := next(); ok; slot, ok = next() {
			w.segment(slot)
		}
		for q := range searches {
			w.measure(q)
		}
		return nil
	})
	runtime.KeepAlive(v) // and with it what is mapped
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i] = searches[i].top.sorted()
	}
	return found, nil
}

// query encodes one.
func (g *Gallery) query(vector []float32) (code, error) {
	if len(vector) != g.dim {
		return code{}, fmt.Errorf("%w: %d numbers, not %d", models.ErrInvalid, len(vector), g.dim)
	}
	return encode(vector, make([]int8, 4*stepsOf(g.dim)))
}

// share lets workers, as many as there are processors, take the slots one after the other.
func (v *view) share(ctx context.Context, work func(next func() (int, bool)) error) error {
	return concurrent.Share(ctx, runtime.GOMAXPROCS(0), len(v.slots), func(_ int, next func() (int, bool)) error { return work(next) })
}

// search is one query. Its top is shared by the workers, the rest does not change.
type search struct {
	vector []float32
	code   code
	top    *top
}

// beam is one query or four that a kernel scans for at once.
type beam struct {
	first, count int // which searches; lanes of four beyond count find nothing
	scan         scan
	width        int
	query, bias  []int32
	limits       []float32 // the worker's own
}

// beams gathers searches by four; a single one goes alone.
func (g *Gallery) beams(searches []search) []beam {
	var all []beam
	for i := 0; i < len(searches); {
		b := beam{first: i, count: min(4, len(searches)-i), scan: g.kernel.four, width: 4}
		if b.count == 1 {
			b.scan, b.width = g.kernel.one, 1
		}
		codes := make([][]int8, b.width)
		b.bias = make([]int32, b.width)
		for q := range codes {
			codes[q] = searches[i+min(q, b.count-1)].code.codes
			for _, c := range codes[q] {
				b.bias[q] -= 128 * int32(c)
			}
		}
		b.query = g.kernel.pack(codes)
		all = append(all, b)
		i += b.count
	}
	return all
}

// own returns the beam with limits of its own, that let nothing pass yet.
func (b *beam) own() beam {
	mine := *b
	mine.limits = make([]float32, 3*b.width)
	for q := range b.width {
		mine.limits[3*q+2] = float32(math.Inf(-1))
	}
	return mine
}

// tileRows is how many rows are scanned for one beam after the other: 32 KiB of codes
// at 128 numbers.
const tileRows = 256

// worker scans segments for all queries.
type worker struct {
	kernel   *kernel
	sums     [4]float64
	view     *view
	accept   Accept
	searches []search
	beams    []beam
	lists    []shortlist // by query
	dots     [4 * tileRows]int32
	masks    [4 * tileRows / groupRows]uint16
}

// segment scans the rows of a slot.
func (w *worker) segment(slot int) {
	rows := w.view.rows(slot)
	for i := range w.beams {
		for q := range w.beams[i].count {
			w.beams[i].aim(q, &w.searches[w.beams[i].first+q])
		}
	}
	for from := 0; from < rows; from += tileRows {
		for i := range w.beams {
			w.tile(slot, from, min(tileRows, rows-from), &w.beams[i])
		}
	}
}

// aim sets the limits of a beam's query by what its search still looks for.
func (b *beam) aim(q int, s *search) {
	b.limits[3*q], b.limits[3*q+1], b.limits[3*q+2] = s.code.limits(s.top.reach())
}

// tile scans some rows for a beam, and lists those that pass.
func (w *worker) tile(slot, from, rows int, b *beam) {
	s := w.view.slots[slot]
	s.scan(from, rows, b, w.dots[:], w.masks[:])
	for at, mask := range w.masks[:(rows+groupRows-1)/groupRows*b.width] {
		for ; mask != 0; mask &= mask - 1 {
			lane := bits.TrailingZeros16(mask)
			if row := from + at/b.width*groupRows + lane; row < from+rows {
				w.pass(slot, row, b, at%b.width, w.dots[at*groupRows+lane])
			}
		}
	}
}

// scan runs the kernel over rows that begin a group; whole turns of groups are there.
func (s *segment) scan(from, rows int, b *beam, dots []int32, masks []uint16) {
	whole := (rows + turnRows - 1) / turnRows * turnRows
	b.scan(s.codes[from*4*s.steps:(from+whole)*4*s.steps], s.terms[from*termCount:(from+whole)*termCount],
		b.query, b.bias, b.limits, s.steps, rows, dots, masks)
}

// pass lists a row that may be among a query's nearest.
func (w *worker) pass(slot, row int, b *beam, q int, dot int32) {
	s, seg := &w.searches[b.first+q], w.view.slots[slot]
	low, _ := s.code.bounds(seg.row(row), dot)
	if low > s.top.reach() || !seg.lives(row, w.view.epoch) || w.accept != nil && !w.accept(seg.owner[row]) {
		return
	}
	list := &w.lists[b.first+q]
	*list = append(*list, candidate{below(low), int32(slot), int32(row)})
	if len(*list) == cap(*list) {
		w.measure(b.first + q)
		b.aim(q, s)
	}
}

// measure empties a query's list, the likeliest first, until what is left is too far.
func (w *worker) measure(q int) {
	s, list := &w.searches[q], &w.lists[q]
	for list.heap(); len(*list) > 0; {
		c := list.pop()
		if float64(c.low) > s.top.reach() {
			break
		}
		seg := w.view.slots[c.slot]
		vector := seg.vector(int(c.row))
		s.top.offer(Hit{
			Person: seg.owner[c.row], Face: int(seg.face[c.row]),
			Distance: w.kernel.squaredDistance(s.vector, vector, vector, &w.sums),
		})
	}
	*list = (*list)[:0]
}
