package names

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/models"
)

// nameField describes one name out of what a form's field holds: 王小明（小名：狗蛋） is two.
type nameField struct {
	text       string
	kind       models.NameKind
	surname    bool // only a surname is said: 姓区
	introduced bool // words before it say that it is a name: 叫小明
}

// nameFields takes a text apart into names, the field's own first, and tells whether it
// says that it was heard: 徐华栋（音）. What names no one is none of them.
func nameFields(text string, kind models.NameKind) (list []nameField, heard bool) {
	if len(text) > 4*maxText {
		text = string([]rune(text)[:min(maxText, len([]rune(text)))])
	}
	right, _ := assertion.Corrected(Fold(text))
	outer, inner := brackets(dotted(quoted(reveal(right))))
	r := reader{kind: kind}
	if isLatin(text) && unknownLatin(Fold(text)) { // before a slash parts it: n/a
		return nil, false
	}
	if isLatin(outer) && strings.Contains(outer, ",") { // Chen, Meiling
		outer = strings.ReplaceAll(outer, ",", " ")
	}
	if describes(inner) { // 张（上龙下天）: what no keyboard has
		if len(onlyHan([]rune(outer))) > 1 {
			list = r.piece(outer)
		}
		return append(list, r.piece(outer+string(hiddenChar))...), r.heard
	}
	for one := range pieces(outer) {
		for _, s := range r.piece(one) {
			if len(list) == 0 || s.introduced || s.surname || isLikelyName(s.text) || isCalled(s.text) || len(hanForms([]rune(s.text), models.NameNickname)) > 0 && utf8.RuneCountInString(s.text) <= 3 && !isPlaceWord(s.text) {
				list = append(list, s)
			}
		}
	}
	list = r.inBrackets(inner, joinedFamily(list))
	return list, r.heard || strings.Contains(inner, "音") || utf8.RuneCountInString(outer) > 2 && strings.HasSuffix(outer, "音")
}

// inBrackets adds the names in brackets behind others: those that words before them tell,
// a name in the other script, and a whole name if what stands before the brackets is
// none, or has its surname.
func (r *reader) inBrackets(inner string, list []nameField) []nameField {
	whole := func(text string) bool { return isLikelyName(text) && !isPlaceWord(text) }
	outer := list
	for one := range pieces(inner) {
		one = trimmed(one)
		if strings.Contains(one, "音") && utf8.RuneCountInString(one) <= 3 || namesNoOne(one) {
			continue
		}
		for _, s := range (&reader{kind: r.kind}).piece(one) {
			known := slices.ContainsFunc(outer, func(o nameField) bool { return whole(o.text) && !o.surname && isLatin(o.text) == isLatin(s.text) })
			sister := slices.ContainsFunc(outer, func(o nameField) bool { return sameFamily(o.text, s.text) })
			if s.introduced || s.surname && len(outer) == 0 || whole(s.text) && (!known || sister) {
				list = append(list, s)
			}
		}
	}
	return list
}

// sameFamily reports whether two names in Chinese characters begin alike.
func sameFamily(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return x == y && unicode.Is(unicode.Han, x)
}

// isPlaceWord reports whether a short text is likelier a place, a people or a number of years
// than a name: 安徽, 成都人, 回族.
func isPlaceWord(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("省市县区镇乡村人族岁州话", last) ||
		strings.Contains(" 安徽 云南 江苏 江西 海南 温州 成都 常德 常州 广西 广东 甘肃 宁夏 万州 柳州 吉林 黑龙江 金华 石家庄 安康 安庆 安阳 鲁山 汤阴 孟津 梁山 房山 郎溪 和田 滑县 ", " "+text+" ")
}

// pieces returns what signs part in a text of several names.
func pieces(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("、/,，;；|\\或@!！\n", r) })
}

// joinedFamily puts a surname and a given name together that are told apart: 姓王，叫小明.
func joinedFamily(list []nameField) []nameField {
	for i := 0; i+1 < len(list); i++ {
		next := &list[i+1]
		if list[i].surname && !next.surname && next.introduced && utf8.RuneCountInString(next.text) <= 2 && !isSurname(string([]rune(next.text)[:1])) {
			list[i] = nameField{text: list[i].text + next.text, kind: next.kind}
			return slices.Delete(list, i+1, i+2)
		}
	}
	return list
}

// quoted leaves what stands in quotation marks of a text that says before them that it is
// a name: 自述叫“刘德安”（音）.
func quoted(text string) string {
	const open, closing = "“‘「『\"＂«‹", "”’」』\"＂»›"
	from := strings.IndexAny(text, open)
	if from < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[from:])
	to := strings.IndexAny(text[from+size:], closing)
	if to < 0 {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(open, r) {
				return -1
			}
			return r
		}, text)
	}
	before, within, after := text[:from], text[from+size:from+size+to], text[from+size+to:]
	_, size = utf8.DecodeRuneInString(after)
	return before + within + after[size:]
}

// dotted makes one dot of those that part transcribed names.
func dotted(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '•', '・', '‧', '∙', '●', '⋅', '.', '。', '･':
			return '·'
		}
		return r
	}, text)
}

// brackets parts what is in brackets from what is not.
func brackets(text string) (outer, inner string) {
	var in, out strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("([【〔<《{", r):
			depth++
			in.WriteByte('/')
		case strings.ContainsRune(")]】〕>》}", r):
			depth = max(0, depth-1)
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String()), in.String()
}

// titles follow a surname; those of one character may be a given name too.
var titles = []string{"师傅", "大爷", "大妈", "大娘", "大叔", "大婶", "大哥", "大姐", "大嫂", "阿姨", "奶奶", "爷爷", "婆婆", "伯伯", "叔叔", "先生", "女士", "小姐", "老师", "老汉", "老太", "老头", "老太太", "医生", "老板"}

// isTitle reports whether a text is a title.
func isTitle(text string) bool {
	return slices.Contains(titles, text) || utf8.RuneCountInString(text) == 1 && strings.Contains(shortTitles, text)
}

const shortTitles = "氏姐哥叔婶嫂伯婆爷姨妈娘姓总工师"

// titled returns the surname before a title of two or more characters; "" if there
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
		if unicode.Is(unicode.Han, r) || r == hiddenChar {
			kept = append(kept, r)
		}
	}
	return kept
}
