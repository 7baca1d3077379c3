package places

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// Part describes one name within a place text, without the word for its level: 成都 of 成都市.
type Part struct {
	Name  string
	Level Level
}

// Place describes a place text understood: its parts from the top and, where the text is
// clear enough, where it lies.
type Place struct {
	Text  string
	Parts []Part

	Code      string  // GB/T 2260, empty if the text is not clear
	Latitude  float32 // degrees, with Code only
	Longitude float32
	Certainty float32 // of Code, 0 to 1

	// Codes are all that the text may mean: Code, or those that 湖北或湖南, 川渝交界 and
	// 陕北 leave open. They and Doubtful are not kept.
	Codes    []string
	Doubtful bool
}

// Known reports whether any part was found.
func (p *Place) Known() bool { return len(p.Parts) > 0 }

// Province returns the name of the province, 四川, empty if the text does not tell it.
func (p *Place) Province() string {
	if p.Code != "" {
		return Default().stemAt(p.Code[:digits[Province]])
	}
	for _, part := range p.Parts {
		if part.Level == Province {
			return part.Name
		}
	}
	return ""
}

// provinces are the 34 of GB/T 2260, as people shorten them.
var provinces = []string{
	"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
	"广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
}

// provinceTails are what may follow a province's short name.
var provinceTails = []string{"壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市"}

// provinceLetters stand for a province before 省; 东北 and the like are none.
var provinceLetters = map[rune]string{'川': "四川", '粤': "广东", '黔': "贵州", '滇': "云南", '湘': "湖南", '鲁': "山东", '豫': "河南", '陕': "陕西", '闽': "福建", '赣': "江西", '皖': "安徽", '晋': "山西", '鄂': "湖北"}

// tails end a part, a longer one before the shorter one that it holds.
var tails = []struct {
	text  string
	level Level
}{
	{"自治州", City}, {"自治县", County}, {"自治旗", County}, {"地区", City}, {"街道", Town}, {"社区", Village}, {"林区", County}, {"开发区", County},
	{"市", City}, {"州", City}, {"盟", City}, {"县", County}, {"区", County}, {"旗", County}, {"镇", Town}, {"乡", Town}, {"苏木", Town}, {"公社", Town}, {"大队", Village}, {"生产队", Village}, {"农场", Town}, {"林场", Town}, {"村", Village}, {"屯", Village}, {"寨", Village}, {"庄", Village},
}

// maxParts is how many parts of a text are looked at.
const maxParts = 8

// clearEnough is the certainty from which on Parse takes a resolution for the truth.
const clearEnough = .7

// frontOnly is what an address's clear beginning is worth if its end speaks against it.
const frontOnly = .9

// Parse cuts a place text into its parts, traditional characters simplified, and
// asks the gazetteer where it lies. Parts are shared and must not be changed.
func Parse(text string) Place {
	if text == "" {
		return Place{}
	}
	known := &Default().parsed
	p, ok := known.get(text)
	if !ok {
		p = parse(text)
		known.set(text, p)
	}
	return p
}

// hints are characters without which a text names one place and doubts nothing.
const hints = "或、/／|还交接之边不非像似疑好可大概估感也?？待误错实应正"

func parse(text string) Place {
	p := parseOne(text)
	if text == "" || p.Code != "" && len(p.Code) > digits[Province] && !strings.ContainsAny(text, hints) {
		p.Codes = codesIn(&p)
		return p
	}
	values := assertion.Values(assertion.Place, parted(names.Fold(text)))
	switch {
	case len(values) == 0:
		return Place{Text: text}
	case len(values) == 1 && values[0].Status == assertion.Denied:
		return Place{Text: text}
	case len(values) == 1:
		v := parseOne(values[0].Text)
		if p.Code != "" && v.Code == "" {
			v = p
		}
		v.Text, v.Codes, v.Doubtful = text, meantBy(values[0].Text), values[0].Status == assertion.Doubtful
		v.settle()
		return v
	}
	p = Place{Text: text} // that leaves several open
	for _, v := range values {
		if v.Status == assertion.Denied {
			continue
		}
		p.Doubtful = p.Doubtful || v.Status == assertion.Doubtful
		for _, part := range parseOne(v.Text).Parts {
			if len(p.Parts) < maxParts && !slices.Contains(p.Parts, part) {
				p.Parts = append(p.Parts, part)
			}
		}
		p.Codes = append(p.Codes, meantBy(v.Text)...)
	}
	p.settle()
	return p
}

// settle puts the codes in order and takes a single one for the place's.
func (p *Place) settle() {
	slices.Sort(p.Codes)
	p.Codes = slices.Compact(p.Codes)
	if len(p.Codes) != 1 {
		p.Code, p.Latitude, p.Longitude, p.Certainty = "", 0, 0, 0
		return
	}
	if area, ok := Default().Area(p.Codes[0]); ok && p.Code != area.Code {
		p.Code, p.Latitude, p.Longitude, p.Certainty = area.Code, float32(area.Latitude), float32(area.Longitude), clearEnough
	}
}

// codesIn returns the codes of a place that is clear.
func codesIn(p *Place) []string {
	if p.Code == "" {
		return nil
	}
	return []string{p.Code}
}

// parseOne parses a text as one place, as it is written.
func parseOne(text string) Place {
	p := Place{Text: text}
	rest := normal(text)
	if rest == "" || assertion.Unknown(assertion.Place, rest) {
		return p
	}
	if country, n := abroad(rest); n > 0 {
		p.Parts = append(p.Parts, Part{country, Province})
		if rest = rest[n:]; utf8.RuneCountInString(rest) > 1 {
			p.Parts = append(p.Parts, Part{rest, Unnamed})
		}
		return p
	}
	if country, n := foreignPlace(rest); n > 0 && (n == len(rest) || rest[n] >= utf8.RuneSelf) {
		p.Parts = append(p.Parts, Part{country, Province}, Part{rest, Unnamed})
		return p
	}
	r, ok := Default().resolve(rest)
	if !ok || r.Certainty < clearEnough {
		if turned := provinceFirst(rest); turned != rest {
			if found, known := Default().resolve(turned); known && found.Certainty >= clearEnough && found.Level > Province {
				rest, r, ok = turned, found, true
			}
		}
	}
	if !ok || r.Certainty < clearEnough {
		r, ok = Default().front(rest)
	}
	if ok && r.Certainty >= clearEnough && region(rest) == nil {
		p.Code, p.Certainty = r.Code, float32(r.Certainty)
		p.Latitude, p.Longitude = float32(r.Latitude), float32(r.Longitude)
	}
	if name, n := leadingProvince(rest); n > 0 && (rest[n:] == "" || !brand(rest[n:]) && !villageWord(rest[n:])) {
		p.Parts = append(p.Parts, Part{name, Province})
		rest = rest[n:]
	}
	for rest != "" && len(p.Parts) < maxParts {
		part, n := nextPart(rest)
		if part.Name != "" && (len(p.Parts) == 0 || p.Parts[len(p.Parts)-1].Name != part.Name) {
			p.Parts = append(p.Parts, part)
		}
		rest = rest[n:]
	}
	return p
}

// provinceFirst puts the province before a place that a text tells behind it or by a part of
// the country: 凤阳安徽, 粤北连山.
func provinceFirst(text string) string {
	for i := range text { // 凤阳安徽, 固始河南信阳
		_, n := leadingProvince(text[i:])
		if _, first := leadingProvince(text); n > 0 && first == 0 && utf8.RuneCountInString(text[:i]) > 1 {
			return text[i:] + text[:i]
		}
	}
	if runes := []rune(text); len(runes) == 4 { // 枣强衡水
		if city, ok := Default().Resolve(string(runes[2:])); ok && city.Level == City && city.Rest == "" {
			return string(runes[2:]) + string(runes[:2])
		}
	}
	const longestRegion = 4 // characters
	runes := []rune(text)
	for n := min(longestRegion, len(runes)-2); n > 1; n-- {
		codes := regionTable()[string(runes[:n])]
		if len(codes) == 0 {
			continue
		}
		for _, code := range codes[1:] {
			if code[:digits[Province]] != codes[0][:digits[Province]] {
				return text
			}
		}
		return Default().stemAt(codes[0][:digits[Province]]) + string(runes[n:])
	}
	return text
}

// front returns what an address begins with that is clear down to the county, if all of it
// is not: 南京市栖霞区 of 南京市栖霞区南京市靖安工业园, whose last words are another county's name.
func (g *Gazetteer) front(text string) (Resolution, bool) {
	for i := len(text); i > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if strings.ContainsRune("区县市旗", r) && i < len(text) && !brand(text[i:]) {
			if found, ok := g.resolve(text[:i]); ok && found.Level >= County && found.Certainty >= clearEnough {
				found.Certainty *= frontOnly
				return found, true
			}
		}
		i -= size
	}
	return Resolution{}, false
}

// ProvinceIn finds a province that a free text names: 四川口音.
func ProvinceIn(text string) string {
	best, at := "", len(text)
	for _, name := range provinces {
		if i := strings.Index(text, name); i >= 0 && i < at {
			best, at = name, i
		}
	}
	if best == "" && strings.Contains(text, "内蒙") {
		return "内蒙古"
	}
	return best
}

func leadingProvince(text string) (name string, size int) {
	for _, p := range provinces {
		if strings.HasPrefix(text, p) {
			return p, len(p) + tailOf(text[len(p):])
		}
	}
	if strings.HasPrefix(text, "内蒙") {
		return "内蒙古", len("内蒙") + tailOf(text[len("内蒙"):])
	}
	letter, size := utf8.DecodeRuneInString(text)
	if p := provinceLetters[letter]; p != "" && strings.HasPrefix(text[size:], "省") {
		return p, size + len("省")
	}
	return "", 0
}

func tailOf(text string) int {
	for _, t := range provinceTails {
		if strings.HasPrefix(text, t) {
			return len(t)
		}
	}
	return 0
}

// nextPart returns the part at the front of text and how many bytes it takes. A part
// has two characters at least before its tail: 市南区 is a district.
func nextPart(text string) (Part, int) {
	runes := 0
	for i := range text {
		if runes >= 2 {
			for _, t := range tails {
				if strings.HasPrefix(text[i:], t.text) {
					return Part{text[:i], t.level}, i + len(t.text)
				}
			}
		}
		runes++
	}
	if utf8.RuneCountInString(text) < 2 {
		return Part{}, len(text)
	}
	return Part{Name: text}, len(text)
}
