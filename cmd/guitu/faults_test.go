//go:build !race

package main

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// With 64 descriptors the service answers what it can, says the rest in its own words, loses
// nothing that it acknowledged, and is well again when the callers who held them have left.
func TestFewDescriptors(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := &process{TB: t, data: data}
	p.cmd = exec.Command("sh", "-c", `ulimit -n 64 && exec "$0" "$@"`, os.Args[0], "serve", "--data", data, "--models", noModels, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--log-level", "warn")
	log := new(logged)
	p.cmd.Stderr = log
	begin(t, p.cmd, "the service", log)
	eventually(t, "the service listens", func() bool {
		a, err := readAddresses(data)
		if err != nil {
			return false
		}
		p.http, p.token = a.HTTP, strings.TrimSpace(string(readFile(t, tokenFile(data))))
		return true
	})
	p.must(http.MethodPost, "/v1/notices", aNotice("before", "许花东"))
	if !strings.Contains(log.String(), "ulimit -n") {
		t.Errorf("the log does not say that few files may be open:\n%s", log)
	}

	var held []net.Conn
	for range 60 {
		conn, err := net.Dial("tcp", p.http)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	kept := map[string]bool{}
	for i := range 20 {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		id := fmt.Sprintf("amid-%d", i)
		if made, ok := p.ask(ctx, http.MethodPost, "/v1/notices", line(aNotice(id, "许花冬"))); ok {
			kept[str(made, "name")] = true
		}
		stop()
	}
	for _, conn := range held {
		_ = conn.Close()
	}
	eventually(t, "the service is well again", func() bool {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		_, ok := p.ask(ctx, http.MethodPost, "/v1/notices", line(aNotice(fmt.Sprint("after-", time.Now().UnixNano()), "柳望舒")))
		return ok
	})
	p.kill()
	p = serve(t, data, noModels)
	for name := range kept {
		p.must(http.MethodGet, "/v1/"+name, nil)
	}
	if found := p.must(http.MethodGet, "/v1/notices?externalId=before", nil); length(found, "notices") != 1 {
		t.Errorf("what was acknowledged before is %v", found)
	}
}

// spoilt are the kinds of files in a data folder, and beside it, by their paths.
var spoilt = regexp.MustCompile(`(^|/)(guitu\.db|keys\.json|admin\.token|scan|store/[0-9a-f]+\.zap|root\.bolt|index_meta\.json|backup\.json|blobs/.*|exports/.*)$|\.(key|audit-key|head|erased)$`)

// One byte that is turned in any kind of file: every command ends in an orderly
// way, the service starts or says which file is wrong, what can be rebuilt is, and what is
// answered is what was there.
func TestOneByteOfEveryFile(t *testing.T) {
	root, noModels := t.TempDir(), t.TempDir()
	data := filepath.Join(root, "data")
	p := serve(t, data, noModels)
	for i := range 30 {
		p.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprintf("whole-%d", i), "许花东"))
	}
	with := with(aNotice("photo", "许花冬"), "photos", []object{{"content": greyPicture()}})
	p.must(http.MethodPost, "/v1/notices", with)
	gone := str(p.must(http.MethodPost, "/v1/notices", aNotice("gone", "柳望舒")), "name")
	p.must(http.MethodPost, "/v1/"+gone+":erase", object{"reason": "FAMILY_WITHDREW"})
	p.stop()

	kinds := map[string]string{} // a file of each kind
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if m := spoilt.FindStringSubmatch(name); m != nil {
			kind := filepath.Ext(name)
			if kind == "" {
				kind = filepath.Base(filepath.Dir(name)) + "/" + filepath.Base(name)
			}
			if strings.Contains(name, "blobs/") {
				kind = "blob"
			}
			kinds[kind] = name
		}
		return err
	})
	if err != nil || len(kinds) < 8 {
		t.Fatalf("only %v, %v", kinds, err)
	}
	kinds["nothing"] = ""
	for kind, name := range kinds {
		t.Run(strings.ReplaceAll(kind, "/", "_"), func(t *testing.T) {
			again := t.TempDir()
			if err := os.CopyFS(again, os.DirFS(root)); err != nil {
				t.Fatal(err)
			}
			ownerOnly(t, again)
			if name != "" {
				path := filepath.Join(again, name)
				text := readFile(t, path)
				text[len(text)*9/10] ^= 1 // some begin with a comment
				if err := os.WriteFile(path, text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			folder := filepath.Join(again, "data")
			code, out, errs := run(t, "check", "--data", folder, "--models", noModels)
			if code != 0 && code != exitFailed || code != 0 && strings.TrimSpace(out+errs) == "" || strings.Contains(out+errs, "panic") || strings.Contains(out+errs, "goroutine ") {
				t.Errorf("check: exit %d\n%s%s", code, out, errs)
			}
			if name == "" && code != 0 {
				t.Fatalf("a copy is not whole: exit %d\n%s%s", code, out, errs)
			}
			t.Logf("%s: check ends with %d: %s", name, code, out)
			list, checked := filepath.Join(again, "all.jsonl"), code
			if code, out, errs = run(t, "export", "notices", list, "--purpose", "核对损坏的文件", "-q", "--data", folder, "--models", noModels); code != 0 {
				if strings.TrimSpace(errs) == "" || strings.Contains(errs, "panic") {
					t.Errorf("export: exit %d without a word\n%s%s", code, out, errs)
				}
				return
			}
			whole := string(readFile(t, list))
			if strings.Contains(whole, "柳望舒") {
				t.Errorf("who was erased is back:\n%.300s", whole)
			}
			if n := strings.Count(whole, "\n"); n != 31 && checked == 0 {
				t.Errorf("%d of 31 people are left, and check says nothing of it", n)
			}
		})
	}
}

// ownerOnly gives every file of a folder back to its owner alone, which a copy does not.
func ownerOnly(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
