package xlsx_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

func TestWriter(t *testing.T) {
	var file bytes.Buffer
	w, err := xlsx.NewWriter(&file, "台账", "日期", "结果")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]string{{"2026-01-31", "返回 3 条"}, {"=1+1", "a\x00b\xffc"}, {strings.Repeat("长", 40_000), ""}} {
		if err := w.Write(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("台账")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"日期", "结果"}, {"2026-01-31", "返回 3 条"}, {"=1+1", "a b\uFFFDc"}}
	if len(rows) != 4 || !reflect.DeepEqual(rows[:3], want) || !strings.HasSuffix(rows[3][0], "长…") {
		t.Errorf("%.200v", rows)
	}
	if formula, err := book.GetCellFormula("台账", "A3"); err != nil || formula != "" {
		t.Errorf("a formula: %q, %v", formula, err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriterToAFullDisk(t *testing.T) {
	w, err := xlsx.NewWriter(full{}, "x", "a")
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		t.Error("nothing was written and nobody said so")
	}
}
