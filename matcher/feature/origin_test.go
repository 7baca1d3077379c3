package feature

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// originOf weighs what a person tells against a notice's native place.
func originOf(t *testing.T, tells models.Person, home string) (bits float64, found bool) {
	t.Helper()
	r, n := &models.Record{}, &models.Notice{}
	r.Person, n.Person.NativePlace.Text = tells, home
	e, ok := item(match(r, n), "origin")
	return e.Weight, ok
}

func TestOriginJoinsWhatIsTold(t *testing.T) {
	const home = "湖北省随州市随县万和镇"
	accent := models.Person{Accent: "湖北口音"}
	heard := models.Person{HeardPlaces: []string{"万赫"}}
	both := models.Person{Accent: "湖北口音", HeardPlaces: []string{"万赫"}}
	native := models.Person{NativePlace: models.Place{Text: "湖北省随州市随县"}}
	all := both
	all.NativePlace = native.NativePlace
	weigh := func(p models.Person) float64 {
		bits, found := originOf(t, p, home)
		if !found {
			t.Errorf("%+v says nothing of %s", p, home)
		}
		return bits
	}
	a, h, b, n, x := weigh(accent), weigh(heard), weigh(both), weigh(native), weigh(all)
	if b <= a || b <= h {
		t.Errorf("accent %.1f, heard %.1f: together %.1f bits", a, h, b)
	}
	if x >= a+h+n || x <= n {
		t.Errorf("accent %.1f, heard %.1f, native place %.1f: together %.1f bits, which counts the home more than once or not at all", a, h, n, x)
	}
}

func TestOriginFarAway(t *testing.T) {
	for _, tells := range []models.Person{{Accent: "青岛口音"}, {Accent: "东北口音"}, {NativePlace: models.Place{Text: "吉林省"}}} {
		if bits, ok := originOf(t, tells, "四川省成都市武侯区"); !ok || bits >= 0 {
			t.Errorf("%+v: %.1f bits for 成都 (found %v)", tells, bits, ok)
		}
	}
	if bits, ok := originOf(t, models.Person{Accent: "听不懂的口音"}, "四川省成都市武侯区"); ok {
		t.Errorf("an accent of nowhere weighs %.1f bits", bits)
	}
}

// People speak alike across the borders of provinces.
func TestAccentsOfAreas(t *testing.T) {
	for _, c := range []struct{ accent, home string }{
		{"东北口音", "内蒙古兴安盟阿尔山市"}, {"闽南口音", "广东省汕尾市城区"}, {"江淮口音", "安徽省滁州市"}, {"客家话", "广东省梅州市"}, {"潮汕口音", "广东省揭阳市"},
	} {
		if bits, ok := originOf(t, models.Person{Accent: c.accent}, c.home); !ok || bits < 1 {
			t.Errorf("%s in %s: %.1f bits (found %v)", c.accent, c.home, bits, ok)
		}
	}
}

// Elsewhere the speech of 重庆 is called 四川话; a station in 重庆 calls so that of its neighbours, and
// the other way round, so that a stranger found there seldom has it.
func TestAccentsOfNeighbours(t *testing.T) {
	for _, c := range []struct {
		accent, found, home string
		least, most         float64
	}{
		{"四川口音", "重庆市渝中区", "四川省成都市武侯区", 2.5, 4.5}, {"四川话", "重庆市万州区", "四川省广安市", 2.5, 4.5}, {"重庆口音", "四川省成都市", "重庆市永川区", 3, 5.5},
		{"四川口音", "重庆市渝中区", "重庆市永川区", -2, 0}, {"重庆话", "四川省达州市", "四川省南充市", -2, 0},
		{"四川口音", "浙江省杭州市", "四川省成都市武侯区", 2.5, 4}, {"四川口音", "浙江省杭州市", "重庆市永川区", 2.5, 4}, {"重庆话", "", "四川省达州市", 2.5, 4},
		{"四川口音", "四川省成都市武侯区", "四川省成都市武侯区", 0, 1.5}, {"川渝口音", "重庆市渝中区", "四川省成都市", 0, 1.5},
	} {
		r, n := &models.Record{}, &models.Notice{}
		r.Person.Accent, r.FoundPlace.Text, n.Person.NativePlace.Text = c.accent, c.found, c.home
		if e, ok := item(match(r, n), "origin"); !ok || e.Weight < c.least || e.Weight > c.most {
			t.Errorf("%s heard in %s, of %s: %.2f bits (found %v), want %.1f to %.1f", c.accent, c.found, c.home, e.Weight, ok, c.least, c.most)
		}
	}
}

// The reason of a relative's name, and of a place that was named, says which dialect makes it sound
// like the notice's.
func TestDialectInReasons(t *testing.T) {
	for _, c := range []struct{ accent, native, relative, heard, home, zh, en string }{
		{"长沙话", "湖南省长沙市望城区黄金园街道", "房建国", "黄建国", "房金院", "长沙话把“黄”说得像“房”", `in Xiang "黄" sounds like "房"`},
		{"广州话", "广东省广州市黄埔区", "王建国", "黄建国", "王埔", "广州话把“黄”说得像“王”", `in Cantonese "黄" sounds like "王"`},
	} {
		r, n := &models.Record{}, &models.Notice{}
		r.Person.Accent, n.Person.NativePlace.Text = c.accent, c.native
		r.Person.Relatives, n.Person.Relatives = []models.Relative{{Name: c.relative, Relation: "父亲"}}, []models.Relative{{Name: c.heard, Relation: "父亲"}}
		r.Person.HeardPlaces = []string{c.home}
		m := match(r, n)
		for _, feature := range []string{"relatives", "origin"} {
			if e, ok := item(m, feature); !ok || !strings.Contains(e.Reason.Zh, c.zh) || !strings.Contains(e.Reason.En, c.en) {
				t.Errorf("%s: %+v, want %s", feature, e, c.zh)
			}
		}
	}
}

// Who speaks one dialect and is of a place of another may have said the name in either.
func TestAccentAndNativePlaceTogether(t *testing.T) {
	weigh := func(accent, native string) float64 {
		r, n := &models.Record{}, &models.Notice{}
		r.Person.Accent, r.Person.NativePlace.Text = accent, native
		r.Person.Names, n.Person.Names = []models.PersonName{{Text: "房小发", Kind: models.NameHeard}}, []models.PersonName{{Text: "黄小花", Kind: models.NameLegal}}
		e, _ := item(match(r, n), "name")
		return e.Weight
	}
	accent, both, native := weigh("东北话", ""), weigh("东北话", "湖南省长沙市"), weigh("", "湖南省长沙市")
	if both <= accent+2 || both >= native {
		t.Errorf("of Changsha %.1f bits, with the accent of the northeast %.1f, of the northeast %.1f", native, both, accent)
	}
}
