package eval

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// widthSteps are where faces begin to say less (package faces), in px; yearSteps and
// qualitySteps where the curves do (feature.FaceCurve).
var (
	widthSteps   = []float64{0, 32, 48, 80, math.Inf(1)}
	yearSteps    = []float64{0, 2, 4, 8, 15, math.Inf(1)}
	qualitySteps = []float64{0, .33, .72, .9, math.Inf(1)}
)

// pairsOf are pairs that have something in common: a number that tells which of some steps a
// pair belongs to. ok is false for a pair that belongs to none.
type pairsOf func(a, b *Portrait) (x float64, ok bool)

func narrower(a, b *Portrait) (float64, bool) {
	width := min(a.Pixels, b.Pixels)
	return width, width > 0
}

func poorer(a, b *Portrait) (float64, bool) {
	quality := min(a.Face.Quality, b.Face.Quality)
	return quality, quality > 0
}

// childhood is until which age a photo is one of a child, in years.
const childhood = 15

// ageOn returns how old the person was on a photo, in years.
func (p *Portrait) ageOn() (float64, bool) {
	born, _, known := p.Born.Span()
	taken, _, dated := p.Taken.Span()
	return taken.Sub(born).Hours() / 24 / 365.25, known && dated
}

// between returns how many years lie between two photos.
func between(a, b *Portrait) (float64, bool) {
	first, _, ok := a.Taken.Span()
	second, _, dated := b.Taken.Span()
	return math.Abs(second.Sub(first).Hours()) / 24 / 365.25, ok && dated
}

// ofAdults returns between's pairs without photos of children.
func ofAdults(a, b *Portrait) (float64, bool) {
	years, ok := between(a, b)
	for _, p := range []*Portrait{a, b} {
		age, known := p.ageOn()
		ok = ok && (!known || age >= childhood)
	}
	return years, ok
}

// grownUp returns the pairs of a child and the adult it became, by how old the child was.
func grownUp(a, b *Portrait) (float64, bool) {
	first, ok := a.ageOn()
	second, known := b.ageOn()
	return min(first, second), ok && known && min(first, second) < childhood && max(first, second) >= childhood
}

// weakest returns the pairs one of whose faces is weak in a way.
func weakest(w models.Weakness) pairsOf {
	return func(a, b *Portrait) (float64, bool) { return 0, a.Face.Weakness == w || b.Face.Weakness == w }
}

// cuts returns the true pairs by what their photos have in common.
func (s *FaceStudy) cuts() []FaceCut {
	r := s.last()
	all := s.trials(r, "", true)
	limits := []float32{all.limit(measured[1]), all.limit(measured[0])}
	_, strangers := all.count()
	list := slices.Concat(
		s.cut("years", yearSteps, ofAdults, limits, strangers),
		s.cut("child", []float64{0, 6, childhood}, grownUp, limits, strangers),
		s.cut("quality", qualitySteps, poorer, limits, strangers),
	)
	for _, w := range models.Weaknesses() {
		for _, c := range s.cut("weakness", []float64{0, 1}, weakest(w), limits, strangers) {
			c.Weakness = w
			list = append(list, c)
		}
	}
	return list
}

// cut measures the true pairs of each step at thresholds of all.
func (s *FaceStudy) cut(by string, steps []float64, of pairsOf, limits []float32, strangers int) []FaceCut {
	var list []FaceCut
	for k := range len(steps) - 1 {
		c := FaceCut{By: by, From: steps[k], To: steps[k+1]}
		hits, tries := [2][]float64{make([]float64, s.people), make([]float64, s.people)}, make([]float64, s.people)
		for i, p := range s.pairs {
			score := s.scores[s.last()][i]
			x, ok := of(&s.photos[p.a], &s.photos[p.b])
			if !p.same || score != score || !ok || x < c.From || x >= c.To {
				continue
			}
			c.Same++
			tries[s.person[p.a]]++
			for l, limit := range limits {
				hits[l][s.person[p.a]] += float64(class(score > limit))
			}
		}
		if c.Same == 0 {
			continue
		}
		if math.IsInf(c.To, 1) {
			c.To = 0
		}
		c.At2 = shareOf(hits[0], tries)
		if float64(strangers)*measured[0] >= 1 {
			c.At3 = shareOf(hits[1], tries)
		}
		list = append(list, c)
	}
	return list
}

// widths returns the true pairs by the narrower face.
func (s *FaceStudy) widths() []FaceWidth {
	r := s.last()
	all := s.trials(r, "", true)
	_, strangers := all.count()
	var list []FaceWidth
	for _, c := range s.cut("width", widthSteps, narrower, []float32{all.limit(measured[1]), all.limit(measured[0])}, strangers) {
		list = append(list, FaceWidth{From: c.From, To: c.To, Same: c.Same, At2: c.At2, At3: c.At3})
	}
	return list
}

// sharesOf fits how much of the separation is left by some steps, as feature.FaceShares has it: by
// the true pairs accepted at one stranger in a hundred, Φ⁻¹(TAR) − Φ⁻¹(FAR) over that of the best
// step. Steps with fewer than fewestFaces pairs are left out; ok is false if fewer than two are
// left.
func (s *FaceStudy) sharesOf(model int, steps []float64, of pairsOf) (shares feature.FaceShares, ok bool) {
	row := int(kinds)*model + int(unusual)
	list := s.trials(row, "", true)
	if same, strangers := list.count(); same < fewestFaces || float64(strangers)*measured[1] < 1 {
		return nil, false
	}
	limit, best := list.limit(measured[1]), 0.
	for k := range len(steps) - 1 {
		n, hits, sum := 0, 0, 0.
		for i, p := range s.pairs {
			score := s.scores[row][i]
			x, in := of(&s.photos[p.a], &s.photos[p.b])
			if p.same && score == score && in && x >= steps[k] && x < steps[k+1] {
				n, hits, sum = n+1, hits+class(score > limit), sum+x
			}
		}
		if n < fewestFaces {
			continue
		}
		apart := probit(min(max(float64(hits)/float64(n), .5/float64(n)), 1-.5/float64(n))) - probit(measured[1])
		shares, best = append(shares, [2]float64{sum / float64(n), max(apart, .1)}), max(best, apart)
	}
	for k := range shares {
		shares[k][1] = min(max(math.Round(100*shares[k][1]/best)/100, .05), 1)
	}
	slices.SortFunc(shares, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	return shares, len(shares) > 1
}

// probit returns the inverse of the standard normal distribution.
func probit(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
