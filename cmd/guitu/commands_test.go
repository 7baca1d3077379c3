package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run runs a command in this process.
func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := Main{Args: append(args, "--log-level", "error"), Stdout: &out, Stderr: &errs}
	code = m.Run(context.Background())
	return code, out.String(), errs.String()
}

func TestCommands(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	folder := []string{"--data", data, "--models", noModels}
	file := filepath.Join(t.TempDir(), "notices.jsonl")
	if err := os.WriteFile(file, append(demoNotices, "{oops\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	exported, people, mapping, wrong := filepath.Join(dir, "all.xlsx"), filepath.Join(dir, "people.csv"), filepath.Join(dir, "map.json"), filepath.Join(dir, "wrong.csv")
	for file, text := range map[string]string{people: "当事人,性别,失踪时间,档案袋\n柳望舒,女,3/5/2019,蓝\n张三,男,2019,红\n", mapping: `{"当事人":"name"}`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args []string
		code int
		want []string // in stdout or stderr
	}{
		{[]string{"--help"}, 0, []string{"归途", "serve", "import", "reindex"}},
		{[]string{"import", "--help"}, 0, []string{"JSON", "Ctrl-C"}},
		{[]string{"nonsense"}, exitUsage, []string{"nonsense"}},
		{append([]string{"import", "notices", file}, folder...), exitRows, []string{"13 rows, 12 created, 0 updated, 0 unchanged, 1 failed", "line 13", "   failed  file", "        1  " + file}},
		{append([]string{"import", "notices", file, "-q"}, folder...), exitRows, []string{"0 created, 0 updated, 12 unchanged, 1 failed"}},
		{append([]string{"import", "people", file}, folder...), exitUsage, []string{"notices"}},
		{append([]string{"import", "notices"}, folder...), exitUsage, []string{"the files"}},
		{append([]string{"export", "notices", exported, "--purpose", "年终核对", "-q"}, folder...), 0, []string{"12 notices"}},
		{append([]string{"export", "notices", exported, "--purpose", "年终核对"}, folder...), exitFailed, []string{"exists"}},
		{append([]string{"import", "notices", exported, "-q"}, folder...), 0, []string{"0 created, 0 updated, 12 unchanged, 0 failed"}},
		{append([]string{"import", "notices", people, "-q", "--map", mapping, "--errors", wrong}, folder...), exitRows, []string{"1 created", "1 failed", "column 档案袋: text (unknown)"}},
		{append([]string{"import", "notices", wrong, "--check"}, folder...), exitRows, []string{"line 2 missingDate", "checked only"}},
		{append([]string{"import", "notices", people, exported, "-q", "--check"}, folder...), exitRows, []string{"line 3 unchanged: 张三 · MALE · 2019", "合计 (all 2)"}},
		{append([]string{"import", "notices", filepath.Join(dir, "nothing.csv")}, folder...), exitFailed, []string{"nothing.csv"}},
		{append([]string{"import", "notices", people, "--map", people}, folder...), exitFailed, []string{"应为 JSON"}},
		{append([]string{"match", "demo-r1"}, folder...), exitFailed, []string{"demo-r1"}},
		{append([]string{"demo", "--once", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, folder...), 0, []string{"12 unchanged", "3 created", "demo-n01", "读音相同"}},
		{append([]string{"match", "demo-r2"}, folder...), 0, []string{"demo-n11", "读音相同", "衣物"}},
		{append([]string{"rematch"}, folder...), 0, []string{"3 名受助人员", "demo-n01", "读音相同"}},
		{append([]string{"rematch", "-q", "-n", "0"}, folder...), 0, []string{"其中新增 (of these new) 0"}},
		{append([]string{"reindex"}, folder...), 0, []string{"index rebuilt: 13 open notices, 3 open records"}},
		{append([]string{"match", "demo-r3", "--zh"}, folder...), 0, []string{"demo-n09"}},
		{[]string{"face-models", "verify", "--models", noModels}, exitFailed, []string{"dlib_face_recognition_resnet_model_v1.dat"}},
		{[]string{"models", "verify", "--models", testCache(t, "models")}, 0, []string{"8 model files"}}, // its former name
	} {
		code, out, errs := run(t, c.args...)
		if code != c.code {
			t.Errorf("guitu %s: exit %d, want %d\n%s%s", strings.Join(c.args, " "), code, c.code, out, errs)
		}
		for _, w := range c.want {
			if !strings.Contains(out+errs, w) {
				t.Errorf("guitu %s does not say %q:\n%s%s", strings.Join(c.args, " "), w, out, errs)
			}
		}
	}
}

// The commands work with a service that runs, and a second service on the same
// folder is refused.
func TestCommandsBesideARunningService(t *testing.T) {
	p := serve(t, t.TempDir(), t.TempDir())
	p.must("POST", "/v1/notices", aNotice("n1", "许花东"))
	record := p.must("POST", "/v1/records", aRecord("r1", "徐华栋（音）"))
	if code, out, errs := run(t, "match", str(record, "name"), "--data", p.data); code != 0 || !strings.Contains(out, "(n1)") {
		t.Errorf("match: exit %d\n%s%s", code, out, errs)
	}
	if code, out, errs := run(t, "rematch", "-q", "--data", p.data); code != 0 || !strings.Contains(out, "(n1)") {
		t.Errorf("rematch: exit %d\n%s%s", code, out, errs)
	}
	list := p.must("GET", "/v1/matches?minProbability=0.01", nil)
	if pairs, _ := list["matches"].([]any); len(pairs) != 1 || str(pairs[0].(map[string]any), "record") != str(record, "name") {
		t.Errorf("likely pairs: %v", list)
	}
	for _, command := range [][]string{{"serve", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, {"reindex"}} {
		if code, _, errs := run(t, append(command, "--data", p.data)...); code != exitFailed || !strings.Contains(errs, "Another guitu") {
			t.Errorf("%s: exit %d, %s", command[0], code, errs)
		}
	}
}

// A damaged index is made anew by itself.
func TestDamagedIndex(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	p.must("POST", "/v1/notices", aNotice("n1", "许花东"))
	p.kill()
	err := filepath.WalkDir(filepath.Join(data, "index"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.WriteFile(path, []byte("garbage"), 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p = serve(t, data, noModels)
	if found := p.must("GET", "/v1/notices:searchText?query=n1", nil); length(found, "notices") != 1 {
		t.Errorf("after the damage: %v", found)
	}
}
