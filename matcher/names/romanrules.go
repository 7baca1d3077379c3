package names

import (
	"slices"
	"strconv"
	"strings"
)

// Wade-Giles as passports and newspapers print it: without apostrophes and marks, so
// that aspirated and plain initials fall together. Rules after the Library of Congress
// conversion table.

// wadeInitials are initials by pinyin's; those that are not here are the same.
var wadeInitials = map[string]string{
	"b": "p", "d": "t", "g": "k", "zh": "ch", "j": "ch", "q": "ch", "x": "hs", "r": "j", "z": "ts", "c": "ts",
}

// wadeFinals are finals by pinyin's; those that are not here are the same.
var wadeFinals = map[string]string{
	"ian": "ien", "ie": "ieh", "ong": "ung", "iong": "iung", "v": "u", "ve": "ueh", "ue": "ueh", "er": "erh",
}

// wadeWhole are syllables that follow no rule of their parts.
var wadeWhole = map[string]string{
	"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu",
	"ge": "ko", "ke": "ko", "he": "ho", "e": "o", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung", "yi": "i", "yue": "yueh",
	"gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "duo": "to", "tuo": "to", "luo": "lo", "nuo": "no", "ruo": "jo",
	"zhuo": "cho", "chuo": "cho", "zuo": "tso", "cuo": "tso", "suo": "so",
}

// wadeUsual are spellings that people use beside the rule: 石 Shih is never Shi, but 思 is Szu.
var wadeUsual = map[string]string{
	"si": "szu", "yi": "yi", "yan": "yan", "lin": "lin", "ye": "ye", "jie": "chie", "xie": "hsieh", "xue": "hsueh", "zhi": "chi", "shi": "shi", "zhe": "je", "zhao": "chao",
	"jiang": "chiang", "song": "soong", "sun": "sun", "e": "er", "he": "her", "ge": "ke", "ri": "jih", "rong": "yung", "ci": "tsu", "zi": "tsu", "lv": "lu", "luo": "luo", "huang": "hwang",
}

// tongyongFinals and tongyongWhole are Tongyong Pinyin, Taiwan's from 2002 to 2008 and
// in many of its passports.
var (
	tongyongInitials = map[string]string{"zh": "jh", "q": "c", "x": "s"}
	tongyongFinals   = map[string]string{"ui": "uei", "iu": "iou"}
	tongyongWhole    = map[string]string{
		"zhi": "jhih", "chi": "chih", "shi": "shih", "ri": "rih", "zi": "zih", "ci": "cih", "si": "sih", "feng": "fong", "weng": "wong", "wen": "wun",
	}
)

// How often a name from Taiwan is spelled so, by passport statistics' order of size: the
// rule of Wade-Giles, a usual departure from it, Tongyong Pinyin.
const (
	byRule     = 0.7
	byHabit    = 0.2
	byTongyong = 0.1
)

// wadeGilesOf lists how people from Taiwan spell a syllable of pinyin.
func wadeGilesOf(pinyin string) []weighted {
	p := syllables().parts[SyllableOf(pinyin)]
	list := []weighted{{wade(pinyin, p), byRule}}
	if usual, ok := wadeUsual[pinyin]; ok {
		list = append(list, weighted{usual, byHabit})
	}
	return append(list, weighted{tongyong(pinyin), byTongyong})
}

func wade(pinyin string, p phones) string {
	if whole, ok := wadeWhole[pinyin]; ok {
		return whole
	}
	initial, final := cutInitial(pinyin)
	if other, ok := wadeInitials[initial]; ok {
		initial = other
	}
	if other, ok := wadeFinals[final]; ok {
		final = other
	}
	if p.initial == "" && initial == "y" && final == "u" {
		return "yu"
	}
	return initial + final
}

func tongyong(pinyin string) string {
	if whole, ok := tongyongWhole[pinyin]; ok {
		return whole
	}
	initial, final := cutInitial(pinyin)
	if strings.ContainsAny(initial, "jqx") && strings.HasPrefix(final, "u") || strings.HasPrefix(final, "v") {
		final = "yu" + final[1:]
	}
	if strings.HasPrefix(final, "iong") {
		final = "yong"
	}
	if other, ok := tongyongInitials[initial]; ok {
		initial = other
	}
	if other, ok := tongyongFinals[final]; ok {
		final = other
	}
	return initial + final
}

// cutInitial parts a syllable of pinyin as it is written.
func cutInitial(pinyin string) (initial, final string) {
	end := strings.IndexAny(pinyin, "aeiouv")
	return pinyin[:end], pinyin[end:]
}

// Cantonese as Hong Kong's government spells it, with what people in Hong Kong, Macau,
// Guangdong and Malaysia write beside it. Each initial and final of Jyutping has its
// usual spelling first, then others, each with how often it is written of all.

var jyutInitials = weightedTable(`
b p .95 b
d t .93 d .05 th
g k .93 g
gw kw .85 gw .06 ku .04 k
kw kw .8 ku .05 k
k k .95 kh
z ch .68 ts .2 j .06 z .03 tz
c ch .66 ts .26 c .03 tsh
s s .7 sh .3
j y .85 i .06 j .04 -
w w .9 v .05 u .02 -
ng ng .7 - .3
h h
f f
m m
n n .95 l
l l
p p
t t .95 th
- - .97 ng
`)

var jyutFinals = weightedTable(`
aa a .8 ah .17 ar
aai ai .9 aai .03 ay .05
aau au .6 aau .03 ao .2 ow
aam am .8 aam .02 um
aan an .9 aan
aang ang .85 aang
aap ap .85 aap
aat at .85 aat
aak ak .8 aak .02 ark
ai ai .88 ay .08 y
au au .7 ow .2 ao .06 aw
am am .7 um .27 em
an an .78 un .15 en
ang ang .8 eng .06 ung
ap ap .6 up .25 op
at at .7 ut .2 et
ak ak .78 uck .02 eck
e e .65 eh .2 ei .02 ea
ei ei .4 i .2 ee .25 ay .02 ey .03 e .06 ai
eng eng .5 ang .15 ing .2
ek ek .7 ick .03 ik
eu iu
i i .6 ee .12 ze .06 z .05 ih .02 e .01
iu iu .7 io .06 ew .08 eow .03 iew
im im .92 eem
in in .88 een .02 en
ing ing .92 eng
ip ip .9 eep
it it .88 eet
ik ik .75 ick .06 ek .03 eik
o o .75 or .06 oh .08 aw .05 ou
oi oi .72 oy .2 ai
ou o .6 ou .12 oo .03 oe .03 ow .04 u .03
on on .88 an .04 orn
ong ong .9 ung .02 orng
ot ot
ok ok .82 ock .03 uok .04 oak
u u .6 oo .35 oe
ui ui .7 ooi .1 ue .02 uey .02
un un .4 oon .45 uen
ung ung .72 oong .12 ong .1
ut ut .6 oot
uk uk .65 ook .12 ok .08 oke .04
oe eu .4 oe .4 er
oeng eung .68 eong .18 ong .06 oeng
oek euk .6 eok .15 oek .05
eoi ui .75 eui .06 ooi .05 oi .05 oey
eon un .82 eon .06 on
eot ut .7 eut
yu u .7 yu .03 ue .12 ee
yun uen .7 un .16 oon .03 yun
yut uet .72 ut .12 yut
m ng .7 m
ng ng
`)

// jyutWhole are syllables that people write otherwise than their parts, beside them.
var jyutWhole = weightedTable(`
lei lee .6 li .12 lei .12
ng ng .85 eng .05 ung
zi chi .45 tsz .2 tze .08 tse .04 chee .03 ji .03 tzu
ci chi .4 tsz .2 chee .04 tze
si sze .35 si .1 see .1 shi .1 szeto .01 sz .05 sy .03 shih
ji yi .45 yee .25 i .08 yee .03 e
jiu yiu .6 yew .08 yeow .04 iu .04 io
jyu yu .7 yue .08 u .06 yee .02 yuh
jyun yuen .7 yun .12 un .03 iun
jyut yuet .7 yut .08 ut .02
wu wu .55 woo .3 u .04 vu
wui wui .7 ui .06 vui
wun wun .4 woon .4 un .03 vun
jung yung .7 yong .1 iong .05 yoong .05
juk yuk .65 yook .05 yoke .1 iok
jau yau .7 yow .06 iao .06 you
jam yam .6 yum .25
jan yan .75 ian .05 yun .08 yen
jat yat .8 yut .05
jip yip .75 ip .12 yap .03 yeap
jik yik .75 yick .04 iek .02
jin yin .75 in .06 yeen .02 yen
jim yim .8 im .04
jing ying .85 ing .04 yeng
je ye .5 yeh .1 yea .04 ie
joeng yeung .66 yeong .08 ieong .08 yong .06 young .03 yang .02
zoeng cheung .62 cheong .18 chang .02 chong .02 tseung
coeng cheung .55 cheong .15 tseung .1 chong .02
loeng leung .7 leong .2 leoung
gwok kwok .72 kuok .08 kok .05 kuo
gwaan kwan .78 kuan .06 quan
gwong kwong .72 kuong .04 kong .04 gwong
gwai kwai .72 kuai .03 gwai
gwan kwan .78 kuan .05 gwan
ngaan ngan .82 an .03 yan
ngan ngan .85 an .05
zau chow .45 chau .35 chao .08 jow .02 tsau
cau chau .5 chow .12 tsau .08 chao
lau lau .72 low .1 lao .06 liew .02
ngau ngau .75 ngow .02 au
heoi hui .8 hooi .03 hoi .03 heui
ceoi chui .3 tsui .45 choi .03 choy .02
zung chung .68 choong .1 chong .1 tsung
cung chung .5 tsung .1 choong
zang tsang .72 chang .08 cheng .02 jeng
ze tse .55 che .1 tseh .03 jeh .01
zeng cheng .7 cheang .08 tseng .03 chang .05 jeng
cing ching .65 tsing .05 cheng
sing sing .45 shing .42 seng .03
sik sik .5 shek .1 sek .06 sick
sek shek .65 sek .15 sik
dang tang .82 deng .02 tan
teng ting .3 teng .3 ting .2
ting ting .85
gam kam .68 kum .12 gam .03 gum
lam lam .78 lum .08 lim .02
ho ho .7 hoe .03 haw .02 hor .02 hoh
lo lo .55 law .25 loh .08 lor
gou ko .66 kou .06 go .05 koo .02 koe
sou so .6 soo .1 su .06 sou .05 soh
cou tso .45 cho .15 chou .04 chow .06 chao
lou lo .55 loo .15 lu .06 lou .06 loe
mou mo .6 mou .08 mow .02 moo
tou to .7 tou .05 toh
dou to .68 tou .06 do .02
bou po .68 pou .05 bo .02 poh
hou ho .7 hou .06 hao
wong wong .88 vong .05 uong .01
wai wai .82 vai .06 way .02
wan wan .85 van .04 uen
hei hei .4 hi .16 hay .04 hee .12
mei mei .55 mi .06 may .08 mee .08
fei fei .5 fai .06 fee .05
kei kei .45 ki .15 kee .15 kay
gei kei .4 ki .16 kee .16 gei
nei nei .4 ni .2 nee .08 lei
`)

// lastSpelling is how often the last spelling of a line, which has no weight, is written.
const lastSpelling = 0.02

// weightedTable reads a table: what is spelled, then spellings, each with its weight; the
// last may lack it. A dash is no letter.
func weightedTable(text string) map[string][]weighted {
	letters := func(field string) string { return strings.Trim(field, "-") }
	table := map[string][]weighted{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		f := strings.Fields(line)
		for i := 1; i < len(f); i += 2 {
			w := weighted{letters(f[i]), lastSpelling}
			if i+1 < len(f) {
				weight, _ := strconv.ParseFloat(f[i+1], 32) // a constant, held by a test
				w.weight = float32(weight)
			} else if i == 1 {
				w.weight = 1
			}
			table[letters(f[0])] = append(table[letters(f[0])], w)
		}
	}
	return table
}

// wholeShare is how often people spell a syllable of jyutWhole as a whole, jyutpingShare
// how often a name is written in Jyutping itself, rareSpelling the least weight that is
// kept.
const (
	wholeShare    = 0.75
	jyutpingShare = 0.03
	rareSpelling  = 0.008
)

// cantoneseSpellings lists how a syllable of Jyutping is spelled in names.
func cantoneseSpellings(jyutping string) []weighted {
	initial, final := cutJyutping(jyutping)
	byText := map[string]float32{jyutping: jyutpingShare}
	rule, whole := float32(1), jyutWhole[jyutping]
	if whole != nil {
		rule = 1 - wholeShare
	}
	for _, w := range whole {
		byText[w.text] += wholeShare * w.weight
	}
	for _, i := range jyutInitials[initial] {
		for _, f := range jyutFinals[final] {
			if share := rule * i.weight * f.weight; share >= rareSpelling && i.text+f.text != "" {
				byText[i.text+f.text] += share
			}
		}
	}
	return sortedSpellings(byText)
}

// sortedSpellings returns spellings with their weights in the order of the alphabet.
func sortedSpellings(byText map[string]float32) []weighted {
	list := make([]weighted, 0, len(byText))
	for text, weight := range byText {
		list = append(list, weighted{text, weight})
	}
	slices.SortFunc(list, func(a, b weighted) int { return strings.Compare(a.text, b.text) })
	return list
}

func cutJyutping(syllable string) (initial, final string) {
	if _, ok := jyutFinals[syllable]; ok {
		return "", syllable
	}
	for n := min(2, len(syllable)); n > 0; n-- {
		if _, ok := jyutInitials[syllable[:n]]; ok {
			return syllable[:n], syllable[n:]
		}
	}
	return "", syllable
}
