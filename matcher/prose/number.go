package prose

import (
	"strconv"
	"strings"
)

// Patterns of numbers: Arabic, or in Chinese numerals.
const (
	hanDigits = "一二两三四五六七八九"
	number    = `(?:\d{1,4}(?:\.\d+)?|[一二两三四五六七八九十百零〇廿卅]{1,6})`
	dash      = `\s*(?:-|—|–|~|至|到)+\s*`
)

var digitOf = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '幺': 1}

// valueOf reads a number: 65, 1.7, 六十五, 廿三, 一百二, 一九八五.
func valueOf(s string) (float64, bool) {
	if s == "" {
		return 0, false
	}
	if s[0] < 0x80 {
		v, err := strconv.ParseFloat(s, 64)
		return v, err == nil
	}
	if !strings.ContainsAny(s, "十百廿卅") { // one digit after the other
		v := 0
		for _, r := range s {
			d, ok := digitOf[r]
			if !ok {
				return 0, false
			}
			v = 10*v + d
		}
		return float64(v), true
	}
	total, digit, unit := 0, 0, 1
	for _, r := range s {
		switch r {
		case '百':
			total, digit, unit = total+100*max(digit, 1), 0, 10
		case '十':
			total, digit, unit = total+10*max(digit, 1), 0, 1
		case '廿':
			total, digit, unit = total+20, 0, 1
		case '卅':
			total, digit, unit = total+30, 0, 1
		case '零', '〇':
			digit, unit = 0, 1
		default:
			d, ok := digitOf[r]
			if !ok {
				return 0, false
			}
			digit = d
		}
	}
	return float64(total + digit*unit), true // 一百二 is 120
}

// spanOf reads a number or two neighbouring ones said as one: 七八 is 7 to 8, 四十五六
// 45 to 46, 五六十 50 to 60, 一百二三十 120 to 130.
func spanOf(s string) (low, high float64, ok bool) {
	r := []rune(s)
	at := func(i int) int {
		if i < 0 || i >= len(r) || !strings.ContainsRune(hanDigits, r[i]) {
			return -1
		}
		return digitOf[r[i]]
	}
	for i := range r {
		if d := at(i); d < 0 || at(i+1) != d+1 || at(i-1) >= 0 || at(i+2) >= 0 || len(r) > 2 && !strings.ContainsAny(s, "十百") {
			continue
		}
		low, ok = valueOf(string(r[:i+1]) + string(r[i+2:]))
		if !ok {
			return 0, 0, false
		}
		high, ok = valueOf(string(r[:i]) + string(r[i+1:]))
		return low, high, ok
	}
	low, ok = valueOf(s)
	return low, low, ok
}
