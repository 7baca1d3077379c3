package gateway

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"

	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

// Logging in with OpenID Connect is a matter of the browser: it is sent to the
// provider and comes back with a code. The cookie ties both ends to one browser: it holds
// the login that began, sealed (auth.OIDC), and the place in the page to come back to.
const (
	oidcPath   = "/v1/oidc/"
	oidcCookie = "guitu_oidc"
	loginPage  = "/login" // of the page, told ?error=CODE
)

// returnTo is a place in the page: a path of this host, and nothing that a browser
// could take for another.
var returnTo = regexp.MustCompile(`^/(?:[\w.~-][\w./~-]*)?$`)

// serveProvider answers whether a provider lets people in, for the page before a login.
func (g *gateway) serveProvider(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	g.write(r, w, []byte(fmt.Sprintf(`{"enabled":%t}`, g.OIDC != nil)))
}

// beginOIDC sends the browser to the provider. With ?return=PATH it comes back to that
// place of the page with a session in a cookie, else to the session as JSON.
func (g *gateway) beginOIDC(w http.ResponseWriter, r *http.Request) {
	back := r.URL.Query().Get("return")
	if back != "" && !returnTo.MatchString(back) {
		g.fail(w, r, inputError{Field: "return", Text: models.Text{Zh: "应为本站内的路径", En: "must be a path of this site"}})
		return
	}
	url, tied, err := g.OIDC.Begin(r.Context())
	if err != nil {
		g.failLogin(w, r, back, err)
		return
	}
	http.SetCookie(w, g.oidcState(r, strings.TrimSuffix(tied+":"+back, ":"), 0))
	http.Redirect(w, r, url, http.StatusFound)
}

// finishOIDC lets the browser in that came back, as POST /v1/sessions does.
func (g *gateway) finishOIDC(w http.ResponseWriter, r *http.Request) {
	query, tied := r.URL.Query(), ""
	if cookie, err := r.Cookie(oidcCookie); err == nil {
		tied = cookie.Value
	}
	tied, back, _ := strings.Cut(tied, ":")
	if !returnTo.MatchString(back) {
		back = ""
	}
	http.SetCookie(w, g.oidcState(r, "", -1))
	if query.Get("error") != "" { // what the provider says may be of anyone's making
		g.failLogin(w, r, back, models.Refused(models.ErrUnauthenticated, "统一身份认证拒绝了登录", "the identity provider refused the login"))
		return
	}
	login, err := g.OIDC.Finish(withAddress(r), query.Get("state"), tied, query.Get("code"), r.UserAgent())
	if err != nil {
		g.Log.WarnContext(r.Context(), "openid connect", "request", r.Header.Get(server.RequestIDHeader), "err", err)
		g.failLogin(w, r, back, err)
		return
	}
	if back == "" {
		g.reply(w, r, server.LoginOut(login), nil)
		return
	}
	keepSession(w, g.overTLS(r), login.Secret)
	http.Redirect(w, r, back, http.StatusFound) //nolint:gosec // returnTo holds it to a path of this host
}

// failLogin answers why no one was let in: the page by a code, everyone else as usual.
func (g *gateway) failLogin(w http.ResponseWriter, r *http.Request, back string, err error) {
	if back == "" {
		g.fail(w, r, err)
		return
	}
	code := server.Status(r.Context(), g.Log, err).Code()
	http.Redirect(w, r, loginPage+"?error="+strings.ToLower(code.String()), http.StatusFound) //nolint:gosec // a path of this host
}

func (g *gateway) oidcState(r *http.Request, state string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the service is reached by TLS
		Name: oidcCookie, Value: state, Path: oidcPath, MaxAge: maxAge, HttpOnly: true,
		Secure: g.overTLS(r), SameSite: http.SameSiteLaxMode,
	}
}

// withAddress is r's context with the address of its caller, as a gRPC call has it.
func withAddress(r *http.Request) context.Context {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.Context()
	}
	return peer.NewContext(r.Context(), &peer.Peer{Addr: &net.TCPAddr{IP: net.ParseIP(host)}})
}

// noOIDC answers if no provider is configured.
func (g *gateway) noOIDC(w http.ResponseWriter, r *http.Request) {
	g.fail(w, r, models.Refused(models.ErrPrecondition, "本服务未配置统一身份认证，请用登录名和密码登录", "no identity provider is configured: log in with login and password"))
}
