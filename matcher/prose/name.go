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
var called = regexp.MustCompile(`(小名|乳名|绰号|外号|诨名|昵称|人们?叫|都叫|都喊|喊[他她]|别名|又名|也叫|又叫)|(曾用名|原名|以前叫|曾叫)|` +
	`(自称(?:姓名|名字|名)?(?:是|叫|为)?|自报(?:姓名|名)?|(?:自述|自己说|说自己|[他她]说|口述|本人说|诉)(?:自己|他|她|其)?(?:姓名|名字)?(?:叫|名叫|姓|是叫|为)|我叫|我的名字|我姓|名字好像|好像是?叫|疑似叫|可能叫|说是叫)|(名叫|名字叫?|姓名|叫做|叫作|本名|真名|大名|学名|全名|姓|叫)`)

// lead are words that may stand between those and the name.
var lead = regexp.MustCompile(`^(?:[是为叫做作:\s"“”「『'‘(（]|名字|名叫|姓名|名为|好像|可能|大概|像是|什么|自己|他|她|啥|个|唤)*`)

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
}

// namesAfterWords reads 自称叫李大强, 小名狗蛋, 名叫…
func (r *reader) namesAfterWords() {
	for at := 0; at < len(r.folded); {
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
		if r.inCall(from) && !strings.ContainsAny(word, "名") || r.relationBefore(clause, from) {
			continue
		}
		begin := to + len(lead.FindString(r.folded[to:]))
		if family {
			begin = to + len(quoteAhead.FindString(r.folded[to:]))
		}
		if begin == to && (word == "姓名" || word == "名字") && !r.bareName(clause, from, to) { // 说不出姓名和住址 announces none
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
		if !plausible(name, kind) {
			continue
		}
		r.addName(name, kind, begin, end)
		at = end
	}
}

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

// dropSurnames drops 姓吴 where the name is told as well: 吴大海.
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

// nameEnd is where a name that begins there ends.
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
var afterName = strings.Fields("走丢 走散 不见 丢失 失联 的 跟 向 健在 报案 称 男 女 于 在 从 是 今年 现年 年龄 家 住 说 来自 老家 年约 大约 约 听 有 和 与 走失 失踪 离家 身高 口音 或 还 但 又 也 之类 什么的 吧 了 一直 不 他 她 系 患 人 籍贯 河 湖 四川 广 1 2 3 4 5 6 7 8 9 0 父 母 时 因 联系 电话 出 被 后 就 音 等 一 啥的")

func stopsName(rest, name string, kind models.NameKind) bool {
	for _, w := range afterName {
		if strings.HasPrefix(rest, w) {
			// A given name may hold the character: stop only where a name is whole.
			if r, _ := utf8.DecodeRuneInString(rest); utf8.RuneCountInString(w) == 1 && strings.ContainsRune("家和有来河湖广时一人父出约在", r) && utf8.RuneCountInString(name) < 2 {
				return false
			}
			return true
		}
	}
	_ = kind
	return false
}

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

// hanName are two to four characters; what is one is asked of package names.
const hanName = `[\p{Han}某]{2,4}|[\p{Han}]{2,}(?:·[\p{Han}]{1,})+`

var beforeSex = regexp.MustCompile(`(?m)(?:^|[。;:!\s,，"“【《])((?:` + hanName + `))[ \t]*(?:\([^)\n]{1,12}\))?[ \t]*[,，、;( \t:】][ \t]*(?:今年|现年|年龄|性别|年约|年|约|大约)?[:\s]*(?:男|女|\d{1,3}\s*岁|[一二三四五六七八九十廿卅]{1,4}岁|(?:19|20)\d\d)`)

// namesBeforeSex reads 王秀英，女，72岁.
func (r *reader) namesBeforeSex() {
	for _, m := range beforeSex.FindAllStringSubmatchIndex(r.folded, -1) {
		from, to := m[2], m[3]
		from += len(namePrefix.FindString(r.folded[from:to]))
		if r.offerName(from, to, models.NameLegal) {
			return
		}
	}
}

// namePrefix are words that a name is run together with.
var namePrefix = regexp.MustCompile(`^(?:寻找|寻|急寻|协寻|走失|老人|患者|姓名|其|我|男子|女子)+`)

const titles = `小儿|小女|犬子|家父|家母|家兄|家妹|吾儿|吾父|吾母|老人|老汉|老太太?|大爷|大妈|大娘|男子|女子|男孩|女孩|男童|女童|孩子|小孩|儿童|少年|少女|学生|患者|病人|走失者|走失人员?|失踪者|失踪人员?|受助人员?|求助人员?|被救助人员?|妇女|村民|居民|寻找|寻|协查|失联人员?|父亲|母亲|妻子|丈夫|儿子|女儿|弟弟|哥哥|姐姐|妹妹|爷爷|奶奶|外公|外婆|爸爸|妈妈|我爸|我妈|姥姥|姥爷|叔叔|舅舅|爱人|老公|老婆|媳妇|侄子|大哥|二哥|大姐`

var afterTitles = regexp.MustCompile(`(` + relations + `|` + titles + `)(?:[是:\s"“(]|名叫|叫)*((?:[\p{Han}]{2,}(?:·[\p{Han}]+)+)|[\p{Han}某]{2,4})`)

// namesAfterTitles reads 走失老人王秀英于…, and of a family's words 我父亲李大明.
func (r *reader) namesAfterTitles() {
	for at := 0; at < len(r.folded); {
		m := afterTitles.FindStringSubmatchIndex(r.folded[at:])
		if m == nil {
			return
		}
		for i := range m {
			m[i] += at
		}
		at = m[3]
		title := r.folded[m[2]:m[3]]
		kin := isKin(title)
		if kin && !r.isAlias(strings.TrimPrefix(title, "我")) {
			continue
		}
		to := r.nameEnd(m[4], models.NameLegal)
		if to > m[4] && r.offerTitled(m[4], to, kin) {
			return
		}
	}
}

// isKin reports whether a title is a relation.
func isKin(title string) bool {
	return isExactRelation(strings.TrimPrefix(title, "我"))
}

// offerTitled takes the longest beginning of a stretch that is a name.
func (r *reader) offerTitled(from, to int, kin bool) bool {
	if next := r.after(to, 1); next != "" && !strings.ContainsAny(next, " ,，。;:!?、\"”()（\n") {
		stop := false
		for _, w := range afterName {
			stop = stop || strings.HasPrefix(r.folded[to:], w)
		}
		if !stop {
			return false
		}
	}
	return r.offerNameOf(from, to, models.NameLegal, kin)
}

func (r *reader) offerName(from, to int, kind models.NameKind) bool {
	return r.offerNameOf(from, to, kind, false)
}

func (r *reader) offerNameOf(from, to int, kind models.NameKind, kin bool) bool {
	if from >= to || r.isUsed(from, to) {
		return false
	}
	name := r.words(from, to)
	if utf8.RuneCountInString(name) < 2 || r.inCall(from) || !plausible(name, kind) || !kin && r.asserted(from, to).Other {
		return false
	}
	if parsed := names.Parse(models.PersonName{Text: name}); !parsed.Surnamed() || isWord(r.folded[from:to]) || !r.isAnnounced(from, to) {
		return false
	}
	r.addName(name, kind, from, to)
	return true
}

// noSurname are characters that are surnames of few and words of all; noGiven are those
// that no given name holds.
const (
	noSurname = "去买还跟母父由亲说都也就才又把被给让很不没有在是到从对向为与和或但而且则所以因这那哪什怎么我你他她它们此其之的了着过吧呢啊嘛一二三四五六七八九十百千两几多少上下左右前后里外大小老已正将曾本该某各每请寻找急至今昨当同另再可能应得能会要想无非未约近"
	noGiven   = "的了着过吧呢啊是不没这那我你他她它们您吗就都也还被把给让到说"
)

// isName reports whether a name that no word announces may be one by its characters.
func isName(s string) bool {
	first := firstOf(s)
	return !strings.Contains(noSurname, first) && !strings.ContainsAny(s, noGiven) && (utf8.RuneCountInString(s) < 4 || strings.Contains(s, "·") || isCompound(s))
}

// rareSurnames are surnames of noSurname that a name may begin with where a mark ends it.
const rareSurnames = "曾应向左万从由和都里但与连百千对里应正该"

// isAnnounced is isName for a name that words around it announce: where a mark ends it, it
// may begin with a surname that is a word, too.
func (r *reader) isAnnounced(from, to int) bool {
	s := r.folded[from:to]
	if isName(s) {
		return true
	}
	next := r.after(to, 1)
	return (next == "" || strings.ContainsAny(next, " ,，。;:!?()\"”")) && strings.Contains(rareSurnames, firstOf(s)) && !strings.ContainsAny(s, noGiven) && utf8.RuneCountInString(s) <= 3
}

// isCompound reports whether a name of four characters begins with a surname of two.
func isCompound(s string) bool {
	r := []rune(s)
	parsed := names.Parse(models.PersonName{Text: string(r[:2]) + "某"})
	family := parsed.Family()
	return utf8.RuneCountInString(family.Text) == 2
}

// isWord reports whether the characters are words of notices that begin like a surname.
func isWord(s string) bool {
	for _, w := range noticeWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

var noticeWords = strings.Fields("失散 走散 离散 光头 寸头 分头 剃 麻痹 家庭 住址 地址 姓名 名字 身世 来历 电话 父母 亲属 籍贯 不出 编号 类别 亲人 寻亲 通报 协查 群众 拨打 朋友 赶集 东西 心脏 家中 走失 失踪 寻人 启事 年龄 身高 体型 身材 老人 老年 男子 女子 男性 女性 穿 口音 左右 患有 患者 万分 时间 地点 家住 家属 和平 方便 方言 高约 高度 高个 安全 路人 平时 平头 国字 圆脸 方脸 长脸 黄色 白色 黑色 黑发 白发 花白 皮肤 时年 现年 今年 常年 应该 单身 单独 包含 于 发现 救助 离家 农历 明显 特征 智力 精神 晚上 上午 下午 早上 中午 凌晨 警方 民警 派出 公安 成年 中年 青年 幼年 少年 时候 水果 马路 温州 常州 车站 广场 公园 医院 附近 孩子 小孩 儿童 衣 裤 鞋 联系 电话 双眼 单眼 双手 左 右 牙 头发 眼 鼻 嘴 耳 脸 疤 痣 家人 宝贝 好心 全网 帮忙 信息 情况 汉族 回族 苗族 满族 农民 居民 党员 身份 基本 不详 未知 从小 于今 现在 现住 目前 已经 曾经 经常 喜欢 能够 言语 计划 别人 那 解放 戒指 项链 现金 钱包 背包 书包 消息 请打 手机 朝鲜族 民族 族")
