package names

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func name(text string) Name { return Parse(models.PersonName{Text: text, Kind: models.NameHeard}) }

func weight(t *testing.T, heard, legal string) float64 {
	t.Helper()
	a, b := name(heard), Parse(models.PersonName{Text: legal, Kind: models.NameLegal})
	return Compare(&a, &b, AnyDialect).Bits
}

// The names of issue and design: heard, true. Each must speak for the pair, and
// more than the heard name speaks for anyone else in the list.
func TestHeardNameFindsItsOwn(t *testing.T) {
	pairs := [][2]string{
		{"徐华栋（音）", "许花东"},
		{"善国强", "单国强"}, {"山国墙", "单国强"},
		{"增阿福", "曾阿福"}, {"曾啊夫", "曾阿福"},
		{"扎建英", "查建英"}, {"渣健莹", "查建英"},
		{"玉池公", "尉迟恭"}, {"余迟功", "尉迟恭"}, {"喂迟恭", "尉迟恭"},
		{"麦麦提", "买买提·艾合买提"}, {"艾合麦提", "买买提·艾合买提"},
		{"汪晓名", "王小明"}, {"小明", "王小明"}, {"wang xiao ming", "王小明"}, {"Xiaoming Wang", "王小明"}, {"王曉明", "王小明"},
		{"黄建锅", "王建国"}, {"刘兰芳", "牛兰芳"}, {"胡慧", "符慧"},
		{"花东", "许花东"}, {"许东花", "许花东"}, {"阿英", "查建英"}, {"老曾", "曾阿福"},
		{"欧阳明", "区阳明"}, {"秋玉兰", "仇玉兰"}, {"谢文秀", "解文秀"}, {"二狗", "二狗"},
	}
	for _, p := range pairs {
		own := weight(t, p[0], p[1])
		if own < 2 {
			t.Errorf("%s says only %.1f bits for %s", p[0], own, p[1])
		}
		for _, other := range pairs {
			if other[1] == p[1] || len([]rune(p[0])) < 3 {
				continue
			}
			if b := weight(t, p[0], other[1]); b >= own {
				t.Errorf("%s: %.1f bits for %s, only %.1f for %s", p[0], b, other[1], own, p[1])
			}
		}
	}
}

func TestStrangersSpeakAgainst(t *testing.T) {
	for _, p := range [][2]string{{"张伟", "许花东"}, {"徐华栋", "李秀英"}, {"麦麦提", "王小明"}, {"赵国栋", "许花东"}} {
		if b := weight(t, p[0], p[1]); b > -1 {
			t.Errorf("%s and %s: %.1f bits, want clearly below 0", p[0], p[1], b)
		}
	}
}

func TestRareWeighsMoreThanCommon(t *testing.T) {
	if rare, common := weight(t, "缪覃", "缪覃"), weight(t, "王伟", "王伟"); rare <= common {
		t.Errorf("缪覃 %.1f bits, 王伟 %.1f", rare, common)
	}
}

func TestOneSyllableRaisesNoAlert(t *testing.T) {
	for _, p := range [][2]string{{"老王", "王小明"}, {"阿福", "曾大福"}, {"万俟", "万俟春"}, {"老缪", "缪小明"}, {"明明", "王小明"}} {
		if b := weight(t, p[0], p[1]); b <= 0 || b > capSurname {
			t.Errorf("%s for %s: %.1f bits, want within 0 and %.0f", p[0], p[1], b, capSurname)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	for _, text := range []string{"", "（音）", "😀😀", "不详123", "无名氏", "不知道", "未知", "…", strings.Repeat("·", 100), "\x00", "二狗"} {
		a, b := name(text), name("王小明")
		if c := Compare(&a, &b, AnyDialect); c.Likeness != Nothing || c.Bits != 0 {
			t.Errorf("%q and 王小明: %+v, want nothing", text, c)
		}
	}
}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"王小明", "王小明", SameText}, {"王曉東", "王晓东", SameText}, {"王曉明", "王小明", SameSound}, {"徐华栋（音）", "许花东", SameSound},
		{"黄建国", "王建国", SimilarSound}, {"小明", "王小明", PartSame}, {"花栋", "许花东", PartSound}, {"张伟", "许花东", Different},
	} {
		a, b := name(c.a), name(c.b)
		if got := Compare(&a, &b, AnyDialect).Likeness; got != c.want {
			t.Errorf("%s, %s: likeness %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// It does not matter from which side one asks.
func TestBothRolesSayTheSame(t *testing.T) {
	texts := []string{"徐华栋（音）", "许花东", "小明", "王小明", "买买提·艾合买提", "麦麦提", "wang xiaoming", "老王", "尉迟恭", "二狗", "单国强", "吴桂挂"}
	for _, x := range texts {
		for _, y := range texts {
			for _, d := range []Dialect{AnyDialect, Southwest} {
				a, b := name(x), name(y)
				p, _ := NewQuery(&a, Heard, d, Common()).Bits(&b, AnyDialect)
				q, _ := NewQuery(&b, Said, AnyDialect, Common()).Bits(&a, d)
				if p-q > .001 || q-p > .001 {
					t.Errorf("%s, %s: %.3f one way, %.3f the other", x, y, p, q)
				}
			}
		}
	}
}

func TestPinyin(t *testing.T) {
	for text, want := range map[string]string{
		"单国强": "shan guo qiang", "尉迟恭": "yu chi gong", "吕布": "lv bu", "王曉明": "wang xiao ming",
		"ABC 成华2路": "abc cheng hua 2 lu", "": "", "曾": "ceng",
	} {
		if got := Pinyin(text); got != want {
			t.Errorf("Pinyin(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	if n := syllables().plainCount; n < 395 || n > 430 {
		t.Errorf("%d syllables", n)
	}
	sum := float32(0)
	for _, p := range listed()[surname] {
		sum += p
	}
	if sum < .8 || sum > .95 {
		t.Errorf("listed surnames hold %.2f of all people", sum)
	}
	for _, r := range "黑种单仇解查区曾翟缪覃" {
		if !isSurname(string(r)) {
			t.Errorf("%c is no surname", r)
		}
	}
	for d := AnyDialect + 1; d < dialects; d++ {
		for pair := range ofArea[d].syllables {
			for _, s := range pair {
				if SyllableOf(s) == 0 {
					t.Errorf("%s is no syllable (dialect %d)", s, d)
				}
			}
		}
	}
	shares := 0.0
	for _, s := range speakers {
		shares += float64(s)
	}
	if shares < .999 || shares > 1.001 {
		t.Errorf("the speakers' shares add to %f", shares)
	}
}

func TestDialects(t *testing.T) {
	liu, niu := SyllableOf("liu"), SyllableOf("niu")
	if Hears(Southwest, niu, liu) <= 2*Hears(Northeast, niu, liu) {
		t.Error("n and l are confused in the southwest, not in the northeast")
	}
	for text, want := range map[string]Dialect{"四川口音": Southwest, "湖南省长沙市": inHunan, "湘西话": Xiang, "江苏省苏州市": Wu, "东北话": Northeast, "不明": AnyDialect, "潮汕口音": Chaoshan, "闽语": Min} {
		if got := DialectIn(text); got != want {
			t.Errorf("DialectIn(%q) = %d, want %d", text, got, want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range []string{"自述叫“刘德安”（音）", "张建国和女儿张小红", "Chan Tai-man, David", "王某明", "李⿰王奇", "王张氏", "徐华栋（音）", "wang xiao ming", "买买提·艾合买提", "(((", "老", "\xff\xfe", "王\u0300", "a.b.c·d"} {
		f.Add(s, "许花东")
	}
	for _, text := range []string{"wang xiao ming", "许花东"} { // the tables, which take a worker longer than one text may
		n := name(text)
		Compare(&n, &n, AnyDialect)
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := name(x), Parse(models.PersonName{Text: y})
		c, d := Compare(&a, &b, AnyDialect), Compare(&b, &a, AnyDialect)
		if c.Bits != c.Bits || c.Bits > 60 || c.Bits < -20 {
			t.Errorf("%q, %q: %v bits", x, y, c.Bits)
		}
		if (c.Likeness == Nothing) != (d.Likeness == Nothing) {
			t.Errorf("%q, %q: something one way, nothing the other", x, y)
		}
		_ = a.Sound()
	})
}

// What a field says besides the name.
func TestSayings(t *testing.T) {
	for text, want := range map[string]string{
		"小名：狗蛋": "狗蛋", "自称李建国": "李建国", "我叫罗小满": "罗小满", "姓区": "区 (surname)", "李姓男子": "李 (surname)", "可能叫李强": "李强", "李强或李刚": "李强, 李刚", "姓王名小明": "王小明", "刘某某": "刘 (surname)", "王××": "王 (surname)",
		"王小明（小名：狗蛋）": "王小明, 狗蛋", "张军/张建军": "张军, 张建军", "马英（回族）": "马英", "陈二妹(化名)": "陈二妹", "李桂花（曾用名：李招弟）": "李桂花, 李招弟",
		"曾名": "曾名", "叶又青": "叶又青", "大名": "大名", "Chen, Meiling": "chen  meiling", "（音）": "", "许花东（音": "许花东",
	} {
		var got []string
		list, _ := nameFields(text, models.NameLegal)
		for _, s := range list {
			if s.surname {
				s.text += " (surname)"
			}
			got = append(got, s.text)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Every spelling stands in one group, and is found again as the usual one.
func TestVariants(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(variantTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, s := range strings.Fields(strings.TrimPrefix(line, "~")) {
			if seen[s] {
				t.Errorf("%s stands twice", s)
			}
			seen[s] = true
		}
	}
	for a, b := range map[string]string{"阿布都热赫曼": "阿卜杜热合曼", "买麦提": "买买提", "才仁卓马": "次仁卓玛", "Yusup": "玉素甫"} {
		x, y := name(a), Parse(models.PersonName{Text: b})
		if c := Compare(&x, &y, Northwest); c.Bits < 4 {
			t.Errorf("%s and %s: %.1f bits", a, b, c.Bits)
		}
	}
}

// A position that agrees in nothing leaves a quarter of what the others say.
// What a person is called says little against a name of which it is no part, and no
// more for one than it is rare, in any speech and though 石 and 黑 are surnames.
func TestNicknamesAreKnownWhateverTheField(t *testing.T) {
	for _, text := range []string{"石头", "三妹", "小四", "老三", "黑子", "小石头", "丫头"} {
		for _, kind := range []models.NameKind{models.NameHeard, models.NameSelfReported, models.NameNickname} {
			called := Parse(models.PersonName{Text: text, Kind: kind})
			own := Parse(models.PersonName{Text: "徐红梅", Kind: models.NameLegal})
			if c := Compare(&called, &own, AnyDialect); c.Bits < -1 {
				t.Errorf("%s %s speaks against 徐红梅 by %.1f bits", text, kind, c.Bits)
			}
			same := Parse(models.PersonName{Text: text, Kind: models.NameNickname})
			if c := Compare(&called, &same, AnyDialect); c.Bits < 3 || c.Bits > 9 {
				t.Errorf("%s %s is the notice's nickname: %.1f bits", text, kind, c.Bits)
			}
		}
	}
	if paper := Parse(models.PersonName{Text: "石头", Kind: models.NameLegal}); paper.Nickname() || !paper.Surnamed() {
		t.Error("a name in papers is taken for a nickname")
	}
}

func TestFamily(t *testing.T) {
	for text, want := range map[string]string{"周侵海": "周", "欧阳明": "欧阳", "老王": "王", "买买提": "", "石头": "", "Zhou Ming": ""} {
		name := Parse(models.PersonName{Text: text, Kind: models.NameHeard})
		if got := name.Family(); got.Text != want || got.Known() != (want != "") {
			t.Errorf("the surname of %s is %q, want %q", text, got.Text, want)
		}
	}
	father := Parse(models.PersonName{Text: "周侵海", Kind: models.NameHeard})
	family := father.Family()
	for text, want := range map[string]bool{"周彩韦": true, "邹明": false, "李红": false} {
		own := Parse(models.PersonName{Text: text})
		if c := Compare(&family, &own, AnyDialect); (c.Bits > 3) != want || c.Bits > capOnePosition {
			t.Errorf("the surname 周 beside %s: %.1f bits", text, c.Bits)
		}
	}
}

func TestRelativesRaiseNoAlert(t *testing.T) {
	for _, p := range [][2]string{{"张家栋", "张家梁"}, {"李国强", "李国梁"}, {"张建国", "李建国"}, {"欧阳明山", "欧阳晓岚"}} {
		if b := weight(t, p[0], p[1]); b > alert {
			t.Errorf("%s and %s: %.1f bits", p[0], p[1], b)
		}
	}
}

// Who has the same given name and another surname is no one of the family: how usual
// that name is decides, where it was counted.
func TestAnotherSurnameWithTheSameGivenName(t *testing.T) {
	var corpusStats CorpusStats
	for i := range 6000 {
		given := string([]rune("文武斌良")[i%4]) + string([]rune("国海林山华")[i%5])
		if i%10 == 0 {
			given = "建国"
		}
		n := name("陈" + given)
		corpusStats.Add(&n)
	}
	weigh := func(heard, said string) float64 {
		h, s := name(heard+"（音）"), name(said)
		bits, _ := NewQuery(&h, Heard, AnyDialect, corpusStats.Frequencies()).Bits(&s, AnyDialect)
		return bits
	}
	usual, rare, sister := weigh("罗建国", "陈建国"), weigh("罗鹭溪", "陈鹭溪"), weigh("陈鹭溪", "陈鹭英")
	if rare < alert || usual > 1 {
		t.Errorf("%.1f bits of a rare given name, %.1f of one that every tenth bears", rare, usual)
	}
	if sister > alert {
		t.Errorf("%.1f bits of one character that a family may share", sister)
	}
}

// Given names are more usual than their characters: 桂英 where many are called so.
func TestUsualGivenNamesWeighLess(t *testing.T) {
	var corpusStats CorpusStats
	for i := range 3000 {
		text := []string{"王桂英", "李建国", "张桂芳", "刘海英", "陈建军", "赵志国"}[i%6]
		name := Parse(models.PersonName{Text: text})
		corpusStats.Add(&name)
	}
	f := corpusStats.Frequencies()
	weigh := func(heard, notice string) float64 {
		a, b := Parse(models.PersonName{Text: heard, Kind: models.NameHeard}), Parse(models.PersonName{Text: notice})
		bits, _ := NewQuery(&a, Heard, AnyDialect, f).Bits(&b, AnyDialect)
		back, _ := NewQuery(&b, Said, AnyDialect, f).Bits(&a, AnyDialect)
		if back > bits+2 || back < bits-2 {
			t.Errorf("%s and %s weigh %.1f bits one way and %.1f the other", heard, notice, bits, back)
		}
		return bits
	}
	usual, odd := weigh("孙桂英", "孙桂英"), weigh("孙建英", "孙建英")
	if usual > odd-1 {
		t.Errorf("孙桂英 weighs %.1f bits, 孙建英 of the same characters' commonness %.1f", usual, odd)
	}
	if alike := weigh("孙贵英", "孙桂英"); alike <= 0 || alike > usual {
		t.Errorf("孙贵英 for 孙桂英 weighs %.1f bits", alike)
	}
	if turned := weigh("孙桂英", "孙英桂"); turned > usual-3 {
		t.Errorf("孙桂英 for 孙英桂 weighs %.1f bits, for 孙桂英 %.1f", turned, usual)
	}
}
