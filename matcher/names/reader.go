package names

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// reader reads the pieces of one field: each may be several names, with words around them.
type reader struct {
	kind  models.NameKind // the field's
	heard bool            // some word said that the name was written by ear
}

// piece reads one piece of a text: 自述叫刘德安, 张建国一家三口, 王小明又名王明.
func (r *reader) piece(text string) []nameField {
	if name := toldIn(text); name != "" {
		return r.piece("叫" + name)
	}
	if namesNoOne(text) {
		return nil
	}
	named := text // what is known to name someone
	text = trimmed(text)
	if before, after, ok := cutScripts(text); ok {
		return append(r.piece(before), r.piece(after)...)
	}
	if isLatin(text) || hasHangul(text) {
		return []nameField{{text: text, kind: r.kind}}
	}
	if before, after, ok := cutLabel(text); ok {
		return append(r.piece(before), r.piece(after)...)
	}
	if m := givenIn(text); m != nil {
		return []nameField{{text: "阿" + m[1], kind: models.NameNickname, introduced: true}}
	}
	if at := strings.LastIndex(text, "的"); at > 0 && isLikelyName(text[at+len("的"):]) && utf8.RuneCountInString(text[:at]) > 1 && !strings.ContainsAny(text[:at], "姓叫") { // 俗称二嫂的范秀云
		return append(r.piece(text[at+len("的"):]), r.piece(text[:at])...)
	}
	s := nameField{text: text, kind: r.kind}
	if m := furtherFields.FindStringIndex(s.text); m != nil && m[0] > 0 {
		s.text = trimmed(s.text[:m[0]])
	}
	if m := kinNamed.FindStringSubmatch(s.text); m != nil && isLikelyName(m[1]) {
		s.text = m[1]
	}
	r.lead(&s)
	if rest := afterComponents(s.text); rest != s.text {
		s.text, s.surname = rest, utf8.RuneCountInString(rest) == 1
	}
	if s.surname {
		return []nameField{s}
	}
	if s.text = withoutCompany(s.text); isChildOf(s.text) {
		return nil
	}
	var list []nameField
	for _, one := range people(s.text) {
		next := s
		if next.text = trimmed(one); one != named && namesNoOne(one) {
			continue
		}
		r.lead(&next)
		if family, ok := familyOnly(next.text); ok {
			next.text, next.surname = family, true
		} else {
			next.text = withoutTitle(next.text)
		}
		if next.text != "" && (next.text == one || next.text == named || !namesNoOne(next.text)) && !isClause(next.text) {
			list = append(list, next)
		}
	}
	return list
}

// lead takes the words off that stand before a name, and keeps what they say of it.
func (r *reader) lead(s *nameField) {
	if at := strings.LastIndex(s.text, "叫"); at >= 0 { // 一个叫小明的男孩, 大家叫他老王
		s.text = s.text[at:]
		if own, _, ok := strings.Cut(s.text, "的"); ok && utf8.RuneCountInString(own) > 1 {
			s.text = own
		}
	}
	for again := true; again && !s.surname; {
		again = false
		first, _ := utf8.DecodeRuneInString(s.text)
		for _, l := range leads()[first] {
			rest, ok := strings.CutPrefix(s.text, l.word)
			if !ok {
				continue
			}
			rest = strings.TrimFunc(strings.TrimLeft(trimmed(rest), "是为他她其它"), unicode.IsSpace)
			if rest == "" || l.weak && !isLikelyName(rest) && !r.leadsToName(rest) {
				continue
			}
			s.text, s.introduced, again = rest, s.introduced || !l.weak, true
			r.heard = r.heard || l.heard
			if l.kind != "" {
				s.kind = l.kind
			}
			if l.surname {
				s.text, _, _ = strings.Cut(s.text, "的")
				family, own, named := strings.Cut(s.text, "名")
				s.text, s.surname = family+own, !named && (isSurname(s.text) || utf8.RuneCountInString(s.text) == 1)
			}
			break
		}
	}
}

// leadsToName reports whether more such words stand before a name: 寻找走失老人刘德安.
func (r *reader) leadsToName(text string) bool {
	s := nameField{text: text}
	(&reader{kind: r.kind}).lead(&s)
	return s.text != text && isLikelyName(s.text)
}

// familyOnly reports whether a text tells only a surname, and which: 李姓男子, 刘某某, 王同志;
// 造某某 is how 赵 was heard.
func familyOnly(text string) (string, bool) {
	if family, who, ok := strings.Cut(text, "姓"); ok && isSurname(family) && !strings.Contains(who, "名") {
		return family, true
	}
	if family := strings.TrimRight(text, string(hiddenChar)+"甲乙丙丁"); strings.Contains(text, string(hiddenChar)) && family != text && (isSurname(family) || utf8.RuneCountInString(family) == 1) {
		return family, true
	}
	if strings.Contains(text, "家") {
		if m := ofHouse.FindStringSubmatch(text); m != nil && isSurname(m[1]) {
			return m[1], true
		}
	}
	for _, t := range moreTitles {
		if family, ok := strings.CutSuffix(text, t); ok && isSurname(strings.TrimPrefix(family, "氏")) {
			return family, true
		}
	}
	if family, ok := strings.CutSuffix(text, "氏女"); ok && isSurname(family) {
		return family, true
	}
	return "", false
}

// ofHouse tells only a family: 陈家老二.
var ofHouse = regexp.MustCompile(`^(\p{Han}{1,2})家(?:的)?(?:老[大二三四五六幺]|[大二三四五六小]?(?:儿子|女儿|闺女|媳妇|小子|丫头|姑娘|娃|妹子|崽))$`)

// moreTitles are what people are called behind their name and what they are, besides titles.
var moreTitles = []string{
	"老师傅", "大师傅", "老大妈", "老太爷", "老人家", "小朋友", "老爷子", "老先生", "老大爷", "老大娘", "老奶奶", "老爷爷", "老婆婆", "流浪汉", "患者", "病人", "同志", "老人", "同学", "宝宝", "教授", "主任", "书记", "队长", "警官", "女孩", "男孩",
	"男子", "女子", "男士", "女童", "男童", "大伯", "老伯", "妇女", "姑娘", "小伙",
}

// withoutTitle takes the title off a name that is whole without it: 王小明先生, 小王师傅.
func withoutTitle(text string) string {
	for _, list := range [...][]string{moreTitles, titles} {
		for _, t := range list {
			if name, ok := strings.CutSuffix(text, t); ok && (isLikelyName(name) || isCalled(name)) {
				return name
			}
		}
	}
	return text
}

// isCalled reports whether a text is of two characters, as people are called: 老王, 小明.
func isCalled(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(familiar, first) && utf8.RuneCountInString(text[size:]) == 1
}

// isLikelyName reports whether a text looks like a surname and a given name, or like a
// transcribed name.
func isLikelyName(text string) bool {
	runes := []rune(text)
	n := len(onlyHan(runes))
	switch {
	case strings.ContainsRune(text, '·') && n > 3, isLatin(text), hasHangul(text):
		return true
	case n != len(runes):
		return false
	case n >= 3 && isSurname(string(runes[:2])):
		return n <= 4
	case n >= 2 && n <= 4 && (isSurname(string(runes[0])) || runes[0] == hiddenChar):
		return n < 4 || isSurname(string(runes[1])) // 陈李美云
	}
	return n >= 2 && transcribed(runes) != nil && n <= maxPositions
}

// Company and kin of a person, who stand in the field of a name.
const (
	kinWordList = `大儿子|二儿子|小儿子|大女儿|二女儿|小女儿|外孙女|外孙|孙女|孙子|儿子|女儿|孩子|小孩|妻儿|妻女|儿童|幼子|幼女|妻子|丈夫|爱人|老伴|老婆|老公|媳妇|儿媳|女婿|母亲|父亲|妈妈|爸爸|家人|弟弟|妹妹|哥哥|姐姐|大哥|二哥|三哥|大姐|二姐|三姐|大弟|二弟|三弟|大妹|二妹|爷爷|奶奶|外公|外婆|姥姥|姥爷|祖父|祖母|伯父|伯母|叔叔|婶婶|舅舅|舅妈|姑姑|姑妈|姨妈|阿姨|侄子|侄女|外甥女|外甥|岳父|岳母|公公|婆婆|堂哥|堂弟|堂姐|堂妹|表哥|表弟|表姐|表妹|养父|养母|生父|生母|继父|继母|朋友|同伴|工友|老乡`
	countWords  = `[0-9一二三四五六七八九十两双几多数余]`
)

var (
	household = regexp.MustCompile(`的?(?:全?家|一家(?:子|老小)?(?:人|` + countWords + `+口(?:人)?)?|` + countWords + `口之家|夫妇|夫妻|两口子|父子|父女|母子|母女|兄弟|兄妹|姐弟|姐妹|姊妹|祖孙|婆媳|叔侄)(?:俩|` + countWords + `+人)?$`)
	andOthers = regexp.MustCompile(`等(?:共|一行)?` + countWords + `*(?:人|名|口|位|个|个人|名儿童|人员)?$`)
	withKin   = regexp.MustCompile(`(?:以及|带着|携带|和|与|跟|及|携|带|同)(?:其|他|她)?(?:的)?` + countWords + `?(?:个|名|位)?(?:` + kinWordList + `)(?:们)?`)
	childOf   = regexp.MustCompile(`^[\p{Han}□]{2,4}(?:之|的)(?:长|次|幼|大|二|小)?(?:子|女|婴|儿|妻|夫|母|父|孙|弟|妹|兄|姐|` + kinWordList + `)$`)
	// furtherFields are those of a form that follow a name in its own field: 刘德安性别男, 刘德安男52岁.
	furtherFields = regexp.MustCompile(`(?:性别|年龄|民族|籍贯|电话|住址|家住|出生|身高|身份证号)|[男女]\s*[0-9]`)
	kinNamed      = regexp.MustCompile(`^[\p{Han}□]{2,4}(?:之|的)(?:长|次|幼|大|二|小)?(?:` + kinWordList + `|子|女|妻|夫|母|父|孙|弟|妹|兄|姐)[:：]?(\p{Han}{2,4})$`)
	kinBehind     = regexp.MustCompile(`^\p{Han}{2,4}(?:` + kinWordList + `)$`)
)

// withoutCompany takes those off who are told beside a person: 张建国一家三口, 王芳和女儿; their
// names stay, parted: 张建国和女儿张小红.
func withoutCompany(text string) string {
	if !strings.ContainsAny(text, "家夫父母兄姐姊祖婆叔等和与跟及携带同口两") {
		return text
	}
	text = withKin.ReplaceAllString(text, " ")
	for _, re := range [...]*regexp.Regexp{andOthers, household} {
		if left := trimmed(re.ReplaceAllString(text, "")); left != "" && (isLikelyName(left) || utf8.RuneCountInString(left) > 4 || isCalled(left)) {
			text = left
		}
	}
	return text
}

// isChildOf reports whether a text tells whose relative a person is, and no name: 王芳之女.
func isChildOf(text string) bool {
	const least = 4 // characters: 张三之子
	if utf8.RuneCountInString(text) < least {
		return false
	}
	if childOf.MatchString(text) {
		return true
	}
	return kinBehind.MatchString(text) && utf8.RuneCountInString(text) >= 4 && withoutTitle(text) == text
}

// people returns the names that a piece has, parted by spaces or by a word for and.
func people(text string) []string {
	words := strings.Fields(text)
	if len(words) < 2 || strings.ContainsRune(text, '·') {
		return pairOf(text)
	}
	if joined := strings.Join(words, ""); !areNames(words) {
		return pairOf(joined)
	}
	var list []string
	for _, w := range words {
		list = append(list, pairOf(w)...)
	}
	return list
}

// areNames reports whether words are names each, not the parts of one: 王 小明, 欧阳 小兰,
// 买买提 艾合买提.
func areNames(words []string) bool {
	short := 0
	for _, w := range words {
		if utf8.RuneCountInString(w) == 1 && !namesNoOne(w) {
			short++
		}
	}
	first := []rune(words[0])
	return short == 0 && !isSurname(words[0]) && (isLikelyName(words[0]) || namesNoOne(words[len(words)-1])) && (len(first) < 2 || transcribed(first) == nil)
}

// pairOf parts two names that a word for and, or nothing, joins: 张三和李四, 王小明王小红. What may
// be one name stays: 李和平.
func pairOf(text string) []string {
	runes := []rune(text)
	if n := len(runes); n == 6 && isLikelyName(string(runes[:3])) && isLikelyName(string(runes[3:])) && transcribed(runes[:3]) == nil && !strings.ContainsRune(text, '·') {
		return []string{string(runes[:3]), string(runes[3:])}
	}
	for _, and := range [...]string{"以及", "和", "与", "及", "跟", "&", "+"} {
		for from := 0; ; {
			at := strings.Index(text[from:], and)
			if at < 0 {
				break
			}
			before, after := trimmed(text[:from+at]), trimmed(text[from+at+len(and):])
			if isLikelyName(before) && (isLikelyName(after) || isCalled(after)) {
				return append(pairOf(before), pairOf(after)...)
			}
			from += at + len(and)
		}
	}
	return []string{text}
}

// isClause reports whether a text is more than a name: 家住河南省许昌市.
func isClause(text string) bool {
	n := len(onlyHan([]rune(text)))
	if strings.ContainsRune(text, '·') || n < 4 {
		return n == 3 && strings.HasSuffix(text, "口音") || n == 2 && strings.HasSuffix(text, "族")
	}
	if n < 5 {
		return strings.HasSuffix(text, "口音") || strings.HasSuffix(text, "族") || strings.HasSuffix(text, "省") || strings.HasSuffix(text, "市")
	}
	return strings.ContainsAny(text, "住是有岁省县村镇乡市的了在被说") && !allVariants([]rune(text))
}

// allVariants reports whether known pieces of names of other peoples make up a text.
func allVariants(text []rune) bool {
	for len(text) > 0 {
		_, n := variants().at(text)
		if n == 0 {
			return false
		}
		text = text[n:]
	}
	return true
}

// cutScripts parts the Chinese from the Latin name of a text, or that in hangul: 陈大文 Chan Tai
// Man. A single letter is no name.
func cutScripts(text string) (before, after string, ok bool) {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "", "", false
	}
	start := -1
	for i, r := range text {
		latin := unicode.Is(unicode.Latin, r) || isHangul(r)
		if !latin {
			start = -1
			continue
		}
		if start < 0 {
			start = i
			continue
		}
		end := start + strings.IndexFunc(text[start:]+"汉", func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if start > 0 {
			return text[:start], text[start:], true
		}
		return text[:end], text[min(end, len(text)):], true
	}
	return "", "", false
}

// trimmed returns a text without the signs and figures around it.
func trimmed(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return r != hiddenChar && !unicode.IsLetter(r) && !unicode.IsMark(r)
	})
}
