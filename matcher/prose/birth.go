package prose

import (
	"math"
	"regexp"
	"strconv"

	"github.com/guitu-project/guitu/models"
)

// Patterns of a date of birth.
var birthPatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?:出生日期|出生年月日?|出生日期的[^,，。;]{0,6}[(（]|出生时间|生日|出生于|出生在|生于|出生)[是为:：于\s(,\]】大约概可能应该估计农历阴]*(` + datePattern + `)`),
	regexp.MustCompile(`((?:19|20)\d\d)年?(?:农历|阴历|旧历|古历)[\p{Han}]{2,6}?(?:出生|生)`),
	regexp.MustCompile(`[\p{Han}]\s*\((` + datePattern + `)\s*(?:出?生)?\)`),
	regexp.MustCompile(`身份证(?:上|登记|显示|写)?的?(?:出生)?(?:是|为|:)?(` + datePattern + `)`),
	regexp.MustCompile(`(` + datePattern + `)\s*(?:(?:早上?|晚上?|凌晨|上午|下午|中午)?\s*\d{1,2}\s*[时点:]\s*\d{0,2}分?)?(?:冬月|腊月|正月|[春夏秋冬][天季]?|左右|前后|年?底|年?初|日)?\s*(?:\((?:农|阴|阳|公|旧)历?\))?[)）]?\s*(?:出生|生人|年生|生(?:[,，。;\s)]|$))`),
	regexp.MustCompile(`((?:19|20)\d\d|[3-9]\d|0\d|1\d|2\d|[一二〇零][一二三四五六七八九〇零]{3}|[三四五六七八九][一二三四五六七八九〇零])\s*年?(?:出生的?|生人|生的|年生的?|年的人|后?年的(?:[,，。;\s)]|$))`),
}

// inBracketsPattern is the one for a date in brackets behind a name.
const inBracketsPattern = 2

// idCard is an identity number, which holds the date of birth and the sex.
var idCard = regexp.MustCompile(`(?:^|[^\d])[1-9]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d\d(\d)[\dxX](?:[^\d]|$)`)

func (r *reader) readBirth() {
	if r.out.Person.BirthDate != "" {
		return
	}
	if r.readLunarBirth(); r.out.Person.BirthDate != "" {
		return
	}
	for i, p := range birthPatterns {
		for _, m := range p.FindAllStringSubmatchIndex(r.folded, -1) {
			if !r.own(m[2], m[3]) || r.isUsed(m[2], m[3]) || i == inBracketsPattern && (lostThen.MatchString(r.before(m[2], 8)) || hasAny(r.before(m[2], 8), []string{"时间", "发现", "入站", "救助"})) {
				continue
			}
			if orYear.MatchString(r.before(m[2], 6)) { // 1969年或1970年
				return
			}
			date := dateIn(r.folded[m[2]:m[3]], 0)
			if i == len(birthPatterns)-1 {
				date = yearIn(r.folded[m[2]:m[3]], r.now.Year())
			}
			if solar, ok := r.lunarAt(m[2], m[3]); ok && len(date) >= len("1983") {
				date = solar
			} else if ofLunar.MatchString(r.folded[m[0]:m[1]]) || ofLunar.MatchString(r.before(m[2], 5)) || ofLunar.MatchString(r.after(m[3], 5)) {
				date = date[:min(len(date), len("1983"))] // of another calendar
			}
			if year := yearOf(date); year != 0 && year <= r.now.Year() && date.Valid() {
				r.setBirth(date, m[0], m[1])
				return
			}
		}
	}
	if m := idCard.FindStringSubmatchIndex(r.folded); m != nil && r.own(m[2], m[9]) {
		date := models.Date(r.folded[m[2]:m[3]] + "-" + r.folded[m[4]:m[5]] + "-" + r.folded[m[6]:m[7]])
		if date.Valid() {
			r.setBirth(date, m[2], m[7])
			if r.out.Person.Sex == "" {
				sex := models.Female
				if (r.folded[m[8]]-'0')%2 == 1 {
					sex = models.Male
				}
				r.out.Person.Sex = sex
				r.set("person.sex", string(sex), m[8], m[9])
			}
		}
	}
}

// ofLunar says that a date is of the calendar that farmers keep.
var ofLunar = regexp.MustCompile(`农历|阴历|旧历|古历|老历|\((?:农|阴|旧)\)`)

// orYear ends before the second of two years.
var orYear = regexp.MustCompile(`\d{2}年?(?:或者?|还是|、|/)$`)

func (r *reader) setBirth(date models.Date, from, to int) {
	r.out.Person.BirthDate = date
	r.set("person.birthDate", string(date), from, to)
}

// zodiacYear is a year of the rat.
const zodiacYear = 1900

// settle turns the age that was read into fields, now that the event is known: an age of
// today at an event long ago tells the year of birth, and so does a sign of the zodiac.
func (r *reader) settle() {
	p, a := &r.out.Person, &r.age
	event := yearOf(r.out.EventDate)
	written := r.refYear
	if written == 0 {
		written = r.now.Year()
	}
	if event == 0 {
		event = written
	}
	switch {
	case !a.known:
	case a.now && written != 0 && event != 0 && written-event > 3 && written-a.high < event:
		if p.BirthDate == "" && a.low == a.high {
			r.setBirth(models.Date(strconv.Itoa(written-a.low)), a.from, a.to)
		}
	default:
		p.AgeMin, p.AgeMax = &a.low, &a.high
		r.setNumber("person.ageMin", a.low, a.from, a.to)
		r.setNumber("person.ageMax", a.high, a.from, a.to)
	}
	if a.zodiac == 0 || p.BirthDate != "" || !a.known || event == 0 {
		return
	}
	found := 0
	for year := event - a.high - 1; year <= event-a.low; year++ {
		if 1+int(math.Mod(float64(year-zodiacYear), 12)) == a.zodiac {
			if found != 0 {
				return // the age leaves two
			}
			found = year
		}
	}
	if found != 0 {
		r.setBirth(models.Date(strconv.Itoa(found)), a.zodiacAt[0], a.zodiacAt[1])
	}
}
