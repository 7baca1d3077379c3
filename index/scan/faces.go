package scan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/index/vectors"
	"github.com/guitu-project/guitu/matcher/evidence"
)

// faces are the galleries of a table, one a model, by the subjects' numbers. Its writer
// is the table's.
type faces struct {
	weigher *evidence.Weigher
	dir     string
	view    facesView
	free    []uint32 // numbers that are not in use
}

// facesView is what a reader sees. Galleries have views of their own, which may be newer
// than the rows: what they say of somebody else is mended when the best are weighed.
type facesView struct {
	models    []string
	galleries []*vectors.Gallery
	numbers   int
}

// heldBack is how many numbers rest before one is given again: a reader that still sees
// who had it last must not find another's faces under it.
const heldBack = 4096

// number is one that no subject has.
func (f *faces) number() uint32 {
	if len(f.free) > heldBack {
		who := f.free[0]
		f.free = f.free[1:]
		return who
	}
	f.view.numbers++
	return uint32(f.view.numbers - 1) //nolint:gosec // below 2³¹
}

func (f *faces) release(who uint32) { f.free = append(f.free, who) }

// put keeps the faces of a subject and returns its cells by model.
func (f *faces) put(who uint32, p *evidence.Profile) ([]evidence.FaceCell, error) {
	cells := f.weigher.FaceCells(p)
	for model := range cells {
		if err := f.open(model, len(p.Vectors(model)[0])); err != nil {
			return nil, err
		}
	}
	list := make([]evidence.FaceCell, len(f.view.models))
	for m, model := range f.view.models {
		g := f.view.galleries[m]
		fitting := slices.DeleteFunc(p.Vectors(model), func(v []float32) bool { return len(v) != g.Dim() })
		if len(fitting) == 0 {
			g.Delete(int32(who)) //nolint:gosec // numbers are below 2³¹
			continue
		}
		if err := g.Put(int32(who), fitting[:min(len(fitting), vectors.MaxFaces)]); err != nil { //nolint:gosec // as above
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
		g.Delete(int32(who)) //nolint:gosec // numbers are below 2³¹
	}
	f.release(who)
}

// vectors are a subject's of a model.
func (v *facesView) vectors(model string, who uint32) [][]float32 {
	if m := slices.Index(v.models, model); m >= 0 {
		return v.galleries[m].Vectors(int32(who)) //nolint:gosec // numbers are below 2³¹
	}
	return nil
}

// look is one of the probe's faces with everybody's distances from it.
type look struct {
	evidence.FaceGlance
	model int
	near  []float32 // squared distances by number
	room  *[]float32
}

// looks measure the probe's faces.
func (v *facesView) looks(ctx context.Context, probe *evidence.Probe, rooms *rooms) ([]look, error) {
	var list []look
	for _, g := range probe.FaceGlances() {
		m := slices.Index(v.models, g.Model)
		if m < 0 || v.galleries[m].Dim() != len(g.Vector) {
			continue
		}
		l := look{FaceGlance: g, model: m, room: rooms.get(v.numbers)}
		l.near = (*l.room)[:v.numbers]
		for i := range l.near {
			l.near[i] = math.MaxFloat32
		}
		list = append(list, l)
		if err := v.galleries[m].Near(ctx, g.Vector, l.near); err != nil {
			return nil, fmt.Errorf("look at faces: %w", err)
		}
	}
	return list, nil
}

// faceBits is what the best model says that knows both faces.
func (w *worker) faceBits(c *chunk, i int) float32 {
	for k := range w.looks {
		l := &w.looks[k]
		if l.model >= len(c.faces) || c.faces[l.model] == nil {
			continue
		}
		cell := &c.faces[l.model][i]
		if !cell.Known() {
			continue
		}
		if who := c.who[i]; int(who) < len(l.near) && l.near[who] != math.MaxFloat32 {
			return l.Bits(l.near[who], cell, w.terms.traits[evidence.TraitBirth][c.traits[evidence.TraitBirth][i]])
		}
		return 0
	}
	return 0
}
