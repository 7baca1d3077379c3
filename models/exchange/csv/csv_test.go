package csv

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// read returns what each row says, as JSON, or its error in Chinese.
func read(t *testing.T, file string) []string {
	t.Helper()
	rows := Format().Notices(strings.NewReader(file), exchange.Options{})
	var said []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return said
		}
		var invalid *models.InvalidError
		if errors.As(err, &invalid) {
			return append(said, "FILE: "+invalid.Violations[0].Zh)
		}
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := row.Decode()
		n, hash := decoded.Subject, decoded.Hash
		switch {
		case errors.As(err, &invalid):
			said = append(said, fmt.Sprintf("%d: %s: %s", row.Line, invalid.Violations[0].Field, invalid.Violations[0].Zh))
		case err != nil || hash == "":
			t.Fatalf("line %d: %q, %v", row.Line, hash, err)
		default:
			text, err := json.Marshal(n)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, fmt.Sprintf("%d: %s", row.Line, text))
		}
	}
}

const usual = "编号,姓名,性别,出生日期,失踪时间,失踪地点,身高(cm),体貌特征,联系人,联系电话\n" +
	"N1,许花东,男,1980-05,2019年3月,成都市武侯区,1米68,左眉有疤,许大山,013800000000\n"

const usualJSON = `2: {"externalId":"N1","person":{"names":[{"text":"许花东","kind":"LEGAL"}],"sex":"MALE","birthDate":"1980-05","heightMinCm":168,"heightMaxCm":168,"appearance":"左眉有疤"},` +
	`"missingDate":"2019-03","missingPlace":{"text":"成都市武侯区"},"contacts":[{"name":"许大山","phone":"013800000000"}]}`

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The same table says the same in whatever encoding and with whatever separator it comes.
func TestEncodingsAndSeparators(t *testing.T) {
	for what, file := range map[string]string{
		"UTF-8":                   usual,
		"UTF-8 with a mark":       "\uFEFF" + usual,
		"GB18030":                 encoded(t, simplifiedchinese.GB18030, usual),
		"UTF-16 LE":               encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), usual),
		"UTF-16 BE":               encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), usual),
		"tabs":                    strings.ReplaceAll(usual, ",", "\t"),
		"semicolons":              strings.ReplaceAll(usual, ",", ";"),
		"Windows line ends":       strings.ReplaceAll(usual, "\n", "\r\n"),
		"quoted":                  `"` + strings.NewReplacer(",", `","`, "\n", "\"\n\"").Replace(strings.TrimSuffix(usual, "\n")) + `"`,
		"without a last line end": strings.TrimSuffix(usual, "\n"),
	} {
		if got := read(t, file); len(got) != 1 || got[0] != usualJSON {
			t.Errorf("%s: %q", what, got)
		}
	}
	big5 := encoded(t, traditionalchinese.Big5, "編號,姓名,性別,失蹤時間\nN1,許花東,男,2019-03\n")
	if got := read(t, big5); len(got) != 1 || !strings.Contains(got[0], `"許花東"`) || !strings.Contains(got[0], `"missingDate":"2019-03"`) {
		t.Errorf("Big5: %q", got)
	}
}

// Tables as offices keep them; each line of want must be part of what the row at the
// same place says.
func TestTables(t *testing.T) {
	for what, c := range map[string]struct {
		file string
		want []string
	}{
		"a title, a total and a note": {
			"某县失踪人员登记表,,,\n,填报单位：某某局,,\n序号,姓名,性别,年龄\n1,王小明,男,40岁左右\n\n2,李四,女,五十多岁\n合计,2人,,\n注：年龄为估计,,,\n",
			[]string{`4: `, `6: `}},
		"headings again on each page": {"姓名,性别\n甲某,男\n姓名,性别\n乙某,女\n", []string{"甲某", "乙某"}},
		"whose it is":                 {"失踪人姓名,受助人员性别,走失日期\n王小明,男,2019.3.5\n", []string{`"missingDate":"2019-03-05"`}},
		"English":                     {"Name,Sex,Date of Birth,Last Seen,Phone\nWang Xiaoming,M,1980/5/17,2019-03,138 0000 0000\n", []string{`"birthDate":"1980-05-17"`}},
		"an unknown heading is kept":  {"姓名,性别,档案袋颜色\n王小明,男,蓝色\n", []string{`"circumstances":"档案袋颜色：蓝色"`}},
		"what is not known":           {"姓名,性别,年龄,身高\n王小明,不详,未知,/\n", []string{`{"names":[{"text":"王小明","kind":"LEGAL"}]}`}},
		"further names":               {"姓名,性别\n王小明（又名王二狗）,男\n王小红，曾用名王红,女\n", []string{`{"text":"王二狗","kind":"NICKNAME"}`, `{"text":"王红","kind":"FORMER"}`}},
		"several marks":               {"姓名,疤痕,胎记\n王小明,左眉；右手背,后颈\n", []string{`"marks":[{"text":"左眉疤痕"},{"text":"右手背疤痕"},{"text":"后颈胎记"}]`}},
		"an identity number":          {"姓名,身份证号\n王小明,11010519491231002X\n", []string{`"sex":"FEMALE","birthDate":"1949-12-31","nativePlace":{"code":"110105"}`}},
		"one of 15 places":            {"姓名,身份证号\n王小明,130503670401001\n", []string{`"sex":"MALE","birthDate":"1967-04-01"`}},
		"one with a wrong check":      {"姓名,身份证号\n王小明,110105194912310021\n", []string{`"circumstances":"身份证号 110105194912310021"`}},
		"one that was rounded":        {"姓名,身份证号\n王小明,1.10105E+17\n", []string{"科学记数"}},
		"a date of two readings":      {"姓名,失踪时间\n王小明,3/5/2019\n王小红,25/12/2019\n", []string{"分不清", `"missingDate":"2019-12-25"`}},
		"a serial date":               {"姓名,失踪时间\n王小明,43530\n王小红,43530.5\n", []string{`"missingDate":"2019-03-06"`, `"missingDate":"2019-03-06"`}},
		"no date":                     {"姓名,失踪时间\n王小明,去年\n", []string{"missingDate: “失踪时间”列：“去年”不是日期"}},
		"full width":                  {"姓名,年龄,身高\n王小明,４０,１６８\n", []string{`"ageMin":40,"ageMax":40,"heightMinCm":168`}},
		"sizes":                       {"姓名,身高,体重(斤),鞋码\n王小明,165-170,120,42\n王小红,1.6米,50公斤,260\n王小华,五尺,,\n", []string{`"heightMinCm":165,"heightMaxCm":170,"weightMinKg":60,"weightMaxKg":60,"shoeSize":42`, `"heightMinCm":160,"heightMaxCm":160,"weightMinKg":50,"weightMaxKg":50,"shoeSize":260`, `"heightMinCm":167`}},
		"a wrong size":                {"姓名,身高\n王小明,高\n", []string{"person.heightMinCm: “身高”列"}},
		"codes of sexes":              {"姓名,性别\n王小明,1\n王小红,2\n王小华,9\n", []string{"MALE", "FEMALE", "王小华"}},
		"readings of a converter":     {"姓名,性别\n劉(liú)德安,男\n", []string{`"text":"劉德安"`}},
		"no headings":                 {"1,2,3\n4,5,6\n", []string{"FILE: 找不到表头"}},
		"nothing":                     {"", []string{"FILE: 找不到表头"}},
		"a workbook":                  {"PK\x03\x04\x00\x00\x00\x00", []string{"FILE: 这不是 CSV"}},
		"a quotation mark inside":     {"姓名,特征\n王小明,外号\"铁蛋\"，左撇子\n", []string{`外号`}},
		"a line end in a cell":        {"姓名,特征\n王小明,\"左眉有疤\n右手六指\"\n李四,无\n", []string{`左眉有疤\n右手六指`, `4: `}},
	} {
		got := read(t, c.file)
		if len(got) != len(c.want) {
			t.Errorf("%s: %d rows, want %d: %q", what, len(got), len(c.want), got)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s: row %d says %s, want %s", what, i, got[i], want)
			}
		}
	}
}

// A quotation mark that is never closed must not take the file, nor the memory.
func TestQuotationMarkThatIsNotClosed(t *testing.T) {
	file := "姓名,性别\n王小明,\"男\n" + strings.Repeat("李四,女\n", 1<<20)
	if got := read(t, file); len(got) != 1 || !strings.Contains(got[0], "引号") {
		t.Errorf("%d rows, the first %.100q", len(got), got[:min(1, len(got))])
	}
}

// A row without a number gets one that stays, also when columns are moved.
func TestMadeNumbers(t *testing.T) {
	a := read(t, "姓名,性别,失踪时间\n王小明,男,2019-03\n王小明,女,2019-03\n")
	b := read(t, "失踪时间,姓名,性别\n2019-03,王小明,男\n2019-03,王小明,女\n")
	if len(a) != 2 || fmt.Sprint(a) != fmt.Sprint(b) || a[0][3:] == a[1][3:] || !strings.Contains(a[0], `"externalId":"auto-`) {
		t.Errorf("%q\n%q", a, b)
	}
}

// Going on behind a line reads the headings again.
func TestGoingOn(t *testing.T) {
	rows := Format().Notices(strings.NewReader("姓名,性别\n甲某,男\n乙某,女\n"), exchange.Options{After: 2})
	row, err := rows.Next()
	if err != nil || row.Line != 3 {
		t.Fatalf("line %d, %v", row.Line, err)
	}
	if n, err := row.Decode(); err != nil || n.Subject.Person.Names[0].Text != "乙某" {
		t.Errorf("%+v, %v", n, err)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(usual))
	f.Add([]byte("\xFF\xFE姓名"))
	f.Add([]byte("姓名,失踪时间,身高,年龄,身份证号,鞋码\n王小明,2019年,五尺,一百岁,1,四十二\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows := Format().Records(strings.NewReader(string(file)), exchange.Options{})
		last := int64(0)
		for {
			row, err := rows.Next()
			if err != nil {
				return
			}
			if row.Line < last {
				t.Errorf("line %d after %d", row.Line, last)
			}
			last = row.Line
			_, _ = row.Decode()
		}
	})
}
