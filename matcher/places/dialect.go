package places

import "github.com/guitu-project/guitu/matcher/names"

// dialectShare is how much of the people that an accent points to must speak one dialect for
// the accent to be that one: 长沙话 is, 湖南话 is several.
const dialectShare = .6

// DialectOf returns the dialect that an accent, as written, is of: that of most of those whose
// accent it may be, else what the words say; names.AnyDialect if they say nothing.
func (g *Gazetteer) DialectOf(accent string) names.Dialect {
	if accent == "" {
		return names.AnyDialect
	}
	said := names.DialectIn(accent)
	var people [dialects]float64
	all := 0.0
	for c, factor := range g.accents(accent, "") {
		if more := (factor - 1) * g.sounds.priors[c]; more > 0 {
			people[g.sounds.dialects[c]] += more
			all += more
		}
	}
	best := names.AnyDialect
	for d := range people {
		if people[d] > people[best] {
			best = names.Dialect(d) //nolint:gosec // few
		}
	}
	if best != names.AnyDialect && (said == names.AnyDialect || people[best] > dialectShare*all) {
		return best
	}
	return said
}
