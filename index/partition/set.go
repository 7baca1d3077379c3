package partition

import (
	"context"
	"errors"
	"hash/fnv"
	"iter"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Of returns the partition of a subject, of so many, by its name.
func Of(name string, of int) int {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	x := h.Sum64()
	x ^= x >> 32 // the low bits alone hang together in names that differ in their last letters
	return int(x % uint64(of))
}

// Set is the open subjects of one side in some or all of the partitions. It is safe for
// concurrent use as scan.Table is.
type Set struct {
	held   []int         // in order
	tables []*scan.Table // by partition; nil for those that are not held
}

// New returns an empty set that holds some of so many partitions; dir is as for scan.NewTable.
func New(w *feature.Scorer, dir string, of int, held ...int) *Set {
	s := &Set{held: slices.Clone(held), tables: make([]*scan.Table, of)}
	slices.Sort(s.held)
	s.held = slices.Compact(s.held)
	for _, i := range s.held {
		s.tables[i] = scan.NewTable(w, dir)
	}
	return s
}

// Held returns the partitions that the set holds, in order.
func (s *Set) Held() []int { return s.held }

// Tables returns the table of each partition that is held, in order.
func (s *Set) Tables() []*scan.Table {
	list := make([]*scan.Table, len(s.held))
	for i, at := range s.held {
		list[i] = s.tables[at]
	}
	return list
}

// table returns that of a name, nil if its partition is not held.
func (s *Set) table(name string) *scan.Table { return s.tables[Of(name, len(s.tables))] }

// Holds reports whether a subject of that name belongs here.
func (s *Set) Holds(name string) bool { return s.table(name) != nil }

// errElsewhere is that of a subject whose partition is not held.
var errElsewhere = errors.New("of a partition that is not held here")

// Put adds a subject or replaces it, see scan.Table.
func (s *Set) Put(p *feature.Profile) (before *feature.Profile, err error) {
	t := s.table(p.Name)
	if t == nil {
		return nil, errElsewhere
	}
	return t.Put(p)
}

// Delete takes a subject out and returns it; nil for none.
func (s *Set) Delete(name string) (before *feature.Profile) {
	if t := s.table(name); t != nil {
		before = t.Delete(name)
	}
	return before
}

// Get returns a subject, nil if it is not here.
func (s *Set) Get(name string) *feature.Profile {
	if t := s.table(name); t != nil {
		return t.Get(name)
	}
	return nil
}

// Len returns how many subjects there are.
func (s *Set) Len() int {
	n := 0
	for _, i := range s.held {
		n += s.tables[i].Len()
	}
	return n
}

// Printed goes through those who have fingerprints.
func (s *Set) Printed() iter.Seq[*feature.Profile] {
	return func(yield func(*feature.Profile) bool) {
		for _, i := range s.held {
			for p := range s.tables[i].Printed() {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// Normalise works out how the faces held lie in a gallery that is to be adopted.
func (s *Set) Normalise(ctx context.Context, g *feature.Gallery) error {
	for _, i := range s.held {
		if err := s.tables[i].Normalise(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

// Release gives back what searches have not used for a while.
func (s *Set) Release() {
	for _, i := range s.held {
		s.tables[i].Release()
	}
}

// Best returns the limit best for a probe, best first, and those after them (scan.Table.Best).
func (s *Set) Best(ctx context.Context, probe *feature.Probe, limit int) ([]feature.Candidate, error) {
	if len(s.held) == 1 {
		return s.tables[s.held[0]].Best(ctx, probe, limit)
	}
	return scan.Gather(ctx, limit, s.Len(), func(ctx context.Context, a scan.Ask) ([]scan.Part, error) {
		return s.Parts(ctx, probe, a, s.held, nil)
	})
}

// BestAmong is Best among the named.
func (s *Set) BestAmong(ctx context.Context, probe *feature.Probe, limit int, names []string) ([]feature.Candidate, error) {
	if len(s.held) == 1 {
		return s.tables[s.held[0]].BestAmong(ctx, probe, limit, names)
	}
	return scan.Gather(ctx, limit, len(names), func(ctx context.Context, a scan.Ask) ([]scan.Part, error) {
		return s.Parts(ctx, probe, a, s.held, names)
	})
}

// byPartition sorts names by their partitions; each of these has a list, be it empty.
func (s *Set) byPartition(names []string) [][]string {
	by := make([][]string, len(s.tables))
	for i := range by {
		by[i] = []string{}
	}
	for _, name := range names {
		i := Of(name, len(by))
		by[i] = append(by[i], name)
	}
	return by
}

// Parts asks the tables of some partitions, all of which are held, for their part of a search,
// among the named if names is not nil.
func (s *Set) Parts(ctx context.Context, probe *feature.Probe, a scan.Ask, partitions []int, names []string) ([]scan.Part, error) {
	var among [][]string
	if names != nil {
		among = s.byPartition(names)
	}
	parts := make([]scan.Part, len(partitions))
	err := concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(partitions), func(_, i int) (err error) {
		at := partitions[i]
		if s.tables[at] == nil {
			return errElsewhere
		}
		var names []string
		if among != nil {
			names = among[at]
		}
		parts[i], err = s.tables[at].Part(ctx, probe, a, names)
		return err
	})
	return parts, err
}
