package places

import (
	"slices"
	"strings"
	"testing"
)

func TestPlacesInPlainWords(t *testing.T) {
	for text, want := range map[string]string{
		"湖北或湖南": "42 43", "湖北、湖南": "42 43", "湖北还是湖南": "42 43", "川渝交界": "50 51", "云贵川一带": "51 52 53", "河南安徽交界处": "34 41", "湖北与湖南交界": "42 43",
		"陕北": "6106 6108", "苏北": "3203 3207 3208 3209 3213", "好像是河南周口一带": "4116", "可能是四川": "51", "河南周口": "4116", "四川省成都市": "5101", "成都或重庆": "50 5101", "四川省重庆市": "50", "四川重庆交界": "50 51",
		"河南周口或安徽阜阳": "3412 4116", "不详": "", "外地": "", "农村": "", "路边": "", "说不清": "", "不是四川": "", "沙县小吃": "", "兰州拉面馆": "", "重庆火锅店": "", "北京路": "",
		"沂蒙山": "370323 3709 3713", "大别山区": "3415 4115 4211", "沙县": "350405", "达县": "511703", "通县": "110112", "崇安县": "350782", "福建省崇安县": "350782", "滕县": "370481",
		"农八师143团": "659001", "新疆生产建设兵团第八师": "659001", "兵团六师": "659004", "农十三师": "6505", "第一师阿拉尔": "659002", "香港": "81", "澳门": "82", "台湾": "71", "高雄": "71", "旺角": "81",
		"越南": "", "缅甸掸邦": "", "无锡市": "3202", "和田市": "653201", "云南省大理州": "5329", "蒙山县": "450423", "武夷山": "350782",
	} {
		p := Parse(text)
		if got := strings.Join(p.Codes, " "); got != want {
			t.Errorf("%s: codes %q, want %q", text, got, want)
		}
		if (p.Code != "") != (len(p.Codes) == 1) {
			t.Errorf("%s: code %q beside %v", text, p.Code, p.Codes)
		}
	}
	for text, want := range map[string]string{"越南": "越南", "缅甸掸邦": "缅甸", "朝鲜族自治州": ""} {
		p := Parse(text)
		if got := p.Province(); got != want {
			t.Errorf("%s lies in %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"好像是河南周口", "可能是四川人", "湖北？"} {
		if !Parse(text).Doubtful {
			t.Errorf("%s is not doubtful", text)
		}
	}
}

func TestAccents(t *testing.T) {
	g := Default()
	for _, c := range []struct {
		accent, code string
		fits         bool
	}{
		{"许昌口音", "4110", true}, {"许昌口音", "3301", false}, {"扬州话", "3210", true}, {"扬州话", "4401", false}, {"陕北口音", "6106", true}, {"陕北口音", "6101", false},
		{"云贵川口音", "5301", true}, {"云贵川口音", "2101", false}, {"东北话", "2201", true}, {"东北口音", "4401", false}, {"闽南语", "3502", true}, {"客家话", "4414", true},
		{"潮汕口音", "4451", true}, {"粤北口音", "4402", true}, {"粤北口音", "4408", false}, {"彝语", "5134", true}, {"彝语", "3301", false}, {"藏语", "54", true}, {"维语", "65", true},
		{"壮话", "4501", true}, {"四川话、普通话", "51", true}, {"四川话，普通话", "3301", false}, {"普通话带四川口音", "5101", true}, {"四川口音", "500101", true}, {"重庆话", "5101", true},
		{"四川或重庆口音", "50", true}, {"不是四川口音", "3301", true}, {"不是四川口音", "51", false}, {"疑似河南口音", "41", true}, {"川渝口音", "50", true}, {"和田话", "653201", true},
		{"无锡话", "3202", true}, {"河南或山东口音", "37", true}, {"像安徽人", "34", true}, {"豫东口音", "4114", true}, {"苏北话", "3203", true}, {"说蒙语", "15", true}, {"操四川口音", "51", true},
		{"带有浓重的湖南口音", "43", true}, {"湘西口音", "4331", true}, {"甘肃天水口音", "6205", true}, {"粤语", "4401", true}, {"上海话", "31", true}, {"温州口音", "3303", true}, {"广西口音", "45", true},
	} {
		if ratio := g.AccentRatio(c.accent, "", g.SpanOf(c.code)); (ratio > 1) != c.fits || ratio == 1 {
			t.Errorf("%s in %s: %.2f, want it to fit: %v", c.accent, c.code, ratio, c.fits)
		}
	}
	for _, accent := range []string{"普通话", "不详", "外地口音", "听不懂", "标准普通话", "不会说话", "口音不明", ""} {
		if ratio := g.AccentRatio(accent, "", g.SpanOf("51")); ratio != 1 {
			t.Errorf("%s says %.2f of Sichuan, want nothing", accent, ratio)
		}
	}
}

func TestLocateKnowsFormerNames(t *testing.T) {
	for heard, want := range map[string]string{"达县": "511703", "通县": "110112", "灌县": "510181", "崇安县": "350782", "滕县": "370481", "绍兴县": "330603", "襄樊": "42"} {
		found := Default().Locate([]string{heard}, "", 1)
		if len(found) == 0 || !strings.HasPrefix(found[0].Code, want) {
			t.Errorf("%s: got %v, want %s", heard, found, want)
		}
	}
	for _, heard := range []string{"不详", "外地", "不知道", "农村"} {
		if found := Default().Locate([]string{heard}, "", 1); len(found) > 0 {
			t.Errorf("%s is said to be %s", heard, found[0].Name)
		}
	}
}

func FuzzPlainWords(f *testing.F) {
	for _, s := range []string{"湖北或湖南", "好像是河南周口一带", "农八师143团", "\xff、或", "兵团师", "越南"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Parse(text)
		if len(p.Parts) > maxParts || !slices.IsSorted(p.Codes) && len(p.Codes) > 8 {
			t.Errorf("%q: %+v", text, p)
		}
		Default().AccentRatio(text, "", Default().SpanOf("51"))
	})
}
