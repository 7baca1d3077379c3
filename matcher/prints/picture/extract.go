package picture

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/prints"
)

const (
	border    = 16  // pixels around a minutia that are of the finger
	traced    = 10  // pixels of a line that tell which way it runs
	gapLength = 13. // pixels between two ends that are one ridge
	tooNear   = 6.5 // pixels between two minutiae of which neither is one
	kept      = 100 // minutiae, those of the best quality
	fairArea  = 550 // cells of a finger that is seen well: 90 mm²
	leastArea = 60  // and below which there is no finger
	leastSure = .30 // coherence around a minutia
)

// found describes a minutia in the picture, its direction in radians from the right towards below.
type found struct {
	x, y  int
	angle float64
	kind  prints.Kind
	sure  float64
}

// extract reads the minutiae of a grey picture.
func extract(grey *plane) (*prints.View, error) {
	level, spread := normalise(grey)
	f := fieldOf(level, spread)
	area, sure := 0, 0.
	for i, in := range f.finger {
		if in {
			area, sure = area+1, sure+float64(f.coherence[i])
		}
	}
	if area < leastArea {
		return nil, errors.New("no finger is seen")
	}
	s := thin(enhance(level, f), f)
	s.prune()
	list := f.honest(s.minutiae(f))
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(b.sure, a.sure) })
	v := &prints.View{Width: uint16(grey.w), Height: uint16(grey.h), XRes: 197, YRes: 197}
	v.Quality = uint8(math.Round(max(1, min(100, 100*sure/float64(area)*min(1, float64(area)/fairArea)))))
	for _, m := range list[:min(kept, len(list))] {
		degrees := math.Mod(720-m.angle*180/math.Pi, 360)
		step := 360. / 256
		v.Minutiae = append(v.Minutiae, prints.Minutia{
			Kind: m.kind, X: uint16(m.x), Y: uint16(m.y), Quality: uint8(math.Round(max(1, 100*m.sure))),
			Angle: math.Mod(math.Round(degrees/step)*step, 360),
		})
	}
	return v, nil
}

// minutiae lists the ends and forks of the lines that lie well within the finger.
func (s *lines) minutiae(f *field) (list []found) {
	for at, on := range s.on {
		if !on || !s.inner(at) {
			continue
		}
		degree := s.degree(at)
		x, y := at%s.w, at/s.w
		if degree != 1 && degree != 3 || !f.surrounds(x, y) {
			continue
		}
		m := found{x: x, y: y, kind: prints.Ending}
		if degree == 3 {
			m.kind = prints.Bifurcation
		}
		angle, cell := f.near(x, y)
		m.sure = float64(f.coherence[cell])
		dx, dy, ok := s.heading(at, degree)
		if !ok || m.sure < leastSure {
			continue
		}
		if m.angle = angle; math.Cos(angle)*dx+math.Sin(angle)*dy < 0 {
			m.angle += math.Pi
		}
		list = append(list, m)
	}
	return list
}

// surrounds reports whether there is finger on all sides of a pixel.
func (f *field) surrounds(x, y int) bool {
	for _, d := range ring {
		k := float64(border)
		if d[0] != 0 && d[1] != 0 {
			k /= math.Sqrt2
		}
		u, v := x+int(k*float64(d[0])), y+int(k*float64(d[1]))
		if u < 0 || v < 0 || u/cellSide >= f.w || v/cellSide >= f.h || !f.finger[v/cellSide*f.w+u/cellSide] {
			return false
		}
	}
	return true
}

// heading returns which way a minutia points, as the standards have it: from an end along its ridge, and
// from a fork into the valley between the two ridges that run alike.
func (s *lines) heading(at, degree int) (dx, dy float64, ok bool) {
	ways := s.ways(at)
	if len(ways) != degree {
		return 0, 0, false
	}
	arms := make([][2]float64, degree)
	for i, next := range ways {
		path := s.walk(at, next, traced)
		last := path[len(path)-1]
		x, y := float64(last%s.w-at%s.w), float64(last/s.w-at/s.w)
		length := math.Hypot(x, y)
		if length < 2 {
			return 0, 0, false
		}
		arms[i] = [2]float64{x / length, y / length}
	}
	if degree == 1 {
		return arms[0][0], arms[0][1], true
	}
	best := -2.
	for i := range arms {
		a, b := arms[i], arms[(i+1)%3]
		if alike := a[0]*b[0] + a[1]*b[1]; alike > best {
			best, dx, dy = alike, a[0]+b[0], a[1]+b[1]
		}
	}
	return dx, dy, math.Hypot(dx, dy) > .2
}

// honest leaves out what is no minutia: the two ends of a ridge that is broken, and those too near
// to each other.
func (f *field) honest(list []found) []found {
	out := make([]bool, len(list))
	for i := range list {
		for j := range i {
			a, b := &list[i], &list[j]
			dx, dy := float64(b.x-a.x), float64(b.y-a.y)
			d := math.Hypot(dx, dy)
			if d < tooNear || a.kind == prints.Ending && b.kind == prints.Ending && d < gapLength && facing(a, b, dx/d, dy/d) {
				out[i], out[j] = true, true
			}
		}
	}
	kept := list[:0:0]
	for i, m := range list {
		if !out[i] {
			kept = append(kept, m)
		}
	}
	return kept
}

// facing reports whether two ends point away from each other, along the line between them: a ridge
// that is broken there. dx, dy lead from a to b.
func facing(a, b *found, dx, dy float64) bool {
	awayA := math.Cos(a.angle)*dx + math.Sin(a.angle)*dy
	awayB := math.Cos(b.angle)*dx + math.Sin(b.angle)*dy
	return awayA < -.7 && awayB > .7
}
