package text

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

func TestCutWords(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"左眉上方有疤", "左眉 眉上 上方 方有 有疤 疤"},
		{"左眉，疤", "左眉 眉 疤"},
		{"Nike鞋42码", "nike 鞋 42 码"},
		{"阿依古丽·买买提", "阿依 依古 古丽 丽 买买 买提 提"},
		{"𠮷他", "𠮷他 他"},
		{"xi'an Lǚ lü", "xian lǚ lv"},
		{"Müller–Straße", "mvller straße"},
		{"ئايگۈل བཀྲ་ཤིས།", "ئايگۈل བཀྲ ཤིས"},
		{"", ""},
		{"😀\x00\xff", ""},
	} {
		if got := strings.Join(cutWords(normal(test.text)), " "); got != test.want {
			t.Errorf("%q is cut into %q, not %q", test.text, got, test.want)
		}
	}
}

func TestCutSounds(t *testing.T) {
	want := "wang xiao ming wangxiao xiaoming lv"
	if got := strings.Join(cutSounds("wang xiao ming\nlv"), " "); got != want {
		t.Errorf("cut into %q, not %q", got, want)
	}
}

func TestSpellings(t *testing.T) {
	for _, test := range []struct{ word, want string }{
		{"wangxiaoming", "wang xiao ming|wang xia o ming|wang xi ao ming|wang xi a o ming"},
		{"wangming", ""}, // two syllables are a term as they are
		{"smith", ""},
		{"", ""},
		{strings.Repeat("zhuang", 13), ""}, // no name is that long
		{"wang小明", ""},
		{strings.Repeat("xian", 17) + "q", ""}, // at once: no blind alleys
	} {
		var ways []string
		for _, way := range spellings(test.word) {
			ways = append(ways, strings.Join(way, " "))
		}
		if got := strings.Join(ways, "|"); got != test.want {
			t.Errorf("%q is spelt %q, not %q", test.word, got, test.want)
		}
	}
	if got := len(spellings("xianxianxianxianxian")); got != maxSpellings {
		t.Errorf("%d spellings, not %d", got, maxSpellings)
	}
}

// FuzzSearch holds every query to what Search promises: an answer, no error, no more
// terms than are allowed.
func FuzzSearch(f *testing.F) {
	for _, test := range searches {
		f.Add(test.typed)
	}
	for _, typed := range []string{
		strings.Repeat("王 ", 300), strings.Repeat("xian", 200), "a:b^2~1 AND (c OR -d)", "\"\\", "/[/", "[1 TO *]",
		"\xed\xa0\x80", "ｗａｎｇ", "㐀丂", "ﬁ", "İ", "é", "\u202e王", "〇々",
	} {
		f.Add(typed)
	}
	x, err := Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := x.Close(); err != nil {
			f.Error(err)
		}
	})
	mustApply(f, x, village(), nil, 1)
	f.Fuzz(func(t *testing.T, typed string) {
		count, singles := 0, 0
		for _, w := range wordsOf(typed) {
			count++
			for _, u := range w.units {
				count++
				if u.han && u.single() {
					singles++
				}
				if !utf8.ValidString(u.text) || u.text == "" || strings.ContainsAny(u.text, " \t\n") {
					t.Errorf("%q has the unit %q", typed, u.text)
				}
				if terms := cutWords(u.text); !slices.Contains(terms, charPairs(nil, u.text)[0]) && u.han {
					t.Errorf("%q is not found by itself: %q", u.text, terms)
				}
			}
		}
		if count > maxUnits+1 || singles > maxSingles {
			t.Errorf("%q has %d words and units, %d of one character", typed, count, singles)
		}
		for _, kind := range []models.Kind{models.Records, models.Notices} {
			names, err := x.Search(context.Background(), kind, typed, 3)
			if err != nil || len(names) > 3 {
				t.Errorf("%q finds %v, %v", typed, names, err)
			}
			slices.Sort(names)
			if len(slices.Compact(names)) != len(names) {
				t.Errorf("%q finds somebody twice: %v", typed, names)
			}
		}
	})
}
