package faces

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestSizeBands(t *testing.T) {
	for _, test := range []struct{ px, low, high float64 }{
		{10, 0, 0}, {24, 0.05, 0.15}, {31.9, 0.2, QualityByHand + 0.01},
		{33, QualityByHand, QualityCapped}, {47.5, QualityByHand, QualityCapped},
		{48, QualityCapped, 0.8}, {80, 1, 1}, {1000, 1, 1},
	} {
		if q := size(test.px); q < test.low || q > test.high {
			t.Errorf("%v px: %.2f, want %.2f … %.2f", test.px, q, test.low, test.high)
		}
	}
}

func TestFrontality(t *testing.T) {
	marks := func(noseX float64) []models.Point {
		return []models.Point{{X: 140, Y: 100}, {X: 120, Y: 100}, {X: 60, Y: 100}, {X: 80, Y: 100}, {X: noseX, Y: 140}}
	}
	for _, test := range []struct{ noseX, low, high float64 }{
		{100, 1, 1}, {106, 1, 1}, {115, 0.4, 0.9}, {85, 0.4, 0.9}, {135, 0.1, 0.1},
	} {
		if f := frontality(marks(test.noseX)); f < test.low || f > test.high {
			t.Errorf("nose at %v: %.2f, want %.2f … %.2f", test.noseX, f, test.low, test.high)
		}
	}
	// A head tilted by a right angle is no less frontal.
	tilted := marks(100)
	for i, m := range tilted {
		tilted[i] = models.Point{X: -m.Y, Y: m.X}
	}
	if f := frontality(tilted); f != 1 {
		t.Errorf("tilted: %.2f", f)
	}
	if f := frontality(make([]models.Point, 5)); f != 0.1 {
		t.Errorf("all landmarks in one place: %.2f", f)
	}
}

// The same face blurred to what 54 px show stays normal, to 27 px it does not.
func TestSharpness(t *testing.T) {
	pic := facePicture(t) // its face is 99 px wide
	box := models.Box{X: 48, Y: 54, Width: 99, Height: 99}
	for _, test := range []struct{ k, low, high float64 }{{1, 0.9, 1}, {0.5, 0.6, 1}, {0.125, 0.1, 0.3}} {
		small := render(pic, pic.Rect, test.k, asIs)
		if s := sharpness(render(small, small.Rect, 1/test.k, asIs), box); s < test.low || s > test.high {
			t.Errorf("shrunk to %v: %.2f, want %.2f … %.2f", test.k, s, test.low, test.high)
		}
	}
	if s := sharpness(pic, models.Box{X: 500, Y: 500, Width: 9, Height: 9}); s != 0.1 {
		t.Errorf("outside the picture: %.2f", s)
	}
}
