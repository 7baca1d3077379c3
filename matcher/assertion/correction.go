package assertion

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Correction describes a place of a text that puts something right: 不是四川话，是长沙话;
// 以前以为是汉族，其实是苗族; 误登记为王小红，实为汪小红. Places are bytes.
type Correction struct {
	From  int    // the words that deny, or tell what was believed, begin here
	Wrong [2]int // what does not hold
	To    int    // what holds begins here; the end of what does not, if nothing is put in its place
}

// What was believed, and by which words a text puts it right.
const (
	beliefTime = `(?:(?:以前|之前|此前|原来|原先|原本|原|最初|起初|当初|刚开始|一开始|开始时?|早先|先前|先|初步|曾经|曾|一直|入站时|报案时|登记时|接警时|家人|家属|民警|大家|我们|医生|工作人员|派出所|救助站|站里|村里人?|别人|有人|都|被|系统|档案|身份证上?|户口本?上?){0,4})`
	belief     = `以为|认为|当成|当作|当做|看成|乍一?听着?像?|乍一?看着?像?|(?:听着|听起来|看着|看起来)像`
	neutralTo  = `(?:登记|记录|记|写|填写|填|录入|录|报|说|听|诊断|判断|传|称|标注?|写作)(?:为|成|作|的是|是)`
	mistake    = `(?:误|错)(?:以为|认为|登记|登|记录|记|报|写|传|诊断|诊|判断|判|填写|填|称|录入|录|听|认|当|读|念|看|说|叫|作)(?:为|成|作|是|名)?|(?:登记|记|写|填|录|听|报|看|说|念|叫|认)错(?:为|成|作|了?是)`
	copula     = `(?:是|为|叫|姓|系|成|作|名字|姓名|名)*`
	what       = `["“'‘「]?([^,，。;；!！?？\n()（）]{1,40}?)["”'’」]?`
	pause      = `[\s,，;；、:：。]*`
	putRight   = `(?:但是?|不过|可是|可|结果|而)?(?:` +
		`其实|实际上?|事实上|实(?:为|系|是|属|则|乃)|真实|真正|` +
		`(?:后来?|之后|现在?|今|目前|最后|最终|再|又)?(?:经\p{Han}{0,8}?|\p{Han}{0,4}?)(?:查明|核实|核对|核查|查证|查实|确认|证实|得知|获知|弄清|搞清|更正|纠正|订正|勘误|改正|确诊|诊断|辨认|问清|认定|鉴定|才知道?|发现|仔细一?听|细听|仔细一?看|细看)|` +
		`应(?:该|当)?(?:是|为|叫|作|系|姓)|原来(?:是|叫)|而是|却是|才是|正确的?|准确的?|不对|错了|[搞弄听记写]错了)` +
		`(?:以后|之后|后|出|了|楚|说|来|地说|姓名|名字|民族|籍贯|口音|上)*` + pause + `(?:其实|实|应该?|只)?` + copula + `像?`
)

var (
	// believed is told as what was taken to be, and put right.
	believed = regexp.MustCompile(beliefTime + `(?:` + belief + `|` + mistake + `|` + neutralTo + `)` + copula + pause + what + pause + putRight)
	// mistaken is told to be wrong, whether or not what is right is told.
	mistaken = regexp.MustCompile(beliefTime + `(?:` + mistake + `)` + copula + pause + what + `(?:[,，。;；!！?？\n()（）]|$)`)
	// amended stands before what says that it is wrong: 四川有误，应为湖南; 王红（应为汪红）.
	amended = regexp.MustCompile(what + `(?:系?误[报登记写传录填]*|有误|错误|不对|不准确?|是错的|[写登报填录]错了?|登记错误?)?` + `[\s,，;；(（]*(?:后|现|今|已)?(?:应(?:当|该)?(?:更正|改正|改|写|登记)?(?:为|作)|应该?是|更正为|订正为|纠正为|勘误为|改正为|正确(?:的?[是为]|[:：]))`)
	// notThis denies, in the same words as it asserts: 不像…，像….
	notThis = regexp.MustCompile(`(?:并|绝|根本|肯定|显然|明显|其实|既)?(不是|并非|绝非|非|不系|不属于|不属|不(?:大|太|怎么|很|完全)?像是?|不叫|不姓)` + what + `(` + pause + `)((?:而|却|倒|更|反倒?|反而|应该?|其实|实际上?|原来|可能|好|说的?|听着|大概|估计)*)(是|像|系|叫|姓|为|属于)(?:是|叫|姓)?`)
)

// corrects are words of which a sentence has one that puts something right.
var corrects = []string{"不是", "不像", "不大像", "不太像", "不怎么像", "不叫", "不姓", "不系", "不属", "非", "误", "错", "以为", "认为", "其实", "实际", "实为", "实系", "真实", "更正", "纠正", "查明", "核实", "确诊", "证实", "后来", "才发现", "应为", "应是", "应该是", "应该为", "乍", "订正", "正确"}

// longestCorrected is how many bytes of a sentence are read for corrections.
const longestCorrected = 900

// How many sentences of a text that may put something right are looked at, and how many
// corrections are returned: no one makes more, and it bounds the time that a text takes.
const (
	mostLooked      = 40
	mostCorrections = 16
)

// Corrections returns what a text puts right, in its order.
func Corrections(text string) []Correction {
	if len(text) < len("非甲，系乙") { // as nearly every name
		return nil
	}
	var list []Correction
	looked := 0
	for at := 0; at < len(text); {
		end := len(text)
		if n := strings.IndexAny(text[at:], "。;；\n"); n >= 0 {
			_, size := utf8.DecodeRuneInString(text[at+n:])
			end = at + n + size
		}
		if sentence := text[at:end]; len(sentence) < longestCorrected && hasAny(sentence, corrects) {
			list = append(list, correctionsIn(foldKept(sentence), at)...)
			if looked++; looked == mostLooked || len(list) >= mostCorrections {
				break
			}
		}
		at = end
	}
	return list
}

// correctionsIn returns those of a sentence that begins at a place of the text.
func correctionsIn(sentence string, begin int) []Correction {
	var list []Correction
	for at := 0; at < len(sentence) && len(list) < mostCorrections; {
		c, ok := nextCorrection(sentence, at)
		if !ok {
			break
		}
		at = max(c.To, c.Wrong[1], at+1)
		list = append(list, Correction{begin + c.From, [2]int{begin + c.Wrong[0], begin + c.Wrong[1]}, begin + c.To})
	}
	return list
}

// nextCorrection returns the first correction from a place on.
func nextCorrection(text string, at int) (first Correction, ok bool) {
	consider := func(c Correction) {
		if !ok || c.From < first.From {
			first, ok = c, true
		}
	}
	if m := believed.FindStringSubmatchIndex(text[at:]); m != nil {
		consider(Correction{at + m[0], [2]int{at + m[2], at + m[3]}, at + m[1]})
	}
	if m := mistaken.FindStringSubmatchIndex(text[at:]); m != nil {
		consider(Correction{at + m[0], [2]int{at + m[2], at + m[3]}, at + m[3]})
	}
	if m := amended.FindStringSubmatchIndex(text[at:]); m != nil {
		if from := at + m[2]; !hasAny(text[from:at+m[3]], []string{"判断", "初步", "口音", "听", "看"}) {
			consider(Correction{from, [2]int{from, at + m[3]}, at + m[1]})
		}
	}
	for from := at; ; {
		m := notThis.FindStringSubmatchIndex(text[from:])
		if m == nil {
			break
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += from
			}
		}
		if puts(text, m) {
			consider(Correction{m[0], [2]int{m[4], m[5]}, m[1]})
			break
		}
		from = m[3]
	}
	return first, ok
}

// verbs are what asserts what a denial does not hold of.
var verbs = map[string]string{"不叫": "叫", "不姓": "姓"}

// puts reports whether a match of notThis puts something right: 是不是 asks, 不是A就是B leaves
// both open, 不是A也不是B denies both, and 不是很清楚 is of a manner.
func puts(text string, m []int) bool {
	denies, wrong, paused, lead, verb := text[m[2]:m[3]], text[m[4]:m[5]], m[7] > m[6], text[m[8]:m[9]], text[m[10]:m[11]]
	before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
	if strings.ContainsRune("是要除莫岂无难", before) && before != utf8.RuneError {
		return false
	}
	if denies == "非" && (strings.ContainsRune("常要法洲典得除凡", firstRune(wrong)) || before != utf8.RuneError && !strings.ContainsRune(",，。;； (（", before)) {
		return false
	}
	if !paused && lead == "" {
		last, _ := utf8.DecodeLastRuneInString(wrong)
		if strings.ContainsRune("就也还都只总要不便即既算", last) || verb == "为" || denies == "非" {
			return false
		}
	}
	if strings.ContainsRune("很太特十第没无不吗吧那这因为由就", firstRune(wrong)) || strings.HasPrefix(wrong, "一个人") {
		return false
	}
	switch own := verbs[denies]; {
	case own != "":
		return verb == own || verb == "是" && lead != ""
	case strings.Contains(denies, "像"):
		return verb == "像" || verb == "是"
	case verb == "叫" || verb == "姓":
		return true
	}
	rest := text[m[11]:]
	for _, w := range []string{"哪", "什么", "谁", "否", "因", "不是"} {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func hasAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// Corrected returns a text without what it puts right, and what it says does not hold, each
// with the words of its clause before it; "" if it puts nothing right.
func Corrected(text string) (right string, wrong []string) {
	var out strings.Builder
	at := 0
	for _, c := range Corrections(text) {
		if c.From < at {
			continue
		}
		lead := text[at:c.From]
		if i := strings.LastIndexAny(lead, ",，。;；（(\n"); i >= 0 {
			_, size := utf8.DecodeRuneInString(lead[i:])
			lead = lead[i+size:]
		}
		wrong = append(wrong, lead+text[c.Wrong[0]:c.Wrong[1]])
		out.WriteString(text[at:c.From])
		at = c.To
	}
	if wrong == nil {
		return text, nil
	}
	out.WriteString(text[at:])
	return out.String(), wrong
}

// Blanked returns a text with spaces, character by character, for what it says does not hold
// and for the words that say so; a word for being called stays before a name.
func Blanked(text string) string {
	list := Corrections(text)
	if len(list) == 0 {
		return text
	}
	runes := []rune(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			runes[i] = ' '
		}
	}
	for _, c := range list {
		from, to := utf8.RuneCountInString(text[:c.From]), utf8.RuneCountInString(text[:c.To])
		blank(from, to)
		if said := text[c.From:c.Wrong[0]] + text[c.Wrong[1]:c.To]; c.To > c.Wrong[1] && hasAny(said, []string{"叫", "姓名", "名字"}) {
			runes[to-1] = '叫'
		}
		if said := text[c.From:c.To]; strings.LastIndexAny(said, "（(") > strings.LastIndexAny(said, "）)") { // 王红（应为汪红）
			if i := strings.IndexAny(text[c.To:], "）)"); i >= 0 {
				at := to + utf8.RuneCountInString(text[c.To:c.To+i])
				blank(at, at+1)
			}
		}
	}
	return string(runes)
}
