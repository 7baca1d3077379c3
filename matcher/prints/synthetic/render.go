package synthetic

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// Ridges holds the lines of a finger: a picture from which impressions are taken. They grow out of
// noise that is filtered along the flow again and again, after Cappelli's SFinGe (in Maltoni et al.,
// Handbook of Fingerprint Recognition, 2009): where lines of one period do not fit into the flow,
// they end and fork. Their minutiae are not those of the Finger: only the flow is.
type Ridges struct {
	w, h int
	v    []float32 // −1 ridge … 1 valley
}

const (
	renderTurns = 48
	renderReach = 8
	growths     = 9
)

// Grow lets the ridges of a finger grow.
func (f *Finger) Grow(r *rand.Rand) *Ridges {
	const side = 2*renderReach + 1
	g := &Ridges{w: int(math.Floor(2 * wholeX)), h: int(math.Floor(2 * wholeY))}
	period := 8 + 1.6*r.Float64()
	var filters [renderTurns][side * side]float32
	for turn := range filters {
		sin, cos := math.Sincos(math.Pi * float64(turn) / renderTurns)
		sum, weight := 0., 0.
		window := func(i int) (wave, window float64) {
			x, y := float64(i%side-renderReach), float64(i/side-renderReach)
			off := sin*x + cos*y // y downwards, the turn as seen
			return math.Cos(2 * math.Pi * off / period), math.Exp(-(x*x + y*y) / (2 * 3.6 * 3.6))
		}
		for i := range filters[turn] {
			a, w := window(i)
			sum, weight = sum+a*w, weight+w
		}
		for i := range filters[turn] {
			a, w := window(i)
			filters[turn][i] = float32((a - sum/weight) * w)
		}
	}
	turns := make([]uint8, g.w*g.h)
	g.v = make([]float32, g.w*g.h)
	for i := range g.v {
		x, y := float64(i%g.w)-wholeX, float64(i/g.w)-wholeY
		turns[i] = uint8((int(math.Round(f.Orientation(x, y)/math.Pi*renderTurns))%renderTurns + renderTurns) % renderTurns)
		g.v[i] = float32(r.NormFloat64() * .5)
	}
	for range growths {
		next := make([]float32, len(g.v))
		for y := renderReach; y < g.h-renderReach; y++ {
			for x := renderReach; x < g.w-renderReach; x++ {
				filter, sum := &filters[turns[y*g.w+x]], float32(0)
				for dy := range side {
					row, weights := g.v[(y+dy-renderReach)*g.w+x-renderReach:][:side], filter[dy*side:][:side]
					for k, v := range row {
						sum += v * weights[k]
					}
				}
				next[y*g.w+x] = max(-1, min(1, sum*.25))
			}
		}
		g.v = next
	}
	return g
}

// Picture returns what a device shows of the ridges around a place, 300 × 400 pixels at 500 dpi, and
// how it is put on it: of p, all but what is said of minutiae.
func (g *Ridges) Picture(r *rand.Rand, p Press, atX, atY float64) *image.Gray {
	const w, h = 300, 400
	turn, scale := p.Turn*(2*r.Float64()-1), 1+p.Scale*r.NormFloat64()
	skin, pressure, dirt := newSkin(r, p.Distortion), .25*r.NormFloat64(), newSkin(r, .5)
	sin, cos := math.Sincos(turn)
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := (float64(x)-w/2)/scale, (float64(y)-h/2)/scale
			u, v = cos*u-sin*v, sin*u+cos*v // back to the finger
			dx, dy, _ := skin.at(u+atX, v+atY)
			shade := 238.
			if edge := math.Hypot(u/windowX, v/windowY); edge < 1 {
				wet, _, _ := dirt.at(u, v)
				line := math.Tanh(2 * (g.at(u+atX-dx, v+atY-dy) - pressure - .3*wet))
				shade = 150 + 75*line + 60*max(0, edge-.85)/.15
			}
			img.SetGray(x, y, color.Gray{Y: uint8(max(0, min(255, shade+14*r.NormFloat64())))})
		}
	}
	return img
}

// at returns the value at a place of the finger, between pixels.
func (g *Ridges) at(x, y float64) float64 {
	x, y = x+wholeX, y+wholeY
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= g.w || y0+1 >= g.h {
		return 0
	}
	fx, fy, at := x-float64(x0), y-float64(y0), y0*g.w+x0
	return (1-fy)*((1-fx)*float64(g.v[at])+fx*float64(g.v[at+1])) + fy*((1-fx)*float64(g.v[at+g.w])+fx*float64(g.v[at+g.w+1]))
}
