package matcher

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maskText masks what leads to a person's door or telephone in free text: numbers of
// seven digits and more in any writing (138.1234.5678, 一三八…, full width, with anything
// but words between them), accounts (微信, QQ, e-mail), number plates, and doors. Dates,
// ages, measures and sums of money stay.
func maskText(text string) string {
	if !hints.MatchString(text) {
		return text
	}
	for _, a := range accounts {
		text = maskAccounts(text, a)
	}
	text = spelled.ReplaceAllString(text, masked)
	text = tail.ReplaceAllString(plate.ReplaceAllString(text, masked), "${1}${2}"+masked)
	return coordinates.ReplaceAllString(maskDoors(maskNumbers(text)), masked)
}

// coordinates are degrees so exact that they are a person's door: 30.6412, 30°38′28″.
var coordinates = regexp.MustCompile(`\p{Nd}{1,3}(?:[.．点]\p{Nd}{4,}|\s*[°º度]\s*\p{Nd}{1,2}(?:[.．]\p{Nd}+)?\s*['′’分](?:\s*\p{Nd}{1,2}(?:[.．]\p{Nd}+)?\s*(?:["″”秒]|''))?)`)

// hints is anything that a masked thing has: a digit in any writing, or a letter.
var hints = regexp.MustCompile(`[\p{Nd}A-Za-zＡ-Ｚａ-ｚ@＠①-⑳⓪` + hanDigits + `]|小组|院子|老屋`)

// hanDigits are digits as words, in the order of no use: see digitValue.
const hanDigits = "零〇○一二三四五六七八九幺壹贰貳叁參叄肆伍陆陸柒捌玖甲乙丙丁十百"

// accounts are names of accounts and mail addresses; what the first group holds stays.
var accounts = []*regexp.Regexp{
	regexp.MustCompile(`()[\w.+\-]+\s*(?:@|＠|\[at\]|\(at\)|（at）|#)\s*[\w\-]+(?:\s*(?:\.|。|．|点|dot)\s*[A-Za-z]{2,})+`),
	regexp.MustCompile(`(?i)()wxid[_\-\s]*\w+`),
	regexp.MustCompile(`(?i)((?:[微薇威卫维徽]\s*[信星芯]|wei\s*信|加\s*微|[薇微威卫维]\s*(?:\p{S}|[xX]\b|[xX][:：])+|\bv\s*[:：]|绿泡泡|绿色软件|脸书|facebook|纸飞机|推特|twitter|instagram|[vⅤ]\s*信|wechat|weixin|we\s*chat|\bw\s?x|\bv\s?x|\bwei xin|加\s*v|抖\s*音|快\s*手|支付宝|钉钉|陌陌|小红书|微博|whatsapp|telegram|line|skype|账号|帐号)\s*(?:[号號]码?|id|账号|帐号|同号|名)?[\s:：是为加=（("“@＠\p{So}]*)[A-Za-z][\w\-.]{2,}`),
	regexp.MustCompile(`(?i)((?:q\s*q|扣\s*扣|企鹅|球球|[微薇威卫维徽]\s*[信星芯]|v\s*信|wechat|weixin|\bwx|\bvx|抖\s*音|快\s*手|支付宝)\s*(?:[号號]码?|id|群)?[\s:：是为加=（("“]*)[\p{Nd}①-⑳⓪` + hanDigits + `](?:[\s\pP\pS\p{Cf}]{0,3}[\p{Nd}①-⑳⓪` + hanDigits + `]){3,}`),
}

// maskAccounts masks what a matches, but for its first group, together with the whole of a number
// that begins in it: wxa138 1234 5678.
func maskAccounts(text string, a *regexp.Regexp) string {
	found := a.FindAllStringSubmatchIndex(text, -1)
	if len(found) == 0 {
		return text
	}
	numbers := numberSpans(text)
	var spans [][2]int
	for _, m := range found {
		to := m[1]
		for _, n := range numbers {
			if n[0] < to && to < n[1] {
				to = n[1]
			}
		}
		spans = append(spans, [2]int{m[3], to})
	}
	return maskSpans(text, spans)
}

// tail is the end of a number that a person is known by: 身份证后四位001X.
var tail = regexp.MustCompile(`((?:后|末|尾|前|中间)[三四五六八34568]位?(?:数字|数|号码|号)?|尾号|尾数)([\s:：是为]{0,3})[\p{Nd}]{3,8}[XxＸｘ]?`)

// spelled is a number of which digits that repeat are counted: 幺八六四个零二二三三.
var spelled = regexp.MustCompile(`[\p{Nd}` + spokenDigits + `]{3,}[\s,，]*[两二三四五六七八]个[\p{Nd}` + spokenDigits + `](?:[\s,，]*(?:[两二三四五六七八]个[\p{Nd}` + spokenDigits + `]|[\p{Nd}` + spokenDigits + `]{2,}))+`)

const spokenDigits = "零〇一二三四五六七八九幺"

// plate is a number plate: 京A12345, 川A·D1234挂.
var plate = regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使]\s*[A-Za-zＡ-Ｚ][\s·.\-•]{0,2}[A-Za-z0-9０-９]{4,5}[A-Za-z0-9０-９挂学警港澳领]`)

// digitValue returns the digit that a character stands for; -1 for none.
func digitValue(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	case r >= '①' && r <= '⑨':
		return int(r-'①') + 1
	case r == '⓪':
		return 0
	}
	for d, list := range [...]string{"零〇○", "一幺壹", "二贰貳", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"} {
		if strings.ContainsRune(list, r) {
			return d
		}
	}
	if unicode.Is(unicode.Nd, r) { // ten in a row in every script
		zero := r
		for zero > 0 && unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		return int(r - zero)
	}
	return -1
}

// piece describes a run of digits, and what they are.
type piece struct {
	from, to int // bytes
	digits   string
	han      bool // said as words
}

// maxBetween is how many marks may stand between the digits of one number.
const maxBetween = 6

// maskNumbers masks runs of digits that are a person's number.
func maskNumbers(text string) string { return maskSpans(text, numberSpans(text)) }

// maskSpans masks stretches of a text, which are in order, in bytes; one that begins in another is
// left to it.
func maskSpans(text string, spans [][2]int) string {
	var out strings.Builder
	done := 0
	for _, span := range spans {
		if span[0] < done {
			continue
		}
		out.WriteString(text[done:span[0]])
		out.WriteString(masked)
		done = span[1]
	}
	out.WriteString(text[done:])
	return out.String()
}

// numberSpans returns the stretches of a text that are a person's number, in order, in bytes.
func numberSpans(text string) (spans [][2]int) {
	for _, run := range runsOf(text) {
		spans = append(spans, secrets(text, run)...)
	}
	return spans
}

// runsOf returns the pieces of digits of a text, those together between which there are but
// marks and spaces.
func runsOf(text string) (runs [][]piece) {
	var run []piece
	var now piece
	between := 0
	end := func() {
		if now.digits != "" {
			run = append(run, now)
			now = piece{}
		}
	}
	flush := func() {
		end()
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run, between = nil, 0
	}
	for i, r := range text {
		size := max(1, utf8.RuneLen(r))
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		d := digitValue(r)
		switch {
		case d >= 0:
			if now.digits == "" {
				now.from, now.han = i, r > 0x2FFF && r < 0xFF00
			}
			now.digits += strconv.Itoa(d)
			now.to, between = i+size, 0
		case (r == 'X' || r == 'x' || r == 'Ｘ' || r == 'ｘ') && now.digits != "":
			now.to = i + size // the last place of an identity number
			end()
		case (r == 'o' || r == 'O') && len(now.digits) >= 2 && digitValue(firstRune(strings.TrimLeft(text[i+1:], "oO"))) >= 0:
			now.digits += "0"
			now.to = i + size
		case r != '\n' && !unicode.IsLetter(r) && between < maxBetween:
			end()
			between++
		default:
			flush()
		}
	}
	flush()
	return runs
}

// secrets returns the stretches of a run that are to be masked: pieces that make a number of
// seven digits and more, and are no dates, measures or sums.
func secrets(text string, run []piece) (spans [][2]int) {
	total := 0
	for _, p := range run {
		total += len(p.digits)
	}
	if total >= idDigits-1 && isIdentity(run) {
		return [][2]int{{run[0].from, run[len(run)-1].to}}
	}
	if isYear(run[0].digits) && total <= longestFiled && filed.MatchString(text[:run[0].from]) {
		return nil
	}
	for i := 0; i < len(run); {
		if n := datePieces(text, run[i:]); n > 0 {
			i += n
			continue
		}
		if isMeasure(text, run[i]) {
			i++
			continue
		}
		j := i
		for j < len(run) && !isMeasure(text, run[j]) && datePieces(text, run[j:]) == 0 {
			j++
		}
		spans = append(spans, numbersIn(text, run[i:j])...)
		i = max(j, i+1)
	}
	return spans
}

// filed stands before the number of a file, which begins with its year and is no one's.
var filed = regexp.MustCompile(`(?:编号|案号|案件号?|文号|受案号?|立案号?|档案号|登记号|备案号?|公告|通告|字第?)\s*[:：为是(（〔\[]?\s*$`)

// longestFiled is how many digits such a number has at most: 2026-0831-0017.
const longestFiled = 14

// idDigits is how many digits an identity number has, its last place counted or not.
const idDigits = 18

// isIdentity reports whether the pieces are the number of an identity card of 15 or 18
// places: an area, a birth, an order.
func isIdentity(run []piece) bool {
	var all strings.Builder
	for _, p := range run {
		all.WriteString(p.digits)
	}
	s := all.String()
	if len(s) != idDigits && len(s) != idDigits-1 || s[0] == '0' {
		return false
	}
	year, err := strconv.Atoi(s[6:10])
	month, err2 := strconv.Atoi(s[10:12])
	return err == nil && err2 == nil && year >= 1850 && year <= 2100 && month >= 1 && month <= 12
}

// numbersIn returns the numbers among pieces that follow one another. Seven digits and more
// in one piece are one; pieces make one together if they are said digit by digit, or as
// telephone numbers are grouped.
func numbersIn(text string, run []piece) (spans [][2]int) {
	for i := 0; i < len(run); {
		taken := 0
		for j := len(run); j > i; j-- {
			if isNumber(run[i:j]) {
				taken = j - i
				break
			}
		}
		if taken == 0 {
			i++
			continue
		}
		from, to := run[i].from, run[i+taken-1].to
		if i == 0 && from > 0 && text[from-1] == '+' { // +86
			from--
		}
		spans = append(spans, [2]int{from, to})
		i += taken
	}
	return spans
}

// minNumber is how many digits a number has at least that may be a person's.
const minNumber = 7

func isNumber(run []piece) bool {
	var all strings.Builder
	longest, single := 0, 0
	for _, p := range run {
		all.WriteString(p.digits)
		longest = max(longest, len(p.digits))
		if len(p.digits) <= 2 {
			single++
		}
	}
	s := all.String()
	switch {
	case len(s) < minNumber:
		return false
	case len(run) == 1:
		return true
	case longest >= minNumber:
		return len(run[0].digits) >= 3 || s[0] == '0' || strings.HasPrefix(s, "86") // an area code, and its number
	case mobile.MatchString(s):
		return true
	case len(s) >= 14: // a card or an account, in groups
		return true
	case s[0] == '0' && len(s) >= 10 && len(s) <= 12, (strings.HasPrefix(s, "400") || strings.HasPrefix(s, "800")) && len(s) == 10:
		return true
	case len(s) <= 8 && len(run) == 2 && longest <= 4: // 6234-5678; two years are a span
		return !isYear(run[0].digits) || !isYear(run[1].digits)
	case single == len(run): // digit by digit, or by twos
		return len(run) >= 4
	}
	return false
}

var mobile = regexp.MustCompile(`^(?:0|(?:00)?86)?1[3-9]\d{9}$`)

func isYear(s string) bool {
	year, err := strconv.Atoi(s)
	return err == nil && len(s) == 4 && year >= 1850 && year <= 2100
}

// datePieces returns how many pieces at the front of a run are a date with its year, and the
// time behind it: 2019-5-12 10:30, 12/5/2019, 1990.5-2001.7; 0 for none.
func datePieces(text string, run []piece) int {
	small := func(i, most int) bool {
		if i >= len(run) || len(run[i].digits) > 2 {
			return false
		}
		n, err := strconv.Atoi(run[i].digits)
		return err == nil && n >= 1 && n <= most
	}
	near := func(i int) bool { // one mark between
		return i < len(run) && utf8.RuneCountInString(text[run[i-1].to:run[i].from]) <= 2
	}
	var n int
	switch {
	case len(run) > 1 && isYear(run[0].digits) && near(1) && small(1, 12):
		if n = 2; near(2) && small(2, 31) {
			n = 3
		}
		if n == 2 && len(run) > 2 && near(2) && len(run[2].digits) > 2 && !isYear(run[2].digits) {
			return 0
		}
	case len(run) > 2 && near(1) && near(2) && small(0, 31) && small(1, 31) && isYear(run[2].digits):
		n = 3
	case len(run) > 1 && isYear(run[0].digits) && isYear(run[1].digits) && near(1):
		return 2
	default:
		return 0
	}
	for k := 0; k < 3 && n < len(run) && len(run[n].digits) == 2 && strings.ContainsAny(text[run[n-1].to:run[n].from]+after(text, run[n].to), ":：") && utf8.RuneCountInString(text[run[n-1].to:run[n].from]) <= 2; k++ {
		n++
	}
	return n
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func after(text string, at int) string {
	r := firstRune(text[at:])
	if r == utf8.RuneError {
		return ""
	}
	return string(r)
}

// measures are units: what stands before them is no number of anyone's. The limit is how
// many digits it has then.
var measures = []struct {
	words string
	most  int
}{
	{"元 块 万 余元 人民币 RMB", 12}, {"年", 4}, {"岁 周岁 米 cm CM 厘米 公分 斤 公斤 kg KG 千克 码 天 个 名 人 次 多 几 来 余 % ％ 分钟 小时 公里 km 里 平 路公交 路车 毫米 mm", 4}, {"月 日 号 点 时 分 :", 2},
}

// isMeasure reports whether a unit follows a piece, or a date's word goes before it.
func isMeasure(text string, p piece) bool {
	rest := strings.TrimLeft(text[p.to:], " ")
	for _, m := range measures {
		if len(p.digits) > m.most {
			continue
		}
		for w := range strings.FieldsSeq(m.words) {
			if strings.HasPrefix(rest, w) {
				return w != ":" || p.to < len(text) && len(p.digits) == 2
			}
		}
	}
	return false
}

// Doors: what tells a building, a flat, a group of a village.
var (
	door     = regexp.MustCompile(`([0-9０-９一二三四五六七八九十百零〇甲乙丙丁A-Za-zＡ-Ｚ①-⑳\-－]+)(号楼|号院|号门|号|单元|室|栋|幢|弄|村民小组|小组|生产队|组|门牌|房|座)`)
	flat     = regexp.MustCompile(`(栋|幢|楼|座|单元|层|苑|园|小区|花园|公寓|社区|号楼\p{Nd}{1,2}门|号|#)([\s\-－#]{0,2}[A-Za-zＡ-Ｚ]?[\-－]?(?:[0-9０-９]{2,5}|[一二三四五六七八九][零〇一二三四五六七八九][一二三四五六七八九零〇]{1,2})(?:[\-－][0-9０-９]{1,5})*|[\s\-－#]{0,2}[0-9０-９]{1,3}(?:[\-－][0-9０-９]{1,5})+)`)
	steps    = regexp.MustCompile(`(^|[^0-9０-９\-－./])([0-9０-９]{1,3}\s?[\-－—–/]\s?[0-9０-９]{1,2}\s?[\-－—–/]\s?[0-9０-９]{3,4})`)
	farmyard = regexp.MustCompile(`(村民小组|小组|生产队|[组队社村屯])([\p{Han}]{1,5}?)(院子|大院|院坝|老屋|老院|屋场|屋基|宅院)`)
)

// maskDoors masks them, but for days (5月12号), sizes of shoes and lines of an underground.
func maskDoors(text string) string {
	text = replaceSub(steps, text, func(m []int) string {
		last := strings.FieldsFunc(text[m[4]:m[5]], func(r rune) bool { return digitValue(r) < 0 })
		if isYear(last[len(last)-1]) {
			return text[m[0]:m[1]]
		}
		return text[m[2]:m[3]] + masked
	})
	source := text
	text = replaceSub(flat, source, func(m []int) string {
		if filed.MatchString(source[:m[3]]) || followed(source[m[1]:], "米", "岁", "年", "路", "元", "斤", "公分", "厘米", "cm", "CM", "月", "多", "人", "-", "个") {
			return source[m[0]:m[1]]
		}
		return source[m[2]:m[3]] + masked
	})
	source = text
	text = replaceSub(door, source, func(m []int) string {
		word := source[m[4]:m[5]]
		if word == "号" && (strings.HasSuffix(source[:m[0]], "月") || followed(source[m[1]:], "线", "鞋", "码", "早", "上午", "下午", "晚", "中午", "凌晨", "左右走")) {
			return source[m[0]:m[1]]
		}
		if word == "座" && seat.MatchString(source[:m[3]]) { // 3车12A座
			return source[m[0]:m[1]]
		}
		if word == "号" && clothesSize.MatchString(source[m[2]:m[3]]) { // L号衣服
			return source[m[0]:m[1]]
		}
		if word == "房" && followed(source[m[1]:], "东", "子", "产") {
			return source[m[0]:m[1]]
		}
		return masked + word
	})
	return farmyard.ReplaceAllString(text, "${1}"+masked+"${3}")
}

// seat is one in a train.
var seat = regexp.MustCompile(`(?:车厢?|排)\s*\p{Nd}{1,2}[A-Fa-f]$`)

// clothesSize are sizes of clothes.
var clothesSize = regexp.MustCompile(`^(?:[SML]|X{1,4}L?)$`)

func followed(rest string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(rest, w) })
}

// replaceSub replaces each match by what replace makes of its groups' places.
func replaceSub(p *regexp.Regexp, text string, replace func(m []int) string) string {
	all := p.FindAllStringSubmatchIndex(text, -1)
	if all == nil {
		return text
	}
	var out strings.Builder
	done := 0
	for _, m := range all {
		out.WriteString(text[done:m[0]])
		out.WriteString(replace(m))
		done = m[1]
	}
	out.WriteString(text[done:])
	return out.String()
}
