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
		{"川省绵阳市", []Part{{"四川", Province}, {"绵阳", City}}},
		{"廣東省廣州市", []Part{{"广东", Province}, {"广州", City}}},
		{"", nil},
	} {
		if got := Parse(c.text).Parts; !slices.Equal(got, c.want) {
			t.Errorf("Parse(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

// TestParseCode holds which texts are clear enough for a code.
func TestParseCode(t *testing.T) {
	for text, want := range map[string]string{
		"四川省成都市武侯区": "510107", "内蒙赤峰": "1504", "襄樊": "4206", "朝阳区": "", "朝阳": "", "不详": "", "": "", "四川": "51",
		"江苏省南京市栖霞区南京市靖安三江口工业园": "320113", "朝阳区宝山区": "",
	} {
		p := Parse(text)
		if p.Code != want || p.Text != text || (p.Latitude != 0) != (want != "") || (p.Certainty > 0) != (want != "") {
			t.Errorf("Parse(%q) = %+v, want code %q", text, p, want)
		}
	}
}

func TestPlaceProvince(t *testing.T) {
	for text, want := range map[string]string{"成都市武侯区": "四川", "内蒙赤峰": "内蒙古", "四川省某地": "四川", "四川省重庆市": "重庆", "朝阳区": "", "": ""} {
		if p := Parse(text); p.Province() != want {
			t.Errorf("Parse(%q).Province() = %q, want %q", text, p.Province(), want)
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

func BenchmarkParseAddress(b *testing.B) {
	Default()
	b.ReportAllocs()
	texts := [...]string{"四川省成都市武侯区桂溪街道", "河南省信阳市固始县", "内蒙赤峰", "朝阳区"}
	i := 0
	for b.Loop() {
		Parse(texts[i%len(texts)])
		i++
	}
}
