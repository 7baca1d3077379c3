package evidence

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Ranked is a candidate with what it weighs, in bits, and its probability.
type Ranked struct {
	*Profile
	Weight      float64
	Probability float64
	probe       *Probe // the file that speaks best for it
}

// Rank weighs candidates of the other side, best first, against a person of whom there
// are one or several files: the file that speaks best for a candidate counts. Most of
// what a full comparison costs are its words, so these are left to Ranked.Match.
//
// The probabilities are those of alternatives that exclude each other: a person
// is at most one of the candidates, and may be none. With the prior Coverage that
// the person is among the open notices at all, each as likely as any other, and
// L = 2^weight,
//
//	p(i) = L(i)·c/n / (1 − c + Σ L(j)·c/n)
//
// over all candidates, so that namesakes share what there is to share.
func Rank(probes []*Probe, candidates []*Profile, openNotices int) []Ranked {
	ranked := make([]Ranked, len(candidates))
	weights := make([]float64, len(candidates))
	for i, c := range candidates {
		r := Ranked{Profile: c, Weight: probes[0].Quick(c), probe: probes[0]}
		for _, p := range probes[1:] {
			if w := p.Quick(c); w > r.Weight {
				r.Weight, r.probe = w, p
			}
		}
		ranked[i], weights[i] = r, r.Weight
	}
	for i, p := range probes[0].weigher.share(weights, openNotices) {
		ranked[i].Probability = p
	}
	slices.SortFunc(ranked, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name)) })
	return ranked
}

// Match says why the candidate was ranked where it is.
func (r *Ranked) Match() models.Match {
	m := r.probe.match(r.Profile)
	m.Probability = r.Probability
	return m
}

// Rank is Rank for one file, with every reason of the best.
func (p *Probe) Rank(candidates []*Profile, openNotices, limit int) []models.Match {
	ranked := Rank([]*Probe{p}, candidates, openNotices)
	matches := make([]models.Match, min(limit, len(ranked)))
	for i := range matches {
		matches[i] = ranked[i].Match()
	}
	return matches
}

// Compare weighs the probe against one other, with the candidates as alternatives.
func (p *Probe) Compare(other *Profile, candidates []*Profile, openNotices int) models.Match {
	m := p.match(other)
	weights := []float64{m.Weight}
	for _, c := range candidates {
		if c.Name != other.Name {
			weights = append(weights, p.Quick(c))
		}
	}
	m.Probability = p.weigher.share(weights, openNotices)[0]
	return m
}

// CanReach reports whether a pair of that weight would be of probability p or more, if
// nobody else were as likely.
func (w *Weigher) CanReach(weight float64, openNotices int, p float64) bool {
	return w.share([]float64{weight}, openNotices)[0] >= p
}

// share divides the probability among alternatives of such weights that exclude each
// other.
func (w *Weigher) share(weights []float64, openNotices int) []float64 {
	prior := math.Log2(w.params.Coverage / float64(max(openNotices, w.params.FewestNotices)))
	none := math.Log2(1 - w.params.Coverage)
	top := none // the largest term, taken out so that nothing overflows
	for _, weight := range weights {
		top = max(top, weight+prior)
	}
	sum := math.Exp2(none - top)
	for _, weight := range weights {
		sum += math.Exp2(weight + prior - top)
	}
	shares := make([]float64, len(weights))
	for i, weight := range weights {
		shares[i] = math.Exp2(weight+prior-top) / sum
	}
	return shares
}
