package world

import "math"

func sexRatio(p *probe, n *claim) float64 {
	same := (1-sightWrongSex)*(1-reportWrongSex) + sightWrongSex*reportWrongSex
	if p.sex == n.sex {
		return ln(same / .5)
	}
	return ln((1 - same) / .5)
}

func buildRatio(p *probe, n *claim) float64 {
	if p.build == unknown || n.build == unknown {
		return 0
	}
	return ln(buildsAgree[p.build][n.build])
}

func bloodRatio(p *probe, n *claim) float64 {
	if p.blood == "" || n.blood == "" {
		return 0
	}
	share := bloods.p(p.blood)
	right := (1 - sightWrongBlood) * (1 - reportWrongBlood)
	if p.blood == n.blood {
		return ln((right + (1-right)*share) / share)
	}
	return ln(1 - right)
}

// heightRatio: normal errors on both sides, a normal population, growth between.
func heightRatio(p *probe, n *claim) float64 {
	if p.low == 0 || n.low == 0 || p.middle < 0 && len(n.born) == 0 {
		return 0
	}
	age := p.middle // at the record's event
	before := age
	if len(n.born) > 0 {
		age = yearsOf(today) - p.found/365.25 - n.born[0].x
		before = age
		if len(n.gone) > 0 {
			before = yearsOf(today) - n.gone[0].x/365.25 - n.born[0].x
		}
	}
	born := yearsOf(today) - p.found/365.25 - age
	mean := [2]float64{171.5, 159.5}[n.sex] - math.Max(0, 1990-born)/10
	g0, g1 := growth(n.sex, before), growth(n.sex, age)
	const truth, family, station = 36, reportHeightErr*reportHeightErr + 1.2, sightHeightErr*sightHeightErr + 1.4
	said := float64(n.low+n.high) / 2 / g0
	noise := family / g0 / g0
	post := truth * noise / (truth + noise)
	expect := (said*truth + mean*noise) / (truth + noise)
	seen := float64(p.low+p.high) / 2
	shift := 0.0
	if n.fates[senile] > .5 {
		shift = 2
	}
	// P(seen | stranger): of the sighting's own sex and age, as far as that is known.
	adult := [2]float64{171.5, 159.5}[p.sex]
	stranger := .92*density(seen, adult-2, math.Sqrt(truth+station+2)) + .08*density(seen, 125, 25)
	if p.middle >= 0 {
		g := growth(p.sex, p.middle)
		adult -= math.Max(0, 1990-(yearsOf(today)-p.found/365.25-p.middle)) / 10
		wide := truth*g*g + station
		if p.middle < 16 { // the age itself is a guess
			wide += math.Pow(6*looksOff(p.middle)*.6, 2)
		}
		stranger = .99*density(seen, adult*g-shift, math.Sqrt(wide)) + .01*density(seen, 160, 15)
	}
	grew := 0.0
	if g1 > g0 {
		grew = 2
	}
	same := density(seen, expect*g1-shift, math.Sqrt(post*g1*g1+station+grew))
	return ln((.99*same + .01*density(seen, 160, 15)) / stranger)
}

// buildsAgree is P(both)/(P(one)·P(other)), the truth summed out.
var buildsAgree = func() (t [3][3]float64) {
	prior := [3]float64{.5, 1. / 3, 1. / 6}
	seen := [3][3]float64{{.66 + .17, .17, 0}, {.17, .66, .17}, {0, .17, .66 + .17}}
	var alone [3]float64
	for b, p := range prior {
		for i := range 3 {
			alone[i] += p * seen[b][i]
			for j := range 3 {
				t[i][j] += p * seen[b][i] * seen[b][j]
			}
		}
	}
	for i := range 3 {
		for j := range 3 {
			t[i][j] /= alone[i] * alone[j]
		}
	}
	return t
}()

// peopleRatio: neither side errs about it; a home says much of it too.
func (c *census) peopleRatio(p *probe, n *claim) float64 {
	switch {
	case p.people == "":
		return 0
	case n.people == p.people:
		return ln(1 / math.Max(c.people[p.people], 1e-4))
	case n.people != "":
		return ln(0)
	case n.name.part > 0 || p.people != "汉" && len(transcribed[p.people][0]) > 0:
		return 0 // the names say it
	case len(n.report.home) > 0:
		return ln(math.Max(c.locally[n.report.home.provinceCode()][p.people], 1e-4) / math.Max(c.people[p.people], 1e-4))
	}
	return 0
}

// sicknessRatio: neither side errs, and the age says some of it.
func (c *census) sicknessRatio(p *probe, n *claim) float64 {
	if p.sickness == "" || n.sickness == "" {
		return 0
	}
	strangers := 0.0
	f := [4]float64{.08, .44, .26, .22}
	switch {
	case p.middle < 0:
	case p.middle < 15:
		f = [4]float64{1, 0, 0, 0}
	case p.middle < 55:
		f = [4]float64{0, .64, .0, .36}
	case p.middle < 68:
		f = [4]float64{0, .6, .3, .1}
	default:
		f = [4]float64{0, .05, .93, .02}
	}
	for i, share := range f {
		strangers += share * sicknessShare(fate(i), p.sickness)
	}
	if p.sickness == n.sickness {
		return ln(1 / strangers)
	}
	return ln(.001)
}

// looksRatio: each look by itself, the truth summed out.
func looksRatio(p *probe, n *claim) float64 {
	ratio := 1.0
	for i := range looks {
		if a, b := p.looks[i], n.looks[i]; a != unknown && b != unknown {
			ratio *= looksAgree[i][a][b]
		}
	}
	return ln(ratio)
}

var looksAgree = func() (all [][][]float64) {
	for _, look := range looks {
		k := len(look.shares)
		table, one, other := make([][]float64, k), make([]float64, k), make([]float64, k)
		for i := range table {
			table[i] = make([]float64, k)
		}
		seen := func(right float64, truth, said int) float64 {
			p := (1 - right) / float64(k)
			if truth == said {
				p += right
			}
			return p
		}
		for truth, share := range look.shares {
			for a := range k {
				one[a] += share * seen(sightLookRight, truth, a)
				other[a] += share * seen(reportLookRight, truth, a)
				for b := range k {
					table[a][b] += share * seen(sightLookRight, truth, a) * seen(reportLookRight, truth, b)
				}
			}
		}
		for a := range k {
			for b := range k {
				table[a][b] /= one[a] * other[b]
			}
		}
		all = append(all, table)
	}
	return all
}()

// clothesRatio: worn still within a fortnight, mostly.
func clothesRatio(p *probe, n *claim) float64 {
	if !n.clothed || len(n.gone) == 0 {
		return 0
	}
	worn := 0.0
	for _, g := range n.gone {
		if days := g.x - p.found; days > -1 && days < 15 {
			worn += g.weight * sightSameClothes
		}
	}
	sum := 0.0
	for i, g := range p.clothes {
		if g[0] == unknown {
			continue
		}
		chance := 1 / float64(len(colours)*len(garments[i][0]))
		if g == n.wore[i] {
			sum += ln((worn + (1-worn)*chance) / chance)
		} else {
			sum += ln(1 - worn)
		}
	}
	return sum
}
