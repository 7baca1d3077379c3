package main

import (
	"bytes"
	"context"
	"database/sql" //nolint:depguard // a person who works behind the back of the store
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// typed runs a command that reads a line.
func typed(line string, args ...string) (code int, out string) {
	var b bytes.Buffer
	m := Main{Args: append(args, "--log-level", "error"), Stdin: strings.NewReader(line + "\n"), Stdout: &b, Stderr: &b}
	code = m.Run(context.Background())
	return code, b.String()
}

func TestUserCommands(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for _, c := range []struct {
		typed string
		args  string
		code  int
		want  string
	}{
		{"ein-langes-kennwort", "user add guan --name 关小云 --role STATION --areas 5101,5102 --station 甲站", 0, "5101,5102"},
		{"kurz", "user add pei --role POLICE --areas 51", exitFailed, "密码至少 10 个字符"},
		{"ein-langes-kennwort", "user add pei --role POLICE", exitFailed, "辖区"},
		{"ein-langes-kennwort", "user add pei --role POLICE --areas *", exitFailed, "不能负责全国"},
		{"ein-langes-kennwort", "user add pei --role KING --areas 51", exitUsage, "KING"},
		{"ein-langes-kennwort", "user add guan --role POLICE --areas 51", exitFailed, "已经存在"},
		{"", "user add pei --role POLICE --areas 51 --issuer https://id.example --subject 4711", 0, "https://id.example"},
		{"", "user role pei --role SUPERVISOR --areas *", 0, "SUPERVISOR"},
		{"", "user areas guan 33", 0, "33"},
		{"", "user areas nobody 33", exitFailed, "nobody"},
		{"", "user disable guan", 0, "已停用"},
		{"", "user list", 0, "已停用"},
		{"", "user enable guan", 0, "guan"},
		{"ein-neues-kennwort", "user passwd guan", 0, "须改密码"},
		{"", "user link guan https://id.example 42", 0, "https://id.example"},
		{"", "user key add pei --title 市局 --scopes matches,notices.read", 0, "gk_"},
		{"", "user key add pei --title 市局 --scopes everything", exitFailed, "everything"},
		{"", "user key list pei", 0, "市局"},
		{"", "user key end apiKeys/none", exitFailed, "没有找到"},
		{"", "user add --help", 0, "--areas"},
	} {
		code, out := typed(c.typed, append(strings.Fields(c.args), "--data", data, "--models", t.TempDir())...)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("guitu %s: exit %d, want %d and %q:\n%s", c.args, code, c.code, c.want, out)
		}
		if c.typed != "" && strings.Contains(out, c.typed) {
			t.Errorf("guitu %s shows the password", c.args)
		}
	}
}

// The trail is exported and proven, also while a service runs; what was done to it
// behind the program's back is told by row.
func TestAuditCommands(t *testing.T) {
	data, files, noModels := filepath.Join(t.TempDir(), "data"), t.TempDir(), t.TempDir()
	folder := []string{"--data", data, "--models", noModels}
	file := filepath.Join(files, "notices.jsonl")
	if err := os.WriteFile(file, demoNotices, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := run(t, append([]string{"import", "notices", file, "-q"}, folder...)...); code != 0 {
		t.Fatal(errs)
	}
	p := serve(t, data, noModels)
	for format, want := range map[string]string{"csv": "seq,time,actor", "jsonl": `"action":"CREATE"`, "xlsx": "PK"} {
		to := filepath.Join(files, "trail."+format)
		if code, out, errs := run(t, append([]string{"audit", "export", to, "--format", format}, folder...)...); code != 0 || !strings.Contains(out, "rows") {
			t.Fatalf("export as %s: %s%s", format, out, errs)
		}
		text := string(readFile(t, to))
		if !strings.Contains(text, want) {
			t.Errorf("%s begins %.80q", format, text)
		}
		if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(readFile(t, filepath.Join(files, "trail.jsonl")))), "\n")
	var row object
	if err := json.Unmarshal([]byte(lines[0]), &row); err != nil || row["seq"] != "1" || len(row["hash"].(string)) != 64 {
		t.Errorf("the first row: %v, %v", row, err)
	}
	if code, out, _ := run(t, append([]string{"audit", "export", "-", "--actor", "nobody", "--format", "jsonl"}, folder...)...); code != 0 || out != "" {
		t.Errorf("of nobody: %q", out)
	}
	if code, _, errs := run(t, append([]string{"audit", "export", "-", "--from", "yesterday"}, folder...)...); code != exitFailed || !strings.Contains(errs, "2026-01-31") {
		t.Errorf("a wrong day: %d %s", code, errs)
	}
	ledger := filepath.Join(files, "ledger.xlsx")
	if code, _, errs := run(t, append([]string{"audit", "ledger", ledger}, folder...)...); code != 0 {
		t.Fatal(errs)
	}
	book, err := excelize.OpenFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	if head, err := book.GetRows("人脸识别使用台账"); err != nil || strings.Join(head[0], " ") != "日期 情形 救助编号 结果 经办人" {
		t.Errorf("the ledger: %v, %v", head, err)
	}
	_, whole, _ := run(t, append([]string{"audit", "verify"}, folder...)...)
	noted := whole[strings.LastIndex(whole, " ")+1 : len(whole)-1]
	if !strings.Contains(whole, "完整") {
		t.Fatalf("verify: %s", whole)
	}
	p.kill()

	if code, out, errs := run(t, append([]string{"audit", "verify", "--noted", noted}, folder...)...); code != 0 {
		t.Errorf("against the noted head: %s%s", out, errs)
	}
	db, err := sql.Open("sqlite3", filepath.Join(data, "guitu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE audit SET actor = 'somebody-else' WHERE seq = 5"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := run(t, append([]string{"audit", "verify"}, folder...)...); code != exitFailed || !strings.Contains(errs, "第 5 行") {
		t.Errorf("after an edit: %d %s", code, errs)
	}
}

func TestOIDCFile(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ text, want string }{
		"good":    {`{"issuer":"https://id.example","clientId":"guitu","clientSecretFile":"secret","redirectUrl":"http://localhost:8080/v1/oidc/callback","roles":{"a":"STATION"}}`, ""},
		"issuer":  {`{"issuer":"http://id.example","clientId":"guitu","redirectUrl":"https://x/cb"}`, "issuer"},
		"client":  {`{"issuer":"https://id.example","redirectUrl":"https://x/cb"}`, "clientId"},
		"role":    {`{"issuer":"https://id.example","clientId":"g","redirectUrl":"https://x/cb","roles":{"a":"KING"}}`, "roles.a"},
		"unknown": {`{"issuer":"https://id.example","secret":"in the open"}`, "secret"},
		"broken":  {`{`, "EOF"},
		"secret":  {`{"issuer":"https://id.example","clientId":"g","redirectUrl":"https://x/cb","clientSecretFile":"none"}`, "none"},
	} {
		if err := os.WriteFile(filepath.Join(dir, "secret"), []byte(" geheim\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name+".json")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		config, err := readOIDC(file)
		switch {
		case c.want == "" && (err != nil || config.Secret != "geheim"):
			t.Errorf("%s: %+v, %v", name, config, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v", name, err)
		}
	}
}
