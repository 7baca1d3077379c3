package marks

import (
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Mark
	}{
		{"左眉上方有一道疤", []Mark{{Scar, brow, Left, ""}}},
		{"左侧额头有疤痕", []Mark{{Scar, forehead, Left, ""}}},
		{"右手食指缺失，左脸有一颗黑痣", []Mark{{Missing, finger, Right, ""}, {Mole, face, Left, ""}}},
		{"左小腿，有烫伤疤痕", []Mark{{Burn, shin, Left, ""}}},
		{"全身无明显疤痕", nil},
		{"身上没有纹身。背部有胎记", []Mark{{Birthmark, back, 0, ""}}},
		{"驼背", []Mark{{Deformed, back, 0, ""}}},
		{"手背有疤", []Mark{{Scar, hand, 0, ""}}},
		{"穿红色上衣", nil},
		{"", nil},
	} {
		got := Parse(c.text)
		for i := range got {
			got[i].Text = ""
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Parse(%q) = %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestParseAllKeepsEachOnce(t *testing.T) {
	got := ParseAll([]models.Mark{{Text: "左眉上方有疤"}}, "左眉处可见疤痕", "右腿跛行")
	if len(got) != 2 {
		t.Errorf("got %+v, want the scar once and the limp", got)
	}
	many := make([]models.Mark, 500)
	for i := range many {
		many[i].Text = "左手有疤，右脚有痣"
	}
	if got := ParseAll(many); len(got) != 2 {
		t.Errorf("500 equal marks give %d", len(got))
	}
}

func TestAlike(t *testing.T) {
	if Alike(brow, forehead) <= Alike(brow, hand) || Alike(brow, brow) != 1 || Alike(face, cheek) <= 0 || Alike(hand, foot) != 0 {
		t.Error("brow and forehead must be nearer than brow and hand")
	}
	regions := map[Site]Site{temple: brow, cheek: eye, chin: mouth, finger: hand, toe: foot, elbow: arm, shin: knee}
	for a, b := range regions {
		if Alike(a, b) != .5 {
			t.Errorf("sites %d and %d are not of one region", a, b)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("左眉上方有一道疤，右手食指缺失")
	f.Add("\xff无疤")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range Parse(text) {
			if m.Kind == 0 || m.Text == "" {
				t.Errorf("%q: %+v", text, m)
			}
		}
	})
}
