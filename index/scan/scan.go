// Package scan weighs everybody on every query: blocking, which looks only at those
// who share a key, loses people.
//
// This first version keeps the prepared profiles in flat slices and sums for each
// the same weights as the full comparison (evidence.Probe.Quick), so its best are
// exactly the best of comparing all pairs. Figures: BenchmarkBest.
package scan

import (
	"cmp"
	"container/heap"
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/evidence"
)

// Table is the open subjects of one side. It is safe for concurrent use.
type Table struct {
	mu   sync.RWMutex
	rows []*evidence.Profile
	at   map[string]int // row by subject name
}

// NewTable is an empty table.
func NewTable() *Table { return &Table{at: make(map[string]int)} }

// Put adds a subject, or replaces the one of that name, which it returns; nil for
// none.
func (t *Table) Put(p *evidence.Profile) (before *evidence.Profile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i, ok := t.at[p.Name]; ok {
		before, t.rows[i] = t.rows[i], p
		return before
	}
	t.at[p.Name] = len(t.rows)
	t.rows = append(t.rows, p)
	return nil
}

// Delete takes the subject of that name out and returns it; nil for none.
func (t *Table) Delete(name string) (before *evidence.Profile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i, ok := t.at[name]
	if !ok {
		return nil
	}
	before = t.rows[i]
	last := len(t.rows) - 1
	t.rows[i] = t.rows[last]
	t.at[t.rows[i].Name] = i
	t.rows[last] = nil
	t.rows = t.rows[:last]
	delete(t.at, name)
	return before
}

// Len is how many subjects there are.
func (t *Table) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.rows)
}

// All goes through the subjects that are here now; those that come or go meanwhile do
// not matter.
func (t *Table) All() iter.Seq[*evidence.Profile] {
	return slices.Values(t.copied())
}

func (t *Table) copied() []*evidence.Profile {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return slices.Clone(t.rows)
}

// Get is the subject of that name, nil where it is not here.
func (t *Table) Get(name string) *evidence.Profile {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if i, ok := t.at[name]; ok {
		return t.rows[i]
	}
	return nil
}

// scored is a row and its weight. Equal weights go by name, so that the order does
// not depend on how the rows lie.
type scored struct {
	weight float64
	row    *evidence.Profile
}

func (a scored) compare(b scored) int {
	return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.row.Name, b.row.Name))
}

// best is a bounded heap with the worst on top.
type best []scored

func (b best) Len() int           { return len(b) }
func (b best) Less(i, j int) bool { return b[i].compare(b[j]) > 0 }
func (b best) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *best) Push(x any)        { *b = append(*b, x.(scored)) }
func (b *best) Pop() any {
	old := *b
	last := old[len(old)-1]
	*b = old[:len(old)-1]
	return last
}

// block is how many rows are weighed between two looks at the context.
const block = 1024

// Best weighs every subject against the probe, which is of the other side, and
// returns the limit best, best first. It returns the context's error where that
// ends first.
func (t *Table) Best(ctx context.Context, probe *evidence.Probe, limit int) ([]*evidence.Profile, error) {
	rows := t.copied() // writers go on while the scan runs

	workers := min(runtime.GOMAXPROCS(0), len(rows)/block+1)
	tops := make([]best, workers)
	group, ctx := errgroup.WithContext(ctx)
	for w := range workers {
		group.Go(func() error {
			for from := w * block; from < len(rows); from += workers * block {
				if err := ctx.Err(); err != nil {
					return err
				}
				weigh(&tops[w], probe, rows[from:min(from+block, len(rows))], limit)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	all := slices.Concat(tops...)
	slices.SortFunc(all, scored.compare)
	found := make([]*evidence.Profile, min(limit, len(all)))
	for i := range found {
		found[i] = all[i].row
	}
	return found, nil
}

// weigh sums the weights of some rows and keeps the limit best.
func weigh(top *best, probe *evidence.Probe, rows []*evidence.Profile, limit int) {
	for _, row := range rows {
		s := scored{probe.Quick(row), row}
		switch {
		case len(*top) < limit:
			heap.Push(top, s)
		case limit > 0 && s.compare((*top)[0]) < 0:
			(*top)[0] = s
			heap.Fix(top, 0)
		}
	}
}
