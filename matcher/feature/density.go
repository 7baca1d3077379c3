package feature

import "slices"

// density says how thick the values of one kind lie among the notices held, per unit of
// the value: counted in bins, and drawn towards an even spread as if densityPrior
// notices had shown that.
type density struct {
	first, width float64 // of the first bin, and of each
	even         float64 // per unit
	counts       []int
	total        int
}

// densityPrior is how many counted notices the even spread is worth.
const densityPrior = 300

// birthDensity is of years of birth, for people up to a hundred years old.
func birthDensity() density { return density{first: 1900, width: 5, even: .01} }

// missingDensity is of the time last seen, in years; most notices held are of the last
// thirty.
func missingDensity() density { return density{first: 1950, width: 1, even: 1. / 30} }

const mostBins = 200

func (d *density) count(value float64, by int) {
	bin := int((value - d.first) / d.width)
	if value < d.first || bin >= mostBins {
		return
	}
	for len(d.counts) <= bin {
		d.counts = append(d.counts, 0)
	}
	d.counts[bin] += by
	d.total += by
}

// at returns the density at a value.
func (d *density) at(value float64) float64 {
	sum := densityPrior * d.even
	if bin := int((value - d.first) / d.width); value >= d.first && bin < len(d.counts) {
		sum += float64(d.counts[bin]) / d.width
	}
	return sum / float64(densityPrior+d.total)
}

func (d density) clone() density {
	d.counts = slices.Clone(d.counts)
	return d
}
