package auth

import (
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// OIDCConfig says which OpenID Connect provider tells who people are, and what of it
// is believed.
type OIDCConfig struct {
	Issuer      string   // as the provider itself writes it
	ClientID    string   // what the provider calls this service
	Secret      string   // empty for a public client
	RedirectURL string   // …/v1/oidc/callback, as people's browsers reach it
	Scopes      []string // beside openid; profile if nil

	// Key is the secret that seals what a browser keeps while it is at the provider. With
	// the same key a login ends in a process other than the one that it began in, as after
	// a restart; a random one if nil.
	Key []byte

	// LoginClaim names the claim that is a person's login here. The one who comes for the
	// first time gets the account of that login; empty: only accounts that an
	// administrator linked. It must be one that people cannot choose at the provider.
	LoginClaim string
	// Create makes an account for the one who has none. It may do nothing, unless the
	// claims below give it a role.
	Create bool

	// RoleClaim and AreasClaim name the claims that decide, at every login, which role
	// (Roles says which word is which) and areas a person has. Without them, the
	// account does.
	RoleClaim  string
	Roles      map[string]models.Role
	AreasClaim string
}

// Bounds of logins at the provider.
const (
	loginWait  = 10 * time.Minute
	mostUsed   = 10_000           // logins that are remembered as finished
	askTimeout = 10 * time.Second // of a call to the provider
)

// OIDC lets people in whom a provider vouches for: authorization code with PKCE, state
// and nonce. Nothing is kept of a login that began: the browser brings it back, sealed, so
// that strangers who begin logins take no room. It is safe for concurrent use.
type OIDC struct {
	config   OIDCConfig
	accounts *Accounts
	http     *http.Client
	seal     cipher.AEAD

	mu       sync.Mutex
	provider *oidc.Provider       // nil until it was reached
	used     map[string]time.Time // states that came back, until when they would be good
}

// attempt is a login that began here and is at the provider.
type attempt struct {
	State, Nonce, Verifier string
	Until                  time.Time
}

// attemptPurpose is what an attempt is sealed for.
const attemptPurpose = "guitu oidc attempt 1"

// newSeal returns what seals attempts under a key that is derived from secret.
func newSeal(secret []byte) cipher.AEAD {
	if secret == nil {
		secret = []byte(randomToken(""))
	}
	aead, err := seal.Derived(secret, attemptPurpose)
	if err != nil {
		panic("derive a key of AES: " + err.Error()) // which every secret can
	}
	return aead
}

// sealed returns a as a text for a cookie.
func (o *OIDC) sealed(a attempt) (string, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(o.seal.Seal(nil, nil, text, []byte(attemptPurpose))), nil //nolint:gosec // it makes a random nonce itself
}

// unsealed returns the attempt that a browser brought back; ok is false for what was not
// sealed here, or is too old.
func (o *OIDC) unsealed(tied string) (a attempt, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(tied)
	if err != nil {
		return a, false
	}
	text, err := o.seal.Open(nil, nil, sealed, []byte(attemptPurpose))
	if err != nil || json.Unmarshal(text, &a) != nil {
		return a, false
	}
	now := o.accounts.now()
	return a, now.Before(a.Until) && a.Until.Sub(now) <= loginWait+models.ClockSlack // of the server that it began at
}

// claim notes in the store that a login came back, at whichever server: what strangers bring
// back, whom the provider does not know, takes no room there.
// Errors: models.ErrUnauthenticated (it did before).
func (o *OIDC) claim(ctx context.Context, a attempt) error {
	st, sum := o.accounts.store, sha256.Sum256([]byte(a.State))
	key := "oidc " + hex.EncodeToString(sum[:])
	err := st.InTx(ctx, func(tx store.Tx) error { // writers come one at a time, so what is read here is current
		was, err := st.Throttle(ctx, key)
		if err != nil {
			return err
		}
		if was.Failures > 0 {
			return errExpired()
		}
		return tx.PutThrottle(ctx, models.Throttle{Key: key, Failures: 1, Last: o.accounts.now(), Until: a.Until})
	})
	if err != nil {
		return fmt.Errorf("end a login at the provider: %w", err)
	}
	return nil
}

func errExpired() error {
	return models.Refused(models.ErrUnauthenticated, "登录已超时或不是从本浏览器发起，请重新登录", "this login has expired, or began in another browser: begin again")
}

// once reports whether a state comes back for the first time, as far as this process knows: a
// cheap look before the provider is asked. See claim for the other servers.
func (o *OIDC) once(a attempt) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, used := o.used[a.State]; used {
		return false
	}
	if len(o.used) >= mostUsed {
		now, first := o.accounts.now(), ""
		for state, until := range o.used {
			switch {
			case now.After(until):
				delete(o.used, state)
			case first == "" || until.Before(o.used[first]):
				first = state
			}
		}
		if len(o.used) >= mostUsed {
			delete(o.used, first)
		}
	}
	o.used[a.State] = a.Until
	return true
}

// NewOIDC asks the provider nothing yet, so that a service starts without it.
func NewOIDC(config OIDCConfig, accounts *Accounts) *OIDC {
	if config.Scopes == nil {
		config.Scopes = []string{"profile"}
	}
	return &OIDC{config: config, accounts: accounts, http: &http.Client{Timeout: askTimeout}, seal: newSeal(config.Key), used: map[string]time.Time{}}
}

// RedirectURL returns where people come back to.
func (o *OIDC) RedirectURL() string { return o.config.RedirectURL }

// client returns what talks to the provider. Errors: models.ErrUnavailable.
func (o *OIDC) client(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		// The provider fetches keys later, too: with this client, not with this call's end.
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.http), o.config.Issuer)
		if err != nil {
			return nil, nil, errors.Join(models.Refused(models.ErrUnavailable, "统一身份认证暂时无法访问，请稍后再试", "the identity provider cannot be reached: try again later"), err)
		}
		o.provider = p
	}
	return &oauth2.Config{
		ClientID: o.config.ClientID, ClientSecret: o.config.Secret, RedirectURL: o.config.RedirectURL,
		Endpoint: o.provider.Endpoint(), Scopes: append([]string{oidc.ScopeOpenID}, o.config.Scopes...),
	}, o.provider, nil
}

// Begin returns where a person's browser goes to log in, and what it must keep, and bring
// back with what the provider says: a text that no one else can read or make.
// Errors: models.ErrUnavailable.
func (o *OIDC) Begin(ctx context.Context) (url, tied string, err error) {
	client, _, err := o.client(ctx)
	if err != nil {
		return "", "", err
	}
	a := attempt{State: randomToken(""), Nonce: randomToken(""), Verifier: oauth2.GenerateVerifier(), Until: o.accounts.now().Add(loginWait)}
	if tied, err = o.sealed(a); err != nil {
		return "", "", err
	}
	return client.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), tied, nil
}

// Finish lets the person in who came back with a code. state is what the provider says,
// tied what the browser kept.
// Errors: models.ErrUnauthenticated, models.ErrPermission (no account), models.ErrUnavailable.
func (o *OIDC) Finish(ctx context.Context, state, tied, code, agent string) (*Login, error) {
	a, ok := o.unsealed(tied)
	if !ok || subtle.ConstantTimeCompare([]byte(state), []byte(a.State)) != 1 || !o.once(a) {
		return nil, errExpired()
	}
	claims, err := o.claims(ctx, a, code)
	if err != nil {
		return nil, err
	}
	if err := o.claim(ctx, a); err != nil {
		return nil, err
	}
	u, err := o.user(models.WithActor(ctx, stranger), claims)
	if err != nil {
		return nil, err
	}
	return o.accounts.begin(ctx, u, agent, "openid connect")
}

// claims redeems the code and checks what the provider says of the person.
func (o *OIDC) claims(ctx context.Context, a attempt, code string) (claims, error) {
	client, provider, err := o.client(ctx)
	if err != nil {
		return nil, err
	}
	ctx = oidc.ClientContext(ctx, o.http)
	refused := func(err error) error {
		return errors.Join(models.Refused(models.ErrUnauthenticated, "统一身份认证未通过，请重新登录", "the identity provider did not vouch for you: begin again"), err)
	}
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return nil, refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: o.config.ClientID, Now: o.accounts.now}).Verify(ctx, raw)
	switch {
	case err != nil:
		return nil, refused(err)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return nil, refused(errors.New("nonce"))
	case id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil:
		return nil, refused(errors.New("access token"))
	}
	said := claims{}
	if err := id.Claims(&said); err != nil {
		return nil, refused(err)
	}
	if provider.UserInfoEndpoint() != "" { // some providers say little in the token itself
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return nil, refused(err)
		}
		more := claims{}
		if err := info.Claims(&more); err != nil || info.Subject != id.Subject {
			return nil, refused(errors.New("user info is another's"))
		}
		for name, value := range more {
			if _, known := said[name]; !known {
				said[name] = value
			}
		}
	}
	said["iss"], said["sub"] = id.Issuer, id.Subject
	return said, nil
}

// claims holds what a provider says of a person.
type claims map[string]any

func (c claims) text(name string) string {
	text, _ := c[name].(string)
	return text
}

// words returns a claim's words, be it a list or one text with spaces or commas.
func (c claims) words(name string) (words []string) {
	switch v := c[name].(type) {
	case string:
		return strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ',' })
	case []any:
		for _, x := range v {
			if word, ok := x.(string); ok {
				words = append(words, word)
			}
		}
	}
	return words
}

// user returns the account of the person whom the claims are about, with the rights that
// they give. No one gets rights by merely being known to the provider.
func (o *OIDC) user(ctx context.Context, c claims) (*models.User, error) {
	st, issuer, subject := o.accounts.store, c.text("iss"), c.text("sub")
	login := strings.ToLower(c.text(o.config.LoginClaim))
	u, err := st.UserBySubject(ctx, issuer, subject)
	if errors.Is(err, models.ErrNotFound) && login != "" {
		u, err = st.UserByLogin(ctx, login)
		if err == nil && u.Subject != "" {
			return nil, models.Refused(models.ErrPermission, "此登录名已关联另一身份，请联系管理员", "this login is linked to another identity: ask the administrator")
		}
	}
	switch {
	case errors.Is(err, models.ErrNotFound) && o.config.Create && login != "":
		u = &models.User{Login: login, DisplayName: c.text("name")}
	case errors.Is(err, models.ErrNotFound):
		return nil, models.Refused(models.ErrPermission, "您在本系统没有账号，请联系管理员开通", "you have no account here: ask the administrator")
	case err != nil:
		return nil, err
	case !u.Active():
		return nil, models.Refused(models.ErrPermission, "账号已停用，请联系管理员", "the account is disabled: ask the administrator")
	}
	was := *u
	if u.Issuer, u.Subject = issuer, subject; u.MustChange { // a password that no one ever used
		u.Password, u.MustChange = "", false
	}
	if err := o.grant(u, c); err != nil {
		return nil, err
	}
	if err := u.Validate(); err != nil {
		return nil, errors.Join(models.Refused(models.ErrPermission, "统一身份认证给出的角色或辖区无效，请联系管理员", "the role or the areas that the identity provider gives are no good: ask the administrator"), err)
	}
	if *u == was {
		return u, nil
	}
	action := models.ActionUpdate
	if u.Name == "" {
		action = models.ActionCreate
	}
	return u, o.accounts.put(ctx, u, action, "openid connect: "+changed(&was, u), nil)
}

// grant gives the role and the areas that the claims say, if they are to be
// believed. A person without a word that is a role has none.
func (o *OIDC) grant(u *models.User, c claims) (err error) {
	if o.config.RoleClaim != "" {
		u.Role = ""
		for _, word := range c.words(o.config.RoleClaim) {
			if role, ok := o.config.Roles[word]; ok && slices.Contains(models.Roles(), role) {
				u.Role = role
				break
			}
		}
	}
	if o.config.AreasClaim != "" {
		u.Areas, err = models.ParseAreas(c.words(o.config.AreasClaim))
	}
	return err
}
