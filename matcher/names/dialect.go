package names

import (
	"strings"

	"github.com/guitu-project/guitu/matcher/names/hear"
)

// Dialect is an area whose people speak alike: a group of the Language Atlas of China
// (中国语言地图集), or several of one province. 0 is unknown: any of them, by how many people
// speak so. It may also be of two such areas, see [Both].
type Dialect uint16

// The dialects.
const (
	AnyDialect Dialect = iota
	Northeast          // 东北官话
	Central            // 北京, 冀鲁官话
	Northwest          // 兰银官话
	Southwest          // 西南官话
	Wu                 // 吴语, 太湖片
	Xiang              // 湘语, 长益片
	Gan                // 赣语
	Min                // 闽语
	Cantonese          // 粤语
	Jiaoliao           // 胶辽官话
	Plains             // 中原官话
	Jin                // 晋语
	Jianghuai          // 江淮官话
	Hubei              // 西南官话, 湖广片
	SouthWu            // 吴语, 台州, 婺州, 处衢片
	Oujiang            // 吴语, 瓯江片: 温州
	Hui                // 徽语
	OldXiang           // 湘语, 娄邵, 吉溆片
	Hakka              // 客家话
	Pinghua            // 平话
	SouthMin           // 闽南
	Chaoshan           // 闽南, 潮汕片
	Hainan             // 琼文, 雷州
	EastMin            // 闽东
	NorthMin           // 闽北, 闽中, 邵将
	Puxian             // 莆仙
	inHunan            // 湖南, if it is not said more closely
	inHubei
	inJiangsu
	inZhejiang
	inAnhui
	inJiangxi
	inFujian
	inGuangdong
	inGuangxi
	inShaanxi
	inHebei
	inHenan
	inShandong
	inNeimeng
	inTaiwan
	inGansu
	inSouth // 南方
	inNorth // 北方
	dialects
)

// Dialects is how many there are, with AnyDialect.
const Dialects = int(dialects)

// Voices is how many ways to speak a listener is modelled for, see Dialect.Voices.
const Voices = voices

// A voice is a way to speak that a listener is modelled for: those of the places of package
// hear, and two that share the readings of one but are misheard otherwise.
const (
	northeastern = hear.Places + iota
	northwestern
	anyone // all of them, each by how many people speak so
	voices
)

// voiceRoom is more than there are voices, and a power of two.
const voiceRoom = 16

// speakers are the voices' shares of all who are looked for: of all speakers of Chinese, after
// the population figures of the Language Atlas, rounded, and drawn towards each other, as
// people of whom only a name is known by ear are those who speak a dialect.
var speakers = [voices]float32{
	hear.Beijing: .12, hear.Xian: .13, hear.Taiyuan: .06, hear.Chengdu: .17, hear.Yangzhou: .07, hear.Suzhou: .06, hear.Wenzhou: .03, hear.Changsha: .04,
	hear.Nanchang: .04, hear.Meixian: .04, hear.Guangzhou: .05, hear.Xiamen: .04, hear.Fuzhou: .025, northeastern: .075, northwestern: .05,
}

// blend holds the shares of voices among the speakers of a dialect: those that have any.
type blend struct {
	n     int
	voice [voiceRoom]uint8
	share [voiceRoom]float32
}

func (b *blend) add(voice int, share float32) {
	if share > 0 {
		b.voice[b.n], b.share[b.n] = uint8(voice), share
		b.n++
	}
}

// areaTrust is how far the area that an accent or a native place names is believed: what is
// said may be wrong, and borders are not sharp.
const areaTrust = .70

// asMandarin is how many say their whole name in Mandarin, whatever else they speak.
const asMandarin = .15

// shares holds the voices of a dialect.
type shares map[int]float32

// spoken says of each dialect which of the voices its people have. A place that has none of its
// own speaks like those of its group, and a province as its people do.
var spoken = [dialects]shares{
	Northeast: {northeastern: .8, hear.Beijing: .2}, Central: {hear.Beijing: .7, hear.Xian: .2, northeastern: .1}, Northwest: {northwestern: .7, hear.Xian: .3},
	Southwest: {hear.Chengdu: 1}, Wu: {hear.Suzhou: .95, hear.Wenzhou: .05}, Xiang: {hear.Changsha: 1}, Gan: {hear.Nanchang: .9, hear.Meixian: .1},
	Min: {hear.Xiamen: .65, hear.Fuzhou: .35}, Cantonese: {hear.Guangzhou: 1}, Jiaoliao: {hear.Beijing: .6, northeastern: .4},
	Plains: {hear.Xian: .7, hear.Beijing: .3}, Jin: {hear.Taiyuan: .9, hear.Xian: .1}, Jianghuai: {hear.Yangzhou: .9, hear.Chengdu: .1},
	Hubei: {hear.Chengdu: .75, hear.Changsha: .15, hear.Yangzhou: .1}, SouthWu: {hear.Suzhou: .5, hear.Wenzhou: .5}, Oujiang: {hear.Wenzhou: 1},
	Hui: {hear.Suzhou: .4, hear.Nanchang: .3, hear.Yangzhou: .3}, OldXiang: {hear.Changsha: .6, hear.Nanchang: .15, hear.Suzhou: .25}, Hakka: {hear.Meixian: .9, hear.Nanchang: .1},
	Pinghua: {hear.Guangzhou: .7, hear.Meixian: .3}, SouthMin: {hear.Xiamen: 1}, Chaoshan: {hear.Xiamen: .8, hear.Fuzhou: .2}, Hainan: {hear.Xiamen: .8, hear.Guangzhou: .2},
	EastMin: {hear.Fuzhou: 1}, NorthMin: {hear.Fuzhou: .6, hear.Xiamen: .2, hear.Nanchang: .2}, Puxian: {hear.Fuzhou: .5, hear.Xiamen: .5},
	inHunan: {hear.Changsha: .65, hear.Chengdu: .2, hear.Nanchang: .15}, inHubei: {hear.Chengdu: .7, hear.Yangzhou: .2, hear.Nanchang: .1},
	inJiangsu: {hear.Yangzhou: .5, hear.Suzhou: .25, hear.Xian: .25}, inZhejiang: {hear.Suzhou: .7, hear.Wenzhou: .3},
	inAnhui: {hear.Yangzhou: .45, hear.Xian: .45, hear.Nanchang: .1}, inJiangxi: {hear.Nanchang: .75, hear.Meixian: .25},
	inFujian: {hear.Xiamen: .5, hear.Fuzhou: .35, hear.Meixian: .15}, inGuangdong: {hear.Guangzhou: .55, hear.Meixian: .25, hear.Xiamen: .2},
	inGuangxi: {hear.Guangzhou: .5, hear.Chengdu: .35, hear.Meixian: .15}, inShaanxi: {hear.Xian: .7, hear.Taiyuan: .15, hear.Chengdu: .15},
	inHebei: {hear.Beijing: .85, hear.Taiyuan: .15}, inHenan: {hear.Xian: .75, hear.Beijing: .15, hear.Taiyuan: .1}, inShandong: {hear.Beijing: .75, hear.Xian: .25},
	inNeimeng: {hear.Taiyuan: .55, northeastern: .45}, inTaiwan: {hear.Xiamen: .8, hear.Meixian: .2}, inGansu: {northwestern: .5, hear.Xian: .5},
	inSouth: {hear.Chengdu: .2, hear.Suzhou: .12, hear.Wenzhou: .06, hear.Changsha: .1, hear.Nanchang: .1, hear.Meixian: .1, hear.Guangzhou: .14, hear.Xiamen: .1, hear.Fuzhou: .08},
	inNorth: {hear.Beijing: .35, hear.Xian: .3, hear.Taiyuan: .1, northeastern: .15, northwestern: .1},
}

// homes says which dialect is spoken where: the province, or a word of the accent. A longer
// name stands before a shorter one that it holds.
var homes = []struct {
	word string
	is   Dialect
}{
	{"普通话", AnyDialect}, {"黑龙江", Northeast}, {"吉林", Northeast}, {"辽宁", Northeast}, {"东北", Northeast}, {"胶东", Jiaoliao}, {"胶辽", Jiaoliao},
	{"北京", Central}, {"天津", Central}, {"河北", inHebei}, {"山东", inShandong}, {"河南", inHenan}, {"中原", Plains}, {"山西", Jin}, {"晋语", Jin}, {"内蒙", inNeimeng}, {"安徽", inAnhui},
	{"江淮", Jianghuai}, {"陕西", inShaanxi}, {"陕北", Jin}, {"关中", Plains}, {"甘肃", inGansu}, {"宁夏", Northwest}, {"青海", Plains}, {"新疆", Northwest}, {"西北", inGansu},
	{"四川", Southwest}, {"重庆", Southwest}, {"贵州", Southwest}, {"云南", Southwest}, {"湖北", inHubei}, {"川", Southwest}, {"西南", Southwest},
	{"上海", Wu}, {"温州", Oujiang}, {"浙江", inZhejiang}, {"苏州", Wu}, {"无锡", Wu}, {"常州", Wu}, {"江浙", Wu}, {"吴语", Wu}, {"吴侬", Wu}, {"徽语", Hui}, {"徽州", Hui}, {"江苏", inJiangsu},
	{"湖南", inHunan}, {"湘", Xiang}, {"江西", inJiangxi}, {"赣", Gan}, {"客家", Hakka},
	{"闽南", SouthMin}, {"闽东", EastMin}, {"闽北", NorthMin}, {"莆仙", Puxian}, {"福建", inFujian}, {"台湾", inTaiwan}, {"海南", Hainan},
	{"潮汕", Chaoshan}, {"潮州", Chaoshan}, {"汕头", Chaoshan}, {"闽", Min},
	{"广东", inGuangdong}, {"广西", inGuangxi}, {"平话", Pinghua}, {"香港", Cantonese}, {"澳门", Cantonese}, {"粤", Cantonese}, {"白话", Cantonese}, {"广府", Cantonese}, {"广州", Cantonese},
	{"南方", inSouth}, {"北方", inNorth},
}

// DialectIn returns the dialect of an accent or a native place, as written; AnyDialect if the text
// does not say.
func DialectIn(text string) Dialect {
	for _, h := range homes {
		if strings.Contains(text, h.word) {
			return h.is
		}
	}
	return AnyDialect
}

// OfProvince reports whether a dialect is only known by a province whose people speak several.
func (d Dialect) OfProvince() bool { return d.first() >= inHunan && d.first() < dialects }

// Both returns the speech of a person of whom two things are told: an accent and a native place,
// or two accents. The first counts more (firstShare); what is not known counts nothing, and of
// two that are of two areas themselves the first of each is meant.
func Both(first, second Dialect) Dialect {
	switch a, b := first.first(), second.first(); {
	case a == AnyDialect:
		return second
	case b == AnyDialect || a == b:
		return first
	default:
		return a | b<<dialectBits
	}
}

// dialectBits is what a dialect of one area takes, and dialectRoom more than there are of two.
const (
	dialectBits = 6
	dialectRoom = 1 << (2 * dialectBits)
)

// firstShare is how many speak as the first of two things says that are told of a person, the
// rest as the other: what is heard now tells more than where somebody was born. An estimate.
const firstShare = .6

func (d Dialect) first() Dialect  { return d % (1 << dialectBits) }
func (d Dialect) second() Dialect { return d >> dialectBits % (1 << dialectBits) }

// valid reports whether a number is a dialect's.
func (d Dialect) valid() bool {
	a, b := d.first(), d.second()
	return d < dialectRoom && a < dialects && b < dialects && (b == AnyDialect || a != AnyDialect && a != b)
}

// blendsOf returns the voices of each dialect, of each two, and of people of whom nothing is known.
func blendsOf() *[dialectRoom]blend {
	all := new([dialectRoom]blend)
	for v, share := range speakers {
		all[AnyDialect].add(v, share)
	}
	for d := AnyDialect + 1; d < dialects; d++ {
		for v := range anyone {
			share := areaTrust * spoken[d][v]
			if v == hear.Beijing {
				share += asMandarin
			}
			all[d].add(v, share)
		}
		all[d].add(anyone, 1-areaTrust-asMandarin)
	}
	for a := AnyDialect + 1; a < dialects; a++ {
		for b := AnyDialect + 1; b < dialects; b++ {
			if a != b {
				all[Both(a, b)] = mixed(&all[a], &all[b])
			}
		}
	}
	return all
}

// mixed returns the voices of people of whom firstShare speak the first way, the rest the second.
func mixed(first, second *blend) (b blend) {
	by := first.byVoice(&first.share, firstShare)
	for v, share := range second.byVoice(&second.share, 1-firstShare) {
		by[v] += share
	}
	for v, share := range by {
		b.add(v, share)
	}
	return b
}

// byVoice returns numbers that lie beside a blend's voices by voice, each times a factor.
func (b *blend) byVoice(numbers *[voiceRoom]float32, times float32) (by [voiceRoom]float32) {
	for k, v := range b.voice[:b.n] {
		by[v%voiceRoom] = times * numbers[k]
	}
	return by
}

// Voices lists the ways to speak of a dialect's people with the share of each.
func (d Dialect) Voices() (voices []int, shares []float32) {
	b := &soundTable().blends[d]
	for k := range b.n {
		voices, shares = append(voices, int(b.voice[k])), append(shares, b.share[k])
	}
	return voices, shares
}

// HearsVoice returns the probability that a listener writes the syllable heard for a syllable that
// is said in a voice.
func HearsVoice(voice int, heard, said Syllable) float32 {
	return HearsVoices(heard, said)[voice]
}

// HearsVoices returns, for each voice, the probability that a listener writes the syllable heard
// for a syllable that is said in it.
func HearsVoices(heard, said Syllable) (chances [Voices]float32) {
	t := soundTable()
	for v, code := range t.at(syllables().plain[heard], said)[:Voices] {
		chances[v] = t.chances[code]
	}
	return chances
}

// Syllables returns how many syllables there are, with those of some characters only.
func Syllables() int { return soundTable().all }

// Hears returns the probability that a listener writes the syllable heard for a syllable that a
// speaker of the dialect said.
func Hears(d Dialect, heard, said Syllable) float32 {
	t := soundTable()
	return t.chance(&t.blends[d], heard, said)
}

// Sounds returns the usual readings of a text's characters, 0 for what has none.
func Sounds(text string) []Syllable {
	var list []Syllable
	for _, r := range Fold(text) {
		list = append(list, readings(r)[0])
	}
	return list
}
