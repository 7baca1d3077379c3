package models

import (
	"fmt"
	"time"
)

// Date is a partial ISO date: 1988, 1988-05 or 1988-05-17; empty is unknown.
// It keeps what was written; Valid tells whether that is a date.
type Date string

const isoDay = "2006-01-02"

var dateLayouts = [...]string{"2006", "2006-01", isoDay}

// DateOf returns the full date of t, in t's own time zone.
func DateOf(t time.Time) Date { return Date(t.Format(isoDay)) }

// Span returns the first and the last day that d may mean, both at midnight UTC.
// ok is false for an empty or malformed date.
func (d Date) Span() (first, last time.Time, ok bool) {
	for i, layout := range dateLayouts {
		if len(d) != len(layout) {
			continue
		}
		first, err := time.Parse(layout, string(d))
		if err != nil || first.Year() < 1850 {
			return time.Time{}, time.Time{}, false
		}
		switch i {
		case 0:
			return first, first.AddDate(1, 0, -1), true
		case 1:
			return first, first.AddDate(0, 1, -1), true
		}
		return first, first, true
	}
	return time.Time{}, time.Time{}, false
}

// Valid reports whether d is empty or a partial ISO date from 1850 on.
func (d Date) Valid() bool {
	_, _, ok := d.Span()
	return ok || d == ""
}

// check adds a violation if d is malformed or begins after now.
func (d Date) check(v violations, field string, now time.Time) {
	if d == "" {
		return
	}
	first, _, ok := d.Span()
	switch {
	case !ok:
		v.add(field, fmt.Sprintf("日期“%s”写法不对，应为 1988、1988-05 或 1988-05-17", d),
			fmt.Sprintf("%q is not a date: write 1988, 1988-05 or 1988-05-17", d))
	// A day's grace: the station may be east of the server.
	case first.After(now.AddDate(0, 0, 1)):
		v.add(field, fmt.Sprintf("日期“%s”在未来，请核对", d), fmt.Sprintf("%q lies in the future", d))
	}
}
