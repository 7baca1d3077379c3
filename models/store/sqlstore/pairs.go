package sqlstore

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/guitu-project/guitu/models"
)

// StrongPairs reads the likeliest pairs; see store.Pairs.
func (s *Store) StrongPairs(ctx context.Context, least float64, limit int, token string) (page []models.StrongPair, next string, err error) {
	from, err := parsePairToken(token)
	if err != nil {
		return nil, "", err
	}
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	var places []pairPlace
	err = s.each(ctx, `SELECT p.record, p.notice, r.name, n.name, p.record_etag, p.notice_etag, p.probability, p.weight, p.parameters, p.found_time
		FROM pairs p JOIN subjects r ON r.id = p.record AND r.open JOIN subjects n ON n.id = p.notice AND n.open
		WHERE p.probability >= ? AND (p.probability < ? OR p.probability = ? AND (p.record, p.notice) > (?, ?))
		ORDER BY p.probability DESC, p.record, p.notice LIMIT ?`, func(scan func(...any) error) error {
		var p models.StrongPair
		var at pairPlace
		var found int64
		err := scan(&at.record, &at.notice, &p.Record, &p.Notice, &p.RecordEtag, &p.NoticeEtag, &p.Probability, &p.Weight, &p.Parameters, &found)
		at.probability, p.FoundTime = p.Probability, fromNanos(found)
		page, places = append(page, p), append(places, at)
		return err
	}, least, from.probability, from.probability, from.record, from.notice, limit+1)
	if err != nil {
		return nil, "", fail("list pairs", err)
	}
	if len(page) <= limit {
		return page, "", nil
	}
	return page[:limit], places[limit-1].token(), nil
}

// pairPlace says where a page of pairs ends.
type pairPlace struct {
	probability    float64
	record, notice int64
}

func (p pairPlace) token() string {
	return fmt.Sprintf("p%016x-%x-%x", math.Float64bits(p.probability), p.record, p.notice)
}

func parsePairToken(token string) (from pairPlace, err error) {
	if token == "" {
		return pairPlace{probability: math.MaxFloat64}, nil
	}
	var bits uint64
	_, err = fmt.Sscanf(token, "p%x-%x-%x", &bits, &from.record, &from.notice)
	if from.probability = math.Float64frombits(bits); err != nil || from.record < 1 || from.notice < 1 || from.token() != token {
		return from, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
	}
	return from, nil
}

// PutStrongPairs replaces a record's pairs; see store.PairWriter.
func (t *tx) PutStrongPairs(ctx context.Context, record string, pairs []models.StrongPair) (added int, err error) {
	err = t.write(ctx, "put pairs of "+record, func(ctx context.Context) error {
		known := map[string]int64{} // when each was found, by the notice's name
		err := t.each(ctx, `SELECT n.name, p.found_time FROM pairs p JOIN subjects r ON r.id = p.record
			JOIN subjects n ON n.id = p.notice WHERE r.name = ?`, func(scan func(...any) error) error {
			var notice string
			var found int64
			if err := scan(&notice, &found); err != nil {
				return err
			}
			known[notice] = found
			return nil
		}, record)
		if err != nil {
			return err
		}
		if len(known) > 0 {
			if _, err := t.exec(ctx, "DELETE FROM pairs WHERE record = (SELECT id FROM subjects WHERE name = ?)", record); err != nil {
				return err
			}
		}
		for _, p := range pairs {
			found, was := known[p.Notice]
			if !was {
				found = t.store.time().UnixNano()
			}
			n, err := t.exec(ctx, `INSERT INTO pairs (record, notice, record_etag, notice_etag, probability, weight, parameters, found_time)
				SELECT r.id, n.id, ?, ?, ?, ?, ?, ? FROM subjects r, subjects n WHERE r.name = ? AND n.name = ?`,
				p.RecordEtag, p.NoticeEtag, p.Probability, p.Weight, p.Parameters, found, record, p.Notice)
			if err != nil {
				return err
			}
			if n > 0 && !was {
				added++
			}
		}
		return nil
	})
	return added, err
}

// Rematch returns the last pass; see store.Pairs.
func (s *Store) Rematch(ctx context.Context) (*models.Rematch, error) {
	var r models.Rematch
	var start, update, end int64
	err := s.reader().queryRow(ctx, "SELECT token, done, total, strong, new, parameters, start_time, update_time, end_time FROM rematch").
		Scan(&r.Token, &r.Done, &r.Total, &r.Strong, &r.New, &r.Parameters, &start, &update, &end)
	if err != nil {
		return nil, fail("read the last pass", err)
	}
	r.StartTime, r.UpdateTime = fromNanos(start), fromNanos(update)
	if end != 0 {
		r.EndTime = fromNanos(end)
	}
	return &r, nil
}

// PutRematch writes how far a pass is; see store.PairWriter.
func (t *tx) PutRematch(ctx context.Context, r *models.Rematch) error {
	return t.write(ctx, "put pass", func(ctx context.Context) error {
		var stored int64
		if err := t.queryRow(ctx, "SELECT coalesce(max(update_time), 0) FROM rematch").Scan(&stored); err != nil {
			return err
		}
		if !r.UpdateTime.IsZero() && r.UpdateTime.UnixNano() != stored {
			return models.ErrStale
		}
		next := *r
		next.UpdateTime = fromNanos(max(t.store.time().UnixNano(), stored+1)) // tells the pages apart whatever the clock does
		_, err := t.exec(ctx, `INSERT INTO rematch (id, token, done, total, strong, new, parameters, start_time, update_time, end_time)
			VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET token = excluded.token, done = excluded.done, total = excluded.total,
			strong = excluded.strong, new = excluded.new, parameters = excluded.parameters, start_time = excluded.start_time,
			update_time = excluded.update_time, end_time = excluded.end_time`,
			r.Token, r.Done, r.Total, r.Strong, r.New, r.Parameters, nanos(r.StartTime), nanos(next.UpdateTime), nanos(r.EndTime))
		if err == nil {
			*r = next
		}
		return err
	})
}

// nanos returns how a time is kept: 0 if there is none.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}
