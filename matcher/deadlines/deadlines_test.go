package deadlines

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

func calendar(t testing.TB, text string) *Calendar {
	t.Helper()
	c, err := ReadCalendar(file(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rules(t testing.TB, text string) *Rules {
	t.Helper()
	r, err := ReadRules(file(t, text), calendar(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// file holds the text; none if it is empty.
func file(t testing.TB, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "own.json")
	if text != "" {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

// at reads a time in Shanghai.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	layout := "2006-01-02 15:04"
	if len(text) == 10 {
		layout = time.DateOnly
	}
	when, err := time.ParseInLocation(layout, text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// Days that the General Office of the State Council moved, and ordinary ones.
func TestWorkdays(t *testing.T) {
	c := calendar(t, "")
	for text, want := range map[string]bool{
		"2024-02-04": true, "2024-02-09": true, "2024-02-10": false, "2024-02-17": false, "2024-02-18": true, "2024-02-19": true,
		"2025-01-01": false, "2025-01-26": true, "2025-01-27": true, "2025-01-28": false, "2025-02-04": false, "2025-02-05": true, "2025-02-08": true,
		"2025-10-08": false, "2025-10-11": true, "2026-02-14": true, "2026-02-15": false, "2026-02-23": false, "2026-02-24": true, "2026-02-28": true,
		"2026-01-04": true, "2026-10-10": true, "2026-10-11": false, "2026-11-21": false, "2026-11-23": true,
	} {
		if works, known := c.Workday(at(t, text)); works != want || !known {
			t.Errorf("%s: works %v, known %v", text, works, known)
		}
	}
	// Every year has as many days of work as its notice leaves.
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} {
		n := 0
		for d := time.Date(year, 1, 1, 12, 0, 0, 0, c.Zone()); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if works, _ := c.Workday(d); works {
				n++
			}
		}
		if n != want {
			t.Errorf("%d has %d working days, want %d", year, n, want)
		}
	}
	if works, known := c.Workday(at(t, "2031-02-03")); !works || known {
		t.Errorf("a Monday of an unknown year: works %v, known %v", works, known)
	}
}

func TestEnds(t *testing.T) {
	r := rules(t, "")
	for _, c := range []struct {
		what  string
		rule  Rule
		start string
		want  string
		note  string
	}{
		{"24 hours count from the minute", Rule{Hours: 24}, "2026-02-15 09:30", "2026-02-16 09:30", ""},
		{"hours over a leap day", Rule{Hours: 24}, "2024-02-28 23:00", "2024-02-29 23:00", ""},
		{"working days of an ordinary week", Rule{Workdays: 7}, "2026-03-02 10:00", "2026-03-11", ""},
		{"from a Friday", Rule{Workdays: 1}, "2026-03-06 23:59", "2026-03-09", ""},
		{"before the Spring Festival 2025", Rule{Workdays: 7}, "2025-01-24 10:00", "2025-02-10", ""},
		{"on its eve 2026, the Saturday before is worked", Rule{Workdays: 7}, "2026-02-13 10:00", "2026-03-02", ""},
		{"on New Year's day 2024", Rule{Workdays: 7}, "2024-02-10 00:00", "2024-02-26", ""},
		{"over the National Day 2026", Rule{Workdays: 3}, "2026-09-30 18:00", "2026-10-10", ""},
		{"into a year that nobody knows", Rule{Workdays: 7}, "2026-12-28 10:00", "2027-01-06", "2027"},
		{"a month from the 31st", Rule{Months: 1}, "2026-01-31 10:00", "2026-02-28", ""},
		{"a month from the 31st of a leap year", Rule{Months: 1}, "2024-01-31 10:00", "2024-02-29", ""},
		{"a month from the 29th of February", Rule{Months: 1}, "2024-02-29 10:00", "2024-03-29", ""},
		{"twelve months from it", Rule{Months: 12}, "2024-02-29 10:00", "2025-02-28", ""},
		{"three months over the year's end", Rule{Months: 3}, "2025-11-30 10:00", "2026-02-28", ""},
		{"a month that ends on the same day", Rule{Months: 1}, "2026-04-30 10:00", "2026-05-30", ""},
		{"ten days", Rule{Days: 10}, "2026-02-20 23:59", "2026-03-02", ""},
		{"ten days over a leap day", Rule{Days: 10}, "2024-02-20 00:00", "2024-03-01", ""},
		{"an end in the Spring Festival stays", Rule{Days: 10}, "2026-02-08 10:00", "2026-02-18", ""},
		{"or moves behind it", Rule{Days: 10, RollForward: true}, "2026-02-08 10:00", "2026-02-24", ""},
		{"an end on a Sunday moves", Rule{Days: 2, RollForward: true}, "2026-03-06 10:00", "2026-03-09", ""},
		{"an end on a working day stays", Rule{Days: 1, RollForward: true}, "2026-03-05 10:00", "2026-03-06", ""},
		{"late in the evening in UTC is the next day here", Rule{Days: 1}, "2026-03-06 02:00", "2026-03-07", ""},
	} {
		start := at(t, c.start).UTC() // the zone of the caller is no one's business
		due, unknown := r.end(c.rule, start)
		want := at(t, c.want)
		if c.rule.Hours == 0 {
			want = want.AddDate(0, 0, 1).Add(-time.Second)
		}
		if !due.Equal(want) {
			t.Errorf("%s: %s + %+v is %s, want %s", c.what, c.start, c.rule, due, want)
		}
		if n := note(unknown); !strings.Contains(n.Zh, c.note) || (c.note == "") != (n.Zh == "") {
			t.Errorf("%s: note %+v", c.what, n)
		}
	}
}

// someone was admitted at that time.
func someone(admitted time.Time) *models.Record {
	return &models.Record{Entry: models.Entry{Name: "records/a", CreateTime: admitted, UpdateTime: admitted}, Station: "青石站", Status: models.RecordUnidentified}
}

func steps(t testing.TB, list ...string) (out []models.RecordStep) {
	t.Helper()
	for i, s := range list {
		name, when, _ := strings.Cut(s, " ")
		out = append(out, models.RecordStep{ID: int64(i + 1), Step: models.StepName(name), Time: at(t, when)})
	}
	return out
}

func TestOf(t *testing.T) {
	r := rules(t, "")
	admitted := "2026-03-02 10:00"
	for what, c := range map[string]struct {
		steps []string
		undo  int64
		edit  func(*models.Record)
		now   string
		want  string // rules with their state and day
	}{
		"at once":               {nil, 0, nil, "2026-03-02 10:00", "notice COMING 03-03, dna LATER 03-11, long-stay LATER 03-12, placement LATER 06-02"},
		"the next day":          {nil, 0, nil, "2026-03-03 09:59", "notice TODAY 03-03, dna LATER 03-11, long-stay LATER 03-12, placement LATER 06-02"},
		"a minute too late":     {nil, 0, nil, "2026-03-03 10:01", "notice OVERDUE 03-03, dna LATER 03-11, long-stay LATER 03-12, placement LATER 06-02"},
		"published":             {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00"}, 0, nil, "2026-03-05 10:00", "dna COMING 03-11, long-stay COMING 03-12, refresh LATER 04-02, placement LATER 06-02"},
		"published, and undone": {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00"}, 1, nil, "2026-03-05 10:00", "notice OVERDUE 03-03, dna COMING 03-11, long-stay COMING 03-12, placement LATER 06-02"},
		"refreshed": {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00", "NOTICE_REFRESHED 2026-03-31 20:00", "DNA_REQUESTED 2026-03-04 09:00", "CARE_ARRANGED 2026-03-09 09:00"}, 0, nil,
			"2026-04-04 12:00", "police TODAY 04-04, refresh LATER 04-30, placement LATER 06-02"},
		"all done": {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00", "DNA_REQUESTED 2026-03-04 09:00", "POLICE_REPORTED 2026-03-20 09:00", "PLACEMENT_APPLIED 2026-06-01 09:00", "NOTICE_REFRESHED 2026-05-31 20:00"}, 0, nil,
			"2026-06-05 12:00", "refresh LATER 06-30"},
		"what the record says of DNA": {nil, 0, func(m *models.Record) { m.DNA.Status = models.SampleInDatabase }, "2026-03-02 12:00", "notice COMING 03-03, long-stay LATER 03-12, placement LATER 06-02"},
		"written down late":           {nil, 0, func(m *models.Record) { m.FoundDate = "2026-02-20" }, "2026-03-02 12:00", "notice OVERDUE 02-21, dna COMING 03-03, long-stay TODAY 03-02, placement LATER 05-20"},
		"found in some month":         {nil, 0, func(m *models.Record) { m.FoundDate = "2026-02" }, "2026-03-02 12:00", "notice COMING 03-03, dna LATER 03-11, long-stay LATER 03-12, placement LATER 06-02"},
		"admitted at another time":    {[]string{"ADMITTED 2026-03-01 08:00"}, 0, nil, "2026-03-02 12:00", "notice OVERDUE 03-02, dna LATER 03-10, long-stay LATER 03-11, placement LATER 06-01"},
		"reunited":                    {nil, 0, func(m *models.Record) { m.Status = models.RecordReunited }, "2026-09-01 10:00", ""},
		"placed":                      {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00"}, 0, func(m *models.Record) { m.Status = models.RecordPlaced }, "2026-04-03 10:00", "refresh OVERDUE 04-02"},
		"the clock set back":          {[]string{"NOTICE_PUBLISHED 2026-03-02 20:00"}, 0, nil, "2025-12-01 10:00", "dna LATER 03-11, long-stay LATER 03-12, refresh LATER 04-02, placement LATER 06-02"},
	} {
		t.Run(what, func(t *testing.T) {
			record := someone(at(t, admitted))
			if c.edit != nil {
				c.edit(record)
			}
			taken := steps(t, c.steps...)
			if c.undo != 0 {
				taken = append(taken, models.RecordStep{ID: 99, Step: taken[0].Step, Time: taken[0].Time, Undoes: c.undo})
			}
			var got []string
			for _, d := range r.Of(record, taken, at(t, c.now).UTC()) {
				got = append(got, d.Rule+" "+string(d.State)+" "+d.Due.In(r.calendar.zone).Format("01-02"))
				if d.Title.Zh == "" || d.Title.En == "" || d.Source == "" || d.Station != "青石站" || len(d.MetBy) == 0 {
					t.Errorf("%+v says too little", d)
				}
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

func TestOwnRules(t *testing.T) {
	r := rules(t, `{"comingDays": 3,
		"rules": [{"id": "long-stay", "off": true},
			{"id": "x-visit", "zh": "回访", "en": "visit", "from": "PLACED", "days": 30, "metBy": ["CARE_ARRANGED"], "statuses": ["PLACED"], "source": "本站规定"}],
		"provinces": {"37": [{"id": "dna", "workdays": 3, "source": "省规定"}, {"id": "placement", "off": true}]}}`)
	ids := func(code string) (got []string) {
		record := someone(at(t, "2026-03-02 10:00"))
		record.FoundPlace.Code = code
		for _, d := range r.Of(record, nil, at(t, "2026-03-02 10:00")) {
			got = append(got, d.Rule+" "+d.Due.Format("01-02"))
		}
		return got
	}
	if got := ids("110105"); !slices.Equal(got, []string{"notice 03-03", "dna 03-11", "placement 06-02"}) {
		t.Errorf("elsewhere: %v", got)
	}
	if got := ids("370102"); !slices.Equal(got, []string{"notice 03-03", "dna 03-05"}) {
		t.Errorf("in the province: %v", got)
	}
	placed := someone(at(t, "2026-03-02 10:00"))
	placed.Status = models.RecordPlaced
	if got := r.Of(placed, nil, at(t, "2026-03-02 10:00")); len(got) != 1 || got[0].Rule != "x-visit" || got[0].State != models.DueLater {
		t.Errorf("a rule of their own: %+v", got)
	}
}

func TestBadFiles(t *testing.T) {
	for text, want := range map[string]string{
		"{":            "写法不对",
		`{"rulez":[]}`: "rulez",
		`{"rules":[{"id":"dna","hours":-1,"workdays":2}]}`: "期限不合理",
		`{"rules":[{"id":"dna","hours":1,"workdays":2}]}`:  "必须且只能写一个",
		`{"rules":[{"id":"new","hours":1}]}`:               "缺少 zh",
		`{"rules":[{"id":"dna","metBy":["NOTHING"]}]}`:     "NOTICE_PUBLISHED",
		`{"rules":[{"id":"dna","from":"LUNCH"}]}`:          "NOTICE_PUBLISHED",
		`{"provinces":{"3":[]}}`:                           "provinces.3",
		`{"provinces":{"370000":[]}}`:                      "provinces.370000",
	} {
		if _, err := ReadRules(file(t, text), calendar(t, "")); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"[":             "写法不对",
		`{"year":2027}`: "year",
		`{"years":[{"year":2027,"off":[{"from":"2027-02-06","to":"2027-02-05"}]}]}`:                       "off[0]",
		`{"years":[{"year":2027,"off":[{"from":"2026-02-06","to":"2027-02-05"}]}]}`:                       "off[0]",
		`{"years":[{"year":2027,"off":[{"from":"2027-02","to":"2027-02-05"}]}]}`:                          "off[0]",
		`{"years":[{"year":2027,"work":["2026-02-05"]}]}`:                                                 "work[0]",
		`{"years":[{"year":2027,"off":[{"from":"2027-02-06","to":"2027-02-07"}],"work":["2027-02-07"]}]}`: "work[0]",
	} {
		if _, err := ReadCalendar(file(t, text)); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// A year that an operator brings is known from then on, and replaces one that is built in.
func TestOwnCalendar(t *testing.T) {
	c := calendar(t, `{"years":[{"year":2027,"source":"x","off":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"work":["2027-01-09"]},
		{"year":2026,"source":"x","off":[],"work":[]}]}`)
	for text, want := range map[string]bool{"2027-01-01": false, "2027-01-04": true, "2027-01-09": true, "2027-01-10": false, "2026-02-16": true, "2026-02-14": false, "2025-01-28": false} {
		if works, known := c.Workday(at(t, text)); works != want || !known {
			t.Errorf("%s: works %v, known %v", text, works, known)
		}
	}
}

func FuzzRules(f *testing.F) {
	f.Add(string(builtInRules))
	f.Add(`{"rules":[{"id":"dna","workdays":10000}]}`)
	c := calendar(f, "")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadRules(file(t, text), c)
		if err != nil {
			return
		}
		r.Of(someone(time.Unix(1_700_000_000, 0)), nil, time.Unix(1_800_000_000, 0))
	})
}
