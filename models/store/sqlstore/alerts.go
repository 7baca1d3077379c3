package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// alerts implements store.Alerts on one view of the data.
type alerts struct {
	view   view
	ring   *seal.Keyring
	damage *damage // nil: what is damaged is an error
}

func (s *Store) alerts() alerts { return alerts{s.read, s.ring, s.damage} }

// Alerts returns what was announced; see store.Alerts.
func (s *Store) Alerts(ctx context.Context, after int64, limit int) ([]models.Alert, error) {
	return s.alerts().Alerts(ctx, after, limit)
}

// LastAlert returns the newest id; see store.Alerts.
func (s *Store) LastAlert(ctx context.Context) (int64, error) { return s.alerts().LastAlert(ctx) }

// Position returns how far a worker got; see store.Alerts.
func (s *Store) Position(ctx context.Context, worker string) (int64, bool, error) {
	return s.alerts().Position(ctx, worker)
}

// Deliveries returns what is on its way; see store.Alerts.
func (s *Store) Deliveries(ctx context.Context, state models.DeliveryState, limit int) ([]models.Delivery, error) {
	return s.alerts().Deliveries(ctx, state, limit)
}

func (v alerts) Alerts(ctx context.Context, after int64, limit int) (found []models.Alert, err error) {
	err = v.each(ctx, "SELECT id, key, time, doc, sealed FROM alerts WHERE id > ? ORDER BY id LIMIT ?", func(scan func(...any) error) error {
		var a models.Alert
		var nanos int64
		var plain, sealed sql.RawBytes
		if err := scan(&a.ID, &a.Key, &nanos, &plain, &sealed); err != nil {
			return err
		}
		doc, err := unsealText(v.ring, plain, sealed, a.Key)
		if err == nil {
			if err = json.Unmarshal(doc, &a); err != nil {
				err = fmt.Errorf("%w: alert %d: %w", models.ErrDataLoss, a.ID, err)
			}
		}
		if v.damage.spares(fmt.Sprintf("alerts/%d", a.ID), err) {
			return nil
		}
		if err != nil {
			return err
		}
		a.Time = fromNanos(nanos)
		found = append(found, a)
		return nil
	}, after, max(0, limit))
	return found, fail("read alerts", err)
}

func (v alerts) LastAlert(ctx context.Context) (id int64, err error) {
	err = v.view(ctx, func(ctx context.Context, q querier) error {
		return q.queryRow(ctx, "SELECT coalesce(max(id), 0) FROM alerts").Scan(&id)
	})
	return id, fail("read the last alert", err)
}

func (v alerts) Position(ctx context.Context, worker string) (seq int64, ok bool, err error) {
	err = v.view(ctx, func(ctx context.Context, q querier) error {
		return q.queryRow(ctx, "SELECT seq FROM positions WHERE worker = ?", worker).Scan(&seq)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return seq, err == nil, fail("read the position of "+worker, err)
}

func (v alerts) Deliveries(ctx context.Context, state models.DeliveryState, limit int) (found []models.Delivery, err error) {
	err = v.each(ctx, `SELECT alert, state, attempts, next, error, time FROM deliveries WHERE ?1 = '' OR state = ?1
		ORDER BY next, alert LIMIT ?2`, func(scan func(...any) error) error {
		var d models.Delivery
		var next, nanos int64
		if err := scan(&d.Alert, &d.State, &d.Attempts, &next, &d.Error, &nanos); err != nil {
			return err
		}
		d.Next, d.Time = fromNanos(next), fromNanos(nanos)
		found = append(found, d)
		return nil
	}, string(state), max(0, limit))
	return found, fail("read deliveries", err)
}

func (v alerts) each(ctx context.Context, query string, row func(scan func(...any) error) error, args ...any) error {
	return v.view(ctx, func(ctx context.Context, q querier) error { return q.each(ctx, query, row, args...) })
}

// alertWriter implements store.AlertWriter.
type alertWriter struct {
	alerts
	tx *tx
}

func (t *tx) AlertWriter() store.AlertWriter {
	return &alertWriter{alerts{t.view, t.store.ring, nil}, t}
}

// PutAlert adds an alert; see store.AlertWriter.
func (w *alertWriter) PutAlert(ctx context.Context, a *models.Alert) error {
	return w.tx.write(ctx, "put an alert", func(ctx context.Context) error {
		doc, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("%w: %w", models.ErrInvalid, err)
		}
		now := w.tx.store.time()
		id, err := w.tx.insert(ctx, "INSERT INTO alerts (key, time, doc, sealed) VALUES (?, ?, json_object('case', CAST(? AS TEXT)), ?)",
			a.Key, now.UnixNano(), a.Case, w.ring.Seal(nil, doc, a.Key))
		if err == nil {
			a.ID, a.Time = id, now
		}
		return err
	})
}

// PutPosition keeps how far a worker got; see store.AlertWriter.
func (w *alertWriter) PutPosition(ctx context.Context, worker string, seq int64) error {
	return w.tx.write(ctx, "put the position of "+worker, func(ctx context.Context) error {
		_, err := w.tx.exec(ctx, "INSERT INTO positions (worker, seq) VALUES (?, ?) ON CONFLICT (worker) DO UPDATE SET seq = excluded.seq", worker, seq)
		return err
	})
}

// PutDelivery writes how far a delivery is; see store.AlertWriter.
func (w *alertWriter) PutDelivery(ctx context.Context, d *models.Delivery) error {
	return w.tx.write(ctx, "put a delivery", func(ctx context.Context) error {
		now := w.tx.store.time()
		_, err := w.tx.exec(ctx, `INSERT INTO deliveries (alert, state, attempts, next, error, time) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (alert) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, next = excluded.next,
			error = excluded.error, time = excluded.time`,
			d.Alert, string(d.State), d.Attempts, d.Next.UnixNano(), d.Error, now.UnixNano())
		if err == nil {
			d.Time = now
		}
		return err
	})
}
