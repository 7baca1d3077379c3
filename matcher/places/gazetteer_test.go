package places

import (
	"runtime"
	"slices"
	"testing"
)

func TestArea(t *testing.T) {
	g := Default()
	for _, c := range []struct {
		code, name string
		level      Level
		lat, lon   float64 // 0 is not compared
	}{
		{"51", "四川省", Province, 30.7, 104.1}, {"5101", "成都市", City, 30.7, 104.1}, {"510107", "武侯区", County, 30.6, 104.0},
		{"411525101", "陈淋子镇", Town, 32.2, 115.7}, {"110101001001", "多福巷社区居委会", Village, 39.9, 116.4}, {"532901105204", "南村村委会", Village, 25.7, 100.3},
		{"654002", "伊宁市", County, 43.9, 81.3}, {"810002", "湾仔区", County, 22.3, 114.2}, {"71", "台湾省", Province, 24.0, 121.5}, {"469002", "琼海市", County, 19.2, 110.5},
		{"510100", "", Unnamed, 0, 0}, {"", "", Unnamed, 0, 0}, {"5", "", Unnamed, 0, 0}, {"99", "", Unnamed, 0, 0}, {"5１", "", Unnamed, 0, 0}, {"-1", "", Unnamed, 0, 0},
	} {
		a, ok := g.Area(c.code)
		if ok != (c.name != "") || a.Name != c.name || a.Level != c.level {
			t.Errorf("Area(%q) = %+v, %t, want %q at level %d", c.code, a, ok, c.name, c.level)
		}
		if ok && (a.Code != c.code || max(a.Latitude-c.lat, c.lat-a.Latitude, a.Longitude-c.lon, c.lon-a.Longitude) > .5) {
			t.Errorf("Area(%q) = %+v, want it near %v, %v", c.code, a, c.lat, c.lon)
		}
	}
}

// TestChildren walks the whole ladder: every area is reached once, below its parent's
// code, and is found again by its own.
func TestChildren(t *testing.T) {
	g := Default()
	if n := len(g.Children("")); n != 34 {
		t.Errorf("%d provinces, want 34", n)
	}
	for _, code := range []string{"110101001001", "99", "x"} {
		if list := g.Children(code); len(list) != 0 {
			t.Errorf("Children(%q) = %v, want none", code, list)
		}
	}
	var count [len(digits)]int
	var walk func(code string)
	walk = func(code string) {
		for _, a := range g.Children(code) {
			count[a.Level]++
			if a.Code[:len(code)] != code || a.Name == "" || len(a.Code) != digits[a.Level] {
				t.Fatalf("%+v is a child of %q", a, code)
			}
			if a.Latitude < 3 || a.Latitude > 54 || a.Longitude < 73 || a.Longitude > 136 {
				t.Fatalf("%+v lies outside of China", a)
			}
			if a.Level < Village {
				walk(a.Code)
			}
		}
	}
	walk("")
	want := [...]int{Province: 34, City: 344, County: 3004, Town: 41352, Village: 620573}
	if count != want {
		t.Errorf("areas by level %v, want %v", count, want)
	}
}

// TestStems holds what people call areas.
func TestStems(t *testing.T) {
	for _, c := range []struct {
		name  string
		level Level
		want  string
	}{
		{"新疆维吾尔自治区", Province, "新疆"}, {"香港特别行政区", Province, "香港"}, {"黔西南布依族苗族自治州", City, "黔西南"}, {"博尔塔拉蒙古自治州", City, "博尔塔拉"},
		{"积石山保安族东乡族撒拉族自治县", County, "积石山"}, {"东乡族自治县", County, "东乡"}, {"鄂温克族自治旗", County, "鄂温克"}, {"龙胜各族自治县", County, "龙胜"},
		{"代县", County, "代县"}, {"市中区", County, "市中"}, {"神农架林区", County, "神农架"}, {"白坡彝族乡", Town, "白坡"}, {"陈淋子镇", Town, "陈淋子"}, {"三里屯街道", Town, "三里屯"},
		{"柳镇", Town, "柳镇"}, {"南村村委会", Village, "南村"}, {"苏宋村民委员会", Village, "苏宋"}, {"京桥村村民委员会", Village, "京桥"},
	} {
		if got := stemOf(c.name, c.level); got != c.want {
			t.Errorf("stemOf(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

// TestEmbeddedNames holds that every name a person may write leads somewhere: keys
// are folded, and stems are found as they are and simplified.
func TestEmbeddedNames(t *testing.T) {
	g := Default()
	for key, refs := range g.keys {
		if len(refs) == 0 || normal(key) != key {
			t.Errorf("key %q: %v", key, refs)
		}
	}
	if _, ok := g.ids["乾县"]; !ok {
		t.Error("no stem 乾县")
	}
	if r, ok := g.Resolve("陕西省咸阳市乾县"); !ok || r.Code != "610424" {
		t.Errorf("乾县 is %+v", r)
	}
	if total := len(g.areas); total != len(g.codes) || !slices.IsSorted(g.areasFrom) {
		t.Errorf("%d areas have stems, of %d", total, len(g.codes))
	}
}

const memoryLimit = 150 << 20 // bytes, resident

// TestMemory holds what one loaded gazetteer keeps.
func TestMemory(t *testing.T) {
	before := heap()
	g, err := load()
	if err != nil {
		t.Fatal(err)
	}
	kept := heap() - before
	t.Logf("%d areas, %d stems, %.1f MB", len(g.codes), len(g.from)-1, float64(kept)/(1<<20))
	if kept > memoryLimit {
		t.Errorf("a gazetteer keeps %d bytes, want %d at most", kept, memoryLimit)
	}
	runtime.KeepAlive(g)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func BenchmarkLoad665kAreas(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChildrenOfCounty(b *testing.B) {
	g := Default()
	for b.Loop() {
		g.Children("411525")
	}
}

// TestPoints holds that counties lie near their city: none was given the point of
// another province's namesake. The farthest, Ejina in
// Inner Mongolia, lies 523 km from the seat of its league.
func TestPoints(t *testing.T) {
	const far = 600 // km
	g := Default()
	for c := g.first[County]; c < g.first[Town]; c++ {
		city := g.above(c, City)
		if g.upper[city].nominal {
			continue
		}
		a, b := g.upper[c], g.upper[city]
		km, ok := Distance(&Place{Code: a.code, Latitude: a.lat, Longitude: a.lon}, &Place{Code: b.code, Latitude: b.lat, Longitude: b.lon})
		if !ok || km > far {
			t.Errorf("%s %s lies %.0f km from %s", a.code, g.labels[c], km, g.labels[city])
		}
	}
}
