package feature

import (
	"iter"
	"math"
)

// FaceScore says how alike two faces are and what their photos allow to be said.
type FaceScore struct {
	Model      string
	Normalised bool    // X is a z; else it is a squared distance
	X          float64 // of the pair
	D2         float64 // squared distance of the pair
	Quality    float64 // share of the separation that the poorer photo leaves
	Years      float64 // and that the years between leave, to two photos of an adult
	Grown      float64 // 0 two photos of an adult … 1 of a child and the adult it became
}

// FaceScore returns the score of the best pair of faces, for who fits the curves.
func (p *Probe) FaceScore(other *Profile) (FaceScore, bool) {
	f, ok := compareFace(p, other)
	if !ok {
		return FaceScore{}, false
	}
	record, notice := p.sides(other)
	curve, g := p.scorer.params.Face[record.faces[f.record].model], p.basis.gallery
	return curve.score(g.side(record), f.record, g.side(notice), f.notice), true
}

// FaceScores returns what each model says of the faces of two photos, the best model first,
// and the natural-log ratio that they say together before it is bent: for who measures
// the models. Either profile has one photo with one face. Models without a curve
// are left out.
func (w *Scorer) FaceScores(a, b *Profile) (each []FaceScore, together float64) {
	g := w.common.Load().gallery
	s, t := g.side(a), g.side(b)
	for i := range s.faces {
		curve, ok := w.params.Face[s.faces[i].model]
		for j := range t.faces {
			if !ok || !s.faces[i].comparable(&t.faces[j]) {
				continue
			}
			score := curve.score(s, i, t, j)
			if len(each) == 0 {
				together = w.params.straight(&curve, score, s, i, t, j)
			}
			each = append(each, score)
		}
	}
	return each, together
}

// FaceBits returns what the faces of two photos weigh as evidence, in bits: the best pair, bent and
// scaled. ok is false if nothing can be compared. Either profile has one photo.
func (w *Scorer) FaceBits(a, b *Profile) (bits float64, ok bool) {
	g := w.common.Load().gallery
	best, ok := w.params.facePair(g.side(a), 0, len(a.faces), g.side(b))
	return best.bits * w.shares[forFace], ok
}

func (c *FaceCurve) score(s side, i int, t side, j int) FaceScore {
	a, b := &s.faces[i], &t.faces[j]
	d2 := squaredDistance(a.vector, b.vector)
	out := FaceScore{Model: a.model, X: d2, D2: d2, Years: 1}
	if m, n := s.norm(i), t.norm(j); m != nil && n != nil {
		out.Normalised = true
		out.X = (m.z(d2, n.drawn, c.Spread) + n.z(d2, m.drawn, c.Spread)) / 2
	}
	out.Quality = c.ByQuality.at(math.Min(usable(a.quality), usable(b.quality)))
	if a.year > 0 && b.year > 0 {
		out.Years = c.ByYears.at(math.Abs(a.year - b.year))
		out.Grown = grownBetween(s.Profile, t.Profile, math.Min(a.year, b.year), math.Max(a.year, b.year))
	}
	return out
}

// straight returns what the lines say of two faces: those of the model that speaks and, one
// after the other, of the lesser ones that count beside it and describe both, too.
func (p *Params) straight(c *FaceCurve, own FaceScore, s side, i int, t side, j int) float64 {
	said := c.Straight(own)
	for b := range p.beside(s.Profile, i, t.Profile, j) {
		other := p.Face[s.faces[b.own].model]
		said = b.Own*said + b.Other*other.Straight(other.score(s, b.own, t, b.theirs))
	}
	return said
}

// besides are the embeddings of the same two faces that a lesser model made, and how they count.
type besides struct {
	FaceBlend
	own, theirs int // their indices
}

// beside finds the embeddings of a's i-th and b's j-th face that lesser models made of
// the same faces and that count beside them, the better model's first.
func (p *Params) beside(a *Profile, i int, b *Profile, j int) iter.Seq[besides] {
	return func(yield func(besides) bool) {
		curve := p.Face[a.faces[i].model]
		for k := i + 1; k < len(a.faces) && len(a.faces[k].better) > 0; k++ {
			blend, ok := curve.Beside[a.faces[k].model]
			if _, weighed := p.Face[a.faces[k].model]; !ok || !weighed {
				continue
			}
			for l := j + 1; l < len(b.faces) && len(b.faces[l].better) > 0; l++ {
				if a.faces[k].comparable(&b.faces[l]) {
					if !yield(besides{blend, k, l}) {
						return
					}
					break
				}
			}
		}
	}
}

// usable returns a quality that was not measured taken for that of a face 48 px wide.
func usable(quality float64) float64 {
	if quality == 0 {
		return .73
	}
	return quality
}

// grownBetween returns how much of growing up lies between two years, 0 … 1. Whose birth
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

// Straight returns what the curve's lines say of a score, before they are bent.
func (c *FaceCurve) Straight(s FaceScore) float64 {
	lines := &c.Raw
	if s.Normalised {
		lines = &c.Z
	}
	said := lines.Adult.at(s.X, s.Quality*s.Years)
	if s.Grown == 0 {
		return said
	}
	return (1-s.Grown)*said + s.Grown*c.child(s)
}

// child returns what is said of a child and the adult it became.
func (c *FaceCurve) child(s FaceScore) float64 {
	if s.Normalised && !c.ChildRaw {
		return c.Z.Child.at(s.X, s.Quality)
	}
	return c.Raw.Child.at(s.D2, s.Quality)
}

// bend brings what the lines say into Least … Most, less of it for a poor photo, but always
// falling with the distance, so that a best candidate stays the best however poor it is.
func (c *FaceCurve) bend(x, quality float64) float64 {
	least, most := quality*quality*c.Least, quality*quality*c.Most
	return least + softplus(x-least) - softplus(x-most) + lean*math.Min(0, x-least)
}

// lean keeps the curve falling if it is bent flat.
const lean = 0.01

func softplus(x float64) float64 {
	switch {
	case x > 30:
		return x
	case x < -30:
		return 0
	}
	return math.Log1p(math.Exp(x))
}
