package table

import (
	"testing"
	"time"
)

// Dates and heights as people write them are read if they can mean one thing.
func TestCellsOfPeople(t *testing.T) {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for cell, want := range map[string]string{
		"民國58年3月1日": "1969-03-01", "民国四十年": "1951", "中華民國元年": "1912", "民國108年5月": "2019-05",
		"93年": "1993", "五八年": "1958", "85年8月15日": "1985-08-15", "99年12月": "1999-12",
		"01年5月": "", "民國58": "", "50年前": "", "60多年": "",
		"May 1968": "1968-05", "March, 2019": "2019-03", "05-Mar-2019": "2019-03-05", "Mar-2019": "2019-03", "Smarch 2019": "",
	} {
		if d, _, p := readDate(cell, base, common); string(d) != want || (p == nil) != (want != "") {
			t.Errorf("%s is read as %q, %v, want %q", cell, d, p, want)
		}
	}
	for cell, want := range map[string]int{"5'7\"": 170, "5’7”": 170, "5ft": 152, "6'": 183, "5ft11in": 180, "9'9": 0, "5'": 152} {
		if low, high, p := readHeight(cell, ""); low != want || high != want || (p == nil) != (want > 0) {
			t.Errorf("%s is read as %d–%d, %v, want %d", cell, low, high, p, want)
		}
	}
}

// Years of Taiwan's calendar are read where the cell, its column or its heading says so; where a
// table of traditional characters leaves it open they are asked about, never guessed.
func TestYearsOfTheRepublic(t *testing.T) {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for cell, want := range map[string][3]string{ // as years count: commonly, as in Taiwan, either
		"80年5月3日": {"1980-05-03", "1991-05-03", ""}, "80.5.3": {"", "1991-05-03", ""}, "80/05/03": {"", "1991-05-03", ""}, "80-5-3": {"", "1991-05-03", ""},
		"80年": {"1980", "1991", ""}, "80.5": {"", "1991-05", ""}, "0800503": {"", "1991-05-03", ""}, "800503": {"", "1991-05-03", ""}, "05年3月": {"", "1916-03", ""},
		"民國80年5月3日": {"1991-05-03", "1991-05-03", "1991-05-03"}, "民國80.5.3": {"1991-05-03", "1991-05-03", "1991-05-03"}, "民前3年": {"1909", "1909", "1909"},
		"103年5月3日": {"2014-05-03", "2014-05-03", "2014-05-03"}, "103.5.3": {"2014-05-03", "2014-05-03", "2014-05-03"}, "1030503": {"", "2014-05-03", ""},
		"１０３／５／３": {"2014-05-03", "2014-05-03", "2014-05-03"}, "八十年五月三日": {"1980-05-03", "1991-05-03", ""},
		"1991-05-03": {"1991-05-03", "1991-05-03", "1991-05-03"}, "1991年5月": {"1991-05", "1991-05", "1991-05"}, "80.13.3": {"", "", ""}, "43530": {"2019-03-06", "2019-03-06", "2019-03-06"},
	} {
		for years, want := range want {
			if d, _, p := readDate(cell, base, calendar(years)); string(d) != want || (p == nil) != (want != "") {
				t.Errorf("%s is read as %q, %v, want %q where years count as %d", cell, d, p, want, years)
			}
		}
	}
}
