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
	hits, err := t.glance(ctx, v, probe, max(glanced, limit+limit/2))
	if err != nil {
		return nil, err
	}
	all := make([]scored, len(hits))
	var work jobs
	work.each(len(hits), func(i int) {
		p := t.read(v, int(hits[i].row))
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

// glance returns the limit rows that the first pass puts highest, best first; where there
// are no more all of them, of which it then says nothing.
func (t *Table) glance(ctx context.Context, v *view, probe *evidence.Probe, limit int) ([]hit, error) {
	if v.rows <= limit {
		all := make([]hit, v.rows)
		for i := range all {
			all[i].row = uint32(i) //nolint:gosec // below 2³²
		}
		return all, ctx.Err()
	}
	s, err := see(ctx, probe, &v.terms, t.lexicon)
	if err != nil {
		return nil, err
	}
	if s.looks, err = v.faces.looks(ctx, probe); err != nil {
		return nil, err
	}
	defer v.faces.rest(s.looks)
	return s.pass(ctx, v, limit)
}
