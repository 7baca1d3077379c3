package gateway_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// cookieLogin logs a person in as a browser does and returns the Cookie header.
func (h *house) cookieLogin(login, secret string, headers ...string) (cookie string, a answer) {
	h.t.Helper()
	a = h.bare("POST", "/v1/sessions", obj{"login": login, "password": secret, "cookie": true}, headers...)
	if a.code != http.StatusOK {
		h.t.Fatalf("log in: %d %s", a.code, a.text)
	}
	set, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
	if err != nil {
		h.t.Fatalf("%q: %v", a.header.Get("Set-Cookie"), err)
	}
	return set.Name + "=" + set.Value, a
}

func TestASessionInACookie(t *testing.T) {
	h := open(t, 0)
	h.person("guan", "STATION", ownAreas)
	for _, c := range []struct {
		name, proto, cookie string
		secure              bool
	}{{"plain", "", "guitu_session=gs_", false}, {"TLS at a proxy", "https", "__Host-guitu_session=gs_", true}} {
		t.Run(c.name, func(t *testing.T) {
			cookie, a := h.cookieLogin("guan", password, "X-Forwarded-Proto", c.proto)
			set := a.header.Get("Set-Cookie")
			if !strings.HasPrefix(set, c.cookie) || !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Strict") ||
				!strings.Contains(set, "Path=/") || strings.Contains(set, "Secure") != c.secure {
				t.Errorf("the cookie: %s", set)
			}
			if in := a.json(t); in["token"] != nil || in["user"].(obj)["login"] != "guan" || in["idleExpireTime"] == nil {
				t.Errorf("the answer: %v", in)
			}
			now := h.bare("GET", "/v1/sessions/current", nil, "Cookie", cookie).json(t)
			if now["user"].(obj)["role"] != "STATION" || now["current"] != true {
				t.Errorf("who is logged in: %v", now)
			}
			calls := now["calls"].([]any)
			if !slices.Contains(calls, any("RecordService.CreateRecord")) || slices.Contains(calls, any("NoticeService.CreateNotice")) {
				t.Errorf("what a station may call: %v", calls)
			}
			out := h.bare("DELETE", "/v1/sessions/current", nil, "Cookie", cookie, "X-Guitu-Csrf", "1")
			if set := out.header.Get("Set-Cookie"); out.code != http.StatusOK || !strings.Contains(set, "Max-Age=0") {
				t.Errorf("logout: %d %s", out.code, set)
			}
			if a := h.bare("GET", "/v1/sessions/current", nil, "Cookie", cookie); a.code != http.StatusUnauthorized {
				t.Errorf("after the logout: %d", a.code)
			}
		})
	}
}

func TestWhoCallsWithoutACookie(t *testing.T) {
	h := open(t, 0)
	if a := h.must("GET", "/v1/sessions/current", nil); a["name"] != nil || a["user"].(obj)["login"] != "admin" {
		t.Errorf("the admin token: %v", a)
	}
	guan := h.person("guan", "STATION", ownAreas)
	theirs := h.as(guan, "GET", "/v1/sessions/current", nil).json(t)["name"].(string)
	if a := h.as(h.person("pei", "POLICE", ownAreas), "GET", "/v1/"+theirs, nil); a.code != http.StatusNotFound {
		t.Errorf("another's session: %d %s", a.code, a.text)
	}
	h.account("xin", "STATION", ownAreas)
	cookie, _ := h.cookieLogin("xin", firstPassword)
	now := h.bare("GET", "/v1/sessions/current", nil, "Cookie", cookie)
	if now.code != http.StatusOK || now.json(t)["user"].(obj)["mustChangePassword"] != true {
		t.Errorf("before the first password is changed: %d %s", now.code, now.text)
	}
}

// What another site can make a browser send, which adds the cookie by itself.
func TestForgedRequests(t *testing.T) {
	h := open(t, 0)
	token := h.person("guan", "STATION", ownAreas)
	cookie, _ := h.cookieLogin("guan", password)
	record := obj{"externalId": "R-1", "foundDate": "2024", "foundPlace": obj{"text": "成都市"}}
	for _, c := range []struct {
		name    string
		headers []string
		code    int
	}{
		{"the page's own", []string{"X-Guitu-Csrf", "1", "Sec-Fetch-Site", "same-origin", "Origin", h.url}, 200},
		{"an older browser", []string{"X-Guitu-Csrf", "1", "Origin", h.url}, 200},
		{"a form", nil, 403},
		{"a form of another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a neighbour's script", []string{"X-Guitu-Csrf", "1", "Sec-Fetch-Site", "same-site", "Origin", "https://neighbour.example"}, 403},
		{"another origin", []string{"X-Guitu-Csrf", "1", "Origin", "https://elsewhere.example"}, 403},
		{"an opaque origin", []string{"X-Guitu-Csrf", "1", "Origin", "null"}, 403},
	} {
		for _, path := range []string{"/v1/records", "/v1/matches:search", "/v1/imports?kind=RECORDS&format=JSONL"} {
			if path != "/v1/records" && c.code == 200 {
				continue
			}
			a := h.bare("POST", path, record, append([]string{"Cookie", cookie, "Content-Type", "text/plain"}, c.headers...)...)
			record["externalId"] = record["externalId"].(string) + "1"
			if a.code != c.code {
				t.Errorf("%s to %s: %d %s", c.name, path, a.code, a.text)
			}
		}
	}
	if a := h.bare("POST", "/v1/sessions", obj{"login": "guan", "password": password, "cookie": true}, "Sec-Fetch-Site", "cross-site"); a.code != http.StatusForbidden {
		t.Errorf("a login by another site: %d", a.code)
	}
	if a := h.as(token, "POST", "/v1/records", record, "Origin", "https://elsewhere.example"); a.code != http.StatusOK {
		t.Errorf("a token from another origin: %d %s", a.code, a.text)
	}
}

func TestACookieCarriesNothingButASession(t *testing.T) {
	h := open(t, 0)
	guan := h.person("guan", "STATION", ownAreas)
	for _, secret := range []string{token, "gk_" + strings.Repeat("A", 43), "gs_" + strings.Repeat("A", 43)} {
		if a := h.bare("GET", "/v1/records", nil, "Cookie", "guitu_session="+secret); a.code != http.StatusUnauthorized {
			t.Errorf("%s…: %d", secret[:5], a.code)
		}
	}
	if a := h.bare("GET", "/v1/users/me", nil, "Cookie", "guitu_session="+guan, "Authorization", "Bearer "+token); a.json(t)["login"] != "admin" {
		t.Errorf("a token beside the cookie: %s", a.text)
	}
}

// An open page that asks by itself does not keep a session alive whose user has left.
func TestAPageLeftAloneEndsItsSession(t *testing.T) {
	for _, c := range []struct {
		name    string
		headers []string
		code    int
	}{{"used", nil, 200}, {"left", []string{"X-Guitu-Background", "1"}, 401}} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t, 0)
			h.person("guan", "STATION", ownAreas)
			cookie, _ := h.cookieLogin("guan", password)
			for range 3 {
				h.ahead.Add(int64(50 * time.Minute))
				h.bare("GET", "/v1/records", nil, append([]string{"Cookie", cookie}, c.headers...)...)
			}
			if a := h.bare("GET", "/v1/records", nil, "Cookie", cookie); a.code != c.code {
				t.Errorf("%d, want %d: %s", a.code, c.code, a.text)
			}
		})
	}
}
