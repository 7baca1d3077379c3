package places

import (
	"strings"
	"unicode/utf8"
)

// Level of an administrative division.
type Level uint8

// The levels, from the top. Unnamed is a part whose level the text does not say.
const (
	Unnamed Level = iota
	Province
	City
	County
	Town
	Village
)

// Part is one name within a place text, without the word for its level: 成都 of 成都市.
type Part struct {
	Name  string
	Level Level
}

// Place is a place text understood: its parts from the top.
type Place struct {
	Text  string
	Parts []Part
}

// Known reports whether any part was found.
func (p *Place) Known() bool { return len(p.Parts) > 0 }

// Province is the name of the province, empty where the text does not say it.
func (p *Place) Province() string {
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

// otherProvinces are further names of provinces; 东北 and the like are none.
var otherProvinces = map[string]string{"内蒙": "内蒙古", "川": "四川", "渝": "重庆", "粤": "广东", "沪": "上海", "京": "北京", "黔": "贵州", "滇": "云南", "湘": "湖南", "鲁": "山东", "豫": "河南", "陕": "陕西", "闽": "福建", "赣": "江西", "皖": "安徽"}

// tails end a part, a longer one before the shorter one that it holds.
var tails = []struct {
	text  string
	level Level
}{
	{"自治州", City}, {"自治县", County}, {"自治旗", County}, {"地区", City}, {"街道", Town}, {"社区", Village}, {"林区", County}, {"开发区", County},
	{"市", City}, {"州", City}, {"盟", City}, {"县", County}, {"区", County}, {"旗", County}, {"镇", Town}, {"乡", Town}, {"苏木", Town}, {"村", Village}, {"屯", Village}, {"寨", Village}, {"庄", Village},
}

// maxParts is how many parts of a text are looked at.
const maxParts = 8

// Parse cuts a place text into its parts.
func Parse(text string) Place {
	p := Place{Text: text}
	rest := strings.Map(func(r rune) rune {
		if r == ' ' || r == '　' || r == '-' || r == '/' || r == '，' || r == ',' {
			return -1
		}
		return r
	}, text)
	if name, n := leadingProvince(rest); n > 0 {
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
	for short, p := range otherProvinces {
		if strings.HasPrefix(text, short) && (strings.HasPrefix(text[len(short):], "省") || utf8.RuneCountInString(short) > 1) {
			return p, len(short) + tailOf(text[len(short):])
		}
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

// nextPart is the part at the front of text and how many bytes it takes. A part
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

// Agreement is how far two places are the same.
type Agreement struct {
	Deepest Level // the lowest level at which a part agrees; Unnamed with Agree false is none
	Agree   bool
	Name    string // of that part
	Apart   Level  // the highest level at which both have a part and the parts differ; Unnamed is none
}

// Compare says how far two places agree by the names of their parts.
func Compare(a, b *Place) Agreement {
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
