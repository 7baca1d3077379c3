package evidence

import "math"

// FaceScore is how alike two faces are and what their photos allow to be said.
type FaceScore struct {
	Model      string
	Normalised bool    // X is a z; else it is a squared distance
	X          float64 // of the pair
	Quality    float64 // share of the separation that the poorer photo leaves
	Years      float64 // and that the years between leave, to two photos of an adult
	Grown      float64 // 0 two photos of an adult … 1 of a child and the adult it became
}

// FaceScore is the score of the best pair of faces, for who fits the curves.
func (p *Probe) FaceScore(other *Profile) (FaceScore, bool) {
	f, ok := weighFace(p, other)
	if !ok {
		return FaceScore{}, false
	}
	record, notice := p.sides(other)
	curve, g := p.weigher.params.Face[record.faces[f.record].model], p.basis.gallery
	return curve.score(g.side(record), f.record, g.side(notice), f.notice), true
}

func (c *FaceCurve) score(s side, i int, t side, j int) FaceScore {
	a, b := &s.faces[i], &t.faces[j]
	out := FaceScore{Model: a.model, X: squaredDistance(a.vector, b.vector), Years: 1}
	if m, n := s.norm(i), t.norm(j); m != nil && n != nil {
		out.Normalised = true
		out.X = (m.z(out.X, n.drawn, c.Spread) + n.z(out.X, m.drawn, c.Spread)) / 2
	}
	out.Quality = c.ByQuality.at(math.Min(usable(a.quality), usable(b.quality)))
	if a.year > 0 && b.year > 0 {
		out.Years = c.ByYears.at(math.Abs(a.year - b.year))
		out.Grown = grownBetween(s.Profile, t.Profile, math.Min(a.year, b.year), math.Max(a.year, b.year))
	}
	return out
}

// usable is a quality that was not measured taken for that of a face 48 px wide.
func usable(quality float64) float64 {
	if quality == 0 {
		return .73
	}
	return quality
}

// grownBetween is how much of growing up lies between two years, 0 … 1. Whose birth
// is known from papers is believed first.
func grownBetween(a, b *Profile, earlier, later float64) float64 {
	born := a.born
	if !born.known || born.guessed && b.born.known {
		born = b.born
	}
	if !born.known {
		return 0
	}
	middle := (born.first + born.last) / 2
	years := math.Min(later, middle+grownUpAt) - math.Max(earlier, middle)
	return math.Min(math.Max(years/growingFull, 0), 1)
}

// Straight is what the curve's lines say of a score, before they are bent.
func (c *FaceCurve) Straight(s FaceScore) float64 {
	lines := &c.Raw
	if s.Normalised {
		lines = &c.Z
	}
	return (1-s.Grown)*lines.Adult.at(s.X, s.Quality*s.Years) + s.Grown*lines.Child.at(s.X, s.Quality)
}

// logRatio is the natural-log likelihood ratio of a score.
func (c *FaceCurve) logRatio(s FaceScore) float64 {
	x := c.Straight(s)
	// Bent into Least … Most, less of it for a poor photo, but always falling with the
	// distance, so that a best candidate stays the best however poor it is.
	least, most := s.Quality*s.Quality*c.Least, s.Quality*s.Quality*c.Most
	return least + softplus(x-least) - softplus(x-most) + lean*math.Min(0, x-least)
}

// lean keeps the curve falling where it is bent flat.
const lean = 0.01

func softplus(x float64) float64 {
	if x > 30 {
		return x
	}
	return math.Log1p(math.Exp(x))
}
