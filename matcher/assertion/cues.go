package assertion

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// role says what a word does for the mentions about it.
type role uint8

const (
	neutral   role = iota // holds a word of another role, and does nothing
	affirms               // ends a denial: 有, 但
	denies                // what follows in its clause
	deniesOn              // and, if the next clauses are a list, those
	doubts                // what follows
	asks                  // whether: what follows is not known
	kin                   // another person
	self                  // the person of the file
	says                  // makes a speaker of the person before it
	beside                // makes no subject of the person after it
	status                // ends what is said of the person before it
	afterDeny             // these follow a mention
	afterDoubt
	afterUnknown
	afterFill // may stand before them
)

// cueWords are the words that assert, by role; the longest wins.
var cueWords = [...]struct {
	role  role
	words string
}{
	{denies, "绝不是 决不是 肯定不是 根本不是 绝对不是 绝非是 应该不是 并不像 既不像 也不像 既不是 也不是 既非 也非 又不像 不在 没有 没 无 未见 未发现 未查见 未触及 未患 未患有 未得过 未曾 未曾患 从未 从无 从没 从来没有 从未患过 不是 不属 不属于 并非 并不是 绝非 非 不患 不存在 不伴 不伴有 不像 不似 并无 均无 毫无 无任何 没得过 没患过 没得 没患 没有得过 没有患过 没有任何 无明显 无严重 排除 已排除 可排除 不带 不具有 不说 不讲 不会说 不会讲 不 未 no not without"},
	{deniesOn, "否认 否认有 否认患 否认患有 否认曾 否认既往 未见 未发现 未查见 未诉 denies denied"},
	{affirms, "非先天性 非先天 不是先天性 不是先天 不是先天的 并非先天性 并非先天 并非天生 不是天生 不是天生的 非天生 不是生来 不是从小 非遗传性 非外伤性 非原发性 非器质性 非药物性 有 患 患有 患过 患上 得过 得了 存在 伴有 伴 并伴 诊断 诊断为 确诊 确诊为 但 但是 但有 却 然而 只有 只是 仅 仅有 而是 还有 另有 并有 且有 也有 又有 就是 不排除有 并非没有 不是没有 并非无 不是不 不无 has with but"},
	{doubts, "疑 疑似 疑有 疑患 疑为 可疑 怀疑 怀疑有 怀疑是 怀疑为 可能 可能是 可能有 可能为 可能患有 有可能 很可能 极可能 好像 好像是 好象 好似 似乎 似 似有 似为 似是 似系 貌似 像是 像 看似 看起来 看上去 看样子 听起来 听上去 感觉 感觉像 觉得 大概 大概是 大约 大致 估计 估计是 推测 推断 猜测 也许 或许 或有 兴许 恐怕 不排除 不能排除 未排除 无法排除 不确定 不能确定 不敢确定 不肯定 记不清 记不清是 待排 倾向 初步判断 初步诊断 疑是 疑系 自我感觉 possible possibly suspected probably probable maybe perhaps likely"},
	{asks, "是否 是否有 是否患有 有无 有没有 是不是 不知是否 不知道是否 不知道有没有 不清楚是否 不清楚有无 不详是否 无法确定是否 无法判断是否 不记得有没有 不记得有无 不知有无 未查有无 不知道 不清楚 无法判断 无法确定 无法确认 whether"},
	{kin, "母亲 父亲 爸爸 妈妈 父母 双亲 爹 娘 爸 妈 生父 生母 养父 养母 继父 继母 后妈 后爸 哥哥 弟弟 姐姐 妹妹 大哥 二哥 三哥 大姐 二姐 兄弟 姐妹 兄弟姐妹 兄长 胞弟 胞兄 胞妹 胞姐 哥 弟 姐 妹 爷爷 奶奶 祖父 祖母 外公 外婆 姥姥 姥爷 外祖父 外祖母 儿子 女儿 儿媳 女婿 孙子 孙女 外孙 子女 丈夫 妻子 老公 老婆 爱人 配偶 前夫 前妻 叔叔 伯父 伯伯 舅舅 舅妈 姑姑 姑妈 婶婶 姨妈 姨 姑父 姨父 堂哥 堂弟 堂姐 堂妹 表哥 表弟 表姐 表妹 侄子 侄女 外甥 嫂子 嫂嫂 姐夫 妹夫 老伴 老伴儿 老头子 老婆子 老娘 老爹 爹娘 爸妈 爹妈 婆姨 娃 娃儿 娃娃 崽 幺儿 幺女 闺女 儿媳妇 媳妇 孙儿 重孙 外孙女 外甥女 妯娌 连襟 大伯子 小叔子 小姑子 大姑姐 小舅子 小姨子 亲家 公婆 对象 男朋友 女朋友 公公 婆婆 岳父 岳母 隔壁床 邻床 同屋 室友 病友 舍友 隔壁 房东 护工 保姆 打人者 打人的 嫌疑人 犯罪嫌疑人 施暴者 肇事者 肇事司机 人贩子 贩子 骗子 老板 老板娘 包工头 工头 中间人 介绍人 司机 对方 凶手 歹徒 收养人 捡到他的人 陪护 邻居家 婆娘 堂客 屋里人 当家的 家属 家人 家里人 亲属 亲戚 亲友 亲人 家族 监护人 邻居 村民 同村人 同乡 老乡 朋友 同伴 同行人 工友 同事 同学 其父 其母 其父母 其兄 其弟 其姐 其妹 其子 其女 其妻 其夫 其叔 其舅 其祖父 其祖母 其爷爷 其奶奶 其家属 其家人 一家人 民警 群众 路人 工作人员 护士 医生 mother father parents brother sister son daughter wife husband uncle aunt"},
	{self, "本人 自己 他 她 该人 该男 该女 该老人 该患者 走失者 走失人 失踪者 失踪人 受助人 受助人员 当事人 老人 姑娘 小姑娘 娘娘 大娘 老大娘 大妈 老大妈 老大爷 新娘 婆娘 患者 此人 我 俺 其人 其本人 自身 孩子 小孩 he she"},
	{says, "称 说 讲 反映 介绍 告知 述 叙述 描述 提供 表示 回忆 反应 透露 补充 证实 确认 告诉 报警 报案 报称 发现 来电 来站 陪同 送 带 寻找 要求 否认 诉 认为 担心 怕 带着 领 接 起的 取的 取名 起名 给起 给取 收养 领养 抱养 捡到 捡来 带大 养大 抚养 交代 指认 says said"},
	{beside, "比 与 和 跟 同 被 由 随 给 对 向 把 将 让 叫 找 投奔 靠 依靠 跟随 跟着 陪 伴随 通过 据 听 想 想念 思念 怀念 因为 因 由于 照顾 看望 探望 去 到 来 寻 离开 送 代 替 为 with by"},
	{status, "去世 过世 已故 病故 病逝 亡 双亡 身亡 早逝 早亡 离世 逝世 死 死亡 死了 死后 离异 离婚 改嫁 再婚 出走 打工 务工 务农 种地 健在 在世 不详 不明 失踪 失联 外出 在外 退休 服刑 联系不上 抛弃 遗弃 走失 丢失 离家 分居 不在"},
	{afterDeny, "正常 良好 健全 流利 流畅 清楚 清晰 清醒 清 完好 完整 灵活 灵便 利索 自如 伶俐 尚可 尚好 较好 很好 还好 没问题 无问题 没有问题 无异常 未见异常 无明显异常 没有异常 无障碍 没有障碍 无殊 无 没有 没 否认 未见 未发现 未患 排除 已排除 阴性 已愈 已治愈 不存在 不明显 除外 均无 都没有 皆无 均正常 都正常 未见明显异常 normal absent"},
	{afterDoubt, "可能 待排 待排除 待查 待确诊 待诊断 ? 可疑 倾向 不能排除 不排除 吧 疑似 也许 或许 存疑 疑诊 未确诊"},
	{afterUnknown, "不详 未知 不明 不清楚 未查 未查明 待核实 待定 不知道 无法得知 无法确认 无法确定 无法判断 不记得 记不清 不确定 未检查 有无不详 unknown"},
	{afterFill, "情况 状态 状况 功能 能力 方面 表现 病史 史 病 症 症状 疾病 障碍 等 等疾病 等病史 等症状 也 还 仍 尚 均 都 皆 全部 基本 大致 比较 较 很 十分 非常 未见 的 : 是 为 已 目前 现 现在 应 应该 体征 活动 ( [ 发育 反应 感觉 好像 好象 似乎 貌似"},
	{neutral, "没头发 没毛 没长头发 没有头发 没牙 没有牙 没长毛 无发 无毛 无牙 无齿 无名指 无耳 无眼 无指 无趾 无汗毛 无头发 无眼球 无光感 无法 无力 无人 无家 无业 无故 无名 无意 无论 无处 无奈 无助 无端 无证 无固定 无经济 无生活来源 无依无靠 无依 无儿无女 无子女 无语 没人 没事 没钱 没上过 没读过 没有人 没有钱 没有工作 没有上过 没有读过 没有文化 没文化 没关系 非常 非要 非法 除非 是非 不能 不会 不爱 不好 不便 不清 不稳 不足 不良 不佳 不正常 不健全 不灵 不灵活 不灵便 不利索 不流利 不识 不懂 不知 不明 不详 不停 不断 不时 不敢 不愿 不让 不喜 不认 不认识 不与 不跟 不全 不齐 不久 不小心 不慎 不幸 不一 不同 不少 不安 不语 不言 不轻 不重 不太 不很 不大 不怎么 不完全 未成年 未婚 未来 未愈 未治愈 未治疗 未服药 未吃药 未读 未上 不吃药 不服药 像片 图像 像样 似的 类似 近似 相似 有时 有些 有点 有关 所有 拥有 只有一 没有办法 没办法 没法 没完"},
}

// cue describes a word that asserts, at its place in the text.
type cue struct {
	role     role
	from, to int
}

type cueTable map[rune][]cueWord

type cueWord struct {
	word string
	role role
}

func tableOf(roles ...role) cueTable {
	t := cueTable{}
	for _, list := range cueWords {
		if !slices.Contains(roles, list.role) {
			continue
		}
		for w := range strings.FieldsSeq(list.words) {
			r, _ := utf8.DecodeRuneInString(w)
			t[r] = append(t[r], cueWord{w, list.role})
		}
	}
	if slices.Contains(roles, doubts) {
		for by := range strings.FieldsSeq(judging) {
			for what := range strings.FieldsSeq(judged) {
				r, _ := utf8.DecodeRuneInString(by)
				t[r] = append(t[r], cueWord{by + what, doubts})
			}
		}
	}
	for r := range t {
		slices.SortStableFunc(t[r], func(a, b cueWord) int { return len(b.word) - len(a.word) })
	}
	return t
}

// judging and judged make words by which a text says that it goes by looks: 看长相,
// 从穿着判断.
const (
	judging = `看 从 按 据 凭 根据 听 观 看其 从其 根据其 按其`
	judged  = `长相 相貌 外貌 面相 面貌 样貌 样子 模样 外表 口音 穿着 打扮 衣着 服饰 服装 面孔 五官 肤色 体貌 长相判断 相貌判断 外貌判断 口音判断 穿着判断 打扮判断 服饰判断 衣着判断 长相看 外貌看 相貌看 口音看 穿着看 打扮看 服饰看`
)

// at returns the longest word that the text begins with; a Latin one is matched whole.
func (t cueTable) at(text string) (cueWord, bool) {
	r, _ := utf8.DecodeRuneInString(text)
	for _, w := range t[r] {
		if !strings.HasPrefix(text, w.word) {
			continue
		}
		if last := w.word[len(w.word)-1]; isLatin(last) && len(text) > len(w.word) && isLatin(text[len(w.word)]) {
			continue
		}
		return w, true
	}
	return cueWord{}, false
}

func isLatin(b byte) bool { return 'a' <= b && b <= 'z' }

// forwardCues stand before a mention, backwardCues after it.
var (
	forwardCues  = sync.OnceValue(func() cueTable { return tableOf(denies, deniesOn, affirms, doubts, asks, neutral) })
	personCues   = sync.OnceValue(func() cueTable { return tableOf(kin, self, says, beside, status) })
	backwardCues = sync.OnceValue(func() cueTable { return tableOf(afterDeny, afterDoubt, afterUnknown, afterFill, neutral) })
)

// Words returns the words by which a text denies, or says that a thing is not known, as
// Status says; those of one character that other words hold are left out. It is for
// readers that have a grammar of their own.
func Words(s Status) []string {
	var out []string
	for _, list := range cueWords {
		if s == Denied && (list.role == denies || list.role == deniesOn) || s == NotKnown && list.role == afterUnknown {
			for w := range strings.FieldsSeq(list.words) {
				if w != "不" && w != "未" && w != "非" {
					out = append(out, w)
				}
			}
		}
	}
	return out
}
