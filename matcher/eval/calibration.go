package eval

import "math"

// listed is how many matches of a record are taken for what a reader is told: the
// first page.
const listed = 20

// Bin holds the matches that were given a probability within [From, To).
type Bin struct {
	From, To float64
	Count    int
	True     int     // of them right
	Said     float64 // the mean of the given probabilities
}

// Share of the bin's matches that are right.
func (b Bin) Share() float64 { return float64(b.True) / float64(max(b.Count, 1)) }

// Calibration tells whether a probability of 0.7 is right seven times in ten, over
// the matches on the first page of every record, those without a notice too.
type Calibration struct {
	Bins    []Bin // ten, and the last holds 1
	Brier   float64
	LogLoss float64 // mean, in nats
	Sure    int     // matches of p ≥ 0.9
	Right   int     // of them right
	Worst   float64 // the largest |said − true| of bins of at least 50
	Count   int
	Given   bool // whether any probability was given at all
}

// SureShare returns the share of right ones among matches of p ≥ 0.9.
func (c Calibration) SureShare() float64 { return float64(c.Right) / float64(max(c.Sure, 1)) }

// fewest is how many matches a bin needs to count for Worst.
const fewest = 50

// CalibrationOf measures the given probabilities.
func CalibrationOf(outcomes []Outcome) Calibration {
	c := Calibration{Bins: make([]Bin, 10)}
	for i := range c.Bins {
		c.Bins[i].From, c.Bins[i].To = float64(i)/10, float64(i+1)/10
	}
	for i := range outcomes {
		o := &outcomes[i]
		for _, m := range o.Matches[:min(listed, len(o.Matches))] {
			p, right := m.Probability, 0.0
			b := &c.Bins[min(int(p*10), 9)]
			if o.Truth != "" && m.Notice == o.Truth {
				right = 1
				b.True++
			}
			b.Count++
			b.Said += p
			c.Count++
			c.Given = c.Given || p > 0
			c.Brier += (p - right) * (p - right)
			c.LogLoss -= math.Log(math.Max(1e-12, right*p+(1-right)*(1-p)))
			if p >= .9 {
				c.Sure++
				c.Right += int(right)
			}
		}
	}
	c.Brier /= float64(max(c.Count, 1))
	c.LogLoss /= float64(max(c.Count, 1))
	for i := range c.Bins {
		b := &c.Bins[i]
		b.Said /= float64(max(b.Count, 1))
		if b.Count >= fewest {
			c.Worst = math.Max(c.Worst, math.Abs(b.Said-b.Share()))
		}
	}
	return c
}
