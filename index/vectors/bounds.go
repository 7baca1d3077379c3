package vectors

import (
	"context"
	"math"
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
		s := surveyor{view: v, code: &c, beam: shared.own(), visit: visit}
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
	block Block
	dots  [tileRows]int32
	masks [tileRows / groupRows]uint16
}

func (s *surveyor) segment(slot int) error {
	seg, rows := s.view.slots[slot], s.view.rows(slot)
	for from := 0; from < rows; from += tileRows {
		count := min(tileRows, rows-from)
		seg.scan(from, count, &s.beam, s.dots[:], s.masks[:])
		for i := range count {
			if row := from + i; seg.lives(row, s.view.epoch) {
				if err := s.add(seg, row, s.dots[i]); err != nil {
					return err
				}
			}
		}
	}
	return s.show()
}

// blockFaces is how many faces a block has at least, but for the last of a segment.
const blockFaces = 1024

func (s *surveyor) add(seg *segment, row int, dot int32) error {
	b := &s.block
	if n := len(b.Persons); n >= blockFaces && b.Persons[n-1] != seg.owner[row] {
		if err := s.show(); err != nil {
			return err
		}
	}
	low, high := s.code.bounds(seg.row(row), dot)
	b.Persons, b.Faces = append(b.Persons, seg.owner[row]), append(b.Faces, seg.face[row])
	b.Low = append(b.Low, below(low*low*(1-1e-12))) // less by what float64 rounded
	b.High = append(b.High, above(math.Min(high*high*(1+1e-12), math.MaxFloat32)))
	return nil
}

// show empties the block.
func (s *surveyor) show() error {
	b := &s.block
	if len(b.Persons) == 0 {
		return nil
	}
	err := s.visit(b)
	b.Persons, b.Faces, b.Low, b.High = b.Persons[:0], b.Faces[:0], b.Low[:0], b.High[:0]
	return err
}
