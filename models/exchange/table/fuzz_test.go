package table

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// What a cell says is a date, a range or a problem that people can read, whatever stands in it.
func FuzzCells(f *testing.F) {
	for _, cell := range []string{"2019年3月5日", "3/5/2019", "43530.5", "民國80.5.3", "80.5.3", "103年5月", "五尺三寸", "1米68", "5'7\"", "四十多岁", "六七十岁", "11010519491231002X", "1.23E+17", "約", "＝１"} {
		f.Add(cell)
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, cell string) {
		told := func(p *problem) bool {
			if p != nil && (p.zh == "" || p.en == "") {
				t.Errorf("%q: a problem that is not told", cell)
			}
			return p == nil
		}
		for _, years := range []calendar{common, republic, eitherOf} {
			if d, _, p := readDate(cell, base, years); told(p) && !d.Valid() {
				t.Errorf("%q is read as the date %q", cell, d)
			}
		}
		for _, unit := range []string{"", "cm", "尺"} {
			if low, high, p := readHeight(cell, unit); told(p) && (low < 20 || high > 260 || low > high) {
				t.Errorf("%q is read as %d to %d cm", cell, low, high)
			}
		}
		if low, high, p := readAge(cell); told(p) && (low < 0 || high > 130 || low > high) {
			t.Errorf("%q is read as %d to %d years", cell, low, high)
		}
		if low, high, p := readWeight(cell, "斤"); told(p) && (low < 1 || high > 300 || low > high) {
			t.Errorf("%q is read as %f to %f kg", cell, low, high)
		}
		_, p := readSex(cell)
		told(p)
		_, p = readBlood(cell)
		told(p)
		_, p = readPhone(cell)
		told(p)
		if id, ok := readIdentity(cell); ok && !id.birth.Valid() {
			t.Errorf("%q is read as an identity number of %q", cell, id.birth)
		}
	})
}

// sheet is a source of lines of cells; an empty line between two begins another table.
type sheet struct {
	lines []string
	line  int64
	name  string
}

func (s *sheet) Next() (int64, []string, error) {
	if int(s.line) >= len(s.lines) {
		return 0, nil, io.EOF
	}
	text := s.lines[s.line]
	s.line++
	if strings.HasPrefix(text, "\f") {
		s.name = text[1:]
		return 0, nil, &NewTable{Name: s.name}
	}
	return s.line, strings.Split(text, "\t"), nil
}

func (s *sheet) Epoch() time.Time        { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }
func (s *sheet) Style() models.RowSource { return models.RowSource{Sheet: s.name} }

// Whatever headings, mappings and forms say, rows have growing numbers, their count is that of the
// rows, and what is wrong is said in both languages.
func FuzzTable(f *testing.F) {
	f.Add("姓名\t性别\t出生日期\n柳望舒\t女\t1988\n合计\t1", "姓名", "nickname")
	f.Add("登记表\n姓名\t柳望舒\t性别\t女\n民族\t汉族\t备注\t\n经过\n走失", "备注", "narrative")
	f.Add("姓名\t甲\t乙\n性别\t男\t女\n\f二\n编号\t姓名\nN1\t丙", "甲", "name")
	f.Add("联系人\t\t姓名\n姓名\t电话\t\n甲\t1\t乙", "电话", "ignore")
	f.Fuzz(func(t *testing.T, text, heading, meaning string) {
		mapping := map[string]models.Meaning{heading: {Field: meaning, By: models.MappedByUser}}
		if CheckMapping(map[string]string{heading: meaning}) != nil {
			mapping = nil
		}
		lines := strings.Split(text, "\n")
		rows := NewNoticeReader(&sheet{lines: lines}, exchange.Options{Mapping: mapping})
		var last, n int64
		for ; ; n++ {
			row, err := rows.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, models.ErrInvalid) {
					t.Errorf("not a mistake of the table: %v", err)
				}
				break
			}
			if row.Line <= last {
				t.Errorf("line %d behind line %d", row.Line, last)
			}
			last = row.Line
			if source := row.Source(); source != nil && source.Cells == nil {
				t.Errorf("line %d: nothing to mend", row.Line)
			}
			if _, err := row.Decode(); err != nil {
				wrong, ok := errors.AsType[*models.InvalidError](err)
				if !ok {
					t.Fatalf("line %d: %v", row.Line, err)
				}
				for _, v := range wrong.Violations {
					if v.Zh == "" || v.En == "" {
						t.Errorf("line %d: %+v", row.Line, v)
					}
				}
			}
		}
		if counted, err := Count(&sheet{lines: lines}, exchange.Options{Mapping: mapping}); err == nil && counted != n {
			t.Errorf("%d rows are read, and %d counted", n, counted)
		}
	})
}
