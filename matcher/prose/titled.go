package prose

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// hanName are two to four characters; what is one is asked of package names.
const hanName = `[\p{Han}某]{2,11}|[\p{Han}]{2,}(?:·[\p{Han}]{1,})+`

var beforeSex = regexp.MustCompile(`(?m)(?:^|[。;:!\s,，"“【《】\])>])((?:` + hanName + `))[ \t]*(?:\([^)\n]{1,30}\))?(?:[,，、 ](?:乳名|小名|曾用名|原名|又名|别名|绰号|外号|昵称)[是叫为:]?[\p{Han}]{1,4})?[ \t]*[,，、;( \t:】][ \t]*(?:今年|现年|年龄|性别|年约|年|约|大约)?[:\s]*(?:男|女|\d{1,3}\s*岁|[一二三四五六七八九十廿卅]{1,4}岁|(?:19|20)\d\d)`)

// namesBeforeSex reads 王秀英，女，72岁.
func (r *reader) namesBeforeSex() {
	for _, m := range beforeSex.FindAllStringSubmatchIndex(r.folded, -1) {
		from, to := m[2], m[3]
		from += len(namePrefix.FindString(r.folded[from:to]))
		to -= len(nameTitle.FindString(r.folded[from:to]))
		if r.offerName(from, to, models.NameLegal) || r.offerForeign(from, to) {
			r.spelledBehind(to)
			return
		}
	}
}

// nameTitle is what people call the bearer, run together with the name: 夏月仙阿婆.
var nameTitle = regexp.MustCompile(`(?:老人家?|老伯伯?|老大[爷娘妈]|老奶奶|老爷爷|老爹|老妈妈|太婆|婆婆|大[伯叔婶嫂哥姐]|阿姨|阿[婆公伯]|阿公|老太太?|老汉|大爷|大妈|大娘|奶奶|爷爷|老先生|女士|先生|同学|小朋友|师傅)$`)

// housed stands before a name that a house gave.
var housed = regexp.MustCompile(`(?:福利院|院|站)(?:内|里)?(?:取|起|化|暂|用)?(?:名|姓名)(?:为|是|叫)?\s*[:：]?\s*$`)

// beforeTitle is a name before what people call its bearer: 的侯桂琴老人.
var beforeTitle = regexp.MustCompile(`(?:^|[的,，。;:\s】\]])([\p{Han}]{2,3})(?:老人|老伯|老太太?|阿婆|阿公|婆婆|老大爷|老大娘|老奶奶|老爷爷|大爷|大娘|女士|先生|同学|小朋友)[,，\s]`)

// namesBeforeTitles reads 家住…的侯桂琴老人 if nothing else told a name.
func (r *reader) namesBeforeTitles() {
	for _, m := range beforeTitle.FindAllStringSubmatchIndex(r.folded, -1) {
		if utf8.RuneCountInString(r.folded[m[2]:m[3]]) == 3 && r.offerName(m[2], m[3], models.NameLegal) {
			return
		}
	}
}

// offerForeign takes a name without a surname of a text that is about someone of a people
// whose names have none: 次仁卓玛，女，藏族.
func (r *reader) offerForeign(from, to int) bool {
	name := r.folded[from:to]
	if from >= to || r.isUsed(from, to) || utf8.RuneCountInString(name) < 2 || isWord(name) || strings.ContainsAny(name, noForeign) || !unsurnamed.MatchString(r.folded) || !strings.Contains(name, "·") && isPlace(name) || onlyPeople.MatchString(name) || r.inCall(from) || r.asserted(from, to).Other {
		return false
	}
	if !isKnown(name) || slices.Contains(noNames, name) || isRelation(name) || assertion.Unknown(assertion.Name, r.folded[from:to]) {
		return false
	}
	r.addName(r.words(from, to), models.NameLegal, from, to)
	return true
}

// noForeign are those that no such name holds.
const noForeign = "的了着过吧呢啊是不没这那我你他她它们您"

// onlyPeople is the name of a people and none of a person.
var onlyPeople = regexp.MustCompile(`^(?:` + peoples + `)族?$`)

// unsurnamed are the peoples of whom many have no surname, and words for what they speak.
var unsurnamed = regexp.MustCompile(`(?:藏|维吾尔|维|蒙古?|彝|哈萨克|傣|柯尔克孜|佤|景颇|傈僳|塔吉克|乌孜别克|门巴|珞巴)(?:族|语|民)`)

// namePrefix are words that a name is run together with.
var namePrefix = regexp.MustCompile(`^(?:[\p{Han}]{0,6}(?:牧民|农民|村民|居民|渔民|市民|职工|员工|工人|学生|患者|病人|老人|驴友|群众|妇女|男子|女子|儿童|老太太?|老汉|队员|学员)|寻人启[事示]|寻找|寻人|寻|急寻|协寻|走失|老人|患者|姓名|其|我|男子|女子)+`)

const titles = `家严|家慈|先父|先母|舍弟|舍妹|拙荆|外子|内子|爱女|爱子|阿婆|阿公|阿伯|阿妈|阿爸|老婆婆|婆婆|老奶奶|老爷爷|奶奶|爷爷|吾妻|吾夫|吾弟|吾妹|吾兄|吾女|我妻|我夫|小儿|小女|犬子|家父|家母|家兄|家妹|吾儿|吾父|吾母|老人家|老人|老汉|老太太?|大爷|大妈|大娘|男子|女子|男孩|女孩|男童|女童|孩子|小孩|儿童|少年|少女|学生|患者|病人|走失者|走失人员?|失踪者|失踪人员?|受助人员?|求助人员?|被救助人员?|妇女|村民|居民|寻找|寻|协查|失联人员?|父亲|母亲|妻子|丈夫|儿子|女儿|弟弟|哥哥|姐姐|妹妹|爷爷|奶奶|外公|外婆|爸爸|妈妈|` + ranks + `|我爸|我妈|姥姥|姥爷|叔叔|舅舅|爱人|老公|老婆|媳妇|侄子|大哥|二哥|大姐`

var afterTitles = regexp.MustCompile(`(` + relations + `|` + titles + `)(?:[是:,，\s"“(]|名叫|叫)*((?:[\p{Han}]{2,}(?:·[\p{Han}]+)+)|[\p{Han}某]{2,4})`)

// namesAfterTitles reads 走失老人王秀英于…, and of a family's words 我父亲李大明.
func (r *reader) namesAfterTitles() {
	for at := 0; at < len(r.folded); {
		m := r.next(afterTitles, at)
		if m == nil {
			return
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
	return isExactRelation(strings.TrimPrefix(title, "我")) || strings.Contains(ranks, title)
}

// beforeVerb cuts a stretch of two or three characters that are a name off what the person
// did: 段国栋 of 段国栋喝完酒.
func (r *reader) beforeVerb(from, to int) int {
	runes := []rune(r.folded[from:to])
	if len(runes) < 3 || strings.ContainsAny(r.folded[from:to], "·") || isCompound(r.folded[from:to]) {
		return to
	}
	for n := 2; n <= min(3, len(runes)-1); n++ {
		if strings.ContainsRune(verbs, runes[n]) {
			return from + len(string(runes[:n]))
		}
	}
	return to
}

// verbs begin what a person did and end no name.
const verbs = "喝吃走去说从到跟被骑坐乘开打离失不没已独下上外回患是为拿带买看给让往经得突偷"

// offerTitled takes the longest beginning of a stretch that is a name.
func (r *reader) offerTitled(from, to int, kin bool) bool {
	if cut := r.beforeVerb(from, to); kin && cut < to {
		return r.offerNameOf(from, cut, models.NameLegal, kin)
	}
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
	if from >= to || r.isUsed(from, to) || housed.MatchString(r.before(from, 8)) {
		return false
	}
	name := r.words(from, to)
	if next := r.after(to, 1); places.Parse(r.folded[from:to]).Code != "" && (next == "" || !strings.Contains(" ,，、()", next)) || onlyPeople.MatchString(r.folded[from:to]) { // 武汉73岁老人
		return false
	}
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
	return !thingTail.MatchString(s) && !strings.Contains(noSurname, first) && !strings.ContainsAny(s, noGiven) && (utf8.RuneCountInString(s) < 4 || strings.Contains(s, "·") || isCompound(s))
}

// thingTail ends what is a thing or an office: 公交卡, 移送单.
var thingTail = regexp.MustCompile(`^[\p{Han}]{2}(?:单|卡|证|表|站|所|院|局|厂|科|室|队|处|话|腔|石)$`)

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

var noticeWords = strings.Fields("委员会 付钱 天天 员工 职工 同事 学员 队员 驴友 战友 国籍 越南籍 缅甸籍 外籍 籍人 自个 自己 白天 夜间 夜里 全天 微信 同号 值班 失散 走散 离散 光头 寸头 分头 剃 麻痹 家庭 住址 地址 姓名 名字 身世 来历 电话 父母 亲属 籍贯 不出 编号 类别 亲人 寻亲 通报 协查 群众 拨打 朋友 赶集 东西 心脏 家中 走失 失踪 寻人 启事 启示 年龄 身高 体型 身材 老人 老年 男子 女子 男性 女性 穿 口音 左右 患有 患者 万分 时间 地点 家住 家属 和平 方便 方言 高约 高度 高个 安全 路人 平时 平头 国字 圆脸 方脸 长脸 黄色 白色 黑色 黑发 白发 花白 皮肤 时年 现年 今年 常年 应该 单身 单独 包含 于 发现 救助 离家 农历 明显 特征 智力 精神 晚上 上午 下午 早上 中午 凌晨 警方 民警 派出 公安 成年 中年 青年 幼年 少年 时候 水果 马路 温州 常州 车站 广场 公园 医院 附近 孩子 小孩 儿童 衣 裤 鞋 联系 电话 双眼 单眼 双手 左 右 牙 头发 眼 鼻 嘴 耳 脸 疤 痣 家人 宝贝 好心 全网 帮忙 信息 情况 汉族 回族 苗族 满族 农民 居民 党员 身份 基本 不详 未知 从小 于今 现在 现住 目前 已经 曾经 经常 喜欢 能够 言语 计划 别人 那 解放 戒指 项链 现金 钱包 背包 书包 消息 请打 手机 朝鲜族 民族 族")
