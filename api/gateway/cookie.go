package gateway

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/proto"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

// A browser keeps its session in a cookie that no script can read and that no other
// site's page can send. Over TLS the cookie's name has the prefix by which browsers
// refuse it from anywhere but this host.
const (
	sessionCookie = "guitu_session"
	hostCookie    = "__Host-" + sessionCookie
)

// CSRFHeader is what a call with the cookie must have to change something: a form of
// another site cannot set it.
const CSRFHeader = "X-Guitu-Csrf"

// withCookie lets a browser call with its session's cookie as if it sent the token.
// What another site makes a browser send is refused. An Authorization header wins.
func (g *gateway) withCookie(next http.Handler) http.Handler {
	var origin http.CrossOriginProtection
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := origin.Check(r); err != nil && r.Header.Get("Authorization") == "" {
			g.fail(w, r, models.Refused(models.ErrPermission, "此请求来自别的网站，已拒绝", "this request comes from another site"))
			return
		}
		if token := cookieToken(r); token != "" && r.Header.Get("Authorization") == "" && !logsIn(r) {
			if !safe(r.Method) && r.Header.Get(CSRFHeader) == "" {
				g.fail(w, r, models.Refused(models.ErrPermission, "用 Cookie 登录的修改请求须带 "+CSRFHeader+" 请求头",
					"a call that changes something with the session's cookie needs the header "+CSRFHeader))
				return
			}
			r.Header.Set("Authorization", "Bearer "+token)
			if r.URL.Path == watchPath { // an open page is no use of the session
				r.Header.Set(auth.BackgroundHeader, "1")
			}
		}
		if r.Header.Get(auth.BackgroundHeader) != "" {
			r = r.WithContext(auth.InBackground(r.Context()))
		}
		next.ServeHTTP(w, r)
	})
}

func logsIn(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == "/v1/sessions" }

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// cookieToken returns the session's token in r's cookies, empty without one. Nothing but a
// session's token is ever set, so nothing else is taken.
func cookieToken(r *http.Request) string {
	for _, name := range []string{hostCookie, sessionCookie} {
		if cookie, err := r.Cookie(name); err == nil && auth.IsSession(cookie.Value) {
			return cookie.Value
		}
	}
	return ""
}

// overTLS reports whether the browser reached the service by TLS, be it at a proxy.
func (g *gateway) overTLS(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") ||
		g.OIDC != nil && strings.HasPrefix(g.OIDC.RedirectURL(), "https:")
}

// keepSession sets the session's cookie; without a token it ends it.
func keepSession(w http.ResponseWriter, secure bool, token string) {
	cookie := &http.Cookie{ //nolint:gosec // Secure if the service is reached by TLS
		Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode,
	}
	if secure {
		cookie.Name = hostCookie
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

type secureKey struct{}

// createSession lets an unknown person log in.
func (g *gateway) createSession(w http.ResponseWriter, r *http.Request) {
	g.transcoder.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), secureKey{}, g.overTLS(r))))
}

// cookieInstead moves the token of a new session from the answer into a cookie, if that
// was asked for.
func cookieInstead(ctx context.Context, w http.ResponseWriter, answer proto.Message) error {
	session, ok := answer.(*guituv1.Session)
	if !ok || session.GetToken() == "" {
		return nil
	}
	md, ok := runtime.ServerMetadataFromContext(ctx)
	if !ok {
		return fmt.Errorf("cookie of %s: no metadata", session.GetName())
	}
	if len(md.HeaderMD.Get(server.CookieHeader)) > 0 {
		secure, _ := ctx.Value(secureKey{}).(bool)
		keepSession(w, secure, session.GetToken())
		session.Token = ""
	}
	return nil
}

// endSession forgets the cookie whatever becomes of the session, and the pictures that
// the browser was shown.
func (g *gateway) endSession(w http.ResponseWriter, r *http.Request) {
	if cookieToken(r) != "" {
		keepSession(w, g.overTLS(r), "")
		w.Header().Set("Clear-Site-Data", `"cache"`)
	}
	g.admitted(g.transcoder).ServeHTTP(w, r)
}
