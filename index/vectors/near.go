package vectors

import (
	"context"
	"runtime"
)

// Near puts the squared distance of each person's nearest face into near, at the
// person, where it is less than what is there: about, by the codes alone, to some
// hundredths of a per cent of the vectors' lengths. People beyond near are left out. It
// is for a pass that adds more than faces and weighs the best exactly.
func (g *Gallery) Near(ctx context.Context, query []float32, near []float32) error {
	c, err := g.query(query)
	if err != nil {
		return err
	}
	v := g.view.Load()
	shared := g.beams([]search{{vector: query, code: c, top: newTop(1)}})[0]
	err = v.share(ctx, func(next func() (int, bool)) error {
		b := shared.own()
		var dots [tileRows]int32
		var masks [tileRows / groupRows]uint16
		for slot, ok := next(); ok; slot, ok = next() {
			s := v.slots[slot]
			for from, rows := 0, v.rows(slot); from < rows; from += tileRows {
				count := min(tileRows, rows-from)
				s.scan(from, count, &b, dots[:], masks[:])
				s.near(from, count, &c, dots[:], near, v.epoch)
			}
		}
		return nil
	})
	runtime.KeepAlive(v)
	return err
}

// near brings some rows' distances into near. A person's living faces are in one segment,
// and so the business of one worker; dead ones may lie in another's, which must not even
// look at what the person has.
func (s *segment) near(from, count int, c *code, dots []int32, near []float32, epoch uint64) {
	squares := float32(c.squares)
	for i := range count {
		row := from + i
		t := (row/groupRows)*groupRows*termCount + row%groupRows
		d2 := max(0, s.terms[t]+squares-c.scale*s.terms[t+groupRows]*float32(dots[i]))
		if p := s.owner[row]; int(p) < len(near) && s.lives(row, epoch) && d2 < near[p] {
			near[p] = d2
		}
	}
}
