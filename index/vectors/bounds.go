package vectors

import (
	"context"
	"runtime"
)

// Block is some faces with bounds of their squared distances from a query: Low[i] ≤
// distance ≤ High[i]. A person's faces stand side by side and in one block.
type Block struct {
	Persons   []int32
	Faces     []uint16 // places in what Put got
	Low, High []float32
}

// Bounds shows the bounds of every face, for a pass that adds more than faces. visit
// is called by several goroutines at a time, as many as there are processors, each
// with blocks of its own that it must not keep; its first error ends the pass and is
// returned. Errors otherwise are as of Nearest.
func (g *Gallery) Bounds(ctx context.Context, query []float32, visit func(*Block) error) error {
	c, err := g.query(query)
	if err != nil {
		return err
	}
	v := g.view.Load()
	shared := g.beams([]search{{vector: query, code: c, top: newTop(1)}})[0]
	err = v.share(ctx, func(next func() (int, bool)) error {
		s := &surveyor{view: v, code: &c, beam: shared.own(), visit: visit}
		for slot, ok := next(); ok; slot, ok = next() {
			if err := s.segment(slot); err != nil {
				return err
			}
		}
		return nil
	})
	runtime.KeepAlive(v)
	return err
}

// surveyor bounds all rows of segments.
type surveyor struct {
	view  *view
	code  *code
	beam  beam
	visit func(*Block) error
	dots  [tileRows]int32
	masks [tileRows / groupRows]uint16

	persons   [mostFaces]int32
	faces     [mostFaces]uint16
	low, high [mostFaces]float32
	count     int
}

// A block is shown when it has so many faces, or the segment ends; a person whose faces
// may go on stays for the next.
const (
	blockFaces = 1024
	mostFaces  = blockFaces + MaxFaces + tileRows
)

func (s *surveyor) segment(slot int) error {
	seg, rows := s.view.slots[slot], s.view.rows(slot)
	for from := 0; from < rows; from += tileRows {
		count := min(tileRows, rows-from)
		seg.scan(from, count, &s.beam, s.dots[:], s.masks[:])
		for i := 0; i < count; i += groupRows {
			s.group(seg, from+i, min(groupRows, count-i), (*[groupRows]int32)(s.dots[i:]))
		}
		if s.count >= blockFaces {
			open := s.count - 1
			for open > 0 && s.persons[open-1] == s.persons[s.count-1] {
				open--
			}
			if err := s.show(open); err != nil {
				return err
			}
		}
	}
	return s.show(s.count)
}

// group bounds the rows of one.
func (s *surveyor) group(seg *segment, from, rows int, dots *[groupRows]int32) {
	terms := (*[termCount * groupRows]float32)(seg.terms[from*termCount:])
	for i := range rows {
		if !seg.lives(from+i, s.view.epoch) {
			continue
		}
		low, high := s.code.bounds(row{terms[i], terms[groupRows+i], terms[2*groupRows+i]}, dots[i])
		n := s.count
		s.persons[n], s.faces[n] = seg.owner[from+i], seg.face[from+i]
		s.low[n], s.high[n] = lower(low*low), higher(high*high)
		s.count++
	}
}

// rounding is more than float64 and float32 round by, leastNormal the least number that
// float32 rounds so well.
const (
	rounding    = 1.0 / (1 << 22)
	leastNormal = 1.2e-38
)

func lower(x float64) float32 {
	if x < 2*leastNormal {
		return 0
	}
	return float32(x * (1 - rounding))
}

func higher(x float64) float32 { return float32(x*(1+rounding) + leastNormal) }

// show empties the block of its first faces.
func (s *surveyor) show(count int) error {
	if count == 0 {
		return nil
	}
	err := s.visit(&Block{Persons: s.persons[:count], Faces: s.faces[:count], Low: s.low[:count], High: s.high[:count]})
	copy(s.persons[:], s.persons[count:s.count])
	copy(s.faces[:], s.faces[count:s.count])
	copy(s.low[:], s.low[count:s.count])
	copy(s.high[:], s.high[count:s.count])
	s.count -= count
	return err
}
