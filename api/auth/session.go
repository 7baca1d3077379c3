package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// How long a login lasts: a shift, and less if no one does anything.
const (
	sessionLasts = 12 * time.Hour
	sessionIdle  = 2 * time.Hour
	seenEvery    = time.Minute // how exactly the last use is known
	maxAgent     = 200         // characters kept of what a program says it is
)

// Login describes a session that has just begun. Token is known to no one else.
type Login struct {
	models.Session
	Secret string
	User   *models.User
}

// stranger is in whose name a login is audited before it is known who it is.
var stranger = models.Actor{ID: "anonymous"}

// Login lets a person in. A wrong login and a wrong password are the same answer, after
// the same time. Errors: models.ErrUnauthenticated, models.ErrThrottled.
func (a *Accounts) Login(ctx context.Context, login, password, agent string) (*Login, error) {
	u, err := a.store.UserByLogin(ctx, strings.ToLower(strings.TrimSpace(login)))
	switch {
	case errors.Is(err, models.ErrNotFound):
		u = &models.User{Login: login}
	case err != nil:
		return nil, fmt.Errorf("log in: %w", err)
	}
	ok, err := a.proven(models.WithActor(ctx, stranger), u, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, models.Refused(models.ErrUnauthenticated, "登录名或密码不对，或账号已停用", "wrong login or password, or the account is disabled")
	}
	return a.begin(ctx, u, agent, "password")
}

// proven reports whether the password is the user's, and audits if it is not.
func (a *Accounts) proven(ctx context.Context, u *models.User, password string) (bool, error) {
	address := addressOf(ctx)
	if err := a.reserve(ctx, u.Login, address); err != nil {
		return false, err
	}
	if len(password) > 4*maxPassword {
		password = "" // no one's
	}
	ok, weak, err := a.hasher.check(ctx, password, u.Password)
	if err != nil {
		return false, fmt.Errorf("check password: %w", err)
	}
	if !ok || !u.Active() {
		row := models.Audit{Action: models.ActionLogin, Detail: "refused"}
		if u.Name != "" {
			row.Objects = []string{u.Name}
		}
		return false, a.store.InTx(ctx, func(tx store.Tx) error { return tx.AppendAudit(ctx, &row) })
	}
	if weak {
		if u.Password, err = a.hasher.phc(ctx, usualCost, password); err != nil {
			return false, err
		}
	}
	return true, a.store.InTx(ctx, func(tx store.Tx) error {
		if weak {
			if err := tx.PutUser(ctx, u); err != nil {
				return err
			}
		}
		return a.forgive(ctx, tx, u.Login, address)
	})
}

// begin starts a session of a user who has proven who they are.
func (a *Accounts) begin(ctx context.Context, u *models.User, agent, how string) (*Login, error) {
	now, secret := a.now(), randomToken(sessionPrefix)
	l := &Login{User: u, Secret: secret, Session: models.Session{
		User: u.Name, Token: sha256.Sum256([]byte(secret)), CreateTime: now, SeenTime: now, ExpireTime: now.Add(sessionLasts),
		Address: addressOf(ctx), Agent: cut(agent, maxAgent),
	}}
	ctx = models.WithActor(ctx, u.Actor())
	err := a.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.DropSessionsBefore(ctx, now.UnixNano()); err != nil {
			return err
		}
		if err := tx.PutSession(ctx, &l.Session); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, &models.Audit{Action: models.ActionLogin, Objects: []string{u.Name, l.Name}, Detail: how})
	})
	if err != nil {
		return nil, fmt.Errorf("begin session: %w", err)
	}
	return l, nil
}

func cut(text string, most int) string {
	if r := []rune(strings.ToValidUTF8(text, "")); len(r) > most {
		return string(r[:most])
	}
	return strings.ToValidUTF8(text, "")
}

func (a *Accounts) sessionCaller(ctx context.Context, token [32]byte) (Caller, error) {
	s, err := a.store.Session(ctx, token)
	if err != nil {
		return Caller{}, err
	}
	now := a.now()
	if !now.Before(IdleExpireTime(s)) || s.SeenTime.Sub(now) > models.ClockSlack { // a clock that was set back makes none live longer
		return Caller{}, models.Refused(models.ErrUnauthenticated, "登录已过期，请重新登录", "the session has expired: log in again")
	}
	u, err := a.userOf(ctx, s.User)
	if err != nil {
		return Caller{}, err
	}
	if now.Sub(s.SeenTime) >= seenEvery && !inBackground(ctx) {
		s.SeenTime = now
		if err := a.store.InTx(ctx, func(tx store.Tx) error { return tx.PutSession(ctx, s) }); err != nil {
			return Caller{}, err
		}
	}
	return Caller{Actor: u.Actor(), Session: s.Name, MustChange: u.MustChange}, nil
}

// CurrentSession is what the session that calls may be named.
const CurrentSession = "sessions/current"

// Sessions returns the caller's own, newest first, and which of them calls.
func (a *Accounts) Sessions(ctx context.Context) (list []*models.Session, current string, err error) {
	caller, err := CallerFrom(ctx)
	if err != nil {
		return nil, "", err
	}
	list, err = a.store.SessionsOf(ctx, caller.ID)
	return list, caller.Session, err
}

// Session returns one of the caller's own, and the name of the one that calls. A token
// that is no session is a session without a name as sessions/current.
// Errors: models.ErrNotFound.
func (a *Accounts) Session(ctx context.Context, name string) (_ *models.Session, current string, err error) {
	list, current, err := a.Sessions(ctx)
	if err != nil {
		return nil, "", err
	}
	if name == CurrentSession {
		name = current
	}
	if name == "" {
		return &models.Session{}, "", nil
	}
	for _, s := range list {
		if s.Name == name {
			return s, current, nil
		}
	}
	return nil, "", fmt.Errorf("read session: %w", models.ErrNotFound)
}

// IdleExpireTime returns when a session ends unless it is used before; a
// zero time is never.
func IdleExpireTime(s *models.Session) time.Time {
	idle := s.SeenTime.Add(sessionIdle)
	if s.SeenTime.IsZero() || s.ExpireTime.Before(idle) {
		return s.ExpireTime
	}
	return idle
}

// IsSession reports whether the token is of a session, known or not.
func IsSession(token string) bool { return strings.HasPrefix(token, sessionPrefix) }

// EndSession ends one of the caller's own. Errors: models.ErrNotFound.
func (a *Accounts) EndSession(ctx context.Context, name string) error {
	caller, err := CallerFrom(ctx)
	if err != nil {
		return err
	}
	if name == CurrentSession {
		name = caller.Session
	}
	err = a.store.InTx(ctx, func(tx store.Tx) error {
		if err := tx.DropSession(ctx, caller.ID, name); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, &models.Audit{Action: models.ActionLogout, Objects: []string{name}})
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}
