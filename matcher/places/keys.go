package places

import (
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
)

// reference holds what a name of a province, a city or a county may mean.
type reference struct {
	area  uint32
	then  string  // the code it had under a former name
	prior float32 // how often the name alone means this area, in proportion
	full  bool    // the name has the word for its level
}

// How often a bare stem means an area of the level, in proportion; full names and
// former ones. Estimates: 朝阳 is the city before it is one of two districts, 海南 the
// province before a prefecture of Qinghai, and a zone is rarely called by a name that
// something else has.
var stemPrior = [...]float32{Province: 100, City: 10, County: 3}

const (
	districtPrior = 1
	fullPrior     = 5
	formerPrior   = .2 // of what a name of today has
	zonePrior     = .05
)

// taiwan are the cities and counties of Taiwan, which GB/T 2260 gives no codes.
var taiwan = strings.Fields("台北市 新北市 桃园市 台中市 台南市 高雄市 基隆市 新竹市 嘉义市 新竹县 苗栗县 彰化县 南投县 云林县 嘉义县 屏东县 宜兰县 花莲县 台东县 澎湖县")

// name lets an area be found under a name, which it had with the code then where
// that is not empty.
func (g *Gazetteer) name(area uint32, label, stem, then string, level Level) {
	r := reference{area: area, then: then, prior: fullPrior, full: true}
	scale := float32(1)
	if then != "" {
		scale = formerPrior
	}
	if code := g.upper[area].code; len(code) == digits[County] && code[4] == '7' { // 71 to 79: zones
		scale *= zonePrior
	}
	r.prior *= scale
	g.key(label, r)
	if short := shortened(label, stem); short != "" {
		g.key(short, r)
	}
	if stem == label {
		return
	}
	r.full, r.prior = false, stemPrior[level]*scale
	if strings.HasSuffix(label, "区") && level == County {
		r.prior = districtPrior * scale
	}
	g.key(stem, r)
	if level != Province || then != "" {
		return
	}
	whole := r
	whole.full = true
	g.key(stem+"省", whole) // 广西省 was one until 1958 and is said to this day
	if strings.HasSuffix(label, "自治区") {
		g.key(stem+"自治区", whole)
	}
	for letter, province := range provinceLetters {
		if province == stem {
			g.key(string(letter)+"省", r)
		}
	}
	switch stem {
	case "内蒙古":
		g.key("内蒙", r)
	case "台湾":
		for _, label := range taiwan {
			g.name(area, label, stemOf(label, City), "71", City)
		}
	}
}

func (g *Gazetteer) key(text string, r reference) {
	text = names.Fold(text)
	for i, other := range g.keys[text] {
		if other.area != r.area {
			continue
		}
		if r.then != "" && (other.then == "" || r.then[:2] != g.upper[r.area].code[:2]) {
			g.keys[text][i].then = r.then // of two, the one that tells more: another province
		}
		return
	}
	g.keys[text] = append(g.keys[text], r)
	first, _ := utf8.DecodeRuneInString(text)
	g.longest[first] = max(g.longest[first], len(text))
}

// within reports whether an area named after another one may lie in it, today or
// when they had those names.
func (g *Gazetteer) within(r, of reference) bool {
	now, ofNow := g.upper[r.area].code, g.upper[of.area].code
	for _, code := range [2]string{now, r.then} {
		for _, upper := range [2]string{ofNow, of.then} {
			if upper != "" && len(code) > len(upper) && strings.HasPrefix(code, upper) {
				return true
			}
		}
	}
	return false
}

func (g *Gazetteer) sameProvince(a, b reference) bool {
	return g.upper[a.area].code[:digits[Province]] == g.upper[b.area].code[:digits[Province]]
}
