package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A small frozen run: it fails when the ranking moves, for better or for worse, and
// shows how. go test ./cmd/guitu -run Golden -update accepts the change.
func TestEvalGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"eval.golden":    {"--notices", "2000", "--records", "300", "--pairs", "120", "--photos", "0.3", "--methods", "guitu,oracle,trigram,exact"},
		"wording.golden": {"--notices", "800", "--records", "200", "--pairs", "120", "--wording", "real", "--methods", "guitu,oracle,exact"},
	} {
		args = append([]string{"eval", "-q", "--golden", filepath.Join("testdata", file)}, args...)
		if *update {
			args = append(args, "--update")
		}
		if code, _, errs := run(t, args...); code != 0 {
			t.Errorf("%s: exit %d: %s", file, code, errs)
		}
	}
}

func TestEvalCommand(t *testing.T) {
	dir := t.TempDir()
	page, fit := filepath.Join(dir, "report.html"), filepath.Join(dir, "fit.json")
	code, out, errs := run(t, "eval", "-q", "--split", "train", "--notices", "300", "--records", "40", "--pairs", "20",
		"--methods", "guitu,bleve", "--html", page, "--fit", fit)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, want := range []string{"train split, plain wording: 300 notices, 40 records, 20 pairs", "recall@1", "bleve", "scale", "without @1"} {
		if !strings.Contains(out, want) {
			t.Errorf("eval does not say %q:\n%s", want, out)
		}
	}
	for path, want := range map[string]string{page: "<svg", fit: `"scale":[`} {
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s does not hold %q: %v", path, want, err)
		}
	}
	if code, _, errs := run(t, "eval", "--methods", "guess", "--notices", "20", "--records", "2", "--pairs", "1"); code != exitFailed || !strings.Contains(errs, "guess") {
		t.Errorf("an unknown method: exit %d, %s", code, errs)
	}
	if code, _, errs := run(t, "eval", "-q", "--methods", "exact", "--notices", "20", "--records", "2", "--pairs", "1", "--golden", filepath.Join(dir, "none")); code != exitFailed || !strings.Contains(errs, "--update") {
		t.Errorf("a golden file that is not there: exit %d, %s", code, errs)
	}
}
