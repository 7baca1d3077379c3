package prose

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// readBody reads age and birth, sex, height, build, blood type and people.
func (r *reader) readBody() {
	r.readBirth()
	r.readAge()
	r.readSex()
	r.readHeight()
	r.readWeight()
	r.readShoes()
	r.readBuild()
	r.readBlood()
	r.readEthnicity()
}

var (
	plainSex = regexp.MustCompile(`(?:^|[,，。、;\s(:/|])\s*(?:性别[:\s]*)?(男|女)(?:性|的)?(?:$|[,，。、;\s):/|]|\d)`)
	maleNoun = regexp.MustCompile(`男子|男性|男孩|男童|男婴|男士|男青年|男生|男娃|男老人|老汉|大爷|大叔|小伙|老头|爷爷|老爷子|老大爷|老先生|光头男|男患者|男人|那个男的|个男的|男的|[名一浪]男|哑男|犬子|家父|家兄|吾儿|吾父|小儿[^麻科]`)
	femNoun  = regexp.MustCompile(`女子|女性|女孩|女童|女婴|女士|女青年|女生|女娃|女老人|妇女|老太|大妈|大娘|奶奶|阿姨|姑娘|婆婆|少女|妇人|老妪|女患者|女人|那个女的|个女的|女的|大姐|[名一浪]女|哑女|家母|吾母|家妹|小女[^孩]`)
)

// married tells by whom somebody is married to.
var married = regexp.MustCompile(`妻子|老婆|媳妇|丈夫|老公`)

// heSays is a 他 that is not of 其他, which writes for men and for those of unknown sex.
var heSays = regexp.MustCompile(`(?:^|[^其吉])(他)(?:[^们人国乡处方]|$)`)

// readSex takes the sex that is said plainly, else that of what the person is called.
func (r *reader) readSex() {
	if r.out.Person.Sex != "" {
		return
	}
	for _, m := range plainSex.FindAllStringSubmatchIndex(r.folded, -1) {
		if r.own(m[2], m[3]) {
			r.setSex(r.folded[m[2]:m[3]] == "男", m[2], m[3])
			return
		}
	}
	male, female := r.firstOwn(maleNoun), r.firstOwn(femNoun)
	switch {
	case r.alias != "" && aliasSex()[r.alias] != "":
		at := strings.Index(r.folded, r.alias)
		r.setSex(aliasSex()[r.alias] == models.Male, at, at+len(r.alias))
	case male != nil && (female == nil || male[0] < female[0]):
		r.setSex(true, r.lastSexWord(male), male[1])
	case female != nil:
		r.setSex(false, r.lastSexWord(female), female[1])
	case married.MatchString(r.folded):
		m := married.FindStringIndex(r.folded)
		if words := r.folded[m[0]:m[1]]; !r.isAlias(words) {
			r.setSex(strings.ContainsAny(words, "妻婆媳"), m[0], m[1])
		}
	case strings.Contains(r.folded, "她") || heSays.MatchString(r.folded) && !r.partial:
		if at := strings.Index(r.folded, "她"); at < 0 {
			at = heSays.FindStringSubmatchIndex(r.folded)[2]
			r.setSex(true, at, at+len("他"))
			return
		}
		at := strings.Index(r.folded, "她")
		r.setSex(false, at, at+len("她"))
	}
}

// lastSexWord is where a noun begins, without the word before it: 聋哑 of 聋哑女.
func (r *reader) lastSexWord(m []int) int {
	if s := r.folded[m[0]:m[1]]; strings.HasSuffix(s, "男") || strings.HasSuffix(s, "女") {
		return m[1] - len("男")
	}
	return m[0]
}

func (r *reader) setSex(male bool, from, to int) {
	sex := models.Female
	if male {
		sex = models.Male
	}
	r.out.Person.Sex = sex
	r.set("person.sex", string(sex), from, to)
}

// firstOwn is the first match that speaks of the person, not of a caller or a relative.
func (r *reader) firstOwn(p *regexp.Regexp) []int {
	for _, m := range p.FindAllStringIndex(r.folded, -1) {
		if !r.inCall(m[0]) && r.own(m[0], m[1]) && !r.isContactTitle(m[0]) {
			return m
		}
	}
	return nil
}

// isContactTitle reports whether the title belongs to a name of one character: 李女士.
func (r *reader) isContactTitle(at int) bool {
	title := r.after(at, 2)
	if title != "女士" && title != "阿姨" && title != "大姐" && title != "奶奶" && title != "大爷" && title != "大叔" {
		return false
	}
	return r.side == models.Notices && isSurname(r.before(at, 1))
}

// Patterns of heights: in metres, in centimetres, in the feet (尺) of old people.
var (
	metres = regexp.MustCompile(`(?:(` + metre + `)(?:` + dash + `)(` + metre + `)|(` + metre + `))\s*(多|几|出头|不到|以上|上下|左右)?`)
	cms    = regexp.MustCompile(`(\d{2,3})(?:\.\d+)?(?:\s*(?:cm|厘米|公分))?(?:` + dash + `(\d{2,3})(?:\.\d+)?)?\s*(cm|厘米|公分)\s*(多|几|以上|不到|左右|上下)?`)
	bareCm = regexp.MustCompile(`(?:身高|个头|个子)[大概约是为有在\s:(,\]】]*(\d{2,3}|一百?[四五六七八九][一二三四五六七八九十]?)(?:` + dash + `(\d{2,3}))?\s*(多|左右|上下)?`)
	chi    = regexp.MustCompile(`([三四五六3456])尺([一二三四五六七八九1-9]|半)?(?:寸)?`)
)

const metre = `(?:[12]\s*\.\s*\d{1,2}\s*(?:米|m)?|[12一两]\s*(?:米|m)\s*(?:[一二三四五六七八九]{1,2}几?|\d{1,2}几?)?|0\.\d{1,2}\s*(?:米|m))`

// cmOf reads a height in metres; high is above low where the words leave room.
func cmOf(s string) (low, high int) {
	s = strings.ReplaceAll(s, " ", "")
	vague := strings.HasSuffix(s, "几")
	s = strings.TrimSuffix(s, "几")
	if head, tail, ok := strings.Cut(strings.Replace(s, "m", "米", 1), "米"); ok {
		whole, _ := valueOf(head)
		if strings.Contains(head, ".") {
			low = int(whole*100 + .5)
			return low, low
		}
		low = int(whole) * 100
		part, _ := valueOf(tail)
		switch len([]rune(tail)) {
		case 1:
			low += int(part) * 10
		case 2:
			low += int(part)
		}
	} else if v, err := strconv.ParseFloat(s, 64); err == nil {
		low = int(v*100 + .5)
	}
	if vague {
		return low, low + 9
	}
	return low, low
}

func (r *reader) readHeight() {
	p := &r.out.Person
	if p.HeightMinCm != 0 || p.HeightMaxCm != 0 {
		return
	}
	for _, m := range metres.FindAllStringSubmatchIndex(r.folded, -1) {
		group := r.groups(m)
		low, high := cmOf(group(3))
		if group(3) == "" {
			low, _ = cmOf(group(1))
			_, high = cmOf(group(2))
		}
		unit := strings.ContainsAny(group(3)+group(2)+group(1), "米m")
		if next := r.after(m[1], 1); !unit && !r.isHeightWord(m[0]) || low%100 == 0 && !r.isHeightWord(m[0]) || strings.ContainsAny(next, "长宽远深") && next != "" {
			continue
		}
		if r.offerHeight(low, high, group(4), m[0], m[1]) {
			return
		}
	}
	for _, pattern := range []*regexp.Regexp{cms, bareCm} {
		for _, m := range pattern.FindAllStringSubmatchIndex(r.folded, -1) {
			group := r.groups(m)
			v, _ := valueOf(group(1))
			low := int(v)
			high := low
			if group(2) != "" {
				v, _ = valueOf(group(2))
				high = int(v)
			}
			if pattern == cms && !r.isHeightWord(m[0]) && (low < 100 || strings.ContainsAny(r.before(m[0], 4), "长宽径距离深疤痕")) {
				continue
			}
			last := group(len(m)/2 - 1)
			if r.offerHeight(low, high, last, m[2], m[1]) {
				return
			}
		}
	}
	for _, m := range chi.FindAllStringSubmatchIndex(r.folded, -1) {
		feet, _ := valueOf(r.groups(m)(1))
		tenths, _ := valueOf(r.groups(m)(2))
		if r.groups(m)(2) == "半" {
			tenths = 5
		}
		if cm := int((feet+tenths/10)*100/3 + .5); r.isHeightWord(m[0]) || strings.ContainsAny(r.after(m[1], 3), "高个") || m[4] >= 0 {
			if r.offerHeight(cm, cm, "", m[0], m[1]) {
				return
			}
		}
	}
}

// isHeightWord reports whether the words right before speak of height.
func (r *reader) isHeightWord(at int) bool {
	before := strings.ReplaceAll(r.before(at, 9), "身长", "身高")
	if i := strings.LastIndexAny(before, "。;长宽"); i >= 0 {
		before = before[i:]
	}
	for _, w := range []string{"身高", "个子", "个头", "高约", "身长", "身材", "高大概", "个儿", "高在"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return strings.HasSuffix(strings.TrimRight(before, " :约"), "高")
}

func (r *reader) offerHeight(low, high int, more string, from, to int) bool {
	switch more {
	case "多", "出头":
		high = max(high, low+5)
	case "几":
		high = max(high, low+9)
	case "不到":
		low, high = low-5, low
	case "":
		if strings.HasSuffix(r.before(from, 3), "不到") {
			low = low - 5
		}
	case "以上":
		high += 10
	}
	if low < 40 || high > 230 || high < low || !r.own(from, to) {
		return false
	}
	r.out.Person.HeightMinCm, r.out.Person.HeightMaxCm = low, high
	r.setNumber("person.heightMinCm", low, from, to)
	r.setNumber("person.heightMaxCm", high, from, to)
	return true
}

var builds = regexp.MustCompile(`不胖不瘦|中等[^,，。;]{0,3}(?:身材|体型|体态|身板)|(?:身材|体型|体态|身体)(?:中等|适中|匀称|正常|标准|一般)|体型中|中等体|身材匀称|` +
	`(?:偏|微|较|很|挺|比较|有点|有些|稍|略|体型|身材|体态|身体|人|极|非常|特别|又|高|精|干|清|黑|又矮又|比较偏)(瘦|胖)|瘦(?:弱|小|高|削|瘦)|消瘦|肥胖|胖胖|骨瘦|苗条|单薄|纤细|体(瘦|胖)|发福|壮实|魁梧|粗壮|健壮|强壮|结实|丰满|富态|偏壮|较壮|虚胖|矮胖|胖墩|敦实`)

func (r *reader) readBuild() {
	if r.out.Person.Build != "" {
		return
	}
	for _, m := range builds.FindAllStringIndex(r.folded, -1) {
		words := r.folded[m[0]:m[1]]
		if before := r.before(m[0], 3); strings.ContainsAny(before, "脸面腿手臂") || hasAnySuffix(before, "不", "不太") || !r.own(m[0], m[1]) {
			continue
		}
		if next := r.after(m[1], 2); strings.HasPrefix(next, "脸") || strings.HasPrefix(next, "长脸") || strings.HasPrefix(next, "了") && strings.Contains(r.before(m[0], 4), "变") {
			continue
		}
		build := models.Heavy
		switch {
		case strings.Contains(words, "不胖不瘦") || strings.Contains(words, "中") || strings.ContainsAny(words, "匀适标正") || strings.HasSuffix(words, "一般"):
			build = models.Medium
		case strings.ContainsAny(words, "瘦苗单纤"):
			build = models.Thin
		}
		r.out.Person.Build = build
		r.set("person.build", string(build), m[0], m[1])
		return
	}
}

var blood = regexp.MustCompile(`血型[是为:\s(,\]】]*(ab|a|b|o)型?|(?:^|[^a-z])(ab|a|b|o)\s*型血?`)

func (r *reader) readBlood() {
	if r.out.Person.BloodType != "" {
		return
	}
	for _, m := range blood.FindAllStringSubmatchIndex(r.folded, -1) {
		g := r.groups(m)
		from, to := m[2], m[3]
		if from < 0 {
			from, to = m[4], m[5]
			if !strings.HasSuffix(r.folded[:m[1]], "血") && !strings.Contains(r.before(from, 6), "血") {
				continue
			}
		}
		if r.own(from, to) {
			r.out.Person.BloodType = models.BloodType(strings.ToUpper(g(1) + g(2)))
			r.set("person.bloodType", string(r.out.Person.BloodType), from, to)
			return
		}
	}
}

// peoples are the ethnic groups of GB/T 3304 and how they are shortened.
const peoples = `汉|蒙古?|回|藏|维吾尔|维|苗|彝|壮|布依|朝鲜|朝|满|侗|瑶|白|土家|哈尼|哈萨克|哈|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|柯|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|穿青人?`

var (
	ethnic      = regexp.MustCompile(`(?:` + peoples + `)族`)
	ethnicLabel = regexp.MustCompile(`民族[是为:\s(,\]】]*(` + peoples + `)(?:[,，。;\s)]|$)`)
)

func (r *reader) readEthnicity() {
	if r.out.Person.Ethnicity != "" {
		return
	}
	for _, m := range ethnic.FindAllStringIndex(r.folded, -1) {
		behind := r.after(m[1], 4)
		if !r.own(m[0], m[1]) || strings.HasPrefix(behind, "自治") || strings.HasPrefix(behind, "乡") || strings.HasPrefix(behind, "镇") || ethnic.MatchString(r.after(m[1], 5)) || strings.Contains(behind, "服") || strings.HasPrefix(behind, "打扮") || strings.HasPrefix(behind, "语") || strings.HasPrefix(behind, "村") {
			continue
		}
		r.out.Person.Ethnicity = r.words(m[0], m[1])
		r.set("person.ethnicity", r.out.Person.Ethnicity, m[0], m[1])
		return
	}
	if m := ethnicLabel.FindStringSubmatchIndex(r.folded); m != nil {
		r.out.Person.Ethnicity = r.words(m[2], m[3]) + "族"
		r.set("person.ethnicity", r.out.Person.Ethnicity, m[2], m[3])
	}
}
