package marks

import (
	"math"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/models"
)

// ParseDenied returns the marks that texts about a person say are not there: 左眉没有疤,
// 无纹身, 口齿清晰. One without a site is denied everywhere. 16 at most.
func ParseDenied(given []models.Mark, texts ...string) []Mark {
	var all []Mark
	for _, m := range given {
		all = append(all, deniedIn(m.Text)...)
	}
	for _, text := range texts {
		all = append(all, deniedIn(text)...)
	}
	return all[:min(len(all), maxMarks)]
}

func deniedIn(text string) []Mark {
	if text == "" {
		return nil
	}
	r := newReader(text)
	r.readAll()
	list := r.gone
	_, wrong := assertion.Corrected(text)
	for _, w := range wrong { // 左脸不是胎记，是烫伤疤
		for _, m := range Parse(w) {
			list = append(list, Mark{Kind: m.Kind, Site: m.Site, Side: m.Side})
		}
	}
	folded := string(r.folded)
	for _, w := range whole() {
		for _, word := range w.words {
			if at := strings.Index(folded, word); at >= 0 && !strings.HasSuffix(folded[:at], "不") {
				list = append(list, w.denies...)
				break
			}
		}
	}
	return list
}

// whole are words for what is as it should be, and the marks that they deny. What
// package conditions reads is left to it.
var whole = sync.OnceValue(func() []sound {
	return []sound{
		{strings.Fields("口齿清晰 口齿清楚 口齿伶俐 口齿流利 吐字清晰 吐字清楚 吐词清楚 吐词清晰 说话清楚 说话清晰 言语清晰 言语清楚 语言清晰 语言清楚 表达清楚 表达清晰 言语流利 语言流利 说话流利 讲话流利 讲话清楚 咬字清楚 说话正常 言语正常 语言正常 表达正常 语言表达正常 口齿正常"), []Mark{{Kind: Slurred}, {Kind: Stutter}}},
		{strings.Fields("四肢健全 四肢完整 四肢齐全 肢体健全 肢体完整 四肢完好 四肢无残缺 手脚健全 手脚齐全 手指齐全 手指健全 十指健全 十指齐全 十指完整 双手健全 双手完好"), []Mark{{Kind: Missing, Site: Hand}, {Kind: Missing, Site: Arm}, {Kind: Extra, Site: Finger}}},
		{strings.Fields("四肢健全 四肢完整 四肢齐全 肢体健全 四肢完好 手脚健全 手脚齐全 双腿健全 双脚健全"), []Mark{{Kind: Missing, Site: Leg}, {Kind: Missing, Site: Foot}}},
		{strings.Fields("牙齿齐全 牙齿完整 牙齿完好 牙齿健全 牙齿无缺"), []Mark{{Kind: Missing, Site: Tooth}}},
		{strings.Fields("牙齿整齐 牙齿齐整 牙齿洁白整齐"), []Mark{{Kind: Deformed, Site: Tooth}, {Kind: Buckteeth, Site: FrontTooth}, {Kind: Missing, Site: Tooth}}},
		{strings.Fields("步态正常 走路正常 行走正常 走路平稳 步态平稳 行走自如 健步如飞 行动自如"), []Mark{{Kind: Limp, Site: Leg}}},
		{strings.Fields("头发浓密 头发茂密 发量多 头发多"), []Mark{{Kind: Bald, Site: Head}}}, {strings.Fields("头发乌黑 头发全黑 一头黑发"), []Mark{{Kind: Grey, Site: Head}}},
		{strings.Fields("身形挺拔 腰背挺直 后背挺直"), []Mark{{Kind: Deformed, Site: Back}}}, {strings.Fields("五官端正 五官正常"), []Mark{{Kind: Cleft, Site: Mouth}, {Kind: Deformed, Site: Mouth}, {Kind: Deformed, Site: Nose}}},
		{strings.Fields("皮肤完好 皮肤光洁 皮肤光滑 体表完好"), []Mark{{Kind: Scar}, {Kind: Burn}}},
	}
})

// sound holds words for what is as it should be, and the marks that they deny.
type sound struct {
	words  []string
	denies []Mark
}

// Contradiction describes a mark that one file has and the other denies.
type Contradiction struct {
	Mark     Mark
	InRecord bool // the record has it
}

// Denials yields the marks of each file that the other denies.
func Denials(record, notice, recordDenies, noticeDenies []Mark, yield func(c Contradiction, general bool)) {
	for i := range record {
		if d := deniedBy(&record[i], noticeDenies); d != nil {
			yield(Contradiction{record[i], true}, d.Site == 0)
		}
	}
	for i := range notice {
		if d := deniedBy(&notice[i], recordDenies); d != nil {
			yield(Contradiction{notice[i], false}, d.Site == 0)
		}
	}
}

// deniedBy returns the denial that speaks of a mark, nil for none.
func deniedBy(m *Mark, list []Mark) *Mark {
	for i := range list {
		d := &list[i]
		if d.Kind != m.Kind && !(d.Kind.row().skin && m.Kind.row().skin && alike(d.Kind, m.Kind) >= oftenTaken) {
			continue
		}
		if d.Side != 0 && m.Side != 0 && d.Side != m.Side && d.Side != Both && m.Side != Both {
			continue
		}
		if d.Site == 0 || m.Site != 0 && (m.Site == d.Site || m.Site.isWithin(d.Site)) {
			return d
		}
	}
	return nil
}

// DenialBits returns what the marks weigh that one file has and the other denies: log2
// of Denied, or of DeniedAll, each.
func (p *Params) DenialBits(record, notice, recordDenies, noticeDenies []Mark) (bits float64, denied bool) {
	product := 1.0
	Denials(record, notice, recordDenies, noticeDenies, func(_ Contradiction, general bool) {
		denied = true
		if general {
			product *= p.DeniedAll
		} else {
			product *= p.Denied
		}
	})
	return math.Log2(product), denied
}
