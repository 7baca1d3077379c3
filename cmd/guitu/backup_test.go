//go:build !race

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The drill: a service is backed up while it is written to, loses its folder, and comes back
// as it was; the one who was erased after the backup stays erased, and what is lost is said.
func TestRestoreDrill(t *testing.T) {
	root := t.TempDir()
	data, backups, noModels := filepath.Join(root, "data"), filepath.Join(root, "backups"), filepath.Join(root, "none")
	p := serve(t, data, noModels)
	stays := p.must(http.MethodPost, "/v1/notices", aNotice("stays", "许花东"))
	goes := p.must(http.MethodPost, "/v1/notices", aNotice("goes", "柳望舒"))
	photo := p.must(http.MethodPost, "/v1/"+str(stays, "name")+"/photos", object{"content": greyPicture(), "contentType": "image/png"})
	if state := p.must(http.MethodGet, "/v1/system", nil); state["backup"] != nil {
		t.Errorf("before the first backup: %v", state["backup"])
	}
	if code, out, errs := run(t, "backup", backups, "--data", data); code != 0 || !strings.Contains(out, "已备份") {
		t.Fatalf("backup: %d %s %s", code, out, errs)
	}
	state := p.must(http.MethodGet, "/v1/system", nil)
	if at(state, "backup.verified") != true || str(state, "backup.time") == "" {
		t.Errorf("after the backup: %v", state["backup"])
	}
	later := p.must(http.MethodPost, "/v1/notices", aNotice("later", "方青石"))
	p.must(http.MethodPost, "/v1/"+str(goes, "name")+":erase", object{"reason": "FAMILY_WITHDREW"})
	p.stop()
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}

	if code, out, errs := run(t, "restore", backups, "--data", data); code != 0 {
		t.Fatalf("restore: %d %s %s", code, out, errs)
	}
	p = serve(t, data, noModels)
	p.must(http.MethodGet, "/v1/"+str(stays, "name"), nil)
	if code, raw := p.raw(http.MethodGet, "/v1/"+strings.TrimPrefix(str(photo, "name"), "/"), "", nil); code != http.StatusOK || len(raw) == 0 {
		t.Errorf("the photo after the restore: %d", code)
	}
	for what, name := range map[string]string{"erased": str(goes, "name"), "later than the backup": str(later, "name")} {
		if code, answer := p.call(http.MethodGet, "/v1/"+name, nil); code != http.StatusNotFound {
			t.Errorf("who is %s: %d %v", what, code, answer)
		}
	}
	if list := p.must(http.MethodGet, "/v1/erasures", nil); str(list, "erasures.0.name") != str(goes, "name") {
		t.Errorf("erased are %v", list)
	}
	if code, out, errs := run(t, "audit", "verify", "--data", data); code != 0 || !strings.Contains(out, "恢复了较早的备份") {
		t.Errorf("audit verify: %d %s %s", code, out, errs)
	}
	p.kill()
	p = serve(t, data, noModels) // what was said once is not said again
	if rows := p.must(http.MethodGet, "/v1/audit?pageSize=1000", nil); strings.Count(fmt.Sprint(rows), "LOSS") != 1 {
		t.Errorf("losses in the trail: %v", rows)
	}
}

// A backup and a restore that are killed leave nothing half, and succeed when they are
// started again.
func TestKilledBackup(t *testing.T) {
	root := t.TempDir()
	data, backups, noModels := filepath.Join(root, "data"), filepath.Join(root, "backups"), filepath.Join(root, "none")
	p := serve(t, data, noModels)
	p.must(http.MethodPost, "/v1/notices", aNotice("stays", "许花东"))
	killed := func(args ...string) {
		t.Helper()
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()         // "signal: killed" is what we want
	}
	for range 3 {
		killed("backup", backups, "--data", data)
	}
	time.Sleep(time.Second) // a backup is named by its second
	if code, out, errs := run(t, "backup", backups, "--data", data); code != 0 {
		t.Fatalf("backup: %d %s %s", code, out, errs)
	}
	p.kill()
	back := filepath.Join(root, "back")
	for range 3 {
		killed("restore", backups, "--data", back)
		if err := os.RemoveAll(back); err != nil { // one that was done in time
			t.Fatal(err)
		}
	}
	if code, out, errs := run(t, "restore", backups, "--data", back); code != 0 {
		t.Fatalf("restore: %d %s %s", code, out, errs)
	}
	copySecrets(t, data, back, ".key", ".audit-key")
	if code, out, errs := run(t, "check", "--data", back, "--models", noModels); code != 0 {
		t.Errorf("check of what was restored: %d %s %s", code, out, errs)
	}
}

// A damaged row is left out: the service starts without its index, everyone else is
// listed, and the row is named to those who keep the service.
func TestOneDamagedRow(t *testing.T) {
	data, noModels := filepath.Join(t.TempDir(), "data"), t.TempDir()
	p := serve(t, data, noModels)
	bad := p.must(http.MethodPost, "/v1/notices", aNotice("bad", "柳望舒"))
	p.must(http.MethodPost, "/v1/notices", aNotice("good", "许花东"))
	p.stop()
	flipRow(t, data, str(bad, "name"), "测试公安局", "bad")
	if code, out, _ := run(t, "check", "--data", data, "--models", noModels); code != exitFailed || !strings.Contains(out, "has 1 too many") {
		t.Errorf("check with an index that knows the damaged row: %d %s", code, out)
	}
	if _, out, _ := run(t, "check", "--repair", "--data", data, "--models", noModels); !strings.Contains(out, "index rebuilt") {
		t.Errorf("check --repair: %s", out)
	}
	if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
		t.Fatal(err)
	}
	p = serve(t, data, noModels)
	if list := p.must(http.MethodGet, "/v1/notices", nil); length(list, "notices") != 1 || str(list, "notices.0.externalId") != "good" {
		t.Errorf("the list is %v", list)
	}
	if code, answer := p.call(http.MethodGet, "/v1/"+str(bad, "name"), nil); code != http.StatusInternalServerError || !strings.Contains(str(answer, "message"), "数据已损坏") {
		t.Errorf("the damaged notice: %d %v", code, answer)
	}
	if state := p.must(http.MethodGet, "/v1/system", nil); str(state, "damagedRows.0") != str(bad, "name") {
		t.Errorf("damaged rows: %v", state["damagedRows"])
	}
	if code, ready := p.call(http.MethodGet, "/readyz", nil); code != http.StatusOK || !strings.Contains(fmt.Sprint(ready), "name:rows state:WARN") || strings.Contains(fmt.Sprint(ready), str(bad, "name")) {
		t.Errorf("readiness: %d %v", code, ready)
	}
	if code, out, _ := run(t, "check", "--data", data); code != exitFailed || !strings.Contains(out, str(bad, "name")) || strings.Contains(out, "too many") {
		t.Errorf("check: %d %s", code, out)
	}
}

// flipRow changes one byte of what is sealed in a subject's row, in the database file of a
// service that was stopped.
func flipRow(t *testing.T, data, name, origin, externalID string) {
	t.Helper()
	file := filepath.Join(data, "guitu.db")
	content := readFile(t, file)
	row := bytes.Index(content, []byte(name+origin+externalID))
	if row < 0 {
		t.Fatalf("the row of %s is not in the file", name)
	}
	content[row+len(name)+300] ^= 1 // beyond the columns that are not sealed
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
