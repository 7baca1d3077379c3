package prose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// longest is how many characters of a text are read.
const longest = 20_000

// text describes a text prepared to be read. Places in it are bytes of folded, which has the
// same characters as what was written, one for one, simplified and half-width.
type text struct {
	written []rune
	folded  string
	chars   []int32            // the character that each byte of folded belongs to
	units   []int32            // the UTF-16 code unit at which each character begins
	breaks  []int              // spaces that stand for a mark, by character
	asked   string             // what said was read from, as long as folded
	said    *assertion.Reading // nil until it is asked
}

func prepare(s string) text {
	all := []rune(s)
	if len(all) > longest {
		all = all[:longest]
	}
	t := text{}
	kept := unspaced(all)
	t.written = make([]rune, len(kept))
	for i, at := range kept {
		t.written[i] = all[at]
	}
	folded := []rune(names.Fold(string(t.written)))
	t.units = make([]int32, len(t.written)+1)
	stop, unit, next := stops(folded), int32(0), 0
	for i, r := range t.written {
		for ; next < kept[i]; next++ {
			unit += unitsOf(all[next])
		}
		t.units[i] = unit
		if r == '\t' || r == '\u00a0' || unicode.Is(unicode.Cf, r) { // what lies invisibly between characters
			folded[i] = ' '
		}
		if folded[i] == ' ' && t.parts(i) {
			folded[i] = ','
			t.breaks = append(t.breaks, i)
		}
		switch {
		case stop != 0 && isStop(folded, i):
			folded[i] = stop
		case folded[i] == '著' && !t.inWord(i): // 衣著, 穿著
			folded[i] = '着'
		}
	}
	t.units[len(t.written)] = unit
	if n := len(t.written); n > 0 {
		t.units[n] += unitsOf(t.written[n-1])
	}
	t.folded = assertion.Blanked(string(folded)) // 不是四川话，是长沙话 tells one accent
	t.chars = make([]int32, len(t.folded)+1)
	n := int32(0)
	for i, r := range t.folded {
		for k := range utf8.RuneLen(r) {
			t.chars[i+k] = n
		}
		n++
	}
	t.chars[len(t.folded)] = n
	return t
}

// unitsOf returns how many UTF-16 code units a character takes.
func unitsOf(r rune) int32 { return int32(max(utf16.RuneLen(r), 1)) }

// inWord reports whether the 著 at i is that of a word of its own: 著名, 显著.
func (t *text) inWord(i int) bool {
	return i+1 < len(t.written) && strings.ContainsRune("名作稱称者", t.written[i+1]) || i > 0 && strings.ContainsRune("顯显卓原名土", t.written[i-1])
}

// asking returns the text that package assertion is asked about.
func (t *text) asking() string {
	if t.asked == "" {
		t.asked = t.neutral()
	}
	return t.asked
}

// asserted returns what the text asserts of a mention.
func (t *text) asserted(from, to int) assertion.Assertion {
	if t.said == nil {
		t.said = assertion.Read(t.asking())
	}
	return t.said.At(from, to)
}

// neutral returns the text for package assertion: a space that stands for a mark ends a
// sentence, as dictated texts have no other, and…
func (t *text) neutral() string {
	folded := t.folded
	if strings.Contains(folded, "”,") { // what is said ends with its mark
		folded = strings.ReplaceAll(folded, "”,", "”;")
	}
	if len(t.breaks) == 0 {
		return neutral(folded)
	}
	runes := []rune(folded)
	for _, i := range t.breaks {
		runes[i] = ';'
	}
	return neutral(string(runes))
}

// neutral returns a text without the people, beside the person's own family, of whom nothing
// is said: those who found the person, and relatives in brackets. It is as long.
func neutral(folded string) string {
	return bracketed.ReplaceAllStringFunc(withoutHelpers.Replace(folded), func(s string) string {
		return kinCharacters.Replace(s)
	})
}

var (
	bracketed     = regexp.MustCompile(`\([^()\n]{1,40}\)`)
	kinCharacters = strings.NewReplacer("父", "某", "母", "某", "爸", "某", "妈", "某", "儿", "某", "女", "某", "兄", "某", "弟", "某", "姐", "某", "妹", "某", "哥", "某", "妻", "某", "夫", "某", "爷", "某", "奶", "某")
)

// withoutHelpers takes out of a text, at the same length, those who found or brought the
// person: what follows 民警发现一男子 is said of the man.
var withoutHelpers = func() *strings.Replacer {
	var pairs []string
	for w := range strings.FieldsSeq("亲生父母 亲生爸妈 亲人父母 民警 群众 路人 工作人员 护士 医生 家属 邻居 村民 同乡 老乡 工友 同事 家人 亲属 亲友 亲人 朋友 志愿者 监护人") {
		pairs = append(pairs, w, strings.Repeat("某", utf8.RuneCountInString(w)))
	}
	return strings.NewReplacer(pairs...)
}()

// parts reports whether the space at i stands for a comma, as in dictated texts: between
// words of two characters and more of which one is Chinese, outside of numbers and dates.
func (t *text) parts(i int) bool {
	if i < 2 || i+2 >= len(t.written) {
		return false
	}
	before, after := t.written[i-1], t.written[i+1]
	if unicode.IsSpace(before) || unicode.IsSpace(after) || unicode.IsSpace(t.written[i-2]) || unicode.IsSpace(t.written[i+2]) || strings.ContainsRune("年月", before) || strings.ContainsRune(":：", before) {
		return false
	}
	before = pastQuote(before)
	return unicode.Is(unicode.Han, before) && (unicode.Is(unicode.Han, after) || unicode.IsDigit(after)) || unicode.Is(unicode.Han, after) && (unicode.IsDigit(before) || unicode.IsLetter(before))
}

// pastQuote takes a closing mark for a character: 就会说一个“娃” 看着….
func pastQuote(r rune) rune {
	if strings.ContainsRune("”」』)）】", r) {
		return '人'
	}
	return r
}

// words returns the characters as they were written.
func (t *text) words(from, to int) string {
	return string(t.written[t.chars[from]:t.chars[to]])
}

// before returns the folded text of up to n characters before a place, within its line.
func (t *text) before(at, n int) string {
	from := at
	for ; n > 0 && from > 0; n-- {
		r, size := utf8.DecodeLastRuneInString(t.folded[:from])
		if r == '\n' {
			break
		}
		from -= size
	}
	return t.folded[from:at]
}

// after returns the folded text of up to n characters from a place on, within its line.
func (t *text) after(at, n int) string {
	to := at
	for ; n > 0 && to < len(t.folded); n-- {
		r, size := utf8.DecodeRuneInString(t.folded[to:])
		if r == '\n' {
			break
		}
		to += size
	}
	return t.folded[at:to]
}

// Characters that end a sentence, and a clause.
const (
	sentenceEnds = "。!?;\n\r"
	clauseEnds   = sentenceEnds + ",，、"
)

// longestAround is how many bytes to either side of a place are looked at for an end: it
// bounds the time that a text without any mark takes.
const longestAround = 1200

// around returns the stretch between two ends about a place.
func (t *text) around(at int, ends string) (from, to int) {
	first, last := max(0, at-longestAround), min(len(t.folded), at+longestAround)
	for first > 0 && !utf8.RuneStart(t.folded[first]) {
		first--
	}
	for last < len(t.folded) && !utf8.RuneStart(t.folded[last]) {
		last++
	}
	if from = strings.LastIndexAny(t.folded[first:at], ends); from >= 0 {
		from += first
	}
	if from >= 0 {
		_, size := utf8.DecodeRuneInString(t.folded[from:])
		from += size
	} else {
		from = first
	}
	if to = strings.IndexAny(t.folded[at:last], ends); to >= 0 {
		return from, at + to
	}
	return from, last
}

// trim takes space and punctuation off both ends of a stretch.
func (t *text) trim(from, to int) (int, int) {
	for from < to {
		r, size := utf8.DecodeRuneInString(t.folded[from:])
		if !isFiller(r) {
			break
		}
		from += size
	}
	for to > from {
		r, size := utf8.DecodeLastRuneInString(t.folded[:to])
		if !isFiller(r) {
			break
		}
		to -= size
	}
	return from, to
}

func isFiller(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",，。;:!?、.…·-—~|\"“”'‘’", r)
}
