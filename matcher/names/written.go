package names

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// writtenOn is a name that is read off a thing, or that somebody is said to have given or
// to answer to: 身上纸条写着孙大勇, 问多遍说是孙大勇, 应答孙大勇时有反应.
var writtenOn = regexp.MustCompile(`^\p{Han}{1,10}?(?:[写绣印刻标缝贴登记存][着有了]|上写|写的是|写的|备注[为是]?|说是|说叫|称是|呼喊|喊名字)[:：]?(\p{Han}{2,4}?)(?:这个名字|的名字|名字|字样|三个字|两个字)?(?:时?(?:有反应|会应|有应答|会答应|会回头|会点头|答应))?$`)

// answered is a name that somebody reacts to: 应答孙大勇时有反应.
var answered = regexp.MustCompile(`^(?:对|应答|喊|叫|呼唤|呼|听到|听见|提到|提及|念|念到)(\p{Han}{2,4}?)(?:这个)?(?:的?名字)?(?:时|会|能|后|就|有|的时候)?(?:有反应|会应|应答|会答应|答应|回头|点头|抬头|回应|有应答|有回应|反应)$`)

// givenHas is one character of a given name: 名字里有个凤字.
var givenHas = regexp.MustCompile(`^(?:名字|名|姓名)(?:里面?|中|当中)?(?:带有?|有|含有?|最后一个?字?是|末尾是|第三个字是|中间是)个?(\p{Han})字?$`)

// toldIn is the name that a text of more than a name tells so, empty for none.
func toldIn(text string) string {
	const least = len("写着张三丰") // what is shorter is a name
	if len(text) < least {
		return ""
	}
	for _, told := range [...]*regexp.Regexp{writtenOn, answered} {
		if m := told.FindStringSubmatch(text); m != nil && (isLikelyName(m[1]) || isCalled(m[1])) {
			return m[1]
		}
	}
	return ""
}

// givenIn is the match of givenHas.
func givenIn(text string) []string {
	if !strings.HasPrefix(text, "名") && !strings.HasPrefix(text, "姓名") {
		return nil
	}
	return givenHas.FindStringSubmatch(text)
}

// components are how people say which of several characters of one sound a surname is
// written with, before it: 弓长张, 木子李.
const components = `弓长张 立早章 木子李 十八子李 理想李 耳东陈 包耳陈 口天吴 双木林 三横王 三横一竖王 草头黄 大肚黄 走肖赵 走叉赵 人可何 单人何 古月胡 言午许 文刀刘 卯金刀刘 双人徐 余人徐 木易杨 关耳郑 马又冯 两点马冯 双口吕 禾火秋 水工江 三点水江 三点水汪 三点水沈 三点水涂 三点水洪 三点水潘 三点水温 草头蒋 草将蒋 草字头蒋 草头苏 草办苏 草头范 草头葛 草头董 草头蔡 草祭蔡 草头萧 草头薛 竹付符 木土杜 木可柯 木每梅 木公松 羊女姜 美女姜 西早覃 言射谢 言身寸谢 西言早谭 单人任 单人付 立人何 立人任 双人彭 丘八兵 山佳崔 广龙庞 门文闵 门三闫 三画闫 门臽阎 左耳陈 左耳陶 右耳郭 右耳邓 又耳邓 右耳邱 丘耳邱 右耳郝 赤耳郝 右耳邹 白水泉 北田冀 走召超 米田番 禾口和 禾呈程 三人禾秦 宝盖宋 家木宋 雨田雷 文齐齐 门耳闻 委鬼魏 干勾于 干钩于 俞前俞 人月刀俞 丘山岳 耳元阮 田共戴 言旁许 金旁钱 金戈钱 金中钟 金童钟 秦始皇秦 唐朝唐 宋朝宋 曾经曾 石头石 方向方 高低高 金子金 火车头火 温度温 严格严 颜色颜 余下余 岳飞岳 代表代 历史史 皇帝皇 龙王龙 孔子孔 孟子孟 阎王阎 钟表钟 钱财钱 雷雨雷 卫生卫 魏国魏 齐国齐 邓小平邓`

// byComponents are the surnames that components tell, by the words for them.
var byComponents = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(components) {
		set[word] = true
	}
	return set
})

// componentStarts are the characters that those words begin with.
var componentStarts = sync.OnceValue(func() map[rune]bool {
	set := map[rune]bool{}
	for word := range byComponents() {
		first, _ := utf8.DecodeRuneInString(word)
		set[first] = true
	}
	return set
})

// afterComponents is a name without the parts of its surname before it: 吴勇 of 口天吴吴勇, 张
// of 弓长张, 陈建国 of 耳东陈建国.
func afterComponents(text string) string {
	const most = 5 // characters of such a word
	if first, _ := utf8.DecodeRuneInString(text); !componentStarts()[first] {
		return text
	}
	runes := []rune(text)
	for n := min(most, len(runes)); n >= 3; n-- {
		if !byComponents()[string(runes[:n])] || !isSurname(string(runes[n-1])) {
			continue
		}
		if n < len(runes) && runes[n] == runes[n-1] {
			return string(runes[n:])
		}
		return string(runes[n-1:])
	}
	return text
}
