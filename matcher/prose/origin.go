package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

var (
	accentEnd  = regexp.MustCompile(`([\p{Han}、]{2,14}?)(口音|方言|腔调|腔|土话|土音|乡音|官话)`)
	speaks     = regexp.MustCompile(`(?:说|讲|操|一口|反正是|会说|只会说|只会讲|听懂|满嘴|满口|会)(?:着|的是|一口|的)?(?:简单|一点|几句|少量|少许|流利|半生不熟|不标准|蹩脚)?(?:的)?(?:汉语|普通话|汉话)?(?:和|、|与|及)?([\p{Han}]{1,6}?(?:话|语))`)
	soundsAs   = regexp.MustCompile(`(?:口音|说话|话音|讲话|听着|听口音|方言)(?:听着|听起来|听上去)?(?:好?像是?|似乎是?|疑似|偏|近似|接近|带点|有点)([\p{Han}]{2,16}?)(?:那边|一带|人|话|口音|的|[,，。;\s]|$)`)
	likeSpeech = regexp.MustCompile(`(?:^|[,，。;\s])(?:好像|有点像|有些像|像|疑似|似乎|似|可能|大概)(?:是|说|讲|为)?([\p{Han}]{1,6}?(?:话|语|口音))`)
	onlySpeech = regexp.MustCompile(`(?:^|[,，。;\s])(普通话(?:标准|流利|较好)?|[\p{Han}]{2,3}话)(?:[,，。;\s]|$)`)
	accentIs   = regexp.MustCompile(`口音[是为:系\s]*([\p{Han}]{2,8}?)(?:[,，。;\s]|$)`)
	accentCut  = regexp.MustCompile(`^.*?(?:操着?|说着?|讲|带有|带着?|一口|明显的?|浓重的?|听着?像是?|听口音像?是?|好?像是?|疑似|可能是|是|的|有|为|略带|似|说话|其|语言|属|典型|口音)+`)
)

// readOrigin reads the accent, the native place and the places that were heard.
func (r *reader) readOrigin() {
	r.readAccent()
	if !r.partial || r.out.Person.NativePlace.Text == "" {
		r.readNative()
	}
	r.readHeard()
}

func (r *reader) readAccent() {
	if r.out.Person.Accent != "" {
		return
	}
	for _, m := range accentEnd.FindAllStringSubmatchIndex(r.folded, -1) {
		from := m[2]
		for cut := accentCut.FindString(r.folded[from:m[3]]); cut != "" && from+len(cut) < m[3]; cut = accentCut.FindString(r.folded[from:m[3]]) {
			from += len(cut)
		}
		if what := r.folded[from:m[3]]; utf8.RuneCountInString(what) < 2 || strings.HasPrefix(what, "不") || what == "当地" || what == "外地" || what == "本地" || assertion.Unknown(assertion.Accent, r.folded[from:m[1]]) {
			continue
		}
		if r.setAccent(from, m[1]) {
			return
		}
	}
	for _, p := range []*regexp.Regexp{speaks, soundsAs, likeSpeech, onlySpeech, accentIs} {
		for _, m := range p.FindAllStringSubmatchIndex(r.folded, -1) {
			what := r.folded[m[2]:m[3]]
			if slices.Contains([]string{"说话", "讲话", "的话", "电话", "好话", "外语", "实话", "胡话", "自言自语", "普通话", "不话", "大话", "梦话", "怪话", "人话", "自语"}, what) && what != "普通话" || hasAnySuffix(what, "手语", "哑语") || strings.ContainsAny(what, "有说讲打不没无少多爱大小声电听问回答") {
				continue
			}
			if p == accentIs && places.ProvinceIn(what) == "" && !isPlace(what) {
				continue
			}
			if r.setAccent(m[2], m[3]) {
				return
			}
		}
	}
}

func (r *reader) setAccent(from, to int) bool {
	if !r.own(from, to) {
		return false
	}
	r.out.Person.Accent = r.words(from, to)
	r.set("person.accent", r.out.Person.Accent, from, to)
	return true
}

var (
	home     = regexp.MustCompile(`(籍贯|户籍所在地|户籍地址|户籍地|户籍|户口所在地|户口|老家|祖籍|原籍|家乡|家住|家庭住址|住址|现住|现居|居住在|住在|住|家在|家是|来自|出生于|出生在|自称是|自述是|自述|自称|本人是|说是|系|是|为|,|、|:|^|\n|。|\()(?:是|为|在|地|于|:|\s)*([^,，。;!?\n\r、()"“”]{2,30}?)(人士|人(?:[,，。;\s)]|$)|的(?:[,，。;]|$)|籍|[,，。;\n)"”]|$|附近|一带)`)
	spoken   = regexp.MustCompile(`自称|自述|自报|称|说|讲|念叨|提到|提及|记得|反复|嘴里`)
	heardOf  = regexp.MustCompile(`(?:(?:村子|村名|村|镇子)(?:名|名字)?叫|[要想][回去]|住址答|地址答|回答|问.{0,6}答|念叨|提到|提及|提过|说过|说到|反复说|记得|反复提起|嘴里说)(?:的?(?:地名|地方|家乡|家|老家|有|叫|是|在|什么|过|着|一个|个))*["“「:\s]*([^,，。;!?\n\r]{2,30})|(?:只会说|会说|能说|总说|老说|一直说|反复说|只说|重复|家住|家在|住在|老家在?|来自|家乡有|村里有|附近有|门口有|家门口有|老家有)(?:["“「][^"”」,，。;!?\n]{1,12}["”」]、?)+`)
	quotable = regexp.MustCompile(`["“「]([^"”」]{2,12})["”」]`)
	levels   = regexp.MustCompile(`(?:省|市|县|区|镇|乡|村|屯|寨|庄|旗|州|盟|湾|坪|坝|沟|堡|店|集|铺|河|桥|山|塘|街|坡|岭|溪|组|队|社|潭|泉|井|岗|岛|关|营|墩|堰|垸|圩|寺|庙|垭|窝|坑|峪|洼|疃|甸|岔|塆|屿|坞|埠|渡|桥头|家湾|垅|冲|圳|陂|埔|寮|[水河江港沙石溪浦滩渡]口)$`)
)

// notAddress are words that no address holds.
var notAddress = regexp.MustCompile(`接收|移交|一名|一位|送来|发现|由.{2,}[送移]|被`)

// readNative reads where the person is at home, the words that say so most plainly first.
func (r *reader) readNative() {
	if r.out.Person.NativePlace.Text != "" {
		return
	}
	best, bestRank := []int(nil), 0
	for at := 0; at < len(r.folded); {
		m := r.next(home, at)
		if m == nil {
			break
		}
		at = m[3]
		if m[3] == m[2] {
			_, size := utf8.DecodeRuneInString(r.folded[at:])
			at += max(size, 1)
		}
		word, tail := r.folded[m[2]:m[3]], r.folded[m[6]:m[7]]
		if r.side == models.Records && !r.partial && r.isQuoted(m[4]) { // what the person said
			continue
		}
		from, to := r.placeIn(m[4], m[5])
		if n := placeLength(r.folded[from:to]); n > 0 && strings.HasPrefix(r.folded[from+n:], "的") { // 重工街的侯桂琴老人
			to = from + n
		}
		if head, ok := strings.CutSuffix(r.folded[from:to], "本地"); ok && utf8.RuneCountInString(head) > 1 { // 太仓本地人
			to = from + len(head)
		}
		rank := 3
		switch {
		case strings.Contains(word, "籍") || word == "老家" || word == "家乡":
			rank = 4
		case strings.HasPrefix(word, "户"):
			rank = 4
		case (word == "现居" || word == "现住") && ownStory.MatchString(r.folded): // where they were brought up is not it
			continue
		case word == "住" || word == "现居" || word == "住在" || word == "现住" || word == "居住在":
			rank = 2
		case word == "," && strings.HasPrefix(tail, "的") && places.ProvinceIn(r.folded[from:to]) != "": // 山西的
			rank = 1
		case !strings.HasPrefix(tail, "人") && tail != "籍" && (word != "是" || !strings.HasPrefix(tail, "的") || places.ProvinceIn(r.folded[from:to]) == "") && utf8.RuneCountInString(word) < 2:
			continue
		}
		if notAddress.MatchString(r.folded[from:to]) {
			continue
		}
		if rank <= bestRank || from >= to || !r.own(from, to) || !isPlace(r.folded[from:to]) || r.isUsed(from, to) {
			continue
		}
		best, bestRank = []int{from, to}, rank
	}
	if best == nil {
		best = r.bareNative()
	}
	if best == nil {
		return
	}
	from, to := best[0], best[1]
	from += len(placeDoubt.FindString(r.folded[from:to]))
	text := r.words(from, to)
	clause, _ := r.around(from, sentenceEnds)
	if r.side == models.Records && places.Parse(text).Code == "" && places.ProvinceIn(text) == "" && !places.IsAbroad(text) && spoken.MatchString(r.folded[clause:from]) {
		r.addHeard(from, to)
		return
	}
	r.out.Person.NativePlace.Text = text
	r.set("person.nativePlace.text", text, from, to)
}

// isQuoted reports whether a place lies between quotation marks of its sentence.
func (r *reader) isQuoted(at int) bool {
	from, _ := r.around(at, sentenceEnds)
	return strings.LastIndex(r.folded[from:at], "“") > strings.LastIndex(r.folded[from:at], "”")
}

// bareNative returns a clause of a notice that is all an address down to a county or less:
// 邢卫东 回族 宁夏吴忠同心县韦州镇.
func (r *reader) bareNative() []int {
	if r.partial || r.side != models.Notices {
		return nil
	}
	for m := range clausesOf(r.folded) {
		if a, b := r.trim(m[0], m[1]); a < b && !r.isUsed(a, b) && levels.MatchString(r.folded[a:b]) && places.ProvinceIn(r.folded[a:b]) != "" && placeLength(r.folded[a:b]) == b-a && !r.inCall(a) || a < b && r.isCounty(a, b) {
			return []int{a, b}
		}
	}
	return nil
}

// isCounty reports whether a stretch is a province, or a city, and a city or county of it,
// without the words for them: 安徽枞阳, 信阳固始.
func (r *reader) isCounty(from, to int) bool {
	s := r.folded[from:to]
	if utf8.RuneCountInString(s) > longestCounty || r.isUsed(from, to) || !hanOnly.MatchString(s) || r.inCall(from) {
		return false
	}
	p := places.Parse(s)
	if places.ProvinceIn(s) == "" {
		const twoNames = 4 // characters of a city and a county at least
		return len(p.Code) == len("411525") && p.Certainty > surelyPlace && utf8.RuneCountInString(s) >= twoNames
	}
	return len(strings.TrimRight(p.Code, "0")) > len("34")
}

// surelyPlace is how sure the gazetteer must be of a place that no word announces.
const surelyPlace = .9

// longestCounty is how many characters that has: 内蒙古赤峰巴林左旗.
const longestCounty = 9

// clausesOf yields if each clause of a text begins and ends.
func clausesOf(s string) func(yield func([2]int) bool) {
	return func(yield func([2]int) bool) {
		for from := 0; from < len(s); {
			end := strings.IndexAny(s[from:], clauseEnds)
			if end < 0 {
				end = len(s)
			} else {
				end += from
			}
			if !yield([2]int{from, end}) {
				return
			}
			_, size := utf8.DecodeRuneInString(s[end:])
			from = end + max(size, 1)
		}
	}
}

// isPlace reports whether the words name a place: one that the gazetteer has, or that
// ends as places do.
func isPlace(s string) bool {
	if utf8.RuneCountInString(s) > 30 || assertion.Unknown(assertion.Place, s) || noPlace.MatchString(s) || isRelation(s) {
		return false
	}
	if p := places.Parse(s); p.Code != "" {
		return true
	}
	if places.IsAbroad(s) {
		return true
	}
	return levels.MatchString(s) || places.ProvinceIn(s) != ""
}

// readHeard reads the places that a person in care named.
func (r *reader) readHeard() {
	if r.side != models.Records {
		return
	}
	if !r.partial {
		defer r.readSaid()
	}
	for _, m := range heardOf.FindAllStringSubmatchIndex(r.folded, -1) {
		if quoted := quotable.FindAllStringSubmatchIndex(r.folded[m[0]:m[1]], -1); quoted != nil {
			for _, q := range quoted {
				if from, to := m[0]+q[2], m[0]+q[3]; !isRelation(r.folded[from:to]) && !r.isUsed(from, to) && (m[2] >= 0 || isPlace(r.folded[from:to])) {
					r.addHeard(from, to)
				}
			}
			continue
		}
		if m[2] < 0 {
			continue
		}
		from := m[2]
		for part := range strings.SplitSeq(r.folded[m[2]:m[3]], "、") {
			a, b := r.placeIn(from, from+len(part))
			if a < b && isPlace(r.folded[a:b]) {
				r.addHeard(a, b)
			}
			from += len(part) + len("、")
		}
	}
}

// readAnswers reads an interview: 问：你叫什么？答：胡玉兰。
func (r *reader) readAnswers() {
	if r.side != models.Records || r.partial || !strings.Contains(r.folded, "答") {
		return
	}
	for _, m := range answered.FindAllStringSubmatchIndex(r.folded, -1) {
		asked, from, to := r.folded[m[2]:m[3]], m[4], m[5]
		if assertion.Unknown(assertion.Any, r.folded[from:to]) || noAnswer.MatchString(r.folded[from:to]) {
			continue
		}
		switch {
		case asksKin.MatchString(asked):
		case asksName.MatchString(asked):
			from += len(lead.FindString(r.folded[from:to]))
			if end := r.nameEnd(from, models.NameSelfReported); end > from && end <= to && !r.isUsed(from, end) && plausible(r.words(from, end), models.NameSelfReported) && isName(r.folded[from:end]) {
				r.addName(r.words(from, end), models.NameSelfReported, from, end)
			}
		case asksHome.MatchString(asked):
			for c := range clausesOf(r.folded[from:to]) {
				a, b := r.placeIn(from+c[0]+len(homeLead.FindString(r.folded[from+c[0]:from+c[1]])), from+c[1])
				if n := utf8.RuneCountInString(r.folded[a:b]); a < b && n >= 2 && n <= 16 && hanOnly.MatchString(r.folded[a:b]) && !tells.MatchString(r.folded[a:b]) {
					r.addHeard(a, b)
				}
			}
		}
	}
}

var (
	answered = regexp.MustCompile(`问[:\s"“]*([^答。\n]{1,24}?)["”?!,，。\s]*(?:回答|[他她其]答|答)[:,\s]*["“「]?([^"”」。;!?\n]{1,60})`)
	noAnswer = regexp.MustCompile(`^[\s,]*(?:不|没|非所问|记不|说不|忘)`)
	asksKin  = regexp.MustCompile(`家人|家里(?:还|都)?有|亲人|父母|孩子|[儿女]|爱人|老伴`)
	asksName = regexp.MustCompile(`姓名|名字|叫什么|叫啥|贵姓|姓什么|姓啥`)
	asksHome = regexp.MustCompile(`家|哪里人|哪儿人|哪人|住|老家|籍贯|什么地方|从哪`)
	homeLead = regexp.MustCompile(`^(?:我|俺|就|家|是|在|住|的)*`)
	tells    = regexp.MustCompile(`[说不没知记了吃走坐死]`)
)

// readSaid reads the places that a person in care called home or named in turn, be they of no
// gazetteer: 家在竹核, 一会儿说六盘水一会儿说毕节.
func (r *reader) readSaid() {
	for at := 0; at < len(r.folded); {
		m := r.next(homeOf, at)
		if m == nil {
			break
		}
		at = m[3]
		from, to := r.placeIn(m[2], m[3])
		if from < to && !r.isUsed(from, to) && !tells.MatchString(r.folded[from:to]) && !vagueHome.MatchString(r.folded[from:to]) && !isRelation(r.folded[from:to]) && !assertion.Unknown(assertion.Place, r.folded[from:to]) && (r.own(from, to) || hasAnySuffix(r.before(m[2], 4), "娘家在", "婆家在", "夫家在", "娘家是", "婆家是")) {
			r.addHeard(from, to)
		}
	}
	for _, m := range inTurn.FindAllStringIndex(r.folded, -1) {
		if a, b := r.knownArea(m[1]); a < b && !r.isUsed(a, b) {
			r.addHeard(a, b)
		}
	}
	for sentence, at := range sentencesOf(r.folded) {
		first := spoken.FindStringIndex(sentence)
		if first == nil {
			continue
		}
		for _, q := range quotable.FindAllStringSubmatchIndex(sentence, -1) {
			r.hear(at+q[2], at+q[3])
		}
		for c := range clausesOf(sentence[first[0]:]) {
			from := at + first[0] + c[0]
			r.hear(from, at+first[0]+c[1])
		}
	}
}

// hear takes words for a place if a place that the gazetteer knows is all they say.
func (r *reader) hear(from, to int) {
	from += len(heardLead.FindString(r.folded[from:to]))
	to -= len(heardTail.FindString(r.folded[from:to]))
	if from >= to || r.isUsed(from, to) || !hanOnly.MatchString(r.folded[from:to]) {
		return
	}
	if a, b := r.knownArea(from); a < b && b <= to && r.beginsArea(a, to) && r.own(a, b) && (b == to || utf8.RuneCountInString(r.folded[b:to]) <= 2 && !tells.MatchString(r.folded[b:to]) && !livesBehind.MatchString(r.folded[b:to])) && places.Parse(r.folded[a:to]).Certainty >= heardCertainty {
		r.addHeard(a, to)
	}
}

// beginsArea reports whether the area is what the words begin with, and not only what they hold:
// 闺女在大庆.
func (r *reader) beginsArea(from, to int) bool {
	for n := 2; n <= 5; n++ {
		s := r.after(from, n)
		if from+len(s) > to {
			return false
		}
		if places.Parse(s).Code != "" {
			return places.Parse(s[len(firstOf(s)):]).Code == ""
		}
	}
	return false
}

// heardCertainty is how sure the gazetteer must be of a place that a person in care named.
const heardCertainty = .5

var (
	homeOf    = regexp.MustCompile(`(?:娘家|婆家|夫家|老家|家|屋里)(?:是|在|住)的?["“「]?([\p{Han}]{2,8}?)(?:["”」]|婆家|娘家|夫家|老家|那边|那里|附近|的|[,，、。;\s]|$)`)
	vagueHome = regexp.MustCompile(`^有|[边旁]$|^(?:农村|乡下|山里|城里|外地|外省|本地|哪里?|哪儿|远处|很远|这里|那里|北方|南方|家|村里|镇上|县城)$`)
	inTurn    = regexp.MustCompile(`(?:一会儿?|一时|先|后来|又|有时|再|第[一二三四]次)(?:又|他|她)?(?:说|讲|称|答)(?:自己|家|是|叫|在|住|老家)*["“]?`)
	heardLead = regexp.MustCompile(`^(?:[\s"“「]|曾|随口|自称|自述|自报|自己|口述|说|称|讲|述|提到|提及|念叨|家|就|又|是|在|住|我|俺|来自|老家)*`)
	heardTail = regexp.MustCompile(`(?:那边|那里|那儿|那头|一带|附近|人|的|[\s"”」])*$`)
)

func (r *reader) addHeard(from, to int) {
	for _, w := range [...]string{"那边", "这边", "那里", "那儿", "那个地方", "附近", "一带"} {
		to = from + len(strings.TrimSuffix(r.folded[from:to], w))
	}
	text := r.words(from, to)
	p := &r.out.Person
	if slices.Contains(p.HeardPlaces, text) || text == p.NativePlace.Text || r.isUsed(from, to) {
		return
	}
	p.HeardPlaces = append(p.HeardPlaces, text)
	r.set("person.heardPlaces["+strconv.Itoa(len(p.HeardPlaces)-1)+"]", text, from, to)
}
