package store

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Users reads accounts.
type Users interface {
	// User returns the account of that name. Errors: models.ErrNotFound.
	User(ctx context.Context, name string) (*models.User, error)

	// UserByLogin returns the account of that login. Errors: models.ErrNotFound.
	UserByLogin(ctx context.Context, login string) (*models.User, error)

	// UserBySubject returns the account of that identity at that issuer; empty ones
	// are no one's. Errors: models.ErrNotFound.
	UserBySubject(ctx context.Context, issuer, subject string) (*models.User, error)

	// ListUsers returns up to limit accounts, oldest first, after the one that a
	// previous call returned as next; next is empty after the last page. Errors:
	// models.ErrInvalid (pageToken).
	ListUsers(ctx context.Context, limit int, token string) (page []*models.User, next string, err error)
}

// Logins reads sessions, API keys and throttles. A session or key that has expired is
// returned like any other: the caller knows the time.
type Logins interface {
	// Session returns the session of that token. Errors: models.ErrNotFound.
	Session(ctx context.Context, token [32]byte) (*models.Session, error)

	// SessionsOf returns the user's sessions, newest first.
	SessionsOf(ctx context.Context, user string) ([]*models.Session, error)

	// APIKey returns the key of that secret. Errors: models.ErrNotFound.
	APIKey(ctx context.Context, token [32]byte) (*models.APIKey, error)

	// APIKeyOf returns the key of that name. Errors: models.ErrNotFound.
	APIKeyOf(ctx context.Context, name string) (*models.APIKey, error)

	// APIKeysOf returns the user's keys, newest first.
	APIKeysOf(ctx context.Context, user string) ([]*models.APIKey, error)

	// Throttle returns what is known of that key; zero if nothing is.
	Throttle(ctx context.Context, key string) (models.Throttle, error)
}

// Accounts writes accounts and logins. It audits nothing: who calls it says in the
// same transaction what was done (AppendAudit).
type Accounts interface {
	// PutUser writes an account, creating it if Name is empty, and fills in what
	// is the store's. A non-empty Etag must be the current one. Errors:
	// models.ErrExists (login or subject are another's), models.ErrNotFound,
	// models.ErrStale.
	PutUser(ctx context.Context, u *models.User) error

	// PutSession writes a session, creating it if Name is empty, with a new Name.
	PutSession(ctx context.Context, s *models.Session) error

	// DropSession ends the user's session of that name. Errors: models.ErrNotFound.
	DropSession(ctx context.Context, user, name string) error

	// DropSessionsOf ends all sessions of the user but the one named.
	DropSessionsOf(ctx context.Context, user, except string) error

	// DropSessionsBefore forgets the sessions that expired before now (nanoseconds
	// since 1970).
	DropSessionsBefore(ctx context.Context, now int64) error

	// PutAPIKey writes a key, creating it if Name is empty, with a new Name; of one that
	// exists, its times. Its quota is PutQuota's, and Spend's what it did.
	PutAPIKey(ctx context.Context, k *models.APIKey) error

	// PutQuota says how much a key may do on a day. Errors: models.ErrNotFound.
	PutQuota(ctx context.Context, name string, q models.Quota) error

	// Spend counts requests and rows of a day (2006-01-02) against a key's quota.
	// Errors: models.ErrThrottled (the key would go over it: nothing is counted),
	// models.ErrNotFound.
	Spend(ctx context.Context, name, day string, requests, rows int64) error

	// PutThrottle writes what is known of a key; nothing is kept of zero failures.
	PutThrottle(ctx context.Context, t models.Throttle) error
}
