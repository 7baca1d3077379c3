package eval

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Two normals of one width: the line is known, whatever was believed beforehand.
func TestFitFaces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const strangers, person, width = -3., 2., 1.6
	draw := func(n int, mean float64, normalised bool) (list []feature.FaceScore) {
		for range n {
			list = append(list, feature.FaceScore{Model: models.ModelFR, Normalised: normalised, X: mean + width*r.NormFloat64(), Quality: 1, Years: 1})
		}
		return list
	}
	curves := feature.DefaultParams().Face
	fits := FitFaces(append(draw(2000, person, true), draw(20, 1, false)...), append(draw(9000, strangers, true), draw(900, 1, false)...), curves)
	if len(fits) != 1 || fits[0].Same != 2000 || fits[0].Child || !fits[0].Normalised || fits[0].Before != curves[models.ModelFR].Z.Adult {
		t.Fatalf("%+v, want the line of z for adults and none of few pairs", fits)
	}
	slope := (person - strangers) / (width * width)
	at0 := -slope * (person + strangers) / 2
	if got := fits[0].After; math.Abs(got.Slope-slope) > .15 || math.Abs(got.At0-at0) > .15 {
		t.Errorf("%.2f %+.2f·z, want %.2f %+.2f·z", got.At0, got.Slope, at0, slope)
	}
}
