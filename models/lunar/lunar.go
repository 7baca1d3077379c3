// Package lunar reads dates of the calendar that farmers keep (农历, 阴历) out of texts and
// returns them in the common one: 农历1953年八月十五 is 1953-09-22.
//
// How long the months of a year are and which one is a leap month is computed by
// github.com/6tail/lunar-go (MIT), for the years 1900 to 2100.
package lunar

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/6tail/lunar-go/calendar"

	"github.com/guitu-project/guitu/models"
)

// Date describes a date as a text tells it; 0 is not told.
type Date struct {
	Year, Month, Day int
	Leap             bool // the second month of that number: 闰四月
}

// The years for which dates are computed.
const (
	firstYear = 1900
	lastYear  = 2100
)

const (
	year  = `((?:19|20)\d\d|[一二][一二三四五六七八九〇零○]{3})`
	month = `(闰)?\s*(正|冬|腊|十一|十二|十|[一二三四五六七八九]|1[0-2]|0?[1-9])\s*月份?`
	day   = `(初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十|十[一二三四五六七八九]?|[一二三四五六七八九]|[0-3]?\d)`
	word  = `(农历|阴历|旧历|古历|老历|夏历)`
)

var (
	dated = regexp.MustCompile(`(?:` + year + `\s*年?[,，]?\s*)?` + word + `?[的是为\s:：]*(?:` + year + `\s*年\s*)?` + month + `\s*(?:` + day + `\s*[日号]?)?(?:\s*[（(]\s*(农历|阴历|旧历|农|阴)\s*[)）])?`)
	// figures are those that a form has: 农历1953-08-15, 1953.8.15（农历）.
	figures = regexp.MustCompile(word + `?[\s:：]*((?:19|20)\d\d)[-./年](\d{1,2})[-./月](\d{1,2})日?(?:\s*[（(]?\s*(农历|阴历|旧历|农|阴)\s*[)）]?)?`)
)

// feasts are days that are called by a name.
var feasts = []struct {
	name       string
	month, day int
}{
	{"大年初一", 1, 1}, {"正月初一", 1, 1}, {"元宵节", 1, 15}, {"元宵", 1, 15}, {"端午节", 5, 5}, {"端午", 5, 5}, {"七夕", 7, 7}, {"中元节", 7, 15},
	{"中秋节", 8, 15}, {"中秋", 8, 15}, {"重阳节", 9, 9}, {"腊八", 12, 8},
}

// feast is one of those with its year.
var feast = regexp.MustCompile(year + `\s*年?的?(大年初一|正月初一|元宵节?|端午节?|七夕|中元节|中秋节?|重阳节?|腊八)`)

// Find returns the first lunar date of a text in simplified characters, and its bytes; ok is
// false if there is none. A month and a day are lunar if the text says so, or in the words that
// only that calendar has: 正月, 腊月, 初三, 廿八, 闰四月.
func Find(text string) (d Date, from, to int, ok bool) {
	if !strings.ContainsAny(text, "历闰初廿腊冬正农阴节宵午秋夕") {
		return Date{}, 0, 0, false
	}
	for at := 0; at < len(text); {
		m := dated.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[at+m[2*i] : at+m[2*i+1]]
		}
		if told := group(2) + group(4) + group(7); told != "" || strings.Contains("正冬腊", group(5)) || strings.ContainsAny(group(6), "初廿") {
			d = Date{Year: number(group(1) + group(3)), Month: monthOf(group(5)), Day: dayOf(group(6)), Leap: group(4) != ""}
			if d.Month > 0 {
				return d, at + m[0], at + m[1], true
			}
		}
		at += max(m[1], 1)
	}
	for _, m := range figures.FindAllStringSubmatchIndex(text, -1) {
		if m[2] < 0 && m[10] < 0 {
			continue
		}
		return Date{Year: number(text[m[4]:m[5]]), Month: number(text[m[6]:m[7]]), Day: number(text[m[8]:m[9]])}, m[0], m[1], true
	}
	if m := feast.FindStringSubmatchIndex(text); m != nil {
		for _, f := range feasts {
			if f.name == text[m[4]:m[5]] {
				return Date{Year: number(text[m[2]:m[3]]), Month: f.month, Day: f.day}, m[0], m[1], true
			}
		}
	}
	return Date{}, 0, 0, false
}

// Solar returns the date in the common calendar: the day, or the year alone if the day is not
// told, as a lunar month lies in two. ok is false if there is no such day or no year is told.
// The thirtieth of a month of twenty-nine days is its last.
func (d Date) Solar() (date models.Date, ok bool) {
	if d.Year < firstYear || d.Year > lastYear || d.Month < 1 || d.Month > 12 || d.Day < 0 || d.Day > 30 {
		return "", false
	}
	number := d.Month
	if d.Leap {
		number = -number
	}
	m := calendar.NewLunarYear(d.Year).GetMonth(number)
	if m == nil {
		return "", false
	}
	first := calendar.NewSolarFromJulianDay(m.GetFirstJulianDay())
	if d.Day == 0 {
		last := first.NextDay(m.GetDayCount() - 1)
		if first.GetYear() != last.GetYear() {
			return models.Date(strconv.Itoa(d.Year)), true
		}
		return models.Date(strconv.Itoa(first.GetYear())), true
	}
	return models.Date(first.NextDay(min(d.Day, m.GetDayCount()) - 1).ToYmd()), true
}

// monthOf returns the number of a month, 0 for none.
func monthOf(s string) int {
	switch s {
	case "正":
		return 1
	case "冬":
		return 11
	case "腊":
		return 12
	}
	return number(s)
}

// dayOf returns the number of a day, 0 for none.
func dayOf(s string) int {
	if rest, ok := strings.CutPrefix(s, "廿"); ok {
		return 20 + number(rest)
	}
	return number(strings.TrimPrefix(s, "初"))
}

const ideographs = "零一二三四五六七八九"

// number reads figures, or ideographs of up to 三十 or of a year.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	value, tens := 0, false
	for _, r := range strings.NewReplacer("〇", "零", "○", "零").Replace(s) {
		if r == '十' {
			tens = true
			value = max(value, 1) * 10
			continue
		}
		digit := strings.IndexRune(ideographs, r) / len("零")
		if tens {
			value += digit
		} else {
			value = value*10 + digit
		}
	}
	return value
}
