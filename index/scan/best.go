package scan

import (
	"cmp"
	"context"
	"slices"

	"github.com/guitu-project/guitu/matcher/evidence"
)

// glanced is how many of the first pass's best are weighed exactly, where fewer are
// asked for: TestBestIsExhaustive.
const glanced = 1000

// scored is a row and its weight.
type scored struct {
	weight float64
	row    *evidence.Profile
}

// compare orders the best first. Equal weights go by name, so that the order does not
// depend on how the rows lie.
func (a scored) compare(b scored) int {
	return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.row.Name, b.row.Name))
}

// Best weighs every subject against the probe, which is of the other side, and
// returns the limit best, best first. It returns the context's error where that
// ends first.
func (t *Table) Best(ctx context.Context, probe *evidence.Probe, limit int) ([]*evidence.Profile, error) {
	v := t.view.Load()
	rows, err := t.glance(ctx, v, probe, max(glanced, limit+limit/2))
	if err != nil {
		return nil, err
	}
	all := make([]scored, len(rows))
	var work jobs
	work.each(len(rows), func(i int) {
		p := t.read(v, int(rows[i]))
		all[i] = scored{probe.Quick(p), p}
	})
	if err := work.run(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(all, scored.compare)
	found := make([]*evidence.Profile, min(limit, len(all)))
	for i := range found {
		found[i] = all[i].row
	}
	return found, nil
}

// glance returns the limit rows that the first pass puts highest, in no order; all
// where there are no more.
func (t *Table) glance(ctx context.Context, v *view, probe *evidence.Probe, limit int) ([]uint32, error) {
	if v.rows <= limit {
		all := make([]uint32, v.rows)
		for i := range all {
			all[i] = uint32(i) //nolint:gosec // below 2³²
		}
		return all, ctx.Err()
	}
	s, err := t.sight(ctx, v, probe)
	if err != nil {
		return nil, err
	}
	defer t.rest(s)
	return s.pass(ctx, v, limit, &t.rooms)
}

// sight is what a probe sees of a view, to be given back with rest.
func (t *Table) sight(ctx context.Context, v *view, probe *evidence.Probe) (*sight, error) {
	s, err := see(ctx, probe, &v.terms, t.lexicon)
	if err != nil {
		return nil, err
	}
	s.looks = v.faces.looks(probe, &t.rooms)
	s.bound()
	return s, nil
}

// rest keeps the rooms of a sight for the next.
func (t *Table) rest(s *sight) {
	for i := range s.looks {
		t.rooms.put(s.looks[i].room)
	}
}
