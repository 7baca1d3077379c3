package assertion

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Unknown reports whether a text in that field says only that nothing is known. An
// empty text, or one of punctuation alone, says so, too.
func Unknown(f Field, text string) bool {
	text = bare(text)
	return covered(text, words()[min(f, fields-1)]) || f == Relative && tellsState(text)
}

// tellsState reports whether a text in the field for a relative's name tells how or where
// the relative is: it begins with no surname but a word that says so, 在老家, 已改嫁外地.
func tellsState(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return utf8.RuneCountInString(text) >= 3 && (strings.ContainsRune("在去已没不均因被跟现瘫卧早做开卖修搞", first) || strings.HasSuffix(text, "的") || hasState(text))
}

// hasState reports whether a text of four characters and more ends with what a person does
// or what became of them: 工厂上班, 另组家庭.
func hasState(text string) bool {
	if utf8.RuneCountInString(text) < 4 {
		return false
	}
	for w := range strings.FieldsSeq("上班 打工 务工 务农 种地 种田 生活 居住 工作 家庭 卧床 读书 上学 不在 去世 过世 改嫁 再婚 离婚 残疾 病故 失联 来往 退休 坐牢 服刑 养老 住院 下岗 做事 做工 干活") {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

// Informative returns the text with a comma for every clause that says only that
// nothing is known.
func Informative(text string) string {
	var out strings.Builder
	list := words()[Any]
	for _, c := range clauses(text) {
		if covered(bare(text[c.from:c.to]), list) {
			out.WriteString("，")
			continue
		}
		out.WriteString(text[c.from:c.end])
	}
	return out.String()
}

// vocabulary holds words by how they count: true for a core.
type vocabulary struct {
	core    map[string]bool
	longest int // bytes
}

var words = sync.OnceValue(func() *[fields]*vocabulary {
	var out [fields]*vocabulary
	for f := range out {
		v := &vocabulary{core: map[string]bool{}}
		add := func(list string, core bool) {
			for w := range strings.FieldsSeq(list) {
				v.core[w] = v.core[w] || core
				v.longest = max(v.longest, len(w))
			}
		}
		add(unknownParts, false)
		for not := range strings.FieldsSeq(notYet) {
			for found := range strings.FieldsSeq(findingOut) {
				v.core[not+found] = true
				v.longest = max(v.longest, len(not+found))
			}
		}
		if Field(f) != Condition && Field(f) != Mark { // 看不清 is an illness there
			for verb := range strings.FieldsSeq(saying) {
				for how := range strings.FieldsSeq(inVain) {
					v.core[verb+how] = true
					v.longest = max(v.longest, len(verb+how))
				}
			}
		}
		for _, made := range composed {
			if made.field != Field(f) && made.field != Any {
				continue
			}
			for first := range strings.FieldsSeq(made.first) {
				for second := range strings.FieldsSeq(made.second) {
					v.core[strings.Trim(first, "_")+second] = true
					v.longest = max(v.longest, len(first+second))
				}
			}
		}
		add(unknownCores, true)
		add(unknownOf[f], true)
		out[f] = v
	}
	return &out
})

// notYet before findingOut says that nothing is known: 没问出来, 暂未掌握.
const (
	notYet     = `不好 很难 不易 没 没有 未 未能 没能 无法 无从 尚未 暂未 暂时未 还没 还没有 没法 难以 不愿 不肯 拒不 拒绝 不能 不便`
	findingOut = `问 问出 问出来 问到 问清 问清楚 查 查明 查出 查到 查清 查清楚 掌握 得知 获悉 获取 了解 了解到 核实 核对 核准 提供 说 说出 说出来 说清 说明 讲 讲出 讲清 讲明 记 记录 记起 确认 确定 明确 弄清 弄清楚 搞清 搞清楚 辨别 辨认 识别 注意 注意到 留意 留意到 在意 留心 看到 看见 检 检查 体检 查体 记住 登记 采集 填写 填 透露 告知 回答 作答 沟通 交流 知晓 查询 查询到 采集到 收集 收集到 反映 体现 显示 判断 分辨 听清 听懂 看清`
)

// saying before inVain says that a person or who asks them does not get it out: 说不准,
// 想不起来, 问不明白.
const (
	saying = `说 讲 记 问 答 想 认 分 弄 搞 叫 写 听 看 辨 拿 吃 道 忆 回忆 描述 表达 交代 形容 联系 判断 晓 猜 摸 问也 说也 记也`
	inVain = `不准 不清 不清楚 不清晰 不明白 不明 不出 不出来 不上 不上来 不起 不起来 不得 不到 不全 不了 不定 不下来 不懂 不着 不太清 不太清楚 不大清 不大清楚 不太准 不太明白 不太出 不太出来 不太起来 不太懂 不好 不详细 不完整 不透 不仔细 不真切`
)

// composed are words of one field that say nothing of whom it asks for, by their parts; _
// is no part. What a person does is no name of theirs, and a village no native place.
var composed = []struct {
	field         Field
	first, second string
}{
	{Any, `待 尚待 需 须 有待 等待 正由 由 待公安 尚待公安 待民警 尚待民警 待警方 待派出所 待家属 待站内 待医院 待相关部门 由公安 由民警 需公安 需民警 等公安 等民警`, `核查 核实 确认 查证 查询 提供 反馈 回复 甄别 调查 比对 查明 补充 告知`},
	{Any, `不愿意 不肯 不想 懒得 没人 不敢 始终不 一直不 死活不 就是不 怎么都不 怎么也不`, `讲 说 答 提供 透露 回答 告知 开口 吭声 配合 言语 搭理 理人 讲话 说话`},
	{Any, `问了 问他 问她 问其 多次问 反复问 多次询问 反复询问 怎么问 问啥 问什么`, `不答 不说 不吭声 没反应 摇头 点头 无应答 不理 都不答 都不说 都摇头 也不说 也不答 都不知道 不回答 没回应 不应`},
	{Any, `信息 资料 填写 登记 录入 数据 档案`, `有误 错误 不符 不全 残缺 缺损 不完整 丢失 有出入`},
	{Any, `见 详见 参见 请见 另见`, `附件 备注 附表 另页 另附 病历 档案 下表 附页 附后 说明 照片 相片 图片 图 附图 上图 下图 视频 监控 截图`},
	{Any, `查询 查找 核查 比对 询问 走访 问询 检索 系统查询 公安查询 多方查找 多方查询 人像比对 人脸比对 指纹比对 dna比对 反复询问 多次询问`, `无果 未果 无结果 没结果 没有结果 无匹配 无反馈 没查到 未查到 比不中 未比中 没比中 未匹配`},
	{Any, `如 以 参照 同 按`, `图 图示 照片 照片为准 图片 图片所示 图所示 照片所示`},
	{Any, `方言重 口音重 口音太重 方言太重 说话 讲话 口齿不清 言语不清 发音不清 声音小`, `听不懂 听不清 听不明白 听不清楚 无法听懂 难以听懂 无法辨别 难以辨别`},
	{Relative, `_ 是 当 当过 曾当 做 做过 干 原 退休 下岗 在职`, `兵 老师 教师 民办教师 农民 工人 木匠 木工 瓦工 瓦匠 泥瓦匠 石匠 铁匠 篾匠 裁缝 矿工 医生 赤脚医生 护士 司机 会计 生意 买卖 保安 保姆 厨师 村长 书记 干部 村干部 小工 军人 警察 民警 渔民 牧民 民工 苦力 屠夫 理发师 电工 焊工 船工 列车员 售货员 清洁工 环卫工`},
	{Relative, `一 两 俩 三 四 五 六 七 八 九 1 2 3 4 5 6 两三 三四 好几 几 若干 数`, `个 人 名 位 口 子 女 儿 男 个儿子 个女儿 个孩子 个弟弟 个妹妹 个哥哥 个姐姐 个兄弟 兄弟 姐妹 兄妹 姐弟 子女 男一女 子一女 儿一女 男两女 儿两女 男二女 儿二女`},
	{Relative, `老伴 老头 老头子 老太婆 老婆子 男人 女人 老公 老婆 丈夫 妻子 父亲 母亲 父母 爸爸 妈妈 爹 娘 爹娘 儿子 女儿 人 都 全 早 早就 已 已经`, `走了 没了 跑了 不在了 没有了 死了 去了 嫁了 嫁人了 成家了 过世了 失踪了 找不到了`},
	{Relative, `_ 是 农村 老`, `五保户 五保 低保户 低保 贫困户 特困户 特困 孤儿 孤寡 光棍 单身汉 残疾人 党员 退伍军人 老兵 烈士 烈属 军属 知青 富农 地主 独生子女 单亲 文盲`},
	{Relative, `_ 在 在外 在外面 在家 外出 现 现在 一直 以前`, `走得早 死得早 去得早 走得急 联系断了 断了联系 断了音讯 没了音讯 当兵 参军 进厂 判刑 坐监 蹲监狱 劳改 劳教 入狱 开出租 开出租车 开货车 开大车 开拖拉机 开摩的 开三轮 跑摩的 跑业务 送外卖 送快递 跑外卖 当和尚 出家 教书 开店 开车 跑车 跑运输 拉货 打鱼 捕鱼 打猎 放羊 放牛 放牧 养猪 养羊 养蜂 养鸡 捡破烂 收破烂 收废品 卖菜 卖豆腐 卖肉 卖水果 摆摊 下岗 下井 挖煤 搬砖 种菜 种果树 种茶 当官 开饭店 开小店 打零工 打短工 做苦力 做饭 带孩子 带娃 看门 守门 烧锅炉 拉板车 蹬三轮 剃头 行医 看病 养老 养病`},
	{Place, `_ 大 一个 一个大 偏远 很远的 大的`, `山里 山里面 山里头 山沟 山沟里 山沟沟 山沟沟里 山上面 山区里 乡下 乡下人 村里 村里面 村子里 镇上 镇里 城里 城里面 城里人 县里 街上 河边 海边 江边 草原 草原上 沙漠 边境 边境线 深山 深山里 深山老林 农场 林场 矿上 矿区 工地上 厂里 部队 部队里 平原 平原地区 丘陵 山坡上 半山腰 寨子 寨子里`},
	{Place, `_ 小 一个 一个小 某 某个 那个 一座 一座小 偏僻的 偏远的 很小的 不知名的`, `山村 小山村 村庄 村落 村子 镇子 县城 地方 小地方 渔村 寨子 山寨 山庄 屯子 城市 小镇 海岛 小岛 牧区`},
	{Clothing, `_ 衣着 衣服 穿着 衣衫 衣物 较 比较 较为 衣着较 穿着较 有点 很 十分 衣着比较 穿得 穿得很 穿得比较 穿的很 穿的`, `破 旧 很破 很旧 很少 不多 厚 薄 破旧 破烂 脏 脏乱 肮脏 整洁 整齐 干净 朴素 朴实 得体 时髦 邋遢 褴褛 单薄 凌乱 陈旧 普通 一般 简单 不整 不整洁 脏污 污秽 合体 厚实 完好`},
	{Ethnicity, `身份证 证件 户口本`, `丢了 丢失 遗失 没带 被偷 不见了 没有 无 没有带`},
	{Place, `老家 房子 家 村子 老房子 老屋`, `拆了 拆迁 拆迁了 没了 没人了 没人 塌了 被拆 被拆了 淹了 卖了 不在了`},
	{Place, `住 睡 在 睡在 住在 一直住`, `桥洞 桥下 车站 街头 街上 网吧 公园 工地 地下室 出租屋 桥墩下 屋檐下 救助站 马路边 银行门口 医院门口`},
	{Place, `走到哪 走哪`, `住到哪 住哪 睡哪 睡到哪 算哪 是哪 吃到哪 是家`},
	{Clothing, `_ 已 已经 均 均已 都 全 全部 全部已 刚 刚刚 被 已被 都已 都已经`, `更换 更换过 换洗 换过 换掉 换掉了 换下 换了 丢弃 扔掉 扔了 丢了 遗失 销毁 清洗 洗了 更新 处理 处理掉`},
}

// longestUnknown is how many bytes a text that says nothing may have: a long one says
// something.
const longestUnknown = 240

// covered reports whether a bare text is made of the words of a vocabulary alone, of
// which one at least is a core.
func covered(text string, v *vocabulary) bool {
	if text == "" {
		return true
	}
	if len(text) > longestUnknown {
		return false
	}
	var without, with [longestUnknown + 1]bool // reached up to a byte, without and with a core
	without[0] = true
	for i := range len(text) {
		if !without[i] && !with[i] {
			continue
		}
		for n := 1; n <= min(v.longest, len(text)-i); n++ {
			if i+n < len(text) && !utf8.RuneStart(text[i+n]) { // a word ends with a character
				continue
			}
			core, known := v.core[text[i:i+n]]
			if !known {
				continue
			}
			without[i+n] = without[i+n] || without[i] && !core
			with[i+n] = with[i+n] || with[i] || core
		}
	}
	return with[len(text)]
}

// bare returns a text folded, without spaces and punctuation.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		r = fold(r)
		if r == '×' || r == '□' || r == '○' || r == '〇' || unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(strings.ReplaceAll(text, "N/A", "na"), "n/a", "na"))
}

// traditional characters of the words of this package, each before its simplified one.
const traditional = "詳详無无沒没認认實实見见發发現现聽听說说話话親亲屬属媽妈爺爷孫孙請请確确記记憶忆傷伤殘残據据稱称問问嗎吗過过與与還还個个間间約约東东兒儿為为係系後后從从來来縣县鄉乡裡里裏里語语講讲暫暂尋寻種种類类號号處处點点時时離离業业務务農农體体徵征狀状況况險险應应該该難难辨辨臨临開开關关門门並并僅仅卻却類类當当貌貌衣衣隨随攜携帶带病病籍籍貫贯戶户聯联繫系電电歲岁齡龄別别會会懷怀縱纵錯错頭头腦脑"

var foldTable = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	list := []rune(traditional)
	for i := 0; i+1 < len(list); i += 2 {
		m[list[i]] = list[i+1]
	}
	return m
})

// fold returns a character simplified, in lower case and of half width.
func fold(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFF01 - '!'
	case r == 0x3000:
		return ' '
	}
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	if s, ok := foldTable()[r]; ok {
		return s
	}
	return r
}
