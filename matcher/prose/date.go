package prose

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// datePattern is a date with its year: 2023年5月12日, 2023.5.12, 1989年, 二〇二三年五月.
const datePattern = `(?:(?:19|20)\d\d|[一二][一二三四五六七八九〇零]{3})\s*(?:年|[-./])\s*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:月份?|[-./])?\s*(?:(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})\s*(?:日|号)?)?)?|(?:19|20)\d{6}|民国(?:[一二三四五六七八九十廿卅]{1,3}|\d{1,2})年(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})(?:日|号)?)?)?`

// A date of which the year is said by another word, or not at all.
const shortDate = `(?:(今年|去年|前年|本月|上月|上个月|同年|当年|次年|翌年)\s*)?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:月份?)\s*(?:(\d{1,2}|[一二三四五六七八九十廿]{1,3})\s*(?:日|号))?`

// seasonDate is a season or a feast of a year that a word tells: 去年国庆, 前年夏天.
const seasonDate = `|((?:今年|去年|前年|大前年)(?:的|年)?(?:春节|国庆节?|五一|元旦|中秋节?|端午节?|清明节?|暑假|寒假|[春夏秋冬][天季]?|年底|年初|过年|正月|腊月|上半年|下半年))`

const nearDate = `((?:上个?月|本月|这个月)\d{1,2}[号日]|大前天|(?:上个?|这个?|本)?(?:周|星期|礼拜)[一二三四五六日天]|[一二两三四五六七八九十]天[以之]?前|前天|昨天|昨日|昨晚|今天|今日|今早|今晨|今晚|今儿个?|昨儿个?|前儿个?|琴日|今朝|寻日|当日)`

// slashDate is a month and a day before a time of day: 11/28 21:05.
const slashDate = `|(\d{1,2}[/.]\d{1,2})\s*(?:\d{1,2}[:时点]|[早晚上下中凌]|走失|走丢|失踪|失联|离家|从|在|于|自)`

// shortYear is a year of two digits with a month or a season: 98年11月2日, 94年冬天.
const shortYear = `|([0-9]\d年(?:\d{1,2}月(?:份|\d{1,2}[日号])?|[春夏秋冬][天季]?|年?底|年?初|春节|过年|正月|腊月))`

var (
	anyDate  = regexp.MustCompile(`(` + datePattern + `)|` + shortDate + `|` + nearDate + slashDate + seasonDate + shortYear)
	dateBits = regexp.MustCompile(`[0-9]+|[一二三四五六七八九十〇零廿]+`)
)

// republicYear is the year before the first of the Republic (民国).
const republicYear = 1911

// dateIn reads a date that has its year; year stands in where it has none.
func dateIn(s string, year int) models.Date {
	if len(s) == 8 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	bits := dateBits.FindAllString(s, 3)
	if strings.HasPrefix(s, "民国") && len(bits) > 0 {
		if v, ok := valueOf(bits[0]); ok {
			year, bits = republicYear+int(v), bits[1:]
		}
	}
	if year == 0 {
		if len(bits) == 0 {
			return ""
		}
		y, ok := valueOf(bits[0])
		if !ok {
			return ""
		}
		year, bits = int(y), bits[1:]
	}
	if year < 1000 || year > 9999 {
		return ""
	}
	date := strconv.Itoa(year)
	for i, limit := range [...]int{12, 31} {
		if i >= len(bits) {
			break
		}
		v, ok := valueOf(bits[i])
		if !ok || int(v) < 1 || int(v) > limit {
			break
		}
		date += fmt.Sprintf("-%02d", int(v))
	}
	if d := models.Date(date); d.Valid() {
		return d
	}
	return models.Date(date[:4])
}

// yearIn reads a year of birth of two or four digits: 53 is 1953.
func yearIn(s string, now int) models.Date {
	v, ok := valueOf(s)
	year := int(v)
	switch {
	case !ok:
		return ""
	case year < 100 && 2000+year > now:
		year += 1900
	case year < 100:
		year += 2000
	}
	return models.Date(strconv.Itoa(year))
}

// yearOf returns the year of a partial date; 0 if there is none.
func yearOf(d models.Date) int {
	if len(d) < 4 {
		return 0
	}
	year, err := strconv.Atoi(string(d[:4]))
	if err != nil {
		return 0
	}
	return year
}

// dateAt reads the match of anyDate at m.
func (r *reader) dateAt(m []int) models.Date {
	if solar, ok := r.lunarAt(m[0], m[1]); ok {
		if born := r.out.Person.BirthDate; born == solar || born == "" && bornAfter.MatchString(r.afterLunar(m[0])) {
			return ""
		}
		return solar
	}
	group := r.groups(m)
	if s := group(1); s != "" {
		return dateIn(s, 0)
	}
	if short := group(8); short != "" {
		head, rest, _ := strings.Cut(short, "年")
		return dateIn(rest, yearOf(yearIn(head, r.now.Year())))
	}
	if season := group(7); season != "" {
		return r.seasonOf(season)
	}
	if slash := group(6); slash != "" {
		return r.inYear(strings.NewReplacer("/", "月", ".", "月").Replace(slash), m[0])
	}
	if near := group(5); near != "" {
		back := 0
		switch {
		case weekday.MatchString(near):
			return r.weekdayOf(near)
		case daysAgo.MatchString(near):
			v, _ := valueOf(daysAgo.FindStringSubmatch(near)[1])
			back = int(v)
		case near == "大前天":
			back = 3
		case near == "前天" || strings.HasPrefix(near, "前儿"):
			back = 2
		case strings.HasPrefix(near, "昨") || near == "琴日" || near == "寻日":
			back = 1
		case strings.HasSuffix(near, "号") || strings.HasSuffix(near, "日") && strings.Contains(near, "月"):
			month := r.now.AddDate(0, 0, 1-r.now.Day())
			if strings.HasPrefix(near, "上") {
				month = month.AddDate(0, -1, 0)
			}
			return dateIn(month.Format("2006-01-")+dateBits.FindString(near), 0)
		case near == "当日":
			return ""
		}
		return models.DateOf(r.writtenOn().AddDate(0, 0, -back))
	}
	year := r.refYear
	if before := r.yearBefore(m[0]); before != 0 {
		year = before
	}
	inferred := year == 0
	if inferred {
		year = r.now.Year()
	}
	switch group(2) {
	case "去年":
		year--
	case "前年":
		year -= 2
	case "同年", "当年", "次年", "翌年":
		if before := r.lastYear(m[0]); before != 0 {
			year = before
		}
		if strings.HasSuffix(group(2), "年") && !strings.ContainsAny(group(2), "同当") {
			year++
		}
	case "":
		if d := dateIn(r.folded[m[0]:m[1]], year); inferred && d > models.DateOf(r.now) { // 12月 said in March
			year--
		}
	}
	return dateIn(strings.TrimPrefix(r.folded[m[0]:m[1]], group(2)), year)
}

var (
	weekday = regexp.MustCompile(`(?:周|星期|礼拜)([一二三四五六日天])$`)
	daysAgo = regexp.MustCompile(`^([一二两三四五六七八九十])天`)
)

// weekdayOf is the day of a week: of the one before for 上周三, else the last such day.
func (r *reader) weekdayOf(near string) models.Date {
	day := strings.Index("一二三四五六日", strings.ReplaceAll(weekday.FindStringSubmatch(near)[1], "天", "日"))/len("一") + 1
	today := (int(r.now.Weekday())+6)%7 + 1 // Monday is 1
	back := today - day
	switch {
	case strings.HasPrefix(near, "上"):
		back += 7
	case back < 0:
		back += 7
	}
	return models.DateOf(r.now.AddDate(0, 0, -back))
}

// seasonOf returns the year of a season, with the month of a feast that has one.
func (r *reader) seasonOf(season string) models.Date {
	year := r.now.Year()
	if r.refYear != 0 {
		year = r.refYear
	}
	switch {
	case strings.HasPrefix(season, "去年"):
		year--
	case strings.HasPrefix(season, "前年"):
		year -= 2
	case strings.HasPrefix(season, "大前年"):
		year -= 3
	}
	for feast, month := range map[string]string{"国庆": "-10", "五一": "-05", "元旦": "-01"} {
		if strings.Contains(season, feast) {
			return models.Date(strconv.Itoa(year) + month)
		}
	}
	return models.Date(strconv.Itoa(year))
}

// inYear returns a month and a day in the year that the text speaks of, the last past one if
// it tells none.
func (r *reader) inYear(monthDay string, at int) models.Date {
	year := r.refYear
	if before := r.yearBefore(at); before != 0 {
		year = before
	}
	if year != 0 {
		return dateIn(monthDay, year)
	}
	if d := dateIn(monthDay, r.now.Year()); d <= models.DateOf(r.now) {
		return d
	}
	return dateIn(monthDay, r.now.Year()-1)
}

// lastYear returns the year that was told last before a place, but for one of birth; 0 for none.
func (r *reader) lastYear(at int) int { return r.toldYear(at, len("1988")) }

// yearBefore returns the year of the last full date before a place, of which none says when
// a person was born; 0 for none.
func (r *reader) yearBefore(at int) int { return r.toldYear(at, len("1988-05-17")) }

// longestBack is how many dates before a place are looked at.
const longestBack = 20

// toldYear returns the year of the last date before a place that is so long at least; 0 for
// none.
func (r *reader) toldYear(at, least int) int {
	if r.years == nil {
		r.years = append([][]int{}, fullDate.FindAllStringIndex(r.folded, -1)...)
	}
	last, _ := slices.BinarySearchFunc(r.years, at, func(m []int, at int) int { return m[1] - at - 1 })
	for i := last - 1; i >= max(0, last-longestBack); i-- {
		m := r.years[i]
		head := r.before(m[0], 6)
		head = head[strings.LastIndexAny(head, clauseEnds)+1:]
		if strings.HasPrefix(r.after(m[1], 1), "生") || strings.HasPrefix(r.after(m[1], 2), "出生") || strings.Contains(head, "生") {
			continue
		}
		if date := dateIn(r.folded[m[0]:m[1]], 0); len(date) >= least {
			return yearOf(date)
		}
	}
	return 0
}

var fullDate = regexp.MustCompile(datePattern)

// yearWritten is the year of a date that stands alone on the last lines, as under a letter.
var signedDate = regexp.MustCompile(`(?m)^\s*(?:日期[:：])?((?:19|20)\d\d)\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?\s*$`)

// endDate is one that ends the text behind its last sentence.
var endDate = regexp.MustCompile(`[。!?;\n]\s*((?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2})\s*日?\s*$`)

// writtenOn returns the day from which 昨晚 and 今早 are counted: that under the text, or today.
func (r *reader) writtenOn() time.Time {
	if m := endDate.FindStringSubmatch(r.folded); m != nil {
		if day, err := time.Parse(time.DateOnly, string(dateIn(m[1], 0))); err == nil && day.Before(r.now) {
			return day
		}
	}
	return r.now
}

func (r *reader) yearWritten() int {
	all := signedDate.FindAllStringSubmatch(r.folded, -1)
	if len(all) == 0 {
		return 0
	}
	year, err := strconv.Atoi(all[len(all)-1][1])
	if err != nil {
		return 0
	}
	return year
}
