package places

import (
	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// dialectShare is how much of the people that an accent points to must speak one dialect for
// the accent to be that one: 长沙话 is, 湖南话 is several.
const dialectShare = .6

// DialectOf returns the dialect that an accent, as written, is of: that of most of those whose
// accent it may be, else what the words say; of several accents, the first two that differ. It is
// names.AnyDialect if they say nothing.
func (g *Gazetteer) DialectOf(accent string) names.Dialect {
	values := assertion.Values(assertion.Accent, names.Fold(accent))
	if len(values) < 2 {
		return g.dialectOf(accent)
	}
	both := names.AnyDialect
	for _, v := range values {
		if v.Status == assertion.Denied {
			continue
		}
		if two := names.Both(both, g.dialectOf(v.Text)); both == names.AnyDialect || two == both {
			both = two
		} else {
			return two
		}
	}
	return both
}

// dialectOf returns the dialect of one accent.
func (g *Gazetteer) dialectOf(accent string) names.Dialect {
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
