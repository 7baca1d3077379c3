package gateway_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestPlacesAreCompleted(t *testing.T) {
	h := open(t, 0)
	found := list(h.call("GET", "/v1/places:complete?query=cdwh&pageSize=3", nil), t, "places")
	if len(found) == 0 || len(found) > 3 || found[0].(obj)["text"] != "四川省成都市武侯区" || found[0].(obj)["code"] != "510107" || found[0].(obj)["level"] != "COUNTY" {
		t.Errorf("cdwh: %v", found)
	}
	if a := h.call("GET", "/v1/places:complete?query="+strings.Repeat("a", 51), nil); a.code != http.StatusBadRequest || a.violation(t) != "query" {
		t.Errorf("too long: %d %s", a.code, a.text)
	}
	if a := h.call("GET", "/v1/places:complete", nil); a.code != http.StatusOK || len(list(a, t, "places")) > 0 {
		t.Errorf("nothing yet: %d %s", a.code, a.text)
	}
}

// A search answers what is worth asking next, and the files in short with the masks that
// they have in whole.
func TestSearchesAskAndSummarise(t *testing.T) {
	h := open(t, 0)
	for i, home := range []string{"四川省成都市武侯区红牌楼街道12号", "云南省昭通市大关县", "河南省洛阳市"} {
		n := notice([]string{"N-1", "N-2", "N-3"}[i])
		n["person"].(obj)["nativePlace"] = obj{"text": home}
		n["missingPlace"] = obj{"text": home}
		h.must("POST", "/v1/notices", n)
	}
	guan := h.person("guan", "STATION", "11")
	search := obj{"side": "NOTICES", "person": obj{"names": []any{obj{"text": "徐华栋", "kind": "HEARD"}}, "sex": "MALE"}, "summaries": true}
	a := h.as(guan, "POST", "/v1/matches:search", search)
	if a.code != http.StatusOK {
		t.Fatalf("%d %s", a.code, a.text)
	}
	questions, _ := a.json(t)["questions"].([]any)
	if len(questions) == 0 {
		t.Fatalf("no question: %s", a.text)
	}
	for _, q := range questions {
		if q := q.(obj); q["field"] == "" || q["text"] == "" || q["textEn"] == "" || q["bits"].(float64) <= 0 || q["separates"] == nil {
			t.Errorf("%v", q)
		}
	}
	for _, m := range a.json(t)["matches"].([]any) {
		other, _ := m.(obj)["other"].(obj)
		if other == nil || other["name"] != m.(obj)["notice"] || other["names"] == nil || other["eventDate"] != "2019-03" {
			t.Errorf("in short: %v", other)
		}
	}
	if strings.Contains(a.text, "红牌楼") || strings.Contains(a.text, "13800000000") {
		t.Errorf("more than the notice shows: %s", a.text)
	}
	if rows := list(h.call("GET", "/v1/audit?action=LIST", nil), t, "rows"); len(rows) != 1 || rows[0].(obj)["detail"] != "summaries" || len(rows[0].(obj)["objects"].([]any)) != 3 {
		t.Errorf("the trail: %v", rows)
	}
	delete(search, "summaries")
	search["side"] = "RECORDS"
	if a := h.as(guan, "POST", "/v1/matches:search", search); a.code != http.StatusOK || len(list(a, t, "questions")) > 0 {
		t.Errorf("of a missing person: %d %s", a.code, a.text)
	}
}

// A list of cases brings both sides in short, without those of another area.
func TestCasesInShort(t *testing.T) {
	h := open(t, 0)
	n := h.must("POST", "/v1/notices", notice("N-1"))["name"].(string)
	r := h.must("POST", "/v1/records", obj{"externalId": "R-1", "station": "甲站", "foundPlace": obj{"text": "北京市东城区"}, "person": obj{"sex": "MALE"}})["name"].(string)
	h.openCase(r, n)
	for path, want := range map[string]bool{"/v1/cases": false, "/v1/cases?summaries=true": true} {
		c := list(h.call("GET", path, nil), t, "cases")[0].(obj)
		if (c["recordSummary"] != nil) != want || (c["noticeSummary"] != nil) != want {
			t.Errorf("%s: %v", path, c)
		}
	}
	pei := h.person("pei", "POLICE", "51") // keeps the notice, may not look at the record
	c := list(h.as(pei, "GET", "/v1/cases?summaries=true", nil), t, "cases")[0].(obj)
	if c["recordSummary"] != nil || c["noticeSummary"] == nil {
		t.Errorf("the record of another area: %v", c)
	}
}

// A picture is looked at before anything is kept.
func TestAPhotoIsInspected(t *testing.T) {
	h := open(t, 0)
	guan := h.person("guan", "STATION", ownAreas)
	a := h.as(guan, "POST", "/v1/photos:inspect", obj{"content": jpeg})
	if in := a.json(t); a.code != http.StatusOK || in["finding"] != "NO_FACE" || !strings.Contains(in["findingText"].(string), "没有找到人脸") || in["width"] != 640. {
		t.Errorf("%d %s", a.code, a.text)
	}
	for name, content := range map[string]any{"nothing": nil, "no picture": []byte("GIF")} {
		if a := h.as(guan, "POST", "/v1/photos:inspect", obj{"content": content}); a.code != http.StatusBadRequest || a.violation(t) != "content" {
			t.Errorf("%s: %d %s", name, a.code, a.text)
		}
	}
	if rows := list(h.call("GET", "/v1/audit?action=SEARCH", nil), t, "rows"); len(rows) != 1 || rows[0].(obj)["detail"] != "inspect photo" {
		t.Errorf("the trail: %v", rows)
	}
}
