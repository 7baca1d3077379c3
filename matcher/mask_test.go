package matcher

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode"

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

		// A telephone in any writing.
		"电138.1234.5678":            "电＊＊",
		"电139/8123/4567":            "电＊＊",
		"电139·8123·4567":            "电＊＊",
		"电139，8123，4567":            "电＊＊",
		"电139_8123_4567":            "电＊＊",
		"电139  8123\u200b4567":      "电＊＊",
		"电1 3 9 8 1 2 3 4 5 6 7":    "电＊＊",
		"电139 - 8123 - 4567":        "电＊＊",
		"电（139）8123 4567":           "电（＊＊",
		"打一三九八一二三四五六七":              "打＊＊",
		"打幺三九 八幺二三 四五六七":            "打＊＊",
		"打壹叁玖捌壹贰叁肆伍陆柒":              "打＊＊",
		"打①③⑨⑧①②③④⑤⑥⑦":              "打＊＊",
		"打1三9八1二3四5六7":              "打＊＊",
		"打+86 139 8123 4567":        "打＊＊",
		"打0571-8765 4321":           "打＊＊",
		"打8765-4321":                "打＊＊",
		"身份证5101 0719 8005 1712 3X": "身份证＊＊",
		"身份证510107-19800517-1234":   "身份证＊＊",
		"卡号6222 0212 3456 7890 123": "卡号＊＊",

		// Accounts, mail, plates.
		"微信wxid_ab12cd":           "微信＊＊",
		"微信：zhang_san88":          "微信：＊＊",
		"加V liuxx1971":            "加V ＊＊",
		"薇❤xiaoming99":            "薇❤＊＊",
		"加我wei信 li_si":            "加我wei信 ＊＊",
		"w x：aa112233":            "w x：＊＊",
		"绿泡泡aa112233":             "绿泡泡＊＊",
		"脸书zhang.san":             "脸书＊＊",
		"纸飞机@zhangsan":            "纸飞机@＊＊",
		"幸福里5号楼1门302":             "幸福里＊＊号楼1门＊＊",
		"QQ 12345":                "QQ ＊＊",
		"扣扣：一二三四五六":               "扣扣：＊＊",
		"邮箱 li.si@example.com 联系": "邮箱 ＊＊ 联系",
		"开川A·D1234走的":             "开＊＊走的",
		"坐京Ａ12345":                "坐＊＊",

		// Doors.
		"住3-2-502":      "住＊＊",
		"住A座1203":       "住＊＊座＊＊",
		"锦绣花园5-1-301":   "锦绣花园＊＊",
		"南村村民小组张家院子":    "南村村民小组＊＊院子",
		"第七村民小组":        "第＊＊村民小组",
		"和平路七十二号":       "和平路＊＊号",
		"幸福小区12栋1单元503": "幸福小区＊＊栋＊＊单元＊＊",
		"浆洗街12楼1203":    "浆洗街12楼＊＊",

		// Not a person's numbers.
		"2019年5月12号走失，1990-5-17生": "2019年5月12号走失，1990-5-17生",
		"1990.5.17 10:30 出门":      "1990.5.17 10:30 出门",
		"5/12/2019":               "5/12/2019",
		"1998-2003年在外":            "1998-2003年在外",
		"二〇一九年五月十二日":              "二〇一九年五月十二日",
		"身高170，1985年生，体重65":       "身高170，1985年生，体重65",
		"身高160-165，体重55-60，42码":   "身高160-165，体重55-60，42码",
		"酬谢1000000元":              "酬谢1000000元",
		"身高1.65-1.70米，35-40岁":     "身高1.65-1.70米，35-40岁",
		"三四十岁，一米六五":               "三四十岁，一米六五",
		"5月12号上午，上个月28号":          "5月12号上午，上个月28号",
		"坐2号线，穿42号鞋":              "坐2号线，穿42号鞋",
		"K529次列车，G107国道":          "K529次列车，G107国道",
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

// A secret is masked in whatever writing: digits of any script, any marks between.
func FuzzMaskText(f *testing.F) {
	f.Add(uint64(1), "电话", "，必有重谢")
	f.Add(uint64(50), "QQ", "A") // circled digits with a zero among them
	f.Fuzz(func(t *testing.T, seed uint64, before, after string) {
		rng := rand.New(rand.NewPCG(seed, 1))
		secret, plain := randomSecret(rng)
		if strings.ContainsFunc(before+after, func(r rune) bool {
			return digitValue(r) >= 0 || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r)
		}) {
			before, after = "电话", "联系" // what stands around must not belong to the number
		}
		got := maskText(before + secret + after)
		if left := digitsOf(got); strings.Contains(left, plain[len(plain)-6:]) {
			t.Errorf("%q keeps %q of %s: %q", before+secret+after, left, plain, got)
		}
		if again := maskText(got); again != got {
			t.Errorf("%q is masked as %q, and again as %q", before+secret+after, got, again)
		}
	})
}

// randomSecret returns a telephone or an identity number, written anyhow, and its digits.
func randomSecret(rng *rand.Rand) (written, digits string) {
	digits = "1" + strconv.Itoa(3+rng.IntN(7)) + fmt.Sprintf("%09d", rng.IntN(1e9))
	if rng.IntN(4) == 0 {
		digits = fmt.Sprintf("%06d19%02d%02d%02d%04d", 110000+rng.IntN(500000), 30+rng.IntN(70), 1+rng.IntN(12), 1+rng.IntN(28), rng.IntN(10000))
	}
	scripts := []string{"0123456789", "０１２３４５６７８９", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "〇幺二三四五六七八九", "⓪①②③④⑤⑥⑦⑧⑨", "٠١٢٣٤٥٦٧٨٩"}
	marks := []string{"", " ", "  ", "-", ".", "·", "/", "，", "_", "\u200b", "\u00a0", " - ", "—", "　", "*", "、", "）"}
	script := []rune(scripts[rng.IntN(len(scripts))])
	mark := marks[rng.IntN(len(marks))]
	groups := [][]int{{3, 4, 4}, {11}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {3, 3, 5}, {4, 4, 3}, {3, 8}, {7, 4}}[rng.IntN(7)]
	if len(digits) == idDigits {
		groups = [][]int{{6, 4, 4, 4}, {6, 8, 4}, {18}, {4, 4, 4, 4, 2}, {3, 3, 4, 4, 4}}[rng.IntN(5)]
	}
	at := 0
	for k, n := range groups {
		if k > 0 {
			written += mark
		}
		for ; n > 0; n-- {
			written += string(script[digits[at]-'0'])
			at++
		}
	}
	return written, digits
}

func digitsOf(s string) string {
	var all strings.Builder
	for _, r := range s {
		if d := digitValue(r); d >= 0 {
			all.WriteString(strconv.Itoa(d))
		}
	}
	return all.String()
}

func TestMaskNotice(t *testing.T) {
	n := &models.Notice{
		Entry: models.Entry{ExternalID: "510107198005171234", Circumstances: "李秀兰说他在家，电话见上", Person: models.Person{
			Names: []models.PersonName{{Text: "许花东13700001111"}}, Ethnicity: "汉（13700001111）", Narrative: "许大山是父亲",
			Relatives: []models.Relative{{Name: "许大山（电话13700001111）", Relation: "父亲13700001111"}, {Name: "许大山", Relation: "父"}},
		}},
		Source: "张警官13700001111", Contacts: []models.Contact{{Name: "李秀兰", Relation: "母亲", Phone: "13700001111"}},
	}
	maskNotice(n)
	text := fmt.Sprintf("%+v", *n)
	for _, secret := range []string{"1370000", "5101071980", "李秀兰", "大山"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is left in %s", secret, text)
		}
	}
	if n.Contacts[0].Phone != "＊＊11" || n.Person.Names[0].Text != "许花东＊＊" || n.Person.Relatives[1].Name != "许＊＊" {
		t.Errorf("masked as %s", text)
	}
	if id := maskID("WH-2019-0512-0017"); id != "WH-2019-0512-0017" {
		t.Errorf("an id is masked as %s", id)
	}
}
