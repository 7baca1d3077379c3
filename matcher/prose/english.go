package prose

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/guitu-project/guitu/models"
)

// What notices in English say, on the folded text, which is in lower case.
var (
	englishSex    = regexp.MustCompile(`\b(?:(female|woman|girl|lady)|(male|man|boy|gentleman))\b`)
	englishAge    = regexp.MustCompile(`\b(?:aged?|approx\.?|about|around)?\s*(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?[\s-]*(?:years?[\s-]*old|yrs?\.?(?:[\s-]*old)?|y/?o\b|years? of age)|\b(?:male|female|man|woman|m|f)\s*,\s*(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\b|\bage[d:]?\s*(?:about|approx\.?|around)?\s*(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\b`)
	englishBuild  = regexp.MustCompile(`\b(?:(slim|thin|skinny|slender|lean)|(medium|average|normal)\s+build|(heavy|heavyset|stout|overweight|fat|chubby|plump|obese|stocky))\b`)
	englishFeet   = regexp.MustCompile(`\b([4-6])\s*(?:'|ft\.?|feet)\s*(\d{1,2})?\s*(?:"|in\b|inch)?`)
	englishDate   = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?\s+(` + months + `)[a-z]*\.?,?\s+((?:19|20)\d\d)\b|\b(` + months + `)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b`)
	englishName   = regexp.MustCompile(`(?:\b(?:his|her|the)\s+name\s+(?:is|as)|\bname[d:]|\bcalled|\bcalls\s+(?:him|her)self|\bmissing\s*(?:person)?\s*:|\bmy\s+name\s+is|\bidentif(?:y|ies)\s+(?:him|her)self\s+as)\s*["“']?\s*([a-z][a-z'-]+(?:\s+[a-z][a-z'-]+){0,3}|[\p{Han}]{2,4})\s*["”']?(?:\s*\(\s*([\p{Han}·]{2,8})\s*[?]?\s*\))?`)
	englishSpeaks = regexp.MustCompile(`\b(?:speaks?|speaking|understands)\s+(?:only\s+|some\s+|fluent\s+|little\s+|a\s+little\s+|broken\s+|no\s+)*([a-z]+(?:(?:\s+and\s+|\s*,\s*)[a-z]+)?(?:\s+dialect)?)\b|\b([a-z]+)\s+accent\b`)
	englishPeople = regexp.MustCompile(`\b(han|hui|tibetan|uyghur|uighur|mongol(?:ian)?|zhuang|miao|yi|tujia|manchu|dai|kazakh|korean|bai|dong|yao|li|she)\b(?:\s+(?:ethnic|ethnicity|nationality|chinese))?`)
	englishMark   = regexp.MustCompile(`\b(?:scars?|tattoos?|moles?|birthmarks?|burns?|missing\s+(?:[a-z]+\s+){0,3}(?:finger|thumb|toe|tooth|teeth|arm|leg|hand|eye)|limps?|harelip|amputated)\b`)
	englishWears  = regexp.MustCompile(`\b(?:wearing|wore|dressed in|clothing:?|clothes:?)\s+([^.;\n。；]{3,80})`)
	englishBags   = regexp.MustCompile(`\b(?:carrying|carried|had with (?:him|her))\s+([^.;\n。；]{3,80})`)
	englishKin    = regexp.MustCompile(`\b(?:contact|call|phone|tel)\b[^\n]{0,24}?\b(wife|husband|mother|father|son|daughter|brother|sister|family)\b(?:[\s,:(]*((?:mr|ms|mrs|miss)\.?\s+[a-z]+|[a-z][a-z'-]+(?:\s+[a-z][a-z'-]+){1,2}))?`)
	englishPlace  = regexp.MustCompile(`\b(?:last\s+seen|found|missing|disappeared|went\s+missing|seen)\b[^.\n]{0,40}?\b(?:at|near|in|from|outside|around)\s+([a-z][^.;,\n(（]{2,40})(?:[,，]\s*[a-z]+)?\s*(?:[(（]\s*([^()（）]{2,24})[)）])?`)
	englishCaller = regexp.MustCompile(`^\s*[(（]\s*((?:his|her|the)?\s*(?:elder|younger|older)?\s*(?:brother|sister|mother|father|son|daughter|wife|husband|family|uncle|aunt|cousin|grandson|granddaughter|friend|police))\s*[)）]`)
)

const months = `jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec`

// isEnglish reports whether a text is written in English, be it with Chinese names in it.
func isEnglish(folded string) bool {
	letters, han := 0, 0
	for _, r := range folded {
		switch {
		case r < 0x80 && unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Han, r):
			han++
		}
	}
	return letters > 40 && letters > 3*han
}

// readEnglish fills in what the readers of Chinese leave open of a text in English.
func (r *reader) readEnglish() {
	if r.partial || !isEnglish(r.folded) {
		return
	}
	p := &r.out.Person
	r.englishWhen()
	r.englishWhere()
	r.englishNames()
	if m := englishSex.FindStringSubmatchIndex(r.folded); m != nil && p.Sex == "" {
		r.setSex(m[4] >= 0, m[0], m[1])
	}
	r.englishAges()
	if m := englishBuild.FindStringSubmatchIndex(r.folded); m != nil && p.Build == "" {
		p.Build = [...]models.Build{models.Thin, models.Medium, models.Heavy}[slices.IndexFunc([]int{m[2], m[4], m[6]}, func(at int) bool { return at >= 0 })]
		r.set("person.build", string(p.Build), m[0], m[1])
	}
	if m := englishFeet.FindStringSubmatchIndex(r.folded); m != nil && p.HeightMinCm == 0 {
		feet, _ := valueOf(r.groups(m)(1))
		inches, _ := valueOf(r.groups(m)(2))
		r.offerHeight(int(feet*30.48+inches*2.54+.5), int(feet*30.48+inches*2.54+.5), "", m[0], m[1])
	}
	if m := englishPeople.FindStringSubmatchIndex(r.folded); m != nil && p.Ethnicity == "" && !strings.HasPrefix(strings.TrimSpace(r.after(m[1], 8)), "dialect") && (len(r.folded[m[2]:m[3]]) > 3 || m[1] > m[3]) {
		p.Ethnicity = r.words(m[2], m[3])
		r.set("person.ethnicity", p.Ethnicity, m[2], m[3])
	}
	if m := englishSpeaks.FindStringSubmatchIndex(r.folded); m != nil && p.Accent == "" {
		from, to := m[2], m[3]
		if from < 0 {
			from, to = m[4], m[5]
		}
		p.Accent = r.words(from, to)
		r.set("person.accent", p.Accent, from, to)
	}
	if m := englishWears.FindStringSubmatchIndex(r.folded); m != nil && p.Clothing == "" {
		p.Clothing = r.words(m[2], m[3])
		r.set("person.clothing", p.Clothing, m[2], m[3])
	}
	if m := englishKin.FindStringSubmatchIndex(r.folded); m != nil && len(r.out.Contacts) == 1 && r.out.Contacts[0].Name == "" && r.out.Contacts[0].Relation == "" {
		c := &r.out.Contacts[0]
		c.Relation = r.words(m[2], m[3])
		r.set("contacts[0].relation", c.Relation, m[2], m[3])
		if m[4] >= 0 {
			c.Name = r.words(m[4], m[5])
			r.set("contacts[0].name", c.Name, m[4], m[5])
		}
	}
	if m := englishBags.FindStringSubmatchIndex(r.folded); m != nil && p.Belongings == "" {
		p.Belongings = r.words(m[2], m[3])
		r.set("person.belongings", p.Belongings, m[2], m[3])
	}
	r.englishMarks()
}

func (r *reader) englishWhen() {
	m := englishDate.FindStringSubmatchIndex(r.folded)
	if m == nil || r.out.EventDate != "" {
		return
	}
	g := r.groups(m)
	day, month, year := g(1)+g(5), g(2)+g(4), g(3)+g(6)
	at, err := time.Parse("2 Jan 2006", day+" "+strings.ToUpper(month[:1])+month[1:]+" "+year)
	if err != nil || at.After(r.now) || strings.Contains(r.before(m[0], 8), "born") {
		return
	}
	r.out.EventDate = models.DateOf(at)
	r.set(r.eventField("Date"), string(r.out.EventDate), m[0], m[1])
}

// englishWhere prefers the Chinese words in brackets behind a place.
func (r *reader) englishWhere() {
	m := englishPlace.FindStringSubmatchIndex(r.folded)
	if m == nil || r.out.EventPlace != "" {
		return
	}
	from, to := m[2], m[3]
	if m[4] >= 0 {
		from, to = m[4], m[5]
	}
	if from, to = r.trim(from, to); from < to && !r.isUsed(from, to) {
		r.setEventPlace(from, to)
	}
}

func (r *reader) englishNames() {
	m := englishName.FindStringSubmatchIndex(r.folded)
	if m == nil || len(r.out.Person.Names) > 0 {
		return
	}
	kind, latin := models.NameLegal, models.NameOtherScript
	if r.side == models.Records {
		kind, latin = models.NameSelfReported, models.NameSelfReported
	}
	from, to := r.trim(m[2], m[3])
	for _, w := range []string{" male", " female", " aged", " and", " who", " is", " was", " from"} {
		if i := strings.Index(r.folded[from:to], w); i > 0 {
			to = from + i
		}
	}
	if from < to && isKnown(r.words(from, to)) {
		r.addName(r.words(from, to), latin, from, to)
	}
	if m[4] >= 0 && isKnown(r.words(m[4], m[5])) {
		r.addName(r.words(m[4], m[5]), kind, m[4], m[5])
	}
}

func (r *reader) englishAges() {
	if r.age.known {
		return
	}
	m := englishAge.FindStringSubmatchIndex(r.folded)
	if m == nil {
		return
	}
	g := r.groups(m)
	if low, high, ok := ageOf(g(1)+g(3)+g(5), g(2)+g(4)+g(6), "", "岁", ""); ok {
		r.offerAge(m[0], m[1], low, high, 0)
	}
}

// englishMarks takes the parts of sentences that name a mark.
func (r *reader) englishMarks() {
	for from := 0; from < len(r.folded); {
		end := strings.IndexAny(r.folded[from:], ".;,\n。，；")
		if end < 0 {
			end = len(r.folded)
		} else {
			end += from
		}
		a, b := r.trim(from, end)
		if part := r.folded[a:b]; a < b && englishMark.MatchString(part) && len(part) < 120 && !r.isUsed(a, b) && r.own(a, b) {
			r.out.Person.Marks = append(r.out.Person.Marks, models.Mark{Text: r.words(a, b)})
			r.set("person.marks["+itoa(len(r.out.Person.Marks)-1)+"].text", r.words(a, b), a, b)
		}
		from = end + 1
		for from < len(r.folded) && r.folded[from]&0xC0 == 0x80 {
			from++
		}
	}
}
