package assertion

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Value describes one value of a field that holds one or leaves several open.
type Value struct {
	Text   string // without the words that assert
	Status Status // Present, Doubtful or Denied
}

// Values returns what a field holds, an entry for each alternative: 汉族或回族, 湖南、湖北,
// 不是四川口音. What is not known is left out; at most eight are returned.
func Values(f Field, text string) []Value {
	right, wrong := Corrected(text)
	if right = eitherOr(right); f == Ethnicity {
		right = ofParents.ReplaceAllString(right, "${1}、${2}")
	}
	list := valuesOf(f, right)
	for _, w := range wrong {
		for _, v := range valuesOf(f, w) {
			if v.Status = Denied; len(list) < maxValues && !slices.ContainsFunc(list, func(o Value) bool { return o.Text == v.Text }) {
				list = append(list, v)
			}
		}
	}
	return list
}

// either leaves two values open: 不是江西就是湖南, 要么回族要么汉族.
var either = regexp.MustCompile(`(?:不是|要么是?|要不是?|非)([^,，。;；]{1,20}?)[\s,，]*(?:就是|便是|即是?|要么是?|要不是?|再不就是|再不然就是)`)

// eitherWords are words of which such a text has one, longestOther is how many bytes behind them
// the second value begins.
var eitherWords = []string{"就是", "便是", "要么", "要不", "即", "再不"}

const longestOther = len("可能")

// eitherOr returns a text with an 或 between two values of which it says that one holds.
func eitherOr(text string) string {
	if !hasAny(text, eitherWords) {
		return text
	}
	return either.ReplaceAllString(text, "${1}或")
}

// valuesOf is Values of a text that puts nothing right.
func valuesOf(f Field, text string) []Value {
	var list []Value
	carried := Present
	for _, part := range alternatives(f, text) {
		v := valueOf(f, part)
		if v.Status == Present && carried == Denied && !strings.ContainsRune("是说讲操像系而", firstRune(strings.Trim(part, punctuation))) {
			v.Status = Denied
		}
		carried = v.Status
		if v.Text == "" || v.Status == NotKnown || Unknown(f, v.Text) {
			continue
		}
		if list = append(list, v); len(list) == maxValues {
			break
		}
	}
	return list
}

const maxValues = 8

// splitters part alternatives, by field: a place is written 四川省，成都市, and only placeSplitters
// are in no address.
var (
	placeSplitters = []string{"，也可能是", "，也可能", "，也许是", "，也许", "，或许", "，又像是", "，又像", "，也像是", "，也像", "也可能是", "也可能", "又像是", "又像", "也像是", "也像", "又似", "又可能是", "又可能", "抑或是", "抑或", "亦或", "或者是", "或者", "或是", "或", "还是", "、", "/"}
	splitters      = slices.Concat(placeSplitters, []string{"／", "|", "和", "以及", "及", "与", "兼", "夹杂", "混合", "夹", "，", ",", "；", ";", "。"})
)

// alternatives cuts a text where it leaves several values open.
func alternatives(f Field, text string) []string {
	seps := splitters
	if f == Place {
		seps = placeSplitters
	}
	var parts []string
	from := 0
	for i := 0; i < len(text); {
		n := 0
		for _, s := range seps {
			if strings.HasPrefix(text[i:], s) && (len(s) > len("和") || !strings.Contains("和及与兼夹", s) || joins(text[from:i], text[i+len(s):])) {
				n = len(s)
				break
			}
		}
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		parts = append(parts, text[from:i])
		i += n
		from = i
	}
	return append(parts, text[from:])
}

// joins reports whether a word between two texts joins two values: 和 of 呼和浩特 and of
// 和田 does not.
func joins(before, after string) bool {
	return utf8.RuneCountInString(strings.Trim(before, punctuation)) >= 2 && utf8.RuneCountInString(strings.Trim(after, punctuation)) >= 2
}

// valueFront may stand before a value, valueEnd behind it, and say nothing of it.
const (
	valueFront = `自称 自述 自诉 自说 据称 据说 据查 据了解 据家属说 据家人说 家属称 家人称 本人称 本人自述 其称 其自述 经查 经核实 经询问 经辨认 经了解 听口音 听其口音 从口音听 口音为 口音是 口音系 操 讲 说 带 带有 有 具有 系 明显 浓重 浓厚 浓重的 浓厚的 略带 稍带 有点 有些 属于 是 应是 应为 应该是 应该为 应系 一口 较重 较重的 籍贯 民族 祖籍 原籍 户籍 户籍地 老家 老家在 家在 家住 家是 来自 出生于 出生在 生于 住在 在 口音 可辨 夹带 掺杂 本人 她 他 说是 说自己是 自己说是 自称是 自述是 自称为 自述为 听着 听 判断 判断为 判断是 初步 初步判断 初步判断为`
	valueEnd   = `自称 自述 自诉 自报 本人自述 家属称 家人称 据称 据说 自己说的 本人说 本人称 吧 的 人 人士 人氏 一带 附近 周边 周围 那边 那一带 这边 方向 方面 地区一带 等地 等 左右 某地 某处 某村 某县 某镇 境内 交界 交界处 交界地带 接壤 之间`
	doubtEnd   = `不详 不明 未知 不清 不清楚 不知 未明 未定 难辨 难分 疑似 可能 待查 待核实 待确认 待核 待定 存疑 不确定 不太确定 可能性大 也许 疑 未确认 未核实 ? ？`
)

var valueTables = sync.OnceValue(func() (t struct{ front, end, doubt []string }) {
	byLength := func(words string) []string {
		list := strings.Fields(words)
		slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		return list
	}
	t.front, t.end, t.doubt = byLength(valueFront), byLength(valueEnd), byLength(doubtEnd)
	return t
})

const punctuation = " \t\u3000（）()[]【】“”\"'‘’：:。.，,；;…~～*-—_"

// valueOf takes the words that assert off a value.
func valueOf(f Field, text string) Value {
	v := Value{Text: foldKept(strings.Trim(text, punctuation))}
	table, forward := valueTables(), forwardCues()
	for again := true; again && v.Text != ""; {
		again = false
		v.Text = withoutEmpty(f, strings.Trim(v.Text, punctuation))
		if Unknown(f, v.Text) {
			return Value{}
		}
		if w, ok := forward.at(v.Text); ok && w.role != neutral && w.role != affirms && utf8.RuneCountInString(w.word) > 1 && len(w.word) < len(v.Text) { // 无锡 denies nothing
			if s := statusOf(w.role); s != Present {
				v.Status, v.Text, again = max(v.Status, s), v.Text[len(w.word):], true
				continue
			}
		}
		if head, ok := strings.CutPrefix(v.Text, "非"); ok && f != Clothing && utf8.RuneCountInString(head) >= 2 && !strings.HasPrefix(head, "洲") {
			v.Text, v.Status, again = head, max(v.Status, Denied), true
			continue
		}
		if m := parents.FindString(v.Text); f == Ethnicity && m != "" && len(m) < len(v.Text) { // of mixed parents either may be meant
			v.Text, again = v.Text[len(m):], true
			continue
		}
		if head := strings.TrimLeft(v.Text, "像似疑"); head != "" && head != v.Text {
			v.Text, v.Status, again = head, max(v.Status, Doubtful), true
			continue
		}
		if w := cutAny(v.Text, table.front, strings.CutPrefix); w != v.Text && (f != Place || !strings.HasPrefix(v.Text, "有")) {
			v.Text, again = w, true
			continue
		}
		if w := cutAny(v.Text, table.doubt, strings.CutSuffix); w != v.Text {
			v.Text, v.Status, again = w, max(v.Status, Doubtful), true
			continue
		}
		if w := cutAny(v.Text, table.end, strings.CutSuffix); w != v.Text {
			v.Text, again = w, true
		}
	}
	return v
}

// withoutEmpty returns a text without a bracket that says only that nothing is known: 少数民族（具体
// 不详. Its closing one may be trimmed.
func withoutEmpty(f Field, text string) string {
	at := strings.LastIndexAny(text, "（(")
	if at <= 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	if inner := strings.Trim(text[at+size:], punctuation); inner != "" && Unknown(f, inner) {
		return text[:at]
	}
	return text
}

// ofParents is where the people of the second parent begins: 父亲回族母亲汉族.
var ofParents = regexp.MustCompile(`(族|人)((?:父亲|母亲|爸爸|妈妈|父|母|爸|妈|爹|娘))`)

// parents are those whose people a person is of.
var parents = regexp.MustCompile(`^(?:其|他|她|本人)?(?:生|养|继|祖)?(?:父亲|母亲|爸爸|妈妈|父母|爷爷|奶奶|外公|外婆|祖上|祖先|父|母|爸|妈|爹|娘)(?:那边|一方|方|双方)?(?:都|均)?(?:是|为|系)?`)

// cutAny cuts the first of the words that leaves something.
func cutAny(text string, list []string, cut func(s, w string) (string, bool)) string {
	for _, w := range list {
		if rest, ok := cut(text, w); ok && strings.Trim(rest, punctuation) != "" {
			return rest
		}
	}
	return text
}
