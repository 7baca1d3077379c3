package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

var (
	phone = regexp.MustCompile(`(?:\+?86[\s-]?)?1[3-9]\d(?:[\s\-.·]{0,2}\d){8}|0\d{2,3}[\s\-—]{0,2}\d{7,8}(?:-\d{1,4})?|09\d{2}[\s\-]?\d{3}[\s\-]?\d{3}|400[\s-]?\d{3,4}[\s-]?\d{3,4}|\+\d{1,3}[\s-]?\d{1,4}(?:[\s-]?\d{2,4}){2,3}`)
	// A number of eight digits behind a word for one, as Hong Kong and Macau have them.
	shortPhone = regexp.MustCompile(`(?:致电|请电|来电|电话|联络|打|whatsapp|tel|phone)[\p{Han}]{0,4}[:：,\s]*((?:\(?(?:852|853)\)?[\s-]?)?[235-9]\d{3}[\s-]?\d{4}|[2-9]\d{6})(?:[^\d]|$)`)
	// Who answers it, before or behind the number.
	callBefore = regexp.MustCompile(`(?:(其|他|她|我)?(?:的)?(` + relations + `|` + acquaintances + `|民警|家属|家人|亲属|社工|村干部|工作人员)|联系人|联系|请联系|联络|请联络|请洽|找)?[是:\s(,，]*(?:(?:村|社区|居委会|村委会|街道)?(?:支书|书记|主任|村长|会计|文书|网格员|民警))?([\p{Han}]{1,4}(?:先生|女士|小姐|警官|队长|师傅|所长|老师|主任|同志|大姐|医生|站长|科长)|[\p{Han}]{2,12}(?:公安局|派出所|分局|支队|大队|救助站|救助管理站|协会|救援队|搜救队|应急队|村委会|居委会|[医保总]务科|保卫科|值班室|办公室)|[\p{Han}]{2,}(?:·[\p{Han}]+)+|[\p{Han}]{2,4})?(?:[(（]\s*(` + relations + `|民警|社工)\s*[)）])?[\s,，]*(?:寻找|寻)?[\s,，]*(?:联系|联系电话|联系方式|(?:电话|手机)(?:同微信|微信同号)?|手机号?码?|热线|的?手机|微信同号|\(?电话)?[是为:\s,，)(]*$`)
	callBehind = regexp.MustCompile(`^(?:\s*[(（]\s*(?:(` + relations + `|民警|家属|社工)[:\s,]*)?([\p{Han}]{2,4})?\s*[)）]|[\s,，(（]*找?(` + relations + `|民警|家属|社工)?[:\s]*([小老]?[\p{Han}](?:先生|女士|小姐|警官|队长|师傅|所长|老师|主任|同志|医生|站长)|(?:[小老][\p{Han}]|[\p{Han}](?:生|太|叔|伯|哥|姐|姨))(?:[,，。;)\s]|$)))|^[\s,，]+(` + relations + `)(?:[,，。;)\s]|$)`)
	callWords  = regexp.MustCompile(`联系人|联系电话|请与|请联系|联系我|与我联系|拨打|致电|来电|热线|提供线索|知情者|知情人|有线索|酬谢|重谢|必有|万分感谢|定酬|电话[:\d\s]`)
)

// isCall reports whether a sentence is about whom to call.
func isCall(sentence string) bool { return callWords.MatchString(sentence) }

// inCall reports whether the words right before a place, in its sentence, are about whom
// to call.
func (r *reader) inCall(at int) bool {
	from, to := r.around(at, sentenceEnds)
	before := r.before(at, 14)
	from = max(from, at-len(before))
	_, end := r.around(at, clauseEnds)
	return isCall(r.folded[from:min(to, end)])
}

// readContacts reads whom to call; only a notice has them.
func (r *reader) readContacts() {
	if r.side != models.Notices || r.partial {
		return
	}
	for _, m := range r.phones() {
		if r.isUsed(m[0], m[1]) {
			continue
		}
		i := len(r.out.Contacts)
		for k := range r.out.Contacts {
			if r.out.Contacts[k].Phone == "" {
				i = k
				break
			}
		}
		if i == len(r.out.Contacts) {
			r.out.Contacts = append(r.out.Contacts, models.Contact{})
		}
		c, field := &r.out.Contacts[i], "contacts["+strconv.Itoa(i)+"]"
		c.Phone = inDigits(strings.TrimSpace(r.words(m[0], m[1])))
		r.set(field+".phone", c.Phone, m[0], m[1])
		if c.Name == "" {
			r.readCaller(c, field, m[0], m[1])
		}
	}
}

// mostContacts is how many numbers of a text are read, and longestCall how many bytes before
// one are looked at for who answers it.
const (
	mostContacts = 16
	longestCall  = 600
)

// phones returns the numbers of a text, in its order.
func (r *reader) phones() [][]int {
	list := slices.DeleteFunc(phone.FindAllStringIndex(r.folded, -1), func(m []int) bool { // of an identity number
		return m[0] > 0 && isDigit(r.folded, m[0]-1) || isDigit(r.folded, m[1])
	})
	for _, m := range shortPhone.FindAllStringSubmatchIndex(r.folded, -1) {
		if !slices.ContainsFunc(list, func(p []int) bool { return p[0] < m[3] && m[2] < p[1] }) {
			list = append(list, m[2:4])
		}
	}
	if hasAny(r.folded, hanPhoneHints) {
		list = append(list, hanPhone.FindAllStringIndex(r.folded, -1)...)
	}
	slices.SortFunc(list, func(a, b []int) int { return a[0] - b[0] })
	return list[:min(len(list), mostContacts)]
}

// hanPhone is a number in Chinese numerals: 一三九五九五….
var hanPhone = regexp.MustCompile(`[一幺壹][三四五六七八九叁肆伍陆柒捌玖][〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{9}`)

// hanPhoneHints are what such a number begins with.
var hanPhoneHints = strings.Fields("一三 一四 一五 一六 一七 一八 一九 幺 壹")

// inDigits is a number with Arabic digits.
func inDigits(number string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := digitOf[r]; ok {
			return '0' + rune(d)
		}
		if d := strings.IndexRune("零壹贰叁肆伍陆柒捌玖", r); d >= 0 {
			return '0' + rune(d/len("零"))
		}
		return r
	}, number)
}

func (r *reader) readCaller(c *models.Contact, field string, from, to int) {
	sentence := strings.LastIndexAny(r.folded[:from], "。;!?\n\r")
	start := 0
	if sentence >= 0 {
		start = sentence + 1
		for start < from && r.folded[start]&0xC0 == 0x80 {
			start++
		}
	}
	for start < from-longestCall || start < from && !utf8.RuneStart(r.folded[start]) {
		start++
	}
	if m := callBefore.FindStringSubmatchIndex(r.folded[start:from]); m != nil {
		relation := m[4:6]
		if m[8] >= 0 {
			relation = m[8:10]
		}
		r.setCaller(c, field, start, relation, m[6:8])
	}
	if m := ownCaller.FindStringSubmatchIndex(r.folded[start:from]); m != nil && c.Name == "" && c.Relation == "" {
		r.setCaller(c, field, start, m[2:4], []int{-1, -1})
	}
	if m := itsCaller.FindStringSubmatchIndex(r.folded[start:from]); m != nil && c.Name == "" && c.Relation == "" {
		r.setCaller(c, field, start, m[2:4], m[4:6])
	}
	if m := shortCaller.FindStringSubmatchIndex(r.folded[start:from]); m != nil && c.Name == "" && c.Relation == "" {
		r.setCaller(c, field, start, m[2:4], []int{-1, -1})
	}
	if m := vagueCaller.FindStringSubmatchIndex(r.folded[to:]); m != nil && slices.Contains([]string{"家属", "家人", "亲属"}, c.Relation) {
		c.Relation = ""
		r.out.Spans = slices.DeleteFunc(r.out.Spans, func(s Span) bool { return s.Field == field+".relation" })
		r.setCaller(c, field, to, m[2:4], []int{-1, -1})
	}
	if m := callBehind.FindStringSubmatchIndex(r.folded[to:]); m != nil && c.Name == "" {
		relation, name := m[2:4], m[4:6]
		if m[8] >= 0 {
			relation, name = m[6:8], m[8:10]
		}
		if m[10] >= 0 {
			relation = m[10:12]
		}
		r.setCaller(c, field, to, relation, name)
	}
	if m := writerBehind.FindStringSubmatchIndex(r.folded[to:]); m != nil && c.Name == "" && c.Relation == "" {
		r.setCaller(c, field, to, m[2:4], m[4:6])
	}
	if m := parentBehind.FindStringSubmatchIndex(r.folded[to:]); m != nil && c.Name == "" && c.Relation == "" {
		c.Name = r.words(to+m[2], to+m[3])
		r.set(field+".name", c.Name, to+m[2], to+m[3])
	}
	if c.Name == "" {
		if all := phone.FindAllStringIndex(r.folded[start:from], -1); len(all) > 0 { // the caller of the number before
			start += all[len(all)-1][1]
		}
		r.callerAhead(c, field, start, from)
	}
	if c.Name == "" && c.Relation == "" && len(r.out.Contacts) == 1 {
		if all := officeAhead.FindAllStringSubmatchIndex(r.folded[:from], -1); len(all) > 0 {
			m := all[len(all)-1]
			c.Name = r.words(m[2], m[3])
			r.set(field+".name", c.Name, m[2], m[3])
		}
	}
	if m := englishCaller.FindStringSubmatchIndex(r.folded[to:]); m != nil && c.Relation == "" {
		c.Relation = r.words(to+m[2], to+m[3])
		r.set(field+".relation", c.Relation, to+m[2], to+m[3])
	}
	if c.Name == "" && c.Relation == "" && r.writer != "" && len(r.out.Contacts) == 1 {
		if at := strings.Index(r.folded, names.Fold(r.writer)); at >= 0 {
			c.Name = r.writer
			r.set(field+".name", c.Name, at, at+len(names.Fold(r.writer)))
		}
	}
}

var callerName = regexp.MustCompile(`(` + relations + `)?([\p{Han}](?:先生|女士|小姐|警官|队长|师傅|所长|老师|主任|同志|大姐|医生|站长|科长))`)

// callerAhead looks for a titled surname anywhere before the number in its sentence.
func (r *reader) callerAhead(c *models.Contact, field string, from, to int) {
	all := callerName.FindAllStringSubmatchIndex(r.folded[from:to], -1)
	if len(all) > 0 {
		m := all[len(all)-1]
		r.setCaller(c, field, from, m[2:4], m[4:6])
	}
}

func (r *reader) setCaller(c *models.Contact, field string, base int, relation, name []int) {
	if name[0] >= 0 {
		from, to := base+name[0], base+name[1]
		text := r.folded[from:to]
		for _, w := range []string{"联系人", "联络", "联系", "请与", "请找", "找", "与", "是", "其", "我的", "他的", "她的", "孩子", "我", "他", "她", "名叫", "叫"} {
			if rest, ok := strings.CutPrefix(text, w); ok {
				from, text = from+len(w), rest
			}
		}
		if m := office.FindString(text); m != "" && len(m) < len(text) && !isOffice.MatchString(text) { // 派出所罗警官
			from, text = from+len(m), text[len(m):]
		}
		if m := post.FindString(text); m != "" && isSurname(firstOf(text[len(m):])) && len([]rune(text[len(m):])) >= 2 { // 村主任马麻奴
			from, text = from+len(m), text[len(m):]
		}
		if rel := leadingRelation(text); rel != "" && relation[0] < 0 {
			relation = []int{from - base, from - base + len(rel)}
			from, text = from+len(rel), text[len(rel):]
		}
		if isExactRelation(text) || slices.Contains(strings.Split(acquaintances, "|"), text) || text == "家长" && strings.ContainsAny(r.before(from, 2), "/;") {
			if c.Relation == "" {
				c.Relation = r.words(from, to)
				r.set(field+".relation", c.Relation, from, to)
			}
			return
		}
		for n := 0; n < 2 && len([]rune(text)) > 2 && len([]rune(text)) == 4-n && !isSurname(firstOf(text)) && !isOffice.MatchString(text) && !isTitled(text) && strings.HasPrefix(r.folded[from+len(text):], "联系"); n++ { // 宿舍田玉柱
			from, text = from+len(firstOf(text)), text[len(firstOf(text)):]
		}
		if i := strings.LastIndexAny(text, "与请找系"); i > 0 && isOffice.MatchString(text) {
			from, text = from+i+len("与"), text[i+len("与"):]
		}
		to = from + len(strings.TrimRight(text, ",，。;) "))
		text = r.folded[from:to]
		if relation[0] >= 0 && isKnown(text) && (len([]rune(text)) > 3 || len([]rune(text)) == 2 && strings.HasPrefix(r.folded[to:], "(")) && !isWord(text) && !isOffice.MatchString(text) && !isTitled(text) { // 阿依古丽（母亲）
			c.Name = r.words(from, to)
			r.set(field+".name", c.Name, from, to)
		}
		short := len([]rune(text)) == 2 && strings.HasPrefix(text, "小") && isSurname(text[len("小"):])
		if c.Name != "" {
		} else if short || isOffice.MatchString(text) || isTitled(text) && isSurname(firstOf(text)) || len([]rune(text)) >= 2 && plausible(text, models.NameLegal) && isSurname(firstOf(text)) && (!isWord(text) || r.isYu(text)) && isName(text) {
			c.Name = r.words(from, to)
			r.set(field+".name", c.Name, from, to)
		}
	}
	if relation[0] >= 0 && c.Relation == "" {
		from, to := base+relation[0], base+relation[1]
		c.Relation = r.words(from, to)
		r.set(field+".relation", c.Relation, from, to)
	}
}

// isYu reports whether a text is a word of notices only for its first character, the surname
// 于 of whom a relation or a heading announces.
func (r *reader) isYu(text string) bool {
	given, ok := strings.CutPrefix(text, "于")
	return ok && !isWord(given) && utf8.RuneCountInString(given) <= 2
}

// shortCaller is a relation of one character right before a number: 儿139….
var shortCaller = regexp.MustCompile(`(?:^|[\s,，;])(儿|女|子|妻|夫|孙|媳|兄|弟|姐|妹|父|母|爸|妈|哥)[:\s]*$`)

// ownCaller is the same behind 联系她爸.
var ownCaller = regexp.MustCompile(`(?:其|他|她|孩子|我)(?:的)?(爸爸?|妈妈?|哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿|父亲|母亲|老婆|老公|爷爷|奶奶)[:\s(]*$`)

// acquaintances answer a number though they are no relatives.
const acquaintances = `舍友|室友|同学|同事|邻居|工友|班主任|老板|房东`

// writerBehind is who writes, behind the number: 139… 我是她女儿周红.
var writerBehind = regexp.MustCompile(`^[\s,，)]*我?是(?:他|她|其|老人|孩子|本人)?的?(` + relations + `|` + acquaintances + `)([\p{Han}]{2,4})?(?:[,，。;!)\s]|$)`)

// parentBehind is a caller by surname and relation: 139…邓爸爸.
var parentBehind = regexp.MustCompile(`^[\s(]*([\p{Han}](?:爸爸|妈妈|爸|妈|奶奶|爷爷|叔叔|阿姨))(?:[,，。;)\s]|$)`)

// itsCaller is a relative by name: 其子骆建国 139….
var itsCaller = regexp.MustCompile(`其(` + shortRelations + `)([\p{Han}]{2,4})[\s:,，(]*$`)

// vagueCaller is a relation behind a number of which only 家属 was said before.
var vagueCaller = regexp.MustCompile(`^\s*[(（]\s*(` + relations + `)\s*[)）]`)

// officeAhead is an office that one is asked to turn to, with the number behind a mark.
var officeAhead = regexp.MustCompile(`(?:请与|请联系|联系|与|找|向|拨打)\s*([\p{Han}]{2,14}?(?:公安局|派出所|分局|支队|大队|救助站|救助管理站|福利院|社区|协会))(?:[\p{Han}]{0,4}联系)?[\p{Han},，。;:\s]{0,12}$`)

func isExactRelation(s string) bool {
	return slices.Contains(strings.Split(relations, "|"), s)
}

// office and post may stand before whom to call.
var (
	office = regexp.MustCompile(`^[\p{Han}]{0,10}(?:公安局|派出所|分局|支队|大队|中队|救助管理站|救助站|村委会|居委会|社区|街道办|民政局|福利院|医院|科室)`)
	post   = regexp.MustCompile(`^(?:告知|请告知|通知)?(?:村委会|居委会|村|社区|生产)?(?:班主任|主任|书记|支书|村长|队长|社长|组长|文书|网格员|辅警|民警|社工|护士长|志愿者|负责人|经办人)`)
)

var isOffice = regexp.MustCompile(`(?:公安局|派出所|分局|支队|大队|救助站|救助管理站|协会|救援队|搜救队|应急队|村委会|居委会|科|值班室|办公室)$`)

func leadingRelation(s string) string {
	for w := range strings.SplitSeq(relations+"|民警|社工|志愿者|家属|家人|亲属|"+acquaintances, "|") {
		if strings.HasPrefix(s, w) && len(w) > 3 && len(s) > len(w) {
			return w
		}
	}
	return ""
}

func firstOf(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func isTitled(s string) bool {
	for _, w := range []string{"先生", "女士", "小姐", "警官", "队长", "师傅", "所长", "老师", "主任", "同志", "大姐", "医生", "站长", "科长"} {
		if strings.HasSuffix(s, w) && s != w {
			return true
		}
	}
	return false
}

// isKnown reports whether a text is understood as a name, be it of no Chinese form.
func isKnown(text string) bool {
	parsed := names.Parse(models.PersonName{Text: text})
	return parsed.Known()
}
