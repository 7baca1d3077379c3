package eval

import (
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Sample holds the evidence of one pair, in bits by feature, and whether the pair is one
// person: 1 or 0.
type Sample struct {
	Record string    `json:"record"`
	Notice string    `json:"notice"`
	Same   float64   `json:"same"`
	Weight float64   `json:"weight"` // for how many pairs it stands
	Bits   []float64 `json:"bits"`   // by feature, 0 if it says nothing
}

// Scales correct weights: a feature that says w bits means Scale·w.
type Scales struct {
	Features []string  `json:"features"`
	Scale    []float64 `json:"scale"`
	Prior    float64   `json:"prior"` // natural-log odds of a pair without evidence
}

// Neutral are scales that change nothing, at a prior of one pair in n.
func Neutral(features []string, n int) Scales {
	s := Scales{Features: features, Scale: make([]float64, len(features)), Prior: -math.Log(float64(max(n, 2) - 1))}
	for i := range s.Scale {
		s.Scale[i] = 1
	}
	return s
}

// Probability of a pair by the scaled evidence.
func (s *Scales) Probability(x *Sample) float64 {
	logit := s.Prior
	for i, b := range x.Bits {
		logit += s.Scale[i] * b * math.Ln2
	}
	return 1 / (1 + math.Exp(-logit))
}

// SamplesOf returns the matches kept of each record, and the features they are laid out
// by. The random strangers, those that stand for all that were not kept, are to be
// added by who can weigh them, with [SampleOf].
func SamplesOf(outcomes []Outcome, features []string, strangers int) []Sample {
	var list []Sample
	for i := range outcomes {
		o := &outcomes[i]
		for j := range o.Matches {
			m := &o.Matches[j]
			if same := o.Rank == j+1; same || j < strangers {
				list = append(list, SampleOf(m, features, same))
			}
		}
	}
	return list
}

// SampleOf lays out a match.
func SampleOf(m *models.Match, features []string, same bool) Sample {
	s := Sample{Record: m.Record, Notice: m.Notice, Weight: 1, Bits: make([]float64, len(features))}
	if same {
		s.Same = 1
	}
	for _, e := range m.Evidence {
		if i, ok := slices.BinarySearch(features, e.Feature); ok {
			s.Bits[i] += e.Weight
		}
	}
	return s
}

// Fit returns a logistic regression on the bits of evidence: the most likely scales if
// each is believed beforehand to be as prior has it, as firmly as `firm` samples with
// a bit of evidence would say so. Newton's method with halved steps; it converges, as
// the loss is convex.
func Fit(samples []Sample, prior Scales, firm float64) Scales {
	n := len(prior.Features) + 1 // the last is the prior odds
	s := Scales{Features: prior.Features, Scale: slices.Clone(prior.Scale), Prior: prior.Prior}
	loss := lossOf(samples, &s, &prior, firm)
	for range 100 {
		gradient, hessian := make([]float64, n), make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
			if i < n-1 {
				gradient[i], hessian[i][i] = firm*(s.Scale[i]-prior.Scale[i]), firm
			} else {
				gradient[i], hessian[i][i] = loose*(s.Prior-prior.Prior), loose
			}
		}
		for k := range samples {
			accumulate(gradient, hessian, &samples[k], s.Probability(&samples[k]))
		}
		step := solve(hessian, gradient)
		next, better := s, loss
		for size := 1.0; size > 1e-6; size /= 2 {
			next = Scales{Features: s.Features, Scale: slices.Clone(s.Scale), Prior: s.Prior - size*step[n-1]}
			for i := range next.Scale {
				next.Scale[i] -= size * step[i]
			}
			if better = lossOf(samples, &next, &prior, firm); better <= loss {
				break
			}
		}
		if loss-better < 1e-9*(1+loss) {
			break
		}
		s, loss = next, better
	}
	return s
}

// loose is how firmly the prior odds are believed: not at all, but for a fit's sake.
const loose = 1e-3

// lossOf returns minus the log likelihood, in nats, with the belief about the scales.
func lossOf(samples []Sample, s, prior *Scales, firm float64) float64 {
	sum := loose / 2 * (s.Prior - prior.Prior) * (s.Prior - prior.Prior)
	for i := range s.Scale {
		sum += firm / 2 * (s.Scale[i] - prior.Scale[i]) * (s.Scale[i] - prior.Scale[i])
	}
	for i := range samples {
		x := &samples[i]
		p := math.Min(math.Max(s.Probability(x), 1e-15), 1-1e-15)
		sum -= x.Weight * (x.Same*math.Log(p) + (1-x.Same)*math.Log(1-p))
	}
	return sum
}

// accumulate adds one sample to the gradient and the Hessian of the loss.
func accumulate(gradient []float64, hessian [][]float64, x *Sample, p float64) {
	n := len(gradient)
	at := func(i int) float64 {
		if i == n-1 {
			return 1
		}
		return x.Bits[i] * math.Ln2
	}
	for i := range n {
		a := at(i)
		if a == 0 {
			continue
		}
		gradient[i] += x.Weight * (p - x.Same) * a
		for j := range i + 1 {
			h := x.Weight * p * (1 - p) * a * at(j)
			hessian[i][j] += h
			if i != j {
				hessian[j][i] += h
			}
		}
	}
}

// solve returns a⁻¹·b by elimination; a is symmetric and positive.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	x := slices.Clone(b)
	for i := range n {
		for j := i + 1; j < n; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= f * a[i][k]
			}
			x[j] -= f * x[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}
