package vectors

import (
	"slices"
	"sync/atomic"
	"unsafe"

	"github.com/guitu-project/guitu/index/mapped"
)

// segmentRows is how many rows a segment has at most: what a worker takes at a time,
// 1 MiB of codes at 128 numbers. The first segments of a gallery are smaller.
const (
	segmentRows = 8192
	fewestRows  = 256
)

// segment holds rows that were added one after the other. Its rows never change; beyond
// those that a reader knows of, a writer adds more.
type segment struct {
	dim, steps  int
	codes       []byte    // see scan
	terms       []float32 // see scan
	centre      []float32 // what coarse codes are of the difference from
	coarse      []byte    // see coarse
	coarseTerms []float32 // see encodeCoarse
	vectors     []float32 // rows × dim
	owner       []int32   // whose face
	face        []uint16  // which of theirs
	died        []atomic.Uint64
	dead        atomic.Int64 // how many of those are not 0

	held   any  // what the slices lie in, if it is not the heap
	mapped bool // the vectors lie in a mapped file

	// the writer's
	used int
}

func newSegment(dim, rows int, vectors, centre []float32) *segment {
	s := &segment{
		dim: dim, steps: stepsOf(dim), vectors: vectors, centre: centre,
		terms: make([]float32, rows*termCount), owner: make([]int32, rows), face: make([]uint16, rows), died: newDied(rows),
	}
	s.codes = make([]byte, rows*4*s.steps)
	s.coarse, s.coarseTerms = make([]byte, coarseSize(rows, dim)), make([]float32, rows*coarseTerms)
	return s
}

func newDied(rows int) []atomic.Uint64 { return make([]atomic.Uint64, rows) }

// stepsOf returns how many steps of four codes a vector takes; kernels take four steps at
// a time.
func stepsOf(dim int) int { return (dim + 15) / 16 * 4 }

func (s *segment) rows() int { return len(s.owner) }

func (s *segment) vector(i int) []float32 { return s.vectors[i*s.dim : (i+1)*s.dim] }

// place returns where a row's first four codes are, and its first term.
func (s *segment) place(i int) (codes, term int) {
	group, lane := i/groupRows, i%groupRows
	return group*s.steps*stepBytes + 4*lane, group*groupRows*termCount + lane
}

func (s *segment) row(i int) row {
	_, t := s.place(i)
	return row{s.terms[t], s.terms[t+groupRows], s.terms[t+2*groupRows]}
}

// add appends a row. codes are as many as the steps take.
func (s *segment) add(owner int32, face uint16, vector []float32, codes []int8, r row) {
	i := s.used
	at, t := s.place(i)
	for step := range s.steps {
		for j, c := range codes[4*step : 4*step+4] {
			s.codes[at+step*stepBytes+j] = byte(int(c) + 128)
		}
	}
	s.terms[t], s.terms[t+groupRows], s.terms[t+2*groupRows] = r.left, r.scale, r.spread
	copy(s.vector(i), vector)
	s.encodeCoarse(i, vector)
	s.owner[i], s.face[i] = owner, face
	s.used++
}

// copyRow appends a row of another segment.
func (s *segment) copyRow(from *segment, i int) {
	to, t := s.place(s.used)
	at, _ := from.place(i)
	for step := range s.steps {
		copy(s.codes[to+step*stepBytes:][:4], from.codes[at+step*stepBytes:][:4])
	}
	r := from.row(i)
	s.terms[t], s.terms[t+groupRows], s.terms[t+2*groupRows] = r.left, r.scale, r.spread
	copy(s.vector(s.used), from.vector(i))
	s.encodeCoarse(s.used, from.vector(i))
	s.owner[s.used], s.face[s.used] = from.owner[i], from.face[i]
	s.used++
}

// copyRows returns a copy of the first rows, which reads nothing beyond them.
func (s *segment) copyRows(rows int) *segment {
	c := newSegment(s.dim, padded(rows), make([]float32, padded(rows)*s.dim), s.centre)
	for i := range rows {
		c.copyRow(s, i)
	}
	return c
}

// clone returns a copy of a segment to which nothing is added any more.
func (s *segment) clone() *segment {
	return &segment{
		dim: s.dim, steps: s.steps, codes: slices.Clone(s.codes), terms: slices.Clone(s.terms), centre: s.centre, coarse: slices.Clone(s.coarse),
		coarseTerms: slices.Clone(s.coarseTerms), vectors: slices.Clone(s.vectors), owner: s.owner, face: s.face, used: s.used,
	}
}

// blank leaves a row its place and nothing of its face.
func (s *segment) blank(i int) {
	at, t := s.place(i)
	for step := range s.steps {
		clear(s.codes[at+step*stepBytes:][:4])
	}
	s.terms[t], s.terms[t+groupRows], s.terms[t+2*groupRows] = 0, 0, 0
	clear(s.vector(i))
	s.encodeCoarse(i, s.vector(i))
}

// mean returns that of the rows so far, of which there are some.
func (s *segment) mean() []float32 {
	sums, mean := make([]float64, s.dim), make([]float32, s.dim)
	for i := range s.used {
		for k, x := range s.vector(i) {
			sums[k] += float64(x)
		}
	}
	for k, sum := range sums {
		mean[k] = float32(sum / float64(s.used))
	}
	return mean
}

// liveRows returns how many of the rows so far are not gone.
func (s *segment) liveRows() int { return s.used - int(s.dead.Load()) }

// markDeleted marks rows as gone from an epoch on.
func (s *segment) markDeleted(from, count int, epoch uint64) {
	for i := from; i < from+count; i++ {
		s.died[i].Store(epoch)
	}
	s.dead.Add(int64(count))
}

// lives reports whether a row is there at an epoch.
func (s *segment) lives(i int, epoch uint64) bool {
	died := s.died[i].Load()
	return died == 0 || died > epoch
}

// deadAt returns, for each of the first rows, 1 if it is gone at an epoch and else 0.
func (s *segment) deadAt(rows int, epoch uint64) []byte {
	dead := make([]byte, rows)
	for i := range dead {
		if !s.lives(i, epoch) {
			dead[i] = 1
		}
	}
	return dead
}

// release forgets the pages of the vectors if they lie in a mapped file.
func (s *segment) release() {
	if !s.mapped {
		return
	}
	mapped.Release(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s.vectors))), 4*len(s.vectors))) //nolint:gosec // their memory
}
