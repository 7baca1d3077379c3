package names

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// hiddenChar stands for a character that a text does not tell: 王某明, 王□明.
const hiddenChar = '□'

// hides reports whether a character stands for one that is not told: 刘某某, 王××.
func hides(r rune) bool { return strings.ContainsRune(masks, r) || r == 'x' }

const masks = "某×*○〇◯?？□■▢△▲�_#╳✕✖﹡＊"

// hidden reports whether the position is of a character that is not told.
func (s *position) hidden() bool { return s.sound[given][0] == hiddenSound }

// hides reports whether a character of the form is not told.
func (f *form) hides() bool {
	for i := range f.positions[:f.n] {
		if f.positions[i].hidden() {
			return true
		}
	}
	return false
}

// reveal puts hiddenChar for what stands beside Chinese characters for one that is not
// told, the standard character for one of GB 18030's private use, and takes out what is
// not seen.
func reveal(text string) string {
	if !strings.ContainsFunc(text, seldom) {
		return text
	}
	runes := make([]rune, 0, len(text))
	for _, r := range describedByParts([]rune(text)) {
		switch {
		case r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000:
			r = privateUse(r)
		case r != '\t' && r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf):
			continue
		}
		runes = append(runes, r)
	}
	written := slices.Clone(runes)
	for i, r := range written {
		if hides(r) && besideHan(written, i) {
			runes[i] = hiddenChar
		}
	}
	text = string(runes)
	if name := strings.TrimRight(text, string(hiddenChar)); strings.HasSuffix(strings.TrimRight(string(written), " "), "?") && len(onlyHan([]rune(name))) > 1 && len(text)-len(name) == len(string(hiddenChar)) {
		return name // a doubt about the name
	}
	return text
}

// seldom reports whether a character is one that reveal looks at.
func seldom(r rune) bool {
	if r >= 0x4E00 && r <= 0x9FFF {
		return r == '某'
	}
	return hides(r) || r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000 || r >= 0x2FF0 && r <= 0x2FFB || unicode.In(r, unicode.Cc, unicode.Cf)
}

// besideHan reports whether a run of signs that hide characters, around i, stands beside a
// Chinese character and not beside a Latin letter.
func besideHan(runes []rune, i int) bool {
	from, to := i, i+1
	for from > 0 && hides(runes[from-1]) {
		from--
	}
	for to < len(runes) && hides(runes[to]) {
		to++
	}
	han := false
	for _, k := range [...]int{from - 1, to} {
		if k < 0 || k >= len(runes) {
			continue
		}
		if unicode.Is(unicode.Latin, runes[k]) || runes[i] == '#' && unicode.IsDigit(runes[k]) {
			return false
		}
		han = han || unicode.Is(unicode.Han, runes[k])
	}
	return han || strings.ContainsRune("某〇", runes[i])
}

// privateUse returns the standard character of one that GB 18030-2000 had among the private
// ones, as old registers still write (U+E863 is 䶮); hiddenChar for any other. The 80 that lie
// in one row of its two-byte codes got their places in Unicode later.
func privateUse(r rune) rune {
	const first, last, lead, trail, gap = 0xE815, 0xE864, 0xFE, 0x50, 0x7F
	if r < first || r > last {
		return hiddenChar
	}
	second := trail + r - first
	if second >= gap {
		second++
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes([]byte{lead, byte(second)})
	if got := []rune(string(text)); err == nil && len(got) == 1 && unicode.Is(unicode.Han, got[0]) {
		return got[0]
	}
	return hiddenChar
}

// describedByParts puts hiddenChar for each ideographic description sequence: ⿰王奇.
func describedByParts(runes []rune) []rune {
	const first, last, three = 0x2FF0, 0x2FFB, "⿲⿳"
	out := make([]rune, 0, len(runes))
	parts := 0
	for _, r := range runes {
		operator := r >= first && r <= last
		switch {
		case operator && parts == 0:
			out, parts = append(out, hiddenChar), 2
			if strings.ContainsRune(three, r) {
				parts++
			}
		case operator:
			parts++ // takes the place of one part and has two
			if strings.ContainsRune(three, r) {
				parts++
			}
		case parts > 0:
			parts--
		default:
			out = append(out, r)
		}
	}
	return out
}

// describes reports whether a text in brackets tells how a character is made: 上龙下天,
// 王字旁加奇.
func describes(text string) bool {
	switch {
	case strings.Contains(text, "上") && strings.Contains(text, "下"), strings.Contains(text, "左") && strings.Contains(text, "右"):
		return len([]rune(text)) <= 10
	case strings.HasSuffix(text, "字") && len([]rune(text)) > 1: // 生僻字
		return strings.ContainsAny(text, "僻难怪异")
	}
	return text != "" && slices.ContainsFunc(shapeWords(), func(word string) bool { return strings.Contains(text, word) })
}

var shapeWords = sync.OnceValue(func() []string {
	return strings.Fields(`字旁 偏旁 字头 字底 草头 草字 宝盖 三点水 两点水 提手 单人旁 双人旁 绞丝 走之 竖心 木旁 水旁 火旁 金旁 人旁 女旁 王旁 玉旁 言旁 石旁 鸟旁 鱼旁 旁加 头下 打不出 无法输入 无法打出`)
})
