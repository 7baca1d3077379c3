package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// calendar is how a column of dates counts its years if a cell does not say.
type calendar int

const (
	common   calendar = iota // 85年 is 1985
	republic                 // Taiwan's: 85年 is 1996
	eitherOf                 // a year of two digits may be of both, and is asked about
)

// calendarRows is by how many rows it is judged.
const calendarRows = 100

var (
	republicYear = regexp.MustCompile(`^(?:中華|中华)?民[國国] *(\d{1,3}|元)(?:年|[./-])`)
	beforeYear   = regexp.MustCompile(`^民前 *(\d{1,2})年`)
	longYear     = regexp.MustCompile(`^(1[0-4]\d)(?:年|[./-]\d)`) // of three digits: no other calendar has it
	compactLong  = regexp.MustCompile(`^(0\d{2}|1[0-4]\d)(\d{2})(\d{2})$`)
	fullYears    = regexp.MustCompile(`^(?:18|19|20)\d{2}(?:$|[-/.年]|\d{2}(?:\d{2})?$)`)
	shortYear    = regexp.MustCompile(`^(\d{2})年(?:$|[^前来多间])`)
	shortDate    = regexp.MustCompile(`^(\d{2})[./-](\d{1,2})(?:[./-](\d{1,2}))?$`)
	compactShort = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})$`)
	bareYear     = regexp.MustCompile(`^(\d{2,3})年?$`)
)

// republicBegan is the year before the first of the calendar that Taiwan counts by.
const republicBegan = 1911

// latestShort is the last year of this century that two digits may mean: 93年 can only be
// 1993, and 01年 is asked about.
const latestShort = 40

// countYears says how the date columns of a table count their years: as their heading or cells that
// can be read in one way say. In a table of traditional characters if neither says it, years of
// two digits are asked about.
func countYears(columns []column, rows []row, encoding string) {
	traditionally := encoding == "Big5"
	for _, c := range columns {
		traditionally = traditionally || traditional.Replace(c.heading) != c.heading
	}
	ours := false // another column of the table
	for i := range columns {
		c := &columns[i]
		if c.field != birthDate && c.field != eventDate {
			continue
		}
		said, full := 0, 0
		for _, one := range rows {
			if i >= len(one.cells) {
				continue
			}
			switch cell := digits(plain(one.cells[i])); {
			case republicYear.MatchString(cell) || longYear.MatchString(cell) || compactLong.MatchString(cell) || beforeYear.MatchString(cell):
				said++
			case fullYears.MatchString(cell):
				full++
			}
		}
		switch folded, unit := fold(c.heading); {
		case strings.Contains(folded+unit, "民国"):
			c.years = republic
		case strings.Contains(folded+unit, "西元") || strings.Contains(folded+unit, "公元"):
			c.years = common
		case said > 0 && full == 0:
			c.years, ours = republic, true
		case said > 0:
			c.years, ours = eitherOf, true
		case traditionally:
			c.years = eitherOf
		}
	}
	for i := range columns {
		if c := &columns[i]; ours && c.years == common && (c.field == birthDate || c.field == eventDate) && !strings.Contains(c.heading, "元") {
			c.years = eitherOf
		}
	}
}

// fullYear writes the year of a date, which begins it, in four digits: 民國58年 is 1969年, and so
// is 58年 if years count so.
func fullYear(cell string, years calendar) (string, *problem) {
	if m := republicYear.FindStringSubmatch(cell); m != nil {
		year := 1 // 元年
		if m[1] != "元" {
			year, _ = strconv.Atoi(m[1])
		}
		return strconv.Itoa(republicBegan+year) + cell[len(m[0])-len(lastRune(m[0])):], nil
	}
	if m := beforeYear.FindStringSubmatch(cell); m != nil {
		year, _ := strconv.Atoi(m[1])
		return strconv.Itoa(republicBegan+1-year) + "年" + cell[len(m[0]):], nil
	}
	if m := longYear.FindStringSubmatch(cell); m != nil {
		return ofRepublic(m[1]) + cell[len(m[1]):], nil
	}
	switch years {
	case republic:
		for _, form := range []*regexp.Regexp{compactLong, compactShort, shortDate} {
			if m := form.FindStringSubmatch(cell); m != nil {
				return strings.TrimRight(ofRepublic(m[1])+"-"+m[2]+"-"+m[3], "-"), nil
			}
		}
		for _, form := range []*regexp.Regexp{shortYear, bareYear} {
			if m := form.FindStringSubmatch(cell); m != nil {
				return ofRepublic(m[1]) + cell[len(m[1]):], nil
			}
		}
	case eitherOf:
		for _, form := range []*regexp.Regexp{shortYear, shortDate, compactShort, compactLong, bareYear} {
			if m := form.FindStringSubmatch(cell); m != nil {
				return "", eitherYear(cell, m[1])
			}
		}
	case common:
		if m := shortYear.FindStringSubmatch(cell); m != nil {
			if year, _ := strconv.Atoi(m[1]); year > latestShort {
				return "19" + cell, nil
			}
		}
		if m := shortDate.FindStringSubmatch(cell); m != nil {
			if year, _ := strconv.Atoi(m[1]); year > 31 { // else it may be a day
				return "", eitherYear(cell, m[1])
			}
		}
	}
	return cell, nil
}

func lastRune(s string) string {
	runes := []rune(s)
	return string(runes[len(runes)-1])
}

func ofRepublic(year string) string {
	n, _ := strconv.Atoi(year)
	return strconv.Itoa(republicBegan + n)
}

// eitherYear asks which of two years a short one is.
func eitherYear(cell, year string) *problem {
	ours := "19" + year[len(year)-2:]
	return wrong(fmt.Sprintf("“%s”分不清是民国 %s 年（%s 年）还是 %s 年，请写四位年份（%s 或 %s）", cell, strings.TrimLeft(year, "0"), ofRepublic(year), ours, ofRepublic(year), ours),
		fmt.Sprintf("%q may be the year %s or, as Taiwan counts, %s: write its year with four digits", cell, ours, ofRepublic(year)))
}
