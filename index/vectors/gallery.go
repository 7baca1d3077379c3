package vectors

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/models"
)

// MaxFaces is how many faces one person may have in a gallery.
const MaxFaces = 1024

// Gallery holds the faces of one model, by person. It is safe for concurrent use:
// searches never wait, and each sees the gallery as it was when it began.
type Gallery struct {
	dim    int
	kernel kernel
	room   room
	mapped bool // vectors lie in mapped files
	view   atomic.Pointer[view]

	mu    sync.Mutex // of writers, for what follows
	slots []*segment // nil are free
	tail  int        // the slot that rows are added to, -1 before the first
	spans map[int32]span
	faces int
}

// view holds what a reader sees. Slots other than the tail are full up to used.
type view struct {
	epoch    uint64
	slots    []*segment
	tail     int
	tailRows int
}

// rows returns how many rows of a slot a reader sees.
func (v *view) rows(slot int) int {
	switch {
	case v.slots[slot] == nil:
		return 0
	case slot == v.tail:
		return v.tailRows
	default:
		return v.slots[slot].used
	}
}

// span says where a person's faces are, side by side.
type span struct{ slot, from, count int32 }

// New returns an empty gallery for vectors of dim numbers, 1 to 4096. If dir is not
// empty the vectors as they came are kept in mapped files without a name in that
// folder, not on the heap; the codes that a search scans always are. The system may
// then write vectors out of memory and fetch them back.
func New(dim int, dir string) (*Gallery, error) {
	if dim < 1 || dim > maxDim {
		return nil, fmt.Errorf("%w: a vector of %d numbers", models.ErrInvalid, dim)
	}
	g := &Gallery{dim: dim, kernel: kernels()[0], room: heapRoom, tail: -1, spans: map[int32]span{}}
	if dir != "" {
		g.room, g.mapped = mappedRoom(dir), true
	}
	g.view.Store(&view{tail: -1})
	return g, nil
}

// Kernel names the instructions that scans use.
func (g *Gallery) Kernel() string { return g.kernel.name }

// Dim returns how many numbers a vector has.
func (g *Gallery) Dim() int { return g.dim }

// Len returns how many people have a face here, and how many faces there are.
func (g *Gallery) Len() (people, faces int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.spans), g.faces
}

// Put adds a person, or replaces all faces of theirs; no faces delete them. A hit
// names a face by its place in faces. The vectors are copied. On an error, which is
// models.ErrInvalid for vectors that are none, or the folder's, nothing changed.
func (g *Gallery) Put(person int32, faces [][]float32) error {
	if len(faces) == 0 {
		g.Delete(person)
		return nil
	}
	if len(faces) > MaxFaces {
		return fmt.Errorf("%w: %d faces, at most %d", models.ErrInvalid, len(faces), MaxFaces)
	}
	padded := 4 * stepsOf(g.dim)
	codes, rows := make([]int8, padded*len(faces)), make([]row, len(faces))
	for i, f := range faces {
		if len(f) != g.dim {
			return fmt.Errorf("%w: face %d has %d numbers, not %d", models.ErrInvalid, i, len(f), g.dim)
		}
		c, err := encode(f, codes[i*padded:])
		if err != nil {
			return fmt.Errorf("face %d: %w", i, err)
		}
		rows[i] = c.row()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	epoch := g.view.Load().epoch + 1
	if err := g.reserve(len(faces), epoch); err != nil {
		return err
	}
	tail := g.slots[g.tail]
	now := span{int32(g.tail), int32(tail.used), int32(len(faces))}
	for i, f := range faces {
		tail.add(person, uint16(i), f, codes[i*padded:(i+1)*padded], rows[i])
	}
	before, had := g.spans[person]
	g.spans[person] = now
	g.faces += len(faces)
	g.retire(before, had, epoch)
	return nil
}

// Vectors returns copies of a person's faces as they came, in the order of Put; none if
// they are not here.
func (g *Gallery) Vectors(person int32) (list [][]float32) {
	s, at := g.of(person)
	for i := at.from; i < at.from+at.count; i++ {
		list = append(list, slices.Clone(s.vector(int(i))))
	}
	runtime.KeepAlive(s) // and with it what is mapped
	return list
}

// Distances puts how far each person's nearest face is from the query, squared, into nearest: +Inf
// if they are not here.
func (g *Gallery) Distances(people []int32, query []float32, nearest []float64) {
	var found [256]struct {
		s  *segment
		at span
	}
	for ; len(people) > len(found); people, nearest = people[len(found):], nearest[len(found):] {
		g.Distances(people[:len(found)], query, nearest)
	}
	g.mu.Lock()
	for i, person := range people {
		if at, ok := g.spans[person]; ok {
			found[i].s, found[i].at = g.slots[at.slot], at
		}
	}
	g.mu.Unlock()
	sums := new([4]float64)
	var vector []float32 // what is measured next, so that the one after it is fetched meanwhile
	var of int           // whose it is
	measure := func(next []float32, whose int) {
		if vector != nil {
			nearest[of] = min(nearest[of], g.kernel.squaredDistance(query, vector, next, sums))
		}
		vector, of = next, whose
	}
	for i := range people {
		nearest[i] = math.Inf(1)
		for k := range found[i].at.count {
			measure(found[i].s.vector(int(found[i].at.from+k)), i)
		}
	}
	measure(vector, of)
	for i := range people {
		runtime.KeepAlive(found[i].s) // as above
	}
}

// of returns where a person's faces are, which never change there; none if they are not here.
func (g *Gallery) of(person int32) (s *segment, at span) {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, ok := g.spans[person]
	if !ok {
		return nil, span{}
	}
	return g.slots[at.slot], at
}

// Release lets the process forget the pages of mapped vectors until they are read again.
// Without a folder it does nothing.
func (g *Gallery) Release() {
	v := g.view.Load()
	for slot, s := range v.slots {
		if s != nil && slot != v.tail {
			s.release()
		}
	}
	runtime.KeepAlive(v)
}

// Delete takes a person out and tells whether they were here.
func (g *Gallery) Delete(person int32) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	epoch := g.view.Load().epoch + 1
	before, had := g.spans[person]
	delete(g.spans, person)
	g.retire(before, had, epoch)
	return had
}

// retire marks a span as deleted, if there was one, and publishes what was done.
func (g *Gallery) retire(s span, had bool, epoch uint64) {
	if had {
		g.faces -= int(s.count)
		g.slots[s.slot].markDeleted(int(s.from), int(s.count), epoch)
		g.compact(int(s.slot), epoch)
	}
	v := &view{epoch: epoch, slots: g.slots, tail: g.tail}
	if g.tail >= 0 {
		v.tailRows = g.slots[g.tail].used
	}
	g.view.Store(v)
}

// reserve makes room for some more rows at the tail. A tail that is small, or mostly
// dead, is replaced by one that only has its live rows; else the next begins.
func (g *Gallery) reserve(count int, epoch uint64) error {
	if g.tail < 0 {
		return g.begin(fewestRows, count)
	}
	tail := g.slots[g.tail]
	if tail.used+count <= tail.rows() {
		return nil
	}
	liveRows := tail.liveRows()
	if tail.rows() == segmentRows && 2*liveRows >= tail.used {
		return g.begin(segmentRows, count)
	}
	bigger, err := g.segment(2 * (liveRows + count))
	if err != nil {
		return err
	}
	g.slots = slices.Clone(g.slots) // readers have the old one
	g.slots[g.tail] = bigger
	return g.move(tail, epoch) // which has room
}

// begin makes a new tail of at least so many rows, in a free slot.
func (g *Gallery) begin(rows, count int) error {
	s, err := g.segment(max(rows, count))
	if err != nil {
		return err
	}
	if g.tail >= 0 {
		g.slots[g.tail].release()
	}
	g.slots = slices.Clone(g.slots)
	g.tail = slices.Index(g.slots, nil)
	if g.tail < 0 {
		g.tail, g.slots = len(g.slots), append(g.slots, nil)
	}
	g.slots[g.tail] = s
	return nil
}

// segment makes an empty one for at least so many rows, a power of two.
func (g *Gallery) segment(rows int) (*segment, error) {
	size := fewestRows
	for size < min(rows, segmentRows) {
		size *= 2
	}
	vectors, release, err := g.room(size * g.dim)
	if err != nil {
		return nil, fmt.Errorf("room for %d vectors: %w", size, err)
	}
	s := newSegment(g.dim, size, vectors, g.centre())
	s.mapped = g.mapped
	runtime.AddCleanup(s, func(release func()) { release() }, release)
	return s, nil
}

// centre is about the mean of all faces: that of those added last. That of few were as good
// as a face, which must not outlive its person.
func (g *Gallery) centre() []float32 {
	last := g.tail
	if last < 0 {
		last = len(g.slots) - 1
	}
	switch {
	case last < 0 || g.slots[last] == nil:
		return make([]float32, g.dim)
	case g.slots[last].used < fewestRows:
		return g.slots[last].centre
	}
	return g.slots[last].mean()
}

// move appends the live rows of a segment to the tail, person by person, and marks
// them as deleted where they were. It ends early if there is no room.
func (g *Gallery) move(from *segment, epoch uint64) error {
	for i := 0; i < from.used; i++ {
		if from.died[i].Load() != 0 {
			continue
		}
		owner := from.owner[i]
		count := int(g.spans[owner].count)
		if err := g.reserve(count, epoch); err != nil {
			return err
		}
		tail := g.slots[g.tail]
		g.spans[owner] = span{int32(g.tail), int32(tail.used), int32(count)}
		for r := range count {
			tail.copyRow(from, i+r)
		}
		from.markDeleted(i, count, epoch)
		i += count - 1
	}
	runtime.KeepAlive(from)
	return nil
}

// compact moves the live rows of a segment that is mostly dead to the tail, so that
// scans do not read the dead. What finds no room stays if it is.
func (g *Gallery) compact(slot int, epoch uint64) {
	s := g.slots[slot]
	if slot == g.tail || 2*s.liveRows() >= s.used || g.move(s, epoch) != nil {
		return
	}
	g.slots = slices.Clone(g.slots)
	g.slots[slot] = nil
}
