package prints

import (
	"cmp"
	"context"
	"maps"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sync"

	"github.com/guitu-project/guitu/models/concurrent"
)

// The first look at a gallery.
const (
	keptCylinders  = 32      // of a print, those around which most is known
	askedCylinders = 32      // of the probe's
	leastLook      = .60     // share of cells of two cylinders that differ, from which on they are no pair
	turnLook       = 22      // steps that two pairs may be turned apart,
	placeLook      = px * 22 // and how far they may lie from where the other puts them,
	stretchLook    = .12     // and more for each pixel between
	galleryBlock   = 512     // prints that a worker takes at a time
)

// Gallery holds the prints of many people in memory, to find those who may be one with a probe. It
// is safe for concurrent use. A person with two fingers takes about 3 kB.
type Gallery struct {
	mu     sync.RWMutex
	people map[string][]int32 // their rows
	rows   []row
	words  []slot // keptCylinders to a row
	free   []int32
}

// NewGallery returns an empty gallery.
func NewGallery() *Gallery { return &Gallery{people: map[string][]int32{}} }

// slot describes a cylinder without what is not known of it.
type slot struct {
	cells [layers]uint64
}

// row describes one print.
type row struct {
	name   string // empty if no one has it
	count  uint8
	angle  [keptCylinders]uint8
	weight [keptCylinders]uint8 // how many cells are 1
	x, y   [keptCylinders]int16
}

// Put takes in a person, whose earlier prints are forgotten.
func (g *Gallery) Put(name string, h Hand) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.drop(name)
	for _, p := range h {
		list := p.kept(keptCylinders)
		if len(list) == 0 {
			continue
		}
		var at int32
		if n := len(g.free); n > 0 {
			at, g.free = g.free[n-1], g.free[:n-1]
		} else {
			at = int32(len(g.rows))
			g.rows, g.words = append(g.rows, row{}), append(g.words, make([]slot, keptCylinders)...)
		}
		r := &g.rows[at]
		*r = row{name: name, count: uint8(len(list))}
		for k, c := range list {
			g.words[int(at)*keptCylinders+k] = slot{c.cells}
			r.angle[k], r.weight[k], r.x[k], r.y[k] = c.angle, c.weight, c.x, c.y
		}
		g.people[name] = append(g.people[name], at)
	}
}

// Delete forgets a person: nothing of their prints is left in memory.
func (g *Gallery) Delete(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.drop(name)
}

func (g *Gallery) drop(name string) {
	for _, at := range g.people[name] {
		g.rows[at] = row{}
		clear(g.words[int(at)*keptCylinders:][:keptCylinders])
		g.free = append(g.free, at)
	}
	delete(g.people, name)
}

// Len returns how many people have prints.
func (g *Gallery) Len() int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return len(g.people)
}

// asked describes a cylinder of a probe.
type asked struct {
	cells  [layers]uint64
	weight uint8
	angle  uint8
	x, y   int16
	seen   int
}

// kept returns the n cylinders around which most is known.
func (p *Print) kept(n int) []asked {
	s := p.ready()
	list := make([]asked, len(s.cylinders))
	for i := range s.cylinders {
		c := &s.cylinders[i]
		m, ones := &p.minutiae[s.at[i]], 0
		for _, w := range c.cells {
			ones += bits.OnesCount64(w)
		}
		list[i] = asked{c.cells, uint8(min(ones, 255)), m.angle, m.x, m.y, bits.OnesCount64(c.seen)}
	}
	slices.SortStableFunc(list, func(a, b asked) int { return cmp.Compare(b.seen, a.seen) })
	return list[:min(n, len(list))]
}

// perWeight is 1/n.
var perWeight = func() (t [512]float32) {
	for i := 1; i < len(t); i++ {
		t[i] = 1 / float32(i)
	}
	return t
}()

// Search returns the limit people who look most like the probe at a first look, best first, of those
// whose names pass, or of all where passes is nil: who is one with it is among them but for the loss
// that the package says. A Hand of no prints finds none.
func (g *Gallery) Search(ctx context.Context, h Hand, limit int, passes func(name string) bool) ([]string, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if len(g.people) == 0 || len(h) == 0 || limit < 1 {
		return nil, ctx.Err()
	}
	looks, scores := make([]float32, len(g.rows)), make(map[string]float32, len(g.people))
	blocks := (len(g.rows) + galleryBlock - 1) / galleryBlock
	for _, p := range h {
		clear(looks)
		probe := p.kept(askedCylinders)
		err := concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), blocks, func(_, block int) error {
			for at := block * galleryBlock; at < min((block+1)*galleryBlock, len(g.rows)); at++ {
				if r := &g.rows[at]; r.count > 0 && (passes == nil || passes(r.name)) {
					looks[at] = g.look(at, probe)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for name, rows := range g.people {
			most := float32(0)
			for _, at := range rows {
				most = max(most, looks[at])
			}
			if most > 0 {
				scores[name] += most * most
			}
		}
	}
	return top(scores, limit), nil
}

// look returns how much a print looks like the probe: of each of the probe's cylinders the most alike
// one, and of these pairs those that lie alike to one of them.
func (g *Gallery) look(at int, probe []asked) float32 {
	r := &g.rows[at]
	cells := g.words[at*keptCylinders:][:r.count]
	var own, other, turn [askedCylinders]uint8
	var worth [askedCylinders]float32
	n := 0
	for i := range probe {
		a := &probe[i]
		most, which := float32(leastLook), -1
		for k := range cells {
			c := &cells[k].cells
			apart := bits.OnesCount64(a.cells[0]^c[0]) + bits.OnesCount64(a.cells[1]^c[1]) + bits.OnesCount64(a.cells[2]^c[2]) +
				bits.OnesCount64(a.cells[3]^c[3]) + bits.OnesCount64(a.cells[4]^c[4])
			if off := float32(apart) * perWeight[int(a.weight)+int(r.weight[k])]; off < most {
				most, which = off, k
			}
		}
		if which >= 0 {
			own[n], other[n], turn[n], worth[n] = uint8(i), uint8(which), r.angle[which]-a.angle, leastLook+.1-most
			n++
		}
	}
	best := float32(0)
	var sums [askedCylinders]float32
	for i := range n {
		for j := range i {
			between := int8(turn[j] - turn[i])
			if between > turnLook || between < -turnLook || other[i] == other[j] {
				continue
			}
			a, b := &probe[own[i]], &probe[own[j]]
			k, l := other[i], other[j]
			w := &waves[turn[i]+uint8(between/2)]
			dx, dy := float32(int(b.x)-int(a.x)), float32(int(b.y)-int(a.y))
			ex := w.cos*dx - w.sin*dy - float32(int(r.x[l])-int(r.x[k]))
			ey := w.sin*dx + w.cos*dy - float32(int(r.y[l])-int(r.y[k]))
			slack := placeLook + stretchLook*(max(dx, -dx)+max(dy, -dy))
			if ex*ex+ey*ey < slack*slack {
				sums[i] += worth[j]
				sums[j] += worth[i]
			}
		}
	}
	for i := range n {
		best = max(best, sums[i]+worth[i])
	}
	return best
}

// waves are the sines and cosines of the steps of an angle.
var waves = func() (t [steps]struct{ sin, cos float32 }) {
	for i := range t {
		s, c := math.Sincos(float64(i) / perRadian)
		t[i].sin, t[i].cos = float32(s), float32(c)
	}
	return t
}()

// top returns the people of the highest scores, best first.
func top(scores map[string]float32, limit int) []string {
	names := slices.SortedFunc(maps.Keys(scores), func(a, b string) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	return names[:min(limit, len(names))]
}
