package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// How long a key lasts, and its predecessor beside it.
const (
	keyLasts     = 90 * 24 * time.Hour
	longestKey   = 400 * 24 * time.Hour
	usualOverlap = 24 * time.Hour
	mostOverlap  = 30 * 24 * time.Hour
	shownPrefix  = 9 // characters of a secret: gk_ and six that tell keys apart, not enough to guess the other 37
	maxTitle     = 200
)

func (a *Accounts) keyCaller(ctx context.Context, token [32]byte) (Caller, error) {
	k, err := a.store.APIKey(ctx, token)
	if err != nil {
		return Caller{}, err
	}
	now := a.now()
	if !now.Before(k.ExpireTime) {
		return Caller{}, models.Refused(models.ErrUnauthenticated, "接口密钥已过期或已停用", "the API key has expired or was ended")
	}
	u, err := a.userOf(ctx, k.User)
	if err != nil {
		return Caller{}, err
	}
	if now.Sub(k.SeenTime) >= seenEvery {
		k.SeenTime = now
		if err := a.store.InTx(ctx, func(tx store.Tx) error { return tx.PutAPIKey(ctx, k) }); err != nil {
			return Caller{}, err
		}
	}
	actor := u.Actor()
	actor.Via = k.Name
	return Caller{Actor: actor, Scopes: append([]models.Scope{}, k.Scopes...), Quota: k.Quota}, nil
}

// CreateKey makes a key for the caller or, for administrators, for any user, and
// returns its secret, which no one sees again.
// Errors: models.ErrInvalid, models.ErrPermission, models.ErrNotFound.
func (a *Accounts) CreateKey(ctx context.Context, k models.APIKey) (_ *models.APIKey, secret string, err error) {
	if k.User, err = a.keyOwner(ctx, k.User); err != nil {
		return nil, "", err
	}
	now := a.now()
	if k.ExpireTime.IsZero() {
		k.ExpireTime = now.Add(keyLasts)
	}
	k.Name, k.CreateTime, k.SeenTime, k.Replaces = "", now, now, ""
	if err := admitKey(&k, now); err != nil {
		return nil, "", err
	}
	if k.Quota != (models.Quota{}) {
		if err := admitQuota(ctx, k.Quota); err != nil {
			return nil, "", err
		}
	}
	return a.putKey(ctx, &k, func(store.Tx) error { return nil })
}

// admitKey names every wrong field.
func admitKey(k *models.APIKey, now time.Time) error {
	var wrong models.InvalidError
	add := func(field, zh, en string) {
		wrong.Violations = append(wrong.Violations, models.Violation{Field: field, Text: models.Text{Zh: zh, En: en}})
	}
	if title := len([]rune(strings.TrimSpace(k.Title))); title == 0 || title > maxTitle {
		add("title", fmt.Sprintf("请写明用途，1 到 %d 字", maxTitle), fmt.Sprintf("say what the key is for in 1 to %d characters", maxTitle))
	}
	if len(k.Scopes) == 0 {
		add("scopes", "请至少选择一个范围", "name at least one scope")
	}
	for i, scope := range k.Scopes {
		if !slices.Contains(models.Scopes(), scope) {
			add(fmt.Sprintf("scopes[%d]", i), fmt.Sprintf("不认识的范围“%s”", scope), fmt.Sprintf("unknown scope %q: must be one of %v", scope, models.Scopes()))
		}
	}
	if lasts := k.ExpireTime.Sub(now); lasts <= 0 || lasts > longestKey {
		add("expireTime", "到期时间应在今后 400 天以内", "must lie within the next 400 days")
	}
	if len(wrong.Violations) > 0 {
		return &wrong
	}
	return nil
}

// putKey gives the key a secret and writes it, and what else belongs to it.
func (a *Accounts) putKey(ctx context.Context, k *models.APIKey, more func(store.Tx) error) (*models.APIKey, string, error) {
	secret := randomToken(keyPrefix)
	k.Token, k.Prefix = sha256.Sum256([]byte(secret)), secret[:shownPrefix]
	err := a.store.InTx(ctx, func(tx store.Tx) error {
		if err := errors.Join(tx.PutAPIKey(ctx, k), more(tx)); err != nil {
			return err
		}
		detail := fmt.Sprint("scopes ", k.Scopes)
		if k.Quota != (models.Quota{}) {
			detail += ", " + quotaDetail(k.Quota)
		}
		return errors.Join(tx.PutQuota(ctx, k.Name, k.Quota), tx.AppendAudit(ctx, &models.Audit{Action: models.ActionCreate, Objects: []string{k.Name, k.User}, Detail: detail}))
	})
	if err != nil {
		return nil, "", fmt.Errorf("write API key: %w", err)
	}
	return k, secret, nil
}

// keyOwner is whose keys are meant: the caller's own if nothing is said.
func (a *Accounts) keyOwner(ctx context.Context, name string) (string, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return "", err
	}
	if name == "" || name == Me {
		name = actor.ID
	}
	if name != actor.ID && !actor.Role.May(models.Administer) {
		return "", fmt.Errorf("another's keys: %w", models.ErrPermission)
	}
	if name == Admin.ID {
		return "", models.Invalid("user", "请写明密钥属于哪个账号（users/…）", "say whose key it is (users/…): the admin token has none")
	}
	u, err := a.store.User(ctx, name)
	if err != nil {
		return "", err
	}
	return u.Name, a.admitGrant(ctx, u)
}

// Keys returns a user's, newest first. Errors: models.ErrPermission, models.ErrNotFound.
func (a *Accounts) Keys(ctx context.Context, user string) ([]*models.APIKey, error) {
	owner, err := a.keyOwner(ctx, user)
	if err != nil {
		return nil, err
	}
	keys, err := a.store.APIKeysOf(ctx, owner)
	a.countReserved(keys...)
	return keys, err
}

// key returns one that the caller may manage; another's is as if it were not there.
func (a *Accounts) key(ctx context.Context, name string) (*models.APIKey, error) {
	k, err := a.store.APIKeyOf(ctx, name)
	if err != nil {
		return nil, err
	}
	if _, err := a.keyOwner(ctx, k.User); errors.Is(err, models.ErrPermission) {
		return nil, fmt.Errorf("another's key: %w", models.ErrNotFound)
	} else if err != nil {
		return nil, err
	}
	return k, nil
}

// RotateKey makes a key with the same rights that lasts as long as the old one was
// meant to; the old one goes on for the overlap, one day if it is 0.
// Errors: models.ErrNotFound, models.ErrInvalid, models.ErrPrecondition (it has ended).
func (a *Accounts) RotateKey(ctx context.Context, name string, overlap time.Duration) (*models.APIKey, string, error) {
	old, err := a.key(ctx, name)
	if err != nil {
		return nil, "", err
	}
	now := a.now()
	switch {
	case overlap == 0:
		overlap = usualOverlap
	case overlap < 0 || overlap > mostOverlap:
		return nil, "", models.Invalid("overlap", "新旧并用时间应在 0 到 30 天之间", "must lie within 0 and 30 days")
	}
	if !now.Before(old.ExpireTime) {
		return nil, "", models.Refused(models.ErrPrecondition, "密钥已过期，请新建一个", "the key has ended: make a new one")
	}
	next := models.APIKey{Quota: old.Quota, User: old.User, Title: old.Title, Scopes: old.Scopes, Replaces: old.Name, CreateTime: now, SeenTime: now,
		ExpireTime: now.Add(old.ExpireTime.Sub(old.CreateTime))}
	if end := now.Add(overlap); end.Before(old.ExpireTime) {
		old.ExpireTime = end
	}
	return a.putKey(ctx, &next, func(tx store.Tx) error { return tx.PutAPIKey(ctx, old) })
}

// EndKey ends a key at once. Errors: models.ErrNotFound.
func (a *Accounts) EndKey(ctx context.Context, name string) error {
	k, err := a.key(ctx, name)
	if err != nil {
		return err
	}
	if now := a.now(); now.Before(k.ExpireTime) {
		k.ExpireTime = now
	}
	err = a.store.InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.PutAPIKey(ctx, k), tx.AppendAudit(ctx, &models.Audit{Action: models.ActionDelete, Objects: []string{k.Name, k.User}}))
	})
	if err != nil {
		return fmt.Errorf("end API key: %w", err)
	}
	return nil
}
