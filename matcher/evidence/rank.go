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
	type weighed struct {
		*Profile
		weight float64
	}
	all := make([]weighed, len(candidates))
	for i, c := range candidates {
		all[i] = weighed{c, p.Quick(c)}
	}
	slices.SortFunc(all, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.Name, b.Name))
	})
	matches := make([]models.Match, len(all))
	for i, c := range all {
		if matches[i].Weight = c.weight; i < limit { // reasons cost more than weights
			matches[i] = p.match(c.Profile)
		}
	}
	p.weigher.share(matches, openNotices)
	return matches[:min(limit, len(matches))]
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
