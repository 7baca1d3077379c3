package evidence

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Rank weighs the probe against candidates of the other side and returns up to
// limit matches, best first.
//
// Their probabilities are those of alternatives that exclude each other: a person
// is at most one of the candidates, and may be none. With the prior Coverage that
// the person is among the open notices at all, each as likely as any other, and
// L = 2^weight,
//
//	p(i) = L(i)·c/n / (1 − c + Σ L(j)·c/n)
//
// over all candidates, so that namesakes share what there is to share.
func (p *Probe) Rank(candidates []*Profile, openNotices, limit int) []models.Match {
	return RankFiles([]*Probe{p}, candidates, openNotices, limit)
}

// sortMatches puts the heaviest first.
func sortMatches(matches []models.Match) {
	slices.SortFunc(matches, func(a, b models.Match) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Notice, b.Notice), cmp.Compare(a.Record, b.Record))
	})
}

// Likely is a candidate with its weight in bits and its probability.
type Likely struct {
	Name                string
	Weight, Probability float64
}

// Likely are the candidates that are at least so probable, as Rank has them, the
// likeliest first; without the reasons, whose words cost most of what Rank costs.
func (p *Probe) Likely(candidates []*Profile, openNotices int, least float64) []Likely {
	matches := make([]models.Match, len(candidates))
	for i, c := range candidates {
		matches[i].Weight = p.Quick(c)
	}
	p.weigher.share(matches, openNotices)
	var likely []Likely
	for i, m := range matches {
		if m.Probability >= least {
			likely = append(likely, Likely{candidates[i].Name, m.Weight, m.Probability})
		}
	}
	slices.SortFunc(likely, func(a, b Likely) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name)) })
	return likely
}

// Compare weighs the probe against one other, with the candidates as alternatives.
func (p *Probe) Compare(other *Profile, candidates []*Profile, openNotices int) models.Match {
	all := []models.Match{p.match(other)}
	for _, c := range candidates {
		if c.Name != other.Name {
			all = append(all, models.Match{Weight: p.Quick(c)})
		}
	}
	p.weigher.share(all, openNotices)
	return all[0]
}

// CanReach reports whether a pair of that weight would be of probability p or more, if
// nobody else were as likely.
func (w *Weigher) CanReach(weight float64, openNotices int, p float64) bool {
	one := []models.Match{{Weight: weight}}
	w.share(one, openNotices)
	return one[0].Probability >= p
}

// share divides the probability among matches that exclude each other.
func (w *Weigher) share(matches []models.Match, openNotices int) {
	prior := math.Log2(w.params.Coverage / float64(max(openNotices, w.params.FewestNotices)))
	none := math.Log2(1 - w.params.Coverage)
	top := none // the largest term, taken out so that nothing overflows
	for _, m := range matches {
		top = max(top, m.Weight+prior)
	}
	sum := math.Exp2(none - top)
	for _, m := range matches {
		sum += math.Exp2(m.Weight + prior - top)
	}
	for i := range matches {
		matches[i].Probability = math.Exp2(matches[i].Weight+prior-top) / sum
	}
}
