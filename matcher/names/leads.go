package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// leadWord stands before a name.
type leadWord struct {
	word    string
	kind    models.NameKind // what it says of the name's; empty: nothing
	surname bool            // a surname follows
	heard   bool            // the name was written by ear
	weak    bool            // only before what looks like a name
}

// The words, by what they say of the name.
const (
	formerLeads   = `曾用名叫 曾用名 曾叫 曾名 原名叫 原名 旧名 从前叫 以前叫`
	nicknameLeads = `小名叫 小名 乳名叫 乳名 外号叫 外号 绰号叫 绰号 昵称 诨名 浑名 诨号 人送外号 人称 家里人叫 家里叫 村里人叫 村里叫 平时叫 爱称 俗称 奶名`
	selfLeads     = `自述名叫 自述姓名 自述叫 自述为 自述是 自述 自诉叫 自诉 自称是 自称叫 自称名叫 自称 自报姓名 自报名叫 自报叫 自报 自己说叫 自己说是 自己说 自己称 自言 自认 本人自述 本人自称 本人说 本人称 本人叫 本人是 本人 口述叫 口述 口称 说自己叫 说自己是 说自己 说叫 说是 答叫 答称 回答叫 回答 告知叫 告知 我名叫 我叫 我是 俺叫 写下 写的是 书写 手写 能写出 写出 反复念叨 反复说 念叨 一直喊 一直说 总说 只会说 只说 口中念 嘴里念叨`
	heardLeads    = `音同 音似 音近 音译 谐音 发音像 发音为 发音 读音像 读音为 读音 听音 听起来像 听起来叫 听起来 听着像 听着叫 听着 听上去像 听上去 好像是叫 好像叫 好像是 好像姓 好像 像是叫 像是 似乎叫 似乎是 似乎 名字音 姓名音 名音 音为 音`
	plainLeads    = `姓名可能是 姓名可能为 姓名疑似 姓名或为 姓名 名字可能是 名字叫做 名字叫 名字是 名字 名称 名叫 又名叫 又名 又叫 又称 也叫 亦名 亦称 别名叫 别名 别称 疑似叫 疑似 疑为 疑是 可能名叫 可能叫 可能是 可能为 可能姓 或叫 或为 大概叫 大概是 大约叫 应该叫 应该是 应为 他叫 她叫 其叫 他是 她是 孩子叫 老人叫 化名 大名叫 大名 学名 本名 真名 真实姓名 户籍姓名 户籍名 户口名 户口本姓名 身份证姓名 身份证名字 身份证上叫 身份证名 证件姓名 登记姓名 登记名 登记为 备案名 汉名 汉语名 汉族名 藏名 经名 教名 法名 英文名 中文名 网名 艺名 现名 现用名 改名为 改名叫 后改名 经查为 经查是 经查系 经查 经核实为 经核实系 经核实 核实为 核查为 查明为 确认为 比对为 人脸比对为 人脸识别为 系 叫做 叫作 唤作 称为 称呼 称 叫
		据称 据说叫 据说 据述 据了解 据家属称 家属称 民警称 群众称 他人称 别人叫 大家叫 都叫 本站登记 身份为 身份是 身份系 查明身份为 经查身份为 核实身份为 确认身份为 经核实身份为 真实身份为 真实身份是 称其为 称他为 称她为 称之为 暂名 暂定名 站内取名 临时取名 取名为 取名 起名为 起名 命名为`
	weakLeads = `求助 老汉 大娘 老伯 其妻 其夫 其子 其女 其父 其母 其儿 其弟 其妹 其兄 其姐 急寻 急找 紧急寻找 紧急寻人 紧急寻亲 寻找 找寻 寻亲 寻人启事 寻亲启事 寻人 协寻 帮寻 帮忙寻找 帮找 求助寻找 求扩散 扩散 跪求 悬赏 重金 万分火急 启事 寻父亲 寻母亲 寻父 寻母 寻子 寻女 寻夫 寻妻 寻弟 寻妹 寻兄 寻哥 寻姐 寻家 寻 找 走失人 失踪人 被寻人 被寻找人 寻找人 当事人 被拐人 宝贝 宝贝回家 姓氏 其 他 她 我 的 小名 男 女
		夫 妻 父 母 子 兄 弟 姐 妹 我家 我的 他的 她的 其的 家父 家母 亲人 亲属 家属 本站 我站 一名 一个 名为 未知 疑 原来叫 现叫 回族 汉族 维吾尔族 藏族 彝族 苗族 壮族 蒙古族 已故 先父 先母 老伴儿`
)

// informants are who may say what a person is called.
const informants = `邻居 群众 村民 老乡 同乡 家人 家属 亲属 民警 工友 同事 朋友 他人 旁人 路人 目击者 知情人 知情者 店主 房东 老板 工作人员 当地人 附近居民 大家`

// papers say what a person is called: 户口本名, 病历上写.
const papers = `户口 户口本 户口簿 户籍 身份证 身份证件 证件 档案 病历 病历本 学籍 学生证 残疾证 社保卡 医保卡 工作证 工牌 胸牌 吊牌 腕带 手环 衣服 纸条 纸条上 车票 火车票 登记表 登记簿 系统 户籍系统 公安系统 人口系统 名册 花名册 村里登记 手机 手机里 手机上 手机号 机主 手机号机主 手机机主 电话机主 银行卡 就诊卡 病历卡 诊疗卡 乘车卡 借书证 驾驶证 护照 通讯录 微信 微信里`

// identified is how a house found out who a person is.
const identified = `人脸识别 人脸比对 人像比对 人像识别 DNA比对 dna比对 指纹比对 公安比对 系统比对 走访 排查 摸排 群众辨认 村民辨认 家属辨认 家人辨认 民警核实 公安核实 公安机关核实 警方核实 警方确认 派出所核实`

// written is how a person wrote what they are called.
const written = `自写 手写 自书 亲笔写 自己写 本人写 书面写 用笔写 用手写 能写 会写 在纸上写 纸上写 打手势 手势比划 比划`

// leads are all by their first character, the longest first.
var leads = sync.OnceValue(func() map[rune][]leadWord {
	var list []leadWord
	add := func(words string, l leadWord) {
		for w := range strings.FieldsSeq(words) {
			l.word = w
			l.surname = strings.HasSuffix(w, "姓")
			list = append(list, l)
		}
	}
	add(formerLeads, leadWord{kind: models.NameFormer})
	add(nicknameLeads, leadWord{kind: models.NameNickname})
	add(selfLeads, leadWord{kind: models.NameSelfReported})
	add(heardLeads, leadWord{heard: true})
	add(plainLeads, leadWord{})
	add("自述姓 自称姓 自报姓 我姓 本人姓 说姓", leadWord{kind: models.NameSelfReported})
	add("他姓 她姓 老人姓 据说姓 疑似姓 大概姓 只记得姓 就记得姓 只说姓 只会说姓 好像姓 仅知姓 只知姓 只知道姓 免贵姓 贵姓 娘家姓 本姓 原姓 婚前姓 出嫁前姓 姓", leadWord{})
	for who := range strings.FieldsSeq(informants) {
		for _, says := range []string{"称其为", "称他为", "称她为", "称其", "叫其", "叫他", "叫她", "喊其", "喊他", "喊她", "说叫", "反映其叫", "介绍其叫", "称其叫", "称呼其为", "称呼他", "称呼她", "听见喊他", "听见叫他", "听见喊她", "听见叫她", "听到喊他", "听到叫他", "听到喊她", "听到叫她", "听见有人喊他", "听见有人叫他", "都喊他", "都喊她", "都叫他", "都叫她", "平时喊她", "平时喊他", "平时叫她", "平时叫他", "管他叫", "管她叫"} {
			add(who+says, leadWord{})
		}
	}
	for paper := range strings.FieldsSeq(papers) {
		for _, says := range []string{"名", "名字", "姓名", "名叫", "名为", "上名", "上叫", "上的名字", "上姓名", "上写的", "上写", "上是", "显示", "显示为", "登记", "登记为", "登记名", "登记姓名", "上登记", "上登记为", "上登记的", "实名", "实名为", "户主", "户主为", "户主是", "为", "是", "", "信息", "信息为", "存的名字", "里存的名字", "的备注", "备注", "备注名", "里的名字", "昵称"} {
			add(paper+says, leadWord{})
		}
	}
	for by := range strings.FieldsSeq("经 通过 据 由 _") {
		for how := range strings.FieldsSeq(identified) {
			for _, is := range []string{"疑为", "疑似", "疑似为", "疑是", "为", "是", "系", "确认为", "确认是", "确定为", "查明为", "认定为", "可能为", "可能是", "显示为", "得知为", "得知叫", "叫"} {
				add(strings.Trim(by, "_")+how+is, leadWord{})
			}
		}
	}
	for how := range strings.FieldsSeq(written) {
		for _, what := range []string{"姓名", "名字", "名", "的名字", "的姓名", "的名", "叫", "为", "是", "下", "出", ""} {
			add(how+what, leadWord{kind: models.NameSelfReported})
		}
	}
	add(weakLeads, leadWord{weak: true})
	for like := range strings.FieldsSeq("好像 好象 大概 可能 似乎 像是 应该 说是 听着 记得 _") {
		for _, called := range []string{"叫什么", "叫啥", "叫个什么", "叫个啥", "叫个"} {
			add(strings.Trim(like, "_")+called, leadWord{weak: true})
		}
	}
	for please := range strings.FieldsSeq("帮忙 帮 帮我 求帮 请帮忙 请帮我 麻烦 拜托 求助 求 想 我想 我要 来 我来 要 _") {
		for _, find := range []string{"找一下", "找找", "找", "寻找", "寻找一下", "打听", "打听一下", "留意", "留意一下", "查一下", "查查"} {
			add(strings.Trim(please, "_")+find, leadWord{weak: true})
		}
	}
	for whose := range strings.FieldsSeq("我 俺 咱 我们 我家 俺家 咱家 他 她 我的 俺的") {
		for kin := range strings.FieldsSeq("妈 爸 娘 爹 哥 弟 姐 妹 爷 奶 儿 女 妻 夫 叔 婶 姑 舅 姨 嫂 侄 孙 老妈 老爸 老娘 老爹 老头 老伴 闺女 娃 " + strings.ReplaceAll(kinWordList, "|", " ")) {
			add(whose+kin, leadWord{weak: true})
		}
	}
	add(strings.ReplaceAll(kinWordList, "|", " "), leadWord{weak: true})
	for w := range strings.FieldsSeq(personWords) {
		if utf8.RuneCountInString(w) > 1 {
			list = append(list, leadWord{word: w, weak: true})
		}
	}
	slices.SortStableFunc(list, func(a, b leadWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	byFirst := map[rune][]leadWord{}
	for _, l := range list {
		first, _ := utf8.DecodeRuneInString(l.word)
		byFirst[first] = append(byFirst[first], l)
	}
	return byFirst
})

// innerLabels stand between two names of one person.
const innerLabels = `曾用名 人送外号 原名 旧名 小名 乳名 奶名 外号 绰号 昵称 诨名 诨号 人称 又名 又叫 又称 也叫 亦名 亦称 别名 别称 化名 大名 学名 本名 真名 现名 英文名 中文名 汉名 经名 藏名 网名 艺名 后改名 改名 户口名 身份证名 自称 名叫 昵名 俗称`

// cutLabel parts a text before a word that says which name follows: 王小明又名王明. A name
// that ends with such a word stays: 王小名.
func cutLabel(text string) (before, after string, ok bool) {
	const least = 4 // characters: a surname, a label, a character
	best := len(text)
	if utf8.RuneCountInString(text) < least || !strings.ContainsAny(text, "名号称叫") {
		return "", "", false
	}
	for word := range strings.FieldsSeq(innerLabels) {
		at := strings.Index(text, word)
		if at > 0 && at < best && trimmed(text[at+len(word):]) != "" && isNameBefore(text[:at]) {
			best = at
		}
	}
	if best == len(text) {
		return "", "", false
	}
	return text[:best], text[best:], true
}

// isNameBefore reports whether what stands before a label is a name, not another label.
func isNameBefore(text string) bool {
	text = trimmed(text)
	return isLikelyName(text) || isCalled(text) || isSurname(text) || knownNickname([]rune(text)) || namesNoOne(text)
}
