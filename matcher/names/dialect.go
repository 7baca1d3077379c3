package names

import (
	"strings"
	"sync"
)

// Dialect is an area in which the same sounds are taken for one another. 0 is
// unknown: the confusions of every area, each by how many people speak so.
type Dialect uint8

// The dialect areas, after the Language Atlas of China (中国语言地图集), coarsened to
// what a station can tell by ear.
const (
	AnyDialect Dialect = iota
	Northeast          // 东北官话
	Central            // 北京, 冀鲁, 中原, 江淮官话, 晋语
	Northwest          // 兰银官话 and 秦陇
	Southwest          // 西南官话
	Wu                 // 吴语, 徽语
	Xiang              // 湘语
	Gan                // 赣语, 客家话
	Min                // 闽语
	Cantonese          // 粤语, 平话
	dialects           // how many there are
)

// speakers are the areas' shares of all speakers of Chinese, after the population
// figures of the Language Atlas, rounded.
var speakers = [dialects]float64{Northeast: .08, Central: .40, Northwest: .07, Southwest: .21, Wu: .07, Xiang: .03, Gan: .04, Min: .05, Cantonese: .05}

// homes says which dialect is spoken where: the province, or a word of the accent.
// A longer name stands before a shorter one that it holds.
var homes = []struct {
	word string
	is   Dialect
}{
	{"普通话", AnyDialect}, {"黑龙江", Northeast}, {"吉林", Northeast}, {"辽宁", Northeast}, {"东北", Northeast},
	{"北京", Central}, {"天津", Central}, {"河北", Central}, {"山东", Central}, {"河南", Central}, {"山西", Central}, {"内蒙", Central}, {"安徽", Central},
	{"陕西", Northwest}, {"甘肃", Northwest}, {"宁夏", Northwest}, {"青海", Northwest}, {"新疆", Northwest}, {"西北", Northwest},
	{"四川", Southwest}, {"重庆", Southwest}, {"贵州", Southwest}, {"云南", Southwest}, {"湖北", Southwest}, {"川", Southwest}, {"西南", Southwest},
	{"上海", Wu}, {"浙江", Wu}, {"苏州", Wu}, {"无锡", Wu}, {"常州", Wu}, {"温州", Wu}, {"江浙", Wu}, {"吴语", Wu}, {"江苏", Central},
	{"湖南", Xiang}, {"湘", Xiang}, {"江西", Gan}, {"赣", Gan}, {"客家", Gan},
	{"福建", Min}, {"台湾", Min}, {"海南", Min}, {"潮汕", Min}, {"潮州", Min}, {"汕头", Min}, {"闽", Min},
	{"广东", Cantonese}, {"广西", Cantonese}, {"香港", Cantonese}, {"澳门", Cantonese}, {"粤", Cantonese}, {"白话", Cantonese},
}

// DialectIn is the dialect of an accent or a native place, as written; AnyDialect
// where the text does not say.
func DialectIn(text string) Dialect {
	for _, h := range homes {
		if strings.Contains(text, h.word) {
			return h.is
		}
	}
	return AnyDialect
}

// Hears is T: the probability that a listener writes the syllable heard for the
// syllable that a speaker of the dialect said.
func Hears(d Dialect, heard, said Syllable) float32 {
	t := soundTable()
	return t.heard[d][int(heard)*t.n+int(said)]
}

// Sounds are the usual readings of a text's characters, 0 for what has none.
func Sounds(text string) []Syllable {
	var list []Syllable
	for _, r := range Fold(text) {
		list = append(list, readings(r)[0])
	}
	return list
}

// everySyllableHeard builds T for each dialect: the confusions that all make, and
// those of the area. AnyDialect is their mixture.
func everySyllableHeard(n int) (tables [dialects][]float32) {
	var group sync.WaitGroup
	for d := AnyDialect + 1; d < dialects; d++ {
		group.Go(func() { tables[d] = hearing(n, confusionsOf(d)) })
	}
	group.Wait()
	tables[AnyDialect] = make([]float32, n*n)
	for d := AnyDialect + 1; d < dialects; d++ {
		for i, p := range tables[d] {
			tables[AnyDialect][i] += float32(speakers[d]) * p
		}
	}
	// What is said of the origin may be wrong, and borders are not sharp.
	for d := AnyDialect + 1; d < dialects; d++ {
		for i, p := range tables[d] {
			tables[d][i] = areaTrust*p + (1-areaTrust)*tables[AnyDialect][i]
		}
	}
	return tables
}

// areaTrust is how far the area that an accent or a native place names is believed.
const areaTrust = 0.75
