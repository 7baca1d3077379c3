package marks

import (
	"strconv"
	"strings"
	"unicode"
)

// number reads 3cm, 2-3厘米, 3×2cm, 两颗, 两手 (both), and a bare number right before
// a mark: 各有一疤.
func number(text []rune, i int) (token, bool) {
	value, to := digitsAt(text, i)
	if to == i {
		return token{}, false
	}
	one := to == i+1
	largest, unit, unitTo := value, 0.0, to
	for {
		if u, end := unitAt(text, to); u > 0 {
			unit, unitTo, to = u, end, end
		}
		if to >= len(text) || !strings.ContainsRune("-~～—–至到×*xx乘", text[to]) {
			break
		}
		v, end := digitsAt(text, to+1)
		if end == to+1 {
			break
		}
		value, largest, to = v, max(largest, v), end
	}
	if unitTo < len(text) && text[unitTo] == '处' || i > 0 && text[i-1] == '第' { // 膝下10cm处, 第二颗
		return token{class: soft, from: i, to: to}, true
	}
	if unit > 0 {
		mm := largest * unit
		if mm < 1 || mm > 400 { // a height, not a mark
			return token{from: i, to: unitTo}, true
		}
		return token{class: sizeWord, n: uint16(mm), from: i, to: unitTo}, true
	}
	t := token{class: countWord, n: uint16(min(value, 99)), from: i, to: to}
	if to < len(text) && strings.ContainsRune(classifiers, text[to]) {
		t.to++
	}
	if t.to < len(text) && text[t.to] == '字' { // “平安”两个字
		t.class = soft
		return t, true
	}
	follow, ok := lookUpAt(text, t.to)
	both := one && text[i] == '两' && ok && follow.class == siteWord && paired.has(follow.site)
	switch {
	case both:
		return token{class: sideWord, side: Both, from: i, to: t.to}, true
	case t.to > to && value > 0, ok && (follow.class == kindWord || follow.class == siteWord && digits.has(follow.site)):
		return t, true
	}
	t.class = soft
	if text[i] < 0x80 {
		t.class = other
	}
	return t, true
}

func lookUpAt(text []rune, i int) (token, bool) {
	if i >= len(text) {
		return token{}, false
	}
	return lookUp(text, i)
}

// digitsAt reads 3, 1.5, 三, 十二, 半; to is i if there is no number.
func digitsAt(text []rune, i int) (value float64, to int) {
	for to = i; to < len(text) && to < i+6 && (unicode.IsDigit(text[to]) && text[to] < 0x80 || text[to] == '.' && to > i); to++ {
	}
	if to > i {
		v, err := strconv.ParseFloat(strings.TrimSuffix(string(text[i:to]), "."), 64)
		if err != nil {
			return 0, i
		}
		return v, to
	}
	const numerals = "零一二三四五六七八九十"
	for ; to < len(text) && to < i+3; to++ {
		r := text[to]
		if r == '两' {
			r = '二'
		}
		at := strings.IndexRune(numerals, r)
		switch {
		case r == '半' && to == i:
			return .5, to + 1
		case at < 0:
			return value, to
		case r == '十' && value > 0:
			value *= 10
		default:
			value += float64(at / len("零"))
		}
	}
	return value, to
}

func unitAt(text []rune, i int) (mm float64, to int) {
	for n := 2; n > 0; n-- {
		if i+n > len(text) {
			continue
		}
		if u := unitWords[string(text[i:i+n])]; u > 0 && (n == 1 || !isLatin(text[i]) || i+n == len(text) || !isLatin(text[i+n])) {
			return u, i + n
		}
	}
	return 0, i
}
