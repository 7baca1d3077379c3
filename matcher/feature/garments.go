package feature

import (
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
)

// garment describes one thing worn as a text tells it: its colours and what it is, as bits;
// 0 for what is not told.
type garment struct {
	colours uint16
	types   uint16
}

func (g garment) known() bool { return g.colours|g.types != 0 }

// Where garments are worn.
const (
	above = iota
	below
	feet
	head
	carried
	worn // how many there are
)

// outfit holds what a person wears.
type outfit [worn]garment

// words returns the garments in the first words of the tables below.
func (o *outfit) words() string {
	var list []string
	for at, g := range o {
		if g.known() {
			list = append(list, g.words(at))
		}
	}
	return strings.Join(list, " ")
}

// colourWords are the colours that people tell apart, the shades of each with it. A
// longer word is looked for before one that it holds.
var colourWords = []string{
	"黑 乌黑 青黑 深色 暗色", "灰 银灰 深灰 浅灰 银", "白 米白 乳白 浅色", "蓝 深蓝 浅蓝 天蓝 湖蓝 藏青 藏蓝 宝蓝 青", "绿 军绿 墨绿 草绿 橄榄",
	"红 大红 暗红 枣红 酒红 桔红 朱红", "粉 粉红 桃红 玫红 玫瑰红", "黄 土黄 金黄 米黄 杏 卡其 驼 米", "橙 橘 桔黄 橘黄 橘红", "紫 紫红", "棕 褐 咖啡 咖 茶", "花 碎花 格 条纹 迷彩 彩 豹纹",
}

// closeColours are those that one observer takes for another: dark cloth by lamplight,
// faded and dirty cloth, shades between two words.
var closeColours = mixed("黑 灰", "黑 蓝", "黑 棕", "黑 紫", "灰 蓝", "灰 白", "灰 棕", "灰 绿", "白 黄", "白 粉", "蓝 绿", "蓝 紫", "绿 黄", "红 粉", "红 橙", "红 紫", "红 棕", "粉 紫", "粉 橙", "黄 橙", "黄 棕", "黄 绿", "绿 棕", "棕 橙")

// garmentWords are what is worn, by place: the first list of each place says nothing
// more, the others tell what it is.
var garmentWords = [worn][]string{
	above: {
		"上衣 衣裤 上装 衣服 衫 褂 褂子 布褂 布褂子 大褂 单褂", "棉袄 棉衣 夹袄 棉马甲 羽绒马甲 羽绒背心 棉背心 藏袍 藏装 藏服 蒙古袍 长袍 僧袍 僧衣 袈裟 道袍 察尔瓦 军棉衣 棉服 羽绒服 羽绒衣 大衣 棉大衣", "外套 外衣 夹克 夹克衫 冲锋衣 风衣 工作服 工装 校服 运动服 运动衣 迷彩服 中山装 皮夹克 皮衣 牛仔外套 牛仔上衣 牛仔服 校服上衣 保安服 制服 唐装 夹衣 学生服 学生装 军装 军便装 军服 工衣 环卫服 环卫工作服 清洁工服 外卖服 反光衣 反光服 雨衣 雨披 厂服 病号服",
		"西服 西装 西装上衣", "毛衣 线衣 线衫 毛线衫 毛衫 毛线衣 羊毛衫 针织衫 开衫 绒衣", "衬衫 衬衣", "T恤 t恤 短衫 短袖衫 短袖t恤 圆领衫 海魂衫 条纹衫 文化衫 球衣 T恤衫 t恤衫 短袖 半袖 汗衫 体恤 T桖 t桖 POLO衫 polo衫", "背心 马甲 马夹 坎肩 马褂", "卫衣 连帽衫 连帽卫衣 帽衫 卫衫 套头衫 长袖 秋衣 保暖衣 内衣 睡衣", "连衣裙 裙", "赤膊 光膀子 光着膀子 光着上身 赤裸上身 上身赤裸 赤着上身 光脊梁 光着脊梁 没穿上衣 未穿上衣 上身裸露 光上身 赤裸着上身",
	},
	below: {
		"裤 裤子 长裤", "牛仔裤 牛仔长裤", "短裤 半截裤 五分裤 七分裤 裤衩 沙滩裤 大裤衩", "西裤 西装裤 西服裤", "运动裤 运动长裤 卫裤 校服裤 校裤", "棉裤 毛裤 秋裤 绒裤 线裤 保暖裤 毛线裤", "休闲裤 工装裤 迷彩裤", "睡裤", "短裙 长裙 半身裙 半裙",
	},
	feet: {
		"鞋 鞋子", "布鞋 绣花鞋 绣花布鞋 千层底 手工布鞋 黑布面鞋 布面鞋 老北京布鞋 松紧鞋", "运动鞋 球鞋 跑鞋 旅游鞋 板鞋 白球鞋 休闲鞋", "拖鞋 凉拖 凉拖鞋 人字拖 人字拖鞋 夹脚拖 夹趾拖 棉拖 棉拖鞋 洞洞鞋 趿拉板 拖板 塑料拖", "凉鞋", "解放鞋 胶鞋 军用鞋 军鞋", "皮鞋", "棉鞋", "靴 靴子 雨靴 雨鞋 皮靴 筒靴", "高跟鞋", "赤脚 光脚 光着脚 赤着脚 光着脚丫 打赤脚 打光脚 没穿鞋 未穿鞋 没有穿鞋 没鞋 无鞋 鞋没穿 赤足 光足 赤双脚 光脚丫",
	},
	head:    {"帽 帽子", "鸭舌帽 棒球帽 太阳帽 遮阳帽", "毛线帽 绒线帽 棉帽 棉帽子 针织帽 雷锋帽 火车头帽 皮帽 护耳帽 毡帽 狗皮帽", "草帽", "军帽", "头巾"},
	carried: {"包 背包 双肩包 书包 挎包 手提包 提包 行李 袋 编织袋 蛇皮袋"},
}

// mixed are pairs of colours, by their first words, as bits.
func mixed(pairs ...string) (table [16]uint16) {
	number := func(word string) int {
		return slices.IndexFunc(colourWords, func(list string) bool { return strings.Fields(list)[0] == word })
	}
	for _, p := range pairs {
		a, b, _ := strings.Cut(p, " ")
		i, j := number(a), number(b)
		table[i] |= 1 << j
		table[j] |= 1 << i
	}
	return table
}

// bodyWords say where something is worn, not what it is.
var bodyWords = [worn]string{above: "上身 上穿 上着 身穿 身着", below: "下身 下穿 下着 下装", feet: "脚穿 足穿 脚上 脚蹬", head: "头戴", carried: "背着 拎着 提着"}

// wornWord holds what a word of the tables above means.
type wornWord struct {
	as     wordClass
	at     int // where it is worn
	number int // of the colour, or of the type; 0 is a type that says nothing more
}

type wordClass uint8

const (
	colourWord wordClass = iota
	garmentWord
	bodyWord
	noWord
)

// noWords hold a word of the tables and are none: a hood is no hat.
const noWords = "连帽 带帽 帽檐 帽兜 脱帽 衣帽 红领巾 白领 蓝领 包括 包子 书包带 钱包 腰包 面包 打包 黑夜 白天 红薯 黄瓜 白酒 鞋印 鞋套 鞋油 鞋店 鞋厂 鞋垫 鞋带 袋鼠 口袋 青年 青少年 格外 性格 规格 彩票 银行 银白色头发 灰尘"

// wornWords are all of them.
var wornWords = sync.OnceValue(func() lexemes[wornWord] {
	var list []lexeme[wornWord]
	add := func(words string, means wornWord) {
		for w := range strings.FieldsSeq(words) {
			list = append(list, lexeme[wornWord]{w, means})
		}
	}
	add(noWords, wornWord{as: noWord})
	for i, words := range colourWords {
		add(words, wornWord{as: colourWord, number: i})
	}
	for at := range worn {
		add(bodyWords[at], wornWord{as: bodyWord, at: at})
		for i, words := range garmentWords[at] {
			add(words, wornWord{as: garmentWord, at: at, number: i})
		}
	}
	return lexemesOf(list)
})

// outfitOf reads what is worn, and gives back the clauses in which it read nothing. A
// colour goes with the garment after it, else with the one before: 黑色夹克, 夹克黑色;
// and where the garment is a word that is not known, with the part of the body.
func outfitOf(text string) (o outfit, rest string) {
	var unread strings.Builder
	text = names.Fold(text)
	for clause := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !o.read(clause) {
			unread.WriteString(clause + "，")
		}
	}
	return o, unread.String()
}

// read takes in one clause, and tells whether anything was understood.
func (o *outfit) read(clause string) (understood bool) {
	var colours uint16
	last, body, table := -1, -1, wornWords()
	after := coloursFollow(clause)
	for rest := clause; rest != ""; {
		found := table.at(rest)
		if found == nil {
			_, size := utf8.DecodeRuneInString(rest)
			rest = rest[size:]
			continue
		}
		taken := clause[:len(clause)-len(rest)]
		rest = rest[len(found.word):]
		w := &found.means
		if w.as == garmentWord && notWorn.MatchString(taken) {
			colours = 0
			continue
		}
		switch w.as {
		case colourWord:
			if after && last >= 0 {
				o[last].colours, understood = o[last].colours|1<<w.number, true
				continue
			}
			colours |= 1 << w.number
		case bodyWord:
			body = w.at
		case garmentWord:
			g := &o[w.at]
			g.colours |= colours
			if w.number > 0 {
				g.types |= 1 << w.number
			}
			understood = understood || g.known()
			colours, last = 0, w.at
		}
	}
	if last < 0 {
		last = body
	}
	if colours != 0 && last >= 0 && o[last].colours == 0 {
		o[last].colours, understood = colours, true
	}
	return understood
}

// notWorn ends before a garment that the person did not wear: 没有穿外套.
var notWorn = regexp.MustCompile(`(?:没有?|未|不)(?:穿|戴|着|带|系)着?\p{Han}{0,2}$|(?:脱掉|脱下|脱了|丢了|丢失|遗失|掉了)\p{Han}{0,2}$`)

// coloursFollow reports whether a clause tells each garment before its colour: 上衣黑色裤子蓝色.
func coloursFollow(clause string) bool {
	table := wornWords()
	first, last := noWord, noWord
	for rest := clause; rest != ""; {
		found := table.at(rest)
		if found == nil {
			_, size := utf8.DecodeRuneInString(rest)
			rest = rest[size:]
			continue
		}
		rest = rest[len(found.word):]
		if as := found.means.as; as == colourWord || as == garmentWord {
			if last = as; first == noWord {
				first = as
			}
		}
	}
	return first == garmentWord && last == colourWord
}

// likeness says how two sets stand to each other.
type likeness uint8

const (
	untold likeness = iota
	same
	near
	differ
)

func coloursAlike(a, b uint16) likeness {
	switch {
	case a == 0 || b == 0:
		return untold
	case a&b != 0:
		return same
	}
	for i, others := range closeColours {
		if a&(1<<i) != 0 && b&others != 0 {
			return near
		}
	}
	return differ
}

func typesAlike(a, b uint16) likeness {
	switch {
	case a == 0 || b == 0:
		return untold
	case a&b != 0:
		return same
	}
	return differ
}

func (g garment) words(at int) string {
	var b strings.Builder
	for i, list := range colourWords {
		if g.colours&(1<<i) != 0 {
			b.WriteString(strings.Fields(list)[0])
		}
	}
	for i, list := range garmentWords[at] {
		if g.types&(1<<i) != 0 {
			b.WriteString(strings.Fields(list)[0])
		}
	}
	if g.types == 0 {
		b.WriteString(strings.Fields(garmentWords[at][0])[0])
	}
	return b.String()
}

// garmentShares counts the colours and types of what the people of the notices held
// wear.
type garmentShares struct {
	colours, types [worn][16]float64
	clues          [worn][2]float64
}

// garmentPrior is how many counted garments the usual shares are worth; colourShares
// are those of colours, in the order of colourWords (estimates: dark cloth is what most
// people wear), and of types each is as usual as another.
const garmentPrior = 50

var colourShares = [...]float64{.28, .12, .10, .20, .06, .09, .03, .05, .01, .03, .05, .08}

func (s *garmentShares) count(o *outfit, by float64) {
	for at, g := range o {
		for k, set := range [...]uint16{g.colours, g.types} {
			if set != 0 {
				s.clues[at][k] += by
			}
			table := &s.colours[at]
			if k == 1 {
				table = &s.types[at]
			}
			for ; set != 0; set &= set - 1 {
				table[bits.TrailingZeros16(set)] += by
			}
		}
	}
}

// ofColours and ofTypes are how often a garment worn there has one of the set.
func (s *garmentShares) ofColours(at int, set uint16) (share float64) {
	for ; set != 0; set &= set - 1 {
		i := bits.TrailingZeros16(set)
		share += (garmentPrior*colourShares[i] + s.colours[at][i]) / (garmentPrior + s.clues[at][0])
	}
	return share
}

func (s *garmentShares) ofTypes(at int, set uint16) (share float64) {
	even := 1 / float64(max(1, len(garmentWords[at])-1))
	for ; set != 0; set &= set - 1 {
		share += (garmentPrior*even + s.types[at][bits.TrailingZeros16(set)]) / (garmentPrior + s.clues[at][1])
	}
	return share
}
