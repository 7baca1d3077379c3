package gateway_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The places of the tests: one of the areas that limited people work for, one not.
var (
	ownPlace   = obj{"text": "四川省成都市武侯区浆洗街道12号", "code": "510107"}
	otherPlace = obj{"text": "浙江省杭州市西湖区", "code": "330106"}
)

const ownAreas = "51"

const (
	firstPassword = "erstes-kennwort-1"
	password      = "zweites-kennwort-2"
)

// account makes a user and returns its name.
func (h *house) account(login, role string, areas ...string) string {
	h.t.Helper()
	user := obj{"login": login, "displayName": "测试" + login, "role": role, "areas": areas}
	if role == "HOSPITAL" || role == "VILLAGE" { // who must be of one
		user["station"] = ownUnit
	}
	made := h.must("POST", "/v1/users", obj{"user": user, "password": firstPassword})
	return made["name"].(string)
}

// login returns the token of a new session.
func (h *house) login(login, password string) string {
	h.t.Helper()
	a := h.bare("POST", "/v1/sessions", obj{"login": login, "password": password})
	if a.code != http.StatusOK {
		h.t.Fatalf("log %s in: %d %s", login, a.code, a.text)
	}
	return a.json(h.t)["token"].(string)
}

// person makes a user who has logged in and changed the first password.
func (h *house) person(login, role string, areas ...string) (token string) {
	h.t.Helper()
	h.account(login, role, areas...)
	token = h.login(login, firstPassword)
	if a := h.as(token, "POST", "/v1/users/me:changePassword", obj{"oldPassword": firstPassword, "newPassword": password}); a.code != http.StatusOK {
		h.t.Fatalf("change password of %s: %d %s", login, a.code, a.text)
	}
	return token
}

// as calls with another token.
func (h *house) as(token, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	return h.bare(method, path, body, append([]string{"Authorization", "Bearer " + token, "Content-Type", "application/json"}, headers...)...)
}

// file makes a record or a notice at a place, with a photo, and returns its name and
// the photo's.
func (h *house) file(kind, id string, place obj) (name, photo string) {
	h.t.Helper()
	body := obj{"externalId": id, "person": obj{"names": []any{obj{"text": "许花东"}}, "sex": "MALE", "appearance": "青布衫"}}
	if kind == "records" {
		body["station"], body["foundPlace"] = "站"+fmt.Sprint(place["code"]), place
	} else {
		body["source"], body["missingPlace"] = "局"+fmt.Sprint(place["code"]), place
		body["circumstances"] = "可打 13812345678 或 010-62345678，身份证 51010719800517123X，住翠柏路77号3单元，2019-03-05 走失"
		body["contacts"] = []any{obj{"name": "许大山", "relation": "父亲", "phone": "13812345678"}}
	}
	name = h.must("POST", "/v1/"+kind, body)["name"].(string)
	photo = h.must("POST", "/v1/"+name+"/photos", obj{"content": jpeg})["name"].(string)
	return name, photo
}

func list(a answer, t testing.TB, field string) []any {
	t.Helper()
	if a.code != http.StatusOK {
		t.Fatalf("%d %s", a.code, a.text)
	}
	l, _ := a.json(t)[field].([]any)
	return l
}

// TestAnotherAreasRecordDoesNotExist: whatever is tried with its id, the answer is the
// one for an id that never was.
func TestAnotherAreasRecordDoesNotExist(t *testing.T) {
	h := open(t, 0)
	record, photo := h.file("records", "fremd-1", otherPlace)
	notice, _ := h.file("notices", "n-1", ownPlace)
	token := h.person("station", "STATION", ownAreas)
	h.file("records", "eigen-1", ownPlace)
	for name, try := range map[string]func(record, photo string) answer{
		"get":     func(r, _ string) answer { return h.as(token, "GET", "/v1/"+r, nil) },
		"change":  func(r, _ string) answer { return h.as(token, "PATCH", "/v1/"+r, obj{"circumstances": "x"}) },
		"matches": func(r, _ string) answer { return h.as(token, "GET", "/v1/"+r+"/matches", nil) },
		"compare": func(r, _ string) answer {
			return h.as(token, "POST", "/v1/matches:compare", obj{"record": r, "notice": notice})
		},
		"add photo": func(r, _ string) answer { return h.as(token, "POST", "/v1/"+r+"/photos", obj{"content": jpeg}) },
		"photo":     func(_, p string) answer { return h.as(token, "GET", "/v1/"+p, nil) },
		"del photo": func(_, p string) answer { return h.as(token, "DELETE", "/v1/"+p, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			there, nowhere := try(record, photo), try("records/aaaaaaaaaaaaaaaaaaaaaaaaaa", "photos/aaaaaaaaaaaaaaaaaaaaaaaaaa")
			if there.code != http.StatusNotFound || there.code != nowhere.code || there.text != nowhere.text {
				t.Errorf("another area's: %d %s\nnobody's: %d %s", there.code, there.text, nowhere.code, nowhere.text)
			}
		})
	}
	for path, field := range map[string]string{"/v1/records?externalId=fremd-1": "records", "/v1/records:searchText?query=青布衫&pageSize=1": "records"} {
		for _, found := range list(h.as(token, "GET", path, nil), t, field) {
			if found.(obj)["name"] == record {
				t.Errorf("%s shows another area's record", path)
			}
		}
	}
	if got := h.must("GET", "/v1/"+record, nil); got["circumstances"] != nil {
		t.Errorf("something was changed: %v", got)
	}
}

// Pages of people who see a part are as full as they can be.
func TestPagesOfAPartAreFull(t *testing.T) {
	h := open(t, 0)
	for i := range 12 {
		place := otherPlace
		if i%4 == 3 {
			place = ownPlace
		}
		h.file("records", fmt.Sprint("r", i), place)
	}
	notice, _ := h.file("notices", "n", otherPlace)
	token := h.person("police", "POLICE", ownAreas)
	first := h.as(token, "GET", "/v1/records?pageSize=2", nil)
	if got := list(first, t, "records"); len(got) != 2 {
		t.Errorf("a page of 2 has %d", len(got))
	}
	next := first.json(t)["nextPageToken"].(string)
	if got := list(h.as(token, "GET", "/v1/records?pageSize=2&pageToken="+next, nil), t, "records"); len(got) != 1 {
		t.Errorf("the last page has %d, want 1", len(got))
	}
	for path, want := range map[string]int{"?pageSize=2": 2, "?pageSize=3": 3, "": 3} {
		if got := list(h.as(token, "GET", "/v1/"+notice+"/matches"+path, nil), t, "matches"); len(got) != want {
			t.Errorf("matches%s: %d, want %d", path, len(got), want)
		}
	}
	if got := list(h.as(token, "GET", "/v1/records:searchText?query=青布衫&pageSize=3", nil), t, "records"); len(got) != 3 {
		t.Errorf("text search: %d, want 3", len(got))
	}
	if got := list(h.as(token, "POST", "/v1/matches:search", obj{"side": "RECORDS", "person": obj{"names": []any{obj{"text": "许花东"}}}, "pageSize": 3}), t, "matches"); len(got) != 3 {
		t.Errorf("search: %d, want 3", len(got))
	}
}

// A station sees another's contacts neither on the notice nor in what quotes it, a
// purpose opens them for police, and the trail says so.
func TestMasks(t *testing.T) {
	h := open(t, 0)
	record, _ := h.file("records", "r", ownPlace)
	foreign := obj{"text": "浙江省杭州市西湖区翠苑街道5号", "code": "330106"}
	notice, photo := h.file("notices", "n", foreign)
	secrets := []string{"13812345678", "62345678", "51010719800517123", "许大山", "翠苑", "77号", "3单元"}
	station, police, home := h.person("station", "STATION", ownAreas), h.person("police", "POLICE", ownAreas), h.person("home", "POLICE", "3301")
	for name, a := range map[string]answer{
		"get":     h.as(station, "GET", "/v1/"+notice, nil),
		"list":    h.as(station, "GET", "/v1/notices", nil),
		"text":    h.as(station, "GET", "/v1/notices:searchText?query=青布衫", nil),
		"matches": h.as(station, "GET", "/v1/"+record+"/matches", nil),
		"compare": h.as(police, "POST", "/v1/matches:compare", obj{"record": record, "notice": notice}),
		"police":  h.as(police, "GET", "/v1/"+notice, nil),
	} {
		if a.code != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.code, a.text)
		}
		for _, secret := range secrets {
			if strings.Contains(a.text, secret) {
				t.Errorf("%s shows %q:\n%s", name, secret, a.text)
			}
		}
	}
	masked := h.as(station, "GET", "/v1/"+notice, nil)
	for _, stays := range []string{`"masked":true`, "许＊＊", "＊＊78", "父亲", "浙江省杭州市西湖区＊＊", "2019-03-05"} {
		if !strings.Contains(masked.text, stays) {
			t.Errorf("the masked notice lacks %q:\n%s", stays, masked.text)
		}
	}
	for who, token := range map[string]string{"the area's police": home, "the administrator": token} {
		if a := h.as(token, "GET", "/v1/"+notice, nil); strings.Contains(a.text, "masked") || !strings.Contains(a.text, "许大山") || !strings.Contains(a.text, "翠苑街道5号") {
			t.Errorf("%s sees %s", who, a.text)
		}
	}
	if a := h.as(station, "GET", "/v1/"+photo, nil); a.code != http.StatusOK {
		t.Errorf("a photo of the other side: %d", a.code)
	}
	for name, c := range map[string]struct {
		token, purpose string
		code           int
	}{
		"no purpose": {police, "  ", 400}, "station without a case": {station, "电话核实家属身份", 403}, "police": {police, "电话核实家属身份", 200},
	} {
		a := h.as(c.token, "POST", "/v1/"+notice+":reveal", obj{"purpose": c.purpose})
		if a.code != c.code || (c.code == 200) != strings.Contains(a.text, "13812345678") {
			t.Errorf("reveal, %s: %d %s", name, a.code, a.text)
		}
	}
	rows := list(h.call("GET", "/v1/audit?action=REVEAL&object="+notice, nil), t, "rows")
	if len(rows) != 1 || rows[0].(obj)["purpose"] != "电话核实家属身份" || rows[0].(obj)["role"] != "POLICE" {
		t.Errorf("the trail says %v", rows)
	}
	// What was masked must not come back as if it were the truth.
	contacts := masked.json(t)["contacts"]
	if a := h.call("PATCH", "/v1/"+notice, obj{"contacts": contacts}); a.code != http.StatusBadRequest || a.violation(t) != "contacts" {
		t.Errorf("masked contacts sent back: %d %s", a.code, a.text)
	}
}

// A case on the pair opens the contacts to the station that shelters the person.
func TestAnOpenCaseUnmasks(t *testing.T) {
	h := open(t, 0)
	record, _ := h.file("records", "r", ownPlace)
	other, _ := h.file("records", "r2", otherPlace)
	notice, _ := h.file("notices", "n", otherPlace)
	station := h.person("station", "STATION", ownAreas)
	shown := func() bool { return strings.Contains(h.as(station, "GET", "/v1/"+notice, nil).text, "13812345678") }
	if shown() {
		t.Fatal("shown without a case")
	}
	h.openCase(other, notice)
	if shown() {
		t.Fatal("shown for a case of another's record")
	}
	h.openCase(record, notice)
	if !shown() {
		t.Fatal("masked in spite of the case")
	}
	if a := h.as(station, "POST", "/v1/"+notice+":reveal", obj{"purpose": "联系家属"}); a.code != http.StatusOK {
		t.Errorf("reveal: %d %s", a.code, a.text)
	}
}

// Writes of a limited person stay in their areas, and on their side.
func TestWritesStayInTheirAreas(t *testing.T) {
	h := open(t, 0)
	station, police := h.person("station", "STATION", ownAreas), h.person("police", "POLICE", ownAreas)
	own, _ := h.file("records", "own", ownPlace)
	ours, _ := h.file("notices", "ours", ownPlace)
	theirs, _ := h.file("notices", "theirs", otherPlace)
	record := func(place obj) obj { return obj{"station": "站", "foundPlace": place} }
	embedding := make([]float64, 128)
	embedding[0] = 1
	faces := []any{obj{"faces": []any{obj{"embedding": embedding, "model": "dlib-resnet-v1"}}}}
	for name, c := range map[string]struct {
		token, method, path string
		body                obj
		code                int
	}{
		"a record at home":         {station, "POST", "/v1/records", record(ownPlace), 200},
		"a record elsewhere":       {station, "POST", "/v1/records", record(otherPlace), 403},
		"a record nowhere":         {station, "POST", "/v1/records", record(obj{}), 403},
		"a record moved away":      {station, "PATCH", "/v1/" + own, obj{"foundPlace": otherPlace}, 403},
		"embeddings":               {station, "POST", "/v1/records", obj{"foundPlace": ownPlace, "photos": faces}, 403},
		"embeddings later":         {station, "POST", "/v1/" + own + "/photos", faces[0].(obj), 403},
		"a station's notice":       {station, "POST", "/v1/notices", obj{"missingPlace": ownPlace}, 403},
		"a photo on a notice":      {station, "POST", "/v1/" + ours + "/photos", obj{"content": jpeg}, 403},
		"police notice at home":    {police, "POST", "/v1/notices", obj{"missingPlace": ownPlace}, 200},
		"police notice, native":    {police, "POST", "/v1/notices", obj{"missingPlace": otherPlace, "person": obj{"nativePlace": ownPlace}}, 200},
		"police notice elsewhere":  {police, "POST", "/v1/notices", obj{"missingPlace": otherPlace}, 403},
		"change of ours":           {police, "PATCH", "/v1/" + ours, obj{"circumstances": "x"}, 200},
		"change of theirs":         {police, "PATCH", "/v1/" + theirs, obj{"circumstances": "x"}, 403},
		"police on a record":       {police, "PATCH", "/v1/" + own, obj{"circumstances": "x"}, 403},
		"deletion by police":       {police, "DELETE", "/v1/" + ours, nil, 403},
		"notices by a station":     {station, "POST", "/v1/imports?kind=NOTICES&format=JSONL", obj{}, 403},
		"search with an embedding": {station, "POST", "/v1/matches:search", obj{"side": "NOTICES", "photo": faces[0]}, 403},
	} {
		if a := h.as(c.token, c.method, c.path, c.body); a.code != c.code {
			t.Errorf("%s: %d, want %d: %s", name, a.code, c.code, a.text)
		} else if a.code == 403 && !strings.Contains(a.text, `"locale":"zh-CN"`) {
			t.Errorf("%s: no Chinese sentence: %s", name, a.text)
		}
	}
}

// An import has the rights of the one who uploaded it, row by row.
func TestImportsKeepToTheirAreas(t *testing.T) {
	h := open(t, 0)
	h.file("records", "taken", otherPlace)
	station := h.person("station", "STATION", ownAreas)
	other := h.person("other", "STATION", ownAreas)
	file := `{"externalId":"1","station":"甲","foundPlace":{"text":"成都市武侯区"}}
{"externalId":"2","station":"甲","foundPlace":{"text":"杭州市西湖区"}}
{"externalId":"taken","station":"站330106","foundPlace":{"text":"成都市武侯区"}}
`
	imp := h.as(station, "POST", "/v1/imports?kind=RECORDS&format=JSONL", file)
	name, _ := imp.json(t)["name"].(string)
	var got obj
	for got = (obj{}); got["state"] != "DONE"; {
		a := h.as(station, "GET", "/v1/"+name, nil)
		if a.code != http.StatusOK || a.json(t)["state"] == "FAILED" {
			t.Fatalf("%d %s", a.code, a.text)
		}
		got = a.json(t)
	}
	errors, _ := got["errors"].([]any)
	// The number that a file of another area holds says nothing: numbers are their owner's.
	if got["created"] != 2.0 || got["failed"] != 1.0 || len(errors) != 1 || !strings.Contains(fmt.Sprint(errors[0]), "辖区") {
		t.Errorf("%v", got)
	}
	if a := h.as(other, "GET", "/v1/"+name, nil); a.code != http.StatusNotFound {
		t.Errorf("another's import: %d", a.code)
	}
}

// A case of one person's own, on a pair that is not likely, opens no contacts until
// another person has taken part.
func TestAnUnlikelyCaseOpensNothing(t *testing.T) {
	h := open(t, 0)
	empty := h.must("POST", "/v1/records", obj{"externalId": "empty", "station": "站510107", "foundPlace": ownPlace})["name"].(string)
	notice, _ := h.file("notices", "n", otherPlace)
	for i := range 40 { // as likely as any other
		h.must("POST", "/v1/notices", obj{"externalId": fmt.Sprint("n", i), "source": "局", "person": obj{"names": []any{obj{"text": "许花东"}}}})
	}
	station, colleague := h.person("station", "STATION", ownAreas), h.person("colleague", "CASEWORKER", ownAreas)
	name := h.as(station, "POST", "/v1/cases", obj{"record": empty, "notice": notice, "reason": "看看"}).json(t)["name"].(string)
	shown := func() bool { return strings.Contains(h.as(station, "GET", "/v1/"+notice, nil).text, "13812345678") }
	if shown() {
		t.Error("an empty record's case opens a notice")
	}
	if a := h.as(station, "POST", "/v1/"+notice+":reveal", obj{"purpose": "联系家属核实"}); a.code != http.StatusForbidden {
		t.Errorf("reveal: %d %s", a.code, a.text)
	}
	if a := h.as(colleague, "POST", "/v1/"+name+":verify", obj{"reason": "特征相符，开始核验"}); a.code != http.StatusOK {
		t.Fatalf("verify: %d %s", a.code, a.text)
	}
	if !shown() {
		t.Error("masked though a second person works on the case")
	}
}

// Opening contacts wants a purpose that says something, and has an hourly limit.
func TestRevealsAreLimited(t *testing.T) {
	h := open(t, 0)
	notice, _ := h.file("notices", "n", otherPlace)
	police := h.person("pei", "POLICE", ownAreas)
	reveal := func(purpose string) answer {
		return h.as(police, "POST", "/v1/"+notice+":reveal", obj{"purpose": purpose})
	}
	for _, purpose := range []string{"", "aaaa", "。。。。", "1212"} {
		if a := reveal(purpose); a.code != http.StatusBadRequest || a.violation(t) != "purpose" {
			t.Errorf("purpose %q: %d %s", purpose, a.code, a.text)
		}
	}
	for i := range 30 {
		if a := reveal("电话核实家属身份"); a.code != http.StatusOK {
			t.Fatalf("number %d: %d %s", i, a.code, a.text)
		}
		if a := reveal("再次核实家属身份"); i < 2 && a.code != http.StatusOK { // looked at again, it is not counted
			t.Fatalf("number %d again: %d %s", i, a.code, a.text)
		}
		notice, _ = h.file("notices", fmt.Sprint("n", i), otherPlace)
	}
	if a := reveal("电话核实家属身份"); a.code != http.StatusTooManyRequests || !strings.Contains(a.text, "主管") {
		t.Errorf("beyond the limit: %d %s", a.code, a.text)
	}
	if rows := list(h.call("GET", "/v1/audit?action=REFUSE", nil), t, "rows"); !strings.Contains(fmt.Sprint(rows), "hourly limit") {
		t.Errorf("the trail does not say it: %v", rows)
	}
	for _, u := range list(h.call("GET", "/v1/users", nil), t, "users") { // and the administrator's page counts it
		u := u.(obj)
		opened, refused := u["contactsOpened"], u["contactsRefused"]
		if u["login"] == "pei" && (opened != 30. || refused != 1.) || u["login"] != "pei" && (opened != nil || refused != nil) {
			t.Errorf("%v opened %v and was refused %v", u["login"], opened, refused)
		}
	}
}

// A query that is no text is the caller's mistake.
func TestQueryThatIsNoText(t *testing.T) {
	h := open(t, 0)
	for _, query := range []string{"%ff", "%zz", "a%c3%28"} {
		if a := h.call("GET", "/v1/notices:searchText?query="+query, nil); a.code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, a.code, a.text)
		}
	}
}
