package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// badges are tokens for tests: the token of an actor is "badge-" and the id.
type badges struct{}

func (badges) Caller(_ context.Context, token string) (auth.Caller, error) {
	id, ok := strings.CutPrefix(token, "badge-")
	if !ok {
		return auth.Caller{}, models.ErrUnauthenticated
	}
	return auth.Caller{Actor: models.Actor{ID: id, Role: models.RoleAdmin, Areas: models.Nationwide}}, nil
}

// office is a service in this process with several people, one of whom calls.
type office struct {
	process
	server *Server
}

// openOffice serves on the folder until the test ends.
func openOffice(t testing.TB, data string) *office {
	t.Helper()
	o := &office{process: process{TB: t, data: data, token: "badge-ann"}}
	o.open(serveCmd{dataFlags: dataFlags{Data: data, Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0", tokens: badges{}})
	t.Cleanup(o.close)
	return o
}

func (o *office) open(c serveCmd) {
	o.Helper()
	s, err := start(context.Background(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		o.Fatal(err)
	}
	o.server, o.http, o.grpc = s, s.HTTP, s.GRPC
}

func (o *office) close() {
	if o.server == nil {
		return
	}
	http.DefaultClient.CloseIdleConnections() // the service would wait for them
	if err := o.server.Close(); err != nil {
		o.Error(err)
	}
	o.server = nil
}

// as returns the office with another caller.
func (o *office) as(who string) *process {
	p := o.process
	p.token = "badge-" + who
	return &p
}

// pair registers a record and a notice that fit, and returns their names.
func (o *office) pair(id, notice, record string) (r, n string) {
	o.Helper()
	return str(o.must("POST", "/v1/records", aRecord("r"+id, record)), "name"), str(o.must("POST", "/v1/notices", aNotice("n"+id, notice)), "name")
}

// propose opens a case by ann and has bo begin to verify it.
func (o *office) propose(r, n string) string {
	o.Helper()
	name := str(o.must("POST", "/v1/cases", object{"record": r, "notice": n, "reason": "姓名和伤疤相符"}), "name")
	o.as("bo").must("POST", "/v1/"+name+":verify", object{"reason": "联系家属"})
	return name
}

// refused expects an answer of that code that says so in Chinese, and that the case
// is as it was.
func refused(t testing.TB, p *process, code int, path string, body any, name string, says string) {
	t.Helper()
	before := p.must("GET", "/v1/"+name, nil)
	got, answer := p.call("POST", path, body)
	if got != code || !strings.Contains(str(answer, "message"), says) {
		t.Errorf("POST %s answered %d %v, want %d with %q", path, got, answer, code, says)
	}
	if after := p.must("GET", "/v1/"+name, nil); str(after, "etag") != str(before, "etag") || length(after, "history") != length(before, "history") {
		t.Errorf("POST %s was refused and changed the case", path)
	}
}

// eventually tries until ok, for what happens in the background.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}
