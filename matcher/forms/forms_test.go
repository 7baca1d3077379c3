package forms_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/forms"
	"github.com/guitu-project/guitu/models"
)

// printed returns a form's PDF, and what a reader copies out of it.
func printed(t *testing.T, s sample) (pdf []byte, text string) {
	t.Helper()
	pdf, err := forms.Print(s.form, s.facts)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "form.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output() // Debian's poppler-utils
	if err != nil {
		t.Fatalf("read the form back: %v", err)
	}
	return pdf, string(out)
}

// Every form says what it is called, its number and whose it is, and is the same again.
func TestForms(t *testing.T) {
	all := samples(t)
	covered := map[forms.Form]bool{}
	for name, s := range all {
		t.Run(name, func(t *testing.T) {
			pdf, text := printed(t, s)
			again, err := forms.Print(s.form, s.facts)
			if err != nil || !bytes.Equal(pdf, again) {
				t.Error("printed twice, it differs")
			}
			id := strings.ToUpper(s.facts.Proceeding.Head().Name[strings.Index(s.facts.Proceeding.Head().Name, "/")+1:])
			if n := strings.Count(text, id); n < 2 {
				t.Errorf("the number %s stands there %d times:\n%s", id, n, text)
			}
			if station := s.facts.Proceeding.Head().Station; !strings.Contains(text, station) {
				t.Errorf("it does not say that it is %s's:\n%s", station, text)
			}
			for _, font := range []string{"utf8han", "utf8more"} {
				if !bytes.Contains(pdf, []byte(font)) {
					t.Errorf("the font %s is not in the file", font)
				}
			}
			if len(pdf) > 200<<10 {
				t.Errorf("%d bytes: the fonts are not subset", len(pdf))
			}
		})
		covered[s.form] = true
	}
	for _, s := range all {
		for _, o := range forms.Of(s.facts.Proceeding) {
			if !covered[o.Form] {
				t.Errorf("no sample of %s", o.Form)
			}
		}
	}
}

// What a form says of the person, by hand.
func TestContents(t *testing.T) {
	all := samples(t)
	for name, words := range map[string][]string{
		"request":     {"求助登记表", "徐华栋（音）", "栋娃子", "☑公安机关", "□自行求助", "约 42–53 岁", "城南派出所", "手足冻伤", "布包 × 1", "衣物（棉衣） × 2", "☑予以救助", "白坡镇南村", "登记：徐华栋"},
		"refusal":     {"不予救助通知书", "固定住所和收入", "2026年3月2日", "拒绝签收"},
		"declaration": {"自行离站声明书", "主动要求自行离站", "联系到工友", "布包 × 1"},
		"leaving":     {"在站服务及离站登记表", "市三院；发热", "☑亲属", "户口簿", "4 天", "哥哥"},
		"end":         {"终止救助通知书", "☑擅自离站", "夜间未告知", "可凭身份证明领回"},
		"treatment":   {"救治介绍信", "市三院：", "发热", "回 执"},
		"patient":     {"市三院：", "120 送来", "护士站"},
		"police":      {"公安机关护送流浪乞讨人员交接表", "白警官", "大桥下"},
		"escort":      {"接送（护送）返乡单", "昭通市昭阳区", "☑救助管理机构", "合计 740.50 元", "何松", "☑是"},
		"patrol":      {"街面巡查记录表", "寒潮蓝色预警", "救助 1 号", "街面临时救助", "共记录 2 个位置"},
		"lead":        {"街面救助线索登记表", "☑严寒", "☑老年人", "☑街面临时救助", "被褥 × 1；食品 × 2"},
		"call":        {"录音编号", "录音 20260302-17", "12349 热线"},
		"inquiry":     {"协查函", "昭化县公安局：", "左眉有疤", "□相符"},
		"registry":    {"易流浪走失人员信息登记表", "常往火车站去", "同意书 3 号", "□入库"},
		"empty":       {"求助登记表", "□公安机关", "年 月 日"},
	} {
		_, text := printed(t, all[name])
		flat := strings.Join(strings.Fields(strings.ReplaceAll(text, "　", " ")), " ")
		for _, w := range words {
			if !strings.Contains(strings.ReplaceAll(flat, " ", ""), strings.ReplaceAll(w, " ", "")) {
				t.Errorf("%s does not say %q:\n%s", name, w, text)
			}
		}
	}
}

// Characters of names that are rare are printed and copied as they are; those that no font has
// are boxes, and listed.
func TestRareCharacters(t *testing.T) {
	_, text := printed(t, samples(t)["rare and long"])
	for _, want := range []string{"𬭩㐂𬀩𠮷", "阿卜杜热合曼·买买提", "本人自述", "（续）", "U+1F642", "U+0645", "共 2 页"} {
		if !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("%q is not there:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "门前有一棵大槐树"); n < 40 { // the rest is broken at the ends of lines
		t.Errorf("the story is cut: %d of 60", n)
	}
	if strings.Contains(text, "U+3402") || strings.Contains(text, "U+2CB69") {
		t.Error("a character that is printed is listed as lacking")
	}
}

// A form of what did not happen is refused, and says why; so is one that there is not.
func TestRefused(t *testing.T) {
	all := samples(t)
	for name, c := range map[string]struct {
		of    string
		form  forms.Form
		day   models.Date
		want  error
		words string
	}{
		"no refusal":           {"request", forms.RefusalNotice, "", models.ErrPrecondition, "尚未登记不予救助"},
		"not ended":            {"declaration", forms.EndNotice, "", models.ErrPrecondition, "终止救助"},
		"no police":            {"declaration", forms.PoliceHandOver, "", models.ErrPrecondition, "自行求助"},
		"not of full capacity": {"request", forms.LeavingDeclaration, "", models.ErrPrecondition, "不能自行离站"},
		"refused, no letter":   {"refusal", forms.TreatmentLetter, "", models.ErrPrecondition, "未入站"},
		"of another kind":      {"escort", forms.AssistanceRequest, "", models.ErrInvalid, "ESCORT_SHEET"},
		"no form":              {"escort", "LUNCH", "", models.ErrInvalid, "LUNCH"},
		"no day":               {"escort", forms.EscortSheet, "2026-03", models.ErrInvalid, "issueDate"},
	} {
		facts := all[c.of].facts
		facts.Issued = c.day
		_, err := forms.Print(c.form, facts)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v, want %v with %q", name, err, c.want, c.words)
		}
	}
	s := all["refusal"]
	s.facts.Issued = "2026-03-09"
	if _, text := printed(t, s); !strings.Contains(text, "2026年3月9日") {
		t.Errorf("the day of issue is not there:\n%s", text)
	}
}

// What is no picture is not printed, and never ends the program.
func TestInk(t *testing.T) {
	for _, file := range [][]byte{nil, []byte("no picture"), []byte("\x89PNG\r\n\x1a\n"), drawn(t)[:200]} {
		if _, err := forms.Ink(file); err == nil {
			t.Errorf("%d bytes are a signature", len(file))
		}
	}
	s := samples(t)["request"]
	s.facts.Picture = nil
	if _, text := printed(t, s); !strings.Contains(text, "签名图像无法读取") {
		t.Errorf("a signature is lost without a word:\n%s", text)
	}
}

func BenchmarkForm(b *testing.B) {
	s := samples(b)["request"]
	for b.Loop() {
		if _, err := forms.Print(s.form, s.facts); err != nil {
			b.Fatal(err)
		}
	}
}
