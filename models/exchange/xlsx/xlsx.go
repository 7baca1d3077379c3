// Package xlsx writes tables that Excel and WPS open. A cell is always text: what
// begins like a formula (=, +, -, @) is shown and never run.
package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// MediaType is that of the files.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Limits of the format: rows of a sheet and characters of a cell.
const (
	maxRows = excelize.TotalRows - 1 // one to spare for who adds one
	maxCell = excelize.TotalCellChars
)

// Writer writes sheets, row by row, in little memory.
type Writer struct {
	out    io.Writer
	file   *excelize.File
	sheet  *excelize.StreamWriter
	row    int
	name   string
	header []string
}

// NewWriter begins a file with one sheet, whose first row is the header. If a sheet can
// hold no more rows another begins.
func NewWriter(out io.Writer, name string, header ...string) (*Writer, error) {
	return newWriter(out, "", name, header...)
}

// newWriter is NewWriter with what is too large for memory in files in dir.
func newWriter(out io.Writer, dir, name string, header ...string) (_ *Writer, err error) {
	w := &Writer{out: out, file: excelize.NewFile(excelize.Options{TmpDir: dir})}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("begin xlsx: %w", err), w.file.Close())
		}
	}()
	if err = w.file.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	return w, w.begin(name, header)
}

// begin begins a sheet that is there.
func (w *Writer) begin(name string, header []string) (err error) {
	if w.sheet != nil {
		if err := w.sheet.Flush(); err != nil {
			return err
		}
	}
	if w.sheet, err = w.file.NewStreamWriter(name); err != nil {
		return err
	}
	w.row, w.name, w.header = 0, name, header
	if err = w.sheet.SetColWidth(1, max(1, len(header)), columnWidth); err != nil {
		return err
	}
	if err = w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return w.Write(header...)
}

// another begins one more sheet.
func (w *Writer) another(name string, header []string) error {
	for n := 2; ; n++ { // names are taken once
		if i, err := w.file.GetSheetIndex(name); err != nil || i < 0 {
			break
		}
		name = fmt.Sprintf("%.25s %d", name, n)
	}
	if _, err := w.file.NewSheet(name); err != nil {
		return fmt.Errorf("another sheet: %w", err)
	}
	return w.begin(name, header)
}

// columnWidth is how wide a column is, in characters.
const columnWidth = 22

// Write adds a row.
func (w *Writer) Write(cells ...string) error {
	if w.row++; w.row > maxRows {
		if err := w.another(w.name, w.header); err != nil {
			return err
		}
		w.row++
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		row[i] = plain(cell)
	}
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err == nil {
		err = w.sheet.SetRow(at, row)
	}
	if err != nil {
		return fmt.Errorf("write xlsx row %d: %w", w.row, err)
	}
	return nil
}

// plain returns a text that a cell can hold: XML knows no control characters.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if utf8.RuneCountInString(text) > maxCell {
		return string([]rune(text)[:maxCell-1]) + "…"
	}
	return text
}

// Close writes the file out. Without it there is none.
func (w *Writer) Close() error {
	err := w.sheet.Flush()
	if err == nil {
		err = w.file.Write(w.out)
	}
	if err = errors.Join(err, w.file.Close()); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}
