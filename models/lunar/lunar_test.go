package lunar

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  Date
		solar models.Date
	}{
		{"农历1953年八月十五", Date{1953, 8, 15, false}, "1953-09-22"},
		{"1953年农历八月十五生", Date{1953, 8, 15, false}, "1953-09-22"},
		{"一九五三年阴历腊月初三", Date{1953, 12, 3, false}, "1954-01-07"},
		{"生于1968年正月廿八", Date{1968, 1, 28, false}, "1968-02-26"},
		{"2020年闰四月初八", Date{2020, 4, 8, true}, "2020-05-30"},
		{"2020年四月初八", Date{2020, 4, 8, false}, "2020-04-30"},
		{"2001年冬月三十", Date{2001, 11, 30, false}, "2002-01-12"},
		{"农历1953-08-15", Date{1953, 8, 15, false}, "1953-09-22"},
		{"1953.8.15（农历）", Date{1953, 8, 15, false}, "1953-09-22"},
		{"1990年8月15日（阴历）", Date{1990, 8, 15, false}, "1990-10-03"},
		{"农历八月十五", Date{0, 8, 15, false}, ""},
		{"2024年中秋节", Date{2024, 8, 15, false}, "2024-09-17"},
		{"1998年腊月", Date{1998, 12, 0, false}, "1999"},
		{"2019年闰四月初八", Date{2019, 4, 8, true}, ""},
		{"1953年8月15日", Date{}, ""},
		{"八月十五号", Date{}, ""},
		{"正月", Date{0, 1, 0, false}, ""},
		{"", Date{}, ""},
	} {
		got, from, to, ok := Find(c.text)
		if got != c.want || ok != (c.want != Date{}) || from > to || to > len(c.text) {
			t.Errorf("%s: %+v %v", c.text, got, ok)
		}
		if solar, _ := got.Solar(); solar != c.solar {
			t.Errorf("%s: is %s, want %s", c.text, solar, c.solar)
		}
	}
}
