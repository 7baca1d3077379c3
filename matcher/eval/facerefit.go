package eval

import (
	"maps"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
)

// BlendFit describes a blend of two models fitted anew, and what it was.
type BlendFit struct {
	Model  string            `json:"model"` // the one that speaks
	Other  string            `json:"other"` // and the one that counts beside it
	Before feature.FaceBlend `json:"before"`
	After  feature.FaceBlend `json:"after"`
	Same   int               `json:"same"` // pairs
}

// FaceRefit holds what a study makes of the curves.
type FaceRefit struct {
	Curves map[string]feature.FaceCurve `json:"-"`
	Lines  []FaceFit                    `json:"lines"`
	Blends []BlendFit                   `json:"blends"`
}

// Refit fits the shares that years and quality leave and the lines of the curves to the
// photos compared, and then how the models count beside each other. Lines of z are only
// fitted if the gallery is as large as the service asks for, for z is another among few;
// those of children and the shares of years only if it is known when photos were taken. A
// line that would not fall with the distance is left as it was.
func (s *FaceStudy) Refit() FaceRefit {
	s.refitShares()
	var scores [2][]feature.FaceScore // of strangers, of one person
	for _, p := range s.some() {
		k := class(p.same)
		each, _ := s.measure.FaceScores(s.profiles[p.a], s.profiles[p.b])
		for _, e := range each {
			if s.asService(e) {
				scores[k] = append(scores[k], e)
			}
			scores[k] = append(scores[k], plain(e))
		}
	}
	out := FaceRefit{Curves: maps.Clone(s.curves)}
	for _, f := range FitFaces(scores[1], scores[0], s.curves) {
		curve := out.Curves[f.Model]
		lines := &curve.Raw
		if f.Normalised {
			lines = &curve.Z
		}
		if f.After.Slope*f.Before.Slope > 0 {
			if f.Child {
				lines.Child = f.After
			} else {
				lines.Adult = f.After
			}
			out.Curves[f.Model] = curve
			out.Lines = append(out.Lines, f)
		}
	}
	for model := range out.Curves {
		if _, known := s.params.Face[model]; !known && !slices.ContainsFunc(out.Lines, func(f FaceFit) bool { return f.Model == model }) {
			delete(out.Curves, model) // borrowed, and nothing of its own
		}
	}
	for _, model := range s.models {
		for _, other := range s.models {
			if blend, ok := out.Curves[model].Beside[other]; ok {
				out.blend(s, model, other, blend)
			}
		}
	}
	return out
}

// refitShares fits what years and quality leave of each model's separation, and whether a child
// and the adult it became are told better by d² than by z.
func (s *FaceStudy) refitShares() {
	for m, model := range s.models {
		curve := s.curves[model]
		if shares, ok := s.sharesOf(m, yearSteps, ofAdults); ok {
			curve.ByYears = shares
		}
		if shares, ok := s.sharesOf(m, qualitySteps, poorer); ok {
			curve.ByQuality = shares
		}
		byDistance, n := s.grownError(int(kinds)*m + int(distance))
		if byZ, k := s.grownError(int(kinds)*m + int(unusual)); min(n, k) >= fewestFaces {
			curve.ChildRaw = byDistance <= byZ
		}
		s.curves[model] = curve
	}
	s.weigh()
}

// grownError returns the equal error rate of a row among pairs of a child and an adult, and how many of
// them are of one person.
func (s *FaceStudy) grownError(r int) (eer float64, same int) {
	var list trials
	for k, p := range s.pairs {
		if score := s.scores[r][k]; score == score { // not NaN
			if _, ok := grownUp(&s.photos[p.a], &s.photos[p.b]); ok {
				list = append(list, trial{score, p.same, s.person[p.a], s.person[p.b]})
			}
		}
	}
	list.sort()
	eer, _, _ = list.operate(nil, nil)
	same, _ = list.count()
	return eer, same
}

// mostFitted is how many pairs of a kind curves are fitted to: more say no more.
const mostFitted = 50_000

// some returns the pairs, or every second, third … of a kind of which there are too many.
func (s *FaceStudy) some() []pair {
	var all, seen [2]int
	for _, p := range s.pairs {
		all[class(p.same)]++
	}
	var list []pair
	for _, p := range s.pairs {
		k := class(p.same)
		if seen[k]%(all[k]/mostFitted+1) == 0 {
			list = append(list, p)
		}
		seen[k]++
	}
	return list
}

// asService reports whether a score is normalised and would be in the service.
func (s *FaceStudy) asService(e feature.FaceScore) bool {
	return e.Normalised && s.cohorts[slices.Index(s.models, e.Model)] >= s.params.Cohort.Fewest
}

// plain returns a score as it is without a gallery.
func plain(e feature.FaceScore) feature.FaceScore {
	e.Normalised, e.X = false, e.D2
	return e
}

// blend fits how two models count together, by what their new lines say.
func (r *FaceRefit) blend(s *FaceStudy, model, other string, before feature.FaceBlend) {
	own, beside := r.Curves[model], r.Curves[other]
	var samples [2][]Sample
	for _, p := range s.some() {
		var said [2]float64
		found := 0
		each, _ := s.measure.FaceScores(s.profiles[p.a], s.profiles[p.b])
		for _, e := range each {
			if !s.asService(e) {
				e = plain(e)
			}
			switch e.Model {
			case model:
				said[0], found = own.Straight(e)/math.Ln2, found+1
			case other:
				said[1], found = beside.Straight(e)/math.Ln2, found+1
			}
		}
		if k := class(p.same); found == 2 {
			samples[k] = append(samples[k], Sample{Same: float64(k), Weight: 1, Bits: []float64{said[0], said[1]}})
		}
	}
	if len(samples[0]) < fewestFaces || len(samples[1]) < fewestFaces {
		return
	}
	for i := range samples[0] {
		samples[0][i].Weight = float64(len(samples[1])) / float64(len(samples[0]))
	}
	fit := Fit(append(samples[0], samples[1]...), Scales{Features: []string{model, other}, Scale: []float64{before.Own, before.Other}}, firmness)
	after := feature.FaceBlend{Own: fit.Scale[0], Other: max(fit.Scale[1], 0)}
	if after.Own <= 0 {
		return
	}
	curve := r.Curves[model]
	curve.Beside = maps.Clone(curve.Beside)
	curve.Beside[other] = after
	r.Curves[model] = curve
	r.Blends = append(r.Blends, BlendFit{model, other, before, after, len(samples[1])})
}
