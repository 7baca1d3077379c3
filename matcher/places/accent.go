package places

import (
	"math"

	"github.com/guitu-project/guitu/matcher/names"
)

// Where a speaker of an accent that a station names is from: in the city or province
// that it is called by, else in the province of that city, else where they speak
// alike, else anywhere. Estimates: stations take one accent for another of the same
// area, and people pick up accents where they live.
const (
	accentPlace    = .60 // each share is of all speakers
	accentProvince = .20 // nothing where the accent is called by the province, which has both
	accentDialect  = .10
	accentOther    = .10
	accentArea     = .80 // where only an area of speech is named
)

// accents is how well every county goes with an accent, from first[County]: how much
// likelier its people are to speak so than anybody is; 1 for all where the text tells
// nothing.
func (g *Gazetteer) accents(text string) []float64 {
	spoken := g.ear.speakers[names.DialectIn(text)]
	home, known := g.Resolve(text)
	switch area := speechArea(text); {
	case known && home.Level > Province:
		return g.spread(ring{accentPlace, g.spans(home.Code)}, ring{accentProvince, g.spans(home.Code[:digits[Province]])}, ring{accentDialect, spoken})
	case known:
		return g.spread(ring{accentPlace + accentProvince, g.spans(home.Code)}, ring{accentDialect, spoken})
	case len(area) > 0:
		return g.spread(ring{accentArea, g.spans(area...)})
	}
	return g.spread(ring{accentArea, spoken})
}

// ring is a set of counties and the share of the people in question who are from
// there.
type ring struct {
	share float64
	spans []Span
}

func (g *Gazetteer) spans(codes ...string) []Span {
	list := make([]Span, len(codes))
	for i, code := range codes {
		list[i] = g.SpanOf(code)
	}
	return list
}

// spread is how much likelier people of the rings are to be from each county than
// anybody is; those in no ring are from anywhere.
func (g *Gazetteer) spread(rings ...ring) []float64 {
	factors := make([]float64, g.first[Town]-g.first[County])
	left := 1.0
	for _, r := range rings {
		people := 0.0
		for _, s := range r.spans {
			people += g.ear.upTo[s.to] - g.ear.upTo[s.from]
		}
		if people == 0 {
			continue
		}
		left -= r.share
		for _, s := range r.spans {
			for c := s.from; c < s.to; c++ {
				factors[c] += r.share / people
			}
		}
	}
	for c := range factors {
		factors[c] += left
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
