package scan

import (
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/evidence"
)

// Table is the open subjects of one side. It is safe for concurrent use: readers never
// wait, each sees the table as it was when it began.
type Table struct {
	view atomic.Pointer[view]

	mu      sync.Mutex // of writers, for what follows
	lexicon *lexicon
	faces   *faces
	at      map[string]int // row by subject name
}

// view is what a reader sees.
type view struct {
	chunks []*chunk
	rows   int
	pool   []uint32 // of the last chunk, whose own may be growing
	terms  terms
	faces  facesView
}

// NewTable is an empty table for probes of that weigher. Where dir is not empty, the
// faces' vectors are kept in mapped files there, not on the heap.
func NewTable(w *evidence.Weigher, dir string) *Table {
	t := &Table{lexicon: newLexicon(), faces: &faces{weigher: w, dir: dir}, at: make(map[string]int)}
	t.view.Store(&view{})
	return t
}

// Put adds a subject, or replaces the one of that name, which it returns; nil for
// none. On an error, which is that of keeping faces, nothing changed.
func (t *Table) Put(p *evidence.Profile) (before *evidence.Profile, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := *t.view.Load()
	r := t.lexicon.row(p)
	i, replaces := t.at[p.Name]
	if replaces {
		r.who = v.chunks[i/chunkRows].who[i%chunkRows]
	} else {
		r.who = t.faces.number()
	}
	if r.faces, err = t.faces.put(r.who, p); err != nil {
		if !replaces {
			t.faces.release(r.who)
		}
		return nil, err
	}
	if !replaces {
		i = v.rows
		v.rows++
		t.at[p.Name] = i
	}
	c := v.writable(i)
	if replaces {
		before = c.profiles[i%chunkRows]
		c.drop(i % chunkRows)
	}
	c.set(i%chunkRows, &r, p)
	t.publish(&v, i)
	return before, nil
}

// Delete takes the subject of that name out and returns it; nil for none. The last row
// takes its place.
func (t *Table) Delete(name string) (before *evidence.Profile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i, ok := t.at[name]
	if !ok {
		return nil
	}
	v := *t.view.Load()
	before = v.profile(i)
	who := v.chunks[i/chunkRows].who[i%chunkRows]
	t.faces.delete(who)
	t.faces.release(who)
	last := v.rows - 1
	if i != last {
		c := v.writable(i)
		c.drop(i % chunkRows)
		c.move(i%chunkRows, v.chunks[last/chunkRows], last%chunkRows)
		t.at[v.profile(i).Name] = i
	}
	c := v.writable(last)
	c.drop(last % chunkRows)
	c.profiles[last%chunkRows] = nil
	v.rows = last
	if last%chunkRows == 0 {
		v.chunks = v.chunks[: last/chunkRows : last/chunkRows]
	}
	delete(t.at, name)
	t.publish(&v, i, last)
	return before
}

// writable is the chunk of a row that no reader knows, which may be one beyond the last.
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
	v.terms, v.faces = t.lexicon.terms(), t.faces.view
	t.view.Store(v)
}

// size is how many rows a chunk shows.
func (v *view) size(at int) int { return min(chunkRows, v.rows-at*chunkRows) }

// poolOf is a chunk's pool.
func (v *view) poolOf(at int) []uint32 {
	if at == len(v.chunks)-1 {
		return v.pool
	}
	return v.chunks[at].pool
}

func (v *view) profile(i int) *evidence.Profile { return v.chunks[i/chunkRows].profiles[i%chunkRows] }

// Len is how many subjects there are.
func (t *Table) Len() int { return t.view.Load().rows }

// All goes through the subjects that are here now; those that come or go meanwhile do
// not matter.
func (t *Table) All() iter.Seq[*evidence.Profile] {
	v := t.view.Load()
	return func(yield func(*evidence.Profile) bool) {
		for i := range v.rows {
			if !yield(v.profile(i)) {
				return
			}
		}
	}
}

// Get is the subject of that name, nil where it is not here.
func (t *Table) Get(name string) *evidence.Profile {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i, ok := t.at[name]; ok {
		return t.view.Load().profile(i)
	}
	return nil
}
