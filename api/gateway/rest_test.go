package gateway_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestASubjectsLife(t *testing.T) {
	h := open(t, 0)
	made := h.must("POST", "/v1/notices", notice("n1"))
	name, _ := made["name"].(string)
	if !strings.HasPrefix(name, "notices/") {
		t.Fatalf("name %q", name)
	}
	for _, field := range []string{"etag", "createTime", "updateTime"} {
		if made[field] == nil {
			t.Errorf("a new notice has no %s", field)
		}
	}
	if a := h.call("POST", "/v1/notices", notice("n1")); a.code != http.StatusConflict || a.json(t)["code"] != 6.0 {
		t.Errorf("the same again: %d %s", a.code, a.text)
	}
	got := h.must("GET", "/v1/"+name, nil)
	if person, _ := got["person"].(obj); person["sex"] != "MALE" || person["birthDate"] != "1980-05" || person["heightMinCm"] != 168.0 || person["weightMinKg"] != 62.5 || person["shoeSize"] != 42.0 {
		t.Errorf("got %v", got)
	}
	h.must("POST", "/v1/notices", notice("n2"))
	page := h.must("GET", "/v1/notices?pageSize=1", nil)
	if list, _ := page["notices"].([]any); len(list) != 1 || page["nextPageToken"] == "" {
		t.Errorf("a page of one: %v", page)
	}
	rest := h.must("GET", fmt.Sprintf("/v1/notices?pageSize=5&pageToken=%v", page["nextPageToken"]), nil)
	if list, _ := rest["notices"].([]any); len(list) != 1 || rest["nextPageToken"] != nil {
		t.Errorf("the next page: %v", rest)
	}
	one := h.must("GET", "/v1/notices?externalId=n2&source=测试&status=OPEN&openOnly=true", nil)
	if list, _ := one["notices"].([]any); len(list) > 1 {
		t.Errorf("filtered: %v", one)
	}
	found := h.must("GET", "/v1/notices:searchText?query=许花东", nil)
	if list, _ := found["notices"].([]any); len(list) != 2 {
		t.Errorf("text search: %v", found)
	}
	if a := h.call("DELETE", "/v1/"+name+"?etag=stale", nil); a.code != http.StatusConflict {
		t.Errorf("delete with a stale etag: %d %s", a.code, a.text)
	}
	h.must("DELETE", "/v1/"+name, nil)
	if a := h.call("GET", "/v1/"+name, nil); a.code != http.StatusNotFound || a.json(t)["code"] != 5.0 {
		t.Errorf("after deletion: %d %s", a.code, a.text)
	}
}

func TestPatchOverREST(t *testing.T) {
	h := open(t, 0)
	made := h.must("POST", "/v1/notices", notice("n1"))
	name := "/v1/" + made["name"].(string)
	person := func(n obj) obj { p, _ := n["person"].(obj); return p }

	up := h.must("PATCH", name, obj{"circumstances": "赶集时走失", "person": obj{"birthDate": "1981"}, "etag": made["etag"]})
	if up["circumstances"] != "赶集时走失" || person(up)["birthDate"] != "1981" || person(up)["sex"] != "MALE" || up["missingDate"] != "2019-03" {
		t.Errorf("only what the body names changes: %v", up)
	}
	if a := h.call("PATCH", name, obj{"circumstances": "x", "etag": made["etag"]}); a.code != http.StatusConflict || a.json(t)["code"] != 10.0 {
		t.Errorf("a stale etag: %d %s", a.code, a.text)
	}
	up = h.must("PATCH", name+"?updateMask=person.birthDate,circumstances", obj{"person": obj{"sex": "FEMALE"}})
	if up["circumstances"] != nil || person(up)["birthDate"] != nil || person(up)["sex"] != "MALE" {
		t.Errorf("a mask clears what it names and spares the rest: %v", up)
	}
	up = h.must("PATCH", name, obj{"person": obj{"ageMin": 0, "heightMinCm": nil}})
	if person(up)["ageMin"] != 0.0 || person(up)["heightMinCm"] != nil || person(up)["heightMaxCm"] != 172.0 {
		t.Errorf("0 is an age and null clears: %v", up)
	}
	for _, c := range []struct {
		query string
		body  any
		field string
	}{
		{"", obj{"photos": []any{}}, "photos"},
		{"?updateMask=nose", obj{}, "updateMask"},
		{"", obj{"nose": 1}, "nose"},
		{"", obj{"person": obj{"birthDate": "soon"}}, "person.birthDate"},
	} {
		if a := h.call("PATCH", name+c.query, c.body); a.code != http.StatusBadRequest || a.violation(t) != c.field {
			t.Errorf("PATCH%s %v: %d %s", c.query, c.body, a.code, a.text)
		}
	}
	if a := h.call("PATCH", "/v1/notices/none", obj{"circumstances": "x"}); a.code != http.StatusNotFound {
		t.Errorf("an unknown name: %d %s", a.code, a.text)
	}
}

func TestMatches(t *testing.T) {
	h := open(t, 0)
	if a := h.call("POST", "/v1/records", obj{"station": "某站", "person": obj{"sex": "MALE"}, "foundDate": "2024"}); a.code != http.StatusOK {
		t.Fatal(a.text)
	} else if got := h.call("GET", "/v1/"+a.json(t)["name"].(string)+"/matches", nil); strings.Join(strings.Fields(got.text), "") != `{"matches":[],"questions":[],"photos":[],"remark":"","remarkEn":""}` {
		t.Errorf("nobody to match: %s", got.text)
	}
	made := h.must("POST", "/v1/notices", notice("n1"))
	if list, _ := made["matches"].([]any); len(list) != 1 {
		t.Errorf("a creation answers its best matches: %v", made)
	}
	record := h.must("POST", "/v1/records", obj{"externalId": "r1", "station": "某站", "foundDate": "2024-01-05",
		"person": obj{"names": []any{obj{"text": "徐华栋（音）", "kind": "HEARD"}}, "sex": "MALE", "ageMin": 40, "ageMax": 50}})
	for what, list := range map[string]any{
		"record": h.must("GET", "/v1/"+record["name"].(string)+"/matches?pageSize=1", nil)["matches"],
		"search": h.must("POST", "/v1/matches:search", obj{"side": "NOTICES", "person": obj{"names": []any{obj{"text": "许花东"}}}})["matches"],
		"notice": h.must("GET", "/v1/"+made["name"].(string)+"/matches?pageSize=1", nil)["matches"],
		"pair":   []any{h.must("POST", "/v1/matches:compare", obj{"record": record["name"], "notice": made["name"]})},
	} {
		all, _ := list.([]any)
		if len(all) != 1 {
			t.Fatalf("%s: got %v", what, list)
		}
		m, _ := all[0].(obj)
		if _, ok := m["probability"].(float64); !ok || m["noticeExternalId"] != "n1" {
			t.Errorf("%s: match %v", what, m)
		}
		items, _ := m["evidence"].([]any)
		if len(items) == 0 {
			t.Errorf("%s: no evidence", what)
		}
		for _, e := range items {
			item, _ := e.(obj)
			_, number := item["weight"].(float64)
			_, said := item["conflict"].(bool)
			if !number || !said || item["feature"] == "" || item["reason"] == "" || item["reasonEn"] == "" {
				t.Errorf("%s: evidence %v", what, item)
			}
		}
	}
	for body, field := range map[string]string{
		`{"person":{}}`: "side", `{"side":"BOTH"}`: "side", `{"side":"NOTICES","eventDate":"x"}`: "eventDate",
		`{"side":"RECORDS","photo":{"content":"AAAA"}}`: "photo.content", `{"side":"RECORDS","pageSize":-1}`: "pageSize",
		`{"side":"RECORDS","photo":{"faces":[{"model":"other","embedding":[1]}]}}`: "photo.faces[0].model",
	} {
		if a := h.call("POST", "/v1/matches:search", body); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("search %s: %d %s", body, a.code, a.text)
		}
	}
	if a := h.call("POST", "/v1/matches:compare", obj{"record": made["name"], "notice": made["name"]}); a.violation(t) != "record" {
		t.Errorf("compare with the sides mixed up: %s", a.text)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	h := open(t, 0)
	for body, field := range map[string]string{
		`{"person":`:                    "",
		`{"person":{}} x`:               "",
		`[]`:                            "",
		`null`:                          "",
		`{"person":{"sex":"X"}}`:        "person.sex",
		`{"person":{"sex":7}}`:          "person.sex",
		`{"person":{"birthDate":1980}}`: "person.birthDate",
		`{"person":{"ageMin":"old"}}`:   "person.ageMin",
		`{"person":{"ageMin":1e99}}`:    "person.ageMin",
		"{\n \"source\": \"名字\",\n \"person\": {\"names\": [{\"text\":\"张\"}, {\"text\":\"李\",\"kind\":\"SAID\"}]}}": "person.names[1].kind",
		`{"nose":1}`:                                        "nose",
		`{"person":{"nose":{}}}`:                            "person.nose",
		`{"source":"a","source":"b"}`:                       "source",
		`{"person":{"names":[{"text":""}]}}`:                "person.names[0].text",
		`{"missingPlace":{"code":"x"}}`:                     "missingPlace.code",
		`{"missingPlace":{"latitude":"NaN"}}`:               "missingPlace.latitude",
		`{"photos":[{"faces":[{"box":{"x":"Infinity"}}]}]}`: "photos[0].faces[0].box",
		`{"photos":[{}]}`:                                   "photos[0].content",
		`{"photos":[{"content":"%%"}]}`:                     "photos[0].content",
		`{"photos":[{"content":"AAAA"}]}`:                   "photos[0].content",
		"{\"source\":\"\xff\"}":                             "source",
	} {
		a := h.call("POST", "/v1/notices", body)
		if got := a.violation(t); a.code != http.StatusBadRequest || got != field {
			t.Errorf("%s: %d, field %q, want %q: %s", body, a.code, got, field, a.text)
		}
		if a.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %v", body, a.header)
		}
	}
	if a := h.call("POST", "/v1/notices", `{"person":{"sex":"X"}}`); !strings.Contains(a.text, "不认识的值，应为 MALE, FEMALE 之一") || !strings.Contains(a.text, "must be one of MALE, FEMALE") {
		t.Errorf("says what would be right in both languages: %s", a.text)
	}
	for path, field := range map[string]string{
		"/v1/notices?pageSize=x": "pageSize", "/v1/notices?page_size=x": "pageSize", "/v1/notices?pageSize=-1": "pageSize",
		"/v1/notices?status=LOST": "status", "/v1/notices?pageToken=zz": "pageToken", "/v1/notices:searchText": "query",
	} {
		if a := h.call("GET", path, nil); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("GET %s: %d %s", path, a.code, a.text)
		}
	}
	big := `{"circumstances":"` + strings.Repeat("x", 33<<20) + `"}`
	if a := h.call("POST", "/v1/notices", big); a.code != http.StatusBadRequest || !strings.Contains(a.text, "32 MiB") {
		t.Errorf("too large: %d %.200s", a.code, a.text)
	}
	if a := h.call("PATCH", "/v1/notices/x", big); a.code != http.StatusBadRequest || !strings.Contains(a.text, "32 MiB") {
		t.Errorf("too large a change: %d %.200s", a.code, a.text)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	h := open(t, 0)
	for _, c := range []struct {
		method, path string
		code         int
	}{
		{"GET", "/nothing", 404}, {"GET", "/v1/nothing", 404}, {"GET", "/v1/records/a/b/c", 404},
		{"PUT", "/v1/records", 405}, {"DELETE", "/v1/notices", 405}, {"GET", "/v1/matches:search", 405},
	} {
		a := h.call(c.method, c.path, nil)
		if a.code != c.code || a.json(t)["message"] == "" {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.code, a.text)
		}
	}
}
