package gateway_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/api/web"
)

// TestPage opens addresses as a browser does, with the page built or not.
func TestPage(t *testing.T) {
	h := open(t, 0)
	const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
	for _, at := range []string{"/", "/today", "/compare/records/a/notices/b", "/no/such/page", "/index.html"} {
		a := h.bare("GET", at, nil, "Accept", browser)
		if a.code != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || !strings.Contains(a.text, "归途") {
			t.Errorf("%s: %d %s %.80s", at, a.code, a.header.Get("Content-Type"), a.text)
		}
		policy := a.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s may run what it likes: %s", at, policy)
		}
		if a.header.Get("Cache-Control") != "no-cache" || a.header.Get("ETag") == "" {
			t.Errorf("%s is kept: %v", at, a.header)
		}
		again := h.bare("GET", at, nil, "Accept", browser, "If-None-Match", a.header.Get("ETag"))
		if again.code != http.StatusNotModified {
			t.Errorf("%s again: %d", at, again.code)
		}
	}
	for _, accept := range []string{"*/*", "", "text/*", "text/html", "application/json, text/plain, */*"} {
		if a := h.bare("GET", "/", nil, "Accept", accept); a.code != http.StatusOK || !strings.Contains(a.text, "归途") {
			t.Errorf("/ for %q: %d %.80s", accept, a.code, a.text)
		}
	}
	for _, other := range []struct{ method, path, accept string }{
		{"GET", "/", "application/json"}, {"GET", "/no/such/page", "*/*"}, {"GET", "/today", ""}, {"GET", "/no/such/file.js", "*/*"}, {"POST", "/today", browser},
		{"GET", "/..%2f..%2fetc/passwd", "*/*"}, {"GET", "/index.html.gz", "*/*"},
	} {
		if a := h.bare(other.method, other.path, nil, "Accept", other.accept); a.code != http.StatusNotFound && a.code != http.StatusNotImplemented {
			t.Errorf("%s %s for %s: %d %.80s", other.method, other.path, other.accept, a.code, a.text)
		}
	}
	if a := h.bare("GET", "/v1/nothing", nil, "Accept", browser); a.code != http.StatusUnauthorized {
		t.Errorf("the API answers a stranger's browser: %d", a.code)
	}
}

// TestPageIsSentSmall asks for every text of the page, compressed and as it is.
func TestPageIsSentSmall(t *testing.T) {
	h := open(t, 0)
	files, built, err := web.Files()
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := fs.Glob(files, "assets/*.js")
	if err != nil || built == (len(scripts) == 0) {
		t.Fatalf("built: %t, %d scripts, %v", built, len(scripts), err)
	}
	for _, name := range scripts {
		plain := h.bare("GET", "/"+name, nil, "Accept-Encoding", "identity")
		if plain.code != http.StatusOK || plain.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.Contains(plain.header.Get("Content-Type"), "javascript") {
			t.Errorf("%s: %d %v", name, plain.code, plain.header)
		}
		small := h.bare("GET", "/"+name, nil, "Accept-Encoding", "gzip, br")
		if _, err := fs.Stat(files, name+".gz"); err == nil && (small.header.Get("Content-Encoding") != "gzip" || len(small.text) >= len(plain.text)) {
			t.Errorf("%s is sent as it is: %v", name, small.header)
		}
	}
}
