package places

import "math"

// Agreement says how far two places are the same.
type Agreement struct {
	Deepest Level // the lowest level at which they agree; Unnamed with Agree false is none
	Agree   bool
	Name    string // of the area, or the part, that they share
	Apart   Level  // the highest level at which they differ; Unnamed is none
}

// Compare says how far two places agree: by their codes if both are known, and
// below that by the names of their parts. It allocates nothing.
func Compare(a, b *Place) Agreement {
	if a.Code == "" || b.Code == "" {
		return compareParts(a, b)
	}
	g := compareCodes(a.Code, b.Code)
	if !g.Agree || g.Apart != Unnamed {
		return g
	}
	// One lies in the other, as far as the gazetteer tells: what is below?
	below := compareParts(a, b)
	if below.Agree && below.Deepest > g.Deepest {
		g.Deepest, g.Name = below.Deepest, below.Name
	}
	return g
}

// compareCodes finds the lowest area that two codes share. A rung that is no place
// (市辖区) is one in a city that is a province, and nothing elsewhere.
func compareCodes(a, b string) Agreement {
	var g Agreement
	at := Default()
	for level := Province; level <= Village; level++ {
		n := digits[level]
		if len(a) < n || len(b) < n {
			break
		}
		if a[:n] != b[:n] {
			g.Apart = level
			break
		}
		g.Agree = true
		if level == City && at.nominal(a[:n]) {
			if municipal(a) {
				g.Deepest = City
			}
			continue
		}
		g.Deepest, g.Name = level, at.stemAt(a[:n])
	}
	return g
}

// municipal reports whether a code lies in a city that is a province: Beijing,
// Tianjin, Shanghai, Chongqing, Hong Kong, Macau.
func municipal(code string) bool {
	switch code[:digits[Province]] {
	case "11", "12", "31", "50", "81", "82":
		return true
	}
	return false
}

// compareParts compares by name only, and across levels: a part may not say its own.
func compareParts(a, b *Place) Agreement {
	var g Agreement
	for _, x := range a.Parts {
		for _, y := range b.Parts {
			same := x.Name == y.Name
			level := max(x.Level, y.Level)
			switch {
			case same && (!g.Agree || level > g.Deepest):
				g.Agree, g.Deepest, g.Name = true, level, x.Name
			case !same && x.Level == y.Level && x.Level != Unnamed && (g.Apart == Unnamed || x.Level < g.Apart):
				g.Apart = x.Level
			}
		}
	}
	return g
}

// stemAt returns the name of an area of a known code without the word for its level;
// empty for a village, whose name is not kept in one piece.
func (g *Gazetteer) stemAt(code string) string {
	i, ok := g.find(code)
	switch {
	case !ok || i >= g.first[Village]:
		return ""
	case i >= len(g.upper):
		return g.labels[i]
	}
	return g.upper[i].stem
}

func (g *Gazetteer) nominal(code string) bool {
	i, ok := g.find(code)
	return ok && i < len(g.upper) && g.upper[i].nominal
}

const earthRadius = 6371 // km, mean

// Distance returns the great-circle distance between two places in km, by the seats of
// their counties or cities; false if one of them is not known down to the city.
func Distance(a, b *Place) (km float64, ok bool) {
	if len(a.Code) < digits[City] || len(b.Code) < digits[City] {
		return 0, false
	}
	const degree = math.Pi / 180
	lat1, lat2 := float64(a.Latitude)*degree, float64(b.Latitude)*degree
	north, east := math.Sin((lat2-lat1)/2), math.Sin(float64(b.Longitude-a.Longitude)*degree/2)
	h := north*north + math.Cos(lat1)*math.Cos(lat2)*east*east
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h))), true
}
