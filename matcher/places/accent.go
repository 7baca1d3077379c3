package places

import (
	"math"

	"github.com/guitu-project/guitu/matcher/names"
)

// How often a speaker of an accent that a station names is from there, in
// proportion. Estimates: stations take one accent for another of the same area, and
// people pick up accents where they live.
const (
	accentPlace    = 1.  // in the city or province that the accent is called by
	accentProvince = .4  // in its province
	accentDialect  = .2  // in its dialect area
	accentOther    = .06 // elsewhere
)

// accents is how well every county goes with an accent, from first[County]; 1 for
// all where the text tells nothing.
func (g *Gazetteer) accents(text string) []float64 {
	factors := make([]float64, g.first[Town]-g.first[County])
	for c := range factors {
		factors[c] = 1
	}
	spoken := names.DialectIn(text)
	home, known := g.Resolve(text)
	if spoken == names.AnyDialect && !known {
		return factors
	}
	for c := range factors {
		code := g.upper[g.first[County]+c].code
		switch {
		case known && len(code) >= len(home.Code) && code[:len(home.Code)] == home.Code:
			factors[c] = accentPlace
		case known && code[:digits[Province]] == home.Code[:digits[Province]]:
			factors[c] = accentProvince
		case spoken != names.AnyDialect && g.ear.dialects[c] == spoken:
			factors[c] = accentDialect
			if !known {
				factors[c] = accentPlace
			}
		default:
			factors[c] = accentOther
		}
	}
	return factors
}

// matches lists for each of the counties (from first[County]) the names that the
// fragments most likely are.
func (g *Gazetteer) matches(fragments []fragment, sums []*echo, counties []int) [][]Match {
	rank := make(map[int]int, len(counties))
	for i, c := range counties {
		rank[g.first[County]+c] = i
	}
	list := make([][]Match, len(counties))
	for i, e := range sums {
		best := make([]float64, len(counties))
		which := make([]int, len(counties))
		consider := func(county, area int, worth float64) {
			if r, ok := rank[county]; ok && worth > best[r] {
				best[r], which[r] = worth, area
			}
		}
		for j, a := range e.areas {
			area := int(a)
			switch g.level(area) {
			case Town:
				consider(int(g.parents[area]), area, e.ratios[j]*max(ofTowns/g.count(int(g.parents[area]), Town), ofOwnTown*aroundHome/8))
			case Village:
				county := g.above(area, County)
				consider(county, area, e.ratios[j]*ofVillages/math.Sqrt(g.count(county, Village)))
			default:
				from, to := g.below(area, County)
				for c := from; c < to; c++ {
					consider(c, area, e.ratios[j]*ofCity)
				}
			}
		}
		for r := range counties {
			if best[r] > worthShowing {
				list[r] = append(list[r], Match{Heard: fragments[i].text, Name: g.label(which[r]), Code: g.code(which[r])})
			}
		}
	}
	return list
}
