package prose

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/models"
)

// label describes a heading of a form and what its value is read as.
type label struct {
	words string
	read  func(r *reader, heading string, from, to int)
}

// events are what headings for a place name: 发现位置.
const events = `失踪|走失|丢失|发现|救助|捡拾|送站|滞留|流浪|失联|被拐|离家|走丢|求助|拾获|收治|接收|受助`

// headings returns all words that two lists make together.
func headings(first, second string) string {
	var all []string
	for a := range strings.SplitSeq(first, "|") {
		for b := range strings.SplitSeq(second, "|") {
			all = append(all, a+b)
		}
	}
	return strings.Join(all, "|")
}

// labels returns the headings; a longer word stands before one that it holds.
func labels() []label {
	date := func(r *reader, _ string, from, to int) { r.labelDate(from, to) }
	place := func(r *reader, heading string, from, to int) {
		r.labelPlace(from, to)
		r.placeRoughly = strings.HasSuffix(heading, "所在地")
	}
	return []label{
		{`失踪人?姓名|走失人?姓名|失踪者|走失者|失踪人|走失人|走失人员|失踪人员|寻亲者姓名|患者姓名|受助人员?姓名|现用名|现名|真实姓名|儿童姓名|孩子姓名|老人姓名|病人姓名|本人姓名|人员姓名|当事人姓名|学生姓名|姓名|名字|姓\s*名|name|full name`, func(r *reader, heading string, from, to int) {
			r.labelName(from, to, kindOf(heading, models.NameLegal))
		}},
		{`曾用名|原名`, func(r *reader, _ string, from, to int) { r.labelName(from, to, models.NameFormer) }},
		{`小名|乳名|昵称|绰号|别名|外号|又名|nickname`, func(r *reader, _ string, from, to int) { r.labelName(from, to, models.NameNickname) }},
		{`自称姓名|自报姓名|自称|自报`, func(r *reader, _ string, from, to int) { r.labelName(from, to, models.NameSelfReported) }},
		{`听音姓名|听音`, func(r *reader, _ string, from, to int) { r.labelName(from, to, models.NameHeard) }},
		{`失踪日期|走失日期|date missing|missing since|date found|found on|date|来站日期|到站时间|到站日期|接诊时间|接诊日期|送来时间|走丢时间|走丢日期|失踪时间|走失时间|失联时间|丢失时间|离家时间|失踪\/走失时间|出走时间|失散时间|被拐时间|发现日期|发现时间|入站时间|入站日期|救助时间|救助日期|接收时间|入院时间|入院日期|来站时间|进站时间|时间|日期`, date},
		{headings(events, `地|处|位置|地址|具体地点|详细地址|详细地点|区域`) + `|失踪地|走失地|丢失地|被拐地|失散地|[\p{Han}]{2}地点|失踪地点|走失地点|last seen|place found|found at|place|走丢地点|失踪地址|接诊地点|捡拾地点|滞留地点|流浪地点|来源地|失联地点|丢失地点|失踪人所在地|失散地点|被拐地点|离家地点|走失地址|发现地点|发现地址|救助地点|入院地点|受助地点|接收地点|地点`, place},
		{`最后露面|最后出现|最后见到|最后被?见|最后一次出现|最后一次见到|最后现身`, func(r *reader, _ string, from, to int) { r.labelSeen(from, to) }},
		{`籍贯|出生地|户籍所在地|户籍地址|户籍地|户籍|户口所在地|家庭住址|家庭地址|住址|原籍|祖籍|老家|家乡|现住址|户籍住址|现居住地|居住地|native place|hometown|home`, func(r *reader, _ string, from, to int) { r.labelNative(from, to) }},
		{`会说|会讲|使用语言|常用语言|口音|方言|语言|语言特征|说话口音|accent|language|speaks`, func(r *reader, _ string, from, to int) { r.labelAccent(from, to) }},
		{`失踪时穿着|失踪时衣服|走失时衣服|所穿衣物|衣物|衣服|clothing|wearing|走失时穿着|走失时衣着|失踪时衣着|走失时穿戴|衣着特征|衣着打扮|衣着情况|衣着|穿着打扮|穿着|穿戴|着装`, func(r *reader, _ string, from, to int) {
			r.labelText("person.clothing", &r.out.Person.Clothing, from, to)
		}},
		{`遗留物品|遗留物|随带物品|随身携带物品|随身衣物|身上物品|belongings|carrying|随身携带|随身物品|携带物品|携带物|物品`, func(r *reader, _ string, from, to int) {
			r.labelText("person.belongings", &r.out.Person.Belongings, from, to)
		}},
		{`编号|case no|ref|id no|寻亲编号|登记编号|救助编号|案件编号|登记号|住院号|档案号|寻人编号`, func(r *reader, _ string, from, to int) {
			if end := strings.IndexAny(r.folded[from:to], ",，。; "); end > 0 {
				to = from + end
			}
			from, to = r.trim(from, to)
			r.labelText("externalId", &r.out.ExternalID, from, to)
		}},
		{`失踪经过|走失经过|事情经过|失踪原因|走失原因|简要经过|失散经过|发现经过|救助经过`, func(r *reader, _ string, from, to int) {
			if r.out.Circumstances == "" { // read for its date and place before it counts as read
				r.out.Circumstances, r.storyAt = r.words(from, to), [2]int{from, to}
			}
		}},
		{`报失人|家属联系人|寻亲家属|报警人|求助人|委托人|联系人姓名|联系人|联络人|报案人|寻找人|家长|监护人|寻亲人|申请人|发布人`, (*reader).labelContact},
		{`与失踪人关系|与走失人关系|与失踪者关系|与走失者关系|与其关系|与本人关系|与被寻人关系|关系`, (*reader).labelKinOf},
		{relations + `|父|母|妻|夫|兄|弟|姐|妹|子|女`, (*reader).labelRelative},
		{`疤痕|伤疤|纹身|胎记|痣|义齿|义肢|残疾情况|体表标记`, (*reader).labelMark},
		{`初步诊断|临床诊断|入院诊断|诊断|既往病史|疾病史|病史|疾病`, func(r *reader, _ string, from, to int) { r.illnesses = append(r.illnesses, [2]int{from, to}) }},
		{`性别|性\s*别|sex|gender`, func(r *reader, _ string, from, to int) {
			switch s := r.folded[from:to]; {
			case strings.HasPrefix(s, "男"), strings.HasPrefix(s, "女"):
				r.setSex(strings.HasPrefix(s, "男"), from, from+len("男"))
			case strings.HasPrefix(s, "m"), strings.HasPrefix(s, "f"):
				r.setSex(s[0] == 'm', from, to)
			}
		}},
		// Known headings that the readers of sentences read by themselves.
		{`年龄|失踪时年龄|走失时年龄|年\s*龄|出生日期|出生年月日?|出生时间|生日|出生|身高|失踪时身高|体重|体型|体形|身材|民族|血型|特征|体貌特征|外貌特征|外貌|明显特征|身体特征|特征描述|寻亲者特征描述|其他特征|其它特征|特殊标记|健康状况|身体状况|精神状况|备注|其他资料|其他|联系电话|联系方式|电话|手机|报警电话|鞋码|情况说明|基本情况|基本信息|寻亲类别|寻亲类型|属相|生肖|登记日期|发布时间|志愿者|跟进志愿者|职业|文化程度|婚姻状况|学历|自述|查体|主诉|登记时间|填表时间|填表日期|报案时间|报警时间|报案日期|家属|亲属|家庭成员|亲属情况|家庭情况|age|height|weight|build|born|date of birth|dob|ethnicity|marks|distinguishing marks|contact|phone|tel|features|health`, nil},
	}
}

var (
	formLabels  = labels()
	labelWords  = compileLabels()
	valueFiller = " \t:：]】)-—"
)

func compileLabels() *regexp.Regexp {
	var all []string
	for _, l := range formLabels {
		all = append(all, strings.Split(l.words, "|")...)
	}
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	words := strings.Join(all, "|")
	return regexp.MustCompile(`(?m)(?:^|[\s,，。;:、|【\[(\d])\s*[【\[(]?(` + words + `)((?:\s*\([^)\n]{0,10}\)|/[\p{Han}]{2,5})?)\s*(?:[】\])]\s*[:]?|[:]|\s*[-—]\s|[ \t]{2,})` +
		`|(?:^|[\n;。:])[ \t]*(` + words + `)[ \t,]+` +
		`|[\p{Han}\d](` + gluedLabels + `):` +
		`|[\s,，](` + spacedLabels + `)[ ,]` +
		`|(?:^|[\s,，。;:])(?:[\p{Han}]{0,6}?)((?:[\p{Han}]{2})?(?:地点|时间|日期))(?:为|是|在|系)`)
}

// nextHeading is a heading that no table has: ；联系老师：.
var nextHeading = regexp.MustCompile(`[;。]\s*[\p{Han}]{2,6}\s*:`)

// noteHeading ends in a bracket behind a name.
var noteHeading = regexp.MustCompile(`[\p{Han}]\((?:自报|自称|听音|曾用名|原名)$`)

// gluedLabels are headings that stand before a colon without a mark before them, as
// scanners leave them; spacedLabels those that stand between spaces.
const (
	gluedLabels  = `性别|年龄|民族|身高|体型|体重|血型|籍贯|口音|衣着|特征|体貌特征|发现时间|发现地点|走失时间|走失地点|失踪时间|失踪地点|出生日期|健康状况|联系电话|联系人`
	spacedLabels = `出生日期|入院时间|入站时间|入院日期|发现时间|发现日期|发现地点|捡拾地点|捡拾时间|捡拾日期|走失时间|走失地点|失踪时间|失踪地点|身体特征|体貌特征|随身物品|衣着特征|健康状况|联系电话`
)

// heading describes a label in the text.
type heading struct {
	word, note       string // note is what stands in brackets behind it: 姓名(自报)
	at, from, to, no int    // of the heading, of its value; which of formLabels
}

// readLabels reads the fields of a text that is written like a form.
func (r *reader) readLabels() {
	var found []heading
	for at := 0; at < len(r.folded); {
		m := labelWords.FindStringSubmatchIndex(r.folded[at:])
		if m == nil {
			break
		}
		loose := m[6] >= 0
		for _, g := range []int{6, 8, 10, 12} {
			if m[g] >= 0 {
				m[2], m[3] = m[g], m[g+1]
			}
		}
		word := r.folded[at+m[2] : at+m[3]]
		if loose && (isExactRelation(word) || isLatin(word)) || isExactRelation(word) && strings.HasSuffix(r.folded[:at+m[2]], "(") {
			// 妈妈，您在哪里, （丈夫）: no form
		} else if noteHeading.MatchString(r.folded[:at+m[3]]) {
			// 张三(自报) says how a name is known
		} else if utf8.RuneCountInString(word) == 1 && !strings.HasPrefix(strings.TrimLeft(r.folded[at+m[3]:], " "), ":") {
			// 姐 is a heading before a colon only
		} else {
			h := heading{word: word, at: at + m[2], from: at + m[1]}
			if m[4] >= 0 {
				h.note = r.folded[at+m[4] : at+m[5]]
			}
			found = append(found, h)
		}
		at += m[1]
		if at > 0 && at < len(r.folded) { // the mark before a label may be the end of this one
			at--
		}
	}
	for i := range found {
		h := &found[i]
		h.to = len(r.folded)
		if i+1 < len(found) {
			h.to = found[i+1].at
		}
		if end := strings.IndexAny(r.folded[h.from:h.to], "\n\r"); end >= 0 {
			h.to = h.from + end
		}
		if m := nextHeading.FindStringIndex(r.folded[h.from:h.to]); m != nil {
			h.to = h.from + m[0]
		}
		if end := closesWithin(r.folded[h.from:h.to]); end >= 0 {
			h.to = h.from + end
		}
		h.from, h.to = r.trimValue(h.from, h.to)
		h.no = slices.IndexFunc(formLabels, func(l label) bool {
			return slices.Contains(strings.Split(l.words, "|"), h.word) || regexp.MustCompile(`^(?:`+l.words+`)$`).MatchString(h.word)
		})
		r.skip(h.at, h.at+len(h.word))
	}
	if m := caseNumber.FindStringSubmatchIndex(r.folded); m != nil && strings.ContainsAny(r.folded[m[2]:m[3]], "0123456789") && !r.isUsed(m[2], m[3]) && !slices.ContainsFunc(found, func(h heading) bool { return h.from == m[2] }) {
		r.labelText("externalId", &r.out.ExternalID, m[2], m[3])
	}
	for _, h := range found {
		if h.no >= 0 && formLabels[h.no].read != nil && h.from < h.to && !assertion.Unknown(assertion.Any, r.folded[h.from:h.to]) {
			formLabels[h.no].read(r, h.word+h.note, h.from, h.to)
		}
	}
}

func (r *reader) trimValue(from, to int) (int, int) {
	for from < to && strings.ContainsRune(valueFiller, rune(r.folded[from])) {
		from++
	}
	from, to = r.trim(from, to)
	for to > from && (strings.HasSuffix(r.folded[from:to], "【") || strings.HasSuffix(r.folded[from:to], "[") || strings.HasSuffix(r.folded[from:to], "(")) {
		_, size := utf8.DecodeLastRuneInString(r.folded[from:to])
		from, to = r.trim(from, to-size)
	}
	return from, to
}

// closesWithin is where a bracket closes in a value that did not open there: （户籍地：河池市）;
// -1 for nowhere.
func closesWithin(value string) int {
	depth := 0
	for i, c := range value {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 && i > 0 {
				return i
			}
		}
	}
	return -1
}

// kindOf returns what a heading says of how a name is known: 姓名（自报）.
func kindOf(heading string, kind models.NameKind) models.NameKind {
	switch {
	case hasAny(heading, []string{"自报", "自称", "自述"}):
		return models.NameSelfReported
	case hasAny(heading, []string{"(曾", "(原"}):
		return models.NameFormer
	case hasAny(heading, []string{"音)", "听音", "谐音"}):
		return models.NameHeard
	}
	return kind
}

// caseNumber is a number of the file in brackets or without a colon: （编号 HZ20250718-02）.
var caseNumber = regexp.MustCompile(`(?:编号|登记号|住院号|案号|档案号)\s*[:为是]?\s*([a-z0-9][a-z0-9-]{3,23})`)

var nameSplit = regexp.MustCompile(`[)）、/,，;]|\s{1,}|或`)

func (r *reader) labelName(from, to int, kind models.NameKind) {
	if end := strings.IndexAny(r.folded[from:to], "。;(（"); end > 0 {
		if givenHere.MatchString(r.folded[from+end : to]) {
			return
		}
		r.bracketedNames(from+end, to)
		if m := latinBracket.FindStringSubmatchIndex(r.folded[from+end : to]); m != nil && isKnown(r.words(from+end+m[2], from+end+m[3])) {
			defer r.addName(r.words(from+end+m[2], from+end+m[3]), models.NameOtherScript, from+end+m[2], from+end+m[3])
		}
		kind = kindOf(r.folded[from+end:min(to, from+end+len("(自己报的)"))], kind)
		if m := hanBracket.FindStringSubmatchIndex(r.folded[from+end : to]); m != nil && isLatin(r.folded[from:from+end]) { // Zhang Wei (张伟)
			r.addName(r.words(from+end+m[2], from+end+m[3]), kind, from+end+m[2], from+end+m[3])
			kind = models.NameOtherScript
		}
		to = from + end
	}
	if m := hanThenLatin.FindStringSubmatchIndex(r.folded[from:to]); m != nil { // 陈美娟 CHAN Mei Kuen
		if name := r.words(from+m[4], from+m[5]); isKnown(name) {
			r.addName(r.words(from+m[2], from+m[3]), kind, from+m[2], from+m[3])
			r.addName(name, models.NameOtherScript, from+m[4], from+m[5])
			return
		}
	}
	begin := from
	for begin < to {
		end := to
		if m := nameSplit.FindStringIndex(r.folded[begin:to]); m != nil && !isLatin(r.folded[begin:to]) {
			end = begin + m[0]
		}
		a, b := r.trim(begin, end)
		if word := r.folded[a:b]; b > a && (word == "男" || word == "女" || strings.ContainsAny(word, "0123456789")) {
			return
		}
		own := kind
		if m := saysName.FindString(r.folded[a:b]); m != "" && len(m) < b-a { // 姓名：自称王建军
			if a += len(m); strings.HasPrefix(m, "自") {
				own = models.NameSelfReported
			}
			a, b = r.trim(a, b)
		}
		if kind != models.NameHeard && soundMark.MatchString(r.after(b, 6)) && strings.Contains(r.after(b, 6), "音") {
			own = models.NameHeard
		}
		if name := r.words(a, b); b > a && plausible(name, own) || b > a && utf8.RuneCountInString(r.folded[a:b]) <= 4 && !assertion.Unknown(assertion.Name, r.folded[a:b]) && !isWord(r.folded[a:b]) {
			r.addName(name, own, a, b)
		}
		begin = end
		if begin < to && strings.ContainsRune(",;", rune(r.folded[begin])) && kind == models.NameLegal {
			return
		}
		if begin < to {
			_, size := utf8.DecodeRuneInString(r.folded[begin:])
			begin += size
		}
	}
}

// givenHere stands in brackets behind a name that a house gave.
var givenHere = regexp.MustCompile(`^[(（][^)）]{0,6}(?:取名|起名|暂名|暂定|代号|化名|命名)`)

var (
	// saysName are words before a name in its field.
	saysName = regexp.MustCompile(`^(?:自称|自述|自报|据称|疑似|可能|好像|大概)(?:是|叫|为)*`)
	// hanThenLatin is a name in characters and, behind it, in letters.
	hanThenLatin = regexp.MustCompile(`^([\p{Han}·]{2,8})[\s/,(（]+([a-z][a-z'-]+(?:[ ,]+[a-z][a-z'-]*){1,3})[\s)）]*$`)
	// latinBracket is a spelling in brackets behind a name.
	latinBracket = regexp.MustCompile(`^[(（]\s*([a-z][a-z' -]{3,30})\s*[)）]`)
	hanBracket   = regexp.MustCompile(`^[(（]\s*([\p{Han}·]{2,8})\s*[)）]`)
)

// bracketedNames reads what stands in brackets behind a name: 张三（小名狗蛋）.
func (r *reader) bracketedNames(from, to int) {
	for _, m := range called.FindAllStringSubmatchIndex(r.folded[from:to], -1) {
		kind := models.NameNickname
		if m[4] >= 0 {
			kind = models.NameFormer
		} else if m[2] < 0 {
			continue
		}
		begin := from + m[1] + len(lead.FindString(r.folded[from+m[1]:to]))
		if end := r.nameEnd(begin, kind); end > begin && plausible(r.words(begin, end), kind) {
			r.addName(r.words(begin, end), kind, begin, end)
		}
	}
}

func isLatin(s string) bool {
	for _, r := range s {
		if r > 0x7f {
			return false
		}
	}
	return true
}
