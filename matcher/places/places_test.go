package places

import (
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Part
	}{
		{"四川省成都市武侯区", []Part{{"四川", Province}, {"成都", City}, {"武侯", County}}},
		{"成都市武侯区", []Part{{"成都", City}, {"武侯", County}}},
		{"内蒙古自治区赤峰市", []Part{{"内蒙古", Province}, {"赤峰", City}}},
		{"内蒙赤峰", []Part{{"内蒙古", Province}, {"赤峰", Unnamed}}},
		{"青岛市市南区", []Part{{"青岛", City}, {"市南", County}}},
		{"重庆市渝中区", []Part{{"重庆", Province}, {"渝中", County}}},
		{"广西壮族自治区 桂林市", []Part{{"广西", Province}, {"桂林", City}}},
		{"白坡镇南村", []Part{{"白坡", Town}, {"南村", Unnamed}}},
		{"四川", []Part{{"四川", Province}}},
		{"", nil},
	} {
		if got := Parse(c.text).Parts; !slices.Equal(got, c.want) {
			t.Errorf("Parse(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Agreement
	}{
		{"四川省成都市武侯区", "成都市武侯区", Agreement{Deepest: County, Agree: true, Name: "武侯"}},
		{"四川省成都市武侯区", "四川省成都市锦江区", Agreement{Deepest: City, Agree: true, Name: "成都", Apart: County}},
		{"四川省成都市", "黑龙江省哈尔滨市", Agreement{Apart: Province}},
		{"内蒙赤峰", "内蒙古自治区赤峰市", Agreement{Deepest: City, Agree: true, Name: "赤峰"}},
		{"", "四川省", Agreement{}},
	} {
		a, b := Parse(c.a), Parse(c.b)
		if got := Compare(&a, &b); got != c.want {
			t.Errorf("Compare(%q, %q) = %+v, want %+v", c.a, c.b, got, c.want)
		}
	}
}

func TestProvinceIn(t *testing.T) {
	for text, want := range map[string]string{"四川口音": "四川", "说内蒙话": "内蒙古", "东北口音": "", "像湖南或湖北人": "湖南"} {
		if got := ProvinceIn(text); got != want {
			t.Errorf("ProvinceIn(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("四川省成都市武侯区")
	f.Add("\xff市市市")
	f.Fuzz(func(t *testing.T, text string) {
		p := Parse(text)
		if len(p.Parts) > maxParts {
			t.Errorf("%d parts", len(p.Parts))
		}
		Compare(&p, &p)
		ProvinceIn(text)
	})
}
