//go:build !race

package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// Two servers on one database are one service: what is written at the one is found at the other
// at once, who logs in at the one is known at the other, and what the one did that was killed the
// other goes on with.
func TestServers(t *testing.T) {
	_, address := startPostgres(t)
	t.Setenv("GUITU_STORE", address)
	_, bucket := startS3(t)
	t.Setenv("GUITU_BLOBS", bucket)
	root, noModels := t.TempDir(), t.TempDir()
	folder := func(name string, keysOf string, keys ...string) string {
		data := filepath.Join(root, name)
		copySecrets(t, filepath.Join(root, keysOf), data, keys...)
		return data
	}
	a := serve(t, folder("a", ""), noModels)
	for key, says := range map[string]string{".audit-key": "主密钥", ".key": "审计密钥"} { // it has but the one
		other := folder("other"+key, "a", key)
		if code, _, errs := run(t, "serve", "--data", other, "--models", noModels, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"); code != exitFailed || !strings.Contains(errs, says) {
			t.Errorf("a server with other keys: exit %d, want %q\n%s", code, says, errs)
		}
	}
	b := serve(t, folder("b", "a", ".key", ".audit-key"), noModels)
	if code, _, errs := run(t, "key", "rotate", "-q", "--data", folder("c", "a", ".key", ".audit-key")); code != exitFailed || !strings.Contains(errs, "数据库正被服务器使用") {
		t.Errorf("keys are rotated while servers run: exit %d\n%s", code, errs)
	}

	serversFind(t, a, b)
	serversKnow(t, a, b)
	serversTakeOver(t, a, b)
	b.stop()
	if code, out, errs := run(t, "audit", "verify", "--data", b.data); code != 0 {
		t.Errorf("audit verify: %s%s", out, errs)
	}
}

// serversFind: what was written at either is found at the other by the next call.
func serversFind(t *testing.T, a, b *process) {
	given := []rune("花建国秀英志强")
	for i, one := range given {
		at, other := a, b
		if i%2 == 1 {
			at, other = b, a
		}
		name := "欧阳" + string(one) + "东"
		n := at.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprint("n", i), name))
		r := other.must(http.MethodPost, "/v1/records", with(aRecord(fmt.Sprint("r", i), name+"（音）"), "photos", []object{{"content": greyPicture()}}))
		for _, p := range []*process{at, other} {
			list := p.must(http.MethodGet, "/v1/"+str(r, "name")+"/matches", nil)
			if str(list, "matches.0.notice") != str(n, "name") {
				t.Errorf("the notice of %s is not the first match at %s", name, p.data)
			}
		}
		if code, _ := at.raw(http.MethodGet, "/v1/"+str(r, "photos.0.name"), "", nil); code != http.StatusOK {
			t.Errorf("a photo that came to the other server: %d", code)
		}
	}
	eventually(t, "each pair is announced once, and told of at both", func() bool {
		for _, p := range []*process{a, b} {
			pairs := map[string]int{}
			found := p.must(http.MethodGet, "/v1/alerts?pageSize=200", nil)
			for i := range length(found, "alerts") {
				m := at(found, fmt.Sprintf("alerts.%d.match", i))
				if pairs[str(m, "record")+str(m, "notice")]++; pairs[str(m, "record")+str(m, "notice")] > 1 {
					t.Fatalf("announced twice: %v", m)
				}
			}
			if len(pairs) < len(given) {
				return false
			}
		}
		return true
	})
}

// serversKnow: a login at the one is one at the other, and ends there when it ends.
func serversKnow(t *testing.T, a, b *process) {
	here := a.login("guan", "STATION", "50")
	there := *here
	there.http, there.data = b.http, b.data
	if me := there.must(http.MethodGet, "/v1/users/me", nil); str(me, "login") != "guan" {
		t.Errorf("the other server knows %v", me)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := there.events(ctx, "")
	if code, _ := here.call(http.MethodDelete, "/v1/sessions/current", nil); code != http.StatusOK {
		t.Fatalf("logout: %d", code)
	}
	for range events { // until the stream ends
	}
	if code, _ := there.call(http.MethodGet, "/v1/users/me", nil); code != http.StatusUnauthorized {
		t.Errorf("after the logout at the first server, the other answers %d", code)
	}
}

// serversTakeOver: an import that was begun at b and is worked on by a goes on at b when a is killed.
func serversTakeOver(t *testing.T, a, b *process) {
	const rows = 6000
	var file strings.Builder
	for i := range rows {
		file.WriteString(line(manyNotice(i)))
	}
	imp := b.upload("NOTICES", file.String())
	name, done := str(imp, "name"), 0.0
	eventually(t, "the import is under way", func() bool {
		imp = b.must(http.MethodGet, "/v1/"+name, nil)
		done = number(imp, "created")
		return done > 0
	})
	a.kill()
	if str(imp, "state") != "RUNNING" || done >= rows {
		t.Fatalf("not killed in the middle: %v", imp)
	}
	imp = b.finish(b.must(http.MethodGet, "/v1/"+name, nil))
	if str(imp, "state") != "DONE" || number(imp, "created") != rows || number(imp, "failed") != 0 || number(imp, "updated") != 0 || number(imp, "unchanged") != 0 {
		t.Fatalf("after it was taken over: %v", imp)
	}
	seen := b.externalIDs()
	for i := range rows {
		if !seen[fmt.Sprintf("many-%d", i)] {
			t.Errorf("many-%d is missing", i)
		}
	}
}
