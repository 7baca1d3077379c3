package gateway_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTokensThatAreNotOnes(t *testing.T) {
	h := open(t, 0)
	good := h.person("guan", "STATION", ownAreas)
	sum := sha256.Sum256([]byte(good))
	for name, headers := range map[string][]string{
		"missing":               nil,
		"empty":                 {"Authorization", ""},
		"no token":              {"Authorization", "Bearer "},
		"basic":                 {"Authorization", "Basic Z3VhbjpwYXNz"},
		"forged session":        {"Authorization", "Bearer gs_" + strings.Repeat("A", 43)},
		"forged key":            {"Authorization", "Bearer gk_" + strings.Repeat("A", 43)},
		"cut short":             {"Authorization", "Bearer " + good[:len(good)-1]},
		"made longer":           {"Authorization", "Bearer " + good + "A"},
		"another kind":          {"Authorization", "Bearer gk_" + good[3:]},
		"the hash that is kept": {"Authorization", "Bearer gs_" + hex.EncodeToString(sum[:])},
		"SQL":                   {"Authorization", "Bearer gs_' OR 1=1 --"},
	} {
		for _, path := range []string{"/v1/records", "/v1/users/me", "/v1/audit", "/v1/nothing"} {
			if a := h.bare("GET", path, nil, headers...); a.code != http.StatusUnauthorized {
				t.Errorf("%s on %s: %d %s", name, path, a.code, a.text)
			}
		}
	}
	if a := h.as(good, "GET", "/v1/users/me", nil); a.code != http.StatusOK || a.json(t)["login"] != "guan" {
		t.Errorf("the good one: %d %s", a.code, a.text)
	}
	if me := h.must("GET", "/v1/users/me", nil); me["login"] != "admin" || me["role"] != "ADMIN" {
		t.Errorf("the admin token: %v", me)
	}
}

func TestASessionEnds(t *testing.T) {
	for name, end := range map[string]func(h *house, token string){
		"idle": func(h *house, _ string) { h.ahead.Add(int64(2*time.Hour + time.Minute)) },
		"absolute": func(h *house, token string) {
			for range 13 { // used every hour
				h.ahead.Add(int64(time.Hour))
				h.as(token, "GET", "/v1/users/me", nil)
			}
		},
		"logout":   func(h *house, token string) { h.as(token, "DELETE", "/v1/sessions/current", nil) },
		"disabled": func(h *house, _ string) { h.must("PATCH", "/v1/"+h.user("guan"), obj{"status": "DISABLED"}) },
		"reset": func(h *house, _ string) {
			h.must("POST", "/v1/"+h.user("guan")+":resetPassword", obj{"password": "ein-drittes-kennwort"})
		},
		"changed elsewhere": func(h *house, _ string) {
			other := h.login("guan", password)
			if a := h.as(other, "POST", "/v1/users/me:changePassword", obj{"oldPassword": password, "newPassword": "ein-viertes-kennwort"}); a.code != 200 {
				h.t.Fatalf("%d %s", a.code, a.text)
			}
			if a := h.as(other, "GET", "/v1/users/me", nil); a.code != 200 {
				h.t.Errorf("the session that changed it ended: %d", a.code)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, 0)
			token := h.person("guan", "STATION", ownAreas)
			h.ahead.Add(int64(time.Hour))
			if a := h.as(token, "GET", "/v1/records", nil); a.code != http.StatusOK {
				t.Fatalf("before: %d %s", a.code, a.text)
			}
			end(h, token)
			if a := h.as(token, "GET", "/v1/records", nil); a.code != http.StatusUnauthorized {
				t.Errorf("after: %d %s", a.code, a.text)
			}
		})
	}
}

// user returns the account of that login.
func (h *house) user(login string) string {
	h.t.Helper()
	return list(h.call("GET", "/v1/users?login="+login, nil), h.t, "users")[0].(obj)["name"].(string)
}

func TestSessionsAreOnesOwn(t *testing.T) {
	h := open(t, 0)
	a, b := h.person("guan", "STATION", ownAreas), h.person("pei", "POLICE", ownAreas)
	second := h.login("guan", password)
	sessions := list(h.as(second, "GET", "/v1/sessions", nil), t, "sessions")
	if len(sessions) != 2 || sessions[0].(obj)["current"] != true || sessions[1].(obj)["current"] != nil || sessions[0].(obj)["token"] != nil {
		t.Fatalf("%v", sessions)
	}
	first := sessions[1].(obj)["name"].(string)
	if got := h.as(b, "DELETE", "/v1/"+first, nil); got.code != http.StatusNotFound {
		t.Errorf("another's session: %d", got.code)
	}
	if got := h.as(second, "DELETE", "/v1/"+first, nil); got.code != http.StatusOK {
		t.Errorf("one's own: %d %s", got.code, got.text)
	}
	if got := h.as(a, "GET", "/v1/users/me", nil); got.code != http.StatusUnauthorized {
		t.Errorf("the ended session: %d", got.code)
	}
}

func TestTheFirstPasswordIsChanged(t *testing.T) {
	h := open(t, 0)
	h.account("guan", "STATION", ownAreas)
	token := h.login("guan", firstPassword)
	for path, code := range map[string]int{"/v1/users/me": 200, "/v1/sessions": 200, "/v1/records": 403, "/v1/notices": 403, "/v1/apiKeys": 403} {
		if a := h.as(token, "GET", path, nil); a.code != code {
			t.Errorf("%s: %d, want %d: %s", path, a.code, code, a.text)
		}
	}
	change := func(old, next string) answer {
		return h.as(token, "POST", "/v1/users/me:changePassword", obj{"oldPassword": old, "newPassword": next})
	}
	for next, field := range map[string]string{"short": "newPassword", "Guan-is-my-login": "newPassword", "1234567890": "newPassword", "aaaaaaaaaaaa": "newPassword", firstPassword: "newPassword", "": "newPassword"} {
		if a := change(firstPassword, next); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("%q: %d %s", next, a.code, a.text)
		}
	}
	if a := change("wrong", password); a.code != http.StatusBadRequest || a.violation(t) != "oldPassword" {
		t.Errorf("a wrong old one: %d %s", a.code, a.text)
	}
	if a := change(firstPassword, password); a.code != http.StatusOK {
		t.Errorf("the change: %d %s", a.code, a.text)
	}
	if a := h.as(token, "GET", "/v1/records", nil); a.code != http.StatusOK {
		t.Errorf("afterwards: %d %s", a.code, a.text)
	}
}

func TestThrottling(t *testing.T) {
	h := open(t, 0)
	h.account("guan", "STATION", ownAreas)
	h.account("pei", "STATION", ownAreas)
	try := func(login, password string) answer {
		return h.bare("POST", "/v1/sessions", obj{"login": login, "password": password})
	}
	wrong, nobody := try("guan", "wrong"), try("no-such-login", "wrong")
	if wrong.code != http.StatusUnauthorized || wrong.text != nobody.text {
		t.Errorf("a wrong password: %d %s; an unknown login: %d %s", wrong.code, wrong.text, nobody.code, nobody.text)
	}
	for range 4 {
		try("guan", "wrong")
	}
	held := try("guan", firstPassword) // the right one, too late
	if held.code != http.StatusTooManyRequests || !strings.Contains(held.text, "30 秒后再试") {
		t.Errorf("after 5 wrong ones: %d %s", held.code, held.text)
	}
	if a := try("pei", firstPassword); a.code != http.StatusOK {
		t.Errorf("another account: %d %s", a.code, a.text)
	}
	h.ahead.Add(int64(31 * time.Second))
	if a := try("guan", "wrong"); a.code != http.StatusUnauthorized {
		t.Errorf("after the wait: %d %s", a.code, a.text)
	}
	if a := try("guan", firstPassword); a.code != http.StatusTooManyRequests || !strings.Contains(a.text, "60 秒后再试") {
		t.Errorf("the next wait is twice as long: %d %s", a.code, a.text)
	}
	h.ahead.Add(int64(61 * time.Second))
	if a := try("guan", firstPassword); a.code != http.StatusOK {
		t.Errorf("the right one in time: %d %s", a.code, a.text)
	}
	try("guan", "wrong") // counts from one again
	if a := try("guan", firstPassword); a.code != http.StatusOK {
		t.Errorf("after one wrong: %d %s", a.code, a.text)
	}
	for i := range 60 { // from one address, on many accounts
		if a := try(fmt.Sprint("guess-", i), "wrong"); a.code == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("one address may guess without end")
}

func TestAPIKeys(t *testing.T) {
	h := open(t, 0)
	record, _ := h.file("records", "r", ownPlace)
	other, _ := h.file("records", "r", otherPlace)
	notice, _ := h.file("notices", "n", ownPlace)
	police, station := h.person("pei", "POLICE", ownAreas), h.person("guan", "STATION", ownAreas)
	for name, body := range map[string]obj{
		"title":      {"scopes": []any{"matches"}},
		"scopes":     {"title": "x"},
		"scopes[1]":  {"title": "x", "scopes": []any{"matches", "everything"}},
		"expireTime": {"title": "x", "scopes": []any{"matches"}, "expireTime": time.Now().AddDate(2, 0, 0).Format(time.RFC3339)},
	} {
		if a := h.as(police, "POST", "/v1/apiKeys", body); a.code != http.StatusBadRequest || a.violation(t) != name {
			t.Errorf("a key without a good %s: %d %s", name, a.code, a.text)
		}
	}
	made := h.as(police, "POST", "/v1/apiKeys", obj{"title": "市局", "scopes": []any{"matches", "notices.read"}}).json(t)
	key, name := made["secret"].(string), made["name"].(string)
	if !strings.HasPrefix(key, made["prefix"].(string)) || len(made["prefix"].(string)) > 10 {
		t.Errorf("prefix %v", made["prefix"])
	}
	if shown := h.as(police, "GET", "/v1/apiKeys", nil); strings.Contains(shown.text, "secret") || len(list(shown, t, "apiKeys")) != 1 {
		t.Errorf("the list: %s", shown.text)
	}
	for what, c := range map[string]struct {
		method, path string
		body         any
		code         int
	}{
		"in scope":            {"GET", "/v1/" + notice, nil, 200},
		"matches":             {"GET", "/v1/" + record + "/matches", nil, 200},
		"another area":        {"GET", "/v1/" + other + "/matches", nil, 404},
		"not in scope":        {"GET", "/v1/" + record, nil, 403},
		"not in scope, write": {"PATCH", "/v1/" + notice, obj{"circumstances": "x"}, 403},
		"a key of its own":    {"POST", "/v1/apiKeys", obj{"title": "x", "scopes": []any{"matches"}}, 403},
		"its owner":           {"GET", "/v1/users/me", nil, 403},
		"reveal":              {"POST", "/v1/" + notice + ":reveal", obj{"purpose": "核实身份"}, 403},
	} {
		if a := h.as(key, c.method, c.path, c.body); a.code != c.code {
			t.Errorf("%s: %d, want %d: %s", what, a.code, c.code, a.text)
		}
	}
	rows := list(h.call("GET", "/v1/audit?action=READ&object="+notice, nil), t, "rows")
	if len(rows) != 1 || rows[0].(obj)["actor"] != made["user"] || !strings.Contains(rows[0].(obj)["detail"].(string), name) {
		t.Errorf("the trail: %v", rows)
	}
	if a := h.as(station, "POST", "/v1/"+name+":rotate", obj{}); a.code != http.StatusNotFound {
		t.Errorf("another rotates it: %d", a.code)
	}

	rotated := h.as(police, "POST", "/v1/"+name+":rotate", obj{"overlap": "3600s"})
	next, _ := rotated.json(t)["secret"].(string)
	use := func(secret string) int { return h.as(secret, "GET", "/v1/"+notice, nil).code }
	if rotated.json(t)["replaces"] != name || use(key) != 200 || use(next) != 200 {
		t.Errorf("in the overlap: %s, %d, %d", rotated.text, use(key), use(next))
	}
	h.ahead.Add(int64(61 * time.Minute))
	if use(key) != 401 || use(next) != 200 {
		t.Errorf("after the overlap: %d, %d", use(key), use(next))
	}
	if a := h.call("DELETE", "/v1/"+rotated.json(t)["name"].(string), nil); a.code != 200 || use(next) != 401 {
		t.Errorf("ended: %d, %d", a.code, use(next))
	}
	last := h.call("POST", "/v1/apiKeys", obj{"user": made["user"], "title": "x", "scopes": []any{"notices.read"}}).json(t)["secret"].(string)
	if use(last) != 200 {
		t.Errorf("one that the administrator made: %d", use(last))
	}
	h.ahead.Add(int64(91 * 24 * time.Hour))
	if use(last) != 401 {
		t.Errorf("after 91 days: %d", use(last))
	}
}

// Rights that are taken away are gone at once.
func TestLessRightsHoldAtOnce(t *testing.T) {
	h := open(t, 0)
	record, _ := h.file("records", "r", ownPlace)
	token := h.person("guan", "SUPERVISOR", "*")
	user := "/v1/" + h.user("guan")
	see := func() int { return h.as(token, "GET", "/v1/"+record, nil).code }
	for _, step := range []struct {
		change obj
		code   int
	}{
		{obj{"displayName": "x"}, 200}, {obj{"areas": []any{"33"}}, 404}, {obj{"areas": []any{"5101"}}, 200}, {obj{"role": "AUDITOR"}, 403},
		{obj{"role": "STATION", "areas": []any{}, "station": "站510107"}, 200}, {obj{"station": "另一站"}, 404},
	} {
		h.must("PATCH", user, step.change)
		if got := see(); got != step.code {
			t.Errorf("after %v: %d, want %d", step.change, got, step.code)
		}
	}
	for field, change := range map[string]obj{
		"areas": {"areas": []any{"*"}}, "login": {"login": "No Good"}, "role": {"role": "STATION", "areas": []any{}, "station": ""},
	} {
		if a := h.call("PATCH", user, change); a.code != http.StatusBadRequest {
			t.Errorf("a wrong %s: %d %s", field, a.code, a.text)
		}
	}
	limited := h.person("chef", "ADMIN", "33")
	if a := h.as(limited, "PATCH", user, obj{"areas": []any{"33"}, "role": "POLICE"}); a.code != 200 { // who has no areas, only a station
		t.Errorf("%d %s", a.code, a.text)
	}
	if a := h.as(limited, "PATCH", user, obj{"areas": []any{"51"}}); a.code != http.StatusForbidden {
		t.Errorf("an administrator of 33 gives 51: %d", a.code)
	}
	if a := h.as(limited, "POST", "/v1/users", obj{"user": obj{"login": "neu", "role": "ADMIN", "areas": []any{"*"}}, "password": password}); a.code != http.StatusForbidden {
		t.Errorf("an administrator of 33 gives the whole country: %d", a.code)
	}
}

func TestALoginBodyIsSmall(t *testing.T) {
	h := open(t, 0)
	a := h.bare("POST", "/v1/sessions", obj{"login": "guan", "password": strings.Repeat("x", 1<<20)})
	if a.code != http.StatusBadRequest || len(a.text) > 2000 {
		t.Errorf("%d %s", a.code, a.text[:min(300, len(a.text))])
	}
}

// No secret is in the log or in the database file.
func TestSecretsAreNowhere(t *testing.T) {
	h := open(t, 0)
	token := h.person("guan", "STATION", ownAreas)
	key := h.as(token, "POST", "/v1/apiKeys", obj{"title": "x", "scopes": []any{"matches"}}).json(t)["secret"].(string)
	h.as(key, "GET", "/v1/records", nil)
	h.bare("POST", "/v1/sessions", obj{"login": "typed-my-password-here", "password": "wrong-kennwort"})
	h.bare("GET", "/v1/records", nil, "Authorization", "Bearer gs_forged-but-secret")
	h.as(token, "GET", "/v1/notices:searchText?query=许大山13812345678", nil)
	files, err := filepath.Glob(filepath.Join(h.dir, "guitu.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	texts := map[string]string{"the log": h.logged()}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(raw)
	}
	for where, text := range texts {
		for _, secret := range []string{token[3:], key[9:], firstPassword, password, "wrong-kennwort", "typed-my-password-here", "forged-but-secret", "13812345678", "许大山"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s has %q", where, secret)
			}
		}
	}
	if !strings.Contains(texts["the log"], "/v1/sessions") {
		t.Error("the log is empty")
	}
}

// A purpose that a caller states stands in the trail.
func TestPurposeHeader(t *testing.T) {
	h := open(t, 0)
	notice, _ := h.file("notices", "n", ownPlace)
	h.call("GET", "/v1/"+notice, nil, "X-Guitu-Purpose", "%E6%A0%B8%E5%AE%9E%E8%BA%AB%E4%BB%BD")
	rows := list(h.call("GET", "/v1/audit?action=READ&object="+notice, nil), t, "rows")
	if len(rows) != 1 || rows[0].(obj)["purpose"] != "核实身份" {
		t.Errorf("%v", rows)
	}
	if a := h.call("GET", "/v1/"+notice, nil, "X-Guitu-Purpose", "%zz"); a.code != http.StatusBadRequest {
		t.Errorf("a broken purpose: %d", a.code)
	}
}

func TestTrailOverREST(t *testing.T) {
	h := open(t, 0)
	record, _ := h.file("records", "r", ownPlace)
	token := h.person("pei", "POLICE", ownAreas)
	h.as(token, "GET", "/v1/users", nil)
	h.as(token, "GET", "/v1/"+record, nil)
	first := h.call("GET", "/v1/audit?pageSize=2", nil)
	next, _ := first.json(t)["nextPageToken"].(string)
	if got := list(first, t, "rows"); len(got) != 2 || got[0].(obj)["seq"] != "1" || next == "" {
		t.Errorf("%s", first.text)
	}
	if got := list(h.call("GET", "/v1/audit?pageSize=2&pageToken="+next, nil), t, "rows"); got[0].(obj)["seq"] != "3" {
		t.Errorf("%v", got)
	}
	refused := list(h.call("GET", "/v1/audit?action=REFUSE", nil), t, "rows")
	if len(refused) != 1 || refused[0].(obj)["detail"] != "/guitu.v1.UserService/ListUsers" {
		t.Errorf("refused: %v", refused)
	}
	if got := list(h.call("GET", "/v1/audit?actor="+h.user("pei")+"&object="+record, nil), t, "rows"); len(got) != 1 || got[0].(obj)["action"] != "READ" {
		t.Errorf("%v", got)
	}
	whole := h.must("GET", "/v1/audit:verify", nil)
	if whole["whole"] != true || whole["head"] == "" {
		t.Errorf("%v", whole)
	}
	if a := h.call("GET", "/v1/audit:verify?noted="+strings.Replace(whole["head"].(string), ":", ":00", 1)[:len(whole["head"].(string))], nil); a.code != 200 || a.json(t)["whole"] != false {
		t.Errorf("against another head: %d %s", a.code, a.text)
	}
	if a := h.call("GET", "/v1/audit:verify?noted=nonsense", nil); a.code != http.StatusBadRequest {
		t.Errorf("a broken head: %d", a.code)
	}
}

// A key reads and changes the photos of the sides that its scopes name.
func TestKeysAndPhotos(t *testing.T) {
	h := open(t, 0)
	record, ofRecord := h.file("records", "r", ownPlace)
	notice, ofNotice := h.file("notices", "n", ownPlace)
	h.person("chen", "CASEWORKER", ownAreas)
	for scope, want := range map[string]string{
		"records.read": "200 403 403 403", "records.write": "403 403 200 403", "notices.read": "403 200 403 403", "notices.write": "403 403 403 200", "matches": "403 403 403 403",
	} {
		key := h.must("POST", "/v1/apiKeys", obj{"user": h.user("chen"), "title": "x", "scopes": []any{scope}})["secret"].(string)
		photo := obj{"content": jpeg}
		got := fmt.Sprint(h.as(key, "GET", "/v1/"+ofRecord, nil).code, h.as(key, "GET", "/v1/"+ofNotice, nil).code,
			h.as(key, "POST", "/v1/"+record+"/photos", photo).code, h.as(key, "POST", "/v1/"+notice+"/photos", photo).code)
		if got != want {
			t.Errorf("%s: %s, want %s", scope, got, want)
		}
		if scope == "records.write" {
			continue
		}
		if a := h.as(key, "DELETE", "/v1/"+ofRecord, nil); a.code != http.StatusForbidden {
			t.Errorf("%s deletes: %d", scope, a.code)
		}
	}
}

// Keys end with the account's other access: at a password reset and when it is disabled.
func TestKeysEndWithTheAccess(t *testing.T) {
	h := open(t, 0)
	notice, _ := h.file("notices", "n", ownPlace)
	for what, end := range map[string]func(user string){
		"reset": func(user string) { h.must("POST", "/v1/"+user+":resetPassword", obj{"password": firstPassword}) },
		"disabled and enabled again": func(user string) {
			h.must("PATCH", "/v1/"+user, obj{"status": "DISABLED"})
			h.must("PATCH", "/v1/"+user, obj{"status": "ACTIVE"})
		},
	} {
		login := fmt.Sprint("pei", len(what))
		h.person(login, "POLICE", ownAreas)
		user := h.user(login)
		key := h.must("POST", "/v1/apiKeys", obj{"user": user, "title": "x", "scopes": []any{"notices.read"}})["secret"].(string)
		if a := h.as(key, "GET", "/v1/"+notice, nil); a.code != http.StatusOK {
			t.Fatalf("%s: before: %d", what, a.code)
		}
		end(user)
		if a := h.as(key, "GET", "/v1/"+notice, nil); a.code != http.StatusUnauthorized {
			t.Errorf("%s: the key still opens: %d", what, a.code)
		}
	}
}

// An administrator of an area sees the accounts of that area.
func TestAccountsOfOtherAreasAreNotListed(t *testing.T) {
	h := open(t, 0)
	h.account("weit", "SUPERVISOR", "*")
	h.account("nah", "STATION", "5101")
	limited := h.person("chef", "ADMIN", ownAreas)
	shown := h.as(limited, "GET", "/v1/users", nil)
	if !strings.Contains(shown.text, `"nah"`) || strings.Contains(shown.text, `"weit"`) {
		t.Errorf("an administrator of %s sees %s", ownAreas, shown.text)
	}
	if a := h.as(limited, "GET", "/v1/users?login=weit", nil); strings.Contains(a.text, "weit") {
		t.Errorf("by login: %s", a.text)
	}
}
