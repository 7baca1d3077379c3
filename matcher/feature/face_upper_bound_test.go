package feature

import (
	"math/rand/v2"
	"testing"
)

// A reach is no less than what any face says, whatever its photo, its years and its distance, but
// for some thousandths of a bit, which a pass allows for: else it would lose people.
func TestFaceReach(t *testing.T) {
	w := NewScorer(DefaultParams())
	r := rand.New(rand.NewPCG(5, 6))
	drawnYear := func() float32 {
		if r.IntN(5) == 0 {
			return 0
		}
		return float32(1980 + 45*r.Float64())
	}
	for model, scores := range w.scores {
		for range 40 {
			probe := &Probe{Profile: &Profile{}, scorer: w}
			own := FaceCell{Mean: 30 * r.Float32(), PerSpread: 40 * r.Float32(), year: drawnYear(), Quality: r.Float32(), Among: uint8(1 + r.IntN(5)/4), Young: r.IntN(2) == 0}
			g := &ProbeFace{Model: model, probe: probe, cell: own, scores: scores}
			reach := g.Reach()
			for range 500 {
				born := &Profile{born: years{first: 1970 + 40*r.Float64(), known: true}}
				born.born.last = born.born.first + 1
				c := FaceCell{Mean: 30 * r.Float32(), PerSpread: 40 * r.Float32(), year: drawnYear(), Quality: r.Float32(), Among: uint8(1 + r.IntN(5)/4)}
				c.Young = c.year > 0 && c.year-float32(born.born.middle()) < grownUpAt
				d2 := 2.5 * r.Float32()
				if bits, most := g.Bits(d2, &c, born), reach.Of(d2, &c); bits > most+.003 {
					t.Fatalf("%s: %v at %v says %v beside %v, at most %v", model, c, d2, bits, own, most)
				}
			}
		}
	}
}
