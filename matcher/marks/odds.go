package marks

import "strings"

// odds are o of Compare for two marks.
func (p *Params) odds(near *[kinds][kinds]float64, a, b *Mark, years float64) float64 {
	site := p.siteOdds(a, b)
	if site == 0 {
		return 0
	}
	n := &natures[b.Kind]
	detail := 1.0
	if !contradicts(a, b) { // else they are one mark told in two ways, and not both
		detail = p.detailOdds(a, b)
	}
	return n.recall * near[a.Kind][b.Kind] * site * p.sideOdds(a.Side, b.Side) * detail * n.lasts(years)
}

// siteOdds returns P(the one names its site | the other names its own, of one mark).
func (p *Params) siteOdds(a, b *Mark) float64 {
	x, y := a.Site, b.Site
	switch {
	case x == y && (x == 0 || b.Kind.fixed()):
		return 1
	case x == y:
		return p.SameSite
	case x == 0 || y == 0:
		return p.UnsaidSite
	}
	rx, ry := x.row(), y.row()
	switch {
	case rx.within.has(y) || ry.within.has(x):
		return p.Part
	case x.isSibling(y):
		return p.Beside / 2 // fingers are counted, not guessed
	case rx.beside.has(y) || ry.beside.has(x):
		return p.Beside
	case x == Leg && ry.region == onFoot || y == Leg && rx.region == onFoot:
		return p.Beside
	case rx.region == ry.region && (!(digits | teeth).has(x) || !(digits | teeth).has(y)):
		return p.SameRegion
	}
	return 0
}

// sideOdds returns P(sides | one mark) / P(sides | strangers' marks of that kind and site).
func (p *Params) sideOdds(a, b Side) float64 {
	switch {
	case a == 0 || b == 0:
		return 1
	case a == b:
		return (1 - p.Swapped) * 2
	case a == Both || b == Both:
		return .6 // one of them looked at one side only
	}
	return p.Swapped * 2
}

// often returns how often a file notes such a mark there, of a person so old (0 … 1).
func (s *Shares) often(m *Mark, old float64) float64 {
	row := m.Site.row()
	f := s[m.Kind][row.region]
	if m.Site != 0 && !m.Kind.fixed() {
		f *= row.share
	}
	if more := natures[m.Kind].old; more > 1 {
		f *= 1 + (more-1)*old
	}
	return min(max(f, rarest), .9)
}

// lasts returns the share that is still there after so many years.
func (n *nature) lasts(years float64) float64 {
	if n.halfLife == 0 || years <= 0 {
		return 1
	}
	return n.halfLife / (n.halfLife + years)
}

// lone returns the weight of a mark that only one file has: little, as files note what
// they see, and less the rarer its kind is noted.
func lone(m *Mark, often, looks, years float64) float32 {
	n := &natures[m.Kind]
	missed := 1 - looks*n.recall*n.lasts(years)*shows(m.Site)
	return float32(min(1, missed/(1-often*looks)))
}

// shows returns how well a place is seen on a dressed person.
func shows(s Site) float64 {
	switch s.row().region {
	case onTrunk, onBack:
		return .4
	case onLeg, onFoot, onArm:
		return .6
	}
	return 1
}

// detailOdds returns what length, number, colour and a tattoo's motif add or take.
func (p *Params) detailOdds(a, b *Mark) float64 {
	odds := 1.0
	if a.Length != 0 && b.Length != 0 {
		long, short := float64(max(a.Length, b.Length)), float64(min(a.Length, b.Length))
		switch { // estimates by eye: half as long again is still the same scar
		case long <= 1.5*short:
			odds *= 1.6
		case long > 4*short:
			odds *= .3
		case long > 2.5*short:
			odds *= .6
		}
	}
	if a.Count != 0 && b.Count != 0 {
		switch d := int(a.Count) - int(b.Count); {
		case d == 0 && a.Count > 1:
			odds *= 1.5
		case d < -1 || d > 1:
			odds *= .6
		}
	}
	if a.Colour != 0 && b.Colour != 0 {
		if a.Colour == b.Colour {
			odds *= 1.4
		} else {
			odds *= .6
		}
	}
	if a.Motif != "" && b.Motif != "" {
		if sameMotif(a.Motif, b.Motif) {
			odds *= p.Motif
		} else {
			odds *= p.OtherMotif
		}
	}
	return odds
}

// sameMotif: the same, or one within the other: 龙, 一条青龙.
func sameMotif(a, b string) bool {
	return a == b || strings.Contains(a, b) || strings.Contains(b, a)
}
