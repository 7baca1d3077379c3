package places

import (
	"strings"
	"testing"
)

// addresses are how people write, and the code that is meant; "" is none.
var addresses = []struct{ text, code string }{
	// whole
	{"四川省成都市武侯区", "510107"}, {"广东省东莞市", "4419"}, {"北京市朝阳区", "110105"}, {"北京市市辖区朝阳区", "110105"}, {"重庆市渝中区", "500103"},
	{"新疆维吾尔自治区伊犁哈萨克自治州伊宁市", "654002"}, {"内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗", "150722"}, {"香港特别行政区湾仔区", "810002"}, {"上海市", "31"},
	{"河南省信阳市固始县陈淋子镇", "411525101"}, {"云南省大理白族自治州大理市海东镇南村村委会", "532901105204"}, {"湖北省仙桃市", "429004"}, {"海南省琼海市", "469002"},
	// shortened
	{"山东济南历下", "370102"}, {"青岛市南区", "370202"}, {"青岛市市南区", "370202"}, {"青岛市北区", "370203"}, {"内蒙赤峰", "1504"}, {"重庆渝中", "500103"},
	{"北京朝阳", "110105"}, {"辽宁朝阳", "2113"}, {"凉山州昭觉县", "513431"}, {"甘孜州康定", "513301"}, {"延边州延吉市", "222401"}, {"恩施", "4228"}, {"黔东南", "5226"},
	{"新疆伊犁", "6540"}, {"大兴安岭", "2327"}, {"江苏镇江", "3211"}, {"江苏南通", "3206"}, {"吉林长春", "2201"}, {"吉林吉林", "2202"}, {"海南三亚", "4602"},
	{"湖南湘西", "4331"}, {"北川县", "510726"}, {"鄂温克旗", "150724"}, {"四川南充阆中", "511381"}, {"河南南阳邓州", "411381"}, {"川省绵阳", "5107"}, {"广西省桂林市", "4503"}, {"广西自治区南宁市", "4501"},
	// levels left out
	{"成都市武侯区", "510107"}, {"四川省武侯区", "510107"}, {"武侯区", "510107"}, {"固始县", "411525"}, {"吉林市", "2202"}, {"吉林", "22"}, {"海南", "46"}, {"海南州", "6325"},
	{"西安", "6101"}, {"成都", "5101"}, {"四川", "51"}, {"信阳市固始县", "411525"}, {"安徽临泉", "341221"}, {"朝阳区三里屯街道", "110105004"}, {"河南固始陈淋子镇", "411525101"},
	{"东莞市虎门镇", "441900121"}, {"甘肃省嘉峪关市", "6202"},
	// with noise
	{"老家四川南充", "5113"}, {"四川省 成都市 武侯区", "510107"}, {"四川省-成都市-武侯区", "510107"}, {"四川，成都，武侯", "510107"}, {"中国四川省成都市", "5101"}, {"户籍：河南省固始县", "411525"},
	{"湖南衡阳一带", "4304"}, {"四川人", "51"}, {"贵州省毕节市威宁县某某村", "520526"}, {"成都市武侯区人民南路四段", "510107"}, {"上海市南京东路", "31"}, {"四川的成都", "5101"},
	// traditional and full-width
	{"廣東省廣州市", "4401"}, {"臺灣", "71"}, {"台北市", "71"}, {"陝西省西安市", "6101"}, {"重慶市萬州區", "500101"}, {"四川省　成都市", "5101"},
	// of former times
	{"襄樊", "4206"}, {"湖北省襄樊市", "4206"}, {"湖北省襄阳县", "420607"}, {"北京市昌平县", "110114"}, {"昌平县", "110114"}, {"北京市宣武区", "110102"}, {"上海市南汇县", "310115"},
	{"四川省重庆市江津县", "500116"}, {"四川万县", "500101"}, {"四川省涪陵地区", "500102"}, {"江苏省淮阴市", "3208"}, {"淮阴市淮安市", "320803"}, {"广东省顺德市", "440606"},
	{"广东省番禺县", "440113"}, {"内蒙古伊克昭盟", "1506"}, {"内蒙古呼伦贝尔盟海拉尔市", "150702"}, {"湖南省大庸市", "4308"}, {"安徽省徽州地区", "3410"}, {"云南省思茅地区", "5308"},
	{"云南中甸县", "533401"}, {"广东省海南行政区琼山县", "460107"}, {"四川省灌县", "510181"}, {"山西省忻州地区原平县", "140981"}, {"浙江省鄞县", "330212"}, {"四川省达县", "511703"}, {"苏州市吴县", "320506"},
	// of another city of the province
	{"四川省成都市广汉市", "510681"}, {"四川省绵阳市阆中市", "511381"},
	// only what is common, or nothing
	{"朝阳区", ""}, {"鼓楼区", ""}, {"市中区", ""}, {"四川市中区", "51"}, {"新华区", ""}, {"河北新华区", "13"}, {"东北", ""}, {"海东镇", "532901105"}, {"南京路", ""}, {"白坡镇南村", ""},
	{"不详", ""}, {"", ""}, {"市", ""}, {"某地", ""}, {"12345", ""}, {"沙溪", ""}, {"沙溪镇", ""}, {"河南村", ""}, {"中山路", ""}, {"郊区", ""}, {"新民", ""},
}

func TestResolve(t *testing.T) {
	g := Default()
	for _, c := range addresses {
		r, ok := g.Resolve(c.text)
		if r.Code != c.code || ok != (c.code != "") {
			t.Errorf("Resolve(%q) = %q %s, %.2f, rest %q, %t; want %q", c.text, r.Code, r.Name, r.Certainty, r.Rest, ok, c.code)
		}
		if r.Certainty < 0 || r.Certainty > 1 {
			t.Errorf("Resolve(%q) is certain to %v", c.text, r.Certainty)
		}
	}
}

func TestResolveRest(t *testing.T) {
	for text, want := range map[string]string{
		"四川省成都市武侯区人民南路四段": "人民南路四段", "四川市中区": "市中区", "成都 武侯区": "", "河南固始陈淋子镇某村": "某村",
	} {
		if r, ok := Default().Resolve(text); !ok || r.Rest != want {
			t.Errorf("Resolve(%q) leaves %q, want %q", text, r.Rest, want)
		}
	}
}

// TestResolveCertainty holds the order of how sure an address is.
func TestResolveCertainty(t *testing.T) {
	last := 1.01
	for _, text := range []string{"四川省成都市武侯区", "四川省成都市广汉市", "朝阳", "朝阳区"} {
		r, _ := Default().Resolve(text)
		if r.Certainty >= last {
			t.Errorf("%q is certain to %.2f, no less than the address before it", text, r.Certainty)
		}
		last = r.Certainty
	}
}

// TestResolveOwnNames resolves every county by the names of its province, city and
// itself.
func TestResolveOwnNames(t *testing.T) {
	g := Default()
	wrong := 0
	for i := g.first[County]; i < g.first[Town]; i++ {
		city := g.above(i, City)
		text := g.labels[g.above(i, Province)]
		if !g.upper[city].nominal && g.labels[city] != g.labels[i] {
			text += g.labels[city]
		}
		text += g.labels[i]
		r, ok := g.Resolve(text)
		if !ok || r.Code != g.code(i) && g.labels[city] != g.labels[i] {
			if wrong++; wrong < 10 {
				t.Logf("%s %s is taken for %q %s", g.code(i), text, r.Code, r.Name)
			}
		}
	}
	if wrong > 3 {
		t.Errorf("%d counties are not found by their own address", wrong)
	}
}

func FuzzResolve(f *testing.F) {
	for _, c := range addresses[:20] {
		f.Add(c.text)
	}
	f.Add("\xff市市市👨‍👩‍👧四川省")
	f.Add(strings.Repeat("四川省成都市", 600))
	f.Fuzz(func(t *testing.T, text string) {
		g := Default()
		r, ok := g.Resolve(text)
		if _, known := g.Area(r.Code); ok != known {
			t.Errorf("Resolve(%q) = %+v, %t", text, r, ok)
		}
	})
}

func BenchmarkResolveAddress(b *testing.B) {
	g := Default()
	for b.Loop() {
		g.Resolve("四川省成都市武侯区人民南路四段")
	}
}
