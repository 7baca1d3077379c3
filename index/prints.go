package index

import (
	"context"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// printed weighs those of a side whose names pass and whose fingerprints fit the probe's, in full.
func (x *Index) printed(ctx context.Context, probe *feature.Probe, side models.Kind, passes func(name string) bool) ([]feature.Candidate, error) {
	names, err := x.prints(side).Search(ctx, probe.Prints(), printHits, passes)
	if err != nil {
		return nil, err
	}
	table, weighed := x.table(side), make([]feature.Candidate, len(names))
	err = concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(names), func(_, i int) error {
		p := table.Get(names[i])
		if p == nil || p.Name == probe.Name {
			return nil
		}
		if v, ok := prints.CompareHands(probe.Prints(), p.Prints()); ok && v.Bits > 0 {
			weighed[i] = feature.Candidate{Profile: p, Weight: probe.Score(p)}
		}
		return nil
	})
	return slices.DeleteFunc(weighed, func(c feature.Candidate) bool { return c.Profile == nil }), err
}

// joined adds to the scan's best those that are not among them, in order.
func joined(found, printed []feature.Candidate) []feature.Candidate {
	if len(printed) == 0 {
		return found
	}
	known := make(map[string]bool, len(found))
	for _, c := range found {
		known[c.Name] = true
	}
	for _, c := range printed {
		if !known[c.Name] {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, feature.Candidate.Compare)
	return found
}

// restorePrints fills the galleries from what the scan took from its file.
func (x *Index) restorePrints() {
	for _, side := range []models.Kind{models.Records, models.Notices} {
		for p := range x.table(side).Printed() {
			x.prints(side).Put(p.Name, p.Prints())
		}
	}
}
