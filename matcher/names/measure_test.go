//go:build measure

package names

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/guitu-project/guitu/matcher/names/hear"
	"github.com/guitu-project/guitu/models"
)

var (
	readingsFile = flag.String("readings", "", "the readings of data/README.md")
	perPlace     = flag.Int("each", 60, "names of a place")
	modes        = flag.String("modes", "all half plain", "how much is said in dialect")
	unheard      = flag.Bool("unheard", false, "each place without what is known of itself")
	blind        = flag.Bool("blind", false, "written by the listener of ALINE's features, by which nothing was set")
)

// clerk writes a syllable in IPA as a Mandarin one.
type clerk interface{ hear(ipa string) string }

func newClerk(seed uint64) clerk {
	if *blind {
		return newFeatureListener(seed)
	}
	return newSpeller(seed)
}

// The places of the readings, with the dialect that their people's accent is called by.
var measured = []struct {
	name   string
	accent Dialect
}{
	{"Beijing", Central}, {"Xi_an", Plains}, {"Taiyuan", Jin}, {"Chengdu", Southwest}, {"Yangzhou", Jianghuai}, {"Suzhou", Wu}, {"Wenzhou", Oujiang},
	{"Changsha", Xiang}, {"Nanchang", Gan}, {"Meixian", Hakka}, {"Guangzhou", Cantonese}, {"Xiamen", SouthMin}, {"Fuzhou", EastMin},
}

// said is how the characters are said, by place; hanzi those that are written for a syllable.
type readingsOf struct {
	said  [13]map[rune][]string
	hanzi map[string][]rune
}

func loadReadings(t *testing.T) *readingsOf {
	t.Helper()
	f, err := os.Open(*readingsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := &readingsOf{hanzi: map[string][]rune{}}
	for p := range r.said {
		r.said[p] = map[rune][]string{}
	}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Split(lines.Text(), "\t")
		p := slices.IndexFunc(measured, func(m struct {
			name   string
			accent Dialect
		}) bool {
			return m.name == fields[2]
		})
		if p < 0 {
			continue
		}
		c := []rune(fields[0])[0]
		ipa := strings.Map(func(x rune) rune {
			if unicode.IsSpace(x) || strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹/:QSPR", x) {
				return -1
			}
			return x
		}, fields[3])
		if ipa != "" && !slices.Contains(r.said[p][c], ipa) {
			r.said[p][c] = append(r.said[p][c], ipa)
		}
		if s := readings(c)[0]; p == 0 && s != 0 && !slices.Contains(r.hanzi[s.String()], c) {
			r.hanzi[s.String()] = append(r.hanzi[s.String()], c)
		}
	}
	return r
}

// A simple listener, of another make than that of package hear: letters for phones, and the
// syllable that is spelt most like them.
type speller struct {
	random *rand.Rand
	memo   map[string][]string
	known  [][2]string
}

var letters = strings.NewReplacer("ʦʰ", "C", "ʦ", "Z", "ʣ", "Z", "tʂʰ", "Q", "tʂ", "V", "ʧʰ", "Q", "ʧ", "V", "ʨʰ", "q", "ʨ", "j", "ʥ", "j", "pfʰ", "Q", "pf", "V",
	"pʰ", "P", "tʰ", "T", "kʰ", "K", "ʂ", "S", "ʃ", "S", "ɕ", "x", "ʐ", "r", "ɲ", "n", "ɸ", "f", "x", "h", "ɦ", "h", "ŋ", "N",
	"ɿ", "I", "ʅ", "I", "ɪ", "i", "E", "e", "ɛ", "e", "æ", "e", "ɑ", "a", "ɒ", "o", "ɔ", "o", "ø", "e", "œ", "e", "ʊ", "u", "ɯ", "u", "ɤ", "e", "ə", "e", "ɜ", "a", "ɵ", "u", "ʚ", "e", "ɥ", "y", "ɚ", "e", "ː", "n", "ʔ", "", "w", "u")

var spelt = map[string]string{"b": "p", "p": "P", "m": "m", "f": "f", "d": "t", "t": "T", "n": "n", "l": "l", "g": "k", "k": "K", "h": "h", "j": "j", "q": "q", "x": "x", "zh": "V", "ch": "Q", "sh": "S", "r": "r", "z": "Z", "c": "C", "s": "s", "": ""}

func newSpeller(seed uint64) *speller {
	s := &speller{random: rand.New(rand.NewPCG(seed, 7)), memo: map[string][]string{}}
	for i, p := range syllables().parts[1:syllables().plainCount] {
		final := strings.NewReplacer("ng", "N", "v", "y", "ao", "au", "ong", "uN", "iu", "iou", "ui", "uei", "un", "uen", "ian", "ien", "er", "e").Replace(p.final)
		if final == "i" && strings.Contains("zh ch sh r z c s", p.initial) && p.initial != "" {
			final = "I"
		}
		s.known = append(s.known, [2]string{spelt[p.initial] + "|" + final, syllables().texts[i+1]})
	}
	return s
}

func (s *speller) hear(ipa string) string {
	list, ok := s.memo[ipa]
	if !ok {
		text := letters.Replace(ipa)
		at := 0
		if text != "N" && text != "m" && text != "n" && len(text) > 0 && strings.ContainsRune("pPbmftTdnlkKgGhHjqxVQSrZCszvN", rune(text[0])) {
			at = 1
		}
		onset, rime := text[:at], strings.ReplaceAll(strings.ReplaceAll(text[at:], "m", "n"), "j", "i")
		onset = strings.NewReplacer("b", "p", "d", "t", "g", "k", "z", "s", "N", "").Replace(onset)
		if onset == "v" {
			onset = ""
			if !strings.HasPrefix(rime, "u") {
				rime = "u" + rime
			}
		}
		if n := len(rime); n > 1 && strings.ContainsRune("ptk", rune(rime[n-1])) {
			rime = rime[:n-1]
		}
		rime = strings.ReplaceAll(rime, "ii", "i")
		least := 1e9
		costs := make([]float64, len(s.known))
		for i, k := range s.known {
			o, f, _ := strings.Cut(k[0], "|")
			costs[i] = onsetCost(onset, o, rime) + rimeCost(rime, f)
			least = min(least, costs[i])
		}
		for i, k := range s.known {
			if costs[i] < least+.12 {
				list = append(list, k[1])
			}
		}
		s.memo[ipa] = list
	}
	return list[s.random.IntN(len(list))]
}

func onsetCost(a, b, rime string) float64 {
	front := strings.HasPrefix(rime, "i") || strings.HasPrefix(rime, "y")
	if a == b {
		return 0
	}
	pair := func(set string) bool {
		return a != "" && b != "" && strings.Contains(set, a) && strings.Contains(set, b)
	}
	switch {
	case front && strings.Contains("sSh", a) && b == "x" && a != "", front && strings.Contains("ZVk", a) && b == "j" && a != "", front && strings.Contains("CQK", a) && b == "q" && a != "":
		return .15
	case pair("ZV"), pair("CQ"), pair("sS"):
		return .2
	case pair("nl"), pair("hf"), pair("ZVj"), pair("CQq"), pair("sSx"), pair("rl"):
		return .6
	case a == "h" && b == "", a == "" && b == "h":
		return .7
	case pair("pP"), pair("tT"), pair("kK"), pair("ZC"), pair("VQ"), pair("jq"):
		return .7
	}
	return 1.4
}

func rimeCost(a, b string) float64 {
	n, m := len(a), len(b)
	d := make([][]float64, n+1)
	for i := range d {
		d[i] = make([]float64, m+1)
		for j := range d[i] {
			switch {
			case i == 0 && j == 0:
				continue
			case i == 0:
				d[i][j] = d[i][j-1] + .6
			case j == 0:
				d[i][j] = d[i-1][j] + .6
			default:
				d[i][j] = min(d[i-1][j]+.6, d[i][j-1]+.6, d[i-1][j-1]+letterCost(a[i-1], b[j-1]))
			}
		}
	}
	return d[n][m]
}

func letterCost(a, b byte) float64 {
	if a == b {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	switch string([]byte{a, b}) {
	case "Nn":
		return .25
	case "iy", "ou", "Ii":
		return .35
	case "ae", "ao", "ei", "eo":
		return .5
	case "uy", "Iu", "Ie":
		return .7
	}
	return 1.2
}

const givenUsed = `英华文玉秀明兰金国春红丽平海军建志小芳伟梅云林荣桂德生成福龙永新香凤霞敏杰强辉燕艳飞峰勇波超刚东洪俊宇子雨欣佳琴珍莲清祥贵发良忠家学正光宏亮涛静慧淑翠月花爱雪山水石天长青安康喜来保存全有富根树松柏庆元才义仁礼信智孝祖宗先世朝廷启开连方大为民和顺利美巧银宝珠玲素贤惠芬芝彩霜秋冬夏少老二三四五`
const surnamesUsed = `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文`

// TestHeard draws names, has them said as each place does and written by a listener, and looks
// for them among 5,000 by name and accent alone.
func TestHeard(t *testing.T) {
	r := loadReadings(t)
	random := rand.New(rand.NewPCG(3, 4))
	draw := func(list []rune, zipf float64) rune {
		for {
			i := int(float64(len(list)) * pow(random.Float64(), zipf))
			c := list[i]
			ok := true
			for p := range r.said {
				ok = ok && len(r.said[p][c]) > 0
			}
			if ok {
				return c
			}
		}
	}
	corpusStats := &CorpusStats{}
	notices := make([]Name, 5000)
	texts := make([]string, len(notices))
	for i := range notices {
		text := string(draw([]rune(surnamesUsed), 2))
		for range 1 + min(1, random.IntN(8)) {
			text += string(draw([]rune(givenUsed), 1.5))
		}
		texts[i], notices[i] = text, Parse(models.PersonName{Text: text, Kind: models.NameLegal})
		corpusStats.Add(&notices[i])
	}
	freq := corpusStats.Frequencies()
	each := *perPlace
	for mode := range strings.FieldsSeq(*modes) {
		for _, known := range []bool{true, false} {
			if !known && mode == "plain" {
				continue
			}
			var all, first, twenty float64
			line := ""
			for p, place := range measured {
				listener := newClerk(uint64(p))
				sum := 0.0
				if *unheard {
					forget(p, place.accent)
				}
				for k := range each {
					at := (k*83 + p*61) % len(notices)
					var heard []rune
					for _, c := range texts[at] {
						syllable := readings(c)[0].String()
						if surnameReadings()[string(c)] != nil && len(heard) == 0 {
							syllable = soundAs(surname, c).String()
						}
						if mode == "all" || mode == "half" && random.IntN(2) == 0 {
							list := r.said[p][c]
							said := list[0]
							if len(list) > 1 && random.IntN(3) == 0 {
								said = list[1+random.IntN(len(list)-1)]
							}
							syllable = listener.hear(said)
						}
						list := r.hanzi[syllable]
						if len(list) == 0 {
							list = []rune(homophone(syllable))
						}
						heard = append(heard, list[random.IntN(len(list))])
					}
					n := Parse(models.PersonName{Text: string(heard), Kind: models.NameHeard})
					d := AnyDialect
					if known {
						d = place.accent
					}
					q := NewQuery(&n, Heard, d, freq)
					own, _ := q.Bits(&notices[at], AnyDialect)
					rank := 1.0
					for i := range notices {
						if b, ok := q.Bits(&notices[i], AnyDialect); ok && i != at {
							if b > own {
								rank++
							} else if b == own {
								rank += .5
							}
						}
					}
					if *verbose && mode == "all" && known && rank > 20 && k < 12 {
						fmt.Println(place.name, texts[at], n.Sound(), string(heard), rank, own)
					}
					sum += 1 / rank
					if rank <= 1 {
						first++
					}
					if rank <= 20 {
						twenty++
					}
				}
				line += fmt.Sprintf(" %s %.2f", place.name, sum/float64(each))
				all += sum
			}
			n := float64(each * len(measured))
			fmt.Printf("%-5s known %-5v MRR %.3f first %.3f 20 %.3f |%s\n", mode, known, all/n, first/n, twenty/n, line)
		}
	}
}

// likeIt are the voices nearest to each place's, if it has none itself.
var likeIt = []shares{
	{hear.Xian: .4, hear.Taiyuan: .2, hear.Chengdu: .4}, {hear.Beijing: .6, hear.Chengdu: .4}, {hear.Xian: .5, hear.Yangzhou: .5}, {hear.Yangzhou: .4, hear.Xian: .3, hear.Changsha: .3},
	{hear.Chengdu: .5, hear.Taiyuan: .25, hear.Beijing: .25}, {hear.Wenzhou: .4, hear.Yangzhou: .6}, {hear.Suzhou: .8, hear.Fuzhou: .2}, {hear.Nanchang: .6, hear.Chengdu: .4}, {hear.Changsha: .5, hear.Meixian: .5},
	{hear.Nanchang: .6, hear.Guangzhou: .4}, {hear.Meixian: .7, hear.Nanchang: .3}, {hear.Fuzhou: 1}, {hear.Xiamen: 1},
}

// forget leaves out a place's voice: those of its group stand for it.
func forget(place int, accent Dialect) {
	t := soundTable()
	t.blends = blendsOf()
	lost := voicesOf(place)
	var all blend
	for v, share := range speakers {
		if !slices.Contains(lost, v) {
			all.add(v, share/(1-speakers[place]))
		}
	}
	var own blend
	for v, share := range speakers {
		if !slices.Contains(lost, v) {
			own.add(v, areaTrust*likeIt[place][v]+(1-areaTrust)*share/(1-speakers[place]))
		}
	}
	t.blends[AnyDialect], t.blends[accent] = all, own
}

// Measure says texts as the places do, and writes what a listener hears.
type Measure struct {
	readings  *readingsOf
	listeners [13]clerk
	random    *rand.Rand
}

// NewMeasure reads the file of the flag.
func NewMeasure(t *testing.T) *Measure {
	m := &Measure{readings: loadReadings(t), random: rand.New(rand.NewPCG(8, 9))}
	for p := range m.listeners {
		m.listeners[p] = newClerk(uint64(p)) //nolint:gosec // few
	}
	return m
}

// Say writes a text as it is heard, of one of the places, all, half or none of it in dialect;
// false if the readings lack a character.
func (m *Measure) Say(place int, text, mode string) (string, bool) {
	var heard []rune
	for _, c := range text {
		list := m.readings.said[place][c]
		if len(list) == 0 {
			return "", false
		}
		syllable := readings(c)[0].String()
		if mode == "all" || mode == "half" && m.random.IntN(2) == 0 {
			said := list[0]
			if len(list) > 1 && m.random.IntN(3) == 0 {
				said = list[1+m.random.IntN(len(list)-1)]
			}
			syllable = m.listeners[place].hear(said)
		}
		written := m.readings.hanzi[syllable]
		if len(written) == 0 {
			written = []rune(homophone(syllable))
		}
		heard = append(heard, written[m.random.IntN(len(written))])
	}
	return string(heard), true
}

var verbose = flag.Bool("misses", false, "show what was not found")

func homophone(syllable string) string {
	for r := rune(0x4e00); r < 0x9fa5; r++ {
		if readings(r)[0].String() == syllable {
			return string(r)
		}
	}
	return "啊"
}

func pow(x, e float64) float64 {
	if e == 2 {
		return x * x
	}
	return x*x*.5 + x*.5
}
