package feature

import (
	"maps"
	"math"
	"strconv"

	"github.com/guitu-project/guitu/matcher/places"
)

// region is where a place lies, as GB/T 2260 numbers of 2, 4 and 6 digits; 0 is
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

// shares are how many of the notices' places lie in each region: a crowded city
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

// weigh is log2 of P(the places agree so far | one person) / P(… | strangers): same
// holds the first, and the second is the share of notices in the record's region
// that are not in its next smaller one. ok is false where a side has no province.
func (s *shares) weigh(record, notice region, same *[levels]float64) (bits float64, level int, ok bool) {
	if record.province == 0 || notice.province == 0 {
		return 0, 0, false
	}
	deepest := sameProvince // that both sides name
	if record.city != 0 && notice.city != 0 {
		deepest = sameCity
		if record.county != 0 && notice.county != 0 {
			deepest = sameCounty
		}
	}
	level = elsewhere
	switch {
	case deepest == sameCounty && record.county == notice.county:
		level = sameCounty
	case deepest <= sameCity && record.city == notice.city:
		level = sameCity
	case record.province == notice.province:
		level = sameProvince
	}
	own := [levels]int32{record.county, record.city, record.province}
	one, strangers := same[level], 1.0
	if level < elsewhere {
		strangers = s.of(own[level])
	}
	if level == deepest { // what would agree deeper, were it known
		for l := range level {
			one += same[l]
		}
	} else {
		strangers -= s.of(own[level-1]) //nolint:gosec // level is above deepest, which is no less than 0
	}
	return math.Log2(one / math.Max(strangers, 1e-5)), level, true
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
