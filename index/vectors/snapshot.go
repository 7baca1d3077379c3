package vectors

import (
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Part holds some faces of a gallery as they lie in memory, to be written to a file and
// mapped again by the same version of the program.
type Part struct {
	Codes       []byte
	Terms       []float32
	Vectors     []float32
	Centre      []float32
	Coarse      []byte
	CoarseTerms []float32
	Owners      []int32
	Faces       []uint16
	Dead        []byte // 1 if a face was deleted
}

// Snapshot describes a gallery as it was at one time.
type Snapshot struct {
	Dim  int
	view *view
}

// Snapshot returns the gallery as it is now. It copies nothing; later changes do not show.
func (g *Gallery) Snapshot() Snapshot { return Snapshot{g.dim, g.view.Load()} }

// Parts shows the gallery part by part, until yield returns false. A part must not be
// kept.
func (f Snapshot) Parts(yield func(Part) bool) {
	for slot, s := range f.view.slots {
		rows := f.view.rows(slot)
		if rows == 0 {
			continue
		}
		dead := s.deadAt(rows, f.view.epoch)
		if slot == f.view.tail { // whose last group is being written
			s = s.copyRows(rows)
		} else if slices.Contains(dead, 1) {
			s = s.clone()
		}
		for i, gone := range dead {
			if gone != 0 { // no file may hold the face of who was erased
				s.blank(i)
			}
		}
		p := Part{
			Codes: s.codes[:padded(rows)*4*s.steps], Terms: s.terms[:padded(rows)*termCount], Vectors: s.vectors[:rows*s.dim],
			Centre: s.centre, Coarse: s.coarse[:coarseSize(padded(rows), s.dim)], CoarseTerms: s.coarseTerms[:padded(rows)*coarseTerms],
			Owners: s.owner[:rows], Faces: s.face[:rows], Dead: dead,
		}
		if !yield(p) {
			return
		}
	}
}

// padded is rows in whole turns, which kernels scan.
func padded(rows int) int { return (rows + turnRows - 1) / turnRows * turnRows }

// Restore returns the gallery of these parts, whose slices it takes over and never writes to;
// what is added goes to dir, as with New. held is kept alive as long as any part is: the mapped
// file that they lie in, nil for the heap.
// Errors: models.ErrDataLoss for parts that do not fit each other.
func Restore(dim int, dir string, parts []Part, held any) (*Gallery, error) {
	g, err := New(dim, dir)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		rows := len(p.Owners)
		s := &segment{
			dim: dim, steps: stepsOf(dim), codes: p.Codes, terms: p.Terms, vectors: p.Vectors, centre: p.Centre, coarse: p.Coarse, coarseTerms: p.CoarseTerms, owner: p.Owners, face: p.Faces,
			died: newDied(rows), used: rows, held: held, mapped: held != nil,
		}
		if rows == 0 || len(p.Codes) != padded(rows)*4*s.steps || len(p.Terms) != padded(rows)*termCount ||
			len(p.Centre) != dim || len(p.Coarse) != coarseSize(padded(rows), dim) || len(p.CoarseTerms) != padded(rows)*coarseTerms || len(p.Vectors) != rows*dim || len(p.Faces) != rows || len(p.Dead) != rows {
			return nil, fmt.Errorf("%w: a part of %d faces", models.ErrDataLoss, rows)
		}
		if err := g.adopt(s, p.Dead); err != nil {
			return nil, err
		}
	}
	g.view.Store(&view{epoch: 1, slots: g.slots, tail: -1})
	return g, nil
}

// adopt takes a segment over as a slot.
func (g *Gallery) adopt(s *segment, dead []byte) error {
	slot := int32(len(g.slots))
	g.slots = append(g.slots, s)
	for i := 0; i < s.used; {
		from := i
		for i++; i < s.used && s.owner[i] == s.owner[from] && s.face[i] == s.face[i-1]+1; i++ {
		}
		if dead[from] != 0 {
			s.markDeleted(from, i-from, 1)
			continue
		}
		if _, twice := g.spans[s.owner[from]]; twice || s.face[from] != 0 {
			return fmt.Errorf("%w: faces of %d", models.ErrDataLoss, s.owner[from])
		}
		g.spans[s.owner[from]] = span{slot, int32(from), int32(i - from)}
		g.faces += i - from
	}
	return nil
}
