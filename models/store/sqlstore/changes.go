package sqlstore

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Changes reads the journal; see store.Changes.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]models.Change, error) {
	var changes []models.Change
	err := s.each(ctx, "SELECT seq, name, op FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", func(scan func(...any) error) error {
		var c models.Change
		err := scan(&c.Seq, &c.Name, &c.Op)
		changes = append(changes, c)
		return err
	}, after, max(0, limit))
	if err != nil {
		return nil, fail("read changes", err)
	}
	return changes, nil
}

// Journal reads the entries of the journal; see store.Changes.
func (s *Store) Journal(ctx context.Context, after int64, limit int) ([]models.JournalEntry, error) {
	var entries []models.JournalEntry
	err := s.each(ctx, "SELECT seq, name, what, time, area, station, other FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", func(scan func(...any) error) error {
		var e models.JournalEntry
		var nanos int64
		err := scan(&e.Seq, &e.Name, &e.Kind, &nanos, &e.Area, &e.Station, &e.Other)
		if nanos != 0 {
			e.Time = fromNanos(nanos)
		}
		entries = append(entries, e)
		return err
	}, after, max(0, limit))
	if err != nil {
		return nil, fail("read the journal", err)
	}
	return entries, nil
}

const selectLastChange = "SELECT coalesce(max(seq), 0) FROM changes"

// LastChange returns the number of the newest committed change, 0 before the first.
func (s *Store) LastChange(ctx context.Context) (seq int64, err error) {
	err = s.reader().queryRow(ctx, selectLastChange).Scan(&seq)
	return seq, fail("read the last change", err)
}
