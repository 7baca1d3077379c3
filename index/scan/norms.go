package scan

import (
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
)

// Normalise works out how the faces held lie in a gallery that is to be adopted. A
// million take tens of seconds; searches and changes go on.
func (t *Table) Normalise(ctx context.Context, g *feature.Gallery) error {
	v := t.view.Load()
	crowds := map[string]*vectors.Gallery{}
	for _, model := range v.faces.models {
		people, dim, _ := g.Cohort(model)
		if len(people) == 0 {
			continue
		}
		crowd, err := vectors.New(dim, "")
		for i := 0; err == nil && i < len(people)/dim; i++ {
			err = crowd.Put(int32(i), [][]float32{people[i*dim : (i+1)*dim]})
		}
		if err != nil {
			return fmt.Errorf("cohort of %s: %w", model, err)
		}
		crowds[model] = crowd
	}
	var work jobs
	for at, c := range v.chunks {
		if len(c.faces) > 0 {
			work = append(work, func() error { return t.normalise(ctx, g, crowds, v, at) })
		}
	}
	return work.run(ctx)
}

// normalise does so for a chunk. What it works out it writes if the row is still the
// same.
func (t *Table) normalise(ctx context.Context, g *feature.Gallery, crowds map[string]*vectors.Gallery, v *view, at int) error {
	w, old := t.faces.scorer, v.chunks[at]
	people := make([]*feature.Profile, v.size(at))
	for i := range people {
		if slices.ContainsFunc(old.faces, func(m *feature.FaceColumns) bool { return m != nil && m.Flags[i]&feature.FaceAmong != 0 }) {
			people[i] = t.read(v, at*chunkRows+i)
		}
	}
	near, err := neighbours(ctx, g, crowds, people)
	if err != nil {
		return err
	}
	kept, cells := make([]compact.Writer, len(people)), make([]map[string]feature.FaceCell, len(people))
	for i, p := range people {
		if p != nil {
			g.Normalise(p, near[i])
			w.Encode(p, &kept[i])
			cells[i] = w.FaceCellsIn(g, p)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := *t.view.Load()
	if at >= len(now.chunks) {
		return nil
	}
	c := now.writable(at * chunkRows)
	for i := range min(len(kept), now.size(at)) {
		if people[i] == nil || c.places[i] != old.places[i] {
			continue
		}
		place, err := t.arena.append(kept[i].Bytes)
		if err != nil {
			return fmt.Errorf("keep how faces lie: %w", err)
		}
		t.arena.drop(c.places[i])
		c.places[i] = place
		for m, model := range now.faces.models {
			c.setFace(m, i, cells[i][model])
		}
	}
	t.publish(&now, at*chunkRows)
	return nil
}

// facesAtOnce is how many faces are held against a cohort in one pass.
const facesAtOnce = 64

// neighbours returns the nearest of the cohorts by person and face.
func neighbours(ctx context.Context, g *feature.Gallery, crowds map[string]*vectors.Gallery, people []*feature.Profile) ([][][]feature.Neighbour, error) {
	type face struct{ person, face int }
	near := make([][][]feature.Neighbour, len(people))
	of, queries := map[string][]face{}, map[string][][]float32{}
	for i, p := range people {
		if p == nil {
			continue
		}
		for model, vector := range p.EachFace {
			if crowd := crowds[model]; crowd != nil && crowd.Dim() == len(vector) {
				of[model], queries[model] = append(of[model], face{i, len(near[i])}), append(queries[model], vector)
			}
			near[i] = append(near[i], nil)
		}
	}
	for model, list := range of {
		_, _, count := g.Cohort(model)
		for from := 0; from < len(list); from += facesAtOnce {
			to := min(from+facesAtOnce, len(list))
			found, err := crowds[model].NearestBatch(ctx, queries[model][from:to], count+1, nil)
			if err != nil {
				return nil, fmt.Errorf("hold faces against the cohort: %w", err)
			}
			for k, hits := range found {
				out := make([]feature.Neighbour, len(hits))
				for h := range hits {
					out[h] = feature.Neighbour{Person: int(hits[h].Person), Distance: hits[h].Distance}
				}
				near[list[from+k].person][list[from+k].face] = out
			}
		}
	}
	return near, nil
}
