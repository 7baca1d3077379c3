package marks

import (
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// Kind is what a mark is.
type Kind uint8

// The kinds of marks.
const (
	Scar Kind = iota + 1
	Mole
	Birthmark
	Tattoo
	Burn
	Missing   // a finger, a tooth, an eye, a limb
	Deformed  // crooked, hunched, webbed, short
	Paralysed // lame, limp, one side of the body
	Blind
	Deaf // or mute
	Cleft
	Piercing
	Vitiligo
)

// Side of the body the mark is on, as the person's own.
type Side uint8

// The sides; 0 is unknown.
const (
	Left Side = iota + 1
	Right
	Both
)

// Site is where on the body; 0 is unknown. Sites of one region lie so close that
// two observers may name either.
type Site uint8

// Mark is one mark understood.
type Mark struct {
	Kind Kind
	Site Site
	Side Side
	Text string // the words it was read from
}

// word is a word of a text and what it stands for.
type word[T any] struct {
	text string
	is   T
}

var kindWords = []word[Kind]{
	{"烧伤", Burn}, {"烫伤", Burn}, {"灼伤", Burn}, {"烧疤", Burn}, {"烫疤", Burn},
	{"胎记", Birthmark}, {"胎痣", Birthmark}, {"红记", Birthmark}, {"青记", Birthmark}, {"黑记", Birthmark}, {"朱砂", Birthmark},
	{"白癜风", Vitiligo}, {"白斑", Vitiligo},
	{"纹身", Tattoo}, {"文身", Tattoo}, {"刺青", Tattoo}, {"刺字", Tattoo}, {"纹有", Tattoo},
	{"兔唇", Cleft}, {"唇裂", Cleft}, {"豁嘴", Cleft}, {"豁唇", Cleft}, {"腭裂", Cleft},
	{"耳洞", Piercing}, {"耳眼", Piercing},
	{"失明", Blind}, {"义眼", Blind}, {"独眼", Blind}, {"瞎", Blind}, {"白内障", Blind},
	{"聋", Deaf}, {"哑", Deaf}, {"不会说话", Deaf}, {"听力障碍", Deaf},
	{"偏瘫", Paralysed}, {"瘫", Paralysed}, {"跛", Paralysed}, {"瘸", Paralysed}, {"一瘸一拐", Paralysed}, {"行走不便", Paralysed}, {"小儿麻痹", Paralysed},
	{"缺失", Missing}, {"缺", Missing}, {"断指", Missing}, {"断掉", Missing}, {"截肢", Missing}, {"少一", Missing}, {"没有手", Missing}, {"残缺", Missing}, {"脱落", Missing},
	{"畸形", Deformed}, {"弯曲", Deformed}, {"变形", Deformed}, {"驼背", Deformed}, {"罗锅", Deformed}, {"六指", Deformed}, {"多指", Deformed}, {"并指", Deformed}, {"斜视", Deformed}, {"歪", Deformed}, {"残疾", Deformed}, {"萎缩", Deformed}, {"鸡胸", Deformed},
	{"疤", Scar}, {"伤痕", Scar}, {"刀痕", Scar}, {"刀口", Scar}, {"缝针", Scar}, {"手术痕", Scar}, {"伤口", Scar}, {"瘢痕", Scar}, {"伤印", Scar},
	{"痣", Mole}, {"黑点", Mole}, {"瘊子", Mole}, {"痦子", Mole}, {"肉瘤", Mole},
	{"scar", Scar}, {"mole", Mole}, {"birthmark", Birthmark}, {"tattoo", Tattoo}, {"burn", Burn},
}

// The sites. Those of one region share their tens.
const (
	brow, forehead, temple   Site = 10, 11, 12
	eye, cheek, face         Site = 20, 21, 22
	nose, mouth, chin, tooth Site = 30, 31, 32, 33
	ear                      Site = 40
	head                     Site = 50
	neck, shoulder           Site = 60, 61
	chest, belly, waist      Site = 70, 71, 72
	back                     Site = 80
	arm, elbow, wrist        Site = 90, 91, 92
	hand, finger, thumb      Site = 100, 101, 102
	buttock                  Site = 110
	thigh, leg, knee, shin   Site = 120, 121, 122, 123
	foot, toe                Site = 130, 131
)

// siteWords: a longer word stands before the shorter one that it holds.
var siteWords = []word[Site]{
	{"眉", brow}, {"额", forehead}, {"脑门", forehead}, {"太阳穴", temple},
	{"眼", eye}, {"脸", face}, {"面部", face}, {"颊", cheek}, {"颧", cheek}, {"鼻", nose},
	{"嘴", mouth}, {"唇", mouth}, {"下巴", chin}, {"下颌", chin}, {"牙", tooth}, {"齿", tooth},
	{"耳", ear}, {"头皮", head}, {"后脑", head}, {"头部", head}, {"头顶", head}, {"颈", neck}, {"脖", neck},
	{"肩", shoulder}, {"锁骨", shoulder}, {"胸", chest}, {"乳", chest}, {"腹", belly}, {"肚", belly}, {"腰", waist},
	{"手背", hand}, {"脚背", foot}, {"后背", back}, {"背", back},
	{"胳膊", arm}, {"手臂", arm}, {"臂", arm}, {"肘", elbow}, {"手腕", wrist}, {"腕", wrist},
	{"拇指", thumb}, {"食指", finger}, {"中指", finger}, {"无名指", finger}, {"小指", finger}, {"小拇指", finger}, {"手指", finger}, {"断指", finger}, {"六指", finger}, {"指", finger}, {"手", hand},
	{"臀", buttock}, {"屁股", buttock}, {"大腿", thigh}, {"小腿", shin}, {"膝", knee}, {"腿", leg}, {"脚趾", toe}, {"趾", toe}, {"脚", foot}, {"足", foot},
}

var sideWords = []word[Side]{{"双", Both}, {"两", Both}, {"左右", Both}, {"左", Left}, {"右", Right}}

// Alike is how near two sites are: 1 the same, 0.5 within one region, 0 apart, and
// 0.3 where a side does not say.
func Alike(a, b Site) float64 {
	switch {
	case a == 0 || b == 0:
		return 0.3
	case a == b:
		return 1
	case a/10 == b/10:
		return 0.5
	case (a == face && b/10 <= 3) || (b == face && a/10 <= 3): // the face is all of it
		return 0.4
	}
	return 0
}

// maxMarks is how many marks of one person are kept.
const maxMarks = 32

// ParseAll reads the marks of a person: the given ones and those in the texts.
func ParseAll(given []models.Mark, texts ...string) []Mark {
	var all []Mark
	for _, m := range given {
		all = add(all, Parse(m.Site+m.Side+m.Text+m.Kind))
	}
	for _, t := range texts {
		all = add(all, Parse(t))
	}
	return all
}

func add(all, more []Mark) []Mark {
	for _, m := range more {
		known := false
		for _, a := range all {
			known = known || a.Kind == m.Kind && a.Site == m.Site && a.Side == m.Side
		}
		if !known && len(all) < maxMarks {
			all = append(all, m)
		}
	}
	return all
}

// Parse finds the marks in a text, one a clause at the most for each kind. A
// clause that denies (无疤痕) has none.
func Parse(text string) []Mark {
	var found []Mark
	var site Site // a clause may go on about the site of the one before: 左手，有疤
	var side Side
	for clause := range strings.FieldsFuncSeq(text, isClauseEnd) {
		s, at := firstWord(clause, siteWords)
		if at >= 0 {
			site, side = s, sideOf(clause)
		} else if d := sideOf(clause); d != 0 {
			side = d
		}
		kind, at := firstWord(clause, kindWords)
		if at < 0 || denies(clause[:at]) {
			continue
		}
		found = append(found, Mark{Kind: kind, Site: site, Side: side, Text: clause})
		if len(found) == maxMarks {
			break
		}
	}
	return found
}

func isClauseEnd(r rune) bool { return strings.ContainsRune("，,。.；;、\n\t！!和及", r) }

// firstWord is the first of the words, in the order of the list, that the clause
// holds, and where; -1 for none.
func firstWord[T any](clause string, words []word[T]) (is T, at int) {
	for _, w := range words {
		if i := strings.Index(clause, w.text); i >= 0 {
			return w.is, i
		}
	}
	return is, -1
}

func sideOf(clause string) Side {
	s, _ := firstWord(clause, sideWords)
	return s
}

// denies looks for a denial right before the mark: 身上无明显疤痕.
func denies(before string) bool {
	for range 6 {
		r, size := utf8.DecodeLastRuneInString(before)
		if size == 0 {
			return false
		}
		if r == '无' || r == '没' || r == '未' {
			return true
		}
		before = before[:len(before)-size]
	}
	return false
}
