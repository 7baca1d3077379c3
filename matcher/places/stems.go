package places

import (
	"strings"
	"unicode/utf8"
)

// peoples are the words for a people in the names of autonomous areas.
var peoples = strings.Fields(`
	蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族
	高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族
	塔吉克族 塔吉克 怒族 鄂温克族 鄂温克 俄罗斯族 保安族 德昂族 裕固族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 京族 各族 民族`)

// levelWords end the names of each level, a longer one before the shorter one that
// it ends with.
var levelWords = [...][]string{
	Province: {"特别行政区", "自治区", "省", "市"},
	City:     {"自治州", "地区", "市", "盟", "州"},
	County:   {"自治县", "自治旗", "林区", "矿区", "特区", "县", "区", "市", "旗"},
	Town:     {"街道办事处", "街道办", "办事处", "街道", "苏木", "地区", "镇", "乡"},
	Village: {"村民委员会", "居民委员会", "嘎查委员会", "嘎查村委会", "社区居委会", "社区村委会", "社区委员会", "村委会", "居委会", "委员会", "自然村",
		"行政村", "生产队", "大队", "嘎查", "社区", "村"},
}

// cutWord takes the word for the level off a name, and the peoples before it; it
// leaves two characters at least. The word is empty if there is none.
func cutWord(name string, level Level) (stem, word string) {
	for _, w := range levelWords[level] {
		stem, ok := strings.CutSuffix(name, w)
		if !ok || utf8.RuneCountInString(stem) < 2 {
			continue
		}
		if strings.HasPrefix(w, "自治") || w == "乡" || w == "苏木" {
			stem = cutPeoples(stem)
		}
		return stem, w
	}
	return name, ""
}

func cutPeoples(name string) string {
	for cut := true; cut; {
		cut = false
		for _, p := range peoples {
			if stem, ok := strings.CutSuffix(name, p); ok && utf8.RuneCountInString(stem) >= 2 {
				name, cut = stem, true
			}
		}
	}
	if stem, ok := strings.CutSuffix(name, "族"); ok && utf8.RuneCountInString(stem) >= 2 {
		return stem // all its name is a people's: 鄂温克族自治旗
	}
	return name
}

// stemOf returns what people call an area: its name without the word for its level, and
// a village's without 村.
func stemOf(name string, level Level) string {
	stem, _ := cutWord(name, level)
	if level == Village {
		stem, _ = cutWord(stem, level)
	}
	return stem
}

// shortened returns what autonomous areas are called for short: 凉山州, 北川县.
func shortened(name, stem string) string {
	for _, w := range []string{"州", "县", "旗"} {
		if strings.HasSuffix(name, "自治"+w) {
			return stem + w
		}
	}
	return ""
}

// isNominal tells the rungs that name no place: 市辖区, 省直辖县级行政区划.
func isNominal(name string) bool {
	return name == "市辖区" || name == "县" || strings.Contains(name, "直辖县级")
}

// wordAt returns the level whose word starts the text, and how long the word is.
func wordAt(text string) (Level, int) {
	for level := Village; level >= Province; level-- {
		for _, w := range levelWords[level] {
			if strings.HasPrefix(text, w) {
				return level, len(w)
			}
		}
	}
	return Unnamed, 0
}
