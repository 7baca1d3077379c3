package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

func TestEvalPrints(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "report.json")
	fingers := templates{t, rand.New(rand.NewPCG(4, 25))}
	for i := range 12 {
		finger := synthetic.NewFinger(fingers.dice)
		folder := filepath.Join(dir, fmt.Sprintf("finger%02d", i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		for k := range 3 {
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(k, ".fmr")), fingers.of(prints.Formats[k], prints.UnknownFinger, finger, 70), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "finger03", "broken.fmr"), []byte("FMR"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, said, errs := run(t, "eval", "prints", dir, "--json", out, "-q")
	if code != 0 || !strings.Contains(said, "36 pairs of one finger, 66 of strangers") || !strings.Contains(said, "broken.fmr") {
		t.Fatalf("exit %d\n%s%s", code, said, errs)
	}
	var r eval.PrintReport
	if text, err := os.ReadFile(out); err != nil || json.Unmarshal(text, &r) != nil {
		t.Fatal(err)
	}
	if r.EER > .06 || r.Fingers != 12 || len(r.ROC) < 3 || r.ROC[0][0] != 1 || r.FMR1000 < r.FMR100 {
		t.Errorf("measured %+v", r)
	}
	if code, _, errs := run(t, "eval", "prints", t.TempDir()); code == 0 || !strings.Contains(errs, "文件夹") {
		t.Errorf("an empty folder: exit %d\n%s", code, errs)
	}
}
