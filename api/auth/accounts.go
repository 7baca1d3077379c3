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

// Store is where accounts are kept.
type Store interface {
	store.Users
	store.Logins
	store.AuditFinder
	InTx(ctx context.Context, fn func(tx store.Tx) error) error
}

// Accounts holds the people who work with the service, their sessions and keys. It
// knows to whom a token belongs. It is safe for concurrent use.
type Accounts struct {
	store  Store
	admin  Tokens
	now    func() time.Time
	hasher hasher
	meter  meter
}

// NewAccounts returns the accounts of a store beside the administrator's token; clock is
// time.Now if nil.
func NewAccounts(st Store, admin Tokens, clock func() time.Time) *Accounts {
	if clock == nil {
		clock = time.Now
	}
	return &Accounts{store: st, admin: admin, now: clock, hasher: newHasher()}
}

// How tokens begin.
const (
	sessionPrefix = "gs_"
	keyPrefix     = "gk_"
)

// Caller returns the bearer of a token; see Tokens.
func (a *Accounts) Caller(ctx context.Context, token string) (Caller, error) {
	var caller Caller
	var err error
	switch hash := sha256.Sum256([]byte(token)); {
	case strings.HasPrefix(token, sessionPrefix):
		caller, err = a.sessionCaller(ctx, hash)
	case strings.HasPrefix(token, keyPrefix):
		caller, err = a.keyCaller(ctx, hash)
	default:
		return a.admin.Caller(ctx, token)
	}
	if errors.Is(err, models.ErrNotFound) {
		err = models.ErrUnauthenticated
	}
	return caller, err
}

// userOf returns the account behind a login, unless it may not be used.
func (a *Accounts) userOf(ctx context.Context, name string) (*models.User, error) {
	u, err := a.store.User(ctx, name)
	if err == nil && !u.Active() {
		err = models.ErrUnauthenticated
	}
	return u, err
}

// CreateUser makes an account with its first password, which is to be changed at the
// first login; without one, only OpenID Connect lets the person in.
// Errors: models.ErrInvalid, models.ErrExists, models.ErrPermission.
func (a *Accounts) CreateUser(ctx context.Context, u models.User, password string) (*models.User, error) {
	if u.Name, u.Etag, u.Password = "", "", ""; u.Role == "" {
		return nil, models.Invalid("role", "请选择角色", "say which role")
	}
	if err := u.Validate(); err != nil {
		return nil, err
	}
	if err := a.admitGrant(ctx, &u); err != nil {
		return nil, err
	}
	if password != "" || u.Subject == "" {
		if err := a.setPassword(ctx, &u, "password", password); err != nil {
			return nil, err
		}
		u.MustChange = true
	}
	err := a.put(ctx, &u, models.ActionCreate, fmt.Sprintf("role %s areas %s", u.Role, u.Areas), nil)
	return &u, err
}

// admitGrant makes sure that no one gives away more than they have.
func (a *Accounts) admitGrant(ctx context.Context, u *models.User) error {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return err
	}
	if actor.Areas == models.Nationwide {
		return nil
	}
	for _, area := range u.Areas.List() {
		if !actor.Areas.Cover(area) {
			return models.Refused(models.ErrPermission, "不能授予您自己没有的辖区 "+area, "you cannot give the area "+area+", which you do not have")
		}
	}
	return nil
}

func (a *Accounts) setPassword(ctx context.Context, u *models.User, field, password string) (err error) {
	if err := admitPassword(field, password, u.Login, u.DisplayName, u.Station); err != nil {
		return err
	}
	u.Password, err = a.hasher.phc(ctx, usualCost, password)
	return err
}

// put writes an account, the row that says what was done, and what else belongs to it.
func (a *Accounts) put(ctx context.Context, u *models.User, action models.Action, detail string, more func(tx store.Tx) error) error {
	err := a.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.PutUser(ctx, u); err != nil {
			return err
		}
		if more != nil {
			if err := more(tx); err != nil {
				return err
			}
		}
		return tx.AppendAudit(ctx, &models.Audit{Action: action, Objects: []string{u.Name}, Detail: detail})
	})
	if err != nil {
		return fmt.Errorf("write account: %w", err)
	}
	return nil
}

// Me is what users/me stands for.
const Me = "users/me"

// User reads an account: one's own (users/me), or for administrators any.
// Errors: models.ErrNotFound, models.ErrPermission.
func (a *Accounts) User(ctx context.Context, name string) (*models.User, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if name == Me {
		name = actor.ID
	}
	if name == Admin.ID && actor.ID == Admin.ID {
		return &models.User{Name: Me, Login: Admin.ID, DisplayName: "管理员", Role: Admin.Role, Areas: Admin.Areas, Status: models.UserActive}, nil
	}
	if name != actor.ID && !actor.Role.May(models.Administer) {
		return nil, fmt.Errorf("another's account: %w", models.ErrPermission)
	}
	return a.store.User(ctx, name)
}

// Users returns a page of the accounts that the caller may manage; a page may hold
// fewer than limit while more follow.
func (a *Accounts) Users(ctx context.Context, login string, limit int, token string) ([]*models.User, string, error) {
	if login == "" {
		page, next, err := a.store.ListUsers(ctx, limit, token)
		return slices.DeleteFunc(page, func(u *models.User) bool { return !a.manages(ctx, u) }), next, err
	}
	switch u, err := a.store.UserByLogin(ctx, login); {
	case errors.Is(err, models.ErrNotFound):
		return nil, "", nil
	case err != nil:
		return nil, "", err
	case a.manages(ctx, u):
		return []*models.User{u}, "", nil
	}
	return nil, "", nil
}

// manages reports whether the caller may give and take the account's rights.
func (a *Accounts) manages(ctx context.Context, u *models.User) bool {
	return a.admitGrant(ctx, u) == nil
}

// ChangeUser lets edit work on an account. One that is disabled has no session and no
// API key any more. Errors: models.ErrNotFound, models.ErrInvalid, models.ErrStale,
// models.ErrExists, models.ErrPermission.
func (a *Accounts) ChangeUser(ctx context.Context, name, etag string, edit func(*models.User) error) (*models.User, error) {
	u, err := a.store.User(ctx, name)
	if err != nil {
		return nil, err
	}
	if etag != "" && etag != u.Etag {
		return nil, fmt.Errorf("change %s: %w", name, models.ErrStale)
	}
	if err := a.admitGrant(ctx, u); err != nil { // the one who has more is not theirs to change
		return nil, err
	}
	was := *u
	if err := edit(u); err != nil {
		return nil, err
	}
	u.Name, u.Etag, u.Password, u.MustChange = was.Name, was.Etag, was.Password, was.MustChange
	if err := u.Validate(); err != nil {
		return nil, err
	}
	if err := a.admitGrant(ctx, u); err != nil {
		return nil, err
	}
	err = a.put(ctx, u, models.ActionUpdate, changed(&was, u), func(tx store.Tx) error {
		if u.Active() {
			return nil
		}
		return a.endAccess(ctx, tx, u.Name)
	})
	return u, err
}

// endAccess ends a user's sessions and API keys: a key that outlived them would keep
// open what was closed.
func (a *Accounts) endAccess(ctx context.Context, tx store.Tx, user string) error {
	if err := tx.DropSessionsOf(ctx, user, ""); err != nil {
		return err
	}
	keys, err := a.store.APIKeysOf(ctx, user)
	if err != nil {
		return err
	}
	for _, k := range keys {
		now := a.now()
		if !now.Before(k.ExpireTime) {
			continue
		}
		k.ExpireTime = now
		if err := tx.PutAPIKey(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

// changed says which rights changed, for the trail.
func changed(was, is *models.User) string {
	var parts []string
	for _, f := range []struct{ name, was, is string }{
		{"login", was.Login, is.Login}, {"role", string(was.Role), string(is.Role)}, {"areas", string(was.Areas), string(is.Areas)},
		{"station", was.Station, is.Station}, {"status", string(was.Status), string(is.Status)}, {"subject", was.Subject, is.Subject},
	} {
		if f.was != f.is {
			parts = append(parts, fmt.Sprintf("%s %q → %q", f.name, f.was, f.is))
		}
	}
	return strings.Join(parts, "; ")
}

// ResetPassword sets another's password, to be changed at the next login, and ends
// their sessions and API keys. Errors: models.ErrNotFound, models.ErrInvalid, models.ErrPermission.
func (a *Accounts) ResetPassword(ctx context.Context, name, password string) (*models.User, error) {
	u, err := a.store.User(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := a.admitGrant(ctx, u); err != nil {
		return nil, err
	}
	if err := a.setPassword(ctx, u, "password", password); err != nil {
		return nil, err
	}
	u.MustChange = true
	err = a.put(ctx, u, models.ActionUpdate, "password reset", func(tx store.Tx) error {
		if err := a.endAccess(ctx, tx, u.Name); err != nil {
			return err
		}
		return a.forget(ctx, tx, u.Login)
	})
	return u, err
}

// ChangePassword sets the caller's own password and ends the caller's other sessions.
// A wrong old one counts as a failed login.
// Errors: models.ErrInvalid, models.ErrThrottled, models.ErrPermission.
func (a *Accounts) ChangePassword(ctx context.Context, old, next string) (*models.User, error) {
	caller, err := CallerFrom(ctx)
	if err != nil {
		return nil, err
	}
	if caller.Session == "" {
		return nil, models.Refused(models.ErrPermission, "只有登录的本人可以修改密码", "only a person who is logged in has a password to change")
	}
	u, err := a.store.User(ctx, caller.ID)
	if err != nil {
		return nil, err
	}
	if ok, err := a.proven(ctx, u, old); err != nil {
		return nil, err
	} else if !ok {
		return nil, models.Invalid("oldPassword", "原密码不对", "this is not your password so far")
	}
	if old == next {
		return nil, models.Invalid("newPassword", "新密码不能与原密码相同", "the new password is the old one")
	}
	if err := a.setPassword(ctx, u, "newPassword", next); err != nil {
		return nil, err
	}
	u.MustChange = false
	err = a.put(ctx, u, models.ActionUpdate, "own password changed", func(tx store.Tx) error { return tx.DropSessionsOf(ctx, u.Name, caller.Session) })
	return u, err
}
