package feature

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
)

// looks says what descriptions say of how people look, one value of each kind, from 1;
// 0 for nothing said.
type looks [lookCount]uint8

const lookCount = 15

// lookKinds are the kinds, the words of each value, and which values are taken for one
// another. agree is how often two who tell it of one person tell the same beyond chance
// (estimates: two times in three, as faces are described by taste); it halves in so many
// years, 0 for never. What is striking is told of few, everyone else is as one expects;
// of the others everyone has some value.
var lookKinds = [lookCount]struct {
	values   []string
	near     [][2]uint8
	agree    float64
	halfLife float64
	striking bool
}{
	{values: []string{
		"圆脸 圆形脸 脸圆 脸型圆 脸型偏圆 脸型较圆 圆脸型 脸盘圆",
		"长脸 长形脸 脸长 脸型长 脸型偏长 脸型较长 长脸型 长方脸 马脸",
		"方脸 方形脸 脸方 国字脸 脸型方 脸型偏方 脸型方正 方脸型 四方脸",
		"瓜子脸 尖脸 脸尖 脸型尖 脸型瘦尖 脸瘦 瘦脸 脸型瘦 脸型偏瘦 锥子脸 面部消瘦 脸颊消瘦",
		"大脸 宽脸 脸宽 脸大 脸盘宽大 脸盘大 脸型宽 胖脸 脸胖",
		"鹅蛋脸 椭圆脸 椭圆形脸 脸椭圆 脸型椭圆 蛋形脸",
	}, near: [][2]uint8{{1, 5}, {3, 5}, {2, 3}, {2, 4}, {1, 6}, {4, 6}, {2, 6}}, agree: .65},
	{values: []string{
		"皮肤黑 皮肤较黑 皮肤偏黑 皮肤黝黑 肤色黑 肤色较黑 肤色偏黑 肤色黝黑 黝黑 脸黑 面色黑 面色黝黑 皮肤发黑 皮肤粗黑 肤黑 黑皮肤 皮肤略黑 皮肤稍黑 古铜色",
		"皮肤白 皮肤较白 皮肤偏白 皮肤白净 皮肤白皙 肤色白 肤色较白 肤色偏白 肤色白净 肤色白皙 白净 白皙 脸白 面色白 肤白 白皮肤",
		"皮肤黄 皮肤较黄 皮肤偏黄 肤色黄 肤色较黄 肤色偏黄 肤色发黄 皮肤发黄 面黄 脸黄 蜡黄 黄皮肤",
	}, near: [][2]uint8{{1, 3}}, agree: .68},
	{values: []string{
		"平头 寸头 板寸 小平头 短寸 寸发",
		"短发 短头发 头发短 头发较短 齐耳 运动头",
		"长发 长头发 头发长 头发较长 披肩 马尾 辫子 扎辫 过肩 齐腰 盘发 披发",
		"中长发 中发 齐肩",
	}, near: [][2]uint8{{1, 2}, {2, 4}, {3, 4}}, agree: .65, halfLife: 1},
	{values: []string{"卷发 烫发 头发打卷 头发是卷的 头发有点卷 头发带卷 头发有卷 满头卷 一头卷发 卷卷的头发 头发卷卷的 烫过头发 头发烫过 烫了头 烫头 电发 小卷 钢丝头 爆炸头 泡面头 自来卷儿 头发天生卷 头发生来卷 天生卷 卷头发  头发卷 自然卷 自来卷 卷毛 头发自来卷 羊毛卷 自然卷发 头发卷曲 烫卷 天然卷 天然卷发 天生卷发 卷发天生 大波浪 小卷发 头发弯曲 波浪卷 头发微卷 微卷发 羊毛卷发", "直发 头发直"}, agree: .5, halfLife: 3},
	{values: []string{"大眼睛 眼睛大 眼睛较大 大眼 眼大 大大的眼睛 眼睛很大 圆眼 铜铃眼", "小眼睛 眼睛小 眼睛较小 小眼 眼小 眯眯眼 眯缝眼 眯眼 细长眼 丹凤眼 单凤眼 三角眼 小眯眼"}, agree: .68},
	{values: []string{"浓眉 眉毛浓 眉毛较浓 粗眉 眉毛粗 双眉浓密 眉毛浓密 眉毛粗黑 剑眉", "淡眉 眉毛淡 眉毛较淡 眉毛稀 细眉 眉毛细 眉毛稀疏 柳叶眉 眉毛很淡"}, agree: .65},
	{values: []string{"高鼻梁 鼻梁高 鼻梁较高 高鼻子 鼻子高 鼻梁挺 鼻梁高挺 鼻梁挺直 高挺的鼻梁 鼻子挺 悬胆鼻 直鼻梁", "塌鼻 塌鼻梁 塌鼻子 鼻梁塌 鼻梁扁 扁鼻子 扁平鼻 扁平鼻梁 鼻梁扁平 鼻子扁平 矮鼻梁 低鼻梁 鼻梁矮 朝天鼻 鼻孔朝天 鼻梁低 鼻梁较低 扁鼻 鼻子塌 鼻子扁 蒜头鼻 大鼻头 鼻头大"}, agree: .65},
	{values: []string{"嘴唇厚 嘴唇较厚 厚嘴唇 厚唇", "嘴唇薄 嘴唇较薄 薄嘴唇 薄唇"}, agree: .65},
	{values: []string{"不爱说话 不爱讲话 不善言谈 不善言语 沉默 少言 寡言 话少 性格内向 内向", "爱说话 爱讲话 话多 健谈 性格外向 外向 开朗"}, agree: .4, halfLife: 10, striking: true},
	{values: []string{"戴眼镜 近视 近视眼 戴近视镜 戴近视眼镜 戴老花镜 戴花镜 戴黑框眼镜 戴金丝眼镜 戴框架眼镜 配戴眼镜 佩戴眼镜 架着眼镜 高度近视 眼镜不离", "不戴眼镜 未戴眼镜 没戴眼镜 没有戴眼镜"}, agree: .6, halfLife: 10, striking: true},
	{values: []string{"不识字 文盲 不认字 不认识字 没文化 没有文化 没上过学 未上过学 不会写字 目不识丁 斗大的字不识 斗大的字不识一个 一字不识 一个字不识 大字不识 大字不识一个 没念过书 没读过书 未读过书 没进过学堂 睁眼瞎", "识字 认字 会写字 认识字 有文化 小学文化 初中文化 高中文化 大学文化"}, agree: .5, striking: true},
	{values: []string{
		"络腮胡 络腮胡子 连鬓胡 连鬓胡子 大胡子 满脸胡子 满脸胡须 胡子拉碴 长胡子 长胡须 胡须长 胡子长 落腮胡", "山羊胡 山羊胡子", "八字胡 小胡子 八字须", "胡子刮得干净 胡须剃净 没有留胡子 不留胡子 无胡须 没胡子 无胡子 没有胡子 没有胡须 未留胡须",
	}, near: [][2]uint8{{1, 2}, {2, 3}}, agree: .5, halfLife: 1, striking: true},
	{values: []string{
		"一字眉 连眉 连心眉 一条眉 通眉 眉毛连着 眉毛相连 两眉相连 双眉相连 眉毛连在一起 两眉连在一起 眉毛长在一起", "八字眉 眉毛下垂 眉尾下垂 眉梢下垂", "倒八字眉 吊眉 扫帚眉 剑眉上扬 眉尾上挑 眉毛上扬",
	}, agree: .5, striking: true},
	{values: []string{
		"鹰钩鼻 鹰勾鼻 鹰鼻 勾鼻 鹰嘴鼻 鼻子带钩 鼻尖下勾 驼峰鼻", "酒糟鼻 酒渣鼻 糟鼻 红鼻头 红鼻子 鼻头红 鼻头发红 鼻子发红 鼻尖发红 鼻头通红",
	}, agree: .5, striking: true},
	{values: []string{
		"声音沙哑 声音嘶哑 嗓音沙哑 嗓音嘶哑 嗓子沙哑 嗓子嘶哑 嗓子哑 声音哑 嗓音哑 说话沙哑 说话嘶哑 沙哑 嘶哑 公鸭嗓 破锣嗓 烟嗓 声带受损 声带损伤 嗓子坏了 哑嗓 哑嗓子 声音粗哑 说话声音哑",
		"声音尖细 嗓音尖细 声音尖 嗓子尖 娃娃音 娘娘腔 女声女气 女里女气 说话像女人 说话女气 声音像女人 奶声奶气 声音细 公公嗓",
		"大嗓门 嗓门大 声音洪亮 嗓音洪亮 声音大 说话声音大 声如洪钟 声音粗 嗓音粗 声音粗犷", "声音小 说话声音小 声音微弱 说话轻声细语 轻声细语 说话声小 细声细语",
		"鼻音重 鼻音浓 鼻音很重 鼻音较重 说话鼻音 带鼻音 说话齉 齉鼻子 齉鼻 齉鼻儿 囔鼻子 囔鼻 囔囔鼻 瓮声瓮气 说话囔 说话囔囔",
	}, near: [][2]uint8{{2, 4}}, agree: .45, halfLife: 15, striking: true},
}

// withMarks adds the looks that marks tell which are no marks, and returns the rest of those.
func (a *looks) withMarks(texts string) (rest string) {
	seen, rest := looksOf(texts)
	for k, v := range seen {
		if a[k] == 0 {
			a[k] = v
		}
	}
	return rest
}

// looksOf reads them, and gives back the text without them. Of two values of one kind
// the first counts; what is denied is nothing said.
func looksOf(text string) (seen looks, rest string) {
	var left strings.Builder
	denied, table := false, lookWords()
	text = names.Fold(text)
	for text != "" {
		w := table.at(text)
		if w == nil {
			r, size := utf8.DecodeRuneInString(text)
			denied = strings.ContainsRune("不无没非未", r)
			left.WriteString(text[:size])
			text = text[size:]
			continue
		}
		if seen[w.means.kind] == 0 && !denied {
			seen[w.means.kind] = w.means.value
		}
		denied = false
		left.WriteString("，")
		text = text[len(w.word):]
	}
	return seen, left.String()
}

// look describes a value of a kind of looks.
type look struct {
	kind  int
	value uint8
}

// lookWords are the words of all kinds.
var lookWords = sync.OnceValue(func() lexemes[look] {
	var list []lexeme[look]
	for k := range lookKinds {
		for v, words := range lookKinds[k].values {
			for w := range strings.FieldsSeq(words) {
				list = append(list, lexeme[look]{w, look{k, uint8(v + 1)}})
			}
		}
	}
	return lexemesOf(list)
})

// maxValues is more than any kind of look has values.
const maxValues = 8

// lookShares counts the looks of the people of the notices held.
type lookShares struct {
	counts [lookCount][maxValues]float64
	clues  [lookCount]float64
	files  float64 // that tell any
}

// lookPrior is how many counted people it is worth that each value is as usual as
// another, and a striking one strikingShare of all.
const (
	lookPrior     = 30
	strikingShare = .08
)

func (s *lookShares) count(seen *looks, by float64) {
	if *seen != (looks{}) {
		s.files += by
	}
	for k, v := range seen {
		if v != 0 {
			s.counts[k][v] += by
			s.clues[k] += by
		}
	}
}

func (s *lookShares) of(kind int, value uint8) float64 {
	if lookKinds[kind].striking {
		return (lookPrior*strikingShare + s.counts[kind][value]) / (lookPrior + s.files)
	}
	even := 1 / float64(len(lookKinds[kind].values))
	return (lookPrior*even + s.counts[kind][value]) / (lookPrior + s.clues[kind])
}

// weigh returns what the looks that both tell say, so many years apart: with a of lookKinds
// and p how usual a value is, a/p + 1 − a if they agree and 1 − a if they do not;
// nothing if the two values are taken for one another.
func (s *lookShares) weigh(a, b *looks, years float64) (bits float64, clues int) {
	for k := range a {
		v, w := a[k], b[k]
		if v == 0 || w == 0 {
			continue
		}
		clues++
		kind := &lookKinds[k]
		agree := kind.agree
		if kind.halfLife > 0 {
			agree *= math.Exp2(-years / kind.halfLife)
		}
		switch {
		case v == w:
			bits += math.Log2(agree/s.of(k, v) + 1 - agree)
		case slices.Contains(kind.near, [2]uint8{min(v, w), max(v, w)}):
		default:
			bits += math.Log2(1 - agree)
		}
	}
	return bits, clues
}

// words returns the looks that a and b share, or all of a if b is nil, in the first words
// of each value.
func (a *looks) words(b *looks) []string {
	var list []string
	for k, v := range a {
		if v != 0 && (b == nil || b[k] == v) {
			list = append(list, strings.Fields(lookKinds[k].values[v-1])[0])
		}
	}
	return list
}
