package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/guitu-project/guitu/models"
)

// OIDCConfig says which OpenID Connect provider tells who people are, and what of it
// is believed.
type OIDCConfig struct {
	Issuer      string   // as the provider itself writes it
	ClientID    string   // what the provider calls this service
	Secret      string   // empty for a public client
	RedirectURL string   // …/v1/oidc/callback, as people's browsers reach it
	Scopes      []string // beside openid; profile where nil

	// LoginClaim names the claim that is a person's login here. Whoever comes for the
	// first time gets the account of that login; empty: only accounts that an
	// administrator linked. It must be one that people cannot choose at the provider.
	LoginClaim string
	// Create makes an account for whoever has none. It may do nothing, unless the
	// claims below give it a role.
	Create bool

	// RoleClaim and AreasClaim name the claims that decide, at every login, which role
	// (Roles says which word is which) and areas a person has. Without them, the
	// account does.
	RoleClaim  string
	Roles      map[string]models.Role
	AreasClaim string
}

// How logins at the provider are waited for.
const (
	loginWait   = 10 * time.Minute
	mostWaiting = 10_000
	askTimeout  = 10 * time.Second // of a call to the provider
)

// OIDC lets people in whom a provider vouches for: authorization code with PKCE, state
// and nonce. It is safe for concurrent use.
type OIDC struct {
	config   OIDCConfig
	accounts *Accounts
	http     *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until it was reached
	waiting  map[string]attempt
}

// attempt is a login that began here and is at the provider.
type attempt struct {
	nonce, verifier string
	until           time.Time
}

// NewOIDC asks the provider nothing yet, so that a service starts without it.
func NewOIDC(config OIDCConfig, accounts *Accounts) *OIDC {
	if config.Scopes == nil {
		config.Scopes = []string{"profile"}
	}
	return &OIDC{config: config, accounts: accounts, http: &http.Client{Timeout: askTimeout}, waiting: map[string]attempt{}}
}

// RedirectURL is where people come back to.
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

// Begin is where a person's browser goes to log in, and the state that it must bring
// back; the caller ties the state to the browser.
// Errors: models.ErrUnavailable.
func (o *OIDC) Begin(ctx context.Context) (url, state string, err error) {
	client, _, err := o.client(ctx)
	if err != nil {
		return "", "", err
	}
	now := o.accounts.now()
	state = randomToken("")
	a := attempt{nonce: randomToken(""), verifier: oauth2.GenerateVerifier(), until: now.Add(loginWait)}
	o.wait(state, a, now)
	return client.AuthCodeURL(state, oidc.Nonce(a.nonce), oauth2.S256ChallengeOption(a.verifier)), state, nil
}

// wait remembers an attempt. In a full waiting room it takes the place of the oldest: whoever
// floods it pushes out attempts that were given up, and locks nobody out.
func (o *OIDC) wait(state string, a attempt, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := ""
	for old, waits := range o.waiting {
		switch {
		case now.After(waits.until):
			delete(o.waiting, old)
		case first == "" || waits.until.Before(o.waiting[first].until):
			first = old
		}
	}
	if len(o.waiting) >= mostWaiting {
		delete(o.waiting, first)
	}
	o.waiting[state] = a
}

// Finish lets the person in who came back with a code. state is what the browser
// brought, tied what it was tied to.
// Errors: models.ErrUnauthenticated, models.ErrPermission (no account), models.ErrUnavailable.
func (o *OIDC) Finish(ctx context.Context, state, tied, code, agent string) (*Login, error) {
	o.mu.Lock()
	a, ok := o.waiting[state]
	delete(o.waiting, state) // once
	o.mu.Unlock()
	if !ok || o.accounts.now().After(a.until) || subtle.ConstantTimeCompare([]byte(state), []byte(tied)) != 1 {
		return nil, models.Refused(models.ErrUnauthenticated, "登录已超时或不是从本浏览器发起，请重新登录", "this login has expired, or began in another browser: begin again")
	}
	claims, err := o.claims(ctx, a, code)
	if err != nil {
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
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		return nil, refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: o.config.ClientID, Now: o.accounts.now}).Verify(ctx, raw)
	switch {
	case err != nil:
		return nil, refused(err)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.nonce)) != 1:
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

// claims are what a provider says of a person.
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
// they give. Nobody gets rights by merely being known to the provider.
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
	if u.Issuer, u.Subject = issuer, subject; u.MustChange { // a password that nobody ever used
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

// grant gives the role and the areas that the claims say, where they are to be
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
