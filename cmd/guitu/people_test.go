package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const firstPassword, ownPassword = "青石白鹭-first-1", "青石白鹭-own-2"

// login makes an account, logs in as it and changes the first password, as a person
// would, and is the service as that person sees it.
func (p *process) login(name, role string, areas ...string) *process {
	p.Helper()
	return p.loginOf("青石救助站", name, role, areas...)
}

// loginOf is login as a person of that station or office.
func (p *process) loginOf(station, name, role string, areas ...string) *process {
	p.Helper()
	p.must("POST", "/v1/users", object{"user": object{"login": name, "displayName": name, "role": role, "areas": areas, "station": station}, "password": firstPassword})
	person := *p
	person.token = ""
	person.token = str(person.must("POST", "/v1/sessions", object{"login": name, "password": firstPassword}), "token")
	if code, _ := person.call("GET", "/v1/records", nil); code != http.StatusForbidden {
		p.Errorf("%s may work with the first password: %d", name, code)
	}
	person.must("POST", "/v1/users/me:changePassword", object{"oldPassword": firstPassword, "newPassword": ownPassword})
	person.token = ""
	person.token = str(person.must("POST", "/v1/sessions", object{"login": name, "password": ownPassword}), "token")
	return &person
}

// People with accounts bring a person home, through the program as it is started: the
// station registers, a caseworker of the area verifies, another confirms; who works
// elsewhere sees nothing of it, and the trail holds.
func TestPeopleBringSomebodyHome(t *testing.T) {
	p := serve(t, t.TempDir(), t.TempDir())
	station, police := p.login("zhan", "STATION", "50"), p.login("jing", "POLICE", "5101")
	first, second := p.login("gong", "CASEWORKER", "50"), p.login("heyan", "CASEWORKER", "50")
	elsewhere := p.loginOf("羊城救助站", "yuan", "CASEWORKER", "44")

	notice := aNotice("n1", "许花东")
	notice["missingPlace"], notice["contacts"] = object{"text": "成都市武侯区"}, []object{{"name": "许大山", "relation": "父亲", "phone": "13800001234"}}
	n := str(police.must("POST", "/v1/notices", notice), "name")
	record := aRecord("r1", "徐华栋（音）")
	record["foundPlace"], record["station"] = object{"text": "重庆市渝中区"}, "青石救助站"
	r := str(station.must("POST", "/v1/records", record), "name")

	if phone := str(station.must("GET", "/v1/"+n, nil), "contacts.0.phone"); strings.Contains(phone, "1380000") {
		t.Errorf("the station reads the phone before there is a case: %s", phone)
	}
	if top := station.must("GET", "/v1/"+r+"/matches", nil); str(top, "matches.0.notice") != n || strings.Contains(fmt.Sprint(top), "许大山") {
		t.Errorf("the station finds %v", top)
	}
	name := str(station.must("POST", "/v1/cases", object{"record": r, "notice": n, "reason": "姓名和年龄相符"}), "name")
	if phone := str(first.must("GET", "/v1/"+n, nil), "contacts.0.phone"); phone != "13800001234" {
		t.Errorf("with an open case the caseworker reads %q", phone)
	}
	for _, path := range []string{"/v1/" + r, "/v1/" + name, "/v1/" + r + "/matches"} {
		if code, _ := elsewhere.call("GET", path, nil); code != http.StatusNotFound {
			t.Errorf("another area reads %s: %d", path, code)
		}
	}
	if list := elsewhere.must("GET", "/v1/cases", nil); length(list, "cases") != 0 {
		t.Errorf("another area lists %v", list)
	}
	first.must("POST", "/v1/"+name+":verify", object{"reason": "联系家属"})
	first.must("POST", "/v1/"+name+"/items", item("DNA", "SUPPORTS"))
	if code, answer := station.call("POST", "/v1/"+name+":confirm", object{"reason": "自己提出"}); code != http.StatusForbidden {
		t.Errorf("who proposed confirms: %d %v", code, answer)
	}
	second.must("POST", "/v1/"+name+":confirm", object{"reason": "DNA 支持"})
	second.must("POST", "/v1/"+name+":reunite", object{"reason": "家属接回"})
	if status := str(station.must("GET", "/v1/"+r, nil), "status"); status != "REUNITED" {
		t.Errorf("the record is %s", status)
	}
	if code, out, errs := run(t, "audit", "verify", "--data", p.data); code != 0 {
		t.Errorf("audit verify: exit %d\n%s%s", code, out, errs)
	}
}

// What an attacker would try over HTTP, without a token, with a wrong one, and as
// a person with little to do: nothing that is not theirs, nothing broken, no accident.
func TestAttacks(t *testing.T) {
	p := serve(t, t.TempDir(), t.TempDir())
	r := str(p.must("POST", "/v1/records", aRecord("r1", "徐华栋（音）")), "name")
	little := p.login("xiao", "STATION", "44")
	nobody, forged := *p, *p
	nobody.token, forged.token = "", "gs_"+strings.Repeat("a", 43)
	for _, c := range []struct {
		who          *process
		method, path string
		body         any
		want         int
	}{
		{&nobody, "GET", "/v1/records", nil, http.StatusUnauthorized},
		{&nobody, "POST", "/v1/imports?kind=NOTICES&format=JSONL", "{}", http.StatusUnauthorized},
		{&forged, "GET", "/v1/" + r, nil, http.StatusUnauthorized},
		{little, "GET", "/v1/" + r, nil, http.StatusNotFound},
		{little, "GET", "/v1/records/" + strings.Repeat("a", 26), nil, http.StatusNotFound},
		{little, "POST", "/v1/users", object{"user": object{"login": "evil", "role": "ADMIN", "areas": []string{"*"}}}, http.StatusForbidden},
		{little, "GET", "/v1/audit", nil, http.StatusForbidden},
		{little, "POST", "/v1/" + r + ":erase", object{"reason": "ORDER"}, http.StatusForbidden},
		{p, "GET", "/v1/photos/..%2f..%2fadmin.token", nil, http.StatusNotFound},
		{p, "GET", "/v1/photos/%00", nil, http.StatusNotFound},
		{p, "GET", "/v1/records/..%2f..%2fguitu.db", nil, http.StatusNotFound},
		{p, "GET", "/v1/records:searchText?query=%22%20OR%201%3D1%20--", nil, http.StatusOK},
		{p, "GET", "/v1/records:searchText?query=%2Bname%3A*%20%2F.*%2F%20(((%5B%5D%7B%7D%5E~", nil, http.StatusOK},
		{p, "GET", "/v1/records?externalId=%27%3BDROP%20TABLE%20subjects%3B--", nil, http.StatusOK},
		{p, "GET", "/v1/records?pageToken=%27%20OR%201%3D1", nil, http.StatusBadRequest},
		{p, "POST", "/v1/records", strings.Repeat("[", 100_000), http.StatusBadRequest},
		{p, "POST", "/v1/records", `{"person":{"narrative":"` + strings.Repeat("长", 12<<20) + `"}}`, http.StatusBadRequest},
		{p, "POST", "/v1/sessions", object{"login": "admin' --", "password": "x"}, http.StatusUnauthorized},
	} {
		code, raw := c.who.raw(c.method, c.path, "application/json", c.body)
		if code != c.want {
			t.Errorf("%s %.80s: %d %.200s, want %d", c.method, c.path, code, raw, c.want)
		}
		if c.path != "/v1/"+r && strings.Contains(string(raw), "徐华栋") {
			t.Errorf("%s %.80s gives somebody away: %.200s", c.method, c.path, raw)
		}
	}
	if str(p.must("GET", "/v1/"+r, nil), "name") != r {
		t.Error("the record is not as it was")
	}
}
