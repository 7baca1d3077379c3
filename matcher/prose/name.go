package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// called are the words before a name that say how it is known.
var called = regexp.MustCompile(`(小名|乳名|绰号|外号|诨名|昵称|人们叫|别人叫|大家叫|大伙儿?叫|我们叫|工友叫|都叫|都喊|喊[他她]|别名|又名|也叫|又叫)|(曾用名|原名|以前叫|曾叫)|` +
	`(自称(?:姓名|名字|名)?(?:是|叫|为)?|自报(?:姓名|名)?|(?:自述|自己说|说自己|[他她]说|口述|本人说|诉)(?:自己|他|她|其)?(?:姓名|名字)?(?:叫|名叫|姓|是叫|为)|[又后另还改也]称|我叫|我的名字|我姓|名字好像|好像是?叫|疑似叫|可能叫|说是叫|(?:写着|写有|上写|绣着|绣有)["“「])|((?:户口本|户口簿|户口|身份证|证件|档案|学籍)[上里中]?(?:写|登记|填|报|用)的(?:名字|姓名)?(?:是|叫|为)|名叫|名字[叫讲]?|姓名|叫做|叫作|本名|真名|中文名|汉名|汉族名|大名|学名|全名|姓|叫)`)

// longestLead is how many characters are looked at for words between.
const longestLead = 24

// lead are words that may stand between those and the name.
var lead = regexp.MustCompile(`^(?:[是为叫做作:\s"“”「『'‘(（]|名字|名叫|姓名|名为|好像|可能|大概|像是|什么|自己|他|她|啥|个|唤|讲)*`)

var soundMark = regexp.MustCompile(`^["”」』'’\s]*[(\[]?(?:音译|谐音|音似|同音|音)[)\]]?|^[^,，。;]{0,3}[(\[](?:音译|谐音|同音|音)`)

// hearing are words in a clause by which a name is known by its sound.
var hearing = regexp.MustCompile(`听音|音似|谐音|音译|发音|听着像|听起来像|听上去像|读音|听不清|好像叫|好像是叫|疑似叫|近似音`)

func (r *reader) readNames() {
	r.namesAfterWords()
	r.dropSurnames()
	if r.partial || len(r.out.Person.Names) > 0 && r.out.Person.Names[0].Kind == models.NameLegal {
		return
	}
	r.namesBeforeSex()
	r.namesAfterTitles()
	if len(r.out.Person.Names) == 0 {
		r.namesBeforeTitles()
	}
	r.familyNames()
	if len(r.out.Person.Names) == 0 {
		r.nameAlone()
	}
}

// nameAlone takes a clause near the head of a notice that is a name and nothing else.
func (r *reader) nameAlone() {
	if r.side != models.Notices {
		return
	}
	seen := 0
	for m := range clausesOf(r.folded) {
		a := m[0]
		if i := strings.LastIndexAny(r.folded[m[0]:m[1]], "]】:"); i >= 0 {
			_, size := utf8.DecodeRuneInString(r.folded[m[0]+i:])
			a += i + size
		}
		a, b := r.trim(a, m[1])
		if a < b {
			seen++
		}
		if seen > 4 {
			return
		}
		if n := utf8.RuneCountInString(r.folded[a:b]); n >= 2 && n <= 3 && hanOnly.MatchString(r.folded[a:b]) && !isPlace(r.folded[a:b]) && r.offerName(a, b, models.NameLegal) {
			return
		}
	}
}

// mostCalled is how many words before names are looked at.
const mostCalled = 200

// namesAfterWords reads 自称叫李大强, 小名狗蛋, 名叫…
func (r *reader) namesAfterWords() {
	seen := 0
	for at := 0; at < len(r.folded) && seen < mostCalled; seen++ {
		m := called.FindStringSubmatchIndex(r.folded[at:])
		if m == nil {
			return
		}
		from, to := at+m[0], at+m[1]
		at = to
		kind := models.NameLegal
		switch {
		case m[2] >= 0:
			kind = models.NameNickname
		case m[4] >= 0:
			kind = models.NameFormer
		case m[6] >= 0:
			kind = models.NameSelfReported
		}
		word := r.folded[from:to]
		clause, _ := r.around(from, sentenceEnds+",，")
		head := r.folded[clause:from]
		if kind == models.NameLegal && (strings.Contains(head, "自称") || strings.Contains(head, "自述") || strings.Contains(head, "自报") || strings.Contains(head, "说") || strings.HasSuffix(head, "称") || strings.HasSuffix(head, "我") || strings.Contains(head, "念叨")) {
			kind = models.NameSelfReported
		}
		if kind == models.NameLegal && r.side == models.Records && !strings.Contains(head, "经查") && !strings.Contains(head, "核实") && (word == "叫" || word == "名叫" || word == "姓" || strings.HasPrefix(word, "名字")) {
			kind = models.NameSelfReported
		}
		if r.side == models.Notices && word == "我姓" && !ownWords.MatchString(r.folded) || strings.HasSuffix(head, "村子") || strings.HasSuffix(head, "村") || strings.HasSuffix(head, "学校") || strings.HasSuffix(head, "地方") {
			continue
		}
		family := strings.HasSuffix(word, "姓") && !strings.HasSuffix(word, "名")
		if family && !isSurname(r.after(to+len(quoteAhead.FindString(r.folded[to:])), 1)) || word == "名字" && strings.HasPrefix(r.after(to, 2), "不") {
			continue
		}
		if bystander.MatchString(head) || hasAnySuffix(head, "夫家", "娘家", "婆家", "房东", "老板") || r.inCall(from) && !strings.ContainsAny(word, "名") || r.relationBefore(clause, from) {
			continue
		}
		begin := to + len(lead.FindString(r.after(to, longestLead)))
		if family {
			begin = to + len(quoteAhead.FindString(r.folded[to:]))
		}
		if begin == to && (word == "姓名" || word == "名字") && !r.bareName(clause, from, to) { // 说不出姓名和住址 announces none
			continue
		}
		if strings.HasSuffix(word, "姓名") && hasAny(head, []string{"父母", "联系人", "家长", "监护人", "报案人"}) {
			continue
		}
		if r.writer != "" && strings.HasSuffix(r.folded[:to], "我叫") { // of whom it is not
			continue
		}
		end := r.nameEnd(begin, kind)
		if end == begin || r.isUsed(begin, end) || r.partial && !r.surelyName(begin, end) {
			continue
		}
		if rest := strings.IndexAny(r.folded[begin:], "，,。；;\n"); assertion.Unknown(assertion.Any, r.folded[clause:]) || rest > 0 && assertion.Unknown(assertion.Any, r.folded[clause:begin+rest]) { // 无法说出姓名和家庭住址
			continue
		}
		if a := r.asserted(begin, end); a.Other || a.Status == assertion.Denied || a.Status == assertion.NotKnown {
			continue
		}
		name := r.words(begin, end)
		if family {
			if strings.HasPrefix(r.after(begin, 3), "名") { // 姓名
				continue
			}
			name = "姓" + name
		}
		if kind != models.NameNickname && kind != models.NameFormer && (hearing.MatchString(head) || hearing.MatchString(word) || soundMark.MatchString(r.after(end, 7)) || strings.Contains(r.after(end, 10), "听不")) {
			kind = models.NameHeard
		}
		if !plausible(name, kind) || givenHere.MatchString(r.folded[end:]) {
			continue
		}
		r.addName(name, kind, begin, end)
		r.spelledBehind(end)
		at = r.otherNames(end, kind)
	}
}

// bystander says how a person is called who does not know: 有商户称其姓王.
var bystander = regexp.MustCompile(`有(?:商户|店主|路人|群众|村民|邻居|人|市民|保安|网友)[称说讲]`)

// otherNames reads on where a text doubts which of several names it is: “李春梅”或“李冬梅”.
// It returns where they end.
func (r *reader) otherNames(at int, kind models.NameKind) int {
	for {
		m := orNamed.FindString(r.folded[at:])
		if m == "" {
			return at
		}
		begin := at + len(m)
		end := r.nameEnd(begin, kind)
		if end == begin || utf8.RuneCountInString(r.folded[begin:end]) < 2 || r.isUsed(begin, end) || !plausible(r.words(begin, end), kind) || !r.surelyName(begin, end) {
			return at
		}
		r.addName(r.words(begin, end), kind, begin, end)
		at = end
	}
}

// spelledBehind reads a name in letters in brackets behind the one in characters.
func (r *reader) spelledBehind(at int) {
	m := r.next(latinBracket, at)
	if m == nil || !strings.Contains(r.folded[m[2]:m[3]], " ") || !isKnown(r.words(m[2], m[3])) {
		return
	}
	r.addName(r.words(m[2], m[3]), models.NameOtherScript, m[2], m[3])
}

// orNamed stands between two names of which one is right.
var orNamed = regexp.MustCompile(`^["”」』']?\s*[,，、]?(?:或者?是?|又说|还是|要么是?|、)(?:叫|名叫|是)*["“「『']?`)

var quoteAhead = regexp.MustCompile(`^["“「]`)

// bareName reports whether 姓名 heads a clause with a name right behind it: 姓名覃玉莲，壮族.
func (r *reader) bareName(clause, from, to int) bool {
	if head := strings.TrimSpace(r.folded[clause:from]); head != "" && !strings.HasSuffix(head, ":") {
		return false
	}
	end := r.nameEnd(to, models.NameLegal)
	return end > to && r.surelyName(to, end) && isSurname(firstOf(r.folded[to:end]))
}

// surelyName reports whether the words may be taken for a name without a person to check
// it: they end at a mark, and are no words of every text.
func (r *reader) surelyName(from, to int) bool {
	next := r.after(to, 1)
	if utf8.RuneCountInString(r.folded[from:to]) < 2 && r.before(from, 1) != "姓" {
		return false
	}
	return (next == "" || strings.ContainsAny(next, " ,，。;:!?、\"”’」』()[]")) && isName(r.folded[from:to]) && !isWord(r.folded[from:to])
}

// dropSurnames drops 姓吴 if the name is told as well: 吴大海.
func (r *reader) dropSurnames() {
	p := &r.out.Person
	for i := len(p.Names) - 1; i >= 0; i-- {
		family, ok := strings.CutPrefix(p.Names[i].Text, "姓")
		if ok && slices.ContainsFunc(p.Names, func(n models.PersonName) bool { return strings.HasPrefix(n.Text, family) }) {
			p.Names = slices.Delete(p.Names, i, i+1)
			r.renumber("person.names[", i)
		}
	}
}

// renumber takes the i-th entry of a list out of the spans.
func (r *reader) renumber(list string, i int) {
	kept := r.out.Spans[:0]
	for _, s := range r.out.Spans {
		rest, ok := strings.CutPrefix(s.Field, list)
		number, tail, _ := strings.Cut(rest, "]")
		n, err := strconv.Atoi(number)
		switch {
		case !ok || err != nil || n < i:
		case n == i:
			continue
		default:
			s.Field = list + strconv.Itoa(n-1) + "]" + tail
		}
		kept = append(kept, s)
	}
	r.out.Spans = kept
}

// nameEnd returns where a name that begins there ends.
func (r *reader) nameEnd(from int, kind models.NameKind) int {
	n, end := 0, from
	for i, c := range r.folded[from:] {
		switch {
		case n >= 4 && !strings.Contains(r.folded[from:end], "·"), n >= 12,
			strings.ContainsRune(" ,，。;:!?、\"“”'‘’「」『』()[]\n\r/", c) && (c != ' ' || !isLatinAt(r.folded, from+i+1) || !isLatinAt(r.folded, from)):
			return end
		case n >= 1 && stopsName(r.folded[from+i:], r.folded[from:end], kind):
			return end
		}
		end = from + i + utf8.RuneLen(c)
		n++
		if c < 0x80 { // letters do not count as characters
			n--
			if i > 40 {
				return end
			}
		}
	}
	return end
}

func isLatinAt(s string, i int) bool {
	return i < len(s) && (s[i] >= 'a' && s[i] <= 'z')
}

// afterName are words that begin behind a name.
var afterName = strings.Fields("走丢 走散 不见 丢失 失联 的 跟 向 健在 报案 称 男 女 于 在 从 是 今年 现年 年龄 家 住 说 来自 老家 年约 大约 约 听 有 和 与 走失 失踪 离家 身高 口音 或 还 但 又 也 之类 什么的 吧 了 一直 不 他 她 系 患 人 籍贯 河南 河北 湖南 湖北 四川 广东 广西 1 2 3 4 5 6 7 8 9 0 父 母 时 因 联系 电话 出 被 后 就 音 等 一 啥的 嫁 追 前年 去年 昨天 昨日 去世 已")

// inGivenNames are those that given names end with, too: a mark behind them tells.
const inGivenNames = "家和有来时一人父出约在因音后听住"

func stopsName(rest, name string, kind models.NameKind) bool {
	if strings.HasSuffix(name, "氏") && utf8.RuneCountInString(name) >= 2 && !vietnameseNamed.MatchString(rest) { // 陈氏, not 阮氏兰
		return true
	}
	if utf8.RuneCountInString(name) >= 2 && ageBehind.MatchString(rest) {
		return true
	}
	for _, w := range afterName {
		if strings.HasPrefix(rest, w) {
			if w == "健在" && utf8.RuneCountInString(name) == 2 && staysAt.MatchString(rest) { // 丁子健在家
				continue
			}
			// A given name may hold the character: stop only if a name is whole.
			r, size := utf8.DecodeRuneInString(rest)
			if utf8.RuneCountInString(w) == 1 && strings.ContainsRune(inGivenNames, r) {
				next, _ := utf8.DecodeRuneInString(rest[size:])
				if n := utf8.RuneCountInString(name); n < 2 || n == 2 && (size == len(rest) || strings.ContainsRune(",，。;!?)\"”】\n", next)) {
					return false
				}
			}
			return true
		}
	}
	_ = kind
	return false
}

// ageBehind is how old the bearer is, run together with the name: 肖满妹八十四了.
var ageBehind = regexp.MustCompile(`^[二三四五六七八九]?十[一二三四五六七八九]?(?:岁|了|多|有|几|出头|来)`)

// staysAt is 在 with a place behind a name that ends in 健.
var staysAt = regexp.MustCompile(`^健在[家外厂学校老北上广]`)

// vietnameseNamed follows 氏 in the name of a woman of Vietnam.
var vietnameseNamed = regexp.MustCompile(`^[\p{Han}]{1,2}(?:[,，。;(（\s"”」]|$)`)

// plausible reports whether a text may be a name of that kind.
func plausible(name string, kind models.NameKind) bool {
	if name == "" || utf8.RuneCountInString(name) > 24 || assertion.Unknown(assertion.Name, name) || slices.Contains(noNames, name) {
		return false
	}
	if datedName.MatchString(name) {
		return false
	}
	parsed := names.Parse(models.PersonName{Text: name, Kind: kind})
	if kind == models.NameNickname || kind == models.NameHeard {
		return parsed.Known()
	}
	return parsed.Known() && (parsed.Surnamed() || kind == models.NameSelfReported || parsed.Nickname() || strings.ContainsAny(name, "某·*"))
}

// datedName are numbers and dates, which are no names; 月英 and 丰年 are.
var datedName = regexp.MustCompile(`[0-9岁]|[一二三四五六七八九十两几今去前本上]+[年月日天]`)

// noNames follow 叫 or 名字 and are none.
var noNames = strings.Fields("家中 家里 听 什么 啥 何名 不清 不知道 我 他 她 自己 本人 家 其 名字 孩子 爸 妈 爸爸 妈妈 哥 哥哥 不应 救命 去 来 车 人 声 住址 父亲 母亲 老人 醒 的 家住 家在 来自 有 无 是 男 女 儿子 女儿 年龄 身份 要 想")

func isSurname(s string) bool {
	if s == "" {
		return false
	}
	parsed := names.Parse(models.PersonName{Text: s + "某"})
	return parsed.Surnamed()
}

func (r *reader) addName(text string, kind models.NameKind, from, to int) {
	p := &r.out.Person
	for i, n := range p.Names {
		if n.Text == text {
			if n.Kind == models.NameLegal && kind != models.NameLegal {
				p.Names[i].Kind = kind
			}
			r.skip(from, to)
			return
		}
	}
	p.Names = append(p.Names, models.PersonName{Text: text, Kind: kind})
	field := "person.names[" + strconv.Itoa(len(p.Names)-1) + "]"
	r.set(field+".text", text, from, to)
	r.set(field+".kind", string(kind), from, to)
}

var familyName = regexp.MustCompile(`([\p{Han}]{1,2}姓)(?:老人|老汉|老太太?|男子|女子|男性|女性|妇女|青年|大爷|大妈|受助|儿童|男孩|女孩)`)

// familyNames reads a surname before what a person is: 邹姓老人.
func (r *reader) familyNames() {
	m := familyName.FindStringSubmatchIndex(r.folded)
	if m == nil || len(r.out.Person.Names) > 0 || !isSurname(strings.TrimSuffix(r.folded[m[2]:m[3]], "姓")) || !r.own(m[2], m[3]) {
		return
	}
	kind := models.NameLegal
	if r.side == models.Records {
		kind = models.NameSelfReported
	}
	r.addName(r.words(m[2], m[3]), kind, m[2], m[3])
}
