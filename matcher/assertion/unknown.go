package assertion

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Unknown reports whether a text in that field says only that nothing is known. An
// empty text, or one of punctuation alone, says so, too.
func Unknown(f Field, text string) bool {
	text = bare(text)
	return covered(text, words()[min(f, fields-1)]) || f == Relative && tellsState(text)
}

// tellsState reports whether a text in the field for a relative's name tells how or where
// the relative is: it begins with no surname but a word that says so, 在老家, 已改嫁外地.
func tellsState(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return utf8.RuneCountInString(text) >= 3 && strings.ContainsRune("在去已没不均因被跟现瘫卧早", first)
}

// Informative returns the text with a comma for every clause that says only that
// nothing is known.
func Informative(text string) string {
	var out strings.Builder
	list := words()[Any]
	for _, c := range clauses(text) {
		if covered(bare(text[c.from:c.to]), list) {
			out.WriteString("，")
			continue
		}
		out.WriteString(text[c.from:c.end])
	}
	return out.String()
}

// vocabulary holds words by how they count: true for a core.
type vocabulary struct {
	core    map[string]bool
	longest int // bytes
}

var words = sync.OnceValue(func() *[fields]*vocabulary {
	var out [fields]*vocabulary
	for f := range out {
		v := &vocabulary{core: map[string]bool{}}
		add := func(list string, core bool) {
			for w := range strings.FieldsSeq(list) {
				v.core[w] = v.core[w] || core
				v.longest = max(v.longest, len(w))
			}
		}
		add(unknownParts, false)
		for not := range strings.FieldsSeq(notYet) {
			for found := range strings.FieldsSeq(findingOut) {
				v.core[not+found] = true
				v.longest = max(v.longest, len(not+found))
			}
		}
		add(unknownCores, true)
		add(unknownOf[f], true)
		out[f] = v
	}
	return &out
})

// notYet before findingOut says that nothing is known: 没问出来, 暂未掌握.
const (
	notYet     = `没 没有 未 未能 没能 无法 无从 尚未 暂未 暂时未 还没 还没有 没法 难以 不愿 不肯 拒不 拒绝 不能 不便`
	findingOut = `问 问出 问出来 问到 问清 问清楚 查 查明 查出 查到 查清 查清楚 掌握 得知 获悉 获取 了解 了解到 核实 核对 核准 提供 说 说出 说出来 说清 说明 讲 讲出 讲清 讲明 记 记录 记起 确认 确定 明确 弄清 弄清楚 搞清 搞清楚 辨别 辨认 识别 登记 采集 填写 填 透露 告知 回答 作答 沟通 交流 知晓 查询 查询到 采集到 收集 收集到 反映 体现 显示 判断 分辨 听清 听懂 看清`
)

// longestUnknown is how many bytes a text that says nothing may have: a long one says
// something.
const longestUnknown = 240

// covered reports whether a bare text is made of the words of a vocabulary alone, of
// which one at least is a core.
func covered(text string, v *vocabulary) bool {
	if text == "" {
		return true
	}
	if len(text) > longestUnknown {
		return false
	}
	var without, with [longestUnknown + 1]bool // reached up to a byte, without and with a core
	without[0] = true
	for i := range len(text) {
		if !without[i] && !with[i] {
			continue
		}
		for n := 1; n <= min(v.longest, len(text)-i); n++ {
			core, known := v.core[text[i:i+n]]
			if !known {
				continue
			}
			without[i+n] = without[i+n] || without[i] && !core
			with[i+n] = with[i+n] || with[i] || core
		}
	}
	return with[len(text)]
}

// bare is a text folded, without spaces and punctuation.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		r = fold(r)
		if r == '×' || r == '□' || r == '○' || r == '〇' || unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(strings.ReplaceAll(text, "N/A", "na"), "n/a", "na"))
}

// traditional characters of the words of this package, each before its simplified one.
const traditional = "詳详無无沒没認认實实見见發发現现聽听說说話话親亲屬属媽妈爺爷孫孙請请確确記记憶忆傷伤殘残據据稱称問问嗎吗過过與与還还個个間间約约東东兒儿為为係系後后從从來来縣县鄉乡裡里裏里語语講讲暫暂尋寻種种類类號号處处點点時时離离業业務务農农體体徵征狀状況况險险應应該该難难辨辨臨临開开關关門门並并僅仅卻却類类當当貌貌衣衣隨随攜携帶带病病籍籍貫贯戶户聯联繫系電电歲岁齡龄別别會会懷怀縱纵錯错頭头腦脑"

var foldTable = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	list := []rune(traditional)
	for i := 0; i+1 < len(list); i += 2 {
		m[list[i]] = list[i+1]
	}
	return m
})

// fold is a character simplified, in lower case and of half width.
func fold(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFF01 - '!'
	case r == 0x3000:
		return ' '
	}
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	if s, ok := foldTable()[r]; ok {
		return s
	}
	return r
}
