package main

import (
	"io"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/server"
)

// Every metric and method that the alert rules and the dashboard name is one that the
// service has, and every part that it checks is measured.
func TestAlertsNameWhatIsMeasured(t *testing.T) {
	s, err := start(t.Context(), serveCmd{
		dataFlags: dataFlags{Data: t.TempDir(), Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0", wire: wire{Metrics: "127.0.0.1:0"},
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	get := func(url string) string {
		t.Helper()
		res, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	conn, err := dial(addresses{GRPC: s.GRPC}, s.Token)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.notices.ListNotices(conn.as(t.Context()), &guituv1.ListNoticesRequest{}); err != nil { // so that a call is counted
		t.Fatal(err)
	}
	measured := get("http://" + s.Metrics + "/metrics")
	name := regexp.MustCompile(`\b(guitu|process|grpc_server)_[a-z_]+`)
	methods := map[string]bool{}
	for full := range server.Rights() {
		methods[full[strings.LastIndex(full, "/")+1:]] = true
	}
	method := regexp.MustCompile(`grpc_(?:service=\\*"([\w.]+)\\*",grpc_)?method=\\*"(\w+)\\*"`)
	for _, file := range []string{"deploy/alerts.yml", "deploy/dashboard.json"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, metric := range name.FindAllString(string(text), -1) {
			if !strings.Contains(measured, "\n"+metric) {
				t.Errorf("%s names %s, which is not measured", file, metric)
			}
		}
		for _, m := range method.FindAllStringSubmatch(string(text), -1) {
			if _, ok := server.Rights()["/"+m[1]+"/"+m[2]]; !ok && m[1] != "" || !methods[m[2]] {
				t.Errorf("%s names the method %s of %q, which there is not", file, m[2], m[1])
			}
		}
	}
	for _, part := range []string{"store", "rows", "index", "words", "faces", "disk", "backup"} {
		if !strings.Contains(measured, `guitu_check_state{check="`+part+`"}`) {
			t.Errorf("the check %s is not measured", part)
		}
	}
	if ready := get("http://" + s.HTTP + "/readyz"); !strings.Contains(ready, `"status":"READY"`) || !strings.Contains(ready, `"backup","state":"WARN"`) {
		t.Errorf("readiness: %s", ready)
	}
}
