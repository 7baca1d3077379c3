package matcher

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestMaskText(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"电话13812345678":                "电话＊＊",
		"138 1234 5678 或 010-62345678": "＊＊ 或 ＊＊",
		"１３８１２３４５６７８":                  "＊＊",
		"身份证51010719800517123X。":       "身份证＊＊。",
		"2019-03-05 走失，1980-05-17 生":   "2019-03-05 走失，1980-05-17 生",
		"20190305 走失":                  "＊＊ 走失", // better one date less than one number more
		"身高168-172，穿42码鞋":              "身高168-172，穿42码鞋",
		"和平路12号3单元502室":                "和平路＊＊号＊＊单元＊＊室",
		"南村七组":                         "南村＊＊组",
		"左手六指，有3颗痣":                    "左手六指，有3颗痣",
		"13812345678138":               "＊＊",
		"\xff13812345678":              "\xff＊＊",
	} {
		if got := maskText(text); got != want {
			t.Errorf("maskText(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMaskPlace(t *testing.T) {
	for _, test := range []struct{ in, want models.Place }{
		{models.Place{}, models.Place{}},
		{models.Place{Text: "成都市武侯区", Code: "510107", Latitude: 30.6, Longitude: 104}, models.Place{Text: "成都市武侯区", Code: "510107"}},
		{models.Place{Text: "四川省成都市武侯区浆洗街道", Code: "510107"}, models.Place{Text: "四川省成都市武侯区＊＊", Code: "510107"}},
		{models.Place{Text: "成都市武侯区浆洗街道某村", Code: "510107003004"}, models.Place{Text: "四川省成都市武侯区＊＊", Code: "510107"}},
		{models.Place{Text: "某地和平路12号"}, models.Place{Text: "某地和平路＊＊号"}},
	} {
		if got := maskPlace(test.in); got != test.want {
			t.Errorf("%+v is masked as %+v, want %+v", test.in, got, test.want)
		}
	}
}

func TestMaskContact(t *testing.T) {
	for in, want := range map[string]string{"": "", "12": "＊＊", "13812345678": "＊＊78", "电话见警号 9": "＊＊ 9"} {
		if got := maskPhone(in); got != want {
			t.Errorf("maskPhone(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"": "", "许大山": "许＊＊", "A": "A＊＊"} {
		if got := maskName(in); got != want {
			t.Errorf("maskName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzMaskText(f *testing.F) {
	f.Add("电话13812345678，和平路12号")
	f.Fuzz(func(t *testing.T, text string) {
		again := maskText(maskText(text))
		if found := number.FindString(again); found != "" && !isoDay.MatchString(found) {
			t.Errorf("%q still has %q", again, found)
		}
	})
}
