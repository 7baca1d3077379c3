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
	mostWeighed  = 1000 // until so many are, where fewer are asked for
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
	d := depth{listed: limit, always: max(limit, alternatives), most: max(mostWeighed, limit+limit/2), within: slack + reserve}
	hits, faceOnly, err := t.estimate(ctx, v, probe, d, only)
	if err != nil {
		return nil, err
	}
	all, last := make([]feature.Candidate, 0, len(hits)), lastListed{limit: limit}
	for size := max(limit, alternatives); len(hits) > 0; size = block {
		size = min(size, len(hits))
		if all, err = t.weigh(ctx, v, probe, all, hits[:size]); err != nil {
			return nil, err
		}
		if hits = hits[size:]; len(hits) > 0 && (limit == 0 || float64(hits[0].bits)+slack < last.of(all)) {
			break
		}
	}
	if len(all) == only.size(v) || faceOnly { // else the heaviest are known, not all that come before others
		slices.SortFunc(all, feature.Candidate.CompareShown)
	} else {
		slices.SortFunc(all, feature.Candidate.Compare)
	}
	return all[:min(max(limit, alternatives), len(all))], nil
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

// estimate returns the rows that the first pass puts highest, best first; if there are no
// more than it may be all of them, any of which may be the best. faceOnly reports whether
// rows without a face to compare come last.
func (t *Table) estimate(ctx context.Context, v *view, probe *feature.Probe, d depth, only *selection) (best []hit, faceOnly bool, err error) {
	if only != nil && len(only.rows) <= d.most {
		return only.hits(), false, ctx.Err()
	}
	if v.rows <= d.most {
		all := make([]hit, v.rows)
		for i := range all {
			all[i] = hit{bits: float32(math.Inf(1)), row: uint32(i)}
		}
		return all, false, ctx.Err()
	}
	s, err := t.tables(ctx, v, probe)
	if err != nil {
		return nil, false, err
	}
	defer t.release(s)
	best, err = s.pass(ctx, v, d, only)
	return best, s.faceOnly, err
}

// tables returns what a probe sees of a view, to be given back with release.
func (t *Table) tables(ctx context.Context, v *view, probe *feature.Probe) (*queryTables, error) {
	s, err := buildTables(ctx, probe, &v.terms, t.lexicon, &t.kernel, &t.buffers)
	if err != nil {
		return nil, err
	}
	s.looks = v.faces.looks(probe, s.buffer)
	s.faceOnly = len(s.looks) > 0 && s.saysNothing()
	s.bound()
	return s, nil
}

// release keeps the buffers of a query for the next.
func (t *Table) release(s *queryTables) {
	for _, room := range s.taken {
		t.buffers.put(room)
	}
}
