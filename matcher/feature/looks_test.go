package feature

import (
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestLooksOf(t *testing.T) {
	for text, want := range map[string]string{
		"圆脸，皮肤黑，短发":       "圆脸 皮肤黑 短发",
		"脸型偏长，肤色白净，头发较长":  "长脸 皮肤白 长发",
		"浓眉大眼，高鼻梁，厚嘴唇":    "大眼睛 浓眉 高鼻梁 嘴唇厚",
		"中等身材，不爱说话，戴眼镜":   "不爱说话 戴眼镜",
		"国字脸，不戴眼镜":        "方脸 不戴眼镜",
		"无络腮胡":            "",
		"衣着整洁":            "",
		"寸头，面色黝黑，眼睛小，鼻梁塌": "皮肤黑 平头 小眼睛 塌鼻",
	} {
		seen, _ := looksOf(text)
		if got := strings.Join(seen.words(nil), " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if _, rest := looksOf("圆脸，走路外八字"); strings.Contains(rest, "圆脸") || !strings.Contains(rest, "外八字") {
		t.Errorf("left: %q", rest)
	}
}

// What is striking stays so though all of whom it is told have it.
func TestStrikingLooksAreCountedAmongAll(t *testing.T) {
	var s lookShares
	quiet, round := looks{}, looks{}
	quiet[8], round[0] = 1, 1
	for range 900 {
		s.count(&round, 1)
	}
	for range 100 {
		s.count(&quiet, 1)
	}
	if p := s.of(8, 1); p < .08 || p > .12 {
		t.Errorf("one in ten is quiet, not %.2f", p)
	}
	if p := s.of(0, 1); p < .9 {
		t.Errorf("all faces told of are round, not %.2f", p)
	}
}

func described(record, notice string, years int) models.Match {
	dates := []models.Date{"2024-05-01", "2022-05-01", "2014-05-01"}
	return match(&models.Record{Entry: models.Entry{Person: models.Person{Appearance: record}}, FoundDate: dates[0]},
		&models.Notice{Entry: models.Entry{Person: models.Person{Appearance: notice}}, MissingDate: dates[years]})
}

func TestLooksMonotonicity(t *testing.T) {
	for name, steps := range map[string][]models.Match{
		"likeness": {described("国字脸", "方脸", 0), described("国字脸", "长方脸", 0), described("国字脸", "瓜子脸", 0)},
		"how many": {described("圆脸，皮肤白，大眼睛", "圆脸，皮肤白净，眼睛大", 0), described("圆脸，皮肤白，大眼睛", "圆脸，皮肤白净，眼睛小", 0), described("圆脸，皮肤白，大眼睛", "长脸，皮肤黑，眼睛小", 0)},
		"time":     {described("长发", "披肩发", 0), described("长发", "披肩发", 1), described("长发", "披肩发", 2)},
	} {
		last := math.Inf(1)
		for i, m := range steps {
			e, ok := item(m, "appearance")
			if !ok || e.Weight >= last {
				t.Errorf("%s, step %d: %.2f bits after %.2f (found %v)", name, i, e.Weight, last, ok)
			}
			last = e.Weight
		}
	}
	if e, _ := item(described("沉默寡言", "不爱说话", 0), "appearance"); e.Weight < 1 {
		t.Errorf("both tell what few tell: %+v", e)
	}
	for _, m := range []models.Match{described("圆脸", "皮肤黑", 0), described("圆脸", "", 0)} {
		if e, ok := item(m, "appearance"); ok {
			t.Errorf("nothing both tell: %+v", e)
		}
	}
}
