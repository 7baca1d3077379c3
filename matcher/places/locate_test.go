package places

import (
	"slices"
	"strings"
	"testing"
)

func codesOf(list []Located) []string {
	codes := make([]string, len(list))
	for i, l := range list {
		codes[i] = l.Code
	}
	return codes
}

func TestLocate(t *testing.T) {
	g := Default()
	for _, c := range []struct {
		heard  []string
		accent string
		want   string // among the first three
	}{
		{[]string{"海东镇", "南村"}, "", "532901"},
		{[]string{"白坡镇", "沙溪", "海东镇"}, "", "532901"},
		{[]string{"白坡镇南村", "海东", "沙溪"}, "云南口音", "532901"},
		{[]string{"陈林子镇", "古时"}, "", "411525"},
		{[]string{"陳淋子", "固始"}, "", "411525"},
		{[]string{"陈淋子乡"}, "", "411525"},
		{[]string{"固始县陈淋子镇"}, "", "411525"},
		{[]string{"竹核", "昭觉"}, "", "513431"},
		{[]string{"召觉县", "竹黑"}, "四川话", "513431"},
		{[]string{"襄樊", "双沟"}, "", "420607"},
		{[]string{"曾集镇", "古椿涩驱"}, "", "420822"},
	} {
		list := g.Locate(c.heard, c.accent, 10)
		if !slices.Contains(codesOf(list)[:min(3, len(list))], c.want) {
			t.Errorf("Locate(%q, %q) = %v, want %s among the first three", c.heard, c.accent, codesOf(list), c.want)
		}
		if !slices.IsSortedFunc(list, func(a, b Located) int {
			return compareFloats(b.Weight, a.Weight)
		}) {
			t.Errorf("Locate(%q) is not best first", c.heard)
		}
		for _, l := range list {
			if l.Level != County || len(l.Matched) == 0 {
				t.Errorf("Locate(%q) finds %+v", c.heard, l)
			}
		}
	}
}

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestLocateMatched(t *testing.T) {
	list := Default().Locate([]string{"陈林子镇", "古时县"}, "", 1)
	if len(list) != 1 || list[0].Code != "411525" {
		t.Fatalf("Locate = %+v", list)
	}
	want := []Match{{"陈林子镇", "陈淋子镇", "411525101"}, {"古时县", "固始县", "411525"}}
	if !slices.Equal(list[0].Matched, want) {
		t.Errorf("matched %v, want %v", list[0].Matched, want)
	}
	if list[0].Weight < 8 {
		t.Errorf("a town and its county weigh %.1f bits", list[0].Weight)
	}
}

// TestLocateTogether: two names of one county say more than either, and the county
// that has both outranks the better-known home of one.
func TestLocateTogether(t *testing.T) {
	g := Default()
	one := g.Locate([]string{"沙溪"}, "", 50)
	both := g.Locate([]string{"沙溪", "剑川"}, "", 1)
	if len(one) < 5 || len(both) != 1 || both[0].Code != "532931" || both[0].Weight < one[0].Weight+3 {
		t.Errorf("one name: %v, both: %+v", codesOf(one), both)
	}
}

// TestLocateAccent: the same common name is looked for where the speaker is from.
func TestLocateAccent(t *testing.T) {
	g := Default()
	for accent, province := range map[string]string{"云南口音": "53", "广东口音": "44", "江西": "36"} {
		if list := g.Locate([]string{"沙溪镇"}, accent, 1); len(list) != 1 || list[0].Code[:2] != province {
			t.Errorf("沙溪镇 with %s: %v", accent, codesOf(list))
		}
	}
}

func TestLocateNothing(t *testing.T) {
	g := Default()
	for _, heard := range [][]string{nil, {}, {""}, {"镇"}, {"村"}, {"😀😀"}, {"x"}, {"\xff\xfe"}, {strings.Repeat("啊", 5000)}} {
		if list := g.Locate(heard, "", 5); len(list) != 0 {
			t.Errorf("Locate(%.20q) = %v", heard, codesOf(list))
		}
	}
	if list := g.Locate([]string{"沙溪"}, "", 0); len(list) != 0 {
		t.Errorf("limit 0 gives %v", codesOf(list))
	}
}

func TestFragments(t *testing.T) {
	g := Default()
	for text, want := range map[string][]string{
		"白坡镇南村": {"白坡镇", "南村"}, "海东镇": {"海东镇"}, "沙溪": {"沙溪"}, "河南省信阳市固始县": {"河南省", "信阳市", "固始县"}, "四川成都": {"四川", "成都"},
		"柳州市": {"柳州市"}, "新市镇": {"新市镇"}, "南村村委会": {"南村村委会"}, "沙溪、海东 南村": {"沙溪", "海东", "南村"}, "": nil,
	} {
		var got []string
		for _, f := range g.fragmentsOf([]string{text}) {
			got = append(got, f.text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("fragments of %q: %q, want %q", text, got, want)
		}
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("白坡镇南村", "沙溪", "云南口音")
	f.Add("👨‍👩‍👧\xff", strings.Repeat("沙溪镇", 3000), "\xff四川")
	f.Add("镇镇镇", "a b c", "")
	f.Fuzz(func(t *testing.T, a, b, accent string) {
		list := Default().Locate([]string{a, b}, accent, 3)
		for _, l := range list {
			if len(l.Matched) == 0 || l.Weight != l.Weight {
				t.Errorf("Locate(%q, %q) finds %+v", a, b, l)
			}
		}
	})
}

func TestHeardStem(t *testing.T) {
	for _, c := range []struct {
		name  string
		level Level
		want  string
	}{
		{"桂庄村", Village, "桂庄"}, {"桂庄", Village, "桂庄"}, {"王村", Village, "王村"},
		{"古椿社区", Unnamed, "古椿"}, {"古椿涩驱", Unnamed, "古椿"}, {"古椿慑蛆", Village, "古椿"}, {"古椿社区村", Village, "古椿"},
		{"青石石渠", Unnamed, "青石石渠"}, {"社区", Unnamed, "社区"}, {"大社区", Unnamed, "大社区"},
		{"李家村", Town, "李家村"}, {"古椿涩驱", County, "古椿涩驱"}, {"", Unnamed, ""}, {"ab😀x", Unnamed, "ab😀x"},
	} {
		if got := HeardStem(c.name, c.level); got != c.want {
			t.Errorf("%q of a %v: %q, want %q", c.name, c.level, got, c.want)
		}
	}
}
