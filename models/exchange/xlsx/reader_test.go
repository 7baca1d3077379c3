package xlsx

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// workbook writes sheets of rows; change works on it before it is written.
func workbook(t testing.TB, change func(*excelize.File), sheets ...[][]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	for i, rows := range sheets {
		name := fmt.Sprint("Sheet", i+1)
		if i > 0 {
			if _, err := file.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		for j, row := range rows {
			if err := file.SetSheetRow(name, fmt.Sprint("A", j+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(file)
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read returns what each row says, as JSON, or its error in Chinese.
func read(t *testing.T, file []byte) []string {
	t.Helper()
	rows := Format().Notices(bytes.NewReader(file), exchange.Options{})
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
		n, err := row.Decode()
		if errors.As(err, &invalid) {
			said = append(said, fmt.Sprintf("%d: %s", row.Line, invalid.Violations[0].Zh))
			continue
		}
		text, err := json.Marshal(n.Subject)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, fmt.Sprintf("%d: %s", row.Line, text))
	}
}

func TestWorkbooks(t *testing.T) {
	head := []any{"姓名", "性别", "失踪时间", "联系电话", "身份证号"}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2019, 3, 5, 0, 0, 0, 0, time.UTC)
	for what, c := range map[string]struct {
		file []byte
		want []string
	}{
		"dates, numbers as text and text as numbers": {
			workbook(t, nil, [][]any{head, {"王小明", "男", day, 13800000000, "'11010519491231002X"}}),
			[]string{`"missingDate":"2019-03-05"`}},
		"a phone number as a number": {
			workbook(t, nil, [][]any{head, {"王小明", "男", "2019年3月", 13800000000, ""}}),
			[]string{`"phone":"13800000000"`}},
		"an identity number that was rounded": {
			workbook(t, nil, [][]any{head, {"王小明", "男", "2019", "", 1.1010519491231e17}}),
			[]string{"科学记数"}},
		"a title that is merged, a total": {
			workbook(t, func(f *excelize.File) { must(f.MergeCell("Sheet1", "A1", "E1")) },
				[][]any{{"某县失踪人员登记表"}, {}, head, {"王小明", "男", "2019-03"}, {}, {"合计", "1人"}}),
			[]string{"4: "}},
		"years counted from 1904": {
			workbook(t, func(f *excelize.File) {
				yes := true
				must(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
			},
				[][]any{head, {"王小明", "男", 42068}}),
			[]string{`"missingDate":"2019-03-06"`}},
		"a second sheet, a hidden one, one without headings": {
			workbook(t, func(f *excelize.File) { must(f.SetSheetVisible("Sheet2", false)) },
				[][]any{head, {"王小明", "男"}}, [][]any{head, {"藏起来", "男"}}, [][]any{{"说明"}, {"请勿改动"}}, [][]any{head, {"李四", "女"}}),
			[]string{"王小明", "李四"}},
		"a formula": {
			workbook(t, func(f *excelize.File) {
				must(f.SetCellFormula("Sheet1", "A2", `"王"&"小明"`))
			}, [][]any{head, {"王小明", "男", "2019"}}),
			[]string{`"missingDate":"2019"`}},
		"no headings":    {workbook(t, nil, [][]any{{1, 2}, {3, 4}}), []string{"FILE: 找不到表头"}},
		"empty":          {workbook(t, nil, nil), []string{"FILE: 找不到表头"}},
		"cut":            {workbook(t, nil, [][]any{head, {"王小明", "男"}})[:2000], []string{"FILE: 这不是能读取的 Excel"}},
		"no workbook":    {[]byte("姓名,性别\n王小明,男\n"), []string{"FILE: 这不是能读取的 Excel"}},
		"an old XLS":     {append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 4096)...), []string{"FILE: 这不是能读取的 Excel"}},
		"nothing at all": {nil, []string{"FILE: 这不是能读取的 Excel"}},
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

// Rows are numbered through the sheets, so that an import goes on behind any of them.
func TestGoingOnInTheSecondSheet(t *testing.T) {
	head := []any{"姓名", "性别"}
	file := workbook(t, nil, [][]any{head, {"甲某", "男"}}, [][]any{head, {"乙某", "女"}, {"丙某", "女"}})
	rows := Format().Notices(bytes.NewReader(file), exchange.Options{After: 4})
	row, err := rows.Next()
	if err != nil || row.Line != 5 {
		t.Fatalf("line %d, %v", row.Line, err)
	}
	if n, err := row.Decode(); err != nil || n.Subject.Person.Names[0].Text != "丙某" {
		t.Errorf("%+v, %v", n, err)
	}
	if n, err := Format().Count(bytes.NewReader(file), exchange.Options{}); n != 3 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}
