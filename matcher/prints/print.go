package prints

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// MostMinutiae is how many minutiae of a view are compared: those of the best quality.
const MostMinutiae = 80

// minutia describes a minutia in a grid of half pixels at 500 dpi around the middle of its print, with y
// growing upwards and angles in 256 steps of a circle, whose differences fit into an int8.
type minutia struct {
	x, y  int16
	angle uint8
	kind  Kind
}

// turnTo returns how far o is turned from m, in steps: −128 … 127.
func (m *minutia) turnTo(o *minutia) int8 { return int8(o.angle - m.angle) }

// Units: half pixels at 500 dpi, and steps of an angle.
const (
	px        = 2
	steps     = 256
	perRadian = steps / (2 * math.Pi)
)

// Print describes a view made ready to be compared. It may be shared by readers.
type Print struct {
	Finger  Finger
	Quality uint8 // 0 … 100, or Unknown

	minutiae []minutia
	once     sync.Once
	shape    shape
}

// shape holds what is worked out of the minutiae when a print is first compared.
type shape struct {
	outline   []minutia // the convex hull
	area      float64   // of it, square pixels
	cylinders []cylinder
	at        []uint8 // the minutia of each cylinder
	crowd     []uint8 // how many minutiae lie around each, with itself
}

// Minutiae returns how many minutiae there are.
func (p *Print) Minutiae() int { return len(p.minutiae) }

// Prepare makes a view ready. Two minutiae at one place and of one direction are one.
func Prepare(v *View) *Print {
	p := &Print{Finger: v.Finger, Quality: v.Quality}
	list := v.Minutiae
	if len(list) > MostMinutiae {
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(a, b Minutia) int { return cmp.Compare(rank(b.Quality), rank(a.Quality)) })
	}
	sx, sy := px*density500/float64(max(v.XRes, 1)), px*density500/float64(max(v.YRes, 1))
	midX, midY := 0.0, 0.0
	for _, m := range list {
		midX, midY = midX+sx*float64(m.X), midY+sy*float64(m.Y)
	}
	n := float64(max(len(list), 1))
	midX, midY = midX/n, midY/n
	for _, m := range list {
		next := minutia{grid(sx*float64(m.X) - midX), grid(midY - sy*float64(m.Y)), uint8(int(math.Round(m.Angle*steps/360)) % steps), m.Kind}
		if len(p.minutiae) < MostMinutiae && !slices.ContainsFunc(p.minutiae, next.doubles) {
			p.minutiae = append(p.minutiae, next)
		}
	}
	return p
}

// rank orders minutiae by quality; one whose quality is not said is a middling one.
func rank(quality uint8) int {
	if quality > 100 {
		return 50
	}
	return int(quality)
}

func grid(v float64) int16 { return int16(math.Round(min(max(v, -15000), 15000))) }

func (m minutia) doubles(o minutia) bool {
	return abs(int(m.x)-int(o.x)) < 3 && abs(int(m.y)-int(o.y)) < 3 && abs(int(m.turnTo(&o))) < 10
}

func abs(n int) int { return max(n, -n) }

// ready works out the shape, once.
func (p *Print) ready() *shape {
	p.once.Do(func() {
		p.shape.outline = hull(p.minutiae)
		for i, a := range p.shape.outline {
			b := p.shape.outline[(i+1)%len(p.shape.outline)]
			p.shape.area += float64(int(a.x)*int(b.y)-int(a.y)*int(b.x)) / (2 * px * px)
		}
		p.count()
		p.encircle()
	})
	return &p.shape
}

// count counts the minutiae around each.
func (p *Print) count() {
	p.shape.crowd = make([]uint8, len(p.minutiae))
	for i := range p.minutiae {
		for j := range p.minutiae {
			dx, dy := int(p.minutiae[i].x)-int(p.minutiae[j].x), int(p.minutiae[i].y)-int(p.minutiae[j].y)
			if dx*dx+dy*dy < px*px*crowded*crowded {
				p.shape.crowd[i]++
			}
		}
	}
}

// hull returns the convex hull of minutiae, counter-clockwise (Andrew's monotone chain).
func hull(all []minutia) []minutia {
	points := slices.Clone(all)
	slices.SortFunc(points, func(a, b minutia) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	if len(points) < 3 {
		return points
	}
	var line []minutia
	add := func(from int, p minutia) {
		for n := len(line); n >= from+2 && cross(&line[n-2], &line[n-1], float64(p.x), float64(p.y)) <= 0; n = len(line) {
			line = line[:n-1]
		}
		line = append(line, p)
	}
	for _, p := range points {
		add(0, p)
	}
	lower := len(line) - 1
	for _, p := range slices.Backward(points[:len(points)-1]) {
		add(lower, p)
	}
	return line[:len(line)-1]
}

// cross is twice the area of the triangle of two minutiae and a place, positive where the place
// lies to the left of the way from a to b.
func cross(a, b *minutia, x, y float64) float64 {
	return float64(int(b.x)-int(a.x))*(y-float64(a.y)) - float64(int(b.y)-int(a.y))*(x-float64(a.x))
}

// within reports whether a place is in the hull, or no farther beyond any of its sides than margin.
func (s *shape) within(x, y, margin float64) bool {
	for i := range s.outline {
		a, b := &s.outline[i], &s.outline[(i+1)%len(s.outline)]
		c := cross(a, b, x, y)
		if c >= 0 {
			continue
		}
		if margin == 0 || c < -margin*math.Hypot(float64(int(b.x)-int(a.x)), float64(int(b.y)-int(a.y))) {
			return false
		}
	}
	return true
}
