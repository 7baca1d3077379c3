package places

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/guitu-project/guitu/matcher/names"
)

// Located describes a county that heard place names may lie in.
type Located struct {
	Area            // the county
	Weight  float64 // bits: log2 of how much likelier it is than a county picked at random
	Matched []Match // best first name by name, in the order heard
}

// Match describes a heard name and what it may be in the county, or above it.
type Match struct {
	Heard string // as heard
	Name  string // official
	Code  string
}

// What a person may speak of, who is at home in a town of a county. Estimates, each
// row adding up to 1.
const (
	ofProvince = .03 // one's province, by name
	ofCity     = .10
	ofCounty   = .30
	ofNear     = .08 // any town of the city's counties
	ofTowns    = .27 // any town of the county
	ofVillages = .22 // any village of the county

	ofOwnTown      = .4
	ofOwnVillages  = .6
	aroundHome     = .5  // rather than of the county at large
	elsewhere      = .25 // a name that is made up, misheard beyond repair, or lies elsewhere
	formerlyCalled = .3  // of a county's or city's share, by a former name
	worthShowing   = .1  // of a name's likelihood ratio, averaged over what the person may mean
)

// Locate ranks the counties in which the heard fragments of place names lie together,
// best first, limit at most; it is empty if no name is like any of them. Names
// may be written by ear, lack the word for their level or have another, and lack or
// have one syllable too many; accent, as written, says where a speaker may be from.
//
// For a county c and fragments f, with prior P(c) by its number of villages:
//
//	P(c | f…) ∝ P(c) · mean over towns t of c of Π_f [e + (1−e) · Σ_n P(n | t, c) · LR(f | n)]
//
// where e is elsewhere and LR(f | n) = Π over syllables of P(heard | said) / P(heard)
// in the county's dialect (names.Hears). A name that many counties have adds little
// by itself; two that few counties share add up, and more so in one town.
func (g *Gazetteer) Locate(heard []string, accent string, limit int) []Located {
	fragments := g.fragmentsOf(heard)
	if len(fragments) == 0 || limit <= 0 {
		return nil
	}
	sums := g.hearAll(fragments)
	chances := g.together(sums, g.accents(accent, ""))
	best := make([]int, 0, len(chances))
	for c := range chances {
		best = append(best, c)
	}
	slices.SortFunc(best, func(a, b int) int { return cmp.Or(cmp.Compare(chances[b], chances[a]), a-b) })
	best = best[:min(limit, len(best))]
	matches := g.matches(fragments, sums, best)
	var list []Located
	for i, c := range best {
		if len(matches[i]) > 0 {
			weight := math.Log2(chances[c] * float64(len(chances)))
			list = append(list, Located{Area: g.area(g.first[County] + c), Weight: weight, Matched: matches[i]})
		}
	}
	return list
}

// fragmentScores holds what one fragment says about all counties and towns.
type fragmentScores struct {
	areas    []uint32  // whose names are like it
	ratios   []float64 // LR, for each of areas
	counties []float64 // Σ P(n | c) · LR over the names of a county at large
	towns    []float64 // the same of a town's own
	local    []bool    // which counties have such a town
}

// hearAll hears each fragment by itself, a millisecond or two each, at a time.
func (g *Gazetteer) hearAll(fragments []fragment) []*fragmentScores {
	sums := make([]*fragmentScores, len(fragments))
	var group sync.WaitGroup
	for i := range fragments {
		group.Go(func() { sums[i] = g.hear(&fragments[i]) })
	}
	group.Wait()
	return sums
}

// hear finds the names that a fragment may be.
func (g *Gazetteer) hear(f *fragment) *fragmentScores {
	e := &fragmentScores{counties: make([]float64, g.first[Town]-g.first[County]), towns: make([]float64, g.first[Village]-g.first[Town])}
	e.local = make([]bool, len(e.counties))
	l := g.listen(f.stem)
	l.each(&g.lexicon, func(id uint32) {
		name := g.stem(id)
		if _, ok := l.atMost(name); !ok {
			return
		}
		by := l.spoken(name)
		var known [dialects]float64 // 1 more than the ratio, 0 for not weighed yet
		for _, area := range g.areas[g.areasFrom[id]:g.areasFrom[id+1]] {
			if int(area) < len(g.upper) && g.upper[area].nominal {
				continue
			}
			d := g.dialect(int(area))
			if known[d] == 0 {
				known[d] = 1 + l.in(d, &by)
			}
			if known[d] > 1 {
				e.add(g, int(area), (known[d]-1)*math.Exp2(float64(f.fits(g.level(int(area))))))
			}
		}
	})
	for _, old := range g.old {
		if _, ok := l.atMost(old.name); !ok {
			continue
		}
		by := l.spoken(old.name)
		if ratio := l.in(g.dialect(int(old.area)), &by); ratio > 0 {
			e.add(g, int(old.area), formerlyCalled*ratio*math.Exp2(float64(f.fits(g.level(int(old.area))))))
		}
	}
	// A name that is written just so is no less likely than the likeliest by ear.
	for _, r := range g.keys[f.text] {
		if r.full && int(r.area) < g.first[Town] && len(e.ratios) > 0 {
			e.add(g, int(r.area), slices.Max(e.ratios))
		}
	}
	return e
}

// dialect returns that of an area, of a province or a city that of its first county.
func (g *Gazetteer) dialect(area int) names.Dialect {
	if area < g.first[County] {
		area, _ = g.below(area, County)
	}
	county := g.above(area, County)
	if county < g.first[County] || county >= g.first[Town] {
		return names.Central
	}
	if d := g.sounds.dialects[county-g.first[County]]; d != names.AnyDialect {
		return d
	}
	return names.Central
}

// add counts a name for every county whose people may mean it.
func (e *fragmentScores) add(g *Gazetteer, area int, ratio float64) {
	e.areas, e.ratios = append(e.areas, uint32(area)), append(e.ratios, ratio)
	switch level := g.level(area); level {
	case Province, City, County:
		share := [...]float64{Province: ofProvince, City: ofCity, County: ofCounty}[level]
		from, to := g.below(area, County)
		for c := from; c < to; c++ {
			e.counties[c-g.first[County]] += share * ratio
		}
	case Town:
		e.towns[area-g.first[Town]] += ofOwnTown * ratio
		county := int(g.parents[area])
		e.counties[county-g.first[County]] += ofTowns * ratio / g.count(county, Town)
		e.local[county-g.first[County]] = true
		city := int(g.parents[county])
		from, to := g.below(city, County)
		for c := from; c < to; c++ {
			e.counties[c-g.first[County]] += ofNear * ratio / g.count(city, Town)
		}
	case Village:
		town := int(g.parents[area])
		e.towns[town-g.first[Town]] += ofOwnVillages * ratio / g.count(town, Village)
		county := int(g.parents[town])
		e.counties[county-g.first[County]] += ofVillages * ratio / g.count(county, Village)
		e.local[county-g.first[County]] = true
	}
}

func (g *Gazetteer) count(area int, level Level) float64 {
	from, to := g.below(area, level)
	return float64(to - from)
}

// together returns the probability of every county, from first[County].
func (g *Gazetteer) together(sums []*fragmentScores, accents []float64) []float64 {
	chances := make([]float64, g.first[Town]-g.first[County])
	all := 0.0
	for c := range chances {
		from, to := g.below(g.first[County]+c, Town)
		if !slices.ContainsFunc(sums, func(e *fragmentScores) bool { return e.local[c] }) {
			from, to = g.first[Town], g.first[Town]+1 // any town is like another
		}
		mean := 0.0
		for t := from; t < to; t++ {
			product := 1.0
			for _, e := range sums {
				said := (1 - aroundHome) * e.counties[c]
				if e.local[c] {
					said += aroundHome * e.towns[t-g.first[Town]]
				}
				product *= elsewhere + (1-elsewhere)*said
			}
			mean += product / float64(to-from)
		}
		chances[c] = mean * g.sounds.priors[c] * accents[c]
		all += chances[c]
	}
	for c := range chances {
		chances[c] /= all
	}
	return chances
}
