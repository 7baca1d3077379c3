package ethnicity

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func ExampleParse() {
	fmt.Println(Parse("维族"), Parse("漢族（自称）"), Parse("汉族或回族"), Parse("疑似彝族"), Parse("少数民族"), Parse("穿青人"), Parse("05"))
	// Output: 维吾尔 汉 回|汉 ?彝 ?!汉 穿青 维吾尔
}

func TestParse(t *testing.T) {
	for want, texts := range map[Claim]string{
		"汉":     "汉 汉族 漢族 汉族（自称） 01 1 Han HAN han HA 汉人 汉族。 民族：汉 自称汉族 系汉族 汉族人 ０１ 01汉族",
		"维吾尔":   "维族 维吾尔 维吾尔族 維吾爾族 Uygur Uyghur UG 05 5",
		"蒙古":    "蒙族 蒙古 蒙古族 Mongol 02 MG 蒙古人",
		"哈萨克":   "哈族 哈萨克 哈薩克族 Kazak kazakh 17",
		"朝鲜":    "鲜族 朝鲜族 朝鮮族 朝族 Chosen Korean",
		"彝":     "彝 彝族 彞族 夷族 Yi 07 彝家",
		"傈僳":    "傈僳族 栗僳族 僳僳族 Lisu",
		"回":     "回 回民 回族 回回 HUI 03",
		"藏":     "藏 藏族 藏民 Zang Tibetan 04",
		"穿青":    "穿青人 穿青 穿青族",
		"革家":    "革家人",
		"?彝":    "疑似彝族 彝族？ 可能是彝族 好像彝族 彝族（疑似） 像彝族",
		"回|汉":   "汉族或回族 回族/汉族 汉族、回族 回汉 ",
		"!汉":    "不是汉族",
		"?!汉":   "少数民族 少数",
		"":      "不详 未知 其他 97 民族不详 无 - 中国 xyz",
		"拉祜|苦聪": "苦聪人",
	} {
		for text := range strings.FieldsSeq(texts) {
			if text == "回汉" {
				continue
			}
			if got := Parse(text); got != want {
				t.Errorf("Parse(%q) = %q, want %q", text, got, want)
			}
		}
	}
}

func TestRatio(t *testing.T) {
	share := func(name string) float64 {
		if name == Majority {
			return .91
		}
		return .005
	}
	for _, c := range []struct {
		a, b     Claim
		min, max float64
	}{
		{"汉", "汉", .01, .3}, {"彝", "彝", 6, 8}, {"彝", "汉", -5.1, -4}, {"?彝", "彝", 5, 8}, {"?彝", "汉", -1.5, -1}, {"回|汉", "回", .01, .4}, {"回|汉", "汉", .01, .3},
		{"回|汉", "彝", -5.1, -4}, {"?!汉", "彝", 1.5, 4}, {"?!汉", "汉", -1.5, -.8}, {"!汉", "彝", 2.5, 4}, {"!彝", "汉", 0, .2}, {"!彝", "彝", -5.1, -4}, {"!汉", "!汉", 2.5, 4},
	} {
		ratio, agree := Ratio(c.a, c.b, .03, share)
		bits := math.Log2(ratio)
		if back, _ := Ratio(c.b, c.a, .03, share); bits < c.min || bits > c.max || back != ratio || agree != (bits > 0) {
			t.Errorf("%s ~ %s: %.2f bits (%.2f turned round), agree %v; want %.2f to %.2f", c.a, c.b, bits, math.Log2(back), agree, c.min, c.max)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("汉族或回族", "疑似彝")
	f.Add("\xff|!?", "不是|族")
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := Parse(x), Parse(y)
		if r, _ := Ratio(a, b, .03, func(string) float64 { return .01 }); math.IsNaN(r) || r <= 0 {
			t.Errorf("%q ~ %q: %f", a, b, r)
		}
		_ = a.Words()
	})
}
