package vectors

import (
	"context"
	"runtime"
)

// NotAsked stands for the distance of a person whose faces nobody asks about.
const NotAsked = -1

// Near puts the squared distance of each person's nearest face into near, at the person,
// where it is less than what is there: about, by the codes alone; of vectors of length 1
// to some hundredths. Who is NotAsked there, or beyond near, stays so. It is for a pass that
// adds more than faces and weighs the best exactly.
func (g *Gallery) Near(ctx context.Context, query []float32, near []float32) error {
	c, err := g.query(query)
	if err != nil {
		return err
	}
	v := g.view.Load()
	shared := g.beams([]search{{vector: query, code: c, top: newTop(1)}})[0]
	asked := newBriefQuery(&c, g.dim)
	err = v.share(ctx, func(next func() (int, bool)) error {
		l := look{gallery: g, code: &c, brief: &asked, beam: shared.own(), near: near}
		for slot, ok := next(); ok; slot, ok = next() {
			for from, rows := 0, v.rows(slot); from < rows; from += tileRows {
				l.tile(v.slots[slot], from, min(tileRows, rows-from), v.epoch)
			}
		}
		return nil
	})
	runtime.KeepAlive(v)
	return err
}

// look is what a worker needs to look at segments.
type look struct {
	gallery *Gallery
	code    *code
	brief   *briefQuery
	beam    beam
	near    []float32

	dots      [tileRows]int32
	masks     [tileRows / groupRows]uint16
	distances [tileRows]float32
}

// tile looks at some rows, where any is asked for.
//
// A person's living faces are in one segment, and so the business of one worker; dead ones
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
	l.measure(s, from, count)
	if all {
		l.gallery.kernel.nearer(l.distances[:count], owners, l.near)
		return
	}
	for i, p := range owners {
		if mine(i, p) {
			l.near[p] = min(l.near[p], l.distances[i])
		}
	}
}

// measure works out the distances of some rows, by brief codes where there are any.
func (l *look) measure(s *segment, from, count int) {
	if lines := briefLines(l.gallery.dim); lines > 0 {
		size := briefSize(s.dim)
		l.gallery.kernel.brief(s.brief[from*size:(from+count)*size], lines, l.brief.codes, l.dots[:])
		terms := s.briefTerms[briefTerms*from:][:briefTerms*count]
		for i, dot := range l.dots[:count] {
			l.distances[i] = l.brief.distance(terms[briefTerms*i], terms[briefTerms*i+1], dot)
		}
		return
	}
	s.scan(from, count, &l.beam, l.dots[:], l.masks[:])
	l.gallery.kernel.distances(l.dots[:], s.terms[from*termCount:], float32(l.code.squares), l.code.scale, l.distances[:count])
}
