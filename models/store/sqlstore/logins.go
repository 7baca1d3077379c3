package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Session returns a session; see store.Logins.
func (s *Store) Session(ctx context.Context, token [32]byte) (*models.Session, error) {
	return first(s.sessions(ctx, "token = ?", token[:]))
}

// SessionsOf returns sessions; see store.Logins.
func (s *Store) SessionsOf(ctx context.Context, user string) ([]*models.Session, error) {
	return s.sessions(ctx, `"user" = ? ORDER BY id DESC`, user)
}

func (s *Store) sessions(ctx context.Context, where string, arg any) (list []*models.Session, err error) {
	err = s.each(ctx, `SELECT name, "user", token, create_time, seen_time, expire_time, address, agent FROM sessions WHERE `+where,
		func(scan func(...any) error) error {
			x := new(models.Session)
			var token []byte
			var created, seen, expires int64
			err := scan(&x.Name, &x.User, &token, &created, &seen, &expires, &x.Address, &x.Agent)
			copy(x.Token[:], token)
			x.CreateTime, x.SeenTime, x.ExpireTime = fromNanos(created), fromNanos(seen), fromNanos(expires)
			list = append(list, x)
			return err
		}, arg)
	return list, fail("read sessions", err)
}

func first[T any](list []*T, err error) (*T, error) {
	if err == nil && len(list) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// apiKeyDoc holds what a key's columns do not hold.
type apiKeyDoc struct {
	Title    string         `json:"title,omitempty"`
	Prefix   string         `json:"prefix,omitempty"`
	Scopes   []models.Scope `json:"scopes,omitempty"`
	Replaces string         `json:"replaces,omitempty"`
}

// APIKey returns a key; see store.Logins.
func (s *Store) APIKey(ctx context.Context, token [32]byte) (*models.APIKey, error) {
	return first(s.apiKeys(ctx, "token = ?", token[:]))
}

// APIKeyOf returns a key; see store.Logins.
func (s *Store) APIKeyOf(ctx context.Context, name string) (*models.APIKey, error) {
	return first(s.apiKeys(ctx, "name = ?", name))
}

// APIKeysOf returns keys; see store.Logins.
func (s *Store) APIKeysOf(ctx context.Context, user string) ([]*models.APIKey, error) {
	return s.apiKeys(ctx, `"user" = ? ORDER BY id DESC`, user)
}

func (s *Store) apiKeys(ctx context.Context, where string, arg any) (list []*models.APIKey, err error) {
	err = s.each(ctx, `SELECT name, "user", token, create_time, seen_time, expire_time, doc, quota_requests, quota_rows, used_day, used_requests, used_rows
		FROM api_keys WHERE `+where,
		func(scan func(...any) error) error {
			k, doc := new(models.APIKey), apiKeyDoc{}
			var token, text []byte
			var created, seen, expires int64
			if err := scan(&k.Name, &k.User, &token, &created, &seen, &expires, &text,
				&k.Quota.Requests, &k.Quota.Rows, &k.Usage.Day, &k.Usage.Requests, &k.Usage.Rows); err != nil {
				return err
			}
			if err := json.Unmarshal(text, &doc); err != nil {
				return fmt.Errorf("%w: document of %s: %w", models.ErrDataLoss, k.Name, err)
			}
			copy(k.Token[:], token)
			k.CreateTime, k.SeenTime, k.ExpireTime = fromNanos(created), fromNanos(seen), fromNanos(expires)
			k.Title, k.Prefix, k.Scopes, k.Replaces = doc.Title, doc.Prefix, doc.Scopes, doc.Replaces
			list = append(list, k)
			return nil
		}, arg)
	return list, fail("read API keys", err)
}

// Throttle returns what is known of a key; see store.Logins.
func (s *Store) Throttle(ctx context.Context, key string) (models.Throttle, error) {
	t := models.Throttle{Key: key}
	var last, until int64
	err := s.reader().queryRow(ctx, "SELECT failures, last, until FROM throttles WHERE key = ?", key).Scan(&t.Failures, &last, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	t.Last, t.Until = fromNanos(last), fromNanos(until)
	return t, fail("read throttle", err)
}

// PutSession writes a session; see store.Accounts.
func (t *tx) PutSession(ctx context.Context, x *models.Session) error {
	return t.write(ctx, "put session", func(ctx context.Context) error {
		if x.Name == "" {
			name := "sessions/" + newID()
			_, err := t.insert(ctx, `INSERT INTO sessions (name, "user", token, create_time, seen_time, expire_time, address, agent)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, name, x.User, x.Token[:], x.CreateTime.UnixNano(), x.SeenTime.UnixNano(), x.ExpireTime.UnixNano(), x.Address, x.Agent)
			if err == nil {
				x.Name = name
			}
			return err
		}
		_, err := t.exec(ctx, "UPDATE sessions SET seen_time = ?, expire_time = ? WHERE name = ?", x.SeenTime.UnixNano(), x.ExpireTime.UnixNano(), x.Name)
		return err
	})
}

// DropSession ends a session; see store.Accounts.
func (t *tx) DropSession(ctx context.Context, user, name string) error {
	return t.write(ctx, "end session", func(ctx context.Context) error {
		n, err := t.exec(ctx, `DELETE FROM sessions WHERE "user" = ? AND name = ?`, user, name)
		if err == nil && n == 0 {
			return models.ErrNotFound
		}
		return err
	})
}

// DropSessionsOf ends sessions; see store.Accounts.
func (t *tx) DropSessionsOf(ctx context.Context, user, except string) error {
	return t.write(ctx, "end sessions", func(ctx context.Context) error {
		_, err := t.exec(ctx, `DELETE FROM sessions WHERE "user" = ? AND name <> ?`, user, except)
		return err
	})
}

// DropSessionsBefore forgets sessions; see store.Accounts.
func (t *tx) DropSessionsBefore(ctx context.Context, now int64) error {
	return t.write(ctx, "forget sessions", func(ctx context.Context) error {
		_, err := t.exec(ctx, "DELETE FROM sessions WHERE expire_time < ?", now)
		return err
	})
}

// PutAPIKey writes a key; see store.Accounts.
func (t *tx) PutAPIKey(ctx context.Context, k *models.APIKey) error {
	return t.write(ctx, "put API key", func(ctx context.Context) error {
		if k.Name != "" {
			_, err := t.exec(ctx, "UPDATE api_keys SET seen_time = ?, expire_time = ? WHERE name = ?", k.SeenTime.UnixNano(), k.ExpireTime.UnixNano(), k.Name)
			return err
		}
		doc, err := json.Marshal(apiKeyDoc{k.Title, k.Prefix, k.Scopes, k.Replaces})
		if err != nil {
			return err
		}
		name := "apiKeys/" + newID()
		_, err = t.insert(ctx, `INSERT INTO api_keys (name, "user", token, create_time, seen_time, expire_time, doc) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			name, k.User, k.Token[:], k.CreateTime.UnixNano(), k.SeenTime.UnixNano(), k.ExpireTime.UnixNano(), string(doc))
		if err == nil {
			k.Name = name
		}
		return err
	})
}

// PutQuota says how much a key may do; see store.Accounts.
func (t *tx) PutQuota(ctx context.Context, name string, q models.Quota) error {
	return t.write(ctx, "put quota", func(ctx context.Context) error {
		return t.execOne(ctx, models.ErrNotFound, "UPDATE api_keys SET quota_requests = ?, quota_rows = ? WHERE name = ?", q.Requests, q.Rows, name)
	})
}

// Spend counts what a key does; see store.Accounts.
func (t *tx) Spend(ctx context.Context, name, day string, requests, rows int64) error {
	return t.write(ctx, "count against a quota", func(ctx context.Context) error {
		// A new day begins whether or not there is room on it: a refusal leaves nothing half done.
		n, err := t.querier.exec(ctx, `UPDATE api_keys SET used_requests = CASE used_day WHEN ?1 THEN used_requests ELSE 0 END,
			used_rows = CASE used_day WHEN ?1 THEN used_rows ELSE 0 END, used_day = ?1 WHERE name = ?2`, day, name)
		if err == nil && n == 0 {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.execOne(ctx, models.ErrThrottled, `UPDATE api_keys SET used_requests = used_requests + ?1, used_rows = used_rows + ?2
			WHERE name = ?3 AND (quota_requests = 0 OR CAST(?1 AS BIGINT) = 0 OR used_requests + ?1 <= quota_requests)
			AND (quota_rows = 0 OR CAST(?2 AS BIGINT) = 0 OR used_rows + ?2 <= quota_rows)`, requests, rows, name)
	})
}

// execOne runs a statement that changes one row, and returns none if it changed none.
func (t *tx) execOne(ctx context.Context, none error, statement string, args ...any) error {
	n, err := t.exec(ctx, statement, args...)
	if err == nil && n == 0 {
		err = none
	}
	return err
}

// throttleMemory is how long a throttle that holds no one back is remembered.
const throttleMemory = 24 * time.Hour

// PutThrottle writes what is known of a key; see store.Accounts.
func (t *tx) PutThrottle(ctx context.Context, x models.Throttle) error {
	return t.write(ctx, "put throttle", func(ctx context.Context) error {
		old := t.store.time().Add(-throttleMemory).UnixNano()
		if _, err := t.exec(ctx, "DELETE FROM throttles WHERE key = ? OR (last < ? AND until < ?)", x.Key, old, old); err != nil || x.Failures == 0 {
			return err
		}
		_, err := t.exec(ctx, "INSERT INTO throttles (key, failures, last, until) VALUES (?, ?, ?, ?)",
			x.Key, x.Failures, x.Last.UnixNano(), x.Until.UnixNano())
		return err
	})
}
