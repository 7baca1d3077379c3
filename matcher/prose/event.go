package prose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

const lostWords = `行失|走失|失踪|失联|离家|出走|走丢|丢失|不见|被拐|失散|抱走|未归|没有?回|没回来|失去联系|下落不明|走散|荡失|蕩失|唔见|唔见咗|迷路|被偷|偷走|弄丢|离开|外出|出门|断了联系|联系不上|不知去向|没见[人着到了]|没影|找不[到着见]|拐走|被人带走|遗弃|送走|送养|跑丢|音讯|音信|没有?消息|没了消息|没有?音|断了?[音消]|失了联系|没[了有]?信|杳无|至今|无联系|没联系|联系中断|跟丢|送到|送去|抱养|送人|过继|被送|拐卖|贩卖|人贩|卖到|走丢|失散|嫁到|消失|失去音|拉黑|关机|打不通|联系不到|失去了?联络|失联|最后一?次?(?:出现|露面|见到|被看到)|现身`

const foundWords = `发现|碰见|碰到|遇见|看见|看到|接回|劝导|弃于|被弃|流落|跟着|坐着|坐在|睡在|蹲在|捡到|捡|救助|送来|送至|送到|护送|入站|进站|接收|接到|入院|收治|送入|入住|遇到|流浪|乞讨|求助|报警|滞留|徘徊|游荡|昏倒|晕倒|躺在|倒在|来站|到站|受助|遗弃|丢弃|弃置|查获|查处|截获|拦下|抓获|劝返|移交|转送|转来|转入|收容|接诊|送诊|溺水|露宿|巡逻|带回|带至|领回|拾获|捡拾|看护`

var (
	lost  = regexp.MustCompile(lostWords)
	found = regexp.MustCompile(foundWords)
	// A place ends before what happened there.
	eventPlace = regexp.MustCompile(`(?:从|在|于|自|由|喺|离开|送到了?|送至|带到|抱到|位于|途经|来到|路过|巡[查逻]至|行至)\s*([^,，。;!?\n\r]{2,40}?)\s*(?:附近|一带|门口|家中|家里|的家|周边|路边|旁边?|[里内处](?:[^\p{Han}]|外|面|走|失|被|接|发)|外出|不慎|离校|放学|下班|出去|去|后|与|跟|和.{1,4}走|那里|这里|那边|坐|乘|睡|蹲|到|跟丢|接回|劝导|碰|住过|走失|失踪|失联|离家|出走|走丢|丢失|不见|被拐|失散|被发现|被人|发现|捡|救助|查获|查处|拦下|遗弃|送|流浪|乞讨|求助|遇到|躺|倒|昏|晕|徘徊|游荡|迷路|滞留|露宿|走散|被|出门|离开|巡逻|和家人|与家人|坐车|乘车|上车|买|玩|看|打工|干活|上班|辞职|离职|辞工|离厂|毕业|退学|带回|领回|拾获|$|[,，])`)
)

// readEvent finds when and where the person was last seen, or found.
func (r *reader) readEvent() {
	words := lost
	if r.side == models.Records {
		words = found
	}
	if r.out.EventDate == "" {
		r.readEventDate(words)
	}
	if r.out.EventPlace == "" && !r.partial {
		r.readEventPlace(words)
	}
}

func (r *reader) readEventDate(words *regexp.Regexp) {
	best, bestRank := []int(nil), 0
	for _, m := range anyDate.FindAllStringSubmatchIndex(r.folded, -1) {
		if r.isUsed(m[0], m[1]) || r.isBirth(m) || r.dateAt(m) == "" || isDigit(r.folded, m[1]-1) && isDigit(r.folded, m[1]) || r.side == models.Records && r.asserted(m[0], m[1]).Other {
			continue
		}
		from, to := r.around(m[0], sentenceEnds)
		to = max(to, m[1]) // a date may go over the end of a line
		rank := 0
		switch {
		case words.MatchString(r.folded[m[1]:min(to, m[1]+90)]):
			if rank = 3; r.side == models.Notices && reported.MatchString(r.folded[m[1]:min(to, m[1]+40)]) {
				rank = 2
			}
		case words.MatchString(r.folded[from:m[0]]):
			rank = 2
		case (m[2] < 0 || m[3]-m[2] > len("1985年")) && !isSigned(r.folded[from:to]):
			rank = 1
		}
		if rank = 4*rank + strings.Count(string(r.dateAt(m)), "-"); rank > 3 && m[2] < 0 && m[8] < 0 && m[10] < 0 && m[12] < 0 && m[14] < 0 { // 5月 without a day or a year
			rank -= 3
		}
		if rank > 3 && (rank > bestRank || rank == bestRank && rank >= 12 && r.nearer(m, best, to, words)) {
			best, bestRank = m, rank
		}
	}
	if best == nil {
		return
	}
	date := r.dateAt(best)
	if date > models.DateOf(r.now.AddDate(0, 0, 1)) {
		return
	}
	r.out.EventDate = date
	r.dated = [2]int{best[0], best[1]}
	r.set(r.eventField("Date"), string(date), best[0], best[1])
}

// nearer reports whether what happened stands right behind a date, and behind the one before
// it in its sentence only by that: 1982年入伍，1986年退伍后失去联系.
func (r *reader) nearer(m, before []int, to int, words *regexp.Regexp) bool {
	const atOnce = 40 // bytes
	return before[0] < m[0] && !strings.ContainsAny(r.folded[before[1]:m[0]], sentenceEnds) && !words.MatchString(r.folded[before[1]:m[0]]) && words.MatchString(r.folded[m[1]:min(to, m[1]+atOnce)])
}

// reported are words by which a date is that of a report.
var reported = regexp.MustCompile(`报警|接警|接报|报案|求助|接到|来电|立案`)

func isDigit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

func isSigned(line string) bool { return signedDate.MatchString(strings.TrimSpace(line)) }

// isBirth reports whether the date at m is one of birth.
func (r *reader) isBirth(m []int) bool {
	before, behind := r.before(m[0], 7), r.after(m[1], 8)
	behind = strings.TrimSpace(calendar.ReplaceAllString(behind, ""))
	if i := strings.IndexAny(behind, ",，。;"); i >= 0 {
		behind = behind[:i]
	}
	if i := strings.LastIndexAny(before, ",，。;)"); i >= 0 {
		before = before[i:]
	}
	if bornBrackets.MatchString(r.before(m[0], 6)) && strings.HasPrefix(r.after(m[1], 1), ")") {
		return true
	}
	for _, w := range []string{"出生", "生于", "生日", "身份证"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return strings.Contains(behind, "出生") || strings.HasPrefix(behind, "生") && !strings.HasPrefix(behind, "生病") || strings.HasPrefix(behind, "日出生")
}

// calendar stands in brackets behind a date.
var calendar = regexp.MustCompile(`^\s*\((?:农|阴|阳|公|旧)历?\)`)

// bornBrackets end before a date that stands in brackets behind a name: 邢卫东（1985.10.02）.
var bornBrackets = regexp.MustCompile(`(?:^|[\s,，。;公父母妻夫子女儿弟妹哥姐])[\p{Han}]{2,4}\($`)

// mostEvents is how many words for what happened are looked at.
const mostEvents = 60

func (r *reader) readEventPlace(words *regexp.Regexp) {
	for _, w := range words.FindAllStringIndex(r.folded, mostEvents) {
		from, to := r.around(w[0], sentenceEnds)
		if r.inCall(w[0]) {
			continue
		}
		best := []int(nil)
		for at := from; at < to; {
			m := eventPlace.FindStringSubmatchIndex(r.folded[at:to])
			if m == nil {
				break
			}
			a, b := at+m[2], at+m[3]
			if r.side == models.Records && brought.MatchString(r.folded[at+m[0]:at+m[1]]) {
				at += m[3]
				continue
			}
			if hasAnySuffix(r.before(at+m[0], 1), "家", "住", "居", "嫁", "生", "处", "属") {
				at += m[3]
				continue
			}
			if strings.HasPrefix(r.folded[b:], "旁") && !strings.HasPrefix(r.folded[b:], "旁边") {
				b += len("旁")
			}
			if a, b = r.placeIn(a, b); a < b && r.looksPlace(a, b) {
				if n := placeLength(r.folded[a:to]); n > 0 && a+n != b && !r.isUsed(a, a+n) {
					b = a + n
				}
				if best = []int{a, b}; a > w[1] {
					break
				}
				if b <= w[1]+3 && b >= w[0]-60 {
					break
				}
			}
			_, size := utf8.DecodeRuneInString(r.folded[at+m[0]:])
			at += m[0] + size
		}
		if best != nil {
			best = r.inMoreDetail(best, w[1], words)
			r.setEventPlace(best[0], best[1])
			return
		}
	}
	if from, to := r.plainPlace(words); from < to {
		r.setEventPlace(from, to)
		return
	}
	if r.side != models.Notices {
		return
	}
	if m := wentTo.FindStringSubmatchIndex(r.folded); m != nil {
		if a, b := r.placeIn(m[2], m[3]); a < b && isPlace(r.folded[a:b]) {
			r.setEventPlace(a, b)
			return
		}
	}
	if m := schoolOf.FindStringIndex(r.folded); m != nil && fromSchool.MatchString(r.folded) && !r.isUsed(m[0], m[1]) {
		r.setEventPlace(m[0]+len(schoolAhead.FindString(r.folded[m[0]:m[1]])), m[1])
		return
	}
	for _, m := range goesTo.FindAllStringIndex(r.folded, -1) {
		if a, b := r.knownArea(m[1]); a < b && r.own(a, b) {
			r.setEventPlace(a, b)
			return
		}
	}
}

// inMoreDetail returns a later mention of a place that a headline names roughly: 武汉 of
// 老人在武汉走失 is told below as 武汉市江岸区后湖大道.
func (r *reader) inMoreDetail(place []int, from int, words *regexp.Regexp) []int {
	said := r.folded[place[0]:place[1]]
	if utf8.RuneCountInString(said) > roughPlace {
		return place
	}
	for at := from; ; {
		i := strings.Index(r.folded[at:], said)
		if i < 0 {
			return place
		}
		at += i
		_, end := r.around(at, sentenceEnds)
		n := placeLength(r.folded[at:end])
		if n > len(said) && !r.isUsed(at, at+n) && !r.inCall(at) && placeAhead.MatchString(r.before(at, 1)) && words.MatchString(r.folded[at+n:end]) {
			return []int{at, at + n}
		}
		at += len(said)
	}
}

// roughPlace is how many characters a place has at most that a headline names: 南京市.
const roughPlace = 4

var (
	goesTo      = regexp.MustCompile(`[去到赴往]`)
	fromSchool  = regexp.MustCompile(`放学|离校|上学|学校`)
	schoolAhead = regexp.MustCompile(`^(?:就读于|就读|在读|读|在|于|从|是|学校)+`)
	schoolOf    = regexp.MustCompile(`[\p{Han}]{2,}(?:小学|中学|学校|高中|初中|大学|学院|幼儿园)`)
)

// knownArea returns an area that the gazetteer knows by its first characters, two to five, with
// what else of an address follows.
func (r *reader) knownArea(from int) (int, int) {
	best, known := from, 0
	for n := 2; n <= 5; n++ {
		s := r.after(from, n)
		if utf8.RuneCountInString(s) != n || !hanOnly.MatchString(s) || noPlace.MatchString(s) {
			continue
		}
		p := places.Parse(s)
		if code := len(strings.TrimRight(p.Code, "0")); code > known {
			best, known = from+len(s), code
		}
	}
	if best > from {
		return from, max(best, from+placeLength(r.folded[from:]))
	}
	return from, from
}

var hanOnly = regexp.MustCompile(`^[\p{Han}]+$`)

// brought stands before if a person in care was taken to, or who brought them in, which is
// not where they were found.
var brought = regexp.MustCompile(`^(?:送到了?|送至|带到|由)`)

// wentTo is where a person went to work, and was last heard of.
var wentTo = regexp.MustCompile(`(?:去|到|往|赴|外出|外出到|远走)([\p{Han}]{2,14}?)(?:打工|务工|做工|干活|做生意|上学|读书|看病|治病|求医|赶集|出差|旅游|走亲戚|谋生|闯荡|投奔)`)

func (r *reader) setEventPlace(from, to int) {
	r.out.EventPlace = r.words(from, to)
	r.set(r.eventField("Place")+".text", r.out.EventPlace, from, to)
}

var (
	dateAhead = regexp.MustCompile(`^(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[年月]?[初末底]|[上中下]旬|` + datePattern + `|\d{1,2}月\d{1,2}[日号]|(?:早|晚|上午|下午|中午|凌晨|傍晚|早上|晚上)?\s*\d{0,2}\s*(?:时|点)(?:\d{0,2}分?|半|许|多|左右)?|昨[天晚日]|今[天晨早日]|当[天日]|早上|上午|下午|中午|晚上|凌晨|傍晚|清晨|夜里|半夜|左右|许|\s|,|在|从|于|其|自己|自|我们|他|她|家住|由|被|说是|说|是|系|为|本站|我站|位于)+`)
	selfWords = regexp.MustCompile(`^[述称己语言报行愿幼小从然主由动我制驾带习觉卑杀残缢尽闭费理]`)
	// Words that a place never has.
	noPlace = regexp.MustCompile(`^(?:家|家里|家中|外|外面|外地|老家|路上|街上|本地|当地|这里|那里|一起|同一|我|他|她|其|人|人群|身上|手|此|我站|本站|站|我院|本院|医院|派出所|公安|民警|救助站|小时候|此|来|查找|寻找|一个|一名|一位|一次|现在|时|左右|年|去年|今年|昨天|今天|下午|上午|早上|晚上|左|右|头|脸|精神|智力|\d)$|^此|^现居|^来没|^来不|^年|小时|分钟|前$|^没|^现在|^\d+$|岁|年龄|身高|疤|痣|民警|患|说话|衣|裤|鞋|自己|电话|联系|至今|意识|情况|工作|发现|回家|不明|^外地|^接收|独自|^户籍|^户口|^籍贯|^原籍|^住址|^家庭`)
)

// placeIn trims what stands in a stretch besides the name of a place; an empty stretch
// if there is none.
func (r *reader) placeIn(from, to int) (int, int) {
	if r.before(from, 1) == "自" && selfWords.MatchString(r.folded[from:to]) {
		return from, from
	}
	for {
		n := len(dateAhead.FindString(r.folded[from:to]))
		if n == 0 {
			break
		}
		from += n
	}
	from = r.notSelf(from)
	if m := inner.FindAllStringIndex(r.folded[from:to], -1); m != nil { // 晚自习后在…, 120自…
		last := m[len(m)-1]
		if head := r.folded[from : from+last[0]]; last[0] > 0 && !placeTail.MatchString(head) && placeLength(r.folded[from+last[1]:to]) > 0 {
			from += last[1]
		}
	}
	from, to = r.trim(from, to)
	s := r.folded[from:to]
	for _, w := range []string{"附近", "一带", "门口", "家中", "家里", "的家", "周边", "旁边", "里", "内", "的", "处", "一", "那", "这"} {
		if head, ok := strings.CutSuffix(s, w); ok && !strings.HasSuffix(s, "公里") && !namesWith(s, head) {
			s = head
		}
	}
	if noPlace.MatchString(s) || len([]rune(s)) < 2 || r.isUsed(from, from+len(s)) {
		return from, from
	}
	return from, from + len(s)
}

// inner is a word before a place within what was taken for one.
var inner = regexp.MustCompile(`[在从于喺]|自`)

// namesWith reports whether the gazetteer knows an area by all of s, of which head names
// less: 黔东南凯里 without its 里.
func namesWith(s, head string) bool {
	whole := places.Parse(s).Code
	return whole != "" && strings.HasSuffix(s, "里") && len(strings.TrimRight(whole, "0")) > len(strings.TrimRight(places.Parse(head).Code, "0"))
}

// looksPlace reports whether a stretch holds the end of an address or of a spot, or is an
// area that the gazetteer knows: 三点左右独自 is no place.
func (r *reader) looksPlace(from, to int) bool {
	s := r.folded[from:to]
	if m := placeTail.FindString(s); m == s { // 社区, 村口: any
		return false
	}
	return placeTail.MatchString(s) || isPlace(s) || isLatin(s)
}
