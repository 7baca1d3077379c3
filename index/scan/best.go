package scan

import (
	"context"
	"math"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models/concurrent"
)

// How many of the first pass's best are weighed exactly, in its order (see the package's
// comment and TestFusedIsExhaustive).
const (
	alternatives = 300  // at least: those with whom the best share the probability
	block        = 64   // more at a time, while the next one may be among the best:
	slack        = 3    // that is as long as these bits more would do,
	mostWeighed  = 1000 // until so many are, if fewer are asked for
	// reserve is how many bits the pass may put the last of the best too high: beside slack
	// it is how far below that the pass looks. With 2 one list of 200 missed a person.
	reserve = 3
)

// Best weighs every subject against the probe, which is of the other side, and
// returns the limit best, best first, and after them the next best that it knows of, up
// to alternatives in all. It returns the context's error if that ends first.
func (t *Table) Best(ctx context.Context, probe *feature.Probe, limit int) ([]feature.Candidate, error) {
	return t.best(ctx, t.view.Load(), probe, limit, nil)
}

// best is Best among some rows of a view, all of them if only is nil.
func (t *Table) best(ctx context.Context, v *view, probe *feature.Probe, limit int, only *selection) ([]feature.Candidate, error) {
	found, err := t.part(ctx, v, probe, Ask{Limit: limit, Whole: only.size(v)}, only, 0)
	if err != nil {
		return nil, err
	}
	return ordered(found.candidates, limit, len(found.candidates) == only.size(v) || found.FaceOnly), nil
}

// ordered returns what was weighed best first, as far as a search answers it. shown says that they
// come as a list shows them: else the heaviest are known, not all that come before others.
func ordered(all []feature.Candidate, limit int, shown bool) []feature.Candidate {
	if shown {
		slices.SortFunc(all, feature.Candidate.CompareShown)
	} else {
		slices.SortFunc(all, feature.Candidate.Compare)
	}
	return all[:min(max(limit, alternatives), len(all))]
}

// lastListed follows the weight of the last of the best, so that what is weighed need not be
// sorted whenever more is.
type lastListed struct {
	limit   int
	seen    int       // how many candidates it knows
	weights []float64 // the best of them, rising
}

// of returns the weight of the last of the best limit of all, which has grown since it was asked.
func (l *lastListed) of(all []feature.Candidate) float64 {
	for _, c := range all[l.seen:] {
		if len(l.weights) == l.limit && c.Weight <= l.weights[0] {
			continue
		}
		at, _ := slices.BinarySearch(l.weights, c.Weight)
		l.weights = slices.Insert(l.weights, at, c.Weight)
		if len(l.weights) > l.limit {
			l.weights = slices.Delete(l.weights, 0, 1)
		}
	}
	l.seen = len(all)
	return l.weights[0]
}

// weigh appends some rows with what they weigh.
func (t *Table) weigh(ctx context.Context, v *view, probe *feature.Probe, all []feature.Candidate, hits []hit) ([]feature.Candidate, error) {
	from := len(all)
	all = all[:from+len(hits)]
	read := t.read
	if !probe.HasFaces() {
		read = t.readWithoutFaces
	}
	return all, concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(hits), func(_, i int) error {
		all[from+i] = probe.Candidate(read(v, int(hits[i].row)))
		return nil
	})
}

// estimate returns the rows that the first pass puts highest, best first; if there are no more
// than it may be, of all tables, all rows, any of which may be the best. It notes in found what
// the pass saw of the probe.
func (t *Table) estimate(ctx context.Context, v *view, probe *feature.Probe, a Ask, only *selection, found *Part) ([]hit, error) {
	if a.few() {
		if only != nil {
			return only.hits(), ctx.Err()
		}
		all := make([]hit, v.rows)
		for i := range all {
			all[i] = hit{bits: float32(math.Inf(1)), row: uint32(i)}
		}
		return all, ctx.Err()
	}
	s, err := t.tables(ctx, v, probe)
	if err != nil {
		return nil, err
	}
	defer t.release(s)
	found.Looks, found.Tells = len(s.looks) > 0, !s.saysNothing()
	if s.faceOnly = found.Looks && !found.Tells; a.FaceOnly != nil {
		s.faceOnly = *a.FaceOnly
	}
	found.FaceOnly = s.faceOnly
	return s.pass(ctx, v, a.depth(), only)
}

// tables returns what a probe sees of a view, to be given back with release.
func (t *Table) tables(ctx context.Context, v *view, probe *feature.Probe) (*queryTables, error) {
	s, err := buildTables(ctx, probe, &v.terms, t.lexicon, &t.kernel, &t.buffers)
	if err != nil {
		return nil, err
	}
	s.looks = v.faces.looks(probe, s.buffer)
	s.bound()
	return s, nil
}

// release keeps the buffers of a query for the next.
func (t *Table) release(s *queryTables) {
	for _, room := range s.taken {
		t.buffers.put(room)
	}
}
