package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Period says which statistics are asked for.
type Period struct {
	From, To models.Date // partial dates: 2026-03 is the month; To is From if empty
	Campaign Campaign
	Area     string // digits with which the area begins
	Station  string
	Level    models.Level
	AsOf     models.Date // as it was known at the end of that day
}

// Campaign is a season's action: its dates follow from the year in From.
type Campaign string

// The campaigns.
const (
	CampaignWinter Campaign = "WINTER" // 寒冬送温暖: November to March
	CampaignSummer Campaign = "SUMMER" // 夏季送清凉: June to September
)

// days returns the first and the last day. Errors: models.ErrInvalid.
func (p Period) days() (from, to time.Time, err error) {
	from, _, ok := p.From.Span()
	if !ok {
		return from, to, models.Invalid("from", "请写明起始日期，如 2026-03 或 2026-03-01", "say from when, as 2026-03 or 2026-03-01")
	}
	switch p.Campaign {
	case CampaignWinter:
		return time.Date(from.Year(), 11, 1, 0, 0, 0, 0, time.UTC), time.Date(from.Year()+1, 3, 31, 0, 0, 0, 0, time.UTC), nil
	case CampaignSummer:
		return time.Date(from.Year(), 6, 1, 0, 0, 0, 0, time.UTC), time.Date(from.Year(), 9, 30, 0, 0, 0, 0, time.UTC), nil
	case "":
	default:
		return from, to, models.Invalid("campaign", "应为 WINTER（寒冬送温暖）或 SUMMER（夏季送清凉）", "must be WINTER or SUMMER")
	}
	_, to, ok = cmp.Or(p.To, p.From).Span()
	if !ok || to.Before(from) {
		return from, to, models.Invalid("to", "截止日期写法不对，或早于起始日期", "is not a date, or before from")
	}
	return from, to, nil
}

// filter returns which facts are of the period. Errors: models.ErrInvalid.
func (p Period) filter() (f store.FactFilter, err error) {
	from, to, err := p.days()
	if err != nil {
		return f, err
	}
	f = store.FactFilter{From: models.DateOf(from), To: models.DateOf(to), Area: p.Area, Station: p.Station}
	if p.AsOf != "" {
		_, last, ok := p.AsOf.Span()
		if !ok {
			return f, models.Invalid("asOf", "日期写法不对，应为 2026-03-31", "is not a date: write 2026-03-31")
		}
		y, m, d := last.Date()
		f.AsOf = time.Date(y, m, d, 23, 59, 59, 999_999_999, models.Zone).UTC()
	}
	return f, nil
}

// wholeMonths reports whether the days are the first of a month and the last of one.
func wholeMonths(from, to time.Time) bool { return from.Day() == 1 && to.AddDate(0, 0, 1).Day() == 1 }

// Statistics counts what happened in a period, from the events themselves. Rows that are not
// of the actor's own areas or station have their small numbers suppressed, and are counted
// by whole months only: else two periods that differ by a day would tell a person.
// If the period was reported, the numbers are those of the report, with what has changed
// since. Errors: models.ErrInvalid, models.ErrPermission.
func (s *Service) Statistics(ctx context.Context, p Period) (models.Statistics, error) {
	a, err := mayCount(ctx)
	if err != nil {
		return models.Statistics{}, err
	}
	counted, err := s.count(ctx, p)
	if err != nil {
		return counted, err
	}
	reports, err := s.store.Reports(ctx, p.Area, p.Station)
	if err != nil {
		return counted, fmt.Errorf("statistics: %w", err)
	}
	for _, r := range reports {
		if r.From == counted.From && r.To == counted.To && r.Level == counted.Level && p.AsOf == "" {
			counted.Report, counted.Corrected = r.Name, models.Corrections(r.Rows, counted.Rows)
			counted.Rows = r.Rows
			break
		}
	}
	return counted, s.suppress(a, p, &counted)
}

// suppress hides what the actor may not see exactly.
func (s *Service) suppress(a access, p Period, counted *models.Statistics) error {
	from, to, err := p.days()
	if err != nil {
		return err
	}
	if !a.Areas.Cover(p.Area) && (p.Station == "" || p.Station != a.Station) && (!wholeMonths(from, to) || p.AsOf != "") {
		return models.Refused(models.ErrPermission, "辖区以外的统计只按整月提供；请写明本辖区或本站", "outside your areas, statistics are of whole months only: name your area or station")
	}
	own := func(area, station string) bool {
		return a.Areas.Cover(area) || station != "" && station == a.Station || p.Station != "" && p.Station == a.Station
	}
	for i := range counted.Rows {
		if row := &counted.Rows[i]; !own(row.Area, row.Station) {
			row.Suppress()
		}
	}
	counted.Corrected = slices.DeleteFunc(counted.Corrected, func(c models.Correction) bool { return !own(c.Area, c.Station) })
	return nil
}

func mayCount(ctx context.Context) (access, error) {
	a, err := accessOf(ctx)
	if err == nil && !a.Role.May(models.ReadStatistics) {
		err = models.Refused(models.ErrPermission, fmt.Sprintf("您的角色（%s）不能查看统计", a.Role), fmt.Sprintf("your role (%s) may not see statistics", a.Role))
	}
	return a, err
}

// count adds up, without looking at who asks.
func (s *Service) count(ctx context.Context, p Period) (models.Statistics, error) {
	filter, err := p.filter()
	if err != nil {
		return models.Statistics{}, err
	}
	p.Level = cmp.Or(p.Level, models.LevelTotal)
	if !slices.Contains(models.Levels, p.Level) {
		return models.Statistics{}, models.Invalid("level", fmt.Sprintf("应为 %v 之一", models.Levels), fmt.Sprintf("must be one of %v", models.Levels))
	}
	out := models.Statistics{From: filter.From, To: filter.To, AsOf: filter.AsOf, Level: p.Level}
	sums, err := s.store.SumFacts(ctx, filter)
	if err != nil {
		return out, fmt.Errorf("statistics: %w", err)
	}
	out.Rows = rowsOf(p, sums)
	return out, nil
}

// rowsOf groups sums into the rows of a level.
func rowsOf(p Period, sums []store.FactSum) []models.StatisticRow {
	type place struct{ area, station string }
	type number struct {
		measure models.Measure
		key     string
	}
	rows := map[place]map[number]int{}
	for _, sum := range sums {
		area, station := p.Level.Group(p.Area, sum.Area, sum.Station)
		if p.Station != "" {
			station = p.Station
		}
		at := place{area, station}
		if rows[at] == nil {
			rows[at] = map[number]int{}
		}
		rows[at][number{sum.Measure, sum.Key}] += sum.Amount
	}
	out := make([]models.StatisticRow, 0, len(rows))
	for at, numbers := range rows {
		row := models.StatisticRow{Area: at.area, Station: at.station}
		for n, amount := range numbers {
			if amount != 0 {
				row.Cells = append(row.Cells, models.Cell(n.measure, n.key, amount))
			}
		}
		slices.SortFunc(row.Cells, func(a, b models.StatisticCell) int {
			return cmp.Or(cmp.Compare(slices.Index(models.Measures, a.Measure), slices.Index(models.Measures, b.Measure)), cmp.Compare(a.Key, b.Key))
		})
		if len(row.Cells) > 0 {
			out = append(out, row)
		}
	}
	slices.SortFunc(out, func(a, b models.StatisticRow) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Station, b.Station))
	})
	return out
}

// FreezeStatistics keeps a period's numbers as they are reported. The period must be over,
// and of the actor's own areas or station.
// Errors: models.ErrInvalid, models.ErrPermission, models.ErrExists (reported before).
func (s *Service) FreezeStatistics(ctx context.Context, p Period) (*models.Report, error) {
	a, err := mayCount(ctx)
	if err != nil {
		return nil, err
	}
	if !a.Areas.Cover(p.Area) && (p.Station == "" || p.Station != a.Station) || !a.Role.May(models.Shelter) {
		return nil, models.Refused(models.ErrPermission, "只能上报本辖区或本站的统计", "report your own areas or station only")
	}
	if p.AsOf != "" {
		return nil, models.Invalid("asOf", "上报不能指定统计时点", "a report is of what is known now")
	}
	counted, err := s.count(ctx, p)
	if err != nil {
		return nil, err
	}
	if counted.To >= models.DayOf(s.clock()) {
		return nil, models.Refused(models.ErrPrecondition, "统计期尚未结束，不能上报", "the period is not over yet")
	}
	r := &models.Report{From: counted.From, To: counted.To, Area: p.Area, Station: p.Station, Level: counted.Level, Rows: counted.Rows}
	if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.ProceedingWriter().PutReport(ctx, r) }); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return r, nil
}
