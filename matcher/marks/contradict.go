package marks

import "strings"

// contradicts reports whether two marks that would be one are told so that they cannot
// be: another finger, another picture, a red mole and a black one, a grain of rice and ten
// centimetres. Of two sides see Side.against.
func contradicts(a, b *Mark) bool {
	switch {
	case a.Site.isOther(b.Site):
		return a.Kind.row().skin == b.Kind.row().skin
	case opposite(a.Kind, b.Kind):
		return true
	case coloured(a.Kind) && coloured(b.Kind) && otherColour(a.Colour, b.Colour):
		return true
	case a.Kind != b.Kind:
		return false
	case a.Kind == Tattoo && a.Motif != "" && b.Motif != "":
		return !alikeMotif(a.Motif, b.Motif)
	case a.Kind == Dyed && otherColour(a.Colour, b.Colour):
		return true
	case a.Length != 0 && b.Length != 0 && max(a.Length, b.Length) > mostLonger*min(a.Length, b.Length):
		return true
	case a.Count != 0 && b.Count != 0 && a.Count != b.Count:
		return a.Kind == Whorl || (a.Kind == PrintWhorls || a.Kind == PrintLoops) && max(a.Count, b.Count)-min(a.Count, b.Count) > miscounted
	}
	return false
}

// coloured reports whether a kind keeps its colour: a black mole is no red birthmark.
func coloured(k Kind) bool { return k == Mole || k == Birthmark }

const (
	mostLonger = 6 // times: no two observers are so far apart on one mark
	miscounted = 2 // of ten fingers
)

// opposite are kinds of which a person has one or the other.
func opposite(a, b Kind) bool {
	for _, o := range [...][2]Kind{{DoubleLid, SingleLid}, {ToesOut, ToesIn}, {Underbite, Buckteeth}, {BowLegs, KnockKnees}} {
		if a == o[0] && b == o[1] || a == o[1] && b == o[0] {
			return true
		}
	}
	return false
}

// closeColours are taken for one another: a birthmark that one calls black is brown or
// blue for the next.
var closeColours = [...][2]Colour{{Black, Brown}, {Black, Blue}, {Black, Purple}, {Blue, Purple}, {Red, Purple}, {Red, Brown}, {Brown, Yellow}, {Brown, Purple}, {Brown, Blue}, {White, Yellow}}

func otherColour(a, b Colour) bool {
	if a == 0 || b == 0 || a == b {
		return false
	}
	for _, c := range closeColours {
		if a == c[0] && b == c[1] || a == c[1] && b == c[0] {
			return false
		}
	}
	return true
}

// motifs are pictures that one observer takes for another's; the first list names none.
var motifs = [...]string{
	"图 图案 图形 花纹 字 文字 汉字 字母 英文 英文字母 人物 动物 图腾 符号 东西 画", "龙 青龙 蛇 蟒 过肩龙 盘龙", "虎 老虎 下山虎 狮 狮子 豹 豹子 狼 狼头 虎头", "鹰 老鹰 凤 凤凰 鸟 雄鹰 孔雀 燕子 翅膀", "花 玫瑰 牡丹 莲花 梅花 花朵 玫瑰花 荷花", "关公 关羽 关二爷 关老爷 武财神 钟馗 张飞 赵云 武将 神像", "佛 菩萨 观音 观音像 佛像 佛祖 如来 弥勒 弥勒佛 罗汉 观世音 神像", "蝎 蝎子 蜘蛛 螃蟹", "心 爱心 桃心 心形", "蝴蝶 蝶 蜻蜓", "骷髅 骷髅头 鬼 鬼脸", "鱼 鲤鱼 锦鲤", "剑 刀 匕首", "十字 十字架 五角星 星 星星",
}

// alikeMotif reports whether two tattoos may show the same.
func alikeMotif(a, b string) bool {
	if sameMotif(a, b) {
		return true
	}
	for i, list := range motifs {
		inA, inB := listed(list, a), listed(list, b)
		if i == 0 && (inA || inB) || inA && inB {
			return true
		}
	}
	return false
}

// listed reports whether a list of words has one.
func listed(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}
