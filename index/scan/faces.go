package scan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/feature"
)

// faces holds the galleries of a table, one a model, by the subjects' numbers. Its writer
// is the table's.
type faces struct {
	scorer *feature.Scorer
	dir    string
	view   facesView
	free   []uint32 // numbers that are not in use
}

// facesView holds what a reader sees. Galleries have views of their own, which may be newer
// than the rows: what they say of another person is mended when the best are weighed.
type facesView struct {
	models    []string
	galleries []*vectors.Gallery
	numbers   int
}

// heldBack is how many numbers rest before one is given again: a reader that still sees
// who had it last must not find another's faces under it.
const heldBack = 4096

// number returns one that no subject has.
func (f *faces) number() uint32 {
	if len(f.free) > heldBack {
		who := f.free[0]
		f.free = f.free[1:]
		return who
	}
	f.view.numbers++
	return uint32(f.view.numbers - 1)
}

func (f *faces) release(who uint32) { f.free = append(f.free, who) }

// put keeps the faces of a subject and returns its cells by model.
func (f *faces) put(who uint32, p *feature.Profile) ([]feature.FaceCell, error) {
	cells := f.scorer.FaceCells(p)
	for model := range cells {
		if err := f.open(model, len(p.Vectors(model)[0])); err != nil {
			return nil, err
		}
	}
	list := make([]feature.FaceCell, len(f.view.models))
	for m, model := range f.view.models {
		g := f.view.galleries[m]
		fitting := slices.DeleteFunc(p.Vectors(model), func(v []float32) bool { return len(v) != g.Dim() })
		if len(fitting) == 0 {
			g.Delete(int32(who))
			continue
		}
		if err := g.Put(int32(who), fitting[:min(len(fitting), vectors.MaxFaces)]); err != nil {
			return nil, fmt.Errorf("keep faces of %s: %w", p.Name, err)
		}
		list[m] = cells[model]
	}
	return list, nil
}

// open makes a gallery for a model that is new.
func (f *faces) open(model string, dim int) error {
	if slices.Contains(f.view.models, model) {
		return nil
	}
	g, err := vectors.New(dim, f.dir)
	if err != nil {
		return fmt.Errorf("gallery of %s: %w", model, err)
	}
	v := &f.view
	v.models, v.galleries = append(slices.Clone(v.models), model), append(slices.Clone(v.galleries), g)
	return nil
}

// delete forgets a subject's faces and its number.
func (f *faces) delete(who uint32) {
	for _, g := range f.view.galleries {
		g.Delete(int32(who))
	}
	f.release(who)
}

// vectors returns a subject's of a model.
func (v *facesView) vectors(model string, who uint32) [][]float32 {
	if m := slices.Index(v.models, model); m >= 0 {
		return v.galleries[m].Vectors(int32(who))
	}
	return nil
}

// look is one of the probe's faces with everyone's distances from it, as the first pass knows
// them.
type look struct {
	feature.ProbeFace
	reach *feature.FaceReach
	model int
	near  []float32 // squared distances by number, at least
	idle  bool      // whether a better model knows everyone whom this one knows
}

// looks are ready to measure the probe's faces, the best model first.
func (v *facesView) looks(probe *feature.Probe, room func(numbers int) []float32) (list []look) {
	for _, g := range probe.ProbeFaces() {
		m := slices.Index(v.models, g.Model)
		if m < 0 || v.galleries[m].Dim() != len(g.Vector) {
			continue
		}
		list = append(list, look{ProbeFace: g, reach: g.Reach(), model: m, near: room(v.numbers)})
	}
	return list
}

// measure measures how far everyone's faces are from the probe's: in the best model that
// knows a row.
func (p *pass) measure(ctx context.Context) error {
	for k := range p.looks {
		l := &p.looks[k]
		fill(l.near, math.MaxFloat32)
		if k > 0 {
			if err := p.chunks(ctx, func(w *worker, at int) { w.known(at, k) }); err != nil {
				return err
			}
			if l.idle = !p.anyAsked(); l.idle {
				continue
			}
		}
		if err := p.view.faces.galleries[l.model].Near(ctx, l.Vector, l.near); err != nil {
			return fmt.Errorf("look at faces: %w", err)
		}
	}
	return nil
}

// anyAsked reports whether known left a row to be asked about, and forgets it.
func (p *pass) anyAsked() (asked bool) {
	for i := range p.workers {
		asked = asked || p.workers[i].asked
		p.workers[i].asked = false
	}
	return asked
}

// fill sets all of some numbers, copying ever more: that is as fast as memory is written.
func fill(numbers []float32, x float32) {
	for n := copy(numbers, []float32{x}); n < len(numbers); {
		n += copy(numbers[n:], numbers[:n])
	}
}

// known asks in a look for no one of a chunk whom a better model knows.
func (w *worker) known(at, look int) {
	c := w.view.chunks[at]
	for i := range w.view.size(at) {
		switch best, _ := w.lookAt(c, i); {
		case best < look:
			w.looks[look].near[c.who[i]] = vectors.NotAsked
		case best == look:
			w.asked = true
		}
	}
}

// lookAt returns the look of the best model that knows a row, −1 for none, and the row's cell.
func (s *queryTables) lookAt(c *chunk, i int) (look int, cell *feature.FaceCell) {
	if c.parts[i]&hasFace == 0 {
		return -1, nil
	}
	for k := range s.looks {
		if cell = c.face(s.looks[k].model, i); cell != nil && cell.Known() {
			return k, cell
		}
	}
	return -1, nil
}

// addFaces adds the most that faces say.
func (w *worker) addFaces(sums []float32, c *chunk) {
	for k := range w.looks {
		if l := &w.looks[k]; !l.idle && l.model < len(c.faces) && c.faces[l.model] != nil {
			w.kernel.AddFaces(sums, c.faces[l.model], c.who, l.near, l.reach)
		}
	}
	if w.faceOnly {
		for i := range sums {
			if k, _ := w.lookAt(c, i); k < 0 {
				sums[i] -= unseen
			}
		}
	}
}

// unseen is taken off rows without a face to compare if the probe has nothing but a face,
// so that they come after all others, as candidates do (feature.Candidate.Behind). In bits,
// more than any face says.
const unseen = 64

// reachBits returns the most that a row's face says at the least distance that it may have, what of
// it goes beyond what addFaces took it for, and the look; −1 where there is no face.
func (w *worker) reachBits(c *chunk, i int) (beyond, said float32, look int) {
	k, cell := w.lookAt(c, i)
	if k < 0 {
		return 0, 0, -1
	}
	l := &w.looks[k]
	d2 := l.near[c.who[i]]
	if d2 == math.MaxFloat32 { // its faces have left meanwhile
		return 0, 0, -1
	}
	said = l.Bits(d2, cell, w.terms.columns[faceColumn][c.columns[faceColumn][i]])
	return said - l.reach.Of(d2, cell), said, k
}

// metFace is a row that is among the best unless its face is farther than it may be at least.
type metFace struct {
	row, look int
	sum, said float32 // of the row, and of the face in it
}

// measureMet measures the faces of the rows of a chunk that were met, and offers those that are still
// among the best: what a face says at its distance may also be more, where codes are further off
// than they hardly ever are.
func (w *worker) measureMet(c *chunk) {
	for k := range w.looks {
		l := &w.looks[k]
		w.people = w.people[:0]
		for _, m := range w.met {
			if m.look == k {
				w.people = append(w.people, int32(c.who[m.row%chunkRows]))
			}
		}
		if len(w.people) == 0 {
			continue
		}
		w.distances = slices.Grow(w.distances[:0], len(w.people))[:len(w.people)]
		w.view.faces.galleries[l.model].Distances(w.people, l.Vector, w.distances)
		n := 0
		for _, m := range w.met {
			if m.look != k {
				continue
			}
			i, sum := m.row%chunkRows, m.sum
			if d2 := w.distances[n]; !math.IsInf(d2, 1) {
				sum += l.Bits(float32(d2), &c.faces[l.model].Cells[i], w.terms.columns[faceColumn][c.columns[faceColumn][i]]) - m.said
			}
			if n++; sum >= w.thresholdNow()-rounded {
				w.offer(hit{sum, uint32(m.row)})
			}
		}
	}
	w.met = w.met[:0]
}
