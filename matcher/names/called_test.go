package names

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What people are called is held to be what such a call mostly is.
func TestWhoIsCalledSo(t *testing.T) {
	weighAs := func(as models.NameKind, heard, said string, kind models.NameKind) float64 {
		a, b := Parse(models.PersonName{Text: heard, Kind: as}), Parse(models.PersonName{Text: said, Kind: kind})
		bits, ok := NewQuery(&a, Heard, AnyDialect, Common()).Bits(&b, AnyDialect)
		if !ok {
			t.Errorf("%s says nothing of %s", heard, said)
		}
		return bits
	}
	weigh := func(heard, said string, kind models.NameKind) float64 {
		return weighAs(models.NameHeard, heard, said, kind)
	}
	for name, c := range map[string]struct {
		heard, right, other string
		least, most         float64 // by which the right one is ahead, bits
	}{
		"a surname, not a given name":       {"小杨", "杨长生", "许清阳", 1, 8},
		"a usual surname":                   {"小王", "王春平", "何玉武", 5, 12},
		"a given name, not a surname":       {"小华", "李玉华", "华玉芬", 2, 12},
		"a call, more than a given name":    {"小芳", "彭小芳", "陈芳", .5, 4},
		"a given name, seldom a call":       {"大伟", "王大伟", "王伟", 5, 14},
		"the last syllable":                 {"阿英", "宋桂英", "宋英桂", 1.5, 3},
		"a surname by ear":                  {"小臧", "张少明", "胡少明", 4, 12},
		"a surname by ear, not told whole":  {"造某某", "赵银莲", "李银莲", 6, 14},
		"a surname as written, but not all": {"赵某某", "赵银莲", "李银莲", 6, 14},
	} {
		if d := weigh(c.heard, c.right, "") - weigh(c.heard, c.other, ""); d < c.least || d > c.most {
			t.Errorf("%s: %s is %s rather than %s by %.1f bits, want %.1f to %.1f", name, c.heard, c.right, c.other, d, c.least, c.most)
		}
	}
	if coined, usual := weigh("军军", "武志民", ""), weigh("毛毛", "武志民", ""); coined > usual-.3 || coined < -2 {
		t.Errorf("a nickname made of a name speaks against another by %.1f bits, a usual one by %.1f", coined, usual)
	}
	for _, kind := range []models.NameKind{models.NameNickname, models.NameHeard} {
		if bits := weighAs(kind, "茹仔", "李慧茹", models.NameLegal); bits < 3 || bits > 9 {
			t.Errorf("茹仔 is 李慧茹 by %.1f bits", bits)
		}
	}
	same, half, none := weigh("狗娃", "狗娃", models.NameNickname), weigh("狗娃", "显娃", models.NameNickname), weigh("狗娃", "石头", models.NameNickname)
	if same < 5 || half > 0 || none > half || none < -3 {
		t.Errorf("狗娃 and the same nickname %.1f bits, half of it %.1f, another %.1f", same, half, none)
	}
}
