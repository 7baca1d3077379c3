package gateway_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Every call of the contract refuses a parameter that it does not know, and names it; a
// filter with a slip of the pen must not show everything.
func TestUnknownParametersAreRefused(t *testing.T) {
	h := open(t, 0)
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In, Type string }
		}
	}
	if err := json.Unmarshal([]byte(h.call("GET", "/openapi.json", nil).text), &doc); err != nil || len(doc.Paths) < 100 {
		t.Fatalf("contract: %d paths, %v", len(doc.Paths), err)
	}
	variable := regexp.MustCompile(`\{\w+\}`)
	for path, methods := range doc.Paths {
		if path == "/v1/oidc/callback" {
			continue // a provider may add to its answer
		}
		filled := variable.ReplaceAllString(path, "q")
		for method, call := range methods {
			method = strings.ToUpper(method)
			if a := h.call(method, filled+"?statoin=q", obj{}); a.code != http.StatusBadRequest || a.violation(t) != "statoin" {
				t.Errorf("%s %s?statoin: %d %s", method, filled, a.code, a.text)
			}
			for _, p := range call.Parameters {
				if p.In == "query" && p.Type != "array" {
					if a := h.call(method, filled+"?"+p.Name+"=1&"+p.Name+"=2", obj{}); a.code != http.StatusBadRequest || a.violation(t) != p.Name {
						t.Errorf("%s %s with %s twice: %d %s", method, filled, p.Name, a.code, a.text)
					}
				}
			}
		}
	}
	for _, test := range []struct {
		path string
		code int
	}{
		{"/v1/notices?pageSize=1", http.StatusOK},
		{"/v1/notices?page_size=1", http.StatusOK}, // the name in the .proto file
		{"/v1/notices?PageSize=1", http.StatusBadRequest},
		{"/v1/notices?openOnly=true;status=OPEN", http.StatusBadRequest}, // net/url leaves out what has a semicolon
		{"/v1/notices?filter.x=1", http.StatusBadRequest},
		{"/v1/notices?" + strings.Repeat("长", 2000) + "=1", http.StatusBadRequest},
		{"/v1/deadlines?due=TODAY&due=OVERDUE", http.StatusOK},
		{"/v1/nothing?x=1", http.StatusNotFound},
		{"/v1/notices:searchText?query=a&limit=1", http.StatusBadRequest},
		{"/v1/matches:watch?since=1", http.StatusBadRequest},
		{"/healthz?probe=1", http.StatusOK}, // is no call of the contract: probes add what they like
	} {
		if a := h.call("GET", test.path, nil); a.code != test.code || len(a.text) > 4000 {
			t.Errorf("GET %.60s: %d %.300s, want %d", test.path, a.code, a.text, test.code)
		}
	}
}
