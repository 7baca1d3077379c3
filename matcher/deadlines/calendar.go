package deadlines

import (
	"bytes"
	_ "embed" // the calendar
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a station's server may know no time zones

	"github.com/guitu-project/guitu/models"
)

// Calendar tells working days from days off. It is never changed once made.
type Calendar struct {
	zone  *time.Location
	off   map[day]bool
	work  map[day]bool // weekends worked in place of another day
	years map[int]bool // of which the days off are known
}

// day describes a date.
type day struct {
	year  int
	month time.Month
	day   int
}

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day{y, m, d}
}

//go:embed calendar.json
var builtInCalendar []byte

// calendarFile holds the form of calendar.json.
type calendarFile struct {
	Years []calendarYear `json:"years"`
}

type calendarYear struct {
	Year   int           `json:"year"`
	Source string        `json:"source"`
	Off    []span        `json:"off"`
	Work   []models.Date `json:"work"`
}

type span struct {
	Name string      `json:"name"`
	From models.Date `json:"from"`
	To   models.Date `json:"to"`
}

// ReadCalendar reads the years that are built in, and those in file, which need not
// exist, in their place. Errors: models.ErrInvalid.
func ReadCalendar(file string) (*Calendar, error) {
	c := &Calendar{off: map[day]bool{}, work: map[day]bool{}, years: map[int]bool{}}
	var err error
	if c.zone, err = time.LoadLocation("Asia/Shanghai"); err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	if err := c.add(builtInCalendar); err != nil {
		return nil, fmt.Errorf("built-in calendar: %w", err)
	}
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		err = c.add(text)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

func (c *Calendar) add(text []byte) error {
	var f calendarFile
	if err := decode(text, &f); err != nil {
		return err
	}
	for i, y := range f.Years {
		if err := c.addYear(y, fmt.Sprintf("years[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Calendar) addYear(y calendarYear, field string) error {
	for _, days := range []map[day]bool{c.off, c.work} {
		for d := range days {
			if d.year == y.Year {
				delete(days, d)
			}
		}
	}
	c.years[y.Year] = true
	for i, s := range y.Off {
		from, _, ok := s.From.Span()
		to, _, ok2 := s.To.Span()
		if !ok || !ok2 || len(s.From) != 10 || len(s.To) != 10 || to.Before(from) || from.Year() != y.Year || to.Year() != y.Year {
			return models.Invalid(fmt.Sprintf("%s.off[%d]", field, i), "应为该年内的起止日期，如 2027-02-05", "must be dates of that year, the first one first")
		}
		for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
			c.off[dayOf(d)] = true
		}
	}
	for i, w := range y.Work {
		d, _, ok := w.Span()
		if !ok || len(w) != 10 || d.Year() != y.Year || c.off[dayOf(d)] {
			return models.Invalid(fmt.Sprintf("%s.work[%d]", field, i), "应为该年内的日期，且不在假期中", "must be a date of that year that is not off")
		}
		c.work[dayOf(d)] = true
	}
	return nil
}

// decode reads JSON that must not say what no one understands.
func decode(text []byte, v any) error {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(v); err != nil {
		return models.Invalid("", "写法不对："+err.Error(), err.Error())
	}
	return nil
}

// Zone returns the time zone of everything here.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Workday reports whether people work on the day of t; known is false if the days off
// of its year are not known, and only its weekends are off.
func (c *Calendar) Workday(t time.Time) (works, known bool) {
	t = t.In(c.zone)
	d := dayOf(t)
	weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
	return c.work[d] || !weekend && !c.off[d], c.years[d.year]
}

// midnight returns the beginning of the day of t.
func (c *Calendar) midnight(t time.Time) time.Time {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, c.zone)
}

// end returns the last second of the day so many days after that of t.
func (c *Calendar) end(t time.Time, days int) time.Time {
	y, m, d := t.In(c.zone).Date()
	return time.Date(y, m, d+days, 23, 59, 59, 0, c.zone)
}

// afterWorkdays returns the last second of the n-th working day after the day of t, and the
// years on the way of which the days off are not known.
func (c *Calendar) afterWorkdays(t time.Time, n int) (time.Time, []int) {
	at := c.midnight(t)
	var unknown []int
	for n > 0 {
		at = at.AddDate(0, 0, 1)
		works, known := c.Workday(at)
		if !known && !slices.Contains(unknown, at.Year()) {
			unknown = append(unknown, at.Year())
		}
		if works {
			n--
		}
	}
	return c.end(at, 0), unknown
}

// afterMonths returns the last second of the day of t in the n-th month after, or of that
// month's last day if it is shorter (Civil Code, article 202).
func (c *Calendar) afterMonths(t time.Time, n int) time.Time {
	y, m, d := t.In(c.zone).Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, c.zone).Day()
	return time.Date(y, m+time.Month(n), min(d, last), 23, 59, 59, 0, c.zone)
}

// rollForward is t, or the last second of the first working day after it.
func (c *Calendar) rollForward(t time.Time) (time.Time, []int) {
	works, known := c.Workday(t)
	switch {
	case works && known:
		return t, nil
	case works:
		return t, []int{t.In(c.zone).Year()}
	}
	return c.afterWorkdays(t, 1)
}

// note says that the days off of some years are not known; empty for none.
func note(years []int) models.Text {
	if len(years) == 0 {
		return models.Text{}
	}
	list := strings.Trim(fmt.Sprint(years), "[]")
	return models.Text{
		Zh: list + " 年放假安排未录入，只按周末推算，请更新 DATA/calendar.json",
		En: "the days off of " + list + " are not known: only weekends were counted as off; see DATA/calendar.json",
	}
}
