package feature

import (
	"maps"
	"math"
	"strconv"

	"github.com/guitu-project/guitu/matcher/places"
)

// region says where a place lies, as GB/T 2260 numbers of 2, 4 and 6 digits; 0 is
// unknown.
type region struct{ province, city, county int32 }

func regionOf(p *places.Place) (r region) {
	for _, level := range []struct {
		digits int
		to     *int32
	}{{2, &r.province}, {4, &r.city}, {6, &r.county}} {
		if len(p.Code) < level.digits {
			break
		}
		n, err := strconv.ParseInt(p.Code[:level.digits], 10, 32)
		if err != nil {
			return region{}
		}
		*level.to = int32(n)
	}
	return r
}

// shares says how many of the notices' places lie in each region: a crowded city
// says less than a far county. The zero value knows nothing and takes all counties
// for alike.
type shares struct {
	counts map[int32]int
	total  int
}

// regionPrior is how many counted places the even spread over the country is worth.
const regionPrior = 300

// The divisions of the country, in round numbers.
const (
	provinceCount = 31
	cityCount     = 340
	countyCount   = 3000
)

func (s *shares) of(number int32) float64 {
	even := 1.0 / countyCount
	switch {
	case number < 100:
		even = 1.0 / provinceCount
	case number < 10_000:
		even = 1.0 / cityCount
	}
	return (regionPrior*even + float64(s.counts[number])) / float64(regionPrior+s.total)
}

// apart are the levels at which two regions may still agree, from the deepest.
const (
	sameCounty = iota
	sameCity
	sameProvince
	elsewhere
	levels
)

// agreement says how far the regions of two places agree.
type agreement struct {
	level, deepest int     // the deepest that agrees, and the deepest that both sides name
	strangers      float64 // the share of notices in the record's region that are not in its next smaller one
}

// agreementOf lays two regions beside each other; ok is false if a side has no province.
func (s *shares) agreementOf(record, notice region) (a agreement, ok bool) {
	if record.province == 0 || notice.province == 0 {
		return a, false
	}
	a = agreement{level: elsewhere, deepest: sameProvince, strangers: 1}
	if record.city != 0 && notice.city != 0 {
		a.deepest = sameCity
		if record.county != 0 && notice.county != 0 {
			a.deepest = sameCounty
		}
	}
	switch {
	case a.deepest == sameCounty && record.county == notice.county:
		a.level = sameCounty
	case a.deepest <= sameCity && record.city == notice.city:
		a.level = sameCity
	case record.province == notice.province:
		a.level = sameProvince
	}
	own := [levels]int32{record.county, record.city, record.province}
	if a.level < elsewhere {
		a.strangers = s.of(own[a.level])
	}
	if a.level != a.deepest {
		a.strangers -= s.of(own[a.level-1]) //nolint:gosec // level is above deepest, which is no less than 0
	}
	return a, true
}

// bits returns log2 of P(the places agree so far | one person) / P(… | strangers): same holds the first.
func (a *agreement) bits(same *[levels]float64) float64 {
	one := same[a.level]
	if a.level == a.deepest { // what would agree deeper, were it known
		for l := range a.level {
			one += same[l]
		}
	}
	return math.Log2(one / math.Max(a.strangers, 1e-5))
}

func (s *shares) count(r region, by int) {
	if r.province == 0 {
		return
	}
	if s.counts == nil {
		s.counts = make(map[int32]int)
	}
	s.total += by
	for _, n := range [...]int32{r.province, r.city, r.county} {
		if n != 0 {
			s.counts[n] += by
		}
	}
}

func (s shares) clone() shares { return shares{maps.Clone(s.counts), s.total} }
