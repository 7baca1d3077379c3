// Package synthetic invents fingers and impressions of them, for tests and measurements: no
// person's prints are among them.
//
// A finger has a flow of ridges (Sherlock and Monro's model of 1993: orientation turns around cores
// and deltas, by the pattern's class) and minutiae strewn along it, denser near cores and deltas and
// never nearer than ridges allow. An impression shows a part of it, turned, shifted and stretched as
// skin is, with minutiae that the device missed, misplaced or saw if none are, in the numbers that
// live-scan templates have: 20 to 60, angles off by some degrees, rounded to the format's steps.
//
// It is a model, and easier than life in one respect: its errors do not hang together as those of an
// algorithm that sees the same smudge twice.
package synthetic

import (
	"math"
	"math/rand/v2"
)

// Lengths are pixels at 500 dpi, from the middle of the finger; y grows downwards, angles are
// radians counter-clockwise as seen.
const (
	windowX, windowY = 118, 157 // half axes of what an impression shows: 12 × 16 mm
	wholeX, wholeY   = 1.4 * windowX, 1.4 * windowY
	nearest          = 9      // between two minutiae: a ridge period
	meanDensity      = 5.6e-4 // minutiae a square pixel: 0.22 a mm²
)

type site struct {
	x, y, angle float64
	fork        bool
}

// Finger describes an invented finger.
type Finger struct {
	cores, deltas [][2]float64
	bend          float64 // of the flow without cores, radians
	minutiae      []site
}

// NewFinger invents a finger. Classes come as often as they do in people: loops two in three,
// whorls three in ten, arches the rest.
func NewFinger(r *rand.Rand) *Finger {
	f := &Finger{bend: .5 + .5*r.Float64()}
	wobble := func(x, y float64) [2]float64 { return [2]float64{x + 12*r.NormFloat64(), y + 12*r.NormFloat64()} }
	side := float64(1 - 2*r.IntN(2))
	switch c := r.Float64(); {
	case c < .65:
		f.cores, f.deltas = [][2]float64{wobble(0, -25)}, [][2]float64{wobble(side*85, 85)}
	case c < .95:
		apart := 10 + 25*r.Float64()
		f.cores = [][2]float64{wobble(0, -20-apart), wobble(side*8, -20+apart)}
		f.deltas = [][2]float64{wobble(-95, 95), wobble(95, 95)}
	}
	f.strew(r, meanDensity*math.Exp(.22*r.NormFloat64()))
	return f
}

// Orientation returns the direction of the ridges at a place, up to half a turn.
func (f *Finger) Orientation(x, y float64) float64 {
	if len(f.cores) == 0 { // an arch
		rise := f.bend * math.Exp(-(y-20)*(y-20)/(2*90*90))
		return -rise * math.Sin(x/70)
	}
	turn := 0.0
	for _, c := range f.cores {
		turn += math.Atan2(-(y - c[1]), x-c[0])
	}
	for _, d := range f.deltas {
		turn -= math.Atan2(-(y - d[1]), x-d[0])
	}
	// Without a singular point inside, ridges run level far below: half a turn for each core too many.
	return turn/2 + math.Pi/2*float64(len(f.cores)-len(f.deltas))
}

// strew places minutiae at random, none too near to another.
func (f *Finger) strew(r *rand.Rand, density float64) {
	want := int(density * math.Pi * wholeX * wholeY)
	drift, where := r.Float64()*2*math.Pi, 60+60*r.Float64()
	for tries := 0; len(f.minutiae) < want && tries < 100*want; tries++ {
		x, y := inEllipse(r, wholeX, wholeY)
		crowd := .35
		for _, points := range [][][2]float64{f.cores, f.deltas} {
			for _, p := range points {
				crowd += .65 * math.Exp(-((x-p[0])*(x-p[0])+(y-p[1])*(y-p[1]))/(2*55*55))
			}
		}
		if r.Float64() > crowd || f.near(x, y) {
			continue
		}
		angle := f.Orientation(x, y)
		// Which way a minutia points hangs together over some millimetres.
		if along := math.Sin(x/where+drift) + math.Sin(y/where-drift); along+1.1*r.NormFloat64() > 0 {
			angle += math.Pi
		}
		f.minutiae = append(f.minutiae, site{x, y, angle, r.Float64() < .4})
	}
}

func (f *Finger) near(x, y float64) bool {
	for _, m := range f.minutiae {
		if math.Hypot(m.x-x, m.y-y) < nearest {
			return true
		}
	}
	return false
}

// inEllipse returns a place in an ellipse around the middle.
func inEllipse(r *rand.Rand, a, b float64) (x, y float64) {
	radius, turn := math.Sqrt(r.Float64()), 2*math.Pi*r.Float64()
	return a * radius * math.Cos(turn), b * radius * math.Sin(turn)
}
