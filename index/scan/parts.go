package scan

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

// People may lie in several tables, by their names (package partition), and the best of all are
// those that one table would find. So each table weighs at least those of its rows that one table
// would: bar and blocks are monotone, for among fewer rows the last that is listed weighs no
// more, but blocks begin elsewhere among all, so that each goes one block further. What the first
// pass made of its rows tells those who gather how far down one table had looked.

// Ask is what the parts of a search have in common.
type Ask struct {
	Limit    int
	Whole    int   // rows that are asked about, of all tables: few are all weighed
	FaceOnly *bool // whether rows without a face to compare come last; as each table finds if nil
}

// Part is what a table found.
type Part struct {
	Rows     int       // that were asked about
	Looks    bool      // it has faces to compare with the probe's
	Tells    bool      // something else of the probe tells its rows apart
	FaceOnly bool      // rows without a face to compare came last
	Bits     []float32 // what the first pass made of its best rows, best first; none if all were weighed

	candidates []feature.Candidate // the first of these, weighed
}

// Weighed are the rows that were weighed, the first of Bits.
func (p *Part) Weighed() []feature.Candidate { return p.candidates }

// NewPart returns a part that another process found.
func NewPart(p Part, weighed []feature.Candidate) Part {
	p.candidates = weighed
	return p
}

// Part returns a table's part of a search, among the named if names is not nil.
func (t *Table) Part(ctx context.Context, probe *feature.Probe, a Ask, names []string) (Part, error) {
	v := t.view.Load()
	var only *selection
	if names != nil {
		only = t.selected(v, names)
	}
	return t.part(ctx, v, probe, a, only, 1)
}

// part is Part that goes so many blocks further than a table that has everyone.
func (t *Table) part(ctx context.Context, v *view, probe *feature.Probe, a Ask, only *selection, further int) (Part, error) {
	found := Part{Rows: only.size(v)}
	hits, err := t.estimate(ctx, v, probe, a, only, &found)
	if err != nil {
		return found, err
	}
	if further > 0 && !a.few() {
		found.Bits = make([]float32, len(hits))
		for i, h := range hits {
			found.Bits[i] = h.bits
		}
	}
	all, last := make([]feature.Candidate, 0, len(hits)), lastListed{limit: a.Limit}
	for size := max(a.Limit, alternatives); len(hits) > 0; size = block {
		size = min(size, len(hits))
		if all, err = t.weigh(ctx, v, probe, all, hits[:size]); err != nil {
			return found, err
		}
		if hits = hits[size:]; len(hits) > 0 && !last.mayGrow(all, hits[0].bits) {
			if further--; further < 0 {
				break
			}
		}
	}
	found.candidates = all
	return found, nil
}

// mayGrow reports whether the next row, which the first pass put so high, may be among the best of
// all that were weighed.
func (l *lastListed) mayGrow(all []feature.Candidate, next float32) bool {
	return l.limit > 0 && float64(next)+slack >= l.of(all)
}

// depth returns how far down the first pass looks.
func (a Ask) depth() depth {
	return depth{listed: a.Limit, always: max(a.Limit, alternatives), most: max(mostWeighed, a.Limit+a.Limit/2), within: slack + reserve}
}

// few reports whether all rows are weighed.
func (a Ask) few() bool { return a.Whole <= a.depth().most }

// Gather returns the best of several tables, best first, as Best returns those of one that has
// everyone. ask asks each table for its part; it asks again if the tables turn out to have few rows
// where whole, the number of all, said many, or many where it said few, or if they were not of one
// mind about FaceOnly.
func Gather(ctx context.Context, limit, whole int, ask func(context.Context, Ask) ([]Part, error)) ([]feature.Candidate, error) {
	const tries = 4 // more are only wanted while people come and go around the very number
	a := Ask{Limit: limit, Whole: whole}
	for range tries {
		parts, err := ask(ctx, a)
		if err != nil {
			return nil, err
		}
		next := a.settled(parts)
		if next.few() == a.few() && (next.few() || next.FaceOnly == a.FaceOnly) {
			return merged(next, parts), nil
		}
		a = next
	}
	return nil, fmt.Errorf("gather the best of %d: they do not hold still", a.Whole)
}

// settled returns what the parts should have been asked.
func (a Ask) settled(parts []Part) Ask {
	looks, tells, alike := false, false, true
	a.Whole = 0
	for i := range parts {
		p := &parts[i]
		a.Whole += p.Rows
		looks, tells = looks || p.Looks, tells || p.Tells
	}
	only := looks && !tells
	for i := range parts {
		alike = alike && (parts[i].Rows == 0 || parts[i].FaceOnly == only)
	}
	if !alike && a.FaceOnly == nil {
		a.FaceOnly = &only
	}
	return a
}

// ranked is a candidate with what the first pass made of it.
type ranked struct {
	feature.Candidate
	bits float32
}

// merged goes through what the tables weighed as one table goes through its rows.
func merged(a Ask, parts []Part) []feature.Candidate {
	var all []feature.Candidate
	if a.few() {
		for i := range parts {
			all = append(all, parts[i].candidates...)
		}
		return ordered(all, a.Limit, true)
	}
	var rows []ranked
	var counts histogram
	d, rest, faceOnly := a.depth(), 0, false
	for i := range parts {
		p := &parts[i]
		for k, bits := range p.Bits {
			if counts.count(bits); k < len(p.candidates) {
				rows = append(rows, ranked{p.candidates[k], bits})
			}
		}
		rest, faceOnly = rest+p.Rows, faceOnly || p.FaceOnly
	}
	threshold := d.threshold(&counts)
	rows = slices.DeleteFunc(rows, func(r ranked) bool { return r.bits < threshold })
	slices.SortFunc(rows, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(hashOf(x.Name), hashOf(y.Name)))
	})
	last := lastListed{limit: a.Limit}
	for size := d.always; len(rows) > 0; size = block {
		size = min(size, len(rows))
		for _, r := range rows[:size] {
			all = append(all, r.Candidate)
		}
		if rows = rows[size:]; len(rows) > 0 && !last.mayGrow(all, rows[0].bits) {
			break
		}
	}
	return ordered(all, a.Limit, faceOnly || len(all) == rest)
}
