package places

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/names"
)

func TestComplete(t *testing.T) {
	g := Default()
	for _, c := range []struct{ typed, want string }{
		{"四川", "四川省"}, {"四川大", "四川省达州市大竹县"}, {"成都", "四川省成都市"}, {"成都武侯", "四川省成都市武侯区"},
		{"四川成都武", "四川省成都市武侯区"}, {"武侯", "四川省成都市武侯区"}, {"大关", "云南省昭通市大关县"},
		{"chengdu", "四川省成都市"}, {"Cheng Du", "四川省成都市"}, {"chengd", "四川省成都市"}, {"cdwh", "四川省成都市武侯区"},
		{"xi'an", "陕西省西安市"}, {"chongqing", "重庆市"}, {"changsha", "湖南省长沙市"}, {"liuan", "安徽省六安市"}, {"luan", "安徽省六安市"},
		{"sichuan", "四川省"}, {"scs", "四川省"}, {"yunnan zhaotong daguan", "云南省昭通市大关县"}, {"云南daguan", "云南省昭通市大关县"},
		{"sicuan", "四川省"}, {"funan", "湖南省"}, {"lanjing", "江苏省南京市"}, {"四串", "四川省"}, {"达官县", "云南省昭通市大关县"},
		{"四川省成都市", "四川省成都市"}, {"蘇州", "江苏省苏州市"}, {"lvliang", "山西省吕梁市"}, {"北川", "四川省绵阳市北川羌族自治县"},
		{"大关玉碗", "云南省昭通市大关县玉碗镇"}, {"沙溪古镇", ""}, {"???", ""}, {"", ""}, {strings.Repeat("成", 400), ""},
	} {
		found := g.Complete(c.typed, 10)
		rank := -1
		for i, a := range found {
			if g.FullName(a.Code) == c.want {
				rank = i
				break
			}
		}
		if c.want == "" && len(found) > 0 && c.typed != "沙溪古镇" || c.want != "" && (rank < 0 || rank > 4) {
			var all []string
			for _, a := range found {
				all = append(all, g.FullName(a.Code))
			}
			t.Errorf("%s: %s at %d of %v", c.typed, c.want, rank, all)
		}
		if rank > 0 {
			t.Logf("%s: %s is %d, after %s", c.typed, c.want, rank, g.FullName(found[0].Code))
		}
	}
}

// Whatever area there is can be found by its own name, by its pinyin and by where it lies.
func TestCompleteFindsEveryArea(t *testing.T) {
	g := Default()
	for i := 0; i < g.first[Town]; i += 37 {
		if g.upper[i].nominal {
			continue
		}
		full := g.FullName(g.code(i))
		for _, typed := range []string{full, g.upper[i].stem, strings.NewReplacer(" ", "", "he long", "heilong").Replace(names.Pinyin(full))} {
			found := false
			for _, a := range g.Complete(typed, 50) {
				found = found || a.Code == g.code(i)
			}
			if !found {
				t.Errorf("%s does not find %s", typed, g.code(i))
			}
		}
	}
}

func TestCompleteVillages(t *testing.T) {
	g := Default()
	for i := g.first[Village]; i < g.first[Village+1]; i += 9973 {
		county := g.upper[g.above(i, County)]
		if county.nominal || strings.Contains(g.label(i), "虚拟") {
			continue
		}
		typed, found := strings.Replace(g.FullName(county.code), "省直辖县级行政区划", "", 1)+g.label(i), false
		for _, a := range g.Complete(typed, 50) {
			found = found || a.Code == g.code(i)
		}
		if !found {
			t.Errorf("%s does not find %s", typed, g.code(i))
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	g := Default()
	g.Complete("x", 1)
	for _, typed := range []string{"成", "四川成都武", "chengdu", "s", "shijiazhuangshi", "sjzsqq", "王家"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				g.Complete(typed, 10)
			}
		})
	}
}
