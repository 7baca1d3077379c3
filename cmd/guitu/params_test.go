package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// demoFolder returns a data folder with the demo set, and the flags that name it.
func demoFolder(t *testing.T) (data string, folder []string) {
	t.Helper()
	data = t.TempDir()
	folder = []string{"--data", data, "--models", t.TempDir()}
	if code, _, errs := run(t, append([]string{"demo", "--once", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, folder...)...); code != 0 {
		t.Fatalf("demo: exit %d: %s", code, errs)
	}
	return data, folder
}

// decisionFile writes a file of decisions.
func decisionFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "decisions.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func decided(record, notice, verdict string) string {
	return line(object{"record": record, "notice": notice, "decision": verdict, "by": "李"})
}

// expect runs a command and looks for words in what it says.
func expect(t *testing.T, code int, args []string, want ...string) string {
	t.Helper()
	got, out, errs := run(t, args...)
	if got != code {
		t.Errorf("guitu %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, out, errs)
	}
	for _, w := range want {
		if !strings.Contains(out+errs, w) {
			t.Errorf("guitu %s does not say %q:\n%s%s", strings.Join(args, " "), w, out, errs)
		}
	}
	return out
}

// From decisions to numbers in force and back.
func TestParamsAreLearnedTriedUsedAndTakenBack(t *testing.T) {
	data, folder := demoFolder(t)
	params := func(args ...string) []string { return append(append([]string{"params"}, args...), folder...) }
	decisions := decisionFile(t, decided("demo-r1", "demo-n01", "CONFIRMED")+"\n"+decided("demo-r2", "demo-n11", "CONFIRMED")+
		decided("demo-r3", "demo-n09", "REJECTED")+decided("demo-r1", "demo-n01", "CONFIRMED"))
	expect(t, 0, params("show"), "built-in-4", "与内置参数相同", "收录率 0.100：内置值")

	// Three decisions are learned from, and move next to nothing.
	out := filepath.Join(data, "learned.json")
	expect(t, 0, params("learn", "-q", "--decisions", decisions, "--out", out), "依据 2 对确认、1 对排除", "name", "coverage", "params try "+out)
	learned, err := readParams(out)
	if err != nil {
		t.Fatal(err)
	}
	for feature, scale := range learned.Scale {
		if scale < .95 || scale > 1.05 {
			t.Errorf("three decisions moved the scale of %s to %.3f", feature, scale)
		}
	}
	if l := learned.Learned; l == nil || l.Confirmed != 2 || l.Rejected != 1 || l.Under != "built-in-4" {
		t.Errorf("%+v", l)
	}
	expect(t, 0, params("show"), "built-in-4", "与内置参数相同") // not in force yet

	// Numbers that distrust names move the demo's matches.
	hand := filepath.Join(data, "hand.json")
	if err := os.WriteFile(hand, []byte(`{"Version": "hand-1", "Scale": {"name": 0.3}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, 0, params("try", hand, "-q"), "built-in-4 → hand-1", "比较了 3 份", "首位候选换人", "demo-r3", "demo-n09", "     0  对升至 50% 以上")
	if out := expect(t, 0, params("try", hand, "-q", "--sample", "1"), "比较了 1 份"); strings.Count(out, "records/") > 1 {
		t.Errorf("a sample of one:\n%s", out)
	}
	expect(t, 0, params("try", builtIn, "-q"), "no probability moves")

	expect(t, 0, params("use", hand), "hand-1", "params use built-in", "takes effect when the service starts")
	expect(t, 0, params("show"), "hand-1", "Scale.name", "1 → 0.3", "params-hand-1.json")
	expect(t, 0, params("use", out), learned.Version, "params use hand-1")
	expect(t, 0, params("use", builtIn), "built-in-4", "params use "+learned.Version)
	expect(t, 0, params("use", learned.Version), learned.Version)
	expect(t, 0, params("show"), "学自 2 对确认、1 对排除", "params-hand-1.json")
	expect(t, 0, params("use", "params-hand-1.json"), "hand-1")
	if _, err := os.Stat(filepath.Join(data, "params-"+learned.Version+".json")); err != nil {
		t.Error(err)
	}
	expect(t, 0, params("use", builtIn), "built-in-4")
	if _, err := os.Stat(filepath.Join(data, "params.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the built-in numbers are in force, and params.json is there: %v", err)
	}
}

// Learning again from the same decisions gives the same numbers, whichever are in
// force: no decision counts twice.
func TestLearnTwice(t *testing.T) {
	data, folder := demoFolder(t)
	decisions := decisionFile(t, decided("demo-r1", "demo-n01", "REJECTED")+decided("demo-r2", "demo-n11", "CONFIRMED"))
	learn := []string{"params", "learn", "-q", "--firm", "0.5", "--decisions", decisions}
	var sums []string
	for _, name := range []string{"one.json", "two.json"} {
		path := filepath.Join(data, name)
		expect(t, 0, append(append(learn, "--out", path), folder...))
		expect(t, 0, append([]string{"params", "use", path}, folder...))
		p, err := readParams(path)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := p.Sum()
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, sum)
		if p.ScaleOf("name") > .99 {
			t.Errorf("the rejection of a sure pair leaves the name at %.3f", p.ScaleOf("name"))
		}
	}
	if sums[0] != sums[1] {
		t.Error("the second time other numbers came out")
	}
}

// What is wrong with decisions is said by line and field, and nothing is written.
func TestWrongDecisions(t *testing.T) {
	data, folder := demoFolder(t)
	good := decided("demo-r1", "demo-n01", "CONFIRMED") + decided("demo-r3", "demo-n09", "REJECTED")
	before, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"", "CONFIRMED"},
		{decided("demo-r1", "demo-n01", "CONFIRMED"), "none is REJECTED"},
		{decided("demo-r1", "demo-n01", "REJECTED"), "none is CONFIRMED"},
		{good + "{oops\n", "line 3: decision"},
		{good + "[]\n", "line 3: decision"},
		{good + `{"record": 5}` + "\n", "line 3: record: 应为文字"},
		{good + "\n" + decided("", "demo-n01", "CONFIRMED"), "line 4: record"},
		{good + decided("demo-r1", "", "CONFIRMED"), "line 3: notice"},
		{good + decided("demo-r1", "demo-n01", "MAYBE"), "line 3: decision"},
		{good + decided("demo-r99", "demo-n01", "CONFIRMED"), "line 3: record: no subject has the externalId"},
		{good + decided("demo-r1", "notices/none", "CONFIRMED"), "line 3: notice"},
		{good + decided("notices/none", "demo-n01", "CONFIRMED"), "line 3: record: 应为 records/…"},
		{good + decided("demo-r3", "demo-n09", "CONFIRMED"), "line 3: decision: 与第 2 行矛盾"},
		{good + strings.Repeat("x", longestDecision+1), "line 3: invalid"},
	} {
		expect(t, exitFailed, append([]string{"params", "learn", "-q", "--decisions", decisionFile(t, c.text)}, folder...), c.want)
	}
	path := decisionFile(t, good)
	expect(t, exitFailed, append([]string{"params", "learn", "--decisions", path, "--firm", "0"}, folder...), "firm")
	expect(t, exitFailed, append([]string{"params", "learn", "--decisions", path, "--out", filepath.Join(data, "params.json")}, folder...), "out")
	expect(t, exitFailed, append([]string{"params", "learn"}, folder...), "decisions")
	after, err := os.ReadDir(data)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d files, there were %d: %v", len(after), len(before), err)
	}
}

// A file that cannot be used leaves what is in force, and what is kept is never lost.
func TestParamsRefused(t *testing.T) {
	data, folder := t.TempDir(), []string(nil)
	folder = append(folder, "--data", data)
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	use := func(what string) []string { return append([]string{"params", "use", what}, folder...) }
	expect(t, 0, use(file("a.json", `{"Version": "a", "Coverage": 0.2}`)))
	for _, c := range []struct{ what, want string }{
		{"nowhere", "neither a file nor a version"},
		{file("b.json", `{"Version": "b", "Scale": {"hair": 1}}`), "Scale.hair"},
		{file("b.json", `{"Version": "../b"}`), "Version"},
		{file("b.json", `{"Version": "a", "Coverage": 0.3}`), "other numbers"},
		{file("b.json", `not JSON`), "b.json"},
	} {
		expect(t, exitFailed, use(c.what), c.want)
	}
	expect(t, exitFailed, []string{"params", "use", builtIn, "--data", filepath.Join(data, "none")}, "data folder")
	expect(t, 0, append([]string{"params", "show"}, folder...), "(in force)  a\n", "Coverage", "→ 0.2")
	expect(t, exitFailed, append([]string{"params", "try", "nowhere"}, folder...), "nowhere")
	expect(t, exitFailed, append([]string{"params", "try", builtIn, "--sample", "0"}, folder...), "sample")
}

// Beside a service that runs, showing and using work; using says that the service
// must be started again, and then every match names the version.
func TestParamsBesideARunningService(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	p.must("POST", "/v1/notices", aNotice("n1", "许花东"))
	record := str(p.must("POST", "/v1/records", aRecord("r1", "徐华栋（音）")), "name")
	hand := decisionFile(t, `{"Version": "hand-1", "Scale": {"name": 0.3}}`)
	expect(t, exitFailed, []string{"params", "try", hand, "--data", data}, "Another guitu", "stop it first")
	expect(t, exitFailed, []string{"params", "learn", "--decisions", decisionFile(t, ""), "--data", data}, "Another guitu")
	expect(t, 0, []string{"params", "use", hand, "--data", data}, "hand-1", "restart it")
	before := p.must("GET", "/v1/"+record+"/matches", nil)
	p.kill()
	p = serve(t, data, noModels)
	after := p.must("GET", "/v1/"+record+"/matches", nil)
	if a, b := number(after, "matches.0.weight"), number(before, "matches.0.weight"); a >= b-3 {
		t.Errorf("the weight is %.1f, and was %.1f before names counted less", a, b)
	}
	if a, b := str(after, "matches.0.parameters"), str(before, "matches.0.parameters"); a != "hand-1" || b != "built-in-4" {
		t.Errorf("the matches name %q, and named %q before the restart", a, b)
	}
}

func FuzzReadDecisions(f *testing.F) {
	f.Add(decided("r", "n", "CONFIRMED"))
	f.Add("\xEF\xBB\xBF{\"record\": \"r\", \"notice\": \"n\", \"decision\": \"REJECTED\"}\n\n{}")
	f.Add("{\"record\": 1}\n[")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := readDecisions(strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, models.ErrInvalid) || list != nil {
				t.Errorf("%d decisions, %v", len(list), err)
			}
			return
		}
		for i, d := range list {
			if d.record == "" || d.notice == "" || d.verdict == eval.Undecided || i > 0 && d.line <= list[i-1].line {
				t.Errorf("%+v", d)
			}
		}
	})
}

// A poor model that speaks before a good one is told when its numbers are put in force and for as
// long as they are.
func TestParamsWarnOfAPoorFaceModel(t *testing.T) {
	data := t.TempDir()
	for _, test := range []struct {
		version  string
		together float64
		warned   bool
	}{{"poor-1", .22, true}, {"good-1", .99, false}, {"chance-1", .985, false}} {
		f := feature.File{Params: feature.DefaultParams(), Faces: &feature.FaceMeasure{
			Date: "2026-11-30", Photos: 566, Alone: map[string]float64{models.ModelFR: .99, "x-poor": .2}, Together: test.together,
		}}
		f.Version = test.version
		path := filepath.Join(t.TempDir(), "fitted.json")
		if err := writeFile(path, f.Write); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"params", "use", path, "--data", data}, {"params", "show", "--data", data}} {
			out := expect(t, 0, args, test.version, "人脸首位命中", "x-poor  20.0 %")
			if strings.Contains(out, "警告：各模型合计比 fr-feature-v1 单独差 77.0 个百分点") != test.warned || strings.Contains(out, "警告") != test.warned {
				t.Errorf("%s: %s", test.version, out)
			}
		}
	}
}
