package eval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Interval describes a share and where it lies by 95 %.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// trial describes a pair of photos by one row: how alike they are and whose they are.
type trial struct {
	score float32
	same  bool
	a, b  int32 // people
}

// trials are sorted, the most alike first.
type trials []trial

func (t trials) sort() {
	slices.SortFunc(t, func(a, b trial) int { return cmp.Compare(b.score, a.score) })
}

// count returns how many pairs there are of one person and of strangers.
func (t trials) count() (same, strangers int) {
	for i := range t {
		if t[i].same {
			same++
		}
	}
	return same, len(t) - same
}

// operate walks the threshold down. eer is the error if as large a share of strangers
// is accepted as of true pairs is not; accepts are the shares of true pairs accepted
// while at most the shares fars, ascending, of strangers are. times is how often each
// person counts, nil once; a pair of strangers counts as often as both do. ok is false
// if nothing of either kind is left.
func (t trials) operate(fars []float64, times []float64) (eer float64, accepts []float64, ok bool) {
	weigh := func(x *trial) float64 {
		switch {
		case times == nil:
			return 1
		case x.same:
			return times[x.a]
		}
		return times[x.a] * times[x.b]
	}
	var all, seen [2]float64 // of strangers, of one person
	for i := range t {
		all[class(t[i].same)] += weigh(&t[i])
	}
	if all[0] == 0 || all[1] == 0 {
		return 0, nil, false
	}
	accepts = make([]float64, len(fars))
	eer = -1
	far0, frr0, next := 0., 1., 0
	for i := 0; i < len(t) && (eer < 0 || next < len(fars)); {
		for score := t[i].score; i < len(t) && t[i].score == score; i++ { // equals are accepted together
			seen[class(t[i].same)] += weigh(&t[i])
		}
		far, frr := seen[0]/all[0], 1-seen[1]/all[1]
		for ; next < len(fars) && fars[next] < far; next++ {
			accepts[next] = 1 - frr0
		}
		if eer < 0 && far >= frr {
			eer = far0 + (far-far0)*(frr0-far0)/((frr0-far0)+(far-frr))
		}
		far0, frr0 = far, frr
	}
	for ; next < len(fars); next++ {
		accepts[next] = 1
	}
	return eer, accepts, true
}

func class(same bool) int {
	if same {
		return 1
	}
	return 0
}

// limit returns the score that pairs must exceed so that at most that share of strangers does.
func (t trials) limit(far float64) float32 {
	_, strangers := t.count()
	left := int(far * float64(strangers))
	for i := range t {
		if !t[i].same {
			if left == 0 {
				return t[i].score
			}
			left--
		}
	}
	return float32(math.Inf(-1))
}

// resamples is how often people are drawn anew.
const resamples = 200

// redraw calls do with how often each of the people counts when as many are drawn anew
// with replacement: pairs of one person hang together, people do not (Bolle et al. 2004,
// "Error analysis of pattern recognition systems — the subsets bootstrap").
func redraw(people []int32, size int, do func(times []float64)) {
	chance := rand.New(rand.NewPCG(2, 2)) //nolint:gosec // chance, not secrets
	times := make([]float64, size)
	for range resamples {
		clear(times)
		for range people {
			times[people[chance.IntN(len(people))]]++
		}
		do(times)
	}
}

// interval returns where a share lies: between the 2.5 and 97.5 percentiles of what it is with
// people drawn anew. If that is always the same, no one's or everyone's, drawing tells
// nothing, and it is Wilson's interval with each person counting once.
func interval(value float64, drawn []float64, people int) *Interval {
	slices.Sort(drawn)
	n := len(drawn)
	if n == 0 || drawn[0] == drawn[n-1] {
		return wilson(value, people)
	}
	low, high := drawn[n/40], drawn[n-1-n/40]
	return &Interval{value, min(low, value), max(high, value)}
}

// wilson returns the interval of a share among n (Wilson 1927).
func wilson(share float64, n int) *Interval {
	const z = 1.96
	size := float64(max(n, 1))
	middle := (share + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	return &Interval{share, math.Max(0, middle-half), math.Min(1, middle+half)}
}

// shareOf returns how often of all tries something succeeded, by person; nil without a try.
func shareOf(hits, tries []float64) *Interval {
	ratio := func(times []float64) (share float64, ok bool) {
		h, n := 0., 0.
		for p := range tries {
			t := 1.
			if times != nil {
				t = times[p]
			}
			h, n = h+t*hits[p], n+t*tries[p]
		}
		return h / n, n > 0
	}
	value, ok := ratio(nil)
	if !ok {
		return nil
	}
	var people []int32
	for p, n := range tries {
		if n > 0 {
			people = append(people, int32(p))
		}
	}
	var drawn []float64
	redraw(people, len(tries), func(times []float64) {
		if share, ok := ratio(times); ok {
			drawn = append(drawn, share)
		}
	})
	return interval(value, drawn, len(people))
}
