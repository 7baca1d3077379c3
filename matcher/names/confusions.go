package names

import (
	"maps"
	"strings"
)

// The numbers of this file decide about people: how often a listener writes one
// sound for another. Which sounds are confused is what descriptions of the dialects
// agree on and what Chinese input methods offer as fuzzy pinyin (模糊音); how often
// is an estimate that keeps the order of usual and rare ones, until a fit on
// confirmed pairs replaces it.

// everywhere holds what is confused in every area, by tired listeners too.
func everywhere() confusions {
	return confusions{
		initials: map[[2]string]float64{
			{"b", "p"}: .015, {"d", "t"}: .015, {"g", "k"}: .015, {"j", "q"}: .015, {"zh", "ch"}: .015, {"z", "c"}: .015,
			{"zh", "z"}: .05, {"ch", "c"}: .05, {"sh", "s"}: .05, {"n", "l"}: .03, {"r", "l"}: .02, {"r", ""}: .01, {"h", "f"}: .015,
			{"j", "zh"}: .01, {"q", "ch"}: .01, {"x", "sh"}: .015, {"x", "s"}: .01, {"j", "z"}: .008, {"q", "c"}: .008, {"sh", "ch"}: .01, {"s", "c"}: .01,
			{"h", ""}: .01, {"m", "b"}: .005, {"k", "h"}: .008, {"g", "j"}: .006, {"x", "q"}: .01, {"j", "x"}: .008,
		},
		finals: map[[2]string]float64{
			{"an", "ang"}: .04, {"en", "eng"}: .06, {"in", "ing"}: .08, {"ian", "iang"}: .02, {"uan", "uang"}: .03,
			{"ong", "eng"}: .01, {"ong", "un"}: .01, {"e", "uo"}: .01, {"e", "o"}: .02, {"o", "uo"}: .03, {"u", "v"}: .015, {"u", "ou"}: .01,
			{"v", "i"}: .01, {"ve", "ie"}: .015, {"van", "ian"}: .015, {"vn", "in"}: .015, {"vn", "un"}: .01, {"ai", "ei"}: .01, {"ei", "ui"}: .015,
			{"ao", "ou"}: .01, {"iao", "iu"}: .008, {"iao", "ao"}: .01, {"uan", "an"}: .01, {"un", "en"}: .02, {"uo", "ou"}: .008, {"ia", "a"}: .01,
			{"iang", "ang"}: .008, {"uang", "ang"}: .01, {"ua", "a"}: .01, {"en", "in"}: .008, {"eng", "ing"}: .008, {"er", "e"}: .02, {"ian", "in"}: .005, {"ei", "i"}: .008,
		},
		syllables: map[[2]string]float64{
			{"hui", "fei"}: .015, {"hua", "fa"}: .015, {"wang", "huang"}: .02, {"hu", "fu"}: .02, {"rong", "yong"}: .03, {"yan", "yuan"}: .02, {"bai", "bei"}: .015,
		},
	}
}

// ofArea adds what is confused in one area; it replaces what everywhere says.
var ofArea = [dialects]confusions{
	Northeast: {
		initials:  map[[2]string]float64{{"zh", "z"}: .15, {"ch", "c"}: .15, {"sh", "s"}: .15, {"r", ""}: .12},
		finals:    map[[2]string]float64{{"e", "o"}: .10, {"uan", "an"}: .02, {"ve", "iao"}: .04},
		syllables: map[[2]string]float64{{"ren", "yin"}: .10, {"rou", "you"}: .12, {"re", "ye"}: .12, {"run", "yun"}: .05, {"ran", "yan"}: .10, {"ru", "yu"}: .10, {"rong", "yong"}: .15, {"xue", "xiao"}: .03},
	},
	Central: {
		initials:  map[[2]string]float64{{"zh", "z"}: .08, {"ch", "c"}: .08, {"sh", "s"}: .08, {"sh", "f"}: .03, {"n", "l"}: .03, {"r", "l"}: .04},
		finals:    map[[2]string]float64{{"en", "eng"}: .06, {"in", "ing"}: .08, {"ei", "ai"}: .05, {"uo", "e"}: .04, {"ve", "uo"}: .02},
		syllables: map[[2]string]float64{{"shui", "fei"}: .03, {"shu", "fu"}: .04, {"bai", "bei"}: .06, {"guo", "guai"}: .03, {"ge", "guo"}: .03, {"le", "lei"}: .03, {"rou", "you"}: .02, {"long", "leng"}: .02, {"nong", "neng"}: .03},
	},
	Northwest: {
		initials:  map[[2]string]float64{{"zh", "z"}: .06, {"sh", "s"}: .06, {"n", "l"}: .05, {"sh", "f"}: .06, {"n", ""}: .03},
		finals:    map[[2]string]float64{{"en", "eng"}: .20, {"in", "ing"}: .22, {"un", "ong"}: .20, {"vn", "iong"}: .20, {"an", "ang"}: .06, {"e", "uo"}: .05},
		syllables: map[[2]string]float64{{"shui", "fei"}: .08, {"shu", "fu"}: .08, {"zhuang", "zhang"}: .02, {"wen", "weng"}: .15, {"an", "nan"}: .04, {"e", "ne"}: .05, {"bei", "bi"}: .03},
	},
	Southwest: {
		initials:  map[[2]string]float64{{"zh", "z"}: .22, {"ch", "c"}: .22, {"sh", "s"}: .22, {"n", "l"}: .25, {"h", "f"}: .08, {"r", "l"}: .03},
		finals:    map[[2]string]float64{{"en", "eng"}: .22, {"in", "ing"}: .25, {"eng", "ong"}: .05, {"e", "o"}: .05, {"ai", "ei"}: .02, {"ian", "in"}: .02, {"ve", "io"}: .05, {"ve", "iao"}: .03, {"ve", "iu"}: .03, {"uo", "e"}: .03, {"v", "i"}: .05, {"ve", "ie"}: .05, {"van", "ian"}: .05, {"vn", "in"}: .05},
		syllables: map[[2]string]float64{{"hui", "fei"}: .05, {"hua", "fa"}: .05, {"hu", "fu"}: .12, {"jie", "gai"}: .04, {"xie", "hai"}: .03, {"bai", "bei"}: .05, {"guo", "gui"}: .05, {"lu", "lou"}: .06, {"du", "dou"}: .05, {"xiang", "hang"}: .03, {"rong", "yong"}: .08, {"yan", "an"}: .04},
	},
	Wu: {
		initials:  map[[2]string]float64{{"zh", "z"}: .20, {"ch", "c"}: .18, {"sh", "s"}: .20, {"h", ""}: .08, {"r", "n"}: .04, {"x", "j"}: .03, {"sh", "c"}: .03, {"b", "p"}: .03, {"d", "t"}: .03, {"g", "k"}: .03, {"r", "z"}: .03},
		finals:    map[[2]string]float64{{"an", "ang"}: .10, {"en", "eng"}: .22, {"in", "ing"}: .25, {"ian", "iang"}: .03, {"uan", "uang"}: .06, {"ao", "o"}: .04, {"ai", "a"}: .04, {"ei", "e"}: .03, {"un", "en"}: .05, {"ian", "i"}: .03, {"uan", "uo"}: .02},
		syllables: map[[2]string]float64{{"wang", "huang"}: .20, {"hu", "wu"}: .12, {"jie", "ga"}: .03, {"fu", "hu"}: .05, {"rong", "yong"}: .08, {"hui", "wei"}: .06, {"hua", "wa"}: .05, {"ren", "nin"}: .06, {"er", "ni"}: .02},
	},
	Xiang: {
		initials:  map[[2]string]float64{{"zh", "z"}: .20, {"ch", "c"}: .20, {"sh", "s"}: .20, {"n", "l"}: .25, {"h", "f"}: .22, {"j", "zh"}: .05, {"q", "ch"}: .05, {"x", "sh"}: .06, {"x", "s"}: .03},
		finals:    map[[2]string]float64{{"en", "eng"}: .22, {"in", "ing"}: .24, {"an", "ang"}: .08, {"un", "en"}: .05, {"u", "ou"}: .05, {"uo", "o"}: .06, {"ian", "ie"}: .02, {"ong", "eng"}: .05},
		syllables: map[[2]string]float64{{"hui", "fei"}: .15, {"hua", "fa"}: .15, {"hu", "fu"}: .20, {"wang", "huang"}: .15, {"jie", "gai"}: .03, {"lu", "lou"}: .06, {"xie", "hai"}: .02, {"shu", "xu"}: .06, {"zhu", "ju"}: .06, {"chu", "qu"}: .06},
	},
	Gan: {
		initials:  map[[2]string]float64{{"zh", "z"}: .18, {"ch", "c"}: .18, {"sh", "s"}: .18, {"n", "l"}: .15, {"h", "f"}: .15, {"b", "p"}: .05, {"d", "t"}: .06, {"g", "k"}: .05, {"j", "q"}: .06, {"l", "d"}: .04, {"zh", "ch"}: .05},
		finals:    map[[2]string]float64{{"en", "eng"}: .18, {"in", "ing"}: .20, {"an", "ang"}: .05, {"van", "ian"}: .05, {"v", "i"}: .06, {"vn", "in"}: .06},
		syllables: map[[2]string]float64{{"hui", "fei"}: .12, {"hua", "fa"}: .12, {"hu", "fu"}: .16, {"wang", "huang"}: .12},
	},
	Min: {
		initials:  map[[2]string]float64{{"zh", "z"}: .20, {"ch", "c"}: .20, {"sh", "s"}: .20, {"h", "f"}: .22, {"r", "l"}: .22, {"n", "l"}: .12, {"zh", "d"}: .03, {"f", "b"}: .03, {"x", "s"}: .05, {"j", "z"}: .04, {"q", "c"}: .04, {"b", "p"}: .03},
		finals:    map[[2]string]float64{{"an", "ang"}: .14, {"en", "eng"}: .18, {"in", "ing"}: .20, {"ian", "iang"}: .05, {"v", "i"}: .12, {"ve", "ie"}: .08, {"van", "ian"}: .08, {"vn", "in"}: .08, {"ong", "eng"}: .05, {"uan", "uang"}: .06, {"u", "ong"}: .01},
		syllables: map[[2]string]float64{{"hui", "fei"}: .14, {"hua", "fa"}: .12, {"hu", "fu"}: .15, {"huang", "wang"}: .05, {"ri", "li"}: .10, {"ren", "lin"}: .08, {"huang", "fang"}: .08, {"ni", "lv"}: .02},
	},
	Cantonese: {
		initials:  map[[2]string]float64{{"zh", "z"}: .18, {"ch", "c"}: .18, {"sh", "s"}: .18, {"n", "l"}: .18, {"zh", "j"}: .08, {"ch", "q"}: .08, {"sh", "x"}: .10, {"z", "j"}: .08, {"c", "q"}: .08, {"s", "x"}: .10, {"h", "f"}: .04, {"h", "k"}: .08, {"x", "h"}: .05, {"r", ""}: .10, {"g", "j"}: .04, {"m", "w"}: .02},
		finals:    map[[2]string]float64{{"ian", "in"}: .05, {"v", "u"}: .06, {"v", "i"}: .05, {"ao", "ou"}: .06, {"ai", "ei"}: .04, {"an", "ang"}: .05, {"en", "an"}: .04, {"en", "eng"}: .06, {"in", "ing"}: .08, {"iu", "ao"}: .02, {"u", "ou"}: .05, {"uo", "o"}: .06, {"un", "en"}: .04, {"ie", "e"}: .03, {"iang", "ang"}: .04},
		syllables: map[[2]string]float64{{"wang", "huang"}: .25, {"hu", "wu"}: .10, {"hua", "fa"}: .03, {"fei", "hui"}: .04, {"hui", "wei"}: .08, {"hua", "wa"}: .08, {"ren", "yan"}: .06, {"ri", "yi"}: .06, {"rong", "yong"}: .15, {"yuan", "yun"}: .03, {"jie", "gai"}: .04, {"xie", "jie"}: .02, {"wen", "man"}: .03, {"mei", "wei"}: .02, {"qiang", "jiang"}: .03},
	},
}

// family describes a regular change: each syllable that starts with one text, as one that
// starts with the other, if both are syllables.
type family struct{ from, to string }

// The regular changes that no pair of initials or finals says, because the medial
// goes with them.
var (
	huAsF     = []family{{"hu", "f"}, {"hong", "feng"}, {"huo", "fo"}} // 黄 as fang, 慧 as fei
	palatal   = []family{{"zh", "ji"}, {"ch", "qi"}, {"sh", "xi"}, {"zhu", "ju"}, {"chu", "qu"}, {"shu", "xu"}}
	dentalToX = []family{{"z", "ji"}, {"c", "qi"}, {"s", "xi"}}
)

// families says how often each area makes the regular changes.
var families = [dialects][]struct {
	changes []family
	often   float64
}{
	Central:   {{palatal, .01}},
	Southwest: {{huAsF, .04}},
	Xiang:     {{huAsF, .12}, {palatal, .04}},
	Gan:       {{huAsF, .12}, {palatal, .02}},
	Min:       {{huAsF, .12}, {palatal, .02}},
	Cantonese: {{huAsF, .03}, {palatal, .08}, {dentalToX, .02}},
	Wu:        {{palatal, .015}, {dentalToX, .02}},
}

// grow adds the syllables of the families of an area that are not listed one by one.
func (c *confusions) grow(d Dialect) {
	all := syllables()
	for _, f := range families[d] {
		for _, change := range f.changes {
			for _, text := range all.texts[1:all.plainCount] {
				rest, ok := strings.CutPrefix(text, change.from)
				if ok && change.from != "zhu" && change.from != "chu" && change.from != "shu" {
					rest = strings.TrimPrefix(rest, "i") // zhi is zh alone
				}
				other := change.to + rest
				if !ok || all.byText[other] == 0 {
					continue
				}
				pair, turned := [2]string{text, other}, [2]string{other, text}
				c.syllables[pair] = max(c.syllables[pair], c.syllables[turned], f.often)
			}
		}
	}
}

// confusionsOf merges what an area confuses with what everyone does.
func confusionsOf(d Dialect) confusions {
	c := everywhere()
	maps.Copy(c.initials, turned(ofArea[d].initials, c.initials))
	maps.Copy(c.finals, turned(ofArea[d].finals, c.finals))
	maps.Copy(c.syllables, turned(ofArea[d].syllables, c.syllables))
	c.grow(d)
	return c
}

// turned writes the pairs of m in the order in which known has them, so that an
// area's number replaces the common one.
func turned(m, known map[[2]string]float64) map[[2]string]float64 {
	out := make(map[[2]string]float64, len(m))
	for pair, p := range m {
		if _, ok := known[[2]string{pair[1], pair[0]}]; ok {
			pair = [2]string{pair[1], pair[0]}
		}
		out[pair] = p
	}
	return out
}
