package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/conditions"
	"github.com/guitu-project/guitu/matcher/marks"
)

// numberText returns a number as JSON writes it.
func numberText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// itoa is strconv.Itoa, for the paths of fields.
func itoa(n int) string { return strconv.Itoa(n) }

// foundMark describes a mark's words in the folded text.
type foundMark struct{ from, to int }

// marksOf finds the marks of a text by their words, in order. Words that go over commas
// are cut there where a part says a mark by itself.
func marksOf(folded string) []foundMark {
	var list []foundMark
	for line, at := range sentencesOf(folded) {
		next := 0
		for _, m := range marks.Parse(line) {
			i := strings.Index(line[next:], m.Text)
			if i < 0 {
				if i = strings.Index(line, m.Text); i < 0 {
					continue
				}
				next = 0
			}
			from := at + next + i
			to := from + len(m.Text)
			if n := len(list); n > 0 && list[n-1].from <= from && from < list[n-1].to { // two marks of the same words
				continue
			}
			list = append(list, partsOf(folded, from, to)...)
			next += i
		}
	}
	return list
}

// partsOf returns the clauses of a mark's words that say a mark each, or all of them.
func partsOf(folded string, from, to int) []foundMark {
	var list []foundMark
	for begin := from; begin < to; {
		end := strings.IndexAny(folded[begin:to], ",，")
		if end < 0 {
			end = to
		} else {
			end += begin
		}
		if begin == from && end == to {
			break
		}
		if len(marks.Parse(folded[begin:end])) > 0 {
			list = append(list, foundMark{begin, end})
		}
		_, size := utf8.DecodeRuneInString(folded[end:])
		begin = end + max(size, 1)
	}
	if list == nil {
		return []foundMark{{from, to}}
	}
	return list
}

// sentencesOf yields the sentences of a text and where they begin.
func sentencesOf(s string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for from := 0; from < len(s); {
			end := strings.IndexAny(s[from:], sentenceEnds)
			if end < 0 {
				yield(s[from:], from)
				return
			}
			if !yield(s[from:from+end], from) {
				return
			}
			from += end + 1
			for from < len(s) && s[from]&0xC0 == 0x80 {
				from++
			}
		}
	}
}

// ills are illnesses and disabilities as texts write them, the longer word first.
var ills = regexp.MustCompile(`(?:轻度|中度|重度|严重的?|间歇性|先天性|早期|晚期|二级|一级|三级|四级|老年性?)?(?:老年痴呆症?|老年性痴呆|阿尔茨海默(?:病|症|氏症)?|小脑萎缩|脑萎缩|认知障碍症?|认知症|失智症?|痴呆症?|老糊涂|精神分裂症?|精神障碍|精神疾病|精神病|精神异常|精神失常|精神失常|精神残疾|精神恍惚|精神有问题|精神不正常|精神不太好|抑郁症?|躁狂症?|躁郁症|双相情感障碍|妄想症?|自闭症|孤独症|智力障碍|智力残疾|智力低下|智力有问题|智力发育迟缓|智力缺陷|智障|弱智|精神发育迟滞|发育迟滞|发育迟缓|一瘸一拐|唐氏综合征?|脑瘫|脑膜炎后遗症|傻|聋哑人?|聋|哑巴?|失聪|耳背|听力(?:障碍|残疾|下降|不好|差|减退|有问题)|语言障碍|言语障碍|不会说话|不能说话|说话不清楚?|口齿不清楚?|言语不清|表达不清|结巴|口吃|癫痫|羊癫疯|羊角疯|羊羔疯|抽搐|脑血栓后遗症|脑梗后遗症|中风后遗症|脑血栓|偏瘫|半身不遂|瘫痪|跛行|跛脚|跛|瘸腿|一[瘸拐颠跛扭崴]一[瘸拐颠跛扭崴]|瘸|腿脚不便|腿脚不灵便|腿脚不好|行动不便|行走不便|肢体残疾|肢体障碍|小儿麻痹症?|残疾|双目失明|失明|盲|视力(?:障碍|残疾|模糊|不好|下降)|白内障|青光眼|高血压|糖尿病|心脏病|冠心病|中风|脑梗死?|脑出血|脑溢血|肝炎|乙肝|哮喘|肺结核|结核|帕金森(?:病|综合征|症)?|癌症?|肾病|尿毒症|甲亢|贫血|关节炎|腰椎间盘突出|失忆症?|记忆力减退|记忆力差|记忆力不好|健忘|昏迷不?醒?|植物人|意识不清|意识模糊|意识障碍|神志不清|营养不良|酗酒|尿失禁|大小便失禁|怀孕|身孕|孕妇|心梗|支气管炎|肺气肿|先心病|疝气|矽肺|尘肺|白化病|皮肤病|艾滋病|梅毒|(?:智力|精神|脑子|听力|视力|神志|神智|意识|记忆力?|记性|语言|说话|口齿|腿脚|行动|[左右]侧肢体活动|肢体活动)(?:上|方面)?(?:有点儿?|有些|有时|时常|经常|偶尔|不太|比较|较|略|稍微?|明显)?(?:有)?(?:问题|障碍|异常|失常|不正常|模糊|不清楚?|不好|差|下降|减退|不便|不灵便|迟钝|缺陷|恍惚))(?:症状|病史|后遗症|患者)?`)

// illTails are illnesses by how their names end: 气管炎, 静脉曲张.
var illTails = regexp.MustCompile(`([^\x00-\x7f、,，。;有患是得和了的无否认等及与“”（）左右腿手脚]{1,4}(?:[^天日]炎|癌|曲张|结石|溃疡|硬化|衰竭|积水|增生|综合征|后遗症))`)

var illTail = regexp.MustCompile(`(?:症状|病史|患者)$`)

// readConditions reads illnesses and disabilities, each once, those that are the
// person's and not denied.
func (r *reader) readConditions() {
	if len(r.out.Person.Conditions) > 0 && r.partial {
		return
	}
	for _, m := range ills.FindAllStringIndex(r.folded, -1) {
		from, to := m[0], m[1]
		to -= len(illTail.FindString(r.folded[from:to]))
		s := r.folded[from:to]
		if !r.own(from, to) || s == "傻" && !strings.ContainsAny(r.before(from, 2), "有点痴呆") || s == "盲" && (strings.ContainsAny(r.after(to, 1), "道目从流") || strings.ContainsAny(r.before(from, 1), "文色法扫")) || s == "抽搐" && r.partial {
			continue
		}
		words := r.words(from, to)
		if p := &r.out.Person; slices.ContainsFunc(p.Conditions, func(c string) bool { return strings.Contains(c, words) }) {
			r.skip(from, to)
		} else if !r.isUsed(from, to) {
			r.addCondition(from, to)
		}
	}
	r.moreConditions(func(k conditions.Kind) bool { return k != conditions.Physical }) // 截肢 may be a mark, with its place
}

// readMoreConditions adds what neither the words above nor a mark has told.
func (r *reader) readMoreConditions() {
	for _, m := range illTails.FindAllStringSubmatchIndex(r.folded, -1) {
		if from, to := m[2], m[3]; !r.isUsed(from, to) && r.own(from, to) && !strings.HasPrefix(r.folded[to:], "热") && !strings.HasPrefix(r.folded[to:], "炎") {
			r.addCondition(from, to)
		}
	}
	r.moreConditions(func(conditions.Kind) bool { return true })
	for _, at := range r.illnesses {
		r.labelIllness(at[0], at[1])
	}
}

// moreConditions adds what package conditions understands and the words above do not.
func (r *reader) moreConditions(wanted func(conditions.Kind) bool) {
	for _, m := range conditions.Find(r.folded) {
		clause, _ := r.around(m.From, clauseEnds)
		if !wanted(m.Kind) || r.isUsed(m.From, m.To) || !r.own(m.From, m.To) || !m.Says.Holds() || strings.ContainsAny(r.folded[clause:m.From], "叫姓名说") { // 叫什么听不清
			continue
		}
		r.addCondition(m.From, m.To)
	}
}

func (r *reader) addCondition(from, to int) {
	p := &r.out.Person
	p.Conditions = append(p.Conditions, r.words(from, to))
	r.set("person.conditions["+itoa(len(p.Conditions)-1)+"]", r.words(from, to), from, to)
}
