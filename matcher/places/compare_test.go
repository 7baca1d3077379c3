package places

import (
	"math"
	"testing"
)

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
		// by code if the names differ
		{"襄樊", "湖北省襄阳市", Agreement{Deepest: City, Agree: true, Name: "襄阳"}},
		{"成都市武侯区", "四川", Agreement{Deepest: Province, Agree: true, Name: "四川"}},
		{"济南历下", "山东青岛", Agreement{Deepest: Province, Agree: true, Name: "山东", Apart: City}},
		{"北京市昌平县", "北京昌平", Agreement{Deepest: County, Agree: true, Name: "昌平"}},
		{"北京市昌平区", "北京市朝阳区", Agreement{Deepest: City, Agree: true, Name: "北京", Apart: County}},
		{"湖北省仙桃市", "湖北省潜江市", Agreement{Deepest: Province, Agree: true, Name: "湖北", Apart: County}},
		{"四川省万县", "重庆市万州区", Agreement{Deepest: County, Agree: true, Name: "万州"}},
		// the same name in two provinces is not the same place
		{"四川省南充市西充县", "江西省上饶市铅山县", Agreement{Apart: Province}},
		{"湖北省武汉市新洲区", "山东省新洲镇", Agreement{Apart: Province}},
		// below the codes by the names, and by the names alone
		{"河南省固始县陈淋子镇", "固始县陈淋子镇", Agreement{Deepest: Town, Agree: true, Name: "陈淋子镇"}},
		{"四川省南充市无名镇", "南充市无名镇", Agreement{Deepest: Town, Agree: true, Name: "无名"}},
		{"朝阳区", "朝阳区", Agreement{Deepest: County, Agree: true, Name: "朝阳"}},
		{"白坡镇", "四川省白坡镇", Agreement{Deepest: Town, Agree: true, Name: "白坡"}},
	} {
		a, b := Parse(c.a), Parse(c.b)
		if got := Compare(&a, &b); got != c.want {
			t.Errorf("Compare(%q, %q) = %+v, want %+v", c.a, c.b, got, c.want)
		}
		if got := Compare(&b, &a); got != c.want {
			t.Errorf("Compare(%q, %q) = %+v, want %+v", c.b, c.a, got, c.want)
		}
	}
}

func TestCompareAllocatesNothing(t *testing.T) {
	a, b := Parse("四川省成都市武侯区"), Parse("四川省成都市锦江区")
	if n := testing.AllocsPerRun(100, func() { Compare(&a, &b) }); n != 0 {
		t.Errorf("Compare allocates %v times", n)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		km   float64 // -1 for unknown
	}{
		{"北京市朝阳区", "上海市黄浦区", 1070}, {"四川省成都市", "重庆市渝中区", 265}, {"成都市郫都区", "成都市双流区", 27}, {"山东济南", "山东济南", 0},
		{"四川省", "四川省成都市", -1}, {"朝阳区", "北京市朝阳区", -1}, {"", "", -1},
	} {
		a, b := Parse(c.a), Parse(c.b)
		km, ok := Distance(&a, &b)
		if ok != (c.km >= 0) || ok && math.Abs(km-c.km) > 5+c.km/50 {
			t.Errorf("Distance(%q, %q) = %.0f, %t, want %v", c.a, c.b, km, ok, c.km)
		}
	}
}

func BenchmarkCompareCodes(b *testing.B) {
	x, y := Parse("四川省成都市武侯区"), Parse("四川省成都市锦江区")
	b.ReportAllocs()
	for b.Loop() {
		Compare(&x, &y)
	}
}
