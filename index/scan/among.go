package scan

import (
	"context"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

// selection holds some rows of a view.
type selection struct {
	rows []int    // in order
	bits []uint64 // the same, a bit a row
}

// BestAmong is Best among the named subjects: what it costs grows with them, up to what
// Best costs. Those that the table does not have are left out.
func (t *Table) BestAmong(ctx context.Context, probe *feature.Probe, limit int, names []string) ([]feature.Candidate, error) {
	v := t.view.Load()
	return t.best(ctx, v, probe, limit, t.selected(v, names))
}

// selected finds the rows of the named in a view.
func (t *Table) selected(v *view, names []string) *selection {
	s := &selection{rows: make([]int, 0, len(names)), bits: make([]uint64, (v.rows+63)/64)}
	var moved map[uint64]bool // if a row is not, or no longer, in this view
	for _, name := range names {
		hash := hashOf(name)
		if row, ok := t.at.get(hash); ok && row < v.rows && v.hashAt(row) == hash {
			s.add(row)
			continue
		}
		if moved == nil {
			moved = map[uint64]bool{}
		}
		moved[hash] = true
	}
	for row := 0; row < v.rows && len(moved) > 0; row++ {
		if hash := v.hashAt(row); moved[hash] {
			s.add(row)
			delete(moved, hash)
		}
	}
	slices.Sort(s.rows)
	return s
}

func (v *view) hashAt(row int) uint64 { return v.chunks[row/chunkRows].hashes[row%chunkRows] }

func (s *selection) add(row int) {
	if s.bits[row/64]>>(row%64)&1 == 0 {
		s.bits[row/64] |= 1 << (row % 64)
		s.rows = append(s.rows, row)
	}
}

// size returns how many rows are asked about.
func (s *selection) size(v *view) int {
	if s == nil {
		return v.rows
	}
	return len(s.rows)
}

// hits returns every row as one that may be the best.
func (s *selection) hits() []hit {
	all := make([]hit, len(s.rows))
	for i, row := range s.rows {
		all[i] = hit{bits: float32(math.Inf(1)), row: uint32(row)}
	}
	return all
}

// leave has a pass look no further at the rows of a chunk that are not asked about.
func (s *selection) leave(sums []float32, at int) {
	if s == nil {
		return
	}
	for i := range sums {
		if row := at*chunkRows + i; s.bits[row/64]>>(row%64)&1 == 0 {
			sums[i] = done
		}
	}
}
