//go:build !race

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A service without its key, or with one that is not safe, does not start and says why.
func TestServeWithoutItsKey(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func(data string) (flags []string, err error)
		want  string
	}{
		"lost":       {func(data string) ([]string, error) { return nil, os.Remove(data + ".key") }, "找不到主密钥文件"},
		"for others": {func(data string) ([]string, error) { return nil, os.Chmod(data+".key", 0o644) }, "chmod 600"},
		"inside": {func(data string) ([]string, error) {
			inside := filepath.Join(data, "key")
			return []string{"--key", inside}, os.Rename(data+".key", inside)
		}, "在数据目录里面"},
	} {
		t.Run(what, func(t *testing.T) {
			data, noModels := t.TempDir(), t.TempDir()
			p := serve(t, data, noModels)
			p.must(http.MethodPost, "/v1/notices", aNotice("n1", "许花东"))
			p.kill()
			flags, err := c.spoil(data)
			if err != nil {
				t.Fatal(err)
			}
			args := append([]string{"serve", "--data", data, "--models", noModels, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, flags...)
			if code, _, errs := run(t, args...); code != exitFailed || !strings.Contains(errs, c.want) {
				t.Errorf("exit %d: %s", code, errs)
			}
		})
	}
	// A key elsewhere is named, and then nothing lies beside the folder.
	data, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "guitu.key")
	if code, _, errs := run(t, "due", "--data", data, "--models", data, "--key", elsewhere); code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if _, err := os.Stat(data + ".key"); !os.IsNotExist(err) {
		t.Errorf("a key beside the folder: %v", err)
	}
}

// A rotation that is killed again and again ends when it is started once more, and the
// service serves in between.
func TestRotateAndKill(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	var file strings.Builder
	for i := range 3000 {
		file.WriteString(line(manyNotice(i)))
	}
	p.finish(p.upload("NOTICES", file.String()))
	photo := str(p.must(http.MethodPost, "/v1/notices", with(aNotice("n1", "许花东"), "photos", []object{{"content": greyPicture()}})), "photos.0.name")
	_, picture := p.raw(http.MethodGet, "/v1/"+photo, "", nil)
	key := string(readFile(t, data+".key"))
	p.kill()

	for _, wait := range []int{50, 100, 150, 250, 400} {
		cmd := exec.Command(os.Args[0], "key", "rotate", "--data", data, "-q")
		cmd.Env = append(os.Environ(), asProgram+"=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(wait) * time.Millisecond)
		_ = cmd.Process.Kill() // it may have ended
		err := cmd.Wait()
		t.Logf("killed after %d ms: %v", wait, err)
	}
	check := func() {
		t.Helper()
		p := serve(t, data, noModels)
		if found := p.must(http.MethodGet, "/v1/notices?externalId=many-2999", nil); length(found, "notices") != 1 {
			t.Errorf("a notice is gone: %v", found)
		}
		if _, now := p.raw(http.MethodGet, "/v1/"+photo, "", nil); string(now) != string(picture) || len(now) == 0 {
			t.Errorf("the picture came back as %d bytes", len(now))
		}
		p.kill()
	}
	check()
	if code, out, errs := run(t, "key", "rotate", "--data", data); code != 0 || !strings.Contains(out, "主密钥已更换") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	check()
	if now := string(readFile(t, data+".key")); now == key || strings.Count(now, "guitu-master-1") != 1 {
		t.Errorf("the key file holds %d keys, or the old one", strings.Count(now, "guitu-master-1"))
	}
	if ring := string(readFile(t, filepath.Join(data, "keys.json"))); strings.Count(ring, "wrapped") != 1 {
		t.Errorf("data keys: %s", ring)
	}
}
