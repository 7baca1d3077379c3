package synthetic

import (
	"math"
	"math/rand/v2"

	"github.com/guitu-project/guitu/matcher/prints"
)

// Press says how a finger is put on the device, and how well the device sees it.
type Press struct {
	Overlap    float64 // the share of the area that two impressions of a Pair show both
	Turn       float64 // radians; at most so much either way
	Distortion float64 // pixels by which skin is displaced, about
	Scale      float64 // deviation of the size
	Missing    float64 // the share of minutiae that are not seen
	False      float64 // how many are seen that are none, as a share of those there
	Jitter     float64 // pixels, deviation
	Angle      float64 // radians, deviation
	Reversed   float64 // the share that points the other way
	Patch      float64 // how often a patch of a few millimetres is not seen at all
}

// Usual returns a device and a hand as most are.
func Usual() Press {
	return Press{Overlap: .6, Turn: math.Pi, Distortion: 4, Scale: .015, Missing: .15, False: .12, Jitter: 1.8, Angle: 7 * math.Pi / 180, Reversed: .02, Patch: .2}
}

// Pair returns two impressions of a finger.
func (f *Finger) Pair(r *rand.Rand, p Press) (a, b prints.View) {
	x, y := Offset(r, p.Overlap)
	return f.Impression(r, p, x, y), f.Impression(r, p, -x, -y)
}

// Offset returns a place; impressions around it and around its opposite show such a share of their
// area both.
func Offset(r *rand.Rand, overlap float64) (x, y float64) {
	// Ellipses of one size are circles when scaled; how far apart circles of radius 1 overlap so much
	// is found by halving.
	low, high := 0.0, 1.0
	for range 40 {
		if u := (low + high) / 2; 2*(math.Acos(u)-u*math.Sqrt(1-u*u))/math.Pi > overlap {
			low = u
		} else {
			high = u
		}
	}
	turn := 2 * math.Pi * r.Float64()
	return low * windowX * math.Cos(turn), low * windowY * math.Sin(turn)
}

// Impression returns what a device sees of the finger around a place, as a view of a picture of
// 500 × 500 pixels whose minutiae lie in steps of 2°.
func (f *Finger) Impression(r *rand.Rand, p Press, atX, atY float64) prints.View {
	turn, scale := p.Turn*(2*r.Float64()-1), 1+p.Scale*r.NormFloat64()
	shiftX, shiftY := 20*r.NormFloat64(), 20*r.NormFloat64()
	skin := newSkin(r, p.Distortion)
	view := prints.View{Finger: prints.UnknownFinger, Width: 500, Height: 500, XRes: 197, YRes: 197, Quality: uint8(55 + r.IntN(40))}
	var patchX, patchY, patch float64
	if r.Float64() < p.Patch {
		patchX, patchY = inEllipse(r, windowX, windowY)
		patch = 25 + 30*r.Float64()
	}
	see := func(x, y, angle float64, fork bool) {
		kind := prints.Ending
		if fork != (r.Float64() < .15) {
			kind = prints.Bifurcation
		}
		if r.Float64() < p.Reversed {
			angle += math.Pi
		}
		dx, dy, dturn := skin.at(x, y)
		x, y, angle = x-atX+dx, y-atY+dy, angle+dturn
		sin, cos := math.Sincos(turn)
		// y grows downwards, so a turn counter-clockwise is one of −turn in these axes.
		x, y = scale*(cos*x+sin*y), scale*(-sin*x+cos*y)
		x, y = x+250+shiftX+p.Jitter*r.NormFloat64(), y+250+shiftY+p.Jitter*r.NormFloat64()
		angle = math.Mod((angle+turn+p.Angle*r.NormFloat64())*180/math.Pi, 360)
		step := math.Mod(math.Round(angle/2)*2+720, 360)
		if x < 0 || y < 0 || x > 499 || y > 499 || len(view.Minutiae) == 255 {
			return
		}
		view.Minutiae = append(view.Minutiae, prints.Minutia{Kind: kind, X: uint16(math.Round(x)), Y: uint16(math.Round(y)), Angle: step, Quality: uint8(30 + r.IntN(70))})
	}
	seen := 0
	for _, m := range f.minutiae {
		edge := math.Hypot((m.x-atX)/windowX, (m.y-atY)/windowY)
		if edge > 1 || math.Hypot(m.x-atX-patchX, m.y-atY-patchY) < patch {
			continue
		}
		seen++
		if r.Float64() < p.Missing*(.6+.8*edge*edge) {
			continue
		}
		see(m.x, m.y, m.angle, m.fork)
	}
	for range int(math.Round(p.False * float64(seen))) {
		x, y := inEllipse(r, windowX, windowY)
		if k := math.Hypot(x/windowX, y/windowY); k > 0 && r.Float64() < .5 { // half of them near the border
			x, y = x*(.85+.15*k)/k, y*(.85+.15*k)/k
		}
		x, y = x+atX, y+atY
		see(x, y, f.Orientation(x, y)+math.Pi*float64(r.IntN(2)), r.IntN(2) == 0)
	}
	r.Shuffle(len(view.Minutiae), func(i, j int) {
		view.Minutiae[i], view.Minutiae[j] = view.Minutiae[j], view.Minutiae[i]
	})
	return view
}

// skin describes a smooth displacement: a few waves, longer than a quarter of a finger.
type skin struct {
	waves [4]struct{ kx, ky, ax, ay, phase float64 }
}

func newSkin(r *rand.Rand, amplitude float64) (s skin) {
	for i := range s.waves {
		w := &s.waves[i]
		k, turn := 2*math.Pi/(180+250*r.Float64()), 2*math.Pi*r.Float64()
		w.kx, w.ky = k*math.Cos(turn), k*math.Sin(turn)
		w.ax, w.ay = amplitude*r.NormFloat64()/1.4, amplitude*r.NormFloat64()/1.4
		w.phase = 2 * math.Pi * r.Float64()
	}
	return s
}

// at returns the displacement at a place, and the turn of what is there, counter-clockwise as seen.
func (s *skin) at(x, y float64) (dx, dy, turn float64) {
	for i := range s.waves {
		w := &s.waves[i]
		sin, cos := math.Sincos(w.kx*x + w.ky*y + w.phase)
		dx, dy = dx+w.ax*sin, dy+w.ay*sin
		turn -= (w.ay*w.kx - w.ax*w.ky) * cos / 2
	}
	return dx, dy, turn
}
