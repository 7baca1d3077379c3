package marks

import (
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func weigh(record, notice string, b Between) (float64, Meetings) {
	p := DefaultParams()
	var m Meetings
	p.Compare(ParseAll(nil, record), ParseAll(nil, notice), Usual(), b, &m)
	return m.Bits(), m
}

func TestPairs(t *testing.T) {
	if len(pairs) < 80 {
		t.Errorf("only %d pairs", len(pairs))
	}
	for _, c := range pairs {
		for _, turned := range []bool{false, true} {
			a, b := c.record, c.notice
			if turned {
				a, b = b, a
			}
			bits, m := weigh(a, b, Between{})
			met, other := false, false
			for _, x := range m.All() {
				met = met || x.Record >= 0 && x.Notice >= 0 && !x.OtherSide
				other = other || x.OtherSide
			}
			got := different
			switch {
			case other:
				got = conflict
			case met && bits >= 2:
				got = sameMark
			case met:
				got = maybe
			}
			want := c.want
			if want == maybe && got == sameMark || want == different && got == maybe && bits < .5 {
				continue
			}
			if got != want || want == conflict && bits >= 0 || want == different && bits > 0 {
				t.Errorf("%q against %q: %s, %.2f bits, want %s", a, b, got, bits, c.want)
			}
		}
	}
}

// Each step says the same or less than the one before.
func TestMonotonicity(t *testing.T) {
	for name, steps := range map[string][]struct {
		record, notice string
		between        Between
	}{
		"site": {{record: "左眉疤", notice: "左眉疤"}, {record: "左额疤", notice: "左眉疤"}, {record: "左下巴疤", notice: "左眉疤"}, {record: "左膝疤", notice: "左眉疤"}},
		"side": {{record: "左膝疤", notice: "左膝疤"}, {record: "膝疤", notice: "左膝疤"}, {record: "右膝疤", notice: "左膝疤"}},
		"kind": {{record: "左膝疤", notice: "左膝疤"}, {record: "左膝伤口", notice: "左膝疤"}, {record: "左膝纹身", notice: "左膝疤"}},
		"rarity": {{record: "右手六指", notice: "右手六指"}, {record: "右手食指缺失", notice: "右手食指缺失"}, {record: "右手臂疤", notice: "右手臂疤"},
			{record: "双眼皮", notice: "双眼皮"}},
		"number":   {{record: "左眉疤，右手断指", notice: "左眉疤，右手断指"}, {record: "左眉疤", notice: "左眉疤，右手断指"}, {record: "驼背", notice: "左眉疤，右手断指"}},
		"motif":    {{record: "左臂纹'忍'字", notice: "左臂纹'忍'字"}, {record: "左臂纹身", notice: "左臂纹'忍'字"}, {record: "左臂纹'爱'字", notice: "左臂纹'忍'字"}},
		"length":   {{record: "左膝3cm疤", notice: "左膝3cm疤"}, {record: "左膝6cm疤", notice: "左膝3cm疤"}, {record: "左膝10cm疤", notice: "左膝3cm疤"}, {record: "左膝20cm疤", notice: "左膝3cm疤"}},
		"age":      {{"满头白发", "满头白发", Between{Age: 30}}, {"满头白发", "满头白发", Between{Age: 50}}, {"满头白发", "满头白发", Between{Age: 75}}},
		"gait":     {{"跛行", "跛行", Between{Years: 0}}, {"跛行", "跛行", Between{Years: 5}}, {"跛行", "跛行", Between{Years: 30}}},
		"dye":      {{"染发", "染发", Between{}}, {"染发", "染发", Between{Years: 1}}, {"染发", "染发", Between{Years: 5}}},
		"old gait": {{"跛行", "跛行", Between{Age: 30}}, {"跛行", "跛行", Between{Age: 60}}, {"跛行", "跛行", Between{Age: 80}}},
	} {
		last := math.Inf(1)
		for i, s := range steps {
			bits, _ := weigh(s.record, s.notice, s.between)
			if bits >= last {
				t.Errorf("%s, step %d: %.2f bits after %.2f", name, i, bits, last)
			}
			last = bits
		}
	}
}

func TestALoneMarkSaysLittle(t *testing.T) {
	if bits, m := weigh("", "右手食指缺失", Between{}); bits != 0 || len(m.All()) != 0 {
		t.Errorf("a record without marks weighs %.2f", bits)
	}
	for _, c := range []struct {
		record, notice string
		between        Between
	}{
		{"驼背", "左眼失明", Between{}}, {"口吃", "左臂烫伤", Between{}}, {"六指", "满头白发", Between{Age: 70}},
	} {
		if bits, _ := weigh(c.record, c.notice, c.between); bits > 0 || bits < -2 {
			t.Errorf("%s against %s: %.2f bits", c.record, c.notice, bits)
		}
	}
	now, _ := weigh("左脸痣，右手断指", "左脸痣", Between{})
	later, _ := weigh("左脸痣，右手断指", "左脸痣", Between{Years: 20})
	if later <= now {
		t.Errorf("a finger may have been lost in 20 years: %.2f bits, at once %.2f", later, now)
	}
}

func TestOneCauseCountsLess(t *testing.T) {
	one, _ := weigh("额头烧伤", "额头烧伤", Between{})
	two, _ := weigh("额头烧伤，下巴烧伤", "额头烧伤，下巴烧伤", Between{})
	apart, _ := weigh("额头烧伤，右腿烧伤", "额头烧伤，右腿烧伤", Between{})
	if two <= one || two >= apart {
		t.Errorf("one burn %.2f, two of the face %.2f, two apart %.2f bits", one, two, apart)
	}
	// The same scar written three times is one scar.
	thrice := ParseAll([]models.Mark{{Text: "左眉上方有疤"}}, "左额有一道疤，面部有疤")
	if len(thrice) != 1 {
		t.Errorf("one scar read as %s", briefs(thrice))
	}
}

func TestEachMarkMeetsOneOther(t *testing.T) {
	_, m := weigh("左眉有疤", "左眉有疤，左额有疤", Between{})
	met := 0
	for _, x := range m.All() {
		if x.Record >= 0 && x.Notice >= 0 {
			met++
		}
	}
	if met != 1 || len(m.All()) != 2 {
		t.Errorf("one scar meets %d: %+v", met, m.All())
	}
}

func TestLongListsAreBounded(t *testing.T) {
	var many []models.Mark
	for i := range 500 {
		s := Site(i%int(sites-1) + 1)
		many = append(many, models.Mark{Kind: Kind(i%int(kinds-1) + 1).Code(), Site: s.Code(), Side: "LEFT"})
	}
	list := ParseAll(many, strings.Repeat("左眉有疤，右膝有痣；", 1000))
	if len(list) != maxMarks {
		t.Errorf("%d marks", len(list))
	}
	p := DefaultParams()
	var m Meetings
	p.Compare(append(list, list...), append(list, list...), Usual(), Between{}, &m)
	if b := m.Bits(); math.IsNaN(b) || math.IsInf(b, 0) || len(m.All()) > 2*maxMarks {
		t.Errorf("%d meetings of %f bits", len(m.All()), b)
	}
}

func TestCompareDoesNotAllocate(t *testing.T) {
	p := DefaultParams()
	a, b := ParseAll(nil, typicalRecord), ParseAll(nil, typicalNotice)
	sum := 0.0
	if n := testing.AllocsPerRun(100, func() {
		var m Meetings
		p.Compare(a, b, Usual(), Between{Years: 3, Age: 60}, &m)
		sum += m.Bits()
	}); n > 0 || sum == 0 {
		t.Errorf("%.0f allocations, %f bits", n, sum)
	}
}

const (
	typicalRecord = "左眉有3cm疤痕，右手食指缺失"
	typicalNotice = "左侧额头有疤，右手断指，走路跛行"
)

func FuzzParse(f *testing.F) {
	for _, p := range phrases {
		f.Add(p.text)
	}
	f.Add("\xff无疤")
	f.Add(strings.Repeat("左眉有疤，右手食指缺如、", 300))
	f.Add(strings.Repeat("没有门牙及", 700))
	p := DefaultParams()
	other := ParseAll(nil, typicalNotice)
	f.Fuzz(func(t *testing.T, text string) {
		got := Parse(text)
		if len(got) > maxMarks {
			t.Errorf("%d marks", len(got))
		}
		for _, m := range got {
			if m.Kind == 0 || m.Kind >= kinds || m.Site >= sites || m.Side >= sides || m.Text == "" || len([]rune(m.Text)) > longestWords || len([]rune(m.Motif)) > longestMotif {
				t.Errorf("%q: %+v", text, m)
			}
		}
		var m Meetings
		p.Compare(got, other, Usual(), Between{Years: 2, Age: 40}, &m)
		if b := m.Bits(); math.IsNaN(b) || b > 200 || b < -50 {
			t.Errorf("%q weighs %f", text, b)
		}
		one := models.Mark{Text: text}
		if u := Understand(one); u.Text != text || Understand(u) != u {
			t.Errorf("Understand(%q) = %+v", text, u)
		}
	})
}

func BenchmarkCompare2x3(b *testing.B) { benchmarkCompare(b, typicalRecord, typicalNotice) }
func BenchmarkCompare1x1(b *testing.B) { benchmarkCompare(b, "左眉有疤", "左额有疤") }
func BenchmarkCompare4x4(b *testing.B) {
	benchmarkCompare(b, "左眉疤，右手断指，驼背，口吃", "左额疤，右手断指，驼背，右腿跛行")
}

func benchmarkCompare(b *testing.B, record, notice string) {
	p := DefaultParams()
	r, n := ParseAll(nil, record), ParseAll(nil, notice)
	b.ReportAllocs()
	for b.Loop() {
		var m Meetings
		p.Compare(r, n, Usual(), Between{Years: 3, Age: 60}, &m)
	}
}

func BenchmarkParse30Characters(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("男，约60岁，左眉上方有一道约3cm疤痕，右手食指缺如，说话口吃")
	}
}

func BenchmarkParse10kB(b *testing.B) {
	text := strings.Repeat("左眉有疤，身穿黑色上衣，", 10_000/36)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse(text)
	}
}
