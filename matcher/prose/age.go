package prose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// ageReading holds what a text tells of the age before it is settled against the event.
type ageReading struct {
	known     bool
	low, high int
	from, to  int
	rank      int
	now       bool // of today, not of the event
	zodiac    int  // 1 to 12; 0 for none
	zodiacAt  [2]int
}

var (
	agePattern = regexp.MustCompile(`(虚|周|实)?(?:岁)?\s*(` + number + `)(?:\s*岁?\s*(?:-|—|–|~|至|到|或)+\s*(` + number + `))?\s*(多|几|来|余|好几|出头|开外|上下|左右|郎当|啷当|浪荡|大几)?\s*(周岁|虚岁|岁|旬)\s*(半|多|余|出头|开外|左右|上下|以上|以下|不到|未满|来往)?`)
	// 七八十, without a word behind.
	twoTens = regexp.MustCompile(`([二三四五六七八九]{2}十)(?:的|了|吧|[,，。;)\s]|$)`)
	// Of old texts: 年三十有二, 年方十二.
	// 十四五, 六十二三: two neighbouring years, without a word behind.
	twoYears = regexp.MustCompile(`((?:[二三四五六七八九]?十)(?:一二|二三|三四|四五|五六|六七|七八|八九))(?:的|了|吧|光景|的样子|[,，。;)\s]|$)`)
	// 75后 is of a generation.
	generation = regexp.MustCompile(`(?:^|[^\d])([4-9][05]|[01][05])后|([四五六七八九零〇][零〇五])后`)
	// What form at school somebody is in.
	schoolYear = regexp.MustCompile(`(?:小学)?([一二三四五六])年级|(初[一二三]|高[一二三])(?:[学在就]|年级|生|$|[,，。;\s(])|([七八九])年级|(?:幼儿园)?([小中大])班|大([一二三四])(?:学生|在读|新生|[,，。;\s]|$)`)
	// What makes it a thing of the past, or of another.
	schooled   = regexp.MustCompile(`^(?:学生)?(?:文化|毕业|肄业|辍学|没|就|水平|程度|时|退学|都|上|读)|^的?(?:[儿女孙弟妹])`)
	classicAge = regexp.MustCompile(`(?:^|[,，。;\s])(?:现|行)?年(?:方|已|约|届)?([一二三四五六七八九]?[十廿卅])有?([一二三四五六七八九]?)(?:岁|[,，。;\s])`)
	// Without 岁 it takes a word before, or tens and a word behind.
	bareAge  = regexp.MustCompile(`(年龄|年纪|岁数|年令|年约|今年|现年|时年|得年|虚岁|虚龄|周岁|实岁|实龄)[是为有在约已也就都看着得怕大概估计莫刚满才快\s:(,\]】]*(` + number + `)(?:` + dash + `(` + number + `))?\s*(多|来|几|余|出头|上下|左右)?`)
	tensAge  = regexp.MustCompile(`([二三四五六七八九]{1,2}十[一二三四五六七八九]{0,2}|[2-9]0)(多|来|几|出头|挂零|上下|开外|好几|左右|往上|朝上|靠上|上头|冒头|有余|光景|整寿|整|大寿|寿)(?:的?样子|的|了|吧|左右|刚过|已过|才过|[,，。)\s]|$)`)
	plainAge = regexp.MustCompile(`(?:^|[,，。;\s说有是])(?:都|已经|快|今年|他|她|自己|自个儿?|有|得有|怕|约莫|怕有|少说|看着|看上去|估摸着?)*([一二三四五六七八九]{1,2}十[一二三四五六七八九]{0,2}|[1-9]\d)了(?:[,，。;\s]|$)|(?:^|[,，。;\s])([二三四五六七八九]十[一二三四五六七八九]?)[,，。;\s]`)
	// A bare number behind a name or a sex, of texts without a word too many: 张根宝，58，.
	briefAge = regexp.MustCompile(`[,，\s]([1-9]\d)(?:[,，。;\s]|$)`)
	oldAge   = regexp.MustCompile(`(年近|年过|年逾|已?过|将近)?(弱冠|而立之年|而立|不惑之年|不惑|知天命|知命之年|半百|花甲|古稀|耄耋|期颐)`)
	monthly  = regexp.MustCompile(`(半|` + number + `)\s*(?:个)?(多)?月(?:大|零|左右|的|龄|婴|男|女)|(出生|日龄)(?:仅|才|约|不到)?\s*` + number + `\s*天|` + number + `天大|刚出生|新生儿|未满月|刚满月|满月`)
	zodiacs  = regexp.MustCompile(`(?:属相?|生肖)[是为:\s]*([鼠牛虎兔龙蛇马羊猴鸡狗猪])`)
	// What makes an age one of another time.
	atThatAge = regexp.MustCompile(`^(?:时|那年|那时|的时候|左右时|就|起|开始|前后)`)
	lostThen  = regexp.MustCompile(`被送|送人|抱养|过继|领养|被卖|卖到|拐卖|走散|走失|失踪|被拐|丢失|走丢|失散|抱走|送养|送走|离家|弄丢|失联`)
)

// factAhead ends before an age without a word, in a row of facts: 男，83，耳聋.
var factAhead = regexp.MustCompile(`(?:^|[,，\s])(?:男|女)$|族$`)

// thatYear is an age when a person left: 你走那年十九.
var thatYear = regexp.MustCompile(`(?:走|丢|离家|失踪|不见|没|出去|出门)的?(?:那年|那时候?|时)(?:才|刚|只有|也就|刚满|刚过)?([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|[1-9]\d?)(?:岁|[,，。;])`)

// comparing ends before a difference of ages: 比我小两三岁.
var comparing = regexp.MustCompile(`(?:比[\p{Han}]{1,4}|相差|[大小]我)(?:要)?[大小]?$`)

// unitBehind follow a number that is no age.
const unitBehind = "年月日号斤米公厘分个次块元点里天名张条组层楼栋只件份位kKcCmM%％:：./-"

// readAge finds the age and, of several, the one at the event.
func (r *reader) readAge() {
	r.age.rank = -2
	for _, m := range agePattern.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		low, high, ok := ageOf(group(2), group(3), group(4), group(5), group(6))
		if !ok {
			continue
		}
		if group(1) == "虚" || group(5) == "虚岁" || strings.HasSuffix(r.before(m[0], 3), "虚岁") { // counted from one, and a year older at New Year
			low, high = max(low-2, 0), max(high-1, 0)
		}
		r.offerAge(m[4], m[1], low, high, 2)
	}
	for _, m := range bareAge.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		next, _ := utf8.DecodeRuneInString(r.folded[m[1]:])
		low, high, ok := ageOf(group(2), group(3), group(4), "岁", "")
		if !ok || m[1] < len(r.folded) && strings.ContainsRune(unitBehind, next) || high < 3 && !strings.Contains(group(1), "岁") {
			continue
		}
		if group(1) == "虚岁" || group(1) == "虚龄" {
			low, high = max(low-2, 0), max(high-1, 0)
		}
		r.offerAge(m[2], m[1], low, high, 1)
	}
	for _, m := range twoYears.FindAllStringSubmatchIndex(r.folded, -1) {
		low, high, ok := spanOf(r.groups(m)(1))
		if ok && high > low && !strings.ContainsAny(r.before(m[2], 2), "米高重第斤百码初月") {
			r.offerAge(m[2], m[3], int(low), int(high), 0)
		}
	}
	for _, m := range twoTens.FindAllStringSubmatchIndex(r.folded, -1) {
		if low, high, ok := ageOf(r.groups(m)(1), "", "", "岁", ""); ok && high > low && !strings.ContainsAny(r.before(m[2], 2), "米高重第斤百码") {
			r.offerAge(m[2], m[3], low, high, 0)
		}
	}
	for _, m := range classicAge.FindAllStringSubmatchIndex(r.folded, -1) {
		if low, high, ok := ageOf(r.groups(m)(1)+r.groups(m)(2), "", "", "岁", ""); ok {
			r.offerAge(m[2], m[1], low, high, 3)
		}
	}
	for _, m := range tensAge.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		if low, high, ok := ageOf(group(1), "", group(2), "岁", ""); ok && !strings.ContainsAny(r.before(m[0], 2), "米高重第斤百码") {
			r.offerAge(m[0], m[5], low, high, 0)
		}
	}
	for _, m := range plainAge.FindAllStringSubmatchIndex(r.folded, -1) {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
		if low, high, ok := ageOf(r.folded[m[2]:m[3]], "", "", "岁", ""); ok && low >= 10 && r.own(m[2], m[3]) {
			r.offerAge(m[2], m[3], low, high, 0)
		}
	}
	for _, m := range briefAge.FindAllStringSubmatchIndex(r.folded, -1) {
		if r.age.known || !r.endsHere(m[0]) && !factAhead.MatchString(r.before(m[0], 3)) {
			continue
		}
		if low, high, ok := ageOf(r.folded[m[2]:m[3]], "", "", "岁", ""); ok {
			r.offerAge(m[2], m[3], low, high, 0)
		}
	}
	for _, m := range thatYear.FindAllStringSubmatchIndex(r.folded, -1) {
		if low, high, ok := ageOf(r.groups(m)(1), "", "", "岁", ""); ok {
			r.offerAge(m[0], m[1], low, high, 2)
		}
	}
	r.answerAge()
	r.readSchoolAge()
	for _, m := range oldAge.FindAllStringSubmatchIndex(r.folded, -1) {
		low := map[string]int{"弱冠": 20, "而立之年": 30, "而立": 30, "不惑之年": 40, "不惑": 40, "知天命": 50, "知命之年": 50, "半百": 50, "花甲": 60, "古稀": 70, "耄耋": 80, "期颐": 100}[r.folded[m[4]:m[5]]]
		r.offerAge(m[0], m[1], low, low+5, 0)
	}
	for _, m := range monthly.FindAllStringSubmatchIndex(r.folded, -1) {
		years := 0
		if m[2] >= 0 {
			if v, ok := valueOf(r.folded[m[2]:m[3]]); ok {
				years = int(v) / 12
			}
		}
		if years < 4 && !strings.HasSuffix(r.before(m[0], 2), "岁") {
			r.offerAge(m[0], m[1], years, years, 1)
		}
	}
	if m := zodiacs.FindStringSubmatchIndex(r.folded); m != nil && r.own(m[2], m[3]) {
		r.age.zodiac = 1 + strings.Index("鼠牛虎兔龙蛇马羊猴鸡狗猪", r.folded[m[2]:m[3]])/3
		r.age.zodiacAt = [2]int{m[0], m[1]}
	}
}

// answerAge reads what a person answered who was asked how old they are: 问：今年多大？答：五十三.
func (r *reader) answerAge() {
	if r.side != models.Records || !strings.Contains(r.folded, "答") {
		return
	}
	for _, m := range answered.FindAllStringSubmatchIndex(r.folded, -1) {
		if n := ageAnswer.FindStringSubmatch(r.folded[m[4]:m[5]]); n != nil && asksAge.MatchString(r.folded[m[2]:m[3]]) {
			if low, high, ok := ageOf(n[1], "", n[2], "岁", ""); ok {
				r.offerAge(m[4], m[5], low, high, 1)
			}
		}
	}
}

var (
	asksAge   = regexp.MustCompile(`多大|几岁|多少岁|年纪|年龄|岁数`)
	ageAnswer = regexp.MustCompile(`^(?:我|今年|有|都|快|好像|大概|可能)*(` + number + `)(多|几|来)?(?:岁|了|吧)*$`)
)

// readSchoolAge reads the age of a child by what form it is in, and of a generation's by its
// name: estimates, with a year of room.
func (r *reader) readSchoolAge() {
	if !hasAny(r.folded, schoolHints) {
		return
	}
	for _, m := range schoolYear.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		var low int
		switch {
		case group(1) != "":
			low = 5 + int(numberOf(group(1)))
		case strings.HasPrefix(group(2), "初"):
			low = 11 + int(numberOf(strings.TrimPrefix(group(2), "初")))
		case group(2) != "":
			low = 14 + int(numberOf(strings.TrimPrefix(group(2), "高")))
		case group(3) != "":
			low = 5 + int(numberOf(group(3)))
		case group(4) != "":
			low = 3 + strings.Index("小中大", group(4))/len("小")
		default:
			low = 17 + int(numberOf(group(5)))
		}
		if group(4) != "" && !strings.Contains(r.folded[m[0]:m[1]], "幼儿园") || hasAnySuffix(r.before(m[0], 3), "年", "月", "正月", "腊月", "大年") || schooled.MatchString(r.after(m[1], 4)) {
			continue
		}
		r.offerAge(m[0], m[1], low, low+2, -1)
	}
	event := yearOf(r.out.EventDate)
	if event == 0 {
		event = r.now.Year()
	}
	for _, m := range generation.FindAllStringSubmatchIndex(r.folded, -1) {
		if m[2] < 0 {
			m[2], m[3] = m[4], m[5]
		}
		first := yearOf(yearIn(r.folded[m[2]:m[3]], event))
		years := 9
		if hasAnySuffix(r.folded[m[2]:m[3]], "5", "五") {
			years = 4
		}
		if low, high := event-first-years-1, event-first; low >= 0 && high <= 110 {
			r.offerAge(m[2], m[1], low, high, -1)
		}
	}
}

// schoolHints are in every text that readSchoolAge reads anything of.
var schoolHints = strings.Fields("年级 初一 初二 初三 高一 高二 高三 班 大一 大二 大三 大四 0后 5后 零后 〇后 五后")

// numberOf is valueOf of a text that is a number.
func numberOf(s string) float64 {
	v, _ := valueOf(s)
	return v
}

// endsHere reports whether a name or the sex that was read ends right before a place.
func (r *reader) endsHere(at int) bool {
	unit := int(r.units[r.chars[at]])
	for _, s := range r.out.Spans {
		if s.End == unit && (strings.HasPrefix(s.Field, "person.names[") || s.Field == "person.sex") {
			return true
		}
	}
	return false
}

// groups returns the text of a match's groups, empty for one that took no part.
func (r *reader) groups(m []int) func(int) string {
	return func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return r.folded[m[2*i]:m[2*i+1]]
	}
}

// ageOf returns the span of years that an age in words means. 约60岁 is 60: what a guess is
// worth is weighed elsewhere.
func ageOf(first, second, more, unit, tail string) (low, high int, ok bool) {
	a, b, ok := spanOf(first)
	if !ok {
		return 0, 0, false
	}
	if second != "" {
		_, c, ok := spanOf(second)
		if !ok {
			return 0, 0, false
		}
		b = c
		if a < 10 && b >= 20 && int(b)%10 == 0 { // 五到六十岁
			a *= 10
		}
	}
	if unit == "旬" {
		a, b = 10*a, 10*b
	}
	if a > 130 || b > 130 || b < a {
		return 0, 0, false
	}
	low, high = int(a), int(b)
	for _, w := range []string{more, tail} {
		switch w {
		case "多", "几", "余", "好几":
			if low%10 == 0 && low >= 10 {
				low, high = low+1, high+9
			}
		case "来":
			if low%10 == 0 && low >= 10 {
				low, high = low-2, high+3
			}
		case "出头", "挂零":
			high += 3
		case "郎当", "啷当", "浪荡":
			high += 4
		case "大几":
			low, high = low+5, high+9
		case "开外", "往上", "朝上", "靠上", "上头", "冒头":
			high += 5
		case "以上":
			high = min(high+15, 130)
		case "以下", "不到", "未满":
			low, high = max(low-3, 0), max(high-1, 0)
		}
	}
	return low, high, true
}

// offerAge takes an age if it is the person's and says more of the event than the
// one before.
func (r *reader) offerAge(from, to, low, high, rank int) {
	before := r.before(from, 8)
	if r.side == models.Records && lostThen.MatchString(before) && strings.Contains(before, "时") {
		return
	}
	switch {
	case comparing.MatchString(before), r.side == models.Notices && r.isStrangers(from):
		return
	case r.alias != "" && ofWriter.MatchString(before), ofLiving.MatchString(before):
		return
	case !r.own(from, to), strings.HasSuffix(before, "第"), strings.HasSuffix(before, "大我"), strings.HasSuffix(before, "小我"):
		return
	case hasAnySuffix(before, "年近", "接近", "将近", "快", "奔", "快到", "近", "不到", "差不多快"):
		if low == high {
			low = max(low-3, 0)
		} else {
			low, high = low-4, low
		}
	case hasAnySuffix(before, "年过", "已过", "过了", "过"):
		high = max(high, low+5)
	}
	if behind := r.after(to, 12); atThatAge.MatchString(behind) {
		if !lostThen.MatchString(behind) || r.side == models.Records {
			return
		}
		rank += 4
	}
	if r.side == models.Notices && (strings.Contains(before, "失踪时") || strings.Contains(before, "走失时") || strings.Contains(before, "当时") || strings.Contains(before, "时年")) {
		rank += 4
	}
	if rank > r.age.rank {
		r.age.known, r.age.low, r.age.high, r.age.from, r.age.to, r.age.rank = true, low, high, from, to, rank
		r.age.now = strings.Contains(before, "现年") || strings.Contains(before, "今年") || strings.Contains(before, "现在") || strings.Contains(r.folded[from:to], "今年") || strings.Contains(r.folded[from:to], "现年")
	}
}

var (
	// Words before an age of who writes about a relative, and of a relative who lives.
	ofWriter = regexp.MustCompile(`我们?(?:那年|当时|那时|那会儿?|才|刚|只有|还|就|已经|也|今年|现在|都|快|现年|不到)*$`)
	ofLiving = regexp.MustCompile(`(?:健在|在世)[,，]?(?:今年|现年|已经?|都|有|现在)*$`)
)

func hasAnySuffix(s string, suffixes ...string) bool {
	s = strings.TrimRight(s, " 约")
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}
