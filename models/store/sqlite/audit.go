package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// AppendAudit writes one durable row; see store.Audit.
func (s *Store) AppendAudit(ctx context.Context, row *models.Audit) error {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return fail("append audit row", err)
	}
	next := *row
	next.Actor = actor
	err = s.inTx(ctx, func(t *tx) error {
		return t.write(ctx, "append audit row", func(ctx context.Context) error { return t.audit(ctx, &next) })
	})
	if err == nil {
		*row = next
	}
	return err
}

// audit inserts the row and fills in its number and time.
func (t *tx) audit(ctx context.Context, row *models.Audit) error {
	objects, err := json.Marshal(row.Objects)
	if err != nil {
		return err
	}
	row.Time = t.store.time()
	row.Seq, err = t.exec(ctx, "INSERT INTO audit (time, actor, role, action, objects, detail) VALUES (?, ?, ?, ?, ?, ?)",
		row.Time.UnixNano(), row.Actor.ID, string(row.Actor.Role), string(row.Action), string(objects), row.Detail)
	return err
}

// AuditTrail reads the trail; see store.Audit.
func (s *Store) AuditTrail(ctx context.Context, after int64, limit int) ([]models.Audit, error) {
	var trail []models.Audit
	err := s.each(ctx, `SELECT seq, time, actor, role, action, objects, detail FROM audit
		WHERE seq > ? ORDER BY seq LIMIT ?`, func(scan func(...any) error) error {
		var a models.Audit
		var nanos int64
		var objects []byte
		if err := scan(&a.Seq, &nanos, &a.Actor.ID, &a.Actor.Role, &a.Action, &objects, &a.Detail); err != nil {
			return err
		}
		if err := json.Unmarshal(objects, &a.Objects); err != nil {
			return fmt.Errorf("%w: audit row %d: %w", models.ErrDataLoss, a.Seq, err)
		}
		a.Time = fromNanos(nanos)
		trail = append(trail, a)
		return nil
	}, after, max(0, limit))
	if err != nil {
		return nil, fail("read the audit trail", err)
	}
	return trail, nil
}
