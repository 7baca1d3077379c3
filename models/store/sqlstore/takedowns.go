package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// PutTakedown writes a takedown; see store.TakedownWriter.
func (t *tx) PutTakedown(ctx context.Context, td *models.Takedown, was models.TakedownState) error {
	next := *td
	err := t.write(ctx, "put "+td.Name, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		for i, a := range next.Attachments {
			if err := t.mustHave(ctx, a.SHA256, fmt.Sprintf("attachments[%d]", i)); err != nil {
				return err
			}
		}
		var id int64
		if next.Name == "" {
			id, err = t.insertTakedown(ctx, &next)
		} else {
			id, err = t.updateTakedown(ctx, &next, was)
		}
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM takedown_files WHERE takedown = ?", id); err != nil {
			return err
		}
		for _, a := range next.Attachments {
			if _, err := t.exec(ctx, "INSERT INTO takedown_files (takedown, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING", id, a.SHA256); err != nil {
				return err
			}
		}
		return t.audit(ctx, &models.Audit{
			Actor: actor, Action: models.ActionUpdate, Objects: []string{next.Name, next.Notice}, Detail: "takedown " + string(next.State),
		})
	})
	if err == nil {
		*td = next
	}
	return err
}

func (t *tx) insertTakedown(ctx context.Context, td *models.Takedown) (int64, error) {
	td.Name, td.CreateTime = "takedowns/"+newID(), t.store.time()
	td.UpdateTime = td.CreateTime
	sealed, err := sealTakedown(t.store.ring, *td)
	if err != nil {
		return 0, err
	}
	return t.insert(ctx, "INSERT INTO takedowns (name, notice, state, create_time, update_time, sealed) VALUES (?, ?, ?, ?, ?, ?)",
		td.Name, td.Notice, string(td.State), td.CreateTime.UnixNano(), td.UpdateTime.UnixNano(), sealed)
}

func (t *tx) updateTakedown(ctx context.Context, td *models.Takedown, was models.TakedownState) (int64, error) {
	var id, created int64
	var state models.TakedownState
	err := t.queryRow(ctx, "SELECT id, state, create_time FROM takedowns WHERE name = ?", td.Name).Scan(&id, &state, &created)
	if err != nil {
		return 0, err
	}
	if state != was {
		return 0, models.ErrStale
	}
	td.CreateTime, td.UpdateTime = fromNanos(created), t.store.time()
	sealed, err := sealTakedown(t.store.ring, *td)
	if err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, "UPDATE takedowns SET state = ?, update_time = ?, sealed = ? WHERE id = ?",
		string(td.State), td.UpdateTime.UnixNano(), sealed, id)
	return id, err
}

// sealTakedown seals what the columns do not hold.
func sealTakedown(ring *seal.Keyring, td models.Takedown) ([]byte, error) {
	name := td.Name
	td.Name, td.Notice, td.State, td.CreateTime, td.UpdateTime = "", "", "", time.Time{}, time.Time{}
	rest, err := json.Marshal(td)
	if err != nil {
		return nil, err
	}
	return ring.Seal(nil, rest, name), nil
}

const selectTakedowns = "SELECT id, name, notice, state, create_time, update_time, sealed FROM takedowns WHERE "

// Takedown reads one; see store.Takedowns.
func (s *Store) Takedown(ctx context.Context, name string) (*models.Takedown, error) {
	var td *models.Takedown
	err := s.each(ctx, selectTakedowns+"name = ?", func(scan func(...any) error) (err error) {
		_, td, err = s.scanTakedown(scan)
		return err
	}, name)
	if err == nil && td == nil {
		err = models.ErrNotFound
	}
	return td, fail("get "+name, err)
}

// Takedowns reads a page; see store.Takedowns.
func (s *Store) Takedowns(ctx context.Context, state models.TakedownState, limit int, token string) ([]*models.Takedown, string, error) {
	return pageOf(ctx, s, "t", selectTakedowns+"id > ? AND (?3 = '' OR state = ?3) ORDER BY id LIMIT ?2", limit, token, s.scanTakedown, string(state))
}

func (s *Store) scanTakedown(scan func(...any) error) (id int64, td *models.Takedown, err error) {
	var name, notice string
	var state models.TakedownState
	var created, updated int64
	var sealed []byte
	if err := scan(&id, &name, &notice, &state, &created, &updated, &sealed); err != nil {
		return 0, nil, err
	}
	td = &models.Takedown{Name: name}
	rest, err := s.ring.Unseal(nil, sealed, name)
	if err != nil {
		return id, td, err
	}
	if err := json.Unmarshal(rest, td); err != nil {
		return id, td, fmt.Errorf("%w: %s: %w", models.ErrDataLoss, name, err)
	}
	td.Name, td.Notice, td.State = name, notice, state
	td.CreateTime, td.UpdateTime = fromNanos(created), fromNanos(updated)
	return id, td, nil
}
