package names

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

//go:embed data/fold.txt
var foldTable string

//go:embed data/surnames.txt
var surnameTable string

//go:embed data/surnames-more.txt
var moreSurnames string

var folded = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 4096)
	for line := range strings.Lines(foldTable) {
		pair := []rune(strings.TrimSpace(line))
		if len(pair) == 2 {
			m[pair[0]] = pair[1]
		}
	}
	return m
})

// Fold turns traditional characters into simplified ones, one by one, full-width
// letters into half-width ones, and Latin letters into lower case.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
			r -= 0xFF01 - '!'
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		case r == 0x3000:
			return ' '
		case r >= 0x2E80 && r <= 0x2FDF || r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F: // radicals and compatibility forms, out of PDF
			if composed := []rune(norm.NFKC.String(string(r))); len(composed) == 1 {
				r = composed[0]
			}
		}
		if s, ok := folded()[r]; ok {
			return s
		}
		return r
	}, text)
}

// surnameReading is how a surname of one or two characters is read.
type surnameReading [2]Syllable

var surnameReadings = sync.OnceValue(func() map[string][]surnameReading {
	m := make(map[string][]surnameReading, 600)
	for line := range strings.Lines(surnameTable + moreSurnames) {
		fields := strings.Fields(line)
		if len(fields) < 2 || len(fields) > 3 || fields[0] == "#" {
			continue
		}
		var reading surnameReading
		for i, f := range fields[1:] {
			reading[i] = SyllableOf(f)
		}
		m[fields[0]] = append(m[fields[0]], reading)
	}
	return m
})

// isSurname reports whether the folded text is a known surname.
func isSurname(text string) bool {
	_, ok := surnameReadings()[text]
	return ok
}

// soundAs returns how a character is read in a position, first of all.
func soundAs(t positionType, r rune) Syllable {
	if known := surnameReadings()[string(r)]; t == surname && known != nil {
		return syllables().of(r, known[0][0])
	}
	return readings(r)[0]
}

// maxReadings is how many readings of a character are kept.
const maxReadings = 2

// heteronyms are the characters of names and places with two living readings, the
// usual one in names first, and those whose first reading in go-pinyin is not the
// usual one. The dictionary's other second readings are of old texts (冯 píng), and
// no one hears them.
const heteronyms = `
乐 le yue, 长 chang zhang, 朝 chao zhao, 重 chong zhong, 行 xing hang, 单 dan shan, 曾 ceng zeng, 仇 qiu chou, 解 jie xie, 盛 sheng cheng,
茜 qian xi, 露 lu lou, 卡 ka qia, 芒 mang, 柏 bai bo, 薄 bo bao, 莘 xin shen, 晟 sheng cheng, 朴 pu piao, 拓 tuo ta, 都 du dou, 和 he huo,
石 shi dan, 仔 zai zi, 娜 na nuo, 予 yu, 白 bai bo, 伯 bo bai, 六 liu lu, 陆 lu liu, 觉 jue jiao, 角 jiao jue, 校 xiao jiao, 落 luo la,
尉 wei yu, 台 tai, 车 che ju, 殷 yin yan, 应 ying, 厦 xia sha, 率 shuai lv, 省 sheng xing, 艾 ai yi, 奇 qi ji, 强 qiang jiang, 召 zhao shao,
折 zhe she, 翟 zhai di, 种 zhong chong, 传 chuan zhuan, 弹 dan tan, 藏 cang zang, 调 diao tiao, 干 gan, 还 huan hai, 将 jiang qiang, 劲 jin jing,
模 mo mu, 屏 ping bing, 曲 qu, 塞 sai se, 提 ti di, 相 xiang, 查 cha zha, 区 qu ou, 缪 miao mou, 覃 qin tan, 盖 gai ge, 员 yuan yun,
佛 fo fu, 卜 bu bo, 琢 zhuo, 茄 qie jia, 番 fan pan, 雀 que qiao, 莎 sha suo, 句 ju gou, 会 hui kuai, 洗 xi xian, 宿 su xiu, 牟 mu mou,
能 neng nai, 贾 jia gu, 虹 hong jiang, 红 hong, 色 se, 堡 bao pu, 埔 pu bu, 泊 po bo, 泌 mi bi, 巷 xiang hang, 港 gang, 漂 piao,
格 ge, 蔚 wei yu, 尹 yin, 参 shen can, 谷 gu yu, 龟 gui jun, 血 xue xie, 熟 shu shou, 肉 rou, 得 de, 地 di, 的 di de, 了 liao le, 着 zhuo zhe,
宁 ning, 任 ren, 那 na, 纪 ji, 沈 shen, 华 hua, 万 wan, 葛 ge, 令 ling, 余 yu, 俞 yu shu, 吾 wu, 哈 ha, 呷 ga xia, 嘎 ga, 克 ke`

var curated = sync.OnceValue(func() map[rune][maxReadings]Syllable {
	m := make(map[rune][maxReadings]Syllable, 160)
	for entry := range strings.SplitSeq(heteronyms, ",") {
		fields := strings.Fields(entry)
		if len(fields) < 2 || len(fields) > 1+maxReadings {
			continue
		}
		var sounds [maxReadings]Syllable
		for i, f := range fields[1:] {
			sounds[i] = SyllableOf(f)
		}
		r, _ := utf8.DecodeRuneInString(fields[0])
		m[r] = sounds
	}
	return m
})

// readings returns the syllables of a character, the usual one first.
func readings(r rune) [maxReadings]Syllable {
	if r >= firstHan && r <= lastHan {
		return hanReadings()[r-firstHan]
	}
	return look(r)
}

// firstHan and lastHan are the characters that nearly all names are written with.
const firstHan, lastHan = 0x4E00, 0x9FFF

// hanReadings are looked up once: the dictionary is text.
var hanReadings = sync.OnceValue(func() *[lastHan - firstHan + 1][maxReadings]Syllable {
	var all [lastHan - firstHan + 1][maxReadings]Syllable
	for i := range all {
		all[i] = look(firstHan + rune(i))
	}
	return &all
})

// look looks readings up in the tables and then in the dictionary.
func look(r rune) (out [maxReadings]Syllable) {
	if own, ok := curated()[r]; ok {
		return saidWith(r, own)
	}
	for one := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s := SyllableOf(plain(one)); s != 0 {
			out[0] = s
			break
		}
	}
	return saidWith(r, out)
}

// saidWith are syllables as a character is said with them.
func saidWith(r rune, plain [maxReadings]Syllable) [maxReadings]Syllable {
	for i, s := range plain {
		plain[i] = syllables().of(r, s)
	}
	return plain
}

// Readings returns every syllable that a character may be read as, the usual ones
// first; none for what is no Chinese character.
func Readings(r rune) []Syllable {
	usual := readings(r)
	for i, s := range usual {
		usual[i] = s.Plain()
	}
	list := slices.DeleteFunc(usual[:], func(s Syllable) bool { return s == 0 })
	for one := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s := SyllableOf(plain(one)); s != 0 && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// plain takes the tones off pinyin; ü becomes v.
func plain(toned string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		i := strings.IndexRune(tonedVowels, r)
		if i < 0 {
			return withoutMarks(r)
		}
		return rune(plainVowels[len([]rune(tonedVowels[:i]))])
	}, toned)
}

// withoutMarks is the letter under the marks of other languages: e of ễ, d of đ; -1 for what
// is no letter.
func withoutMarks(r rune) rune {
	if r == 'đ' || r == 'Đ' {
		return 'd'
	}
	if base := norm.NFD.String(string(r)); base[0] >= 'a' && base[0] <= 'z' {
		return rune(base[0])
	}
	return -1
}

const (
	tonedVowels = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
	plainVowels = "aaaaeeeeiiiioooouuuuvvvvvnnnme"
)
