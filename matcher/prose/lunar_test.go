package prose

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestLunarDates(t *testing.T) {
	for _, c := range []struct {
		text          string
		birth, missed models.Date
	}{
		{"寻人：王桂芳，女，1953年农历八月十五生，2024年农历腊月初三在河南省许昌市走失", "1953-09-22", "2025-01-02"},
		{"李大山，男，生于1968年正月廿八，今年农历八月十五从家中走失", "1968-02-26", "2026-09-25"},
		{"张秀英，女，出生日期：1949年8月15日（农历），于去年阴历九月初九在成都市走失", "1949-10-06", "2025-10-29"},
		{"王小明，男，2020年闰四月初八出生，2023年5月12日走失", "2020-05-30", "2023-05-12"},
		{"陈刚，农历1970年冬月十二出生，农历七月十四走失", "1970-12-10", "2026-08-26"},
		{"赵四，1953年8月15日出生，8月15日走失", "1953-08-15", "2026-08-15"},
	} {
		r := Read(c.text, models.Notices, pasted)
		if r.Person.BirthDate != c.birth || r.EventDate != c.missed {
			t.Errorf("%s: born %q, missing %q", c.text, r.Person.BirthDate, r.EventDate)
		}
	}
}
