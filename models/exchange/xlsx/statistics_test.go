package xlsx

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models"
)

// The table opens, and says what was counted where: an item a row, a place a column, nothing as
// 0, hidden numbers as a star that is explained, corrections on a sheet of their own.
func TestStatisticsReadBack(t *testing.T) {
	hidden := models.Cell(models.MeasureOutcomes, "REFUSED", 3)
	hidden.Amount, hidden.Suppressed = 0, true
	rounded := models.Cell(models.MeasureAdmissions, "POLICE", 10)
	rounded.Rounded = true
	var file bytes.Buffer
	err := WriteStatistics(&file, models.Statistics{
		From: "2026-03-01", To: "2026-03-31", Level: models.LevelStation, Report: "reports/r",
		Rows: []models.StatisticRow{
			{Area: "510107", Station: "青石站", Cells: []models.StatisticCell{models.Cell(models.MeasureRounds, "", 12), models.Cell(models.MeasureAdmissions, "POLICE", 7)}},
			{Area: "500103", Station: "白鹭站", Cells: []models.StatisticCell{models.Cell(models.MeasureAdmissions, "SELF", 4), hidden, rounded}},
		},
		Corrected: []models.Correction{{Area: "510107", Station: "青石站", Measure: models.MeasureRounds, Was: 12, Now: 13}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(tableSheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"救助行动统计表"},
		{"统计期间：2026-03-01 至 2026-03-31", "报表编号：reports/r"},
		{"项目", "青石站", "白鹭站"},
		{"街面巡查次数", "12", "0"},
		{"线索处置：拒绝救助", "0", "*"},
		{"在站救助人次：公安机关", "7", "10"},
		{"在站救助人次：自行求助", "0", "4"},
		{"* 小于 5 或可由此推算的数字不对辖区以外显示"},
		{"辖区以外的其他数字取 5 的整数倍"},
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("the table reads\n%q\nwant\n%q", rows, want)
	}
	if kind, err := f.GetCellType(tableSheet, "B4"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("a number is written as a text: %v %v", kind, err)
	}
	corrected, err := f.GetRows(correctionSheet)
	if err != nil || len(corrected) != 2 || !slices.Contains(corrected[1], "12") || !slices.Contains(corrected[1], "13") {
		t.Errorf("the corrections read %q (%v)", corrected, err)
	}
}
