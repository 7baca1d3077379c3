package names

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"
)

//go:embed data/jyutping.txt
var jyutpingTable string

//go:embed data/vietnamese.txt
var vietnameseTable string

//go:embed data/hangul.txt
var hangulTable string

//go:embed data/burmese.txt
var burmeseTable string

//go:embed data/hokkien.txt
var hokkienTable string

// scheme names a way to write Chinese names in Latin letters.
type scheme uint8

const (
	hanyuPinyin scheme = iota
	wadeGiles          // Taiwan, and the mainland before 1958
	cantonese          // Hong Kong, Macau, Guangdong, Malaysia
	hokkien            // Taiwan, Fujian, Singapore, Malaysia, Indonesia, the Philippines; with Teochew, Hakka and Hainanese
	vietnamese         // of those whom Vietnam writes without characters: Nguyen Thi Hong is 阮氏红
	korean             // of those whom Korea writes in hangul: Kim Yong-su is 金英秀, and so is 김영수
	burmese            // of those from Myanmar, whose words stand for characters that sound alike: Aung San is 昂山
	schemes
)

// spelling numbers how a syllable is written by a scheme other than pinyin; 0 is none.
type spelling uint16

// romanized holds what a spelling says of the character, or the Mandarin syllable, that it
// writes. Shares are by position type: given, surname.
type romanized struct {
	text   string
	total  [counted]float32              // of the positions that are spelled so
	chars  map[rune]float32              // P(spelling | character); nil if the scheme writes Mandarin
	sounds [counted]map[Syllable]float32 // P(spelling | Mandarin syllable)
}

type romanTable struct {
	all    []romanized // by spelling
	byText [schemes]map[string]spelling
}

// romanizations is made when the first name in Latin letters is read, in about 20 ms.
var romanizations = sync.OnceValue(func() *romanTable {
	t := &romanTable{all: make([]romanized, 1, 4096)}
	for s := range t.byText {
		t.byText[s] = map[string]spelling{}
	}
	chars := standardCharacters()
	said := [counted]map[Syllable]float32{{}, {}}
	for _, c := range chars {
		for position := range counted {
			said[position][soundAs(position, c.char).Plain()] += c.share[position]
		}
	}
	for syllable, text := range syllables().texts[:syllables().plainCount] {
		if syllable > 0 {
			t.addSyllable(Syllable(syllable), wadeGilesOf(text), said) //nolint:gosec // about 400
		}
	}
	dialects := spellingsIn(hokkienTable)
	for _, c := range chars {
		t.addCharacter(cantonese, c, cantoneseSpellings(c.jyutping), said)
		t.addCharacter(hokkien, c, dialects[c.char], said)
	}
	readings, spelled := vietnameseSpellings(), koreanSpellings()
	for _, c := range chars {
		t.addCharacter(vietnamese, c, readings[c.char], said)
	}
	for _, c := range chars {
		t.addCharacter(korean, c, spelled[c.char], said)
	}
	words := spellingsIn(burmeseTable)
	for _, c := range chars {
		t.addCharacter(burmese, c, words[c.char], said)
	}
	return t
})

// standardCharacter describes a character of today's standard, with its Cantonese reading and
// its share in given names and among surnames.
type standardCharacter struct {
	char     rune
	jyutping string
	share    [counted]float32
}

// What a character that is not listed holds of all given-name characters: one of the
// 3,755 common ones, and one of the others. With the listed ones they add to about 1.
const (
	commonCharShare = 0.0001
	rareCharShare   = 0.00003
)

func standardCharacters() []standardCharacter {
	list := make([]standardCharacter, 0, 8200)
	for line := range strings.Lines(jyutpingTable) {
		syllable, both, _ := strings.Cut(strings.TrimSpace(line), " ")
		share := float32(commonCharShare)
		for _, r := range both {
			if r == '|' {
				share = rareCharShare
				continue
			}
			c := standardCharacter{char: r, jyutping: syllable, share: [counted]float32{given: share}}
			if known, ok := listed()[given][r]; ok {
				c.share[given] = known
			}
			if isSurname(string(r)) {
				c.share[surname] = rareSurname
			}
			if known, ok := listed()[surname][r]; ok {
				c.share[surname] = known
			}
			list = append(list, c)
		}
	}
	return list
}

// entry returns the spelling's, made if it is new.
func (t *romanTable) entry(by scheme, text string) *romanized {
	id, ok := t.byText[by][text]
	if !ok {
		id = spelling(len(t.all)) //nolint:gosec // a few thousand
		t.byText[by][text] = id
		t.all = append(t.all, romanized{text: text, sounds: [counted]map[Syllable]float32{{}, {}}})
	}
	return &t.all[id]
}

// addCharacter adds how a character is spelled: variants with their weights.
func (t *romanTable) addCharacter(by scheme, c standardCharacter, variants []weighted, said [counted]map[Syllable]float32) {
	sum := float32(0)
	for _, v := range variants {
		sum += v.weight
	}
	for _, v := range variants {
		e := t.entry(by, v.text)
		if e.chars == nil {
			e.chars = map[rune]float32{}
		}
		e.chars[c.char] += v.weight / sum
		for position, share := range c.share {
			m := soundAs(positionType(position), c.char).Plain() //nolint:gosec // two
			if m == 0 || share == 0 {
				continue
			}
			e.total[position] += share * v.weight / sum
			e.sounds[position][m] += v.weight / sum * share / said[position][m]
		}
	}
}

// addSyllable adds how a Mandarin syllable is spelled by Wade-Giles.
func (t *romanTable) addSyllable(m Syllable, variants []weighted, said [counted]map[Syllable]float32) {
	for _, v := range variants {
		e := t.entry(wadeGiles, v.text)
		for position := range e.sounds {
			e.sounds[position][m] += v.weight
			e.total[position] += v.weight * said[position][m]
		}
	}
}

// weighted is a way to write something, and how often it is written so.
type weighted struct {
	text   string
	weight float32
}

// spellingsIn returns those of a table by character, the first one the usual one.
func spellingsIn(table string) map[rune][]weighted {
	byChar := map[rune][]weighted{}
	for line := range strings.Lines(table) {
		chars, list, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || chars == "#" {
			continue
		}
		for _, r := range chars {
			weight := float32(1)
			for text := range strings.FieldsSeq(list) {
				byChar[r] = append(byChar[r], weighted{text, weight})
				weight = otherSpelling
				if root, ok := strings.CutSuffix(text, "k"); ok && !strings.HasSuffix(root, "c") { // Bok, Bock
					byChar[r] = append(byChar[r], weighted{root + "ck", weight * otherSpelling})
				}
			}
		}
	}
	return byChar
}

// vietnameseSurnames are the usual ones as their bearers spell them, of which Unihan lacks
// some: written from common usage.
const vietnameseSurnames = `nguyen 阮
tran 陈
le 黎
pham 范
hoang 黄
huynh 黄
phan 潘
vu 武
vo 武
dang 邓
bui 裴
do 杜
ho 胡
ngo 吴
duong 杨
ly 李
luu 刘
dinh 丁
trinh 郑
lam 林
truong 张
mai 梅
cao 高
to 苏
chau 周
ta 谢
kieu 乔
la 罗
tong 宋
ha 何
dao 陶
doan 段
vuong 王
luong 梁
quach 郭
ton 孙
tu 徐
thai 蔡
thi 氏
van 文
`

// vietnameseSpellings are those of the table by character, all alike.
func vietnameseSpellings() map[rune][]weighted {
	byChar := map[rune][]weighted{}
	for line := range strings.Lines(vietnameseTable + vietnameseSurnames) {
		text, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range chars {
			if w := (weighted{text, 1}); !slices.Contains(byChar[r], w) {
				byChar[r] = append(byChar[r], w)
			}
		}
	}
	return byChar
}

// otherSpelling is how often a less usual spelling is used beside the usual one.
const otherSpelling = 0.3

// spelledRatio returns the likelihood ratio of two positions of which at least one is spelled by
// another scheme than pinyin.
func spelledRatio(a, b *position, t positionType, alike float32) float32 {
	if a.spelling == 0 {
		a, b = b, a
	}
	table := romanizations()
	k := &table.all[a.spelling]
	total := max(k.total[t&1], rareSyllable)
	switch {
	case b.spelling == a.spelling:
		return epsilon + sameSpelling/total
	case b.spelling != 0:
		other := &table.all[b.spelling]
		both, rest := float32(0), max(other.total[t&1], rareSyllable)
		for m, share := range k.sounds[t&1] {
			both += share * other.sounds[t&1][m] * rareSyllable
		}
		return epsilon + both/(total*rest)
	}
	best := float32(0)
	for i, m := range b.sounds(t) {
		likely := k.sounds[t&1][m.Plain()]
		if i > 0 {
			likely *= secondReading
		}
		best = max(best, likely)
	}
	if b.char != 0 && k.chars != nil {
		own := max(alike, writtenInOtherScript)
		best = own*k.chars[b.char] + (1-own)*best
	}
	return epsilon + best/total
}

// sameSpelling is how often two files spell a syllable of one person's name alike by one
// scheme, writtenInOtherScript how often the characters of the other file are those that
// a spelling was made from.
const (
	sameSpelling         = 0.7
	writtenInOtherScript = 0.45
)
