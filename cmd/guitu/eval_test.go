package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

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
