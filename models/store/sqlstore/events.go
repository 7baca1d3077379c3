package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What numbers add up from.

// CountedEvents reads the events of a number; see store.Proceedings.
func (s *Store) CountedEvents(ctx context.Context, n store.Number, limit int, token string) (page []store.CountedEvent, next string, err error) {
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	passed := 0
	if token != "" {
		if _, err := fmt.Sscanf(token, "e%d", &passed); err != nil || passed < 1 || token != fmt.Sprint("e", passed) {
			return nil, "", models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
		}
	}
	station, args := factArgs(n.FactFilter)
	args[0] = string(n.Measure)
	amount, which := "amount", "measure = ?1 AND day BETWEEN ?4 AND ?5"
	switch n.Measure {
	case models.MeasureLongStays: // as SumFacts counts them
		args[0], args[3] = string(models.MeasureAdmissions), dayNumber(n.To)-models.MostDays
		which = fmt.Sprintf("(measure = ?1 AND day < ?4 OR measure = '%s' AND since < ?4) AND day <= ?5", models.MeasureLeavings)
		amount = "CASE WHEN measure = ?1 THEN amount ELSE -amount END"
	default:
		args = append(args, n.Key)
		which += fmt.Sprintf(" AND key = ?%d", len(args))
	}
	query := fmt.Sprintf(`SELECT event, area, station, max(day), sum(%s) FROM facts WHERE %s AND area >= ?2 AND area < ?3 AND entered <= ?6 %s
		GROUP BY event, area, station HAVING sum(%s) <> 0 ORDER BY max(day) DESC, event, area, station LIMIT %d OFFSET %d`,
		amount, which, station, amount, limit+1, passed)
	err = s.each(ctx, query, func(scan func(...any) error) error {
		var e store.CountedEvent
		var day int64
		if err := scan(&e.Name, &e.Area, &e.Station, &day, &e.Amount); err != nil {
			return err
		}
		e.Day = dayOf(day)
		page = append(page, e)
		return nil
	}, args...)
	if err == nil && len(page) > limit {
		page, next = page[:limit], fmt.Sprint("e", passed+limit)
	}
	return page, next, fail("read what a number adds up from", err)
}

// FactsOf reads what an event counts; see store.Proceedings.
func (s *Store) FactsOf(ctx context.Context, event string) (facts []models.Fact, err error) {
	err = s.each(ctx, "SELECT measure, area, key, station, day, since, amount FROM facts WHERE event <> '' AND event = ? ORDER BY id", func(scan func(...any) error) error {
		f := models.Fact{Event: event}
		var day, since int64
		if err := scan(&f.Measure, &f.Area, &f.Key, &f.Station, &day, &since, &f.Amount); err != nil {
			return err
		}
		f.Day, f.Since = dayOf(day), dayOf(since)
		facts = append(facts, f)
		return nil
	}, event)
	return facts, fail("read facts", err)
}

// Counting tells since when is counted; see store.Proceedings.
func (s *Store) Counting(ctx context.Context) (since time.Time, former bool, err error) {
	err = s.each(ctx, "SELECT since, former FROM counting", func(scan func(...any) error) error {
		var nanos, counted int64
		if err := scan(&nanos, &counted); err != nil {
			return err
		}
		since, former = fromNanos(nanos), counted != 0
		return nil
	})
	return since, former, fail("read since when is counted", err)
}

// NameFacts names the events of facts; see store.ProceedingWriter.
func (w *proceedingWriter) NameFacts(ctx context.Context, facts ...models.Fact) error {
	return w.tx.write(ctx, "name facts", func(ctx context.Context) error {
		for _, f := range facts {
			_, err := w.tx.exec(ctx, `UPDATE facts SET event = ?8 WHERE id = (SELECT min(id) FROM facts WHERE measure = ?1 AND area = ?2 AND key = ?3
				AND station = ?4 AND day = ?5 AND since = ?6 AND amount = ?7 AND event = '')`, append(columnsOf(f), f.Event)...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// CountedFormer notes it; see store.ProceedingWriter.
func (w *proceedingWriter) CountedFormer(ctx context.Context) error {
	return w.tx.write(ctx, "note what is counted", func(ctx context.Context) error {
		_, err := w.tx.exec(ctx, "UPDATE counting SET former = 1")
		return err
	})
}

func (w *proceedingWriter) CountedEvents(ctx context.Context, n store.Number, limit int, token string) ([]store.CountedEvent, string, error) {
	return w.tx.store.CountedEvents(ctx, n, limit, token)
}

func (w *proceedingWriter) FactsOf(ctx context.Context, event string) ([]models.Fact, error) {
	return w.tx.store.FactsOf(ctx, event)
}

func (w *proceedingWriter) Counting(ctx context.Context) (time.Time, bool, error) {
	return w.tx.store.Counting(ctx)
}
