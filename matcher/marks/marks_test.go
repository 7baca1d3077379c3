package marks

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// brief is a mark in the notation of phrases.
func brief(m Mark) string {
	parts := []string{m.Kind.Code()}
	if m.Site != 0 || m.Side != 0 {
		parts = append(parts, orDash(m.Site.Code()), orDash(m.Side.Code()))
	}
	if m.Count != 0 {
		parts = append(parts, fmt.Sprintf("x%d", m.Count))
	}
	if m.Colour != 0 {
		parts = append(parts, m.Colour.Words().En)
	}
	if m.Length != 0 {
		parts = append(parts, fmt.Sprintf("%dmm", m.Length))
	}
	if m.Motif != "" {
		parts = append(parts, m.Motif)
	}
	return strings.Join(parts, " ")
}

func orDash(code string) string {
	if code == "" {
		return "-"
	}
	return code
}

func briefs(list []Mark) string {
	var all []string
	for _, m := range list {
		all = append(all, brief(m))
	}
	return strings.Join(all, "; ")
}

func TestParse(t *testing.T) {
	if len(phrases) < 150 {
		t.Errorf("only %d phrases", len(phrases))
	}
	for _, p := range phrases {
		got := Parse(p.text)
		if briefs(got) != p.want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", p.text, briefs(got), p.want)
		}
		for _, m := range got {
			if !strings.Contains(p.text, m.Text) {
				t.Errorf("Parse(%q) quotes %q", p.text, m.Text)
			}
		}
	}
}

func TestTextIsWhatWasRead(t *testing.T) {
	for text, want := range map[string]string{
		"男，左眉上方有一道约3cm疤痕，偏瘦":            "左眉上方有一道约3cm疤痕",
		"身高170，缺两颗门牙，穿黑衣":               "缺两颗门牙",
		"疤痕位于右膝，其他不详":                   "疤痕位于右膝",
		"左臉頰有疤痕":                        "左臉頰有疤痕",
		"右手食指断了一截，走路快":                  "右手食指断了一截",
		"左小腿，有烫伤疤痕":                     "左小腿，有烫伤疤痕",
		strings.Repeat("左", 500) + "眉疤": "",
	} {
		got := Parse(text)
		if len(got) != 1 || want != "" && got[0].Text != want || utf8.RuneCountInString(got[0].Text) > longestWords {
			t.Errorf("Parse(%.60q) = %+v, want the words %q", text, got, want)
		}
	}
}

func TestParseAllKeepsEachOnce(t *testing.T) {
	for _, c := range []struct {
		given []models.Mark
		texts []string
		want  string
	}{
		{[]models.Mark{{Text: "左眉上方有疤"}}, []string{"左眉处可见疤痕", "右腿跛行"}, "SCAR EYEBROW LEFT; LIMP LEG RIGHT"},
		{[]models.Mark{{Text: "左眉上方有疤"}}, []string{"左侧额头有2cm疤痕"}, "SCAR EYEBROW LEFT 20mm"},
		{[]models.Mark{{Text: "面部有疤"}}, []string{"左脸颊有疤"}, "SCAR CHEEK LEFT"},
		{[]models.Mark{{Text: "左眉有疤"}, {Text: "右眉有疤"}}, nil, "SCAR EYEBROW LEFT; SCAR EYEBROW RIGHT"},
		{nil, []string{"左眉有疤，左额有疤"}, "SCAR EYEBROW LEFT; SCAR FOREHEAD LEFT"},
		{nil, []string{"身上有疤", "右膝有疤"}, "SCAR KNEE RIGHT"},
		{[]models.Mark{{Text: "左臂烫伤"}}, []string{"左臂有疤"}, "BURN ARM LEFT"},
		{[]models.Mark{{Text: "左手有疤"}}, []string{"左手食指缺失"}, "SCAR HAND LEFT; MISSING INDEX_FINGER LEFT"},
		{[]models.Mark{{Text: "右手食指缺失"}}, []string{"右手中指缺失"}, "MISSING INDEX_FINGER RIGHT; MISSING MIDDLE_FINGER RIGHT"},
		{[]models.Mark{{Text: "上方一道", Kind: "SCAR", Site: "EYEBROW", Side: "LEFT"}}, []string{"左眉有疤"}, "SCAR EYEBROW LEFT"},
		{[]models.Mark{{Text: "疤", Site: "左眉"}}, nil, "SCAR EYEBROW LEFT"},
		{[]models.Mark{{Kind: "MOLE", Site: "CHIN"}}, nil, "MOLE CHIN -"},
		{[]models.Mark{{Kind: "痣", Site: "下巴", Side: "左"}}, nil, "MOLE CHIN LEFT"},
		{[]models.Mark{{Kind: "TATTOO", Text: "无"}}, nil, ""},
		{make([]models.Mark, 500), nil, ""},
	} {
		if got := briefs(ParseAll(c.given, c.texts...)); got != c.want {
			t.Errorf("ParseAll(%+v, %q)\n got %s\nwant %s", c.given, c.texts, got, c.want)
		}
	}
}

func TestUnderstandKeepsWhatWasWritten(t *testing.T) {
	for _, c := range []struct{ in, want models.Mark }{
		{models.Mark{Text: "左眉上方一道疤"}, models.Mark{Text: "左眉上方一道疤", Kind: "SCAR", Site: "EYEBROW", Side: "LEFT"}},
		{models.Mark{Text: "左眉及右颊各有一疤"}, models.Mark{Text: "左眉及右颊各有一疤", Kind: "SCAR"}},
		{models.Mark{Text: "左眉疤", Kind: "刀疤", Site: "眉"}, models.Mark{Text: "左眉疤", Kind: "刀疤", Site: "眉", Side: "LEFT"}},
		{models.Mark{Text: "左眉疤", Side: "RIGHT"}, models.Mark{Text: "左眉疤", Kind: "SCAR", Site: "EYEBROW", Side: "RIGHT"}},
		{models.Mark{Text: "口吃"}, models.Mark{Text: "口吃", Kind: "STUTTER"}},
		{models.Mark{Text: "无疤痕"}, models.Mark{Text: "无疤痕"}},
		{models.Mark{Text: "说不清的印子"}, models.Mark{Text: "说不清的印子"}},
		{models.Mark{}, models.Mark{}},
	} {
		got := Understand(c.in)
		if got != c.want {
			t.Errorf("Understand(%+v) = %+v, want %+v", c.in, got, c.want)
		}
		if again := Understand(got); again != got {
			t.Errorf("Understand(%+v) changes what it made: %+v", got, again)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]models.Text{
		"左眉上方有约3cm疤痕": {Zh: "左眉疤痕（约3厘米）", En: "scar, left eyebrow (about 3 cm)"},
		"右手食指断了":      {Zh: "右手食指缺失", En: "missing, right index finger"},
		"左眼失明":        {Zh: "左眼失明", En: "blind, left eye"},
		"门牙缺两颗":       {Zh: "门牙缺失（2处）", En: "missing, front tooth (2 of them)"},
		"左臂纹有'忍'字":    {Zh: "左手臂纹身（“忍”）", En: "tattoo, left arm (“忍”)"},
		"口吃":          {Zh: "口吃", En: "stutter"},
		"双手背均有烫伤":     {Zh: "双手背烧烫伤", En: "burn, both back of the hand"},
		"双膝有疤":        {Zh: "双膝疤痕", En: "scar, both knee"},
		"身上有疤":        {Zh: "疤痕", En: "scar"},
		"后背有巴掌大青色胎记":  {Zh: "后背胎记（青蓝色，约10厘米）", En: "birthmark, back (blue, about 10 cm)"},
	} {
		got := Parse(text)
		if len(got) != 1 || got[0].Words() != want {
			t.Errorf("%q: %+v, want the words %+v", text, got, want)
			if len(got) == 1 {
				t.Errorf("have %+v", got[0].Words())
			}
		}
	}
}

// Every kind, site, side and colour has a code and words in both languages, each
// its own; the tables of the comparison know each of them.
func TestTablesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	check := func(what, code string, words models.Text) {
		if code == "" || words.Zh == "" || words.En == "" || seen[what+code] || seen[what+words.Zh] {
			t.Errorf("%s %q %+v is empty or there twice", what, code, words)
		}
		seen[what+code], seen[what+words.Zh] = true, true
	}
	for k := Kind(1); k < kinds; k++ {
		check("kind", k.Code(), k.Words())
		if byRegion[k][anywhere] == 0 || natures[k].recall <= 0 || natures[k].recall >= 1 {
			t.Errorf("no numbers for %s", k.Code())
		}
		for r, f := range byRegion[k] {
			if f < 0 || f > .5 {
				t.Errorf("%s in region %d: %f", k.Code(), r, f)
			}
		}
	}
	share := map[region]float64{}
	for s := Site(1); s < sites; s++ {
		check("site", s.Code(), s.Words())
		share[s.row().region] += s.row().share
		for o := Site(1); o < sites; o++ {
			if s.isWithin(o) && (o.isWithin(s) || s == o) {
				t.Errorf("%s and %s hold each other", s.Code(), o.Code())
			}
		}
	}
	for r, sum := range share {
		if sum < .97 || sum > 1.06 {
			t.Errorf("the shares of region %d add to %.2f", r, sum)
		}
	}
	for s := Side(1); s < sides; s++ {
		check("side", s.Code(), s.Words())
	}
	for c := Colour(1); c < colours; c++ {
		check("colour", c.Words().En, c.Words())
	}
	if Kind(200).Code() != kindTable[kinds-1].code || Site(200).Code() == "" {
		t.Error("a number out of range must not panic")
	}
}
