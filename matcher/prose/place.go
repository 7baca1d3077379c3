package prose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// placeTail ends a part of an address or the name of a spot, the longer word first.
var placeTail = regexp.MustCompile(`菜场|农场|林场|牧场|渔场|茶场|女厕|男厕|邮局|书店|药店|药房|澡堂子?|浴池|影院|剧院|戏院|歌厅|棋牌室|理发店|长堤|大堤|[a-z]\d?口|自治区|自治州|自治县|开发区|工业园|服务区|收费站|候车厅|候车室|出站口|进站口|检票口|出口处?|入口处?|售票厅|住院部|急诊科?|门诊部?|出租屋|棚户区|停车场|菜市场|汽车站|火车站|高铁站|客运站|地铁站|地铁口|公交站|加油站|垃圾站|救助站|派出所|监狱|看守所|拘留所|戒毒所|劳教所|收容所|精神病院|精神卫生中心|康复中心|口岸|边检站|检查站|关口|海关|煤矿|金矿|铁矿|砖厂|林区|自然村|居委会|村委会|福利院|敬老院|养老院|卫生院|邨|苑|走廊|长廊|病房|病区|科室|楼梯口|电梯口|卫生间|洗手间|值班室|传达室|门卫室|岗亭|岗亭旁|收费亭|报亭|早餐店|便利店|饭馆|宿舍区|家属院|家属区|家属楼|厂区|车间|仓库|码头边|候诊厅|大院|步行街|街道|社区|小区|大道|广场|公园|花园|夜市|早市|商场|商城|超市|饭店|餐馆|饭馆|酒楼|茶馆|面馆|网咖|公寓|会所|酒店|宾馆|旅馆|旅社|网吧|工地|公司|医院|诊所|学校|小学|初中|高中|中学|大学|学院|幼儿园|市场|农贸|集市|码头|机场|水域|水库|河道|河堤|江堤|桥底下?|桥洞(?:底下|下面|下)?|桥下|桥头|天桥下?|立交桥下?|高架桥?下?|涵洞|隧道|路口|街口|巷口|村口|桥头|路段|路边|铁路|高速(?:公路)?(?:k\d+(?:\+\d+)?)?处?|县城关|城关镇|城关|县城|城区|老街|国道|省道|大厅|大堂|站台|大楼|楼梯间|楼下|楼道|厕所|公厕|银行|教堂|祠堂|宿舍|住处|凉亭|树下|树林|田里|地里|果园|老家|景区|大门|[东南西北正后前侧]门|[东南西北]口|[省市县区镇乡村屯寨庄旗州盟坪坝沟堡店集铺岭塘湾坳圩墟弄巷街路桥厂站所寺庙观院库馆楼栋幢山河江湖溪海岛港滩]`)

// administrative ends a part of an address that is an area.
var administrative = regexp.MustCompile(`(?:[省市县区镇乡村州盟旗]|街道|社区)$`)

// Characters of words that follow a place, and of those that follow an area.
const (
	pastSpot = "赶开修挖摘搬出下上买坐玩走去回与被乘时后睡转换等看打做干说有没未不就捡发救接送遇碰晕躺倒迷附旁外内里边前个来找到给把跟了将从在及因为是他她我其"
	pastArea = "到去与被后回买玩坐的了在从跟和因为是他她我其时"
	// longestPart is how many characters a part of an address has.
	longestPart = 10

	// longestPlace is how many characters of a text are looked at for one place: a whole address has
	// half as many. A clause that never ends is else gone through again from each of its words.
	longestPlace = 120
)

// crossing ends in a street.
var crossing = regexp.MustCompile(`[路街道巷弄]$`)

// directed is a toponym that begins with where it lies: 后湖, 上沙, 下坝.
var directed = regexp.MustCompile(`[上下前后里外内出][沙坝湖海塘庄寨营街巷湾河山坪坡洼沟圩坑桥坂埔岭屋楼冲滩港浦田围]`)

// placeLength returns how many bytes of a text that begins with a place the place takes: up to
// the last end of a part that follows the one before without another word between; 0 if
// it begins with none.
func placeLength(s string) int {
	if end := strings.IndexAny(s, clauseEnds); end >= 0 {
		s = s[:end]
	}
	s = first(s, longestPlace)
	end := 0
	for _, m := range placeTail.FindAllStringIndex(s, -1) {
		between, past := s[end:m[0]], pastSpot
		if administrative.MatchString(s[m[0]:m[1]]) {
			past = pastArea
		}
		if all := directed.FindAllStringIndex(s[end:m[1]], -1); len(all) > 0 {
			between = between[min(all[len(all)-1][1], len(between)):]
		}
		if end > 0 && crossing.MatchString(s[:end]) { // 花园路与农科路口
			between = strings.TrimLeft(between, "与和及、")
		}
		between = strings.TrimPrefix(between, "呼和")
		if end > 0 {
			between = strings.TrimSuffix(vagueSpot.ReplaceAllString(between, ""), "批发")
			if strings.HasPrefix(between, "的") { // 青岩镇的店里
				break
			}
		}
		if end == 0 && between == "" && utf8.RuneCountInString(s[m[0]:m[1]]) == 1 { // 湖滨北路
			continue
		}
		if going.MatchString(s[end:m[1]]) { // 塘口村进山
			break
		}
		if strings.ContainsAny(between, past) || utf8.RuneCountInString(between) > longestPart || end == 0 && between == "" {
			break
		}
		end = m[1]
	}
	return end
}

// vagueSpot stands before a spot that has no name: 虹口区一个建筑工地.
var vagueSpot = regexp.MustCompile(`^(?:一|某)(?:个|家|处|座)`)

// going is where a person goes from a place: up a hill, to market.
var going = regexp.MustCompile(`^(?:[进上下出过爬][山城楼江河街]|赶[集圩场])$|[房屋家室铺]下楼$`)

// first returns the first characters of a text, so many at most.
func first(s string, most int) string {
	for i := range s {
		if most--; most < 0 {
			return s[:i]
		}
	}
	return s
}

// placeAhead stands before a place that something happened at.
var placeAhead = regexp.MustCompile(`反映|位于|从|在|于|自|由|到|至`)

// spotAhead are words before a place that no preposition announces: 我这边北三环桥底下有个….
var spotAhead = regexp.MustCompile(`^(?:喂|你好|我们?|俺们?|这边|这里|这儿|那边|现场|地点|位于|是|有人?)*`)

// spotBehind follows it.
var spotBehind = regexp.MustCompile(`^(?:附近|门口|旁边?|里面?|内|上|外)?(?:$|[,，。;\s]|有[个一位名]|有[\p{Han}]{0,4}(?:人|男|女|老|娃|婴)|来了|来个|发现|捡|躺着|坐着|蹲着|睡着|站着|救助|碰|遇|看[见到])`)

// plainPlace looks for where it happened by the ends of places alone, in the sentences
// that say what happened.
func (r *reader) plainPlace(words *regexp.Regexp) (int, int) {
	for sentence, at := range sentencesOf(r.folded) {
		if !words.MatchString(sentence) || r.inCall(at) {
			continue
		}
		for _, m := range anyDate.FindAllStringIndex(sentence, -1) { // 11月9号昆山玉山镇工地离开
			if from, to := r.spot(at+m[1], at+len(sentence)); from < to && words.MatchString(r.after(to, 6)) && !handedOver.MatchString(r.folded[from:at+len(sentence)]) {
				return from, to
			}
		}
		for _, m := range placeAhead.FindAllStringIndex(sentence, -1) {
			if r.side == models.Records && (m[1]-m[0] == len("到") && strings.Contains("到至由", sentence[m[0]:m[1]])) { // brought to
				continue
			}
			if from, to := r.spot(at+m[1], at+len(sentence)); from < to && !atHome.MatchString(sentence[:m[0]]) {
				return from, to
			}
		}
	}
	for from := 0; from < len(r.folded); {
		end := strings.IndexAny(r.folded[from:], clauseEnds)
		if end < 0 {
			end = len(r.folded)
		} else {
			end += from
		}
		a := from + len(spotAhead.FindString(r.folded[from:end]))
		if a, b := r.spot(a, end); a < b && spotBehind.MatchString(r.folded[b:]) && utf8.RuneCountInString(r.folded[a:b]) >= 4 && !r.inCall(a) {
			if next := r.after(end, 16); b < end || words.MatchString(next) {
				return a, b
			}
		}
		_, size := utf8.DecodeRuneInString(r.folded[end:])
		from = end + max(size, 1)
	}
	return 0, 0
}

// readLikelyPlace takes that place if no other was read.
func (r *reader) readLikelyPlace() {
	if r.out.EventPlace != "" {
		return
	}
	if from, to := r.likelyPlace(); from < to {
		r.setEventPlace(from, to)
	}
}

// likelyPlace looks for a place if no word says what happened there: behind the event's date, and
// of a record behind a preposition or at the head of what was seen.
func (r *reader) likelyPlace() (int, int) {
	if r.dated[0] < r.dated[1] {
		_, end := r.around(r.dated[1], sentenceEnds)
		if from, to := r.spot(r.dated[1], end); from < to && !r.inCall(from) && r.isSpot(from, to) && !handedOver.MatchString(r.folded[from:end]) {
			return from, r.notBeside(from, to)
		}
		if from, to := r.spotAfter(r.dated[1], end, !r.isNotice()); from < to {
			return from, to
		}
	}
	if r.isNotice() {
		return 0, 0
	}
	for sentence, at := range sentencesOf(r.folded) {
		if from, to := r.spotAfter(at, at+len(sentence), true); from < to {
			return from, to
		}
	}
	for m := range clausesOf(r.folded) {
		from, to := r.spot(m[0], m[1])
		if from < to && utf8.RuneCountInString(r.folded[from:to]) >= leastSpot && r.isSpot(from, to) && !handedOver.MatchString(r.folded[from:m[1]]) {
			return from, r.notBeside(from, to)
		}
	}
	return 0, 0
}

// leastSpot is how many characters a place has that nothing announces.
const leastSpot = 6

func (r *reader) isNotice() bool { return r.side == models.Notices }

// spotAfter returns the first place behind a preposition in a sentence, but for those where the
// person lives, works, went or was brought to.
func (r *reader) spotAfter(from, to int, record bool) (int, int) {
	for _, m := range placeAhead.FindAllStringIndex(r.folded[from:to], -1) {
		word := r.folded[from+m[0] : from+m[1]]
		if word == "自" && selfWords.MatchString(r.folded[from+m[1]:to]) || word == "到" || word == "由" || record && word == "至" && !patrolled.MatchString(r.before(from+m[0], 3)) {
			continue
		}
		a, b := r.spot(from+m[1], to)
		if a == b || r.inCall(a) || !r.own(a, b) || !r.isSpot(a, b) {
			continue
		}
		clause, _ := r.around(from+m[0], clauseEnds)
		if ahead := r.folded[clause : from+m[0]]; atHome.MatchString(ahead) || record && toldAhead.MatchString(ahead) || livesBehind.MatchString(r.folded[b:]) || record && handedOver.MatchString(r.folded[a:to]) {
			continue
		}
		return a, r.notBeside(a, b)
	}
	return 0, 0
}

// isSpot reports whether words are a place and nothing else, and more than a province.
func (r *reader) isSpot(from, to int) bool {
	s := r.folded[from:to]
	return utf8.RuneCountInString(s) > len([]rune("贵州省")) && onlySpot.MatchString(s) && !noSpot.MatchString(s)
}

// notBeside takes what lies beside a place off its end: 让河乡路边.
func (r *reader) notBeside(from, to int) int {
	for _, w := range [...]string{"路边", "附近", "门口", "边"} {
		if head, ok := strings.CutSuffix(r.folded[from:to], w); ok && placeLength(head) == len(head) {
			return from + len(head)
		}
	}
	return to
}

var (
	onlySpot = regexp.MustCompile(`^[\p{Han}a-z0-9+\-()]+$`)
	// noSpot are words that no name of a place holds.
	noSpot    = regexp.MustCompile(`家住|居住|入站|出站$|求助|采血|入库|搜出|随口|提到|单位|带至|送至|老乡|^[\p{Han}]{0,6}(?:派出所|救助站|救助管理站|公安局|分局)$|[半几多]包|我站|本站|自己|什么`)
	patrolled = regexp.MustCompile(`(?:巡[查逻]|行|走|徒步|来)$`)
	// toldAhead stands before a place that the person speaks of.
	toldAhead = regexp.MustCompile(`[说称讲述答提]|记得|以前|曾|老家|[想要]回|打工|车票`)
	// livesBehind follows a place that is none of the event.
	livesBehind = regexp.MustCompile(`^(?:打工|务工|工作|上班|做工|干活|上学|读书|居住|生活|长大|出生|人(?:[,，。;]|$)|住(?:院|了)?)`)
	// handedOver tells that the place is an office that brought the person.
	handedOver = regexp.MustCompile(`(?:派出所|救助站|救助管理站|公安局|分局|支队|大队|社区|街道|医院|村委会|居委会)[\p{Han}]{0,8}(?:送|移交|转|交|护送|接收)|^[^,，。]{0,30}(?:人|口音|话)$|籍`)
)

var atHome = regexp.MustCompile(`(?:家|住|居|户籍|户口|出生|生活|工作|打工|嫁)$`)

// spot returns the place that a stretch begins with, behind a time of day.
func (r *reader) spot(from, to int) (int, int) {
	for n := len(dateAhead.FindString(r.folded[from:to])); n > 0; n = len(dateAhead.FindString(r.folded[from:to])) {
		from += n
	}
	from = r.notSelf(from)
	near := r.after(from, longestPart)
	if end := strings.IndexAny(near, clauseEnds); end >= 0 {
		near = near[:end]
	}
	if m := inner.FindAllStringIndex(near, -1); m != nil && m[len(m)-1][0] > 0 {
		if at := from + m[len(m)-1][1]; at < to && !atHome.MatchString(near[:m[len(m)-1][0]]) && !placeTail.MatchString(r.folded[from:at]) && placeLength(r.folded[at:to]) > 0 {
			from = at
		}
	}
	end := from + placeLength(r.folded[from:to])
	if end == from || r.isUsed(from, end) || noPlace.MatchString(r.folded[from:end]) {
		return from, from
	}
	return from, end
}

// notSelf takes back a 自 that was taken for a word before a place: 自贡.
func (r *reader) notSelf(from int) int {
	if strings.HasPrefix(r.folded[from:], "贡") && strings.HasSuffix(r.folded[:from], "自") {
		return from - len("自")
	}
	return from
}
