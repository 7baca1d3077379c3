package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models"
)

const (
	tableSheet      = "救助行动统计表"
	correctionSheet = "更正"
	suppressedMark  = "*"
)

// WriteStatistics writes statistics as a workbook in the customary form: an item a row, an
// area or station a column; what changed since a report on a sheet of its own.
func WriteStatistics(w io.Writer, s models.Statistics) (err error) {
	f := excelize.NewFile()
	defer func() { err = cmp.Or(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", tableSheet); err != nil {
		return fmt.Errorf("write statistics: %w", err)
	}
	if err := writeTable(f, s); err != nil {
		return fmt.Errorf("write statistics: %w", err)
	}
	if len(s.Corrected) > 0 {
		if err := writeCorrections(f, s.Corrected); err != nil {
			return fmt.Errorf("write statistics: %w", err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write statistics: %w", err)
	}
	return nil
}

// item describes a row of the table.
type item struct {
	measure models.Measure
	key     string
	title   string
}

func writeTable(f *excelize.File, s models.Statistics) error {
	items := itemsOf(s.Rows)
	head := []any{"项目"}
	for _, r := range s.Rows {
		head = append(head, cmp.Or(r.Station, r.Area, "合计"))
	}
	lines := [][]any{
		{tableSheet},
		{fmt.Sprintf("统计期间：%s 至 %s", s.From, s.To), "报表编号：" + cmp.Or(s.Report, "未上报")},
		head,
	}
	hidden, rounded := false, false
	for _, it := range items {
		line := []any{it.title}
		for _, r := range s.Rows {
			i := slices.IndexFunc(r.Cells, func(c models.StatisticCell) bool { return c.Measure == it.measure && c.Key == it.key })
			switch {
			case i < 0:
				line = append(line, 0)
			case r.Cells[i].Suppressed:
				line, hidden = append(line, suppressedMark), true
			default:
				line, rounded = append(line, r.Cells[i].Amount), rounded || r.Cells[i].Rounded
			}
		}
		lines = append(lines, line)
	}
	if hidden {
		lines = append(lines, []any{fmt.Sprintf("%s 小于 %d 或可由此推算的数字不对辖区以外显示", suppressedMark, models.SmallCell)})
	}
	if rounded {
		lines = append(lines, []any{fmt.Sprintf("辖区以外的其他数字取 %d 的整数倍", models.SmallCell)})
	}
	for i, line := range lines {
		if err := f.SetSheetRow(tableSheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	return f.SetColWidth(tableSheet, "A", "A", 36)
}

// itemsOf returns every item that any row has, in the order of the table.
func itemsOf(rows []models.StatisticRow) []item {
	var items []item
	for _, r := range rows {
		for _, c := range r.Cells {
			it := item{c.Measure, c.Key, c.Title}
			if !slices.Contains(items, it) {
				items = append(items, it)
			}
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(slices.Index(models.Measures, a.measure), slices.Index(models.Measures, b.measure)), cmp.Compare(a.key, b.key))
	})
	return items
}

func writeCorrections(f *excelize.File, corrected []models.Correction) error {
	if _, err := f.NewSheet(correctionSheet); err != nil {
		return err
	}
	lines := [][]any{{"地区", "单位", "项目", "上报数", "现数"}}
	for _, c := range corrected {
		lines = append(lines, []any{c.Area, c.Station, models.Cell(c.Measure, c.Key, 0).Title, c.Was, c.Now})
	}
	for i, line := range lines {
		if err := f.SetSheetRow(correctionSheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	return nil
}
