package evidence

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// Details of a date finding.
const (
	foundBefore = iota
	foundWithinMonth
	foundWithinYear
	foundLater
)

// weighDates weighs the time from last seen to found. Found before is a conflict,
// not an exclusion: dates of both are often wrong.
func weighDates(p *Params, record, notice *Profile) (finding, bool) {
	if !record.event.known || !notice.event.known {
		return finding{}, false
	}
	slack := float64(p.Dates.SlackDays) / daysPerYear
	earliest, latest := record.event.first-notice.event.last, record.event.last-notice.event.first
	switch {
	case latest < -slack:
		return finding{bits: p.Dates.Before, conflict: true, detail: foundBefore}, true
	case latest <= 31/daysPerYear:
		return finding{bits: p.Dates.Month, detail: foundWithinMonth}, true
	case earliest <= 1 && latest <= 2:
		return finding{bits: p.Dates.Year, detail: foundWithinYear}, true
	}
	return finding{bits: p.Dates.Later, detail: foundLater}, true
}

func explainDates(record, notice *Profile, f finding) words {
	a, b := string(record.eventDate), string(notice.eventDate)
	zh, en := "走失之后被发现", "found after the person was last seen"
	switch f.detail {
	case foundBefore:
		zh, en = "发现日期早于走失日期", "found before the person was last seen"
	case foundWithinMonth:
		zh, en = "走失后一个月内被发现", "found within a month of being last seen"
	case foundWithinYear:
		zh, en = "走失后一年左右被发现", "found about a year or less after being last seen"
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("%s：%s 发现，%s 走失", zh, a, b), En: fmt.Sprintf("%s: found %s, missing %s", en, a, b)}}
}
