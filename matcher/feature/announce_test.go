package feature

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestStands(t *testing.T) {
	name := func(a, b string, bits float64) models.Evidence {
		return models.Evidence{Feature: "name", RecordValue: a, NoticeValue: b, Weight: bits}
	}
	face, marks, sex := models.Evidence{Feature: featureFace, Weight: 20}, models.Evidence{Feature: "marks", Weight: 6}, models.Evidence{Feature: "sex", Weight: 1}
	for what, c := range map[string]struct {
		evidence []models.Evidence
		want     bool
	}{
		"nothing":                   {nil, false},
		"a face":                    {[]models.Evidence{face, sex}, false},
		"a surname":                 {[]models.Evidence{name("老王", "王大山", 9), sex}, false},
		"one syllable":              {[]models.Evidence{name("阿强", "李强", 9), sex}, false},
		"a face and a surname":      {[]models.Evidence{face, name("老王", "王大山", 9)}, false},
		"a whole name":              {[]models.Evidence{name("王大山", "汪大山", 9), sex}, true},
		"a whole name, little said": {[]models.Evidence{name("王大山", "李大山", 2)}, false},
		"a face and marks":          {[]models.Evidence{face, marks}, true},
		"a surname and marks":       {[]models.Evidence{name("老王", "王大山", 4), marks}, true},
	} {
		if got := Stands(&models.Match{Evidence: c.evidence}); got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func TestLookAlike(t *testing.T) {
	profile := func(name, born, native string) *Profile {
		n := &models.Notice{}
		n.Name = "notices/" + name
		n.Person = models.Person{Names: []models.PersonName{{Text: name}}, BirthDate: models.Date(born), NativePlace: models.Place{Text: native}}
		return ProfileOf(n)
	}
	of := profile("许花东", "1980-05-03", "四川省成都市武侯区")
	for _, c := range []struct {
		name, born, native string
		want               bool
		says               string
	}{
		{"许花栋", "1980-05-03", "四川省成都市武侯区", true, "双胞胎"},
		{"许花西", "1982", "成都市武侯区", true, "兄弟姐妹"},
		{"许花西", "1992", "成都市武侯区", false, ""},
		{"许花西", "1982", "四川省绵阳市", false, ""},
		{"徐花西", "1982", "成都市武侯区", false, ""},
		{"许花西", "", "成都市武侯区", false, ""},
	} {
		text, ok := LookAlike(of, profile(c.name, c.born, c.native), 3)
		if ok != c.want || ok && (!strings.Contains(text.Zh, c.says) || !strings.Contains(text.Zh, "第 3 位“"+c.name+"”") || !strings.Contains(text.En, "number 3") || strings.Contains(text.Zh+text.En, "notices/")) {
			t.Errorf("%+v: %v %+v", c, ok, text)
		}
	}
}
