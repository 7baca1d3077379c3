package feature

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Candidate is a person of the other side with what they weigh beside a probe, in bits
// (Probe.Score).
type Candidate struct {
	*Profile
	Weight float64

	// Behind is a candidate who would be among the best by having said nothing: the probe
	// has a face, this one has none to lay beside it, and little else speaks for the pair.
	// A list shows it after all whose faces were compared, however they weigh.
	Behind bool
}

// Compare orders the heaviest first. Equal weights go by name, so that the order does not
// depend on who was found first.
func (c Candidate) Compare(other Candidate) int {
	if by := cmp.Compare(other.Weight, c.Weight); by != 0 {
		return by
	}
	return cmp.Compare(c.Name, other.Name)
}

// CompareShown orders as a list shows candidates: the heaviest first, those Behind last.
func (c Candidate) CompareShown(other Candidate) int {
	switch {
	case c.Behind == other.Behind:
		return c.Compare(other)
	case c.Behind:
		return 1
	}
	return -1
}

// Weigh makes others candidates, in their order.
func (p *Probe) Weigh(others ...*Profile) []Candidate {
	list := make([]Candidate, len(others))
	for i, other := range others {
		list[i] = p.Candidate(other)
	}
	return list
}

// Candidate makes another a candidate.
func (p *Probe) Candidate(other *Profile) Candidate {
	weight := p.Score(other)
	return Candidate{other, weight, weight <= aloneBits && p.HasFaces() && !p.meets(other)}
}

// meets reports whether some face of the probe's can be compared with one of the other's.
func (p *Probe) meets(other *Profile) bool {
	for i := range p.faces {
		for j := range other.faces {
			if _, weighed := p.scorer.params.Face[p.faces[i].model]; weighed && p.faces[i].comparable(&other.faces[j]) {
				return true
			}
		}
	}
	return false
}

// Found describes a probe with the candidates that were found for it.
type Found struct {
	Probe      *Probe
	Candidates []Candidate
}

// Ranked describes a candidate with its probability.
type Ranked struct {
	Candidate
	Probability float64
	probe       *Probe // the file that speaks best for it
}

// Rank orders candidates of the other side, best first, who were found for a person of
// whom there are one or several files: the file that speaks best for a candidate counts.
// Most of what a full comparison costs are its words, so these are left to Ranked.Match.
//
// The probabilities are those of alternatives that exclude each other: a person
// is at most one of the candidates, and may be none. With the prior Coverage that
// the person is among the open notices at all, each as likely as any other, and
// L = 2^weight,
//
//	p(i) = L(i)·c/n / (1 − c + Σ L(j)·c/n)
//
// over all candidates, so that namesakes share what there is to share.
func Rank(files []Found, openNotices int) []Ranked {
	var ranked []Ranked
	var weights []float64
	seen := map[string]bool{}
	for i, file := range files {
		for _, c := range file.Candidates {
			if seen[c.Name] {
				continue
			}
			seen[c.Name] = true
			r := Ranked{Candidate: c, probe: file.Probe}
			for k, other := range files {
				if k == i {
					continue
				}
				if by := other.Probe.Candidate(c.Profile); by.CompareShown(r.Candidate) < 0 {
					r.Candidate, r.probe = by, other.Probe
				}
			}
			ranked, weights = append(ranked, r), append(weights, r.Weight)
		}
	}
	for i, p := range files[0].Probe.scorer.share(weights, openNotices) {
		ranked[i].Probability = p
	}
	slices.SortFunc(ranked, func(a, b Ranked) int { return a.CompareShown(b.Candidate) })
	return ranked
}

// Match says why the candidate was ranked if it is.
func (r *Ranked) Match() models.Match {
	m := r.probe.match(r.Profile)
	m.Probability = r.Probability
	return m
}

// Matches ranks for one file, and returns the best with every reason.
func (p *Probe) Matches(candidates []Candidate, openNotices, limit int) []models.Match {
	ranked := Rank([]Found{{p, candidates}}, openNotices)
	matches := make([]models.Match, min(limit, len(ranked)))
	for i := range matches {
		matches[i] = ranked[i].Match()
	}
	return matches
}

// Compare weighs the probe against one other, with the candidates as alternatives.
func (p *Probe) Compare(other *Profile, candidates []Candidate, openNotices int) models.Match {
	m := p.match(other)
	weights := []float64{m.Weight}
	for _, c := range candidates {
		if c.Name != other.Name {
			weights = append(weights, c.Weight)
		}
	}
	m.Probability = p.scorer.share(weights, openNotices)[0]
	return m
}

// CanReach reports whether a pair of that weight would be of probability p or more, if
// no one else were as likely.
func (w *Scorer) CanReach(weight float64, openNotices int, p float64) bool {
	return w.share([]float64{weight}, openNotices)[0] >= p
}

// share divides the probability among alternatives of such weights that exclude each
// other.
func (w *Scorer) share(weights []float64, openNotices int) []float64 {
	coverage := w.Coverage()
	prior := math.Log2(coverage / float64(max(openNotices, w.params.FewestNotices)))
	none := math.Log2(1 - coverage)
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
