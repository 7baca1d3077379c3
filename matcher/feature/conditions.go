package feature

import (
	"fmt"
	"math"
	"math/bits"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// conditions are the kinds of illness and disability a person is said to have, a
// bit each.
type conditions uint16

// conditionKinds are the kinds, how files write them, and how often somebody in a
// station or a notice has one (estimates).
var conditionKinds = [...]struct {
	is    models.Text
	words []string
	share float64
}{
	{models.Text{Zh: "认知症", En: "dementia"}, []string{"痴呆", "阿尔茨海默", "认知障碍", "认知症", "失智", "健忘", "记忆"}, .15},
	{models.Text{Zh: "精神障碍", En: "mental illness"}, []string{"精神", "分裂", "抑郁", "躁狂", "妄想", "神志不清", "疯"}, .25},
	{models.Text{Zh: "智力障碍", En: "intellectual disability"}, []string{"智力", "智障", "弱智", "发育迟缓", "唐氏", "痴傻"}, .15},
	{models.Text{Zh: "聋哑", En: "deaf or mute"}, []string{"聋", "哑", "听力", "言语障碍", "不会说话", "语言障碍"}, .06},
	{models.Text{Zh: "癫痫", En: "epilepsy"}, []string{"癫痫", "羊癫疯", "羊角风", "抽搐"}, .03},
	{models.Text{Zh: "肢体残疾", En: "physical disability"}, []string{"瘫", "跛", "瘸", "肢体", "小儿麻痹", "残疾", "行动不便"}, .07},
	{models.Text{Zh: "视力障碍", En: "blindness"}, []string{"失明", "盲", "视力", "白内障"}, .03},
	{models.Text{Zh: "慢性病", En: "a chronic illness"}, []string{"高血压", "糖尿病", "心脏病", "中风", "脑梗", "肝炎", "哮喘"}, .08},
}

func conditionsOf(texts []string) (c conditions) {
	for _, text := range texts {
		for i, k := range conditionKinds {
			for _, w := range k.words {
				if strings.Contains(text, w) {
					c |= 1 << i
				}
			}
		}
	}
	return c
}

// weighConditions counts the kinds that both name, each by its rarity:
// log2(Seen/share); and a little against the pair for each that only one names,
// since neither side lists everything.
func weighConditions(p *basis, record, notice *Profile) (finding, bool) {
	a, b := record.conditions, notice.conditions
	if a == 0 || b == 0 {
		return finding{}, false
	}
	if a&b == 0 {
		return finding{bits: p.Conditions.Nothing}, true
	}
	sum := float64(bits.OnesCount16(uint16(a^b))) * p.Conditions.OnlyOne
	for i := range conditionKinds {
		if a&b&(1<<i) != 0 {
			sum += math.Log2(p.Conditions.Seen / conditionKinds[i].share)
		}
	}
	return finding{bits: math.Min(sum, p.Conditions.Most)}, true
}

func explainConditions(_ *Probe, record, notice *Profile, _ finding) words {
	a, b := record.conditions.words(), notice.conditions.words()
	if both := record.conditions & notice.conditions; both != 0 {
		w := both.words()
		return words{a.Zh, b.Zh, models.Text{Zh: "健康状况相符：" + w.Zh, En: "both files speak of " + w.En}}
	}
	return words{a.Zh, b.Zh, models.Text{Zh: fmt.Sprintf("健康状况不同：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("other conditions: %s / %s", a.En, b.En)}}
}

func (c conditions) words() models.Text {
	var zh, en []string
	for i, k := range conditionKinds {
		if c&(1<<i) != 0 {
			zh, en = append(zh, k.is.Zh), append(en, k.is.En)
		}
	}
	return models.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}
