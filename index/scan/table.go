package scan

import (
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/index/mapped"
	"github.com/guitu-project/guitu/index/scan/gather"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
)

// Table is the open subjects of one side. It is safe for concurrent use: readers never
// wait, each sees the table as it was when it began.
type Table struct {
	view    atomic.Pointer[view]
	buffers bufferPool
	kernel  gather.Kernel

	mu      sync.Mutex // of writers, for what follows
	lexicon *lexicon
	faces   *faces
	arena   profileArena
	at      rowsByName
}

// rowsByName holds rows by the hash of the subject's name. Readers look into it, too, and
// wait no longer than a row is written into it.
type rowsByName struct {
	mu   sync.RWMutex
	rows map[uint64]int
}

func (r *rowsByName) get(hash uint64) (row int, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	row, ok = r.rows[hash]
	return row, ok
}

func (r *rowsByName) set(hash uint64, row int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows[hash] = row
}

func (r *rowsByName) delete(hash uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.rows, hash)
}

// view holds what a reader sees.
type view struct {
	chunks   []*chunk
	rows     int
	pool     []uint32 // of the last chunk, whose own may be growing
	terms    terms
	faces    facesView
	segments []*segment
}

// NewTable returns an empty table for probes of that scorer. If dir is not empty,
// profiles and faces are kept in mapped files there, not on the heap.
func NewTable(w *feature.Scorer, dir string) *Table {
	t := &Table{kernel: gather.Kernels()[0], lexicon: newLexicon(), faces: &faces{scorer: w, dir: dir}, arena: profileArena{dir: dir}, at: rowsByName{rows: make(map[uint64]int)}}
	t.view.Store(&view{terms: t.lexicon.terms()})
	return t
}

// hashOf returns a subject's name in eight bytes (FNV-1a). The store makes the names: no one
// can choose two that are hashed alike.
func hashOf(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return h
}

// Put adds a subject, or replaces the one of that name, which it returns; nil for
// none. On an error, which is that of keeping it, nothing changed that a reader sees.
func (t *Table) Put(p *feature.Profile) (before *feature.Profile, err error) {
	var kept compact.Writer
	t.faces.scorer.Encode(p, &kept) // takes a while for a new face
	t.mu.Lock()
	defer t.mu.Unlock()
	v := *t.view.Load()
	r := t.lexicon.row(p)
	r.hash = hashOf(p.Name)
	i, replaces := t.at.get(r.hash)
	if replaces {
		before = t.read(&v, i)
		r.who = v.chunks[i/chunkRows].who[i%chunkRows]
	} else {
		r.who = t.faces.number()
	}
	r.faces, err = t.faces.put(r.who, p)
	if err == nil {
		r.place, err = t.arena.append(kept.Bytes)
	}
	if err != nil {
		if !replaces {
			t.faces.release(r.who)
		}
		return nil, fmt.Errorf("keep %s: %w", p.Name, err)
	}
	if !replaces {
		i = v.rows
		v.rows++
		t.at.set(r.hash, i)
	}
	c := v.writable(i)
	if replaces {
		c.drop(i % chunkRows)
		t.arena.drop(c.places[i%chunkRows])
	}
	c.set(i%chunkRows, &r)
	t.publish(&v, i)
	return before, nil
}

// Delete takes the subject of that name out and returns it; nil for none. The last row
// takes its place.
func (t *Table) Delete(name string) (before *feature.Profile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i, ok := t.at.get(hashOf(name))
	if !ok {
		return nil
	}
	v := *t.view.Load()
	before = t.read(&v, i)
	old := v.chunks[i/chunkRows]
	t.faces.delete(old.who[i%chunkRows])
	t.arena.drop(old.places[i%chunkRows])
	last := v.rows - 1
	if i != last {
		c := v.writable(i)
		c.drop(i % chunkRows)
		c.move(i%chunkRows, v.chunks[last/chunkRows], last%chunkRows)
		t.at.set(v.chunks[i/chunkRows].hashes[i%chunkRows], i)
	}
	c := v.writable(last)
	c.drop(last % chunkRows)
	v.rows = last
	if last%chunkRows == 0 {
		v.chunks = v.chunks[: last/chunkRows : last/chunkRows]
	}
	t.at.delete(hashOf(name))
	t.publish(&v, i, last)
	return before
}

// writable returns the chunk of a row that no reader knows, which may be one beyond the last.
func (v *view) writable(i int) *chunk {
	at := i / chunkRows
	if at == len(v.chunks) {
		v.chunks = append(slices.Clone(v.chunks), newChunk())
	}
	c := v.chunks[at]
	if i%chunkRows < c.known {
		c = c.clone(v.size(at))
		v.chunks = slices.Clone(v.chunks)
		v.chunks[at] = c
	}
	return c
}

// publish lets readers see what was written to some rows.
func (t *Table) publish(v *view, rows ...int) {
	for _, i := range rows {
		if at := i / chunkRows; at < len(v.chunks) {
			v.chunks[at].known = max(v.chunks[at].known, v.size(at))
		}
	}
	if v.pool = nil; len(v.chunks) > 0 {
		v.pool = v.chunks[len(v.chunks)-1].pool
	}
	v.terms, v.faces, v.segments = t.lexicon.terms(), t.faces.view, t.arena.segments
	t.view.Store(v)
}

// size returns how many rows a chunk shows.
func (v *view) size(at int) int { return min(chunkRows, v.rows-at*chunkRows) }

// poolOf returns a chunk's pool.
func (v *view) poolOf(at int) []uint32 {
	if at == len(v.chunks)-1 {
		return v.pool
	}
	return v.chunks[at].pool
}

// bytes returns a row's profile as it is kept.
func (v *view) bytes(i int) []byte {
	return profileAt(v.segments, v.chunks[i/chunkRows].places[i%chunkRows])
}

// read returns the profile of a row.
func (t *Table) read(v *view, i int) *feature.Profile {
	who := v.chunks[i/chunkRows].who[i%chunkRows]
	return t.readWith(v, i, func(model string) [][]float32 { return v.faces.vectors(model, who) })
}

// readWithoutFaces is read but for the faces, for who has none to lay beside them.
func (t *Table) readWithoutFaces(v *view, i int) *feature.Profile {
	return t.readWith(v, i, func(string) [][]float32 { return nil })
}

func (t *Table) readWith(v *view, i int, vectors func(model string) [][]float32) *feature.Profile {
	p := t.faces.scorer.Decode(compact.NewReader(v.bytes(i)), vectors)
	runtime.KeepAlive(v) // and with it what is mapped
	return p
}

// Len returns how many subjects there are.
func (t *Table) Len() int { return t.view.Load().rows }

// All goes through the subjects that are here now; those that come or go meanwhile do
// not matter.
func (t *Table) All() iter.Seq[*feature.Profile] {
	v := t.view.Load()
	return func(yield func(*feature.Profile) bool) {
		for i := range v.rows {
			if !yield(t.read(v, i)) {
				return
			}
		}
	}
}

// Printed is All of those who have fingerprints, without their faces.
func (t *Table) Printed() iter.Seq[*feature.Profile] {
	v := t.view.Load()
	return func(yield func(*feature.Profile) bool) {
		for i := range v.rows {
			if v.chunks[i/chunkRows].parts[i%chunkRows]&hasPrints != 0 && !yield(t.readWithoutFaces(v, i)) {
				return
			}
		}
	}
}

// Get returns the subject of that name, nil if it is not here.
func (t *Table) Get(name string) *feature.Profile {
	i, ok := t.at.get(hashOf(name))
	if !ok {
		return nil
	}
	if v := t.view.Load(); i < v.rows {
		if p := t.read(v, i); p.Name == name {
			return p
		}
	}
	t.mu.Lock() // it moves, or leaves, just now
	defer t.mu.Unlock()
	if i, ok = t.at.get(hashOf(name)); !ok {
		return nil
	}
	return t.read(t.view.Load(), i)
}

// Release lets the process forget what searches read of mapped files, but for the columns
// and the codes, which every search reads. If there is no folder it does nothing.
func (t *Table) Release() {
	v := t.view.Load()
	if t.arena.dir == "" {
		return
	}
	for _, s := range v.segments {
		mapped.Release(s.bytes)
	}
	for _, g := range v.faces.galleries {
		g.Release()
	}
	runtime.KeepAlive(v)
}
