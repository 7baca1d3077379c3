package vectors

import (
	"context"
	"runtime"
)

// Near puts the squared distance of each person's nearest face into near, at the person,
// where it is less than what is there: about, by the codes alone; of vectors of length 1
// to some hundredths. Nobody is looked at who has 0 there or is beyond near, so the fewer
// are asked for the less is read. It is for a pass that adds more than faces and weighs
// the best exactly.
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

// NearOf is Near of some people, by whatever they have now.
func (g *Gallery) NearOf(query []float32, people []int32, near []float32) error {
	c, err := g.query(query)
	if err != nil {
		return err
	}
	type face struct {
		of  *segment
		row int
	}
	faces := make([]face, 0, len(people))
	g.mu.Lock()
	for _, p := range people {
		if at, ok := g.spans[p]; ok {
			for i := range at.count {
				faces = append(faces, face{g.slots[at.slot], int(at.from + i)})
			}
		}
	}
	g.mu.Unlock()
	asked := newBriefQuery(&c, g.dim)
	l := look{gallery: g, code: &c, brief: &asked, near: near}
	for _, f := range faces {
		if l.lines() > 0 {
			l.rows[0], l.count = int32(f.row), 1 //nolint:gosec // 8,192 rows
			l.listed(f.of)
		} else {
			l.found(f.of.owner[f.row], f.of.distance(f.row, &c, f.of.product(f.row, &c)))
		}
	}
	runtime.KeepAlive(faces)
	return nil
}

// look is what a worker needs to look at segments.
type look struct {
	gallery *Gallery
	code    *code
	brief   *briefQuery
	beam    beam
	near    []float32

	rows  [tileRows + briefAhead]int32 // that are asked for
	count int
	dots  [tileRows]int32
	masks [tileRows / groupRows]uint16
}

func (l *look) lines() int { return briefLines(l.gallery.dim) }

// tile looks at those of some rows that are asked for.
func (l *look) tile(s *segment, from, count int, epoch uint64) {
	l.count = 0
	for row := from; row < from+count; row++ {
		// A person's living faces are in one segment, and so the business of one worker; dead
		// ones may lie in another's, which must not even look at what the person has.
		if p := s.owner[row]; int(p) < len(l.near) && s.lives(row, epoch) {
			l.rows[l.count] = int32(row) //nolint:gosec // 8,192 rows
			if l.near[p] > 0 {           // by no jump: nobody can foresee it
				l.count++
			}
		}
	}
	switch {
	case l.count == 0:
	case l.lines() > 0:
		l.listed(s)
	default:
		s.scan(from, count, &l.beam, l.dots[:], l.masks[:])
		for _, row := range l.rows[:l.count] {
			l.found(s.owner[row], s.distance(int(row), l.code, l.dots[int(row)-from]))
		}
	}
}

// listed looks at the brief codes of the rows that are listed.
func (l *look) listed(s *segment) {
	for i := range briefAhead {
		l.rows[l.count+i] = l.rows[l.count-1]
	}
	l.gallery.kernel.brief(s.brief, l.rows[:l.count], l.lines(), l.brief.codes, l.dots[:])
	for i, row := range l.rows[:l.count] {
		l.found(s.owner[row], l.brief.distance(s.briefTerms[2*row], s.briefTerms[2*row+1], l.dots[i]))
	}
}

func (l *look) found(person int32, d2 float32) { l.near[person] = min(l.near[person], d2) }

// distance is about the squared one of a row, by the product of its codes.
func (s *segment) distance(row int, c *code, dot int32) float32 {
	r := s.row(row)
	return max(0, r.left+float32(c.squares)-c.scale*r.scale*float32(dot))
}

// product is that of a row's codes with a query's.
func (s *segment) product(row int, c *code) (dot int32) {
	at, _ := s.place(row)
	for step := range s.steps {
		for k, x := range c.codes[4*step : 4*step+4] {
			dot += int32(x) * (int32(s.codes[at+step*stepBytes+k]) - 128)
		}
	}
	return dot
}
