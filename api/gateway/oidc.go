package gateway

import (
	"context"
	"net"
	"net/http"
	"strings"

	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

// Logging in with OpenID Connect is a matter of the browser: it is sent to the
// provider and comes back with a code. The cookie ties both ends to one browser.
const (
	oidcPath   = "/v1/oidc/"
	oidcCookie = "guitu_oidc"
)

// beginOIDC sends the browser to the provider.
func (g *gateway) beginOIDC(w http.ResponseWriter, r *http.Request) {
	url, state, err := g.OIDC.Begin(r.Context())
	if err != nil {
		g.fail(w, r, err)
		return
	}
	http.SetCookie(w, g.oidcState(r, state, 0))
	http.Redirect(w, r, url, http.StatusFound)
}

// finishOIDC answers the session of the browser that came back, as POST /v1/sessions
// does.
func (g *gateway) finishOIDC(w http.ResponseWriter, r *http.Request) {
	query, tied := r.URL.Query(), ""
	if cookie, err := r.Cookie(oidcCookie); err == nil {
		tied = cookie.Value
	}
	http.SetCookie(w, g.oidcState(r, "", -1))
	if query.Get("error") != "" { // what the provider says may be of anybody's making
		g.fail(w, r, models.Refused(models.ErrUnauthenticated, "统一身份认证拒绝了登录", "the identity provider refused the login"))
		return
	}
	login, err := g.OIDC.Finish(withAddress(r), query.Get("state"), tied, query.Get("code"), r.UserAgent())
	if err != nil {
		g.Log.WarnContext(r.Context(), "openid connect", "request", r.Header.Get(server.RequestIDHeader), "err", err)
		g.fail(w, r, err)
		return
	}
	g.reply(w, r, server.LoginOut(login), nil)
}

func (g *gateway) oidcState(r *http.Request, state string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the service is reached by TLS
		Name: oidcCookie, Value: state, Path: oidcPath, MaxAge: maxAge, HttpOnly: true,
		Secure: r.TLS != nil || strings.HasPrefix(g.OIDC.RedirectURL(), "https:"), SameSite: http.SameSiteLaxMode,
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

// noOIDC answers where no provider is configured.
func (g *gateway) noOIDC(w http.ResponseWriter, r *http.Request) {
	g.fail(w, r, models.Refused(models.ErrPrecondition, "本服务未配置统一身份认证，请用登录名和密码登录", "no identity provider is configured: log in with login and password"))
}
