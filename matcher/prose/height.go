package prose

import (
	"regexp"
	"strconv"
	"strings"
)

// Patterns of heights: in metres, in centimetres, in the feet (尺) of old people.
var (
	metres = regexp.MustCompile(`(?:(` + metre + `)(?:` + dash + `)(` + metre + `)|(` + metre + `))\s*(多|几|出头|都?不到|还不到|以上|上下|左右)?`)
	cms    = regexp.MustCompile(`(\d{2,3})(?:\.\d+)?(?:\s*(?:cm|厘米|公分))?(?:` + dash + `(\d{2,3})(?:\.\d+)?)?\s*(cm|厘米|公分)\s*(多|几|以上|不到|左右|上下)?`)
	bareCm = regexp.MustCompile(`(?:身高|个头|个子|身长)[大概约是为有在\s:(,\]】]*(\d{2,3}|一百?[四五六七八九](?:十[一二三四五六七八九]?|[一二三四五六七八九])?)(?:` + dash + `(\d{2,3}))?\s*(多|左右|上下)?`)
	// Feet and inches as Hong Kong writes them.
	foot = regexp.MustCompile(`([4-6四五六])\s*(?:呎|英尺)\s*(?:(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:吋|寸|英寸)?)?`)
	chi  = regexp.MustCompile(`([三四五六3456])尺([一二三四五六七八九1-9]|半)?(?:寸)?(余|多|有余|来)?`)
)

const metre = `(?:[12]\s*\.\s*\d{1,2}\s*(?:米|m)?|[12一两]\s*(?:米|m)\s*(?:[一二三四五六七八九]{1,2}几?|\d{1,2}几?)?|0\.\d{1,2}\s*(?:米|m))`

// cmOf reads a height in metres; high is above low if the words leave room.
func cmOf(s string) (low, high int) {
	s = strings.ReplaceAll(s, " ", "")
	vague := strings.HasSuffix(s, "几")
	s = strings.TrimSuffix(s, "几")
	if head, tail, ok := strings.Cut(strings.Replace(s, "m", "米", 1), "米"); ok {
		whole, _ := valueOf(head)
		if strings.Contains(head, ".") {
			low = int(whole*100 + .5)
			return low, low
		}
		low = int(whole) * 100
		part, _ := valueOf(tail)
		switch len([]rune(tail)) {
		case 1:
			low += int(part) * 10
		case 2:
			low += int(part)
		}
	} else if v, err := strconv.ParseFloat(s, 64); err == nil {
		low = int(v*100 + .5)
	}
	if vague {
		return low, low + 9
	}
	return low, low
}

func (r *reader) readHeight() {
	p := &r.out.Person
	if p.HeightMinCm != 0 || p.HeightMaxCm != 0 {
		return
	}
	for _, m := range metres.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		low, high := cmOf(group(3))
		if group(3) == "" {
			low, _ = cmOf(group(1))
			_, high = cmOf(group(2))
		}
		unit := strings.ContainsAny(group(3)+group(2)+group(1), "米m")
		alone := briefHeight.MatchString(r.folded[max(m[0]-1, 0):min(m[1]+1, len(r.folded))])
		if next := r.after(m[1], 1); !alone && !unit && !r.isHeightWord(m[0]) || low%100 == 0 && !r.isHeightWord(m[0]) || strings.ContainsAny(next, "长宽远深") && next != "" {
			continue
		}
		if r.offerHeight(low, high, group(4), m[0], m[1]) {
			return
		}
	}
	for _, pattern := range []*regexp.Regexp{cms, bareCm} {
		for _, m := range pattern.FindAllStringSubmatchIndex(r.folded, -1) {
			group := r.groups(m)
			v, _ := valueOf(group(1))
			low := int(v)
			high := low
			if group(2) != "" {
				v, _ = valueOf(group(2))
				high = int(v)
			}
			if pattern == cms && !r.isHeightWord(m[0]) && (low < 100 || strings.ContainsAny(r.before(m[0], 4), "长宽径距离深疤痕")) {
				continue
			}
			last := group(len(m)/2 - 1)
			if r.offerHeight(low, high, last, m[2], m[1]) {
				return
			}
		}
	}
	for _, m := range foot.FindAllStringSubmatchIndex(r.folded, -1) {
		feet, _ := valueOf(r.groups(m)(1))
		inches, _ := valueOf(r.groups(m)(2))
		if cm := int(feet*30.48 + inches*2.54 + .5); r.offerHeight(cm, cm, "", m[0], m[1]) {
			return
		}
	}
	for _, m := range chi.FindAllStringSubmatchIndex(r.folded, -1) {
		feet, _ := valueOf(r.groups(m)(1))
		tenths, _ := valueOf(r.groups(m)(2))
		if r.groups(m)(2) == "半" {
			tenths = 5
		}
		if cm := int((feet+tenths/10)*100/3 + .5); r.isHeightWord(m[0]) || strings.ContainsAny(r.after(m[1], 3), "高个") || m[4] >= 0 {
			high := cm
			if m[6] >= 0 && m[4] < 0 { // 四尺余: up to a third of a 尺 more
				high = cm + 10
			}
			if r.offerHeight(cm, high, "", m[0], m[1]) {
				return
			}
		}
	}
}

// ofWater ends before a measure of what is no person: 水深一米七.
var ofWater = regexp.MustCompile(`(?:[深宽厚远]|[^身体]长|距离|相距|直径|落差|[墙楼坎台]高)约?$`)

// briefHeight is a height in metres that stands alone between marks: ，1.72，.
var briefHeight = regexp.MustCompile(`^[,，;\s]1\.[3-9]\d[,，;。\s]?$`)

// ofThing follows the height of what is no person.
var ofThing = regexp.MustCompile(`^(?:左右|多)?高?的?(?:围墙|墙|台阶|台|楼|土坎|坎|崖|桥|坡|树|房|床|沟|水|柜|门|栏|货架|架|梯|车|井)`)

// isHeightWord reports whether the words right before speak of height.
func (r *reader) isHeightWord(at int) bool {
	before := strings.ReplaceAll(r.before(at, 9), "身长", "身高")
	if i := strings.LastIndexAny(before, "。;长宽"); i >= 0 {
		before = before[i:]
	}
	for _, w := range []string{"身高", "个子", "个头", "高约", "身长", "身材", "高大概", "个儿", "高在"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return strings.HasSuffix(strings.TrimRight(before, " :约"), "高")
}

func (r *reader) offerHeight(low, high int, more string, from, to int) bool {
	if ofThing.MatchString(r.after(to, 8)) || ofWater.MatchString(r.before(from, 4)) { // 一米八高的墙
		return false
	}
	switch more {
	case "多", "出头":
		high = max(high, low+5)
	case "几":
		high = max(high, low+9)
	case "不到", "都不到", "还不到":
		low, high = low-5, low
	case "":
		if strings.HasSuffix(r.before(from, 3), "不到") {
			low = low - 5
		}
	case "以上":
		high += 10
	}
	if low < 40 || high > 230 || high < low || !r.own(from, to) {
		return false
	}
	r.out.Person.HeightMinCm, r.out.Person.HeightMaxCm = low, high
	r.setNumber("person.heightMinCm", low, from, to)
	r.setNumber("person.heightMaxCm", high, from, to)
	return true
}
