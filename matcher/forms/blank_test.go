package forms_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/forms"
	"github.com/guitu-project/guitu/models"
)

func textOf(t *testing.T, name string, pdf []byte) string {
	t.Helper()
	file := filepath.Join(printedTo(t), name+".pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// printedTo returns where what was printed is left to be looked at, when that is asked for.
func printedTo(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("GUITU_FORMS"); dir != "" {
		return dir
	}
	return t.TempDir()
}

// Every form can be had with nothing on it: no box is ticked, no number stands on it.
func TestBlankForms(t *testing.T) {
	all := forms.All()
	if len(all) < 12 {
		t.Errorf("%d forms", len(all))
	}
	for _, o := range all {
		t.Run(string(o.Form), func(t *testing.T) {
			pdf, err := forms.Blank(o.Form, "青石市救助管理站")
			if err != nil {
				t.Fatal(err)
			}
			text := textOf(t, "blank-"+string(o.Form), pdf)
			if !strings.Contains(text, "青石市救助管理站") || strings.Contains(text, "编号 ") || strings.Contains(text, "☑") || strings.Contains(text, "✓") || strings.Contains(text, "0001") {
				t.Errorf("on the blank form:\n%s", text)
			}
		})
	}
	if _, err := forms.Blank("POEM", ""); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("no such form: %v", err)
	}
}

// A case's report says what speaks for and against, what is withdrawn, and what is withheld.
func TestCaseReport(t *testing.T) {
	n := &models.Notice{Entry: models.Entry{ExternalID: "N-1", Person: models.Person{Names: []models.PersonName{{Text: "许花东", Kind: models.NameLegal}}}}, MissingDate: "2019-03", MissingPlace: models.Place{Text: "成都市武侯区"}}
	pdf, err := forms.PrintCase(forms.CaseFacts{
		Case: &models.Case{Name: "cases/c1", State: models.CaseVerifying, FaceAlone: true, Match: models.Match{Probability: .964, Evidence: []models.Evidence{
			{Feature: "name", Weight: 12.5, Reason: models.Text{Zh: "字不同而读音相同"}}, {Feature: "dates", Weight: -9, Conflict: true, Reason: models.Text{Zh: "发现早于走失"}},
		}}},
		Record: aRecord(), Notice: n, Withheld: 1, Story: []string{"2026年3月2日 12:05，安伟 提出核实：像。"}, By: "安伟", Printed: noon,
		Items: []models.Item{{Number: 1, Kind: models.ItemDNA, Result: models.ResultSupports, Signature: "白法医", Reference: "D-7", Withdrawn: 3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := textOf(t, "case-report", pdf)
	for _, want := range []string{"寻亲核验报告", "96", "+12.5", "-9.0", "【冲突】发现早于走失", "DNA", "已撤回", "D-7", "另有 1 项", "只凭人脸", "许花东", "徐华栋", "安伟", "AJ-C1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}
