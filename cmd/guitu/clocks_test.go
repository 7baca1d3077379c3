package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"
)

// Two servers on one database whose clocks are half a minute apart are one service all the same: what is
// begun at the one goes on at the other, in either direction, and jobs run at one of them.
func TestServersWithClocksApart(t *testing.T) {
	_, address := startPostgres(t)
	root, blobs := t.TempDir(), t.TempDir()
	serveAt := func(name string, off time.Duration) *office {
		data := filepath.Join(root, name)
		if name != "ahead" { // which was the first, and made them
			copySecrets(t, filepath.Join(root, "ahead"), data, ".key", ".audit-key")
		}
		o := &office{process: process{TB: t, data: data, token: "badge-ann"}}
		o.open(serveCmd{
			dataFlags: dataFlags{Data: data, Models: t.TempDir(), Store: address, bytesFlags: bytesFlags{Blobs: blobs}, clock: func() time.Time { return time.Now().Add(off) }},
			HTTP:      "127.0.0.1:0", GRPC: "127.0.0.1:0", tokens: badges{},
		})
		t.Cleanup(o.close)
		return o
	}
	ahead, behind := serveAt("ahead", 15*time.Second), serveAt("behind", -15*time.Second)
	for i, o := range []*office{ahead, behind} {
		other := []*office{behind, ahead}[i]
		person := o.login(fmt.Sprint("guan", i), "STATION", "50")
		there := *person
		there.http = other.http
		if code, _ := there.call(http.MethodGet, "/v1/users/me", nil); code != http.StatusOK {
			t.Errorf("a session that began at %s is %d at the other", o.data, code)
		}
		r, n := o.pair(fmt.Sprint(i), []string{"许花东", "尉迟长风"}[i], []string{"许花东（音）", "尉迟长风（音）"}[i])
		if list := other.must(http.MethodGet, "/v1/"+r+"/matches", nil); str(list, "matches.0.notice") != n {
			t.Errorf("what was written at %s is not found at the other: %v", o.data, list)
		}
		var c string
		eventually(t, "the case is proposed", func() bool {
			c = str(other.must(http.MethodGet, "/v1/cases?state=PROPOSED&pageSize=200", nil), "cases.0.name")
			return c != ""
		})
		for k, step := range []string{":verify", ":reject"} { // each at the other clock
			where := []*office{o, other}[k]
			if code, answer := where.as("bo").call(http.MethodPost, "/v1/"+c+step, object{"reason": "联系家属"}); code != http.StatusOK {
				t.Errorf("%s at %s: %d %v", step, where.data, code, answer)
			}
		}
		history, _ := at(other.must(http.MethodGet, "/v1/"+c, nil), "history").([]any)
		for k := 1; k < len(history); k++ {
			if str(history[k], "time") < str(history[k-1], "time") {
				t.Errorf("the history of %s goes back: %v", c, history)
			}
		}
	}
	for _, path := range []string{"/v1/deadlines?pageSize=100", "/v1/alerts?pageSize=100"} {
		if one, two := ahead.must(http.MethodGet, path, nil), behind.must(http.MethodGet, path, nil); fmt.Sprint(one) != fmt.Sprint(two) || len(one) == 0 {
			t.Errorf("%s: %v at the one, %v at the other", path, one, two)
		}
	}
	held := func(o *office) map[string]string {
		leases, err := o.server.engine.servers.Leases(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		owners := map[string]string{}
		for _, l := range leases {
			if owners[l.Name] = l.Owner; time.Until(l.Until) > leaseLasts {
				t.Errorf("lease %s lasts until %v", l.Name, l.Until)
			}
		}
		return owners
	}
	jobs := []string{"imports", "alerts", "retention"}
	before := held(behind)
	ahead.server.Drain(t.Context(), 0, slog.New(slog.DiscardHandler))
	eventually(t, "the jobs are the other's", func() bool {
		now := held(behind)
		for _, job := range jobs {
			if now[job] != behind.server.engine.servers.self {
				return false
			}
		}
		return true
	})
	for _, job := range jobs {
		if before[job] == "" {
			t.Errorf("%s ran at none: %v", job, before)
		}
	}
	if code, answer := ahead.call(http.MethodGet, "/readyz", nil); code != http.StatusServiceUnavailable {
		t.Errorf("a server that stops is ready: %d %v", code, answer)
	}
	if ahead.must(http.MethodGet, "/v1/notices", nil) == nil {
		t.Error("it does not answer meanwhile")
	}
}
