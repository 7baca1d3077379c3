//go:build !race

package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A service that is killed in the middle of a hand-over has either done it, with all that follows
// from it, or not begun it; either way the receiver's second try ends the journey once.
func TestKilledHandOver(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	for round, wait := range []time.Duration{0, 2 * time.Millisecond} {
		record := str(p.must("POST", "/v1/records", with(aRecord("", "徐华栋（音）"), "externalId", string(rune('a'+round)))), "name")
		stay := p.must("POST", "/v1/stays", object{"record": record, "arrival": "SELF", "categories": []string{"OLD"}})
		escort := p.must("POST", "/v1/escorts", object{
			"stay": str(stay, "name"), "destination": object{"text": "成都市武侯区"}, "receiver": object{"kind": "STATION", "unit": "武侯救助站"},
			"plannedDate": time.Now().Format(time.DateOnly), "escorts": []string{"安伟"},
		})
		confirm := object{"kind": "HAND_OVER", "code": str(p.act(escort, object{"kind": "DEPART"}), "code"), "clientId": "phone-1"}
		path := "/v1/" + str(escort, "name") + "/acts"
		sent := make(chan struct{})
		go func(at string) { // ends with the service that it asks
			defer close(sent)
			if req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+at+path, strings.NewReader(line(confirm))); err == nil {
				req.Header.Set("Authorization", "Bearer "+p.token)
				if res, err := http.DefaultClient.Do(req); err == nil {
					_ = res.Body.Close()
				}
			}
		}(p.http)
		time.Sleep(wait) // nothing waits for it: whenever the kill comes, the rest must hold
		p.kill()
		<-sent
		p = serve(t, data, noModels)
		journey, held := str(p.must("GET", "/v1/"+str(escort, "name"), nil), "state"), str(p.must("GET", "/v1/"+str(stay, "name"), nil), "state")
		if journey+held != "UNDERWAY"+"IN" && journey+held != "HANDED_OVER"+"LEFT" {
			t.Fatalf("half a hand-over: the escort is %s, the stay %s", journey, held)
		}
		if done := p.must("POST", path, confirm); str(done, "state") != "HANDED_OVER" || length(done, "history") != 3 {
			t.Errorf("the second try, after %s: %v", journey, done)
		}
		if left := p.must("GET", "/v1/"+str(stay, "name"), nil); str(left, "way") != "ESCORT" || length(left, "history") != 2 {
			t.Errorf("the stay: %v", left)
		}
	}
	month := time.Now().In(time.FixedZone("", 8*3600)).Format("2006-01")
	if table := p.must("GET", "/v1/statistics?from="+month, nil); cellOf(table, "LEAVINGS ESCORT") != 2 || cellOf(table, "ESCORTS HANDED_OVER") != 2 {
		t.Errorf("counted: %v", table)
	}
	if code, out, errs := run(t, "audit", "verify", "--data", data); code != 0 {
		t.Errorf("audit verify: exit %d\n%s%s", code, out, errs)
	}
}
