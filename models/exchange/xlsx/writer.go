package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// subjects writes a table of subjects.
type subjects struct {
	*Writer
	layout *table.Layout
}

func newSubjects(w io.Writer, dir string, side models.Kind, fields []string) (exchange.SubjectWriter, error) {
	layout, err := table.NewLayout(side, fields)
	if err != nil {
		return nil, err
	}
	out, err := newWriter(w, dir, table.TemplateTitle(side), layout.Headings()...)
	if err != nil {
		return nil, err
	}
	return &subjects{out, layout}, nil
}

func (s *subjects) Write(subject models.Subject) error {
	return s.Writer.Write(s.layout.Cells(subject)...)
}

// rejected writes rows that were not taken, on sheets of the names that they stood on; the
// reason stands in the first column, where people see it.
type rejected struct {
	w   io.Writer
	dir string // for what is too large for memory
	out *Writer
	of  models.RowSource // the sheet at hand
}

// Write writes a row; see exchange.RejectedWriter.
func (r *rejected) Write(line int64, source *models.RowSource, reasons []models.RowError) error {
	if source == nil {
		source = &models.RowSource{Sheet: r.of.Sheet, Headings: r.of.Headings}
	}
	if r.out == nil || source.Sheet != r.of.Sheet || !slices.Equal(source.Headings, r.of.Headings) {
		if err := r.begin(source); err != nil {
			return err
		}
	}
	return r.out.Write(append([]string{table.Reason(line, reasons)}, source.Cells...)...)
}

func (r *rejected) begin(like *models.RowSource) (err error) {
	name, header := cmp.Or(like.Sheet, "Sheet1"), append([]string{table.ReasonHeading}, like.Headings...)
	r.of = *like
	if r.out != nil {
		return r.out.another(name, header)
	}
	if r.out, err = newWriter(r.w, r.dir, name, header...); err != nil {
		return err
	}
	if like.Date1904 {
		return r.out.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &like.Date1904})
	}
	return nil
}

// Close ends the file.
func (r *rejected) Close() error {
	if r.out == nil {
		return nil
	}
	return r.out.Close()
}

// templateRows is how many rows of a template have cells of their own form.
const templateRows = 2000

// writeTemplate writes a sheet with headings, two examples and lists of values, and a second
// one that explains the columns.
func writeTemplate(w io.Writer, side models.Kind) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	name, columns := table.TemplateTitle(side), table.Template(side)
	if err := file.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	t := template{file: file, sheet: name}
	if t.bold, err = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}}); err != nil {
		return err
	}
	if t.text, err = file.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return err
	}
	for i, c := range columns {
		if err := t.column(i+1, c); err != nil {
			return fmt.Errorf("column %s: %w", c.Heading, err)
		}
	}
	if err := file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := t.explain(columns); err != nil {
		return err
	}
	return file.Write(w)
}

// textFormat is the number format of text, "@": what is typed stays as it is.
const textFormat = 49

// template writes a template.
type template struct {
	file       *excelize.File
	sheet      string
	bold, text int
}

// column writes the column of that number, from 1.
func (t *template) column(number int, c table.TemplateColumn) error {
	letters, err := excelize.ColumnNumberToName(number)
	if err != nil {
		return err
	}
	cells := []string{c.Heading, c.Examples[0], c.Examples[1]}
	if c.AsText {
		err = t.file.SetColStyle(t.sheet, letters, t.text)
	}
	for i, cell := range cells {
		if err == nil && cell != "" {
			err = t.file.SetCellStr(t.sheet, fmt.Sprint(letters, i+1), cell)
		}
	}
	if err = errors.Join(err, t.file.SetCellStyle(t.sheet, letters+"1", letters+"1", t.bold), t.file.SetColWidth(t.sheet, letters, letters, columnWidth)); err != nil {
		return err
	}
	if len(c.Values) == 0 {
		return nil
	}
	list := excelize.NewDataValidation(true)
	list.SetSqref(fmt.Sprintf("%s2:%s%d", letters, letters, templateRows))
	list.SetError(excelize.DataValidationErrorStyleWarning, c.Heading, "请选："+strings.Join(c.Values, "、")+"；不知道就留空")
	if err := list.SetDropList(c.Values); err != nil {
		return err
	}
	return t.file.AddDataValidation(t.sheet, list)
}

// explain writes the second sheet.
func (t *template) explain(columns []table.TemplateColumn) error {
	const name = "填写说明"
	if _, err := t.file.NewSheet(name); err != nil {
		return err
	}
	// The reader passes over sheets of this name.
	rows := [][]string{{"列名", "怎样填写", "英文", "可填的值", "也认识的列名"}}
	for _, c := range columns {
		rows = append(rows, []string{c.Heading, c.Help, c.English, strings.Join(c.Values, "、"), strings.Join(c.Synonyms, "、")})
	}
	rows = append(rows, []string{""}, []string{"编号以“示例”开头的行不会导入。不认识的列会原样保留在“经过”里。只有姓名、性别等知道的内容需要填写，其余留空。"})
	for i, row := range rows {
		if err := t.file.SetSheetRow(name, fmt.Sprint("A", i+1), &row); err != nil {
			return err
		}
	}
	return errors.Join(t.file.SetCellStyle(name, "A1", "E1", t.bold), t.file.SetColWidth(name, "A", "A", columnWidth), t.file.SetColWidth(name, "B", "E", 2*columnWidth))
}
