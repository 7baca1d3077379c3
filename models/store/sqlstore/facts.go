package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// AddFacts counts what happened; see store.ProceedingWriter.
func (w *proceedingWriter) AddFacts(ctx context.Context, facts ...models.Fact) error {
	return w.tx.write(ctx, "count", func(ctx context.Context) error { return w.addFacts(ctx, facts) })
}

func (w *proceedingWriter) addFacts(ctx context.Context, facts []models.Fact) error {
	for _, f := range facts {
		_, err := w.tx.exec(ctx, "INSERT INTO facts (measure, area, key, station, day, since, amount, entered, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			append(columnsOf(f), w.tx.store.time().UnixNano(), f.Event)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// columnsOf returns measure, area, key, station, day, since and amount.
func columnsOf(f models.Fact) []any {
	return []any{string(f.Measure), f.Area[:min(6, len(f.Area))], f.Key, f.Station, dayNumber(f.Day), dayNumber(f.Since), f.Amount}
}

// dayNumber returns how many days a full date is after 1970-01-01; 0 of anything else.
func dayNumber(d models.Date) int64 {
	first, _, ok := d.Span()
	if !ok {
		return 0
	}
	return first.Unix() / int64(24*time.Hour/time.Second)
}

// dayOf returns the date of a day number; empty of 0.
func dayOf(number int64) models.Date {
	if number == 0 {
		return ""
	}
	return models.DateOf(time.Unix(number*int64(24*time.Hour/time.Second), 0).UTC())
}

// SumFacts adds up; see store.Proceedings. A query a measure reads its part of the index in
// the order in which it groups, without sorting.
func (s *Store) SumFacts(ctx context.Context, f store.FactFilter) (sums []store.FactSum, err error) {
	station, args := factArgs(f)
	const from = "SELECT area, station, key, sum(amount) FROM facts WHERE measure = ?1 AND area >= ?2 AND area < ?3 "
	group := station + "GROUP BY area, key, station"
	for _, m := range models.Measures {
		args[0] = string(m)
		if m == models.MeasureLongStays {
			continue // follows from the others
		}
		err := s.sumFacts(ctx, &sums, m, 1, from+"AND day BETWEEN ?4 AND ?5 AND entered <= ?6 "+group, args)
		if err != nil {
			return nil, fail("add up", err)
		}
	}
	// Who came over MostDays before the period ended, without those of them who have left.
	args[3] = dayNumber(f.To) - models.MostDays
	args[0] = string(models.MeasureAdmissions)
	if err := s.sumFacts(ctx, &sums, models.MeasureLongStays, 1, from+"AND day < ?4 AND day <= ?5 AND entered <= ?6 "+group, args); err != nil {
		return nil, fail("add up", err)
	}
	args[0] = string(models.MeasureLeavings)
	if err := s.sumFacts(ctx, &sums, models.MeasureLongStays, -1, from+"AND since < ?4 AND day <= ?5 AND entered <= ?6 "+group, args); err != nil {
		return nil, fail("add up", err)
	}
	return sums, nil
}

// factArgs returns the condition for the station, and the arguments: none for ?1, the bounds of
// the areas, the first and the last day, until when what was entered counts, the station.
func factArgs(f store.FactFilter) (station string, args []any) {
	asOf := int64(math.MaxInt64)
	if !f.AsOf.IsZero() {
		asOf = f.AsOf.UnixNano()
	}
	args = []any{nil, f.Area, f.Area + "~", dayNumber(f.From), dayNumber(f.To), asOf}
	if f.Station != "" {
		station = "AND station = ?7 "
		args = append(args, f.Station)
	}
	return station, args
}

func (s *Store) sumFacts(ctx context.Context, sums *[]store.FactSum, m models.Measure, sign int, query string, args []any) error {
	return s.each(ctx, query, func(scan func(...any) error) error {
		sum := store.FactSum{Measure: m}
		if err := scan(&sum.Area, &sum.Station, &sum.Key, &sum.Amount); err != nil {
			return err
		}
		if m == models.MeasureLongStays {
			sum.Key = ""
		}
		if sum.Amount *= sign; sum.Amount != 0 {
			*sums = append(*sums, sum)
		}
		return nil
	}, args...)
}

// PutReport freezes statistics; see store.ProceedingWriter.
func (w *proceedingWriter) PutReport(ctx context.Context, r *models.Report) error {
	next := *r
	err := w.tx.write(ctx, "put a report", func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		next.Name, next.Actor, next.CreateTime = "reports/"+newID(), actor.ID, w.tx.store.time()
		doc, err := json.Marshal(next)
		if err != nil {
			return fmt.Errorf("%w: %w", models.ErrInvalid, err)
		}
		_, err = w.tx.insert(ctx, "INSERT INTO reports (name, from_day, to_day, area, station, level, create_time, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			next.Name, string(next.From), string(next.To), next.Area, next.Station, string(next.Level), next.CreateTime.UnixNano(), string(doc))
		if err != nil {
			return err
		}
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: models.ActionCreate, Objects: []string{next.Name}, Detail: "statistics"})
	})
	if err == nil {
		*r = next
	}
	return err
}

// Reports reads frozen statistics; see store.Proceedings.
func (s *Store) Reports(ctx context.Context, area, station string) (reports []models.Report, err error) {
	err = s.each(ctx, "SELECT doc FROM reports WHERE area = ? AND station = ? ORDER BY id DESC", func(scan func(...any) error) error {
		var doc string
		var r models.Report
		if err := scan(&doc); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(doc), &r); err != nil {
			return fmt.Errorf("%w: a report: %w", models.ErrDataLoss, err)
		}
		reports = append(reports, r)
		return nil
	}, area, station)
	return reports, fail("read reports", err)
}
