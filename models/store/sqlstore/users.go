package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/guitu-project/guitu/models"
)

// userDoc holds what an account's columns do not hold.
type userDoc struct {
	DisplayName string            `json:"displayName,omitempty"`
	Role        models.Role       `json:"role,omitempty"`
	Areas       models.Areas      `json:"areas,omitempty"`
	Station     string            `json:"station,omitempty"`
	Status      models.UserStatus `json:"status,omitempty"`
	MustChange  bool              `json:"mustChange,omitempty"`
}

// User returns an account; see store.Users.
func (s *Store) User(ctx context.Context, name string) (*models.User, error) {
	return s.oneUser(ctx, "name = ?", name)
}

// UserByLogin returns an account; see store.Users.
func (s *Store) UserByLogin(ctx context.Context, login string) (*models.User, error) {
	return s.oneUser(ctx, "login = ?", login)
}

// UserBySubject returns an account; see store.Users.
func (s *Store) UserBySubject(ctx context.Context, issuer, subject string) (*models.User, error) {
	return s.oneUser(ctx, "subject <> '' AND issuer = ? AND subject = ?", issuer, subject)
}

func (s *Store) oneUser(ctx context.Context, where string, args ...any) (*models.User, error) {
	users, _, err := s.users(ctx, where, args...)
	if err == nil && len(users) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fail("get user", err)
	}
	return users[0], nil
}

// ListUsers returns a page; see store.Users. A token is the number of the last
// account of the page.
func (s *Store) ListUsers(ctx context.Context, limit int, token string) ([]*models.User, string, error) {
	var after int64
	if token != "" {
		var err error
		if after, err = strconv.ParseInt(token, 36, 64); err != nil || after < 1 {
			return nil, "", models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
		}
	}
	limit = max(1, min(limit, maxPage))
	users, ids, err := s.users(ctx, "id > ? ORDER BY id LIMIT ?", after, limit+1)
	if err != nil {
		return nil, "", fail("list users", err)
	}
	if len(users) <= limit {
		return users, "", nil
	}
	return users[:limit], strconv.FormatInt(ids[limit-1], 36), nil
}

func (s *Store) users(ctx context.Context, where string, args ...any) (users []*models.User, ids []int64, err error) {
	err = s.each(ctx, "SELECT id, name, login, issuer, subject, password, etag, create_time, update_time, doc FROM users WHERE "+where,
		func(scan func(...any) error) error {
			u, doc := new(models.User), userDoc{}
			var id, created, updated int64
			var text []byte
			if err := scan(&id, &u.Name, &u.Login, &u.Issuer, &u.Subject, &u.Password, &u.Etag, &created, &updated, &text); err != nil {
				return err
			}
			if err := json.Unmarshal(text, &doc); err != nil {
				return fmt.Errorf("%w: document of %s: %w", models.ErrDataLoss, u.Name, err)
			}
			u.DisplayName, u.Role, u.Areas, u.Station = doc.DisplayName, doc.Role, doc.Areas, doc.Station
			u.Status, u.MustChange = doc.Status, doc.MustChange
			u.CreateTime, u.UpdateTime = fromNanos(created), fromNanos(updated)
			users, ids = append(users, u), append(ids, id)
			return nil
		}, args...)
	return users, ids, err
}

// PutUser writes an account; see store.Accounts.
func (t *tx) PutUser(ctx context.Context, u *models.User) error {
	return t.write(ctx, "put user", func(ctx context.Context) error {
		doc, err := json.Marshal(userDoc{u.DisplayName, u.Role, u.Areas, u.Station, u.Status, u.MustChange})
		if err != nil {
			return err
		}
		next := *u
		next.Etag, next.UpdateTime = newID(), t.store.time()
		if u.Name == "" {
			next.Name, next.CreateTime = "users/"+newID(), next.UpdateTime
			_, err = t.insert(ctx, `INSERT INTO users (name, login, issuer, subject, password, etag, create_time, update_time, doc)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, next.Name, u.Login, u.Issuer, u.Subject, u.Password, next.Etag,
				next.CreateTime.UnixNano(), next.UpdateTime.UnixNano(), string(doc))
		} else {
			var etag string
			var created int64
			if err := t.queryRow(ctx, "SELECT etag, create_time FROM users WHERE name = ?", u.Name).Scan(&etag, &created); err != nil {
				return err
			}
			if u.Etag != "" && u.Etag != etag {
				return models.ErrStale
			}
			next.CreateTime = fromNanos(created)
			err = t.attempt(ctx, `UPDATE users SET login = ?, issuer = ?, subject = ?, password = ?, etag = ?, update_time = ?, doc = ?
				WHERE name = ?`, u.Login, u.Issuer, u.Subject, u.Password, next.Etag, next.UpdateTime.UnixNano(), string(doc), u.Name)
		}
		if err == nil {
			*u = next
		}
		return err
	})
}
