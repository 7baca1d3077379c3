package world

import (
	"math"
	"time"
)

// census holds what is known of strangers, counted on many people who were drawn for it.
type census struct {
	born     []float64 // share by birth in quarters of a year from firstBirth
	missing  []float64 // share of a day, by thirty days before today
	waits    [4][]float64
	blurred  [4][]float64 // the same with a wrong date, shifted by wrongBy
	people   map[string]float64
	locally  map[string]map[string]float64 // by province
	sickness [4]map[string]float64
}

const (
	firstBirth = 1910
	births     = (2026 - firstBirth) * 4
	counted    = 60_000
	wrongBy    = 300  // days by which a wrong missing date is off at most
	longest    = 9000 // days from missing to found that are told apart
)

func newCensus(w *World) *census {
	c := &census{born: make([]float64, births), missing: make([]float64, 900), people: map[string]float64{}, locally: map[string]map[string]float64{}}
	for i := range counted {
		d := newDice(w.options.Seed, "census", i)
		p := &person{fate: drawFate(d)}
		p.setTimes(d)
		c.born[birthStep(yearsOf(p.born))] += 1.0 / counted
		c.missing[min(int(today.Sub(p.missing).Hours()/24/30), len(c.missing)-1)] += 1.0 / counted / 30
	}
	c.born, c.missing = smooth(c.born), smooth(c.missing)
	total := w.land.provinces.total
	for _, province := range w.land.provinces.of {
		code, left := province.Code[:2], 1.0
		c.locally[code] = map[string]float64{}
		for _, name := range keys(peoples[code]) {
			share := peoples[code][name] / 1000
			c.locally[code][name] = share
			c.people[name] += share * w.land.provinces.p(province)
			left -= share
		}
		c.locally[code]["汉"] = left
		c.people["汉"] += left * populations[code] / total
	}
	for f := range c.waits {
		c.waits[f], c.blurred[f] = make([]float64, longest), make([]float64, longest+wrongBy)
		for day := range longest {
			c.waits[f][day] = waitDensity(fate(f), float64(day))
		}
		for day := range c.blurred[f] {
			for shift := -wrongBy; shift < wrongBy; shift += 20 {
				if at := day - wrongBy + shift; at >= 0 && at < longest {
					c.blurred[f][day] += c.waits[f][at] / (2 * wrongBy / 20)
				}
			}
		}
		c.sickness[f] = map[string]float64{}
		for i := range 2000 {
			c.sickness[f][sicknessOf(newDice(w.options.Seed, "sickness", i), fate(f))] += 1.0 / 2000
		}
	}
	return c
}

// waitDensity returns how often a person is found so many days after, by the mixture that
// setTimes draws from.
func waitDensity(f fate, days float64) float64 {
	first, second := foundSoon[f], foundLater[f]
	return first*math.Exp(-days/8)/8 + (second-first)*math.Exp(-days/200)/200 + (1-second)*math.Exp(-days/1825)/1825
}

// smooth takes the mean with three neighbours on each side.
func smooth(x []float64) []float64 {
	const by = 3
	out := make([]float64, len(x))
	for i := range x {
		n := 0.0
		for j := max(0, i-by); j <= min(len(x)-1, i+by); j++ {
			out[i] += x[j]
			n++
		}
		out[i] = math.Max(out[i]/n, 1e-7)
	}
	return out
}

func birthStep(year float64) int { return min(max(int((year-firstBirth)*4), 0), births-1) }

func yearsOf(t time.Time) float64 { return float64(t.Year()) + float64(t.YearDay()-1)/365.25 }

func daysAgo(p partial) float64 {
	return today.Sub(time.Date(p.year, time.Month(max(p.month, 1)), max(p.day, 1), 0, 0, 0, 0, time.UTC)).Hours() / 24
}

// bornPoints returns when the person of a notice may be born, with the wrong years.
func bornPoints(r *report) []point {
	var base []float64
	switch {
	case r.born.month > 0:
		base = []float64{float64(r.born.year) + (float64(r.born.month)-.5)/12}
	case r.born.year > 0:
		base = []float64{float64(r.born.year) + .17, float64(r.born.year) + .5, float64(r.born.year) + .83}
	case r.age != unknown && r.missing.year > 0:
		at := float64(r.missing.year) + (math.Max(float64(r.missing.month), 6.5)-.5)/12
		base = []float64{at - float64(r.age) - .83, at - float64(r.age) - .5, at - float64(r.age) - .17}
	}
	var list []point
	for _, x := range base {
		each := 1 / float64(len(base))
		list = append(list, point{x, each * (1 - reportWrongYear)}, point{x + 1, each * reportWrongYear / 4},
			point{x - 1, each * reportWrongYear / 2}, point{x - 2, each * reportWrongYear / 4})
	}
	return list
}

// gonePoints returns the days before today on which the person may be last seen.
func gonePoints(p partial) []point {
	switch {
	case p.year == 0:
		return nil
	case p.day > 0:
		return []point{{daysAgo(p), 1}}
	}
	first, n, step := daysAgo(p), 6, 5.0
	if p.month == 0 {
		n, step = 12, 30.4
	}
	var list []point
	for i := range n {
		if x := first - (float64(i)+.5)*step; x >= 0 {
			list = append(list, point{x, 1 / float64(n)})
		}
	}
	return list
}

func (c *census) missingOn(days []point) float64 {
	sum := 0.0
	for _, p := range days {
		sum += p.weight * c.missing[min(max(int(p.x/30), 0), len(c.missing)-1)]
	}
	return sum
}

// fatesOf returns how the person may have come to be missing, by age and sickness.
func fatesOf(r *report, born []point) [4]float64 {
	f := [4]float64{.08, .44, .26, .22}
	if len(born) > 0 && r.missing.year > 0 {
		age := float64(r.missing.year) + float64(r.missing.month)/12 - born[0].x
		inside := func(low, high float64) float64 {
			if age < low-.5 || age > high+.5 {
				return 1e-4
			}
			return 1 / (high - low)
		}
		f = [4]float64{.08 * inside(3, 16.5), .44 * inside(18, 62.5), .26 * density(age, 76.5, 7), .22 * inside(16, 52.5)}
	}
	total := 0.0
	for i := range f {
		if r.sickness != "" {
			f[i] *= sicknessShare(fate(i), r.sickness)
		}
		total += f[i]
	}
	for i := range f {
		f[i] /= total
	}
	return f
}

func sicknessShare(f fate, s string) float64 {
	share := map[fate]map[string]float64{
		child: {"healthy": 1. / 3, "slow": 1. / 3, "deaf": 1. / 3}, ill: {"mind": 3. / 7, "slow": 2. / 7, "deaf": 1. / 7, "fits": 1. / 7},
		senile: {"old": 1}, grown: {"healthy": .6, "mind": .2, "fits": .2},
	}
	return math.Max(share[f][s], 1e-4)
}

// bornRatios returns ln P(age noted | born then) − ln P(age noted), by birth.
func (c *census) bornRatios(s *sighting, found float64) []float64 {
	if s.youngest == unknown && s.born.year == 0 {
		return nil
	}
	at := yearsOf(today) - found/365.25
	likely := make([]float64, births)
	total := 0.0
	for i := range likely {
		year := firstBirth + (float64(i)+.5)/4
		if s.born.year > 0 {
			if d := s.born.year - int(year); d == 0 {
				likely[i] = .75 + .25/9
			} else if d >= -4 && d <= 4 {
				likely[i] = .25 / 9
			}
		} else {
			likely[i] = density(float64(s.youngest+s.oldest)/2, at-year, math.Hypot(looksOff(at-year), .3))
		}
		total += likely[i] * c.born[i]
	}
	for i := range likely {
		likely[i] /= total
	}
	return likely
}

// erasOf is in which era of names a person may be born, by the age noted.
func (c *census) erasOf(s *sighting) (eras [4]float64) {
	likely := c.bornRatios(s, daysAgo(partial{s.found.year, s.found.month, max(s.found.day, 1)}))
	total := 0.0
	for i, share := range c.born {
		if likely != nil {
			share *= likely[i]
		}
		eras[eraOf(firstBirth+i/4)] += share
		total += share
	}
	for i := range eras {
		eras[i] /= total
	}
	return eras
}

func (c *census) bornRatio(p *probe, n *claim) float64 {
	if p.born == nil || len(n.born) == 0 {
		return 0
	}
	sum := 0.0
	for _, b := range n.born {
		sum += b.weight * p.born[birthStep(b.x)]
	}
	return ln(sum)
}

// timeRatio returns how likely it is to be missing then, given when the person was found,
// against how often strangers are.
func (c *census) timeRatio(p *probe, n *claim) float64 {
	if len(n.gone) == 0 {
		return 0
	}
	sum := 0.0
	for _, g := range n.gone {
		days := int(math.Max(g.x-p.found+p.blur, -wrongBy))
		for f, weight := range n.fates {
			if days >= 0 {
				sum += g.weight * weight * (1 - reportWrongDate) * c.waits[f][min(days, longest-1)]
			}
			sum += g.weight * weight * reportWrongDate * c.blurred[f][min(days+wrongBy, len(c.blurred[f])-1)]
		}
	}
	return ln(sum / n.goneRate)
}
