package vectors

import (
	"context"
	"math"
	"runtime"
)

// NotAsked stands for the distance of a person whose faces no one asks about.
const NotAsked = -1

// coarseOff is the standard deviation of what coarse codes make of a squared distance, in squares
// of how far the query is from the centre, over the root of how many numbers there are: 2ρ, as a
// stranger is about as far from it. It is taken off surely times, which is too little for one
// in 300.
const coarseOff, surely = .2, 3

// Near puts the least that the squared distance of each person's nearest face may be into near,
// at the person, if it is less than what is there: what coarse codes tell of it less three
// times what they are off; of vectors of length 1 it is some hundredths too little. Who is
// NotAsked there, or beyond near, stays so. It is for a pass that adds more than faces and
// measures whom they bring among the best.
func (g *Gallery) Near(ctx context.Context, query []float32, near []float32) error {
	if _, err := g.query(query); err != nil {
		return err
	}
	v := g.view.Load()
	err := v.share(ctx, func(next func() (int, bool)) error {
		l := look{kernel: &g.kernel, near: near}
		for slot, ok := next(); ok; slot, ok = next() {
			l.segment(v, slot, query)
		}
		return nil
	})
	runtime.KeepAlive(v)
	return err
}

// look holds what a worker needs to look at segments.
type look struct {
	kernel    *kernel
	query     coarseQuery
	near      []float32
	distances [tileRows]float32
}

// segment looks at the rows of a slot.
func (l *look) segment(v *view, slot int, query []float32) {
	s, rows := v.slots[slot], v.rows(slot)
	if rows == 0 {
		return
	}
	l.query.from(query, s.centre)
	l.query.squares *= 1 - coarseOff*surely/float32(math.Sqrt(float64(s.dim)))
	for from := 0; from < rows; from += tileRows {
		l.tile(s, from, min(tileRows, rows-from), v.epoch)
	}
}

// tile looks at some rows, if any is asked for.
//
// A person's live faces are in one segment, and so the business of one worker; dead ones
// may lie in another's, which must not even look at what the person has.
func (l *look) tile(s *segment, from, count int, epoch uint64) {
	owners, all := s.owner[from:from+count], s.dead.Load() == 0
	mine := func(i int, p int32) bool { return int(p) < len(l.near) && (all || s.lives(from+i, epoch)) }
	asked := false
	for i := 0; i < count && !asked; i++ {
		asked = mine(i, owners[i]) && l.near[owners[i]] != NotAsked
	}
	if !asked {
		return
	}
	to := from + padded(count)
	l.kernel.coarse(s.coarse[coarseSize(from, s.dim):coarseSize(to, s.dim)], s.coarseTerms[from*coarseTerms:to*coarseTerms], &l.query, count, l.distances[:])
	if all {
		l.kernel.nearer(l.distances[:count], owners, l.near)
		return
	}
	for i, p := range owners {
		if mine(i, p) {
			l.near[p] = min(l.near[p], l.distances[i])
		}
	}
}
