package gateway_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// providerModule is a real OpenID Connect provider, which the tests build from the
// module that .ci/tools/go.mod pins and start as a process of its own.
const providerModule = "github.com/zitadel/oidc/v3/example/server"

// provider runs on a port of its own; people are those who can log in there.
type provider struct {
	issuer string
	cmd    *exec.Cmd
}

// startProvider starts a provider that sends browsers back to redirect.
func startProvider(t *testing.T, issuer, redirect string) *provider {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "provider")
	build := exec.Command("go", "build", "-modfile=.ci/tools/go.mod", "-o", binary, providerModule)
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the provider: %v\n%s", err, out)
	}
	people := map[string]obj{}
	for i, login := range []string{"guan", "stranger", "pei"} {
		people[fmt.Sprint("id-", i)] = obj{"ID": fmt.Sprint("id-", i), "Username": login, "Password": "at-the-provider",
			"FirstName": []string{"station-staff", "nobody-special", "police-staff"}[i], "LastName": "51,52"}
	}
	text, err := json.Marshal(people)
	if err != nil {
		t.Fatal(err)
	}
	users := filepath.Join(dir, "users.json")
	if err := os.WriteFile(users, text, 0o600); err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(issuer)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{issuer: issuer, cmd: exec.Command(binary)}
	p.cmd.Env = append(os.Environ(), "PORT="+at.Port(), "USERS_FILE="+users, "REDIRECT_URI="+redirect)
	log := &lockedBuffer{}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	for range 200 {
		res, err := http.Get(issuer + ".well-known/openid-configuration")
		if err == nil {
			_ = res.Body.Close()
			return p
		}
		time.Sleep(50 * time.Millisecond)
	}
	log.mu.Lock()
	defer log.mu.Unlock()
	t.Fatalf("the provider does not answer:\n%s", log.b.String())
	return nil
}

func (p *provider) stop() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	_ = p.cmd.Wait()         // "signal: killed" is what we want
}

// freeIssuer returns the URL of a provider on a port that is free now.
func freeIssuer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return fmt.Sprintf("http://localhost:%d/", l.Addr().(*net.TCPAddr).Port)
}

// openAtProvider returns a house with a provider, as config says.
func openAtProvider(t *testing.T, config auth.OIDCConfig) (*house, *provider) {
	t.Helper()
	issuer := freeIssuer(t)
	h := openWith(t, 0, func(url string, accounts *auth.Accounts) *auth.OIDC {
		config.Issuer, config.ClientID, config.Secret, config.RedirectURL = issuer, "web", "secret", url+"/v1/oidc/callback"
		return auth.NewOIDC(config, accounts)
	})
	return h, startProvider(t, issuer, h.url+"/v1/oidc/callback")
}

// browser is a person's, with cookies of its own. It stops before it comes back to
// the house, so that tests can do something else with the code.
type browser struct {
	t *testing.T
	http.Client
}

func newBrowser(t *testing.T, h *house) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, Client: http.Client{Jar: jar}}
	b.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(req.URL.String(), h.url+"/v1/oidc/callback") {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

func (b *browser) get(address string) answer {
	b.t.Helper()
	res, err := b.Get(address) //nolint:bodyclose // read does
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(res)
}

func (b *browser) read(res *http.Response) answer {
	b.t.Helper()
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{code: res.StatusCode, text: string(text), header: res.Header}
}

var formID = regexp.MustCompile(`name="id" value="([^"]*)"`)

// cookies returns those that go with an address.
func (b *browser) cookies(address string) []*http.Cookie {
	b.t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Jar.Cookies(to)
}

// setCookie puts a cookie back, as if it had not been changed or taken away.
func (b *browser) setCookie(address string, c *http.Cookie) {
	b.t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	c.Path = "/v1/oidc/"
	b.Jar.SetCookies(to, []*http.Cookie{c})
}

// valueOf returns a parameter of an address.
func valueOf(t *testing.T, address, name string) string {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return to.Query().Get(name)
}

// goThere logs in at the provider and returns the address that it sends back to.
func (b *browser) goThere(h *house, p *provider, login string) (back string) {
	b.t.Helper()
	return b.goFrom(h.url+"/v1/oidc/login", p, login)
}

// goFrom is goThere from an address of the house.
func (b *browser) goFrom(address string, p *provider, login string) (back string) {
	b.t.Helper()
	page := b.get(address)
	id := formID.FindStringSubmatch(page.text)
	if id == nil {
		b.t.Fatalf("no login page: %d %s", page.code, page.text)
	}
	res, err := b.PostForm( //nolint:bodyclose // read does
		p.issuer+"login/username", url.Values{"id": {id[1]}, "username": {login}, "password": {"at-the-provider"}})
	if err != nil {
		b.t.Fatal(err)
	}
	a := b.read(res)
	if back = a.header.Get("Location"); !strings.Contains(back, "code=") {
		b.t.Fatalf("the provider did not send back: %d %s %s", a.code, back, a.text)
	}
	return back
}

func TestOpenIDConnect(t *testing.T) {
	h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username"})
	user := h.account("guan", "STATION", ownAreas)
	enter := func(login string) answer {
		b := newBrowser(t, h)
		return b.get(b.goThere(h, p, login))
	}
	for range 2 { // the first time by login, then by subject
		in := enter("guan")
		if in.code != http.StatusOK {
			t.Fatalf("%d %s", in.code, in.text)
		}
		token := in.json(t)["token"].(string)
		if me := h.as(token, "GET", "/v1/users/me", nil).json(t); me["name"] != user || me["subject"] != "id-0" || me["issuer"] != p.issuer || me["role"] != "STATION" {
			t.Errorf("who came in: %v", me)
		}
		if a := h.as(token, "GET", "/v1/records", nil); a.code != http.StatusOK {
			t.Errorf("what they may: %d %s", a.code, a.text)
		}
	}
	if a := h.bare("POST", "/v1/sessions", obj{"login": "guan", "password": firstPassword}); a.code != http.StatusUnauthorized {
		t.Errorf("the first password, never changed, still lets in: %d", a.code)
	}
	rows := list(h.call("GET", "/v1/audit?action=LOGIN&actor="+user, nil), t, "rows")
	if len(rows) != 2 || rows[0].(obj)["detail"] != "openid connect" {
		t.Errorf("the trail: %v", rows)
	}
	if a := enter("stranger"); a.code != http.StatusForbidden || !strings.Contains(a.text, "没有账号") {
		t.Errorf("somebody without an account: %d %s", a.code, a.text)
	}
	if users := list(h.call("GET", "/v1/users", nil), t, "users"); len(users) != 1 {
		t.Errorf("an account was made: %v", users)
	}
	h.must("PATCH", "/v1/"+user, obj{"status": "DISABLED"})
	if a := enter("guan"); a.code != http.StatusForbidden {
		t.Errorf("a disabled account: %d %s", a.code, a.text)
	}
}

// With ?return= the browser comes back to the page, with the session in a cookie.
func TestOpenIDConnectOfThePage(t *testing.T) {
	h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username"})
	h.account("guan", "STATION", ownAreas)
	b := newBrowser(t, h)
	stay := b.CheckRedirect
	back := b.goFrom(h.url+"/v1/oidc/login?return=/today", p, "guan")
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if in := b.get(back); in.code != http.StatusFound || in.header.Get("Location") != "/today" || strings.Contains(in.text, "gs_") {
		t.Fatalf("%d %s %s", in.code, in.header.Get("Location"), in.text)
	}
	if now := b.get(h.url + "/v1/sessions/current"); now.code != http.StatusOK || now.json(t)["user"].(obj)["login"] != "guan" {
		t.Errorf("with the cookie: %d %s", now.code, now.text)
	}
	if again := b.get(back); again.code != http.StatusUnauthorized { // the place went with the first
		t.Errorf("twice: %d %s", again.code, again.header.Get("Location"))
	}
	b.CheckRedirect = stay
	back = b.goFrom(h.url+"/v1/oidc/login?return=/", p, "stranger")
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if out := b.get(back); out.code != http.StatusFound || out.header.Get("Location") != "/login?error=permissiondenied" {
		t.Errorf("somebody without an account: %d %s", out.code, out.header.Get("Location"))
	}
	for _, elsewhere := range []string{"//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/%0d%0aX: y", "/a?b", "today"} {
		if a := b.get(h.url + "/v1/oidc/login?return=" + url.QueryEscape(elsewhere)); a.code != http.StatusBadRequest {
			t.Errorf("return to %s: %d %s", elsewhere, a.code, a.header.Get("Location"))
		}
	}
}

// A login ends at a server other than the one at which it began, if that has the same store and
// key, and at one of them; what a browser keeps can be made and changed by no one else.
func TestOpenIDConnectAtAnotherServer(t *testing.T) {
	key := []byte("a key that both servers have")
	h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username", Key: key})
	h.account("guan", "STATION", ownAreas)
	server := func(key []byte) *house {
		return openOn(t, h.store, h.dir, 0, func(_ string, accounts *auth.Accounts) *auth.OIDC {
			return auth.NewOIDC(auth.OIDCConfig{
				Issuer: p.issuer, ClientID: "web", Secret: "secret", RedirectURL: h.url + "/v1/oidc/callback", LoginClaim: "preferred_username", Key: key,
			}, accounts)
		})
	}
	same, stranger := server(key), server([]byte("another key"))
	comeBack := func(b *browser, in *house, back string) answer {
		return b.get(strings.Replace(back, h.url, in.url, 1)) // cookies are of a host, whatever the port
	}
	enter := func(in *house, change func(*http.Cookie)) answer {
		b := newBrowser(t, h)
		back := b.goThere(h, p, "guan")
		for _, c := range b.cookies(back) {
			if state := valueOf(t, back, "state"); strings.Contains(c.Value, state) {
				t.Errorf("cookie %s shows the state", c.Name)
			}
			if change != nil {
				change(c)
				b.setCookie(back, c)
			}
		}
		return comeBack(b, in, back)
	}
	if a := enter(same, nil); a.code != http.StatusOK {
		t.Errorf("another server: %d %s", a.code, a.text)
	}
	for title, a := range map[string]answer{
		"another key":    enter(stranger, nil),
		"a changed bit":  enter(same, func(c *http.Cookie) { c.Value = c.Value[:20] + string(c.Value[20]^1) + c.Value[21:] }),
		"a cut cookie":   enter(same, func(c *http.Cookie) { c.Value = c.Value[:len(c.Value)/2] }),
		"an empty one":   enter(same, func(c *http.Cookie) { c.Value = "" }),
		"one of strings": enter(same, func(c *http.Cookie) { c.Value = "eyJTdGF0ZSI6IngifQ" }),
	} {
		if a.code != http.StatusUnauthorized || strings.Contains(a.text, "token\":") {
			t.Errorf("%s: %d %s", title, a.code, a.text)
		}
	}

	b := newBrowser(t, h) // two codes that the provider gives for one login
	stay := b.CheckRedirect
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	to := b.get(h.url + "/v1/oidc/login").header.Get("Location")
	b.CheckRedirect = stay
	first, second := b.goFrom(to, p, "guan"), b.goFrom(to, p, "guan")
	if valueOf(t, first, "state") != valueOf(t, second, "state") || valueOf(t, first, "code") == valueOf(t, second, "code") {
		t.Fatalf("not two codes for one login: %s and %s", first, second)
	}
	kept := b.cookies(first)
	if a := comeBack(b, h, first); a.code != http.StatusOK {
		t.Fatalf("the first code: %d %s", a.code, a.text)
	}
	for _, c := range kept { // which the first answer took away
		b.setCookie(second, c)
	}
	if a := comeBack(b, same, second); a.code != http.StatusUnauthorized || !strings.Contains(a.text, "登录已超时") {
		t.Errorf("the second code, at the other server: %d %s", a.code, a.text)
	}
}

// Servers that share a store hold back together who tries passwords.
func TestWrongPasswordsAreCountedByAllServers(t *testing.T) {
	one := open(t, 0)
	two := openOn(t, one.store, one.dir, 0, nil)
	one.account("guan", "STATION", ownAreas)
	login := func(h *house, password string) int {
		return h.bare("POST", "/v1/sessions", obj{"login": "guan", "password": password}).code
	}
	var refused []int
	for i := range 12 {
		refused = append(refused, login([]*house{one, two}[i%2], "wrong password"))
	}
	throttled := slices.Index(refused, http.StatusTooManyRequests)
	if throttled < 0 || throttled > 6 || slices.Contains(refused[throttled:], http.StatusUnauthorized) {
		t.Errorf("wrong passwords at two servers in turns: %v", refused)
	}
	for name, h := range map[string]*house{"one": one, "two": two} {
		if code := login(h, firstPassword); code != http.StatusTooManyRequests {
			t.Errorf("the right one after it, at %s: %d", name, code)
		}
	}
}

// What an attacker may do with the parts of a login.
func TestOpenIDConnectAttacks(t *testing.T) {
	h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username"})
	h.account("guan", "STATION", ownAreas)
	for name, attack := range map[string]func(t *testing.T, b *browser, back string) answer{
		"another browser": func(t *testing.T, _ *browser, back string) answer { return newBrowser(t, h).get(back) },
		"twice": func(_ *testing.T, b *browser, back string) answer {
			b.get(back)
			return b.get(back)
		},
		"another code": func(_ *testing.T, b *browser, back string) answer {
			return b.get(strings.Replace(back, "code=", "code=x", 1))
		},
		"no code": func(_ *testing.T, b *browser, back string) answer {
			return b.get(strings.Replace(back, "code=", "c=", 1))
		},
		"another state": func(_ *testing.T, b *browser, back string) answer {
			return b.get(strings.Replace(back, "state=", "state=x", 1))
		},
		"too late": func(_ *testing.T, b *browser, back string) answer {
			h.ahead.Add(int64(11 * time.Minute))
			defer h.ahead.Add(-int64(11 * time.Minute))
			return b.get(back)
		},
		"an error": func(_ *testing.T, b *browser, _ string) answer {
			return b.get(h.url + "/v1/oidc/callback?error=access_denied&error_description=<script>")
		},
		// The code of one login in another one: PKCE and the nonce are the other's.
		"a code put into another login": func(t *testing.T, _ *browser, back string) answer {
			victim := newBrowser(t, h)
			theirs, err := url.Parse(victim.goThere(h, p, "guan"))
			if err != nil {
				t.Fatal(err)
			}
			mine, err := url.Parse(back)
			if err != nil {
				t.Fatal(err)
			}
			query := theirs.Query()
			query.Set("code", mine.Query().Get("code"))
			theirs.RawQuery = query.Encode()
			return victim.get(theirs.String())
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t, h)
			a := attack(t, b, b.goThere(h, p, "guan"))
			if a.code != http.StatusUnauthorized || strings.Contains(a.text, "token\":") || strings.Contains(a.text, "script") {
				t.Errorf("%d %s", a.code, a.text)
			}
		})
	}
	b := newBrowser(t, h)
	begin, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/v1/oidc/login", nil)
	if err != nil {
		t.Fatal(err)
	}
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := b.Do(begin) //nolint:bodyclose // read does
	if err != nil {
		t.Fatal(err)
	}
	a := b.read(res)
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"state", "nonce", "code_challenge"} {
		if to.Query().Get(part) == "" {
			t.Errorf("the login begins without %s: %s", part, to)
		}
	}
	if cookie := a.header.Get("Set-Cookie"); !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || to.Query().Get("code_challenge_method") != "S256" {
		t.Errorf("cookie %q, to %s", cookie, to)
	}
}

// The provider gives roles and areas if it is trusted to; no one has any by default.
func TestOpenIDConnectClaims(t *testing.T) {
	t.Run("no rights by default", func(t *testing.T) {
		h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username", Create: true})
		b := newBrowser(t, h)
		in := b.get(b.goThere(h, p, "stranger"))
		if in.code != http.StatusOK {
			t.Fatalf("%d %s", in.code, in.text)
		}
		token := in.json(t)["token"].(string)
		for _, path := range []string{"/v1/records", "/v1/notices", "/v1/audit", "/v1/users/me"} {
			if a := h.as(token, "GET", path, nil); a.code != http.StatusForbidden {
				t.Errorf("%s: %d %s", path, a.code, a.text)
			}
		}
	})
	t.Run("mapped", func(t *testing.T) {
		h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username", Create: true, RoleClaim: "given_name", AreasClaim: "family_name",
			Roles: map[string]models.Role{"station-staff": models.RoleStation, "police-staff": models.RolePolice}})
		h.account("guan", "ADMIN", "33") // what the provider says counts, not what was
		for login, role := range map[string]string{"guan": "STATION", "pei": "POLICE", "stranger": ""} {
			b := newBrowser(t, h)
			in := b.get(b.goThere(h, p, login))
			user, _ := in.json(t)["user"].(obj)
			got, _ := user["role"].(string)
			if in.code != http.StatusOK || got != role || fmt.Sprint(user["areas"]) != "[51 52]" {
				t.Errorf("%s: %d %s", login, in.code, in.text)
			}
		}
	})
}

func TestOpenIDConnectWithoutAProvider(t *testing.T) {
	h, p := openAtProvider(t, auth.OIDCConfig{LoginClaim: "preferred_username"})
	p.stop()
	if a := h.bare("GET", "/v1/oidc/login", nil); a.code != http.StatusServiceUnavailable || !strings.Contains(a.text, "统一身份认证") {
		t.Errorf("a provider that is gone: %d %s", a.code, a.text)
	}
	none := open(t, 0)
	if a := none.bare("GET", "/v1/oidc/login", nil); a.code != http.StatusBadRequest || !strings.Contains(a.text, "未配置") {
		t.Errorf("no provider: %d %s", a.code, a.text)
	}
}
