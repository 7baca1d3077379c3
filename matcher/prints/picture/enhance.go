package picture

import "math"

const (
	filterTurns  = 36  // orientations of the filters
	filterReach  = 12  // pixels around the middle
	filterAlong  = 5.0 // deviation of a filter along the ridges, pixels,
	filterAcross = .42 // and across them, of a period
	periodStep   = .5
)

// filters are Gabor filters, made when they are first used.
type filters map[[2]int]*[(2*filterReach + 1) * (2*filterReach + 1)]float32

func (all filters) of(angle, period float64) *[(2*filterReach + 1) * (2*filterReach + 1)]float32 {
	turn := int(math.Round(angle/math.Pi*filterTurns)+2*filterTurns) % filterTurns
	step := int(math.Round(max(shortest, min(longest, period)) / periodStep))
	key := [2]int{turn, step}
	if f := all[key]; f != nil {
		return f
	}
	f := new([(2*filterReach + 1) * (2*filterReach + 1)]float32)
	sin, cos := math.Sincos(float64(turn) * math.Pi / filterTurns)
	p := float64(step) * periodStep
	across, sum, weight := filterAcross*p, 0., 0.
	value := func(i int) (wave, window float64) {
		x, y := float64(i%(2*filterReach+1)-filterReach), float64(i/(2*filterReach+1)-filterReach)
		along, off := cos*x+sin*y, -sin*x+cos*y
		window = math.Exp(-along*along/(2*filterAlong*filterAlong) - off*off/(2*across*across))
		return math.Cos(2 * math.Pi * off / p), window
	}
	for i := range f {
		wave, window := value(i)
		sum, weight = sum+wave*window, weight+window
	}
	for i := range f { // no answer to what is even
		wave, window := value(i)
		f[i] = float32((wave - sum/weight) * window / weight)
	}
	all[key] = f
	return f
}

// enhance filters the finger of a normalised picture: what is below 0 is a ridge.
func enhance(level *plane, f *field) *plane {
	out, all := newPlane(level.w, level.h), filters{}
	for y := range level.h {
		for x := range level.w {
			angle, cell := f.near(x, y)
			if !f.finger[cell] {
				continue
			}
			filter := all.of(angle, float64(f.period[cell]))
			sum := float32(0)
			for dy := -filterReach; dy <= filterReach; dy++ {
				v := y + dy
				if v < 0 || v >= level.h {
					continue
				}
				from, to := max(0, x-filterReach), min(level.w, x+filterReach+1)
				row := level.v[v*level.w+from : v*level.w+to]
				weights := filter[(dy+filterReach)*(2*filterReach+1)+from-x+filterReach:]
				for k, g := range row {
					sum += g * weights[k]
				}
			}
			out.v[y*level.w+x] = sum
		}
	}
	return out
}
