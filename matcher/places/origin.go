package places

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Origin holds what a person said and how they spoke tells of where they are at home: for
// every county how much likelier its people are to say so than others are. Counties of
// which nothing is told by themselves share one number, so that it stays small.
type Origin struct {
	from  []uint16  // the first county of each run, and one more
	ratio []float32 // of the run
}

// Span describes a run of counties: an area's.
type Span struct{ from, to uint16 }

// Known reports whether the span has any county.
func (s Span) Known() bool { return s.to > s.from }

// Counties returns the first of the run and the one after the last, by the gazetteer's order.
func (s Span) Counties() (from, to uint16) { return s.from, s.to }

// SpanOf returns the counties of a code of GB/T 2260, for a town's or a village's its
// county; unknown for an unknown code.
func (g *Gazetteer) SpanOf(code string) Span {
	i, ok := g.find(code[:min(len(code), digits[County])])
	if !ok {
		return Span{}
	}
	from, to := g.below(i, County)
	return Span{uint16(from - g.first[County]), uint16(to - g.first[County])}
}

// Where a person is from who names a native place, as far as they name it; the rest
// are from anywhere: stations write down the household's place, or a place of work.
const (
	nativeThere    = .78
	nativeAround   = .08 // in the same city, if a county was named
	nativeProvince = .05
	nativeDoubted  = .6 // of that, if the text doubts it
)

// Clues holds the sources of an Origin, each as written; empty ones tell nothing.
type Clues struct {
	Native string   // the codes, parted by |, of a native place that the person or a paper gave; a ? before them is doubt
	Accent string   // 四川口音
	Heard  []string // place names that they spoke of
	Found  string   // the code of where the person was found: it tells nothing by itself, but how an accent is called there
}

// Where people are from who are found somewhere: the same county, else city, else
// province; the rest anywhere. Estimates: stations take in more people from far away
// than the police do.
const (
	foundThere    = .20
	foundAround   = .15
	foundProvince = .20
)

// keptCounties is how many counties an Origin keeps apart for names that were heard.
const keptCounties = 48

// OriginOf weighs together what is told of where a person is from: with P(c) how many
// people are of a county,
//
//	P(c | told) / P(c) = P(accent | c)/P(accent) · P(native | c)/P(native) · P(heard | c)/…
//
// which makes the three count once: given the home they have nothing more to do with
// each other. P(heard | c) is that of [Gazetteer.Locate]. All is then divided by how
// likely a person found there tells that: to speak like the people around is not rare.
// It returns nil if nothing is told.
func (g *Gazetteer) OriginOf(t Clues) *Origin {
	fragments := g.fragmentsOf(t.Heard)
	if t.Native == "" && t.Accent == "" && len(fragments) == 0 {
		return nil
	}
	factors := g.accents(t.Accent, t.Found)
	if t.Native != "" {
		codes, doubted := strings.CutPrefix(t.Native, "?")
		sure := 1.0
		if doubted {
			sure = nativeDoubted
		}
		for c, x := range g.spread(g.ladders(codes, nativeThere, nativeAround, nativeProvince)...) {
			factors[c] *= sure*x + 1 - sure
		}
	}
	sums := g.hearAll(fragments)
	chances := g.together(sums, factors)
	alone := make([]bool, len(chances))
	if len(sums) > 0 {
		for _, c := range g.raised(chances, factors) {
			alone[c] = true
		}
	}
	o := g.runs(chances, factors, alone)
	if len(o.ratio) == 1 {
		return nil // every county alike
	}
	usual := float32(0)
	around := g.spread(g.ladder(t.Found, foundThere, foundAround, foundProvince)...)
	for i, ratio := range o.ratio {
		for c := o.from[i]; c < o.from[i+1]; c++ {
			usual += ratio * float32(around[c]*g.sounds.priors[c])
		}
	}
	for i := range o.ratio {
		o.ratio[i] /= usual
	}
	return o
}

// runs returns the ratios chance/prior of counties next to each other of which nothing but
// the same factor is told; those that stand alone are runs of one.
func (g *Gazetteer) runs(chances, factors []float64, alone []bool) *Origin {
	o := &Origin{from: []uint16{0}}
	for c := 0; c < len(chances); {
		end := c + 1
		for end < len(chances) && !alone[c] && !alone[end] && factors[end] == factors[c] {
			end++
		}
		sum, people := 0.0, 0.0
		for i := c; i < end; i++ {
			sum += chances[i]
			people += g.sounds.priors[i]
		}
		o.from, o.ratio = append(o.from, uint16(end)), append(o.ratio, float32(sum/people))
		c = end
	}
	return o
}

// ladder returns the rings of a code: the area that it names, down to the county, and the
// city and the province around; none for no code.
func (g *Gazetteer) ladder(code string, there, around, province float64) []ring {
	if len(code) < digits[Province] {
		return nil
	}
	rings := []ring{{there, g.spans(code)}}
	if len(code) >= digits[County] {
		rings = append(rings, ring{around, g.spans(code[:digits[City]])})
	}
	if len(code) >= digits[City] {
		rings = append(rings, ring{province, g.spans(code[:digits[Province]])})
	}
	return rings
}

// ladders returns the rings of several codes that a text leaves open.
func (g *Gazetteer) ladders(codes string, there, around, province float64) []ring {
	list := strings.Split(codes, "|")
	if len(list) == 1 {
		return g.ladder(codes, there, around, province)
	}
	return []ring{{there + around, g.spans(list...)}}
}

// raised returns the counties that the names heard speak for the most.
func (g *Gazetteer) raised(chances, factors []float64) []int {
	best := make([]int, len(chances))
	lift := make([]float64, len(chances))
	for c := range best {
		best[c], lift[c] = c, chances[c]/(g.sounds.priors[c]*factors[c])
	}
	slices.SortFunc(best, func(a, b int) int { return cmp.Compare(lift[b], lift[a]) })
	return best[:min(keptCounties, len(best))]
}

// Ratio returns P(told | at home in the span) / P(told by a person found there). It
// allocates nothing.
func (g *Gazetteer) Ratio(o *Origin, s Span) float64 {
	i := sort.Search(len(o.from), func(i int) bool { return o.from[i] > s.from }) - 1
	if s.to == s.from+1 {
		return float64(o.ratio[i])
	}
	sum, people := 0.0, 0.0
	for c := s.from; c < s.to; {
		end := min(s.to, o.from[i+1])
		n := g.sounds.upTo[end] - g.sounds.upTo[c]
		sum += n * float64(o.ratio[i])
		people += n
		c = end
		i++
	}
	return sum / people
}
