package eval

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

// FaceFit describes a line of a face curve fitted anew: At0 and Slope to write into a
// parameter file (feature.FaceLine), and what they were.
type FaceFit struct {
	Model      string           `json:"model"`
	Normalised bool             `json:"normalised"` // of Z, else of Raw
	Child      bool             `json:"child"`      // child to adult
	Before     feature.FaceLine `json:"before"`
	After      feature.FaceLine `json:"after"`
	Same       int              `json:"same"` // pairs
	Strangers  int              `json:"strangers"`
}

// fewestFaces is how many pairs of one person a line needs to be fitted anew.
const fewestFaces = 30

// FitFaces fits the lines of face curves to the faces of pairs of one person and of
// strangers drawn at random. A line is fitted as a whole: ln LR = a + b·(what it says
// now), by logistic regression with both classes weighed alike, so that what the
// curve takes off for years and poor photos stays as it is. Lines with fewer than 30
// pairs of either kind are left out.
func FitFaces(same, strangers []feature.FaceScore, curves map[string]feature.FaceCurve) []FaceFit {
	type line struct {
		model             string
		normalised, child bool
	}
	groups := map[line][2][]Sample{}
	for class, scores := range [][]feature.FaceScore{strangers, same} {
		for _, s := range scores {
			curve := curves[s.Model]
			l := line{s.Model, s.Normalised, s.Grown >= .5}
			if l.child && l.normalised && curve.ChildRaw { // told by d², which is among the scores, too
				continue
			}
			g := groups[l]
			g[class] = append(g[class], Sample{Same: float64(class), Weight: 1, Bits: []float64{curve.Straight(s) / math.Ln2}})
			groups[l] = g
		}
	}
	var fits []FaceFit
	for l, g := range groups {
		if len(g[0]) < fewestFaces || len(g[1]) < fewestFaces {
			continue
		}
		for i := range g[0] {
			g[0][i].Weight = float64(len(g[1])) / float64(len(g[0]))
		}
		s := Fit(slices.Concat(g[0], g[1]), Neutral([]string{"face"}, 2), firmness) // odds of 1
		f := FaceFit{Model: l.model, Normalised: l.normalised, Child: l.child, Same: len(g[1]), Strangers: len(g[0])}
		f.Before = lineOf(curves[l.model], l.normalised, l.child)
		f.After = f.Before
		f.After.At0, f.After.Slope = s.Prior+s.Scale[0]*f.Before.At0, s.Scale[0]*f.Before.Slope
		fits = append(fits, f)
	}
	slices.SortFunc(fits, func(a, b FaceFit) int { return cmp.Compare(a.title(), b.title()) })
	return fits
}

func lineOf(c feature.FaceCurve, normalised, child bool) feature.FaceLine {
	lines := c.Raw
	if normalised {
		lines = c.Z
	}
	if child {
		return lines.Child
	}
	return lines.Adult
}

func (f *FaceFit) title() string {
	of, who := "Raw", "Adult"
	if f.Normalised {
		of = "Z"
	}
	if f.Child {
		who = "Child"
	}
	return f.Model + " " + of + "." + who
}
