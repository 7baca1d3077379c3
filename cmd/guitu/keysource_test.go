package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Keys from the environment and from a command are never on disk; they are rotated in the source.
func TestKeySources(t *testing.T) {
	newKey := func() string {
		t.Helper()
		code, out, errs := run(t, "key", "new")
		if code != 0 || !strings.HasPrefix(out, "guitu-master-1 ") {
			t.Fatalf("key new: %s%s", out, errs)
		}
		return strings.TrimSpace(out)
	}
	old, next := newKey(), newKey()
	root := t.TempDir()
	data, file := filepath.Join(root, "data"), filepath.Join(root, "kms")
	t.Setenv("GUITU_KEY_FROM", "env:STATION_KEY")
	t.Setenv("GUITU_AUDIT_KEY_FROM", "env:TRAIL_KEY")
	t.Setenv("STATION_KEY", old)
	t.Setenv("TRAIL_KEY", strings.Repeat("trail", 8))
	check := func(args ...string) (int, string) {
		t.Helper()
		code, out, errs := run(t, append([]string{"user", "list", "--data", data}, args...)...)
		return code, out + errs
	}
	if code, said := check(); code != 0 {
		t.Fatalf("with keys from the environment: %s", said)
	}
	for _, name := range []string{"data.key", "data.audit-key"} {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			t.Errorf("%s is on disk", name)
		}
	}
	if err := os.WriteFile(file, []byte(old+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := check("--key-from", "cmd:cat "+file); code != 0 {
		t.Errorf("with a key from a command: %s", said)
	}
	for source, says := range map[string]string{
		"env:NONE":                  "没有给出密钥",
		"cmd:cat " + file + ".none": "命令失败",
		"cmd:":                      "没有写明命令",
		"vault:x":                   "env:变量名",
		"cmd:echo not a key":        "不是归途的密钥文件",
		"cmd:echo " + next:          "与数据目录不符",
	} {
		code, said := check("--key-from", source)
		if code == 0 || !strings.Contains(said, says) || strings.Contains(said, strings.Fields(old)[2]) {
			t.Errorf("%s: exit %d, want %q: %s", source, code, says, said)
		}
	}
	if code, said := check("--audit-key-from", "cmd:echo short"); code == 0 || !strings.Contains(said, "不足 32 个字符") {
		t.Errorf("a short audit key: %s", said)
	}

	if code, _, errs := run(t, "key", "rotate", "-q", "--data", data); code == 0 || !strings.Contains(errs, "guitu key new") {
		t.Errorf("rotated without a new key: %s", errs)
	}
	t.Setenv("STATION_KEY", next+"\n"+old)
	if code, out, errs := run(t, "key", "rotate", "-q", "--data", data); code != 0 || !strings.Contains(out, "请从中删去旧密钥") {
		t.Fatalf("rotate: %s%s", out, errs)
	}
	t.Setenv("STATION_KEY", next)
	if code, said := check(); code != 0 {
		t.Errorf("with the new key alone: %s", said)
	}
	t.Setenv("STATION_KEY", old)
	if code, _ := check(); code == 0 {
		t.Error("the old key still opens the folder")
	}
}
