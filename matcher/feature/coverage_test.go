package feature

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The estimate finds the share that made the lists, whatever it is, and says nothing of
// too few.
func TestCoverageOf(t *testing.T) {
	const notices, records = 20_000, 3000
	for _, truth := range []float64{.05, .1, .2, .5} {
		r := rand.New(rand.NewPCG(1, uint64(truth*100)))
		odds := make([]float64, records)
		for i := range odds {
			// Weights of strangers and of the right notice are normal in nats, as honest
			// likelihood ratios are: with variance v the means are −v/2 and v/2.
			const v = 30
			sum := 0.0
			for range 40 { // strangers, each for many
				sum += math.Exp(-v/2+math.Sqrt(v)*r.NormFloat64()) * notices / 40
			}
			if r.Float64() < truth {
				sum += math.Exp(v/2 + math.Sqrt(v)*r.NormFloat64())
			}
			odds[i] = sum / notices
		}
		got, ok := CoverageOf(odds)
		if !ok || math.Abs(got-truth) > .2*truth+.02 {
			t.Errorf("coverage %.2f is estimated as %.3f, %v", truth, got, ok)
		}
	}
	if _, ok := CoverageOf(make([]float64, FewestCounted-1)); ok {
		t.Error("too few records are estimated from")
	}
	if got, ok := CoverageOf(make([]float64, FewestCounted)); !ok || got != LeastCoverage {
		t.Errorf("records that nothing speaks for: %.3f", got)
	}
	all := make([]float64, FewestCounted)
	for i := range all {
		all[i] = math.Inf(1)
	}
	if got, _ := CoverageOf(all); got != MostCoverage {
		t.Errorf("records that all have a notice: %.3f", got)
	}
}

// A file's own coverage stays in force; the built-in one gives way to an estimate.
func TestSetCoverage(t *testing.T) {
	own := DefaultParams()
	own.Coverage = .3
	for _, c := range []struct {
		params          Params
		estimated, want float64
	}{{DefaultParams(), 0, DefaultCoverage}, {DefaultParams(), .4, .4}, {own, .4, .3}} {
		w := NewScorer(c.params)
		before := w.share([]float64{12}, 5000)[0]
		w.SetCoverage(c.estimated)
		if got := w.Coverage(); got != c.want {
			t.Errorf("coverage %.2f, want %.2f", got, c.want)
		}
		if after := w.share([]float64{12}, 5000)[0]; (after > before) != (c.want > c.params.Coverage) {
			t.Errorf("a pair of 12 bits is of %.3f, before %.3f", after, before)
		}
	}
}
