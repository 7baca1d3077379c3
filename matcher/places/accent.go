package places

import (
	"math"
	"strings"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// Where a speaker of an accent that a station names is from: in the city or province
// that it is called by, else in the province of that city, else where they speak
// alike, else anywhere. Estimates: stations take one accent for another of the same
// area, and people pick up accents where they live.
const (
	accentPlace    = .60 // each share is of all speakers
	accentProvince = .20 // nothing if the accent is called by the province, which has both
	accentDialect  = .10
	accentOther    = .10
	accentArea     = .80 // where only an area of speech is named
)

// accents returns how well every county goes with an accent, from first[County]: how much
// likelier its people are to speak so than anyone is; 1 for all if the text tells
// nothing. Of several accents the person may be from where any is spoken; one that is
// denied is spoken elsewhere. 普通话 tells nothing. The accent was heard at the code found,
// which is empty if that is not known.
func (g *Gazetteer) accents(text, found string) []float64 {
	factors := make([]float64, g.first[Town]-g.first[County])
	folded := names.Fold(text)
	values := assertion.Values(assertion.Accent, folded)
	spoken := 0.0
	for _, v := range values {
		if v.Status == assertion.Denied {
			continue
		}
		if one := g.accent(v.Text, found); one != nil {
			sure := 1.0
			if v.Status == assertion.Doubtful {
				sure = accentDoubted
			}
			for c, x := range one {
				factors[c] += sure*x + 1 - sure
			}
			spoken++
		}
	}
	for c := range factors {
		if spoken > 0 {
			factors[c] /= spoken
		} else {
			factors[c] = 1
		}
	}
	denied := false
	for _, v := range values {
		if v.Status != assertion.Denied {
			continue
		}
		denied = true
		if one := g.accent(v.Text, found); one != nil {
			for c, x := range one {
				if x > 1 {
					factors[c] *= accentDenied
				}
			}
		}
	}
	if !denied {
		return factors
	}
	all := 0.0
	for c, x := range factors {
		all += x * g.sounds.priors[c]
	}
	for c := range factors {
		factors[c] /= all
	}
	return factors
}

// How much of its weight an accent has that a station is not sure of, and how much less
// likely people of an area are to be heard not to speak like it. Estimates.
const (
	accentDoubted = .6
	accentDenied  = .25
)

// plainSpeech says nothing of where a person is from.
var plainSpeech = strings.Fields("普通话 国语 标准 汉语 汉话 官话 mandarin putonghua 英语 外语 正常 方言 土话 口音")

// accent is accents of one accent; nil if it tells nothing.
func (g *Gazetteer) accent(text, found string) []float64 {
	at := spokenAt(text)
	for _, w := range plainSpeech {
		if at == w || text == w || at == "" {
			return nil
		}
	}
	spoken := g.sounds.speakers[names.DialectIn(text)]
	codes := region(text)
	if codes == nil {
		codes = region(at)
	}
	if codes == nil {
		if home, known := g.Resolve(at); known {
			return g.accentOf(home, spoken, found)
		}
		codes = regionIn(text)
	}
	if codes == nil {
		if p := ProvinceIn(text); p != "" {
			if home, known := g.Resolve(p); known {
				return g.accentOf(home, spoken, found)
			}
		}
	}
	switch {
	case len(codes) > 0:
		return g.spread(ring{accentArea, g.spans(codes...)})
	case len(spoken) > 0:
		return g.spread(ring{accentArea, spoken})
	}
	return nil
}

// accentOf returns the accent that is called by an area, as it was heard at the code found.
func (g *Gazetteer) accentOf(home Resolution, spoken []Span, found string) []float64 {
	if home.Level > Province {
		spoken = g.sounds.speakers[names.DialectAt(home.Code)]
		code := home.Code[:min(len(home.Code), digits[County])]
		return g.spread(ring{accentPlace, g.spans(code)}, ring{accentProvince, g.spans(code[:digits[Province]])}, ring{accentDialect, spoken})
	}
	there := []string{home.Code}
	if sichuanese(home.Code) && !sichuanese(found) {
		there = []string{"51", "50"}
	}
	return g.spread(ring{accentPlace + accentProvince, g.spans(there...)}, ring{accentDialect, spoken})
}

// sichuanese reports whether a code is of 四川 or 重庆, one province until 1997: elsewhere the
// speech of both is called 四川话, while those who live in one of the two tell the other's
// from their own.
func sichuanese(code string) bool {
	return strings.HasPrefix(code, "51") || strings.HasPrefix(code, "50")
}

// spokenAt returns an accent without the word for one: 许昌 of 许昌口音.
func spokenAt(text string) string {
	for _, w := range []string{"当地口音", "本地口音", "地区口音", "一带口音", "地方口音", "方言口音", "口音", "地方话", "本地话", "家乡话", "方言", "土话", "土语", "乡音", "官话", "腔调", "话", "腔", "音", "人", "味"} {
		if head, ok := strings.CutSuffix(text, w); ok && head != "" {
			return head
		}
	}
	return text
}

// AccentSaid returns an accent, as written, without what is denied or not known.
func AccentSaid(text string) string {
	var said []string
	for _, v := range assertion.Values(assertion.Accent, text) {
		if v.Status != assertion.Denied {
			said = append(said, v.Text)
		}
	}
	return strings.Join(said, "、")
}

// AccentRatio returns how much likelier people of a span are to speak with an accent, as
// written, than anyone is; 1 if the text tells nothing or the span is unknown. The
// accent was heard at the code found, empty if that is not known.
func (g *Gazetteer) AccentRatio(text, found string, s Span) float64 {
	if text == "" || !s.Known() {
		return 1
	}
	heard := g.lastHeard.Load()
	if heard == nil || heard.text != text || heard.found != found {
		heard = &heardAccent{text, found, g.accents(text, found)}
		g.lastHeard.Store(heard)
	}
	sum, people := 0.0, 0.0
	for c := s.from; c < s.to; c++ {
		sum += heard.factors[c] * g.sounds.priors[c]
		people += g.sounds.priors[c]
	}
	return sum / people
}

// heardAccent holds what accents says of an accent: a search asks about its record's again and again.
type heardAccent struct {
	text, found string
	factors     []float64
}

// ring describes a set of counties and the share of the people in question who are from
// there.
type ring struct {
	share float64
	spans []Span
}

func (g *Gazetteer) spans(codes ...string) []Span {
	list := make([]Span, len(codes))
	for i, code := range codes {
		list[i] = g.SpanOf(code)
	}
	return list
}

// spread returns how much likelier people of the rings are to be from each county than
// anyone is; those in no ring are from anywhere.
func (g *Gazetteer) spread(rings ...ring) []float64 {
	factors := make([]float64, g.first[Town]-g.first[County])
	left := 1.0
	for _, r := range rings {
		people := 0.0
		for _, s := range r.spans {
			people += g.sounds.upTo[s.to] - g.sounds.upTo[s.from]
		}
		if people == 0 {
			continue
		}
		left -= r.share
		for _, s := range r.spans {
			for c := s.from; c < s.to; c++ {
				factors[c] += r.share / people
			}
		}
	}
	for c := range factors {
		factors[c] += left
	}
	return factors
}

// matches lists for each of the counties (from first[County]) the names that the
// fragments most likely are.
func (g *Gazetteer) matches(fragments []fragment, sums []*fragmentScores, counties []int) [][]Match {
	rank := make(map[int]int, len(counties))
	for i, c := range counties {
		rank[g.first[County]+c] = i
	}
	list := make([][]Match, len(counties))
	for i, e := range sums {
		best := make([]float64, len(counties))
		which := make([]int, len(counties))
		consider := func(county, area int, worth float64) {
			if r, ok := rank[county]; ok && worth > best[r] {
				best[r], which[r] = worth, area
			}
		}
		for j, a := range e.areas {
			area := int(a)
			switch g.level(area) {
			case Town:
				consider(int(g.parents[area]), area, e.ratios[j]*max(ofTowns/g.count(int(g.parents[area]), Town), ofOwnTown*aroundHome/8))
			case Village:
				county := g.above(area, County)
				consider(county, area, e.ratios[j]*ofVillages/math.Sqrt(g.count(county, Village)))
			default:
				from, to := g.below(area, County)
				for c := from; c < to; c++ {
					consider(c, area, e.ratios[j]*ofCity)
				}
			}
		}
		for r := range counties {
			if best[r] > worthShowing {
				list[r] = append(list[r], Match{Heard: fragments[i].text, Name: g.label(which[r]), Code: g.code(which[r])})
			}
		}
	}
	return list
}
