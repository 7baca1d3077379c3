package places

import (
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// Resolution holds what an address means.
type Resolution struct {
	Area
	Certainty float64 // the probability, estimated, that the address lies there
	Rest      string  // of the address, without spaces and marks: what lies below the area
}

// A resolution below surelyEnough is none: a wrong place costs more than none.
const surelyEnough = .55

// longestAddress is how many bytes of a text are looked at.
const longestAddress = 240

// Resolve says which area an address means as people write it: 山东济南历下,
// 青岛市南区, 内蒙赤峰, with levels left out, by names of former times, in traditional
// characters. It reports false if the text names none or where it may mean
// several that have nothing in common.
func (g *Gazetteer) Resolve(text string) (Resolution, bool) {
	return g.resolve(normal(text))
}

// resolve is Resolve of a text that is normal already.
func (g *Gazetteer) resolve(text string) (Resolution, bool) {
	if text == "" || assertion.Unknown(assertion.Place, text) {
		return Resolution{}, false
	}
	if code := division(text); code != "" {
		if area, ok := g.Area(code); ok {
			return Resolution{Area: area, Certainty: onlyDivision}, true
		}
	}
	s := search{g: g, text: text, budget: maxReadings * 16}
	s.start()
	if s.n == 0 {
		return g.resolveTown(text)
	}
	best := s.rivals()
	area, rest := best.area, text[best.end:]
	certainty := s.certainty(best)
	if best.share < surelyEnough {
		common, ok := s.common()
		if !ok {
			return Resolution{Certainty: best.share * certainty}, false
		}
		return Resolution{Area: g.area(common), Certainty: certainty, Rest: text[best.last:]}, true
	}
	r := Resolution{Area: g.area(area), Certainty: s.shareWithin(best) * certainty, Rest: rest}
	if best.below > 0 {
		r.Area = g.area(int(best.below))
		r.Rest = text[best.belowEnd:]
	}
	if r.Certainty < surelyEnough {
		return Resolution{Certainty: r.Certainty}, false
	}
	return r, true
}

// resolveTown understands an address that names nothing above the town: only one
// that a single town, or a village in it, of the country answers to.
func (g *Gazetteer) resolveTown(text string) (Resolution, bool) {
	i, end, ok := g.descend(-1, text)
	if !ok {
		return Resolution{}, false
	}
	if g.level(i) == Village && !strings.HasPrefix(text, names.Fold(g.labels[g.parents[i]])) {
		return Resolution{Certainty: onlyVillage}, false // there are too many of no official name
	}
	return Resolution{Area: g.area(i), Certainty: onlyTown, Rest: text[end:]}, true
}

// How sure an address without province, city or county is when one area only has
// the names: towns are merged away, and villages have unofficial names. Estimates.
const (
	onlyTown    = .7
	onlyVillage = .5

	onlyDivision = .9 // of the 兵团: its farms lie about its city
)

// normal folds a text and takes out what stands between names.
func normal(text string) string {
	if len(text) > longestAddress {
		n := longestAddress
		for n > 0 && !utf8.RuneStart(text[n]) {
			n--
		}
		text = text[:n]
	}
	folded := names.Fold(text)
	if strings.IndexFunc(folded, isMark) < 0 {
		return folded
	}
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, folded)
}

func isMark(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '-', '/', ',', '.', ';', ':', '(', ')', '，', '。', '、', '；', '：', '（', '）', '·', '—', '>', '|', '_', '"', '“', '”', utf8.RuneError:
		return true
	}
	return false
}

// descend finds the town, or the village, below an area that starts the text; -1 is
// the whole country. There and in a province a town needs its very word.
func (g *Gazetteer) descend(area int, text string) (found, end int, ok bool) {
	town, end, ok := g.named(area, Town, text)
	if !ok {
		if area >= 0 && g.level(area) < County {
			return 0, 0, false // a village's name alone, in a whole city, says little
		}
		return g.named(area, Village, text)
	}
	if village, n, ok := g.named(town, Village, text[end:]); ok {
		return village, end + n, true
	}
	return town, end, true
}

// named finds the one area of a level, below another, whose stem starts the text,
// the longest stem first.
func (g *Gazetteer) named(area int, level Level, text string) (found, end int, ok bool) {
	from, to := g.first[level], g.first[level+1]
	wide := area < g.first[City]
	if area >= 0 {
		from, to = g.below(area, level)
	}
	ends := [maxStem]int{}
	n := 0
	for i, r := range text {
		if n == maxStem {
			break
		}
		ends[n] = i + utf8.RuneLen(r)
		n++
	}
	for ; n >= 2; n-- {
		stem, rest := text[:ends[n-1]], text[ends[n-1]:]
		list := g.called(stem, from, to)
		if len(list) == 0 {
			continue
		}
		word, size := wordAfter(rest)
		if word != Unnamed && word != level || word == Unnamed && area < 0 && (level != Town || rest != "") {
			continue
		}
		if wide && level == Town {
			list = g.labelled(list, text)
		}
		if len(list) == 1 {
			return int(list[0]), ends[n-1] + size, true
		}
	}
	return 0, 0, false
}

// labelled keeps the towns whose official name starts the text.
func (g *Gazetteer) labelled(towns []uint32, text string) (kept []uint32) {
	for _, t := range towns {
		if strings.HasPrefix(text, names.Fold(g.labels[t])) {
			kept = append(kept, t)
		}
	}
	return kept
}

// maxStem is how many characters of a town's or village's stem are tried.
const maxStem = 8

// wordAfter returns the word for a level at the front of a text, past the peoples of an
// autonomous township.
func wordAfter(text string) (Level, int) {
	skipped := 0
	for again := true; again; {
		again = false
		for _, p := range peoples {
			if strings.HasPrefix(text[skipped:], p) {
				skipped += len(p)
				again = true
			}
		}
	}
	level, size := wordAt(text[skipped:])
	if level == Unnamed {
		return Unnamed, 0
	}
	return level, skipped + size
}
