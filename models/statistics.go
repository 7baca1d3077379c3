package models

import (
	"fmt"
	"slices"
	"time"
)

// Level says how finely statistics are told apart.
type Level string

// The levels.
const (
	LevelStation  Level = "STATION"
	LevelCounty   Level = "COUNTY"
	LevelCity     Level = "CITY"
	LevelProvince Level = "PROVINCE"
	LevelTotal    Level = "TOTAL"
)

// Levels are all of them.
var Levels = []Level{LevelStation, LevelCounty, LevelCity, LevelProvince, LevelTotal}

// digits returns how many digits of a GB/T 2260 code a level keeps.
func (l Level) digits() int {
	return map[Level]int{LevelCounty: 6, LevelCity: 4, LevelProvince: 2}[l]
}

// Group returns the row of a level to which a fact of that area and station belongs, within
// the area that was asked for.
func (l Level) Group(within, area, station string) (groupArea, groupStation string) {
	switch l {
	case LevelStation:
		return area[:min(len(area), 6)], station
	case LevelTotal:
		return within, ""
	}
	return area[:min(len(area), l.digits())], ""
}

// SmallCell is how many at least a number must be to be shown of an area that is not the
// reader's own: fewer might tell who it was. Five is what statistical offices use for
// tables of people. All others are rounded to it, else two questions that differ by a month, a
// county or a kind would tell the number that neither shows.
const SmallCell = 5

// Statistics holds what was counted in a period, a row an area or station.
type Statistics struct {
	From      Date           `json:"from"`
	To        Date           `json:"to"`
	AsOf      time.Time      `json:"asOf,omitzero"`
	Level     Level          `json:"level"`
	Rows      []StatisticRow `json:"rows,omitempty"`
	Report    string         `json:"report,omitempty"`    // reports/…, where the figures of the period are frozen
	Corrected []Correction   `json:"corrected,omitempty"` // what has changed since they were
}

// StatisticRow holds what was counted in an area or of a station.
type StatisticRow struct {
	Area    string          `json:"area,omitempty"`
	Station string          `json:"station,omitempty"`
	Cells   []StatisticCell `json:"cells,omitempty"`
}

// StatisticCell describes a number: exact, Rounded to a multiple of SmallCell, or Suppressed, and then none.
type StatisticCell struct {
	Measure    Measure `json:"measure"`
	Key        string  `json:"key,omitempty"`
	Title      string  `json:"title,omitempty"`
	TitleEn    string  `json:"titleEn,omitempty"`
	Amount     int     `json:"amount"`
	Suppressed bool    `json:"suppressed,omitempty"`
	Rounded    bool    `json:"rounded,omitempty"`
}

// Correction describes a number that was reported as one and is another now.
type Correction struct {
	Area    string  `json:"area,omitempty"`
	Station string  `json:"station,omitempty"`
	Measure Measure `json:"measure"`
	Key     string  `json:"key,omitempty"`
	Title   string  `json:"title,omitempty"`
	TitleEn string  `json:"titleEn,omitempty"`
	Was     int     `json:"was"`
	Now     int     `json:"now"`
}

// Report describes a period's statistics as they were reported: they stay what they were.
type Report struct {
	Name       string         `json:"name,omitempty"` // reports/…
	From       Date           `json:"from"`
	To         Date           `json:"to"`
	Area       string         `json:"area,omitempty"`
	Station    string         `json:"station,omitempty"`
	Level      Level          `json:"level"`
	Rows       []StatisticRow `json:"rows,omitempty"`
	Actor      string         `json:"actor,omitempty"`
	CreateTime time.Time      `json:"createTime,omitzero"`
}

// Suppress hides small numbers of a row that is not the reader's own. If one number of a
// measure is hidden alone, the next smallest is hidden, too: else the difference to a sum
// known from elsewhere would tell it. What is left is rounded.
func (r *StatisticRow) Suppress() {
	byMeasure := map[Measure][]*StatisticCell{}
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Amount > 0 && c.Amount < SmallCell {
			c.Suppressed = true
		}
		byMeasure[c.Measure] = append(byMeasure[c.Measure], c)
	}
	for _, cells := range byMeasure {
		hidden := 0
		var next *StatisticCell
		for _, c := range cells {
			switch {
			case c.Suppressed:
				hidden++
			case c.Amount > 0 && (next == nil || c.Amount < next.Amount):
				next = c
			}
		}
		if hidden == 1 && next != nil {
			next.Suppressed = true
		}
	}
	for i := range r.Cells {
		switch c := &r.Cells[i]; {
		case c.Suppressed:
			c.Amount = 0
		case c.Amount > 0:
			c.Amount, c.Rounded = (c.Amount+SmallCell/2)/SmallCell*SmallCell, true
		}
	}
}

// Corrections returns what differs between the numbers that were reported and those of now.
func Corrections(was, now []StatisticRow) []Correction {
	type cell struct {
		area, station string
		measure       Measure
		key           string
	}
	all := map[cell]*Correction{}
	add := func(rows []StatisticRow, set func(*Correction, int)) {
		for _, r := range rows {
			for _, c := range r.Cells {
				at := cell{r.Area, r.Station, c.Measure, c.Key}
				if all[at] == nil {
					named := Cell(c.Measure, c.Key, 0)
					all[at] = &Correction{Area: r.Area, Station: r.Station, Measure: c.Measure, Key: c.Key, Title: named.Title, TitleEn: named.TitleEn}
				}
				set(all[at], c.Amount)
			}
		}
	}
	add(was, func(c *Correction, n int) { c.Was = n })
	add(now, func(c *Correction, n int) { c.Now = n })
	var changed []Correction
	for _, c := range all {
		if c.Was != c.Now {
			changed = append(changed, *c)
		}
	}
	slices.SortFunc(changed, func(a, b Correction) int { return compareText(fmt.Sprint(a), fmt.Sprint(b)) })
	return changed
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
