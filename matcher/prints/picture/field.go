package picture

import (
	"math"
	"slices"
)

// Pixels at 500 dpi.
const (
	cellSide   = 8  // of a cell of the field
	around     = 12 // half the side of what a grey value is normalised by
	tensorWide = 2. // deviation of the smoothing of the tensor, cells
	usual      = 9. // a period of ridges
	shortest   = 5.
	longest    = 14.
	leastRange = 5. // grey values that a finger varies by at least
)

// field holds what is known of each cell of a picture.
type field struct {
	w, h              int
	finger            []bool
	cos, sin          []float32 // of twice the ridges' orientation, as seen with y downwards
	coherence, period []float32
}

// normalise takes from each grey value the mean of its surroundings, and divides it by their
// deviation, which it returns, too.
func normalise(grey *plane) (level, spread *plane) {
	w, h := grey.w, grey.h
	sums, squares := make([]float64, (w+1)*(h+1)), make([]float64, (w+1)*(h+1))
	for y := range h {
		row, rowSquares := 0., 0.
		for x := range w {
			v := float64(grey.v[y*w+x])
			row, rowSquares = row+v, rowSquares+v*v
			at := (y+1)*(w+1) + x + 1
			sums[at], squares[at] = sums[at-w-1]+row, squares[at-w-1]+rowSquares
		}
	}
	level, spread = newPlane(w, h), newPlane(w, h)
	for y := range h {
		top, bottom := max(0, y-around), min(h, y+around+1)
		for x := range w {
			left, right := max(0, x-around), min(w, x+around+1)
			over := func(t []float64) float64 {
				return t[bottom*(w+1)+right] - t[top*(w+1)+right] - t[bottom*(w+1)+left] + t[top*(w+1)+left]
			}
			n := float64((bottom - top) * (right - left))
			mean := over(sums) / n
			deviation := math.Sqrt(max(0, over(squares)/n-mean*mean))
			spread.v[y*w+x] = float32(deviation)
			level.v[y*w+x] = float32(max(-2.5, min(2.5, (float64(grey.v[y*w+x])-mean)/max(deviation, leastRange))))
		}
	}
	return level, spread
}

// fieldOf works out the field of a normalised picture.
func fieldOf(level, spread *plane) *field {
	f := &field{w: (level.w + cellSide - 1) / cellSide, h: (level.h + cellSide - 1) / cellSide}
	n := f.w * f.h
	xx, xy, yy, range_ := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	w := level.w
	for y := 1; y < level.h-1; y++ {
		for x := 1; x < w-1; x++ {
			at := y*w + x
			v := level.v
			gx := v[at+1-w] + 2*v[at+1] + v[at+1+w] - v[at-1-w] - 2*v[at-1] - v[at-1+w]
			gy := v[at+w-1] + 2*v[at+w] + v[at+w+1] - v[at-w-1] - 2*v[at-w] - v[at-w+1]
			c := y/cellSide*f.w + x/cellSide
			xx[c], xy[c], yy[c] = xx[c]+gx*gx, xy[c]+gx*gy, yy[c]+gy*gy
			range_[c] += spread.v[at] / (cellSide * cellSide)
		}
	}
	f.cutOut(range_)
	for _, t := range [][]float32{xx, xy, yy} {
		for i, in := range f.finger {
			if !in {
				t[i] *= .05
			}
		}
		f.smooth(t, tensorWide)
	}
	f.cos, f.sin, f.coherence, f.period = make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range n {
		// Ridges run across the gradient, so twice their angle is turned by half a circle.
		dx, dy := xx[i]-yy[i], 2*xy[i]
		strong := float32(math.Hypot(float64(dx), float64(dy)))
		if strong > 0 {
			f.cos[i], f.sin[i] = -dx/strong, -dy/strong
		} else {
			f.cos[i] = 1
		}
		if all := xx[i] + yy[i]; all > 0 {
			f.coherence[i] = strong / all
		}
	}
	f.periods(level)
	return f
}

// cutOut finds the finger: the largest piece of cells in which grey values vary, without holes.
func (f *field) cutOut(spread []float32) {
	smooth := slices.Clone(spread)
	f.smooth(smooth, 1)
	sorted := slices.Sorted(slices.Values(smooth))
	least := max(leastRange, .38*sorted[len(sorted)*9/10])
	f.finger = make([]bool, len(smooth))
	for i, v := range smooth {
		f.finger[i] = v > least
	}
	f.keepLargest(true)
	f.keepLargest(false) // holes are pieces of what is no finger, but for the largest
}

// keepLargest leaves of the pieces of a kind the largest.
func (f *field) keepLargest(kind bool) {
	piece := make([]int, len(f.finger))
	largest, size, pieces := 0, 0, 0
	for i := range f.finger {
		if piece[i] != 0 || f.finger[i] != kind {
			continue
		}
		pieces++
		stack, n := []int{i}, 0
		piece[i] = pieces
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack, n = stack[:len(stack)-1], n+1
			x, y := at%f.w, at/f.w
			for _, d := range [][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				u, v := x+d[0], y+d[1]
				if u < 0 || v < 0 || u >= f.w || v >= f.h {
					continue
				}
				if k := v*f.w + u; piece[k] == 0 && f.finger[k] == kind {
					piece[k] = pieces
					stack = append(stack, k)
				}
			}
		}
		if n > size {
			largest, size = pieces, n
		}
	}
	for i := range f.finger {
		if f.finger[i] == kind && piece[i] != largest {
			f.finger[i] = !kind
		}
	}
}

// smooth blurs values of cells by a normal of that deviation.
func (f *field) smooth(t []float32, deviation float64) {
	reach := int(math.Ceil(2.5 * deviation))
	kernel := make([]float32, 2*reach+1)
	for i := range kernel {
		d := float64(i-reach) / deviation
		kernel[i] = float32(math.Exp(-d * d / 2))
	}
	next := make([]float32, len(t))
	pass := func(from, to []float32, dx, dy int) {
		for y := range f.h {
			for x := range f.w {
				sum, weight := float32(0), float32(0)
				for k, w := range kernel {
					u, v := x+dx*(k-reach), y+dy*(k-reach)
					if u >= 0 && v >= 0 && u < f.w && v < f.h {
						sum, weight = sum+w*from[v*f.w+u], weight+w
					}
				}
				to[y*f.w+x] = sum / weight
			}
		}
	}
	pass(t, next, 1, 0)
	pass(next, t, 0, 1)
}

// periods works out how far apart ridges are in each cell: by how a section across them, averaged
// along them, is like itself some pixels on.
func (f *field) periods(level *plane) {
	const half, along = 24, 8
	told := make([]float32, len(f.finger))
	for cy := range f.h {
		for cx := range f.w {
			i := cy*f.w + cx
			if !f.finger[i] || f.coherence[i] < .4 {
				continue
			}
			angle := f.angle(i)
			sin, cos := math.Sincos(angle)
			var section [2*half + 1]float64
			for k := range section {
				across := float64(k - half)
				for l := -along; l <= along; l += 2 {
					section[k] += level.at(float64(cx*cellSide+cellSide/2)-sin*across+cos*float64(l), float64(cy*cellSide+cellSide/2)+cos*across+sin*float64(l))
				}
			}
			if p, ok := periodOf(section[:]); ok {
				told[i], f.period[i] = 1, float32(p)
			}
		}
	}
	values := slices.DeleteFunc(slices.Clone(f.period), func(p float32) bool { return p == 0 })
	middle := float32(usual)
	if len(values) > 10 {
		slices.Sort(values)
		middle = values[len(values)/2]
	}
	f.smooth(f.period, 2)
	f.smooth(told, 2)
	for i := range f.period { // cells that tell nothing are taken for the middle one
		f.period[i] = (f.period[i] + .15*middle) / (told[i] + .15)
	}
}

// periodOf finds the first peak of how alike a section is to itself.
func periodOf(section []float64) (float64, bool) {
	mean := 0.
	for _, v := range section {
		mean += v / float64(len(section))
	}
	var alike [longest + 3]float64
	for lag := range alike {
		for k := lag; k < len(section); k++ {
			alike[lag] += (section[k] - mean) * (section[k-lag] - mean)
		}
		alike[lag] /= float64(len(section) - lag)
	}
	for lag := int(shortest); lag <= int(longest); lag++ {
		a, b, c := alike[lag-1], alike[lag], alike[lag+1]
		if b >= a && b > c && b > .25*alike[0] {
			return float64(lag) + (a-c)/(2*(a-2*b+c)), true
		}
	}
	return 0, false
}

// at returns the value nearest to a place.
func (p *plane) at(x, y float64) float64 {
	u, v := int(math.Round(x)), int(math.Round(y))
	if u < 0 || v < 0 || u >= p.w || v >= p.h {
		return 0
	}
	return float64(p.v[v*p.w+u])
}

// angle returns the ridges' orientation in a cell: radians from the right towards below.
func (f *field) angle(i int) float64 { return math.Atan2(float64(f.sin[i]), float64(f.cos[i])) / 2 }

// near returns the orientation at a pixel, between those of the cells around, and the cell it lies in.
func (f *field) near(x, y int) (angle float64, cell int) {
	u, v := float64(x)/cellSide-.5, float64(y)/cellSide-.5
	x0, y0 := int(math.Floor(u)), int(math.Floor(v))
	fx, fy := u-float64(x0), v-float64(y0)
	cos, sin := 0., 0.
	for dy := range 2 {
		for dx := range 2 {
			i := max(0, min(f.h-1, y0+dy))*f.w + max(0, min(f.w-1, x0+dx))
			w := math.Abs(1-float64(dx)-fx) * math.Abs(1-float64(dy)-fy)
			cos, sin = cos+w*float64(f.cos[i]), sin+w*float64(f.sin[i])
		}
	}
	return math.Atan2(sin, cos) / 2, y/cellSide*f.w + x/cellSide
}
