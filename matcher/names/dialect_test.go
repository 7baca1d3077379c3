package names

import (
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// A county speaks as it is known to, else as its city does, else as its province.
func TestDialectAt(t *testing.T) {
	for code, want := range map[string]Dialect{
		"430102": Xiang, "430281": Gan, "430181": Gan, "431322": OldXiang, "43": inHunan, "330302": Oujiang, "330327": SouthMin, "3301": Wu, "321181": Wu, "321002": Jianghuai,
		"440882": Hainan, "445102": Chaoshan, "441402": Hakka, "440103": Cantonese, "44": inGuangdong, "810000": Cantonese, "310115": Wu, "140105": Jin, "610102": Plains, "610602": Jin,
		"510104": Southwest, "420102": Hubei, "421102": Jianghuai, "150502": Northeast, "652901": Plains, "350102": EastMin, "350302": Puxian, "350802": SouthMin, "350803": Hakka,
		"": AnyDialect, "9": AnyDialect, "99": AnyDialect,
	} {
		if got := DialectAt(code); got != want {
			t.Errorf("at %s %s is spoken, want %s", code, dialectNames[got], dialectNames[want])
		}
	}
}

// Every code of the table is of one dialect, and every dialect is spoken by a person.
func TestSpokenAt(t *testing.T) {
	seen := map[string]bool{}
	for field := range strings.FieldsSeq(spokenAt) {
		if field[0] > '9' {
			continue
		}
		if seen[field] {
			t.Errorf("%s stands twice", field)
		}
		seen[field] = true
	}
	for d := range Dialect(dialectRoom) {
		if !d.valid() {
			continue
		}
		b, sum := soundTable().blends[d], float32(0)
		for _, share := range b.share[:b.n] {
			sum += share
		}
		if sum < .999 || sum > 1.001 || d < dialects && (dialectNames[d] == "" || slices.Contains(dialectNames[:d], dialectNames[d])) {
			_, name := d.Text()
			t.Errorf("%s: the voices' shares add to %f", name, sum)
		}
	}
}

// What is heard of a syllable adds up, in every voice.
func TestHeardAddsUp(t *testing.T) {
	table := soundTable()
	for s := 1; s < table.all; s += 7 {
		for v := range voices {
			sum := float32(0)
			for h := 1; h < table.n; h++ {
				sum += table.chances[table.at(Syllable(h), Syllable(s))[v]]
			}
			if sum < .95 || sum > 1.06 {
				t.Fatalf("what is heard of %v in voice %d adds to %f", Syllable(s), v, sum)
			}
		}
	}
}

// What Mandarin merged and the south keeps apart is not the same, and what the south merges is
// taken for one another there: 黄 is heard as 王 in Guangzhou and as 房 in Changsha.
func TestHearsAsDialectsSay(t *testing.T) {
	of := func(text string) Syllable { return Sounds(text)[0] }
	for _, c := range []struct {
		heard, said string
		dialect     Dialect
		other       string // which is heard for it less often
	}{
		{"王", "黄", Cantonese, "方"}, {"王", "黄", Oujiang, "方"}, {"房", "黄", Xiang, "旺"}, {"翁", "吴", Cantonese, "路"}, {"程", "陈", Wu, "沈"},
	} {
		often, seldom := Hears(c.dialect, of(c.heard), of(c.said)), Hears(c.dialect, of(c.other), of(c.said))
		if often <= seldom {
			t.Errorf("%s of %s is heard for %s (%.4f) less than %s (%.4f)", c.said, dialectNames[c.dialect], c.heard, often, c.other, seldom)
		}
	}
	if of("陈") == of("程") || of("陈").Plain() == of("城").Plain() || of("程").Plain() != of("城").Plain() {
		t.Error("陈 and 程 are of one class")
	}
}

// The reason for a pair whose name only a dialect makes alike says which character it is.
func TestSpoken(t *testing.T) {
	heard, said := Parse(models.PersonName{Text: "房小发", Kind: models.NameHeard}), Parse(models.PersonName{Text: "黄小花"})
	for _, c := range []Comparison{NewQuery(&heard, Heard, Xiang, Common()).Compare(&said, AnyDialect), NewQuery(&said, Said, AnyDialect, Common()).Compare(&heard, Xiang)} {
		if c.Likeness != SimilarSound || c.Spoken != (Spoken{'黄', "房", Xiang}) || c.Bits < alert {
			t.Errorf("房小发 and 黄小花 of Changsha: %+v", c)
		}
	}
	same := Parse(models.PersonName{Text: "黄小画", Kind: models.NameHeard})
	if c := NewQuery(&same, Heard, Xiang, Common()).Compare(&said, AnyDialect); c.Spoken.Said != 0 {
		t.Errorf("what sounds alike everywhere is no dialect's: %+v", c)
	}
}

// How a person speaks is heard in what they said, hardly in what papers say.
func TestPapersAreWrittenByClerks(t *testing.T) {
	for _, c := range []struct {
		record, notice string
		in             Dialect
	}{
		{"沈云龙", "吴龙", Hakka}, {"李娜", "李兰", AnyDialect}, {"房建国", "黄建国", Xiang}, {"胡小兰", "付小南", Southwest}, {"张云龙", "吴龙", Cantonese}, {"王根", "黄庚", Wu},
	} {
		weigh := func(kind models.NameKind) float64 {
			record, notice := Parse(models.PersonName{Text: c.record, Kind: kind}), Parse(models.PersonName{Text: c.notice, Kind: models.NameLegal})
			return Compare(&record, &notice, c.in).Bits
		}
		if heard, papers := weigh(models.NameHeard), weigh(models.NameLegal); papers > heard-2 {
			t.Errorf("%s and %s: %.1f bits heard, %.1f of papers", c.record, c.notice, heard, papers)
		}
	}
	for _, c := range [][2]string{{"徐华栋", "徐华东"}, {"张伟", "章伟"}, {"刘芳", "刘方"}} {
		one, other := Parse(models.PersonName{Text: c[0]}), Parse(models.PersonName{Text: c[1]})
		if bits := Compare(&one, &other, AnyDialect).Bits; bits < 5 {
			t.Errorf("%s and %s, which clerks read alike: %.1f bits", c[0], c[1], bits)
		}
	}
}

// Surnames that a dialect says alike are found by it, with no list of them: each is likelier of
// the other there than in Mandarin, so that of two families the one is meant that sounds so.
func TestSurnamesOfDialects(t *testing.T) {
	for _, c := range []struct {
		dialect            Dialect
		heard, said, other string
	}{
		{Cantonese, "王", "黄", "方"}, {Cantonese, "黄", "王", "方"}, {Cantonese, "吴", "胡", "卢"}, {Cantonese, "伍", "胡", "卢"}, {Cantonese, "宋", "孙", "高"}, {Cantonese, "卢", "罗", "马"}, {Cantonese, "焦", "赵", "何"},
		{Wu, "王", "黄", "方"}, {Wu, "黄", "王", "方"}, {Wu, "吴", "胡", "卢"}, {Wu, "程", "陈", "张"}, {Wu, "陈", "程", "张"}, {Oujiang, "王", "黄", "方"},
		{Xiang, "方", "黄", "王"}, {Xiang, "符", "胡", "吴"}, {Xiang, "傅", "胡", "吴"}, {Xiang, "房", "黄", "康"},
		{Gan, "符", "胡", "吴"}, {Gan, "方", "黄", "康"}, {Hakka, "王", "黄", "方"}, {Hakka, "符", "胡", "卢"}, {Hakka, "傅", "胡", "卢"}, {Hakka, "丘", "邱", "罗"},
		{SouthMin, "胡", "傅", "卢"}, {SouthMin, "丁", "郑", "黄"}, {EastMin, "丁", "陈", "罗"}, {Southwest, "傅", "胡", "卢"}, {Southwest, "冯", "洪", "王"}, {Jianghuai, "程", "陈", "张"},
	} {
		heard, said := Parse(models.PersonName{Text: c.heard + "建国", Kind: models.NameHeard}), Parse(models.PersonName{Text: c.said + "建国"})
		other := Parse(models.PersonName{Text: c.other + "建国"})
		bits, apart := Compare(&heard, &said, c.dialect).Bits, Compare(&heard, &other, c.dialect).Bits
		if bits < alert || bits < apart+2 {
			t.Errorf("%s of %s is heard as %s: %.1f bits, %s %.1f", c.said, dialectNames[c.dialect], c.heard, bits, c.other, apart)
		}
	}
}

// A name in Latin letters is heard as one in characters is, and its reason tells the syllable.
func TestSpokenInLatin(t *testing.T) {
	heard, said := Parse(models.PersonName{Text: "Fang Xiaofa", Kind: models.NameHeard}), Parse(models.PersonName{Text: "黄小花"})
	if c := NewQuery(&heard, Heard, Xiang, Common()).Compare(&said, AnyDialect); c.Spoken != (Spoken{'黄', "fang", Xiang}) || c.Bits < alert {
		t.Errorf("Fang Xiaofa and 黄小花 of Changsha: %+v", c)
	}
}

// A place that a dialect makes sound like another is said to, by the character.
func TestSpokenAlike(t *testing.T) {
	for _, c := range []struct {
		in          Dialect
		heard, said string
		want        Spoken
	}{
		{Xiang, "房金院", "黄金园", Spoken{'黄', "房", Xiang}}, {Cantonese, "王埔", "黄埔", Spoken{'黄', "王", Cantonese}}, {Xiang, "黄金园", "黄金园", Spoken{}}, {Xiang, "黄金院", "黄金园", Spoken{}},
		{AnyDialect, "房金院", "黄金园", Spoken{}}, {Xiang, "房金", "黄金园", Spoken{}}, {Xiang, "", "", Spoken{}}, {Xiang, "a1", "黄金", Spoken{}},
	} {
		if got := SpokenAlike(c.in, c.heard, c.said); got != c.want {
			t.Errorf("%s heard of %s in %s: %+v, want %+v", c.heard, c.said, dialectNames[c.in], got, c.want)
		}
	}
}

// What two things tell of how a person speaks are one dialect: the first counts more, either finds
// the name that only it makes alike, and what is not known counts nothing.
func TestBoth(t *testing.T) {
	for _, c := range []struct{ first, second, want Dialect }{
		{Wu, AnyDialect, Wu}, {AnyDialect, Wu, Wu}, {Wu, Wu, Wu}, {AnyDialect, AnyDialect, AnyDialect}, {Both(Wu, Gan), Wu, Both(Wu, Gan)}, {Both(Wu, Gan), Hakka, Both(Wu, Hakka)}, {AnyDialect, Both(Wu, Gan), Both(Wu, Gan)},
	} {
		if got := Both(c.first, c.second); got != c.want || !got.valid() {
			t.Errorf("%d and %d are %d, want %d", c.first, c.second, got, c.want)
		}
	}
	if zh, en := Both(Wu, Gan).Text(); zh != "吴语" || en != "Wu" || Both(inHunan, Wu) == inHunan || !Both(inHunan, Wu).OfProvince() {
		t.Errorf("Wu and Gan are called %s, %s", zh, en)
	}
	heard, said := Parse(models.PersonName{Text: "房小发", Kind: models.NameHeard}), Parse(models.PersonName{Text: "黄小花"})
	weigh := func(d Dialect) float64 { return Compare(&heard, &said, d).Bits }
	own, first, second, other := weigh(Xiang), weigh(Both(Xiang, Northeast)), weigh(Both(Northeast, Xiang)), weigh(Northeast)
	if own <= first || first <= second || second <= other+2 || first < alert {
		t.Errorf("of Changsha %.1f bits, of there and the northeast %.1f, the other way round %.1f, of the northeast %.1f", own, first, second, other)
	}
	// The same from either side, whoever of the two is known to speak so.
	for _, d := range [][2]Dialect{{Both(Xiang, Gan), AnyDialect}, {AnyDialect, Both(Xiang, Gan)}, {Wu, Both(Xiang, Gan)}} {
		there, _ := NewQuery(&heard, Heard, d[0], Common()).Bits(&said, d[1])
		back, _ := NewQuery(&said, Said, d[1], Common()).Bits(&heard, d[0])
		if there-back > .01 || back-there > .01 {
			t.Errorf("%d and %d: %.2f bits from the record, %.2f from the notice", d[0], d[1], there, back)
		}
	}
}
