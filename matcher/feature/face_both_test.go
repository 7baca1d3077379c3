package feature

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// twice is a face that both models describe, that far from the one at 0, 0 in the
// squared distances of either.
func twice(fr, dlib float64) models.Photo {
	f := models.Face{Quality: .9}
	f.SetEmbeddings([]models.Embedding{alongside(512, fr, models.ModelFR), alongside(128, dlib, models.ModelDlib)})
	return models.Photo{Faces: []models.Face{f}}
}

func alongside(dim int, d2 float64, model string) models.Embedding {
	v := make([]float32, dim)
	v[0], v[1] = 1, float32(math.Sqrt(d2))
	return models.Embedding{Model: model, Vector: v}
}

// The weight of both models falls with either distance, whichever side is asked, and
// stays within what one model may say at most.
func TestBothModelsCount(t *testing.T) {
	p := DefaultParams()
	most := p.Face[models.ModelFR].Most / math.Ln2 * NewScorer(p).shares[forFace]
	r := recordOf(1, twice(0, 0))
	for fr := 0.; fr < 2.5; fr += .25 {
		for dlib := 0.; dlib < .5; dlib += .05 {
			here := faceBits(t, r, noticeOf(1, twice(fr, dlib)))
			if farther := faceBits(t, r, noticeOf(1, twice(fr+.25, dlib))); farther >= here {
				t.Errorf("d² %.2f, %.2f: %.3f bits, and %.3f farther by the networks", fr, dlib, here, farther)
			}
			if farther := faceBits(t, r, noticeOf(1, twice(fr, dlib+.05))); farther >= here {
				t.Errorf("d² %.2f, %.2f: %.3f bits, and %.3f farther by dlib", fr, dlib, here, farther)
			}
			if back := faceBits(t, recordOf(1, twice(fr, dlib)), noticeOf(1, twice(0, 0))); math.Abs(back-here) > 1e-6 || here > most {
				t.Errorf("d² %.2f, %.2f: %.3f bits, %.3f the other way round, the most is %.3f", fr, dlib, here, back, most)
			}
		}
	}
	e, _ := item(match(r, noticeOf(1, twice(.5, .1))), "face")
	if !strings.Contains(e.Reason.Zh, "fr-feature-v1 距离 0.71，合计 dlib-resnet-v1 距离 0.32") || !strings.Contains(e.Reason.En, "together with dlib-resnet-v1") {
		t.Error(e.Reason)
	}
}

// Not the sum of the two: what they both say counts once.
func TestBothModelsAreNotCountedTwice(t *testing.T) {
	both := faceBits(t, recordOf(1, twice(0, 0)), noticeOf(1, twice(.9, .15)))
	only := func(model string, dim int, d2 float64) float64 {
		face := func(d2 float64) models.Photo {
			f := models.Face{Quality: .9}
			f.SetEmbeddings([]models.Embedding{alongside(dim, d2, model)})
			return models.Photo{Faces: []models.Face{f}}
		}
		return faceBits(t, recordOf(1, face(0)), noticeOf(1, face(d2)))
	}
	fr, dlib := only(models.ModelFR, 512, .9), only(models.ModelDlib, 128, .15)
	if fr <= 0 || dlib <= 0 || both >= fr+dlib-.5*math.Min(fr, dlib) || both < .9*math.Min(fr, dlib) {
		t.Errorf("%.2f bits by the networks, %.2f by dlib, %.2f by both", fr, dlib, both)
	}
}

// In a photo of several, the second model's embedding is that of the same face.
func TestBothModelsLookAtTheSameFace(t *testing.T) {
	near, far := twice(.5, .1).Faces[0], twice(2.4, .5).Faces[0]
	for _, faces := range [][]models.Face{{near, far}, {far, near}} {
		group := models.Photo{Faces: faces}
		e, _ := item(match(recordOf(1, twice(0, 0)), noticeOf(1, group)), "face")
		if !strings.Contains(e.Reason.Zh, "距离 0.71，合计 dlib-resnet-v1 距离 0.32") {
			t.Error(e.Reason.Zh)
		}
	}
}

// The weights are those with which two normals that are as far apart as the models' and
// hang together as theirs are told apart best: more rarely wrong than the better alone.
func TestBothModelsErrLess(t *testing.T) {
	blend := DefaultParams().Face[models.ModelFR].Beside[models.ModelDlib]
	chance := rand.New(rand.NewPCG(1, 1))
	const fr, dlib, r, n = 3.85, 2.83, .57, 200_000
	var alone, both [2][]float64
	for class, sign := range []float64{-1, 1} {
		for range n {
			a := chance.NormFloat64()
			b := r*a + math.Sqrt(1-r*r)*chance.NormFloat64()
			x, y := fr*(a+sign*fr/2), dlib*(b+sign*dlib/2) // what either says
			alone[class] = append(alone[class], x)
			both[class] = append(both[class], blend.Own*x+blend.Other*y)
		}
	}
	one, two := equalError(alone), equalError(both)
	if math.Abs(one-.027) > .001 || math.Abs(two-.025) > .001 || two >= one {
		t.Errorf("equal error %.4f of one, %.4f of both, measured were .027 and .025", one, two)
	}
}

// equalError is where as many strangers are accepted as true pairs are not.
func equalError(scores [2][]float64) float64 {
	for _, s := range scores {
		slices.Sort(s)
	}
	n := len(scores[1])
	at := 0
	for at < n {
		above, _ := slices.BinarySearch(scores[0], scores[1][at])
		if float64(at)/float64(n) >= 1-float64(above)/float64(len(scores[0])) {
			break
		}
		at++
	}
	return float64(at) / float64(n)
}

func TestBlendsAreChecked(t *testing.T) {
	for what, c := range map[string]struct {
		beside map[string]FaceBlend
		valid  bool
	}{
		"as built in":   {map[string]FaceBlend{models.ModelDlib: {.87, .32}}, true},
		"none":          {nil, true},
		"nothing of it": {map[string]FaceBlend{models.ModelDlib: {0, .5}}, false},
		"against":       {map[string]FaceBlend{models.ModelDlib: {1, -.1}}, false},
		"itself":        {map[string]FaceBlend{models.ModelFR: {1, .1}}, false},
	} {
		curves := defaultFaces()
		curve := curves[models.ModelFR]
		curve.Beside = c.beside
		curves[models.ModelFR] = curve
		curves["x-own.1"] = curve // an operator's model may have a curve, too
		if err := checkFaces(curves, defaultCohort()); (err == nil) != c.valid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// What the second model costs a pair in a scan.
func BenchmarkFaceBoth(b *testing.B) {
	w := NewScorer(DefaultParams())
	only := twice(.5, .1)
	only.Faces[0].Others = nil
	for _, c := range []struct {
		name  string
		other models.Photo
	}{{"models=1", only}, {"models=2", twice(.5, .1)}} {
		b.Run(c.name, func(b *testing.B) {
			p, n := w.Probe(ProfileOf(recordOf(1, twice(0, 0)))), ProfileOf(noticeOf(1, c.other))
			b.ReportAllocs()
			for b.Loop() {
				p.Score(n)
			}
		})
	}
}

// Three models of the same faces: each lesser one counts in its turn, the same whichever side is
// asked, and an embedding that one of the two lacks changes nothing.
func TestThreeModelsCount(t *testing.T) {
	photo := func(fr, mobile, dlib float64) models.Photo {
		f := models.Face{Quality: .9}
		list := []models.Embedding{alongside(512, fr, models.ModelFR)}
		if mobile >= 0 {
			list = append(list, alongside(192, mobile, models.ModelMobileFaceNet))
		}
		f.SetEmbeddings(append(list, alongside(128, dlib, models.ModelDlib)))
		return models.Photo{Faces: []models.Face{f}}
	}
	r := recordOf(1, photo(0, 0, 0))
	last := math.Inf(1)
	for mobile := 0.; mobile < 2; mobile += .25 {
		n := noticeOf(1, photo(.9, mobile, .15))
		bits := faceBits(t, r, n)
		if back := faceBits(t, recordOf(1, photo(.9, mobile, .15)), noticeOf(1, photo(0, 0, 0))); bits >= last || math.Abs(back-bits) > 1e-6 {
			t.Errorf("d² %.2f: %.3f bits, %.3f the other way round, %.3f nearer", mobile, bits, back, last)
		}
		last = bits
	}
	if two, without := faceBits(t, recordOf(1, twice(0, 0)), noticeOf(1, twice(.9, .15))), faceBits(t, r, noticeOf(1, photo(.9, -1, .15))); math.Abs(two-without) > 1e-6 {
		t.Errorf("%.3f bits by two models, %.3f where one photo has a third", two, without)
	}
	e, _ := item(match(r, noticeOf(1, photo(.5, .4, .1))), "face")
	if want := "fr-feature-v1 距离 0.71，合计 mobilefacenet-v1 距离 0.63，合计 dlib-resnet-v1 距离 0.32"; !strings.Contains(e.Reason.Zh, want) {
		t.Error(e.Reason.Zh)
	}
}
