package feature

import "math"

// How the coverage is estimated from open records (CoverageOf).
const (
	// FewestCounted is how many records an estimate takes: of fewer, a handful of namesakes
	// decides, and Params.Coverage stays in force.
	FewestCounted = 500

	// LeastCoverage and MostCoverage bound an estimate: no stock is known whose people are
	// all looked for, or none.
	LeastCoverage = .02
	MostCoverage  = .80

	coverageSteps = 200  // of the iteration, which gains a digit in ten or so
	coverageExact = 1e-5 // and ends early when it moves less
)

// CoverageOf estimates how often a person in a station has a notice at all, from what
// the lists of a stock of records weigh (Probe.Odds), by expectation maximization: with
// the share c, a record has a notice with probability c·S/(1 − c + c·S), and the next c is
// the mean of those. It finds the maximum of the likelihood Π (1 − c + c·S), which has but
// one (Dempster, Laird and Rubin 1977). ok is false for fewer than FewestCounted records.
func CoverageOf(odds []float64) (share float64, ok bool) {
	if len(odds) < FewestCounted {
		return 0, false
	}
	share = .1
	for range coverageSteps {
		sum := 0.0
		for _, s := range odds {
			if math.IsInf(s, 1) {
				sum++
				continue
			}
			sum += share * s / (1 - share + share*s)
		}
		next := min(max(sum/float64(len(odds)), LeastCoverage), MostCoverage)
		if math.Abs(next-share) < coverageExact {
			return next, true
		}
		share = next
	}
	return share, true
}

// Odds returns how many times likelier the probe is what it is if one of the candidates
// is about its person than if none is: the mean of 2^weight over all open notices, of
// which those that are no candidates count as 0.
func (p *Probe) Odds(candidates []Candidate, openNotices int) float64 {
	sum := 0.0
	for _, c := range candidates {
		sum += math.Exp2(c.Weight)
	}
	return sum / float64(max(openNotices, p.scorer.params.FewestNotices))
}

// SetCoverage puts an estimate in the place of the built-in Params.Coverage, from the
// next list on; 0 takes it back. A parameter file that says another coverage than the
// built-in one keeps it.
func (w *Scorer) SetCoverage(share float64) { w.estimated.Store(math.Float64bits(share)) }

// Coverage returns the share in force.
func (w *Scorer) Coverage() float64 {
	if share := math.Float64frombits(w.estimated.Load()); share > 0 && w.params.Coverage == DefaultCoverage {
		return share
	}
	return w.params.Coverage
}

// DefaultCoverage is Params.Coverage until a stock is large enough to say otherwise:
// stations' experience differs widely; one in eight is about what the benchmark has.
const DefaultCoverage = .10
