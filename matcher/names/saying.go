package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// saying is one name out of what a form's field holds: 王小明（小名：狗蛋） is two.
type saying struct {
	text    string
	kind    models.NameKind
	surname bool // only a surname is said: 姓区
}

// labels are words before a name that say which one it is. Longer ones stand before
// those that they hold.
var labels = []struct {
	word    string
	kind    models.NameKind // empty: the field's
	surname bool
}{
	{"曾用名", models.NameFormer, false}, {"原名", models.NameFormer, false}, {"现名", "", false},
	{"小名叫", models.NameNickname, false}, {"小名", models.NameNickname, false}, {"乳名", models.NameNickname, false},
	{"外号", models.NameNickname, false}, {"绰号", models.NameNickname, false}, {"昵称", models.NameNickname, false}, {"诨名", models.NameNickname, false},
	{"自称是", models.NameSelfReported, false}, {"自称", models.NameSelfReported, false}, {"自报", models.NameSelfReported, false},
	{"我叫", models.NameSelfReported, false}, {"名叫", "", false}, {"又名", "", false}, {"又叫", "", false}, {"也叫", "", false}, {"别名", "", false},
	{"疑似", "", false}, {"可能叫", "", false}, {"可能是", "", false}, {"好像叫", "", false}, {"听着像", "", false}, {"他叫", "", false}, {"她叫", "", false}, {"名字叫", "", false},
	{"化名", "", false}, {"大名", "", false}, {"学名", "", false}, {"本名", "", false}, {"真名", "", false}, {"姓名", "", false}, {"名字", "", false},
	{"我姓", "", true}, {"姓", "", true}, {"叫", "", false},
}

// sayings takes a text apart into names, the field's own first, and tells whether it
// says that it was heard: 徐华栋（音）.
func sayings(text string, kind models.NameKind) (list []saying, heard bool) {
	if len(text) > 4*maxText {
		text = string([]rune(text)[:min(maxText, len([]rune(text)))])
	}
	outer, inner := brackets(strings.Map(dotted, Fold(text)))
	for i, group := range []string{outer, inner} {
		for one := range strings.FieldsFuncSeq(group, func(r rune) bool { return strings.ContainsRune("、/,，;；|或", r) }) {
			s, labelled := labelledSaying(strings.TrimSpace(one), kind)
			switch {
			case i == 1 && strings.Contains(one, "音"):
				heard = true
			case isLatin(group) && strings.Contains(group, ","): // Chen, Meiling
				s.text = strings.ReplaceAll(group, ",", " ")
				return append(list, s), heard
			case s.text != "" && (i == 0 || labelled) && !unknown(s.text):
				list = append(list, s)
			}
		}
	}
	return list, heard
}

// dotted makes one dot of those that part transcribed names.
func dotted(r rune) rune {
	switch r {
	case '•', '・', '‧', '∙', '●', '⋅', '.', '。', '･':
		return '·'
	}
	return r
}

// brackets parts what is in brackets from what is not.
func brackets(text string) (outer, inner string) {
	var in, out strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("([【〔<《", r):
			depth++
			in.WriteByte('/')
		case strings.ContainsRune(")]】〕>》", r):
			depth = max(0, depth-1)
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String()), in.String()
}

func labelledSaying(text string, kind models.NameKind) (s saying, labelled bool) {
	s = saying{text: text, kind: kind}
	for _, l := range labels {
		rest, ok := strings.CutPrefix(s.text, l.word)
		rest = strings.TrimLeft(rest, ":： 是为\t\"“")
		if !ok || rest == "" {
			continue
		}
		s.text, labelled = rest, true
		if l.kind != "" {
			s.kind = l.kind
		}
		if l.surname {
			family, own, named := strings.Cut(rest, "名")
			s.text, s.surname = family+own, !named && isSurname(rest)
			break
		}
	}
	if family, who, ok := strings.Cut(s.text, "姓"); ok && isSurname(family) && !strings.Contains(who, "名") { // 李姓男子
		s.text, s.surname = family, true
	}
	if family := strings.TrimRightFunc(s.text, hides); family != s.text && (isSurname(family) || utf8.RuneCountInString(family) == 1) { // 造某某 is how 赵 was heard
		s.text, s.surname = family, true
	}
	return s, labelled
}

// nobody are words that stand in the field where the name is not known.
var nobody = []string{"无名", "不详", "未知", "不知", "佚名", "不明", "不清", "说不清", "待查", "匿名", "暂无", "没有", "某男", "某女", "名不", "未提供", "拒绝"}

func unknown(text string) bool {
	return slices.ContainsFunc(nobody, func(word string) bool { return strings.HasPrefix(text, word) })
}

// hides reports a character that stands for one that is not told: 刘某某, 王××.
func hides(r rune) bool { return strings.ContainsRune("某x×*○〇?？□", r) }

// titles follow a surname; those of one character may be a given name too.
var titles = []string{"师傅", "大爷", "大妈", "大娘", "大叔", "大婶", "大哥", "大姐", "大嫂", "阿姨", "奶奶", "爷爷", "婆婆", "伯伯", "叔叔", "先生", "女士", "小姐", "老师", "老汉", "老太", "老头", "老太太", "医生", "老板"}

const shortTitles = "氏姐哥叔婶嫂伯婆爷姨妈娘姓总工师"

// titled is the surname before a title of two or more characters; "" where there
// is none.
func titled(runes []rune) string {
	text := string(runes)
	for _, t := range titles {
		if family, ok := strings.CutSuffix(text, t); ok && isSurname(family) {
			return family
		}
	}
	if family, ok := strings.CutSuffix(strings.TrimPrefix(text, "老"), "头"); ok && text[:len("老")] == "老" && isSurname(family) {
		return family
	}
	return ""
}

// onlyHan keeps the Chinese characters of a text.
func onlyHan(runes []rune) []rune {
	kept := make([]rune, 0, len(runes))
	for _, r := range runes {
		if unicode.Is(unicode.Han, r) {
			kept = append(kept, r)
		}
	}
	return kept
}
