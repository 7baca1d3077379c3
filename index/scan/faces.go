package scan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

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

// looks are ready to measure the probe's faces.
func (v *facesView) looks(probe *evidence.Probe, rooms *rooms) (list []look) {
	for _, g := range probe.FaceGlances() {
		m := slices.Index(v.models, g.Model)
		if m < 0 || v.galleries[m].Dim() != len(g.Vector) {
			continue
		}
		l := look{FaceGlance: g, model: m, room: rooms.get(v.numbers)}
		l.near = (*l.room)[:v.numbers]
		clear(l.near)
		list = append(list, l)
	}
	return list
}

// wants notes that the distance of a row is to be known. It tells by which look, and of
// whom; −1 for none.
func (s *sight) wants(c *chunk, i int) (look int, who int32) {
	if look, _ = s.lookAt(c, i); look < 0 {
		return look, 0
	}
	who = int32(c.who[i]) //nolint:gosec // numbers are below 2³¹
	s.looks[look].near[who] = math.MaxFloat32
	return look, who
}

// lookAt is the look of the best model that knows a row, −1 for none, and the row's cell.
func (s *sight) lookAt(c *chunk, i int) (look int, cell *evidence.FaceCell) {
	if c.tells[i]&tellsFace == 0 {
		return -1, nil
	}
	for k := range s.looks {
		m := s.looks[k].model
		if m >= len(c.faces) || c.faces[m] == nil {
			continue
		}
		if cell := &c.faces[m][i]; cell.Known() {
			if int(c.who[i]) < len(s.looks[k].near) {
				return k, cell
			}
			break
		}
	}
	return -1, nil
}

// ask asks for the distances of those rows of a chunk that may be among the best.
func (w *worker) ask(at int) {
	c := w.view.chunks[at]
	for _, i := range w.hopeful(at) {
		w.wants(c, int(i))
	}
}

// faced lists those of some rows that may be among the best whatever is left but the face,
// and notes the most that this may say.
func (w *worker) faced(at int, rows []int32) []int32 {
	c, sums, bar := w.view.chunks[at], w.sumsOf(at), w.barNow()-rounded
	for _, i := range rows {
		w.faces[i] = 0
	}
	for k := len(w.looks) - 1; k >= 0; k-- { // what the best model says stays
		if l := &w.looks[k]; l.model < len(c.faces) && c.faces[l.model] != nil {
			l.AtMost(rows, c.faces[l.model], c.who, l.near, w.faces[:])
		}
	}
	n, events := 0, c.traits[evidence.TraitEvent]
	for _, i := range rows {
		w.rows[n] = i
		if sums[i]+w.faces[i]+w.most.all[w.told(c.tells[i]&^tellsFace, events[i])] >= bar {
			n++
		}
	}
	return w.rows[:n]
}

// measure measures what was asked for.
func (p *pass) measure(ctx context.Context) error {
	for k := range p.looks {
		l := &p.looks[k]
		if err := p.view.faces.galleries[l.model].Near(ctx, l.Vector, l.near); err != nil {
			return fmt.Errorf("look at faces: %w", err)
		}
	}
	return nil
}

// asked are people whose distances are to be known, by look.
type asked struct {
	mu sync.Mutex
	of [][]int32
}

// add asks for some rows of a chunk.
func (a *asked) add(w *worker, at int, rows []int32) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, i := range rows {
		if k, who := w.wants(w.view.chunks[at], int(i)); k >= 0 {
			a.of[k] = append(a.of[k], who)
		}
	}
}

// measureSome measures a few people, by look.
func (p *pass) measureSome(people [][]int32) error {
	for k, list := range people {
		l := &p.looks[k]
		if err := p.view.faces.galleries[l.model].NearOf(l.Vector, list, l.near); err != nil {
			return fmt.Errorf("look at faces: %w", err)
		}
	}
	return nil
}

// faceBits is about what a row's face says.
func (w *worker) faceBits(c *chunk, i int) float32 {
	k, cell := w.lookAt(c, i)
	if k < 0 {
		return 0
	}
	l := &w.looks[k]
	d2 := l.near[c.who[i]]
	if d2 == math.MaxFloat32 { // its faces have left meanwhile
		return 0
	}
	return l.Bits(d2, cell, w.terms.traits[evidence.TraitBirth][c.traits[evidence.TraitBirth][i]])
}
