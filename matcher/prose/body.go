package prose

import (
	"regexp"
	"strings"

	"github.com/guitu-project/guitu/matcher/ethnicity"
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
	plainSex = regexp.MustCompile(`(?:^|[,，。、;\s():/|】\]])\s*(?:性别[:\s]*)?(男|女)(?:性|的)?(?:$|[,，。、;\s):/|]|\d)`)
	maleNoun = regexp.MustCompile(`男子|男性|男孩|男童|男婴|男士|男青年|男生|男娃|男老人|老汉|老伯|大伯|大爷|大叔|小伙|老头|爷爷|老爷子|老大爷|老先生|光头男|男患者|男人|那个男的|个男的|男的|[名一浪]男|哑男|犬子|家父|家严|先父|舍弟|爱子|家兄|吾儿|阿公|阿伯|吾父|小儿[^麻科]`)
	femNoun  = regexp.MustCompile(`女子|女性|女孩|女童|女婴|女士|女青年|女生|女娃|女老人|妇女|老太|大妈|大娘|奶奶|阿姨|姑娘|婆婆|少女|妇人|老妪|老妇|老婆婆|女患者|女人|那个女的|个女的|女的|大姐|[名一浪]女|哑女|家母|家慈|先母|舍妹|爱女|吾母|家妹|阿婆|小女[^孩]`)
)

// married tells by whom a person is married to.
var married = regexp.MustCompile(`妻子|老婆|媳妇|丈夫|老公`)

// bearded is said of men.
var bearded = regexp.MustCompile(`络腮胡|山羊胡|八字胡|胡须|胡子|胡茬|喉结`)

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
	case bearded.MatchString(r.folded) && r.own(bearded.FindStringIndex(r.folded)[0], bearded.FindStringIndex(r.folded)[1]):
		m := bearded.FindStringIndex(r.folded)
		r.setSex(true, m[0], m[1])
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

// lastSexWord returns where a noun begins, without the word before it: 聋哑 of 聋哑女.
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

// firstOwn returns the first match that speaks of the person, not of a caller or a relative.
func (r *reader) firstOwn(p *regexp.Regexp) []int {
	for _, m := range p.FindAllStringIndex(r.folded, -1) {
		if hasAnySuffix(r.before(m[0], 2), "找", "去", "看", "接") || strings.HasPrefix(r.folded[m[1]:], "家") { // 去找奶奶, 奶奶家
			continue
		}
		if !r.inCall(m[0]) && r.own(r.lastSexWord(m), m[1]) && !r.isContactTitle(m[0]) {
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

var builds = regexp.MustCompile(`(?:^|[,，。;\s])(?:偏|较)?(?:瘦|胖|壮)(?:削|小)?身材|(?:^|[,，。;\s])中等(?:[,，。;\s]|$)|(?:^|[,，。;\s])(?:人)?(?:瘦|胖)(?:[,，。;\s]|$)|体[型态形][:\s]+(?:偏|较)?(?:瘦|胖|中|壮)|不胖不瘦|中等[^,，。;]{0,3}(?:身材|体型|体态|身板)|(?:身材|体型|体态|身体)(?:中等|适中|匀称|正常|标准|一般)|体型中|中等体|身材匀称|` +
	`(?:偏|微|较|很|挺|贼|好|蛮|真|忒|相当|干|比较|有点|有些|稍|略|体型|身材|体态|身体|人|极|非常|特别|又|高|精|干|清|黑|又矮又|比较偏)(瘦|胖)|瘦(?:弱|小|高|削|瘦|筋筋|巴巴|精精|壳壳|骨伶仃|条条|长)|消瘦|肥胖|胖胖|骨瘦|苗条|单薄|纤细|体(瘦|胖)|发福|壮实|魁梧|粗壮|健壮|强壮|结实|丰满|富态|偏壮|较壮|虚胖|矮胖|胖墩|敦实`)

func (r *reader) readBuild() {
	if r.out.Person.Build != "" {
		return
	}
	for _, m := range builds.FindAllStringIndex(r.folded, -1) {
		words := r.folded[m[0]:m[1]]
		if before := r.before(m[0], 3); strings.ContainsAny(before, "脸面腿手臂") || hasAnySuffix(before, "不", "不太") || !r.own(m[0], m[1]) {
			continue
		}
		if strings.HasSuffix(words, "单薄") && hasAny(r.before(m[0], 5), []string{"衣", "穿", "裤"}) {
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

var blood = regexp.MustCompile(`血型[是为:\s(,\]】]*(ab|a|b|o)型?|(?:^|[^a-z])(ab|a|b|o)\s*型(?:\s*,?\s*\(?rh[^,，。;]{0,4}\)?)?血?`)

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
	ethnic = regexp.MustCompile(`(?:` + peoples + `)族`)
	// ethnicClause is a people of one character behind a sex or a birth: 男，1979年生，汉，.
	ethnicClause = regexp.MustCompile(`(?:[男女]|生|岁)[,，、](汉|回|满|壮|苗|彝|藏|蒙|维|侗|瑶|土家|布依)[,，。;、]`)
	ethnicLabel  = regexp.MustCompile(`民族[是为:\s(,\]】]*(` + peoples + `)(?:[,，。;\s)]|$)`)
)

// otherPeople is a clause that is the name of a people, be it of no table: 克钦族.
var otherPeople = regexp.MustCompile(`(?:^|[,，。;\s])([\p{Han}]{1,5}[族人])(?:[,，。;\s(]|$)`)

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
	for _, m := range otherPeople.FindAllStringSubmatchIndex(r.folded, -1) {
		if name := r.folded[m[2]:m[3]]; ethnicity.Known(name) && r.own(m[2], m[3]) {
			r.out.Person.Ethnicity = r.words(m[2], m[3])
			r.set("person.ethnicity", r.out.Person.Ethnicity, m[2], m[3])
			return
		}
	}
	if m := ethnicClause.FindStringSubmatchIndex(r.folded); m != nil && r.own(m[2], m[3]) {
		r.out.Person.Ethnicity = r.words(m[2], m[3]) + "族"
		r.set("person.ethnicity", r.out.Person.Ethnicity, m[2], m[3])
		return
	}
	if m := ethnicLabel.FindStringSubmatchIndex(r.folded); m != nil {
		r.out.Person.Ethnicity = r.words(m[2], m[3]) + "族"
		r.set("person.ethnicity", r.out.Person.Ethnicity, m[2], m[3])
	}
}
