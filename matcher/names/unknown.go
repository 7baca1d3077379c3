package names

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
)

// Unknown reports whether a text that stands where a name of a person or a relative should
// names no one; see namesNoOne.
func Unknown(text string) bool {
	list, _ := nameFields(text, "")
	return len(list) == 0
}

// namesNoOne reports whether a piece of a text names no one: words for what is not known
// (不详, unknown), what a person is and not who (走失老人, 聋哑女, 弃婴, 男), a number of a station
// or a ward (受助人员12, 武汉站1号, 3床), what became of a relative (已故, 打工). Two files with
// such texts share nothing.
func namesNoOne(text string) bool {
	text = strings.TrimFunc(reveal(Fold(text)), func(r rune) bool { return r != hiddenChar && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	han := onlyHan([]rune(text))
	switch {
	case len(han) == 0:
		return unknownLatin(text)
	case len(han) == strings.Count(string(han), string(hiddenChar)): // 某某
		return true
	case saysUnknown(text, string(han)):
		return true
	}
	return describesPerson(text)
}

// unknownStems begin a text that tells that a name is not known, whatever follows, and
// those of three characters and more stand anywhere in one: 不知道自己叫什么, 拒绝说明身份. What
// says so in every field is package assertion's.
const unknownStems = `无名 不详 未详 不祥 未知 不知 不明 不清 不懂 不答 不会 不能 不愿 不肯 不记得 不说 不讲 不语 不便 不应 不予 不配合 不晓 不识 说不清 讲不清 问不出 答不出 想不起 记不得 记不清 记不起 听不清 听不懂 看不清 查不到
待查 待定 待核 待确认 待补 待填 待甄别 待认领 待鉴定 核实中 甄别中 查找中 寻亲中 暂无 暂未 暂不 没有 没说 没名 没起名 没法 未提供 未填 未写 未登记 未取名 未起名 未命名 未报 未能 未查 未核 未透露 未留 拒绝 拒答 拒不 保密 隐去 无法 无从 无应答 无回答 无姓名 无名字 无信息 无身份
不会写 不会说 不会讲 不识字 不认字 不能说 不能写 不能讲 听不见 说不了 无法说 无法写 不开口 不吭声 一声不吭 一言不发 不应声 不回应
民警送 群众送 警察送 路人送 派出所送 医院送 村民送 同名 重名 身份不 身份待 身份未 身份核 来历不 姓名不 姓名未 名字不 名字未 名不 姓不 姓氏不 忘记 忘了 忘掉 遗忘 失忆 失语 失智 只会摇 只会点 只会哭 隐私 脱敏 已脱敏 身份证丢 身份证被 证件丢 证件被 没带 未带 正在核 正在查 比对中 核查中 待比对 已离站 已送返 已返乡 昏迷 神志 意识 沉默 语言不通 言语不清 口齿不清 精神异常 某男 某女 某人 本人不 自己不 他不 她不 家属不`

var stems = sync.OnceValue(func() (lists struct {
	starts map[rune][]string // by the first character
	within []string
}) {
	lists.starts = map[rune][]string{}
	for word := range strings.FieldsSeq(unknownStems) {
		first, _ := utf8.DecodeRuneInString(word)
		lists.starts[first] = append(lists.starts[first], word)
		if utf8.RuneCountInString(word) > 2 {
			lists.within = append(lists.within, word)
		}
	}
	return lists
})

// saysUnknown reports whether a text says that a name is not known, or what became of a
// relative.
func saysUnknown(text, han string) bool {
	first, size := utf8.DecodeRuneInString(han)
	switch {
	case isSurname(string(first)) && isTitle(han[size:]), knownNickname([]rune(text)): // 于女士, 哑巴
		return false
	case assertion.Unknown(assertion.Name, text), assertion.Unknown(assertion.Relative, text), isKin()[han], strings.ContainsRune("其他她我俺咱", first) && itsKin.MatchString(han), strings.Contains(han, "在") && atWork.MatchString(han):
		return true
	case slices.ContainsFunc(stems().starts[first], func(w string) bool { return strings.HasPrefix(han, w) }):
		return true
	}
	const longName = 4 // characters: 石不祥 is one
	return (!isSurname(string(first)) || utf8.RuneCountInString(han) > longName) &&
		slices.ContainsFunc(stems().within, func(w string) bool { return strings.Contains(han, w) })
}

// itsKin is a relative of a person who was named before, or of who writes.
var itsKin = regexp.MustCompile(`^(?:[其他她]|[我俺咱]们?家?的?)(?:老?[父母妻子女夫兄弟姐妹儿妈爸娘爹哥爷奶]|老公|老婆|老伴|闺女|` + kinWordList + `)$`)

// atWork is what a relative does somewhere.
var atWork = regexp.MustCompile(`^(?:父母|父亲|母亲|常年|长期|一直|现|都|均)?在\p{Han}{0,6}(?:打工|务工|务农|工作|上班|上学|读书|生活|居住)$`)

var isKin = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.SplitSeq(kinWordList, "|") {
		set[word] = true
	}
	return set
})

// What a person is called of whom only that is known: words that are no part of a name, in
// any order, with numbers. Those of the first list must be among them.
const (
	personWords = `老汉 老婆婆 老妪 老妇 老妇人 汉子 讨饭 讨饭的 要饭 要饭的 捡破烂 捡破烂的 拾破烂 捡垃圾 卖艺 待认亲 认亲 哑女孩 哑男孩 哑姑娘 傻女孩 傻男孩 疯老太 聋女 聋男 盲女 盲男 街友 路倒 路倒男 路倒女 游民 露宿者 露宿人员 收容对象 收容人员 收治对象 收治人员 服务对象 帮扶对象 帮扶人员 精神恍惚 神志不清 神志恍惚 意识模糊 衣衫褴褛 疯癫 疯疯癫癫 痴傻 呆傻 醉倒 晕倒 昏倒 受伤 残障 患病 孤寡 独居 无家可归 衣着破旧 赤身 裸身 路人 行人 宝宝 小宝宝 宝贝 小宝贝 小朋友 智力残疾人 智力残疾 精神残疾人 精神残疾 肢体残疾人 肢体残疾 溺水者 群众 哑女 哑男 哑巴男 哑巴女 疯女人 疯女 疯男 傻女 傻男 小偷 新生儿 重症 急诊 住院号 病历号 床号 卖唱的 捡来的 小乞丐 寻亲儿童 寻亲者 无名氏 无名男 无名女 无名 未知 不明 不详 受助人员 受助人 受助者 受助 求助人员 求助人 求助者 被救助人 被救助人员 救助人员 救助对象 救助 流浪人员 流浪汉 流浪者 流浪女 流浪男 流浪 乞讨人员 乞讨者 乞讨 乞丐 拾荒者 拾荒老人 拾荒 盲流 三无人员 三无病人 三无
滞留人员 滞留 托养人员 托养 安置人员 安置对象 安置 走失人员 走失者 走失 失踪人员 失踪者 失踪 失联 迷路 被拐儿童 被拐 弃婴 弃儿 弃童 遗弃 孤儿 男婴 女婴 婴儿 幼儿 儿童 小孩子 小孩 孩子 孩童 男童 女童 男孩子 女孩子 男孩 女孩 小男孩 小女孩 少年 少女 青年 中年 老年 中老年 未成年人 未成年 成人
男性 女性 男子 女子 男人 女人 妇女 妇人 男士 女士 老人 老者 老太太 老太 老头 老头子 老大爷 老大娘 老奶奶 老爷爷 大爷 大妈 大叔 大婶 阿姨 奶奶 爷爷 小伙子 小伙 姑娘 小姑娘 患者 病人 病患 伤者 伤员 死者 逝者 尸体 遗体 男尸 女尸 尸源 残疾人 残疾 聋哑人 聋哑 聋人 盲人 智障 智残 智力障碍 弱智 精神病人 精神病患者 精神病 精神障碍
精神异常 痴呆 老年痴呆 失忆 失智 昏迷 醉酒 醉汉 外籍 外国人 嫌疑人 当事人 被害人 家属 自称 某男 某女 某人 人员 对象 编号`
	besideWords = `转来 转入 转院 移交 送医 救 村 镇 县 民警 老 小 新生 过路 溺水 一名 一个 一位 汉族 藏族 维族 维吾尔族 回族 彝族 苗族 壮族 蒙古族 新疆 西藏 四川 河南 贵州 云南 湖南 湖北 安徽 广西 甘肃 籍 成年 大约 左右 上下 男 女 的 者 人 某 某某 名 位 个 第 号 床 室 房 楼 层 区 科 组 批 例 年 月 日 岁 发现 捡到 捡拾 拾得 拾 收治 送来 送站 入站 来站 街头 街面 路边 桥下 外地 本地 本站 我站 约 一 二 三 四 五 六 七 八 九 十 百 零 〇 两 甲 乙 丙 丁 戊 己 庚 辛 壬 癸 疑似 身份 姓名 名字 未 无 被 前 旁 内 外 附近 在 于 年轻 年老 年约 高龄 短发 长发 又 及 和`
)

// institution is a place that numbers who is brought to it.
const institution = `(?:救助(?:管理)?(?:站|中心|所)?|(?:托养|安置|收容|儿童)(?:中心|所)|医院|医大|卫生院|福利院|敬老院|养老院|派出所|护理(?:院|区)|[东南西北男女]区|(?:生活|管理|照料|托养|收治|隔离|康复|观察|儿童|成人)区|(?:观察|留观|隔离|休养)室|康复中心|公安局|分局|民政局|社区|街道|(?:火车|汽车|高铁|客运)?站|广场|公园|市场|超市|icu|急诊科?|抢救室|内科|外科|骨科|神外|神内|重症(?:监护室)?|病房|病区)`

var unnamed = sync.OnceValue(func() *regexp.Regexp {
	words := func(list string) string {
		all := strings.Fields(list)
		slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
		return strings.Join(all, "|")
	}
	number := `[a-z]{0,6}[0-9][0-9a-z]*|[a-z]{1,6}`
	place := `(?:\p{Han}{0,10}?` + institution + `)`
	beside := words(besideWords) + `|` + number + `|[\s\-_./:：#()（）〔〕\[\]·、,，]+`
	return regexp.MustCompile(`^(?:(?:` + place + `)?(?:` + beside + `)*(?:(` + words(personWords) + `)(?:` + beside + `|` + place + `)*)+|` + place + `(?:` + beside + `)*|([一二三四五六七八九十百]{1,4}(?:号|床|室|房))(?:` + beside + `)*|([男女甲乙丙])(?:` + beside + `)*|(?:` + beside + `)*[0-9](?:` + beside + `)*)$`)
})

// describesPerson reports whether a text says what a person is and where numbered, and not
// who.
func describesPerson(text string) bool {
	if utf8.RuneCountInString(text) > maxText {
		return false
	}
	switch text {
	case "人", "妇", "婴", "孩":
		return true
	}
	text = strings.ReplaceAll(text, string(hiddenChar), "某")
	if home, ok := strings.CutSuffix(text, "人"); ok && strings.Contains(provinceNames, " "+home+" ") {
		return true
	}
	if m := numbered.FindStringSubmatch(text); m != nil && !isLikelyName(m[1]) && !isCalled(m[1]) {
		return true
	}
	if !mayDescribe(text) {
		return false
	}
	first, size := utf8.DecodeRuneInString(text)
	if isSurname(string(first)) && isTitle(text[size:]) { // 丁大叔, 于女士
		return false
	}
	han := onlyHan([]rune(text))
	if m := unnamed().FindStringSubmatch(text); m != nil {
		const institutionAlone = 5 // characters: 王小站 is a name
		return m[1]+m[2]+m[3] != "" || strings.ContainsFunc(text, unicode.IsDigit) || len(han) >= institutionAlone
	}
	// A longer text that ends with what a person is: 东门桥下发现的男子. 李姓男子 tells a surname, 患者李强 a name.
	return len(han) >= 6 && !strings.ContainsAny(text, "姓叫·") && strings.ContainsAny(text, "路街桥站口边处附场园店楼院村镇下内外") && endsWithPerson(string(han))
}

// numbered is a code of a station or a list: 沪救-2019-0034, 宁托2023015.
var numbered = regexp.MustCompile(`^(\p{Han}{1,5})[\s\-_—·./〔\[(（#]*(?:19|20)\d\d[\s\-_—·./〕\])）#]*(?:第|字第|年第?)?[0-9]{1,6}号?$`)

// provinceNames are where a person may be said to be from in place of a name.
const provinceNames = ` 北京 天津 河北 山西 内蒙 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门 东北 外省 外地 本地 南方 北方 `

// mayDescribe reports whether a text begins and ends as unnamed wants, or tells a place:
// nearly all names do not.
func mayDescribe(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	if unicode.Is(unicode.Han, last) && !edges().last[last] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	return !unicode.Is(unicode.Han, first) || edges().first[first] || strings.ContainsAny(text, "站院所局政区道场园市科室房心") || utf8.RuneCountInString(text) >= 6
}

// edges are the characters that the words of unnamed begin and end with.
var edges = sync.OnceValue(func() (e struct{ first, last map[rune]bool }) {
	e.first, e.last = map[rune]bool{}, map[rune]bool{}
	for word := range strings.FieldsSeq(personWords + " " + besideWords) {
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		e.first[first], e.last[last] = true, true
	}
	for _, r := range "站心所院局政区道场园市科室房" {
		e.last[r] = true
	}
	return e
})

func endsWithPerson(han string) bool {
	return slices.ContainsFunc(strings.Fields(`男子 女子 男性 女性 老人 男人 女人 妇女 儿童 男孩 女孩 男童 女童 男婴 女婴 婴儿 弃婴 人员 患者 病人 流浪汉 流浪者 乞讨者 拾荒者 聋哑人 精神病人`),
		func(word string) bool { return strings.HasSuffix(han, word) })
}

// unknownLatin reports whether a text without Chinese characters names no one.
func unknownLatin(text string) bool {
	letters := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(letters) == 0 || strings.HasPrefix(text, "#") {
		return true // nothing, signs, a number, an error of a spreadsheet
	}
	if !isLatin(text) {
		return false
	}
	if strings.ContainsFunc(text, unicode.IsDigit) && !slices.ContainsFunc(letters, func(w string) bool { return len(w) > 3 }) && len(spelledLetters(letters)) == 0 {
		return true // JZ2024-031, WH12
	}
	joined := strings.Join(letters, "")
	if len(joined) == 1 || joined == "mrx" || joined == "noinfo" || len(letters) == 1 && strings.Contains(emptyLatin, " "+joined+" ") || joined == "na" && strings.ContainsAny(text, "/.") {
		return true
	}
	strong := false
	for i, w := range letters {
		switch {
		case w == "not", w == "no" && i+1 < len(letters) && letters[i+1] == "name":
			strong = true
		case strings.Contains(unknownEnglish, " "+w+" "):
			strong = true
		case !strings.Contains(besideEnglish, " "+w+" ") && len(w) > 1:
			return false
		}
	}
	return strong
}

// spelledLetters returns the words that some way to read Chinese names reads.
func spelledLetters(words []string) (read []string) {
	for _, w := range words {
		if len(spellings(hanyuPinyin, w, 1, maxPositions)) > 0 && len(w) > 1 {
			read = append(read, w)
		}
	}
	return read
}

const (
	emptyLatin     = ` xx xxx xxxx mrx msx undefined nil null none noname tbd tbc tba wumingshi buxiang unk test abc asdf `
	unknownEnglish = ` unknown unidentified unnamed anonymous nameless noname doe refused undisclosed unspecified unavailable missing patient person male female victim deceased homeless baby infant child none null nil inconnu unknow `
	besideEnglish  = ` john jane mr ms mrs name man woman boy girl lady gentleman male female no not known approx about aged age years yrs old applicable info given available provided recorded yet to be the a an of is case id number station ward bed adult young old elderly deaf mute body individual subject record from at on in and or tourist foreign asian chinese `
)
