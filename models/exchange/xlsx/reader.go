package xlsx

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// Limits of a workbook that is read.
const (
	maxFile    = 256 << 20 // bytes as sent
	maxUnzip   = 2 << 30   // bytes of all its parts, against archives that swell
	maxInPlace = 64 << 20  // bytes of a part that are kept in memory; larger ones go through a file
	maxColumns = 4096
)

// Format returns the format of workbooks, all visible sheets of which that have headings
// are read. Rows are numbered through: those of a second sheet go on behind the first's.
func Format() exchange.Format {
	return exchange.Format{
		Name: "XLSX", Suffix: ".xlsx", MediaType: MediaType,
		Records: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
			return table.NewRecordReader(&source{in: r}, o)
		},
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return table.NewNoticeReader(&source{in: r}, o)
		},
		Count:    func(r io.Reader, o exchange.Options) (int64, error) { return table.Count(&source{in: r}, o) },
		Rejected: newRejected,
		Template: writeTemplate,
		Write:    newSubjects,
	}
}

// source reads the rows of one workbook; see table.Source.
type source struct {
	in     io.Reader
	file   *excelize.File // nil until the first row is asked for
	sheets []string       // that are to come
	rows   *excelize.Rows // of the sheet at hand
	sheet  string         // its name
	before int64          // rows of the sheets that were read
	row    int64          // of the sheet at hand
	epoch  time.Time
}

// Epoch returns the day that dates of the workbook count from.
func (s *source) Epoch() time.Time { return s.epoch }

// Style returns the sheet at hand; see table.Source.
func (s *source) Style() models.RowSource {
	return models.RowSource{Sheet: s.sheet, Date1904: s.epoch.Year() == 1904}
}

// Close frees what the workbook holds.
func (s *source) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// Next returns the next row; see table.Source. The library reads hostile files, too: a
// panic of it must not end the service.
func (s *source) Next() (line int64, cells []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			line, cells, err = 0, nil, damaged(fmt.Errorf("the reader gave up: %v", r))
		}
	}()
	return s.next()
}

func (s *source) next() (int64, []string, error) {
	if s.file == nil {
		if err := s.open(); err != nil {
			return 0, nil, err
		}
	}
	for {
		if s.rows == nil {
			if len(s.sheets) == 0 {
				return 0, nil, io.EOF
			}
			begun := s.row > 0 || s.before > 0
			name := s.sheets[0]
			s.sheets, s.before, s.row = s.sheets[1:], s.before+s.row, 0
			rows, err := s.file.Rows(name)
			if err != nil {
				return 0, nil, damaged(err)
			}
			s.rows, s.sheet = rows, name
			if begun {
				return 0, nil, &table.NewTable{Name: name}
			}
		}
		if !s.rows.Next() {
			err := errors.Join(s.rows.Error(), s.rows.Close())
			s.rows = nil
			if err != nil {
				return 0, nil, damaged(err)
			}
			continue
		}
		s.row++
		cells, err := s.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return 0, nil, damaged(err)
		}
		if len(cells) > maxColumns {
			return s.before + s.row, nil, &table.RowError{Text: models.Text{Zh: fmt.Sprintf("这一行有 %d 列，最多 %d 列", len(cells), maxColumns), En: fmt.Sprintf("the row has %d cells, %d are read", len(cells), maxColumns)}}
		}
		return s.before + s.row, cells, nil
	}
}

func damaged(err error) error {
	return errors.Join(models.Invalid("body", "这不是能读取的 Excel 文件（XLSX）：可能已损坏、有密码，或是旧的 XLS 格式，请用 Excel 或 WPS 另存为 XLSX",
		"this is no workbook (XLSX) that can be read: damaged, protected by a password, or an old XLS: save it as XLSX"), err)
}

// open reads the workbook, which cannot be read piece by piece: its directory stands at
// its end.
func (s *source) open() error {
	limited := &io.LimitedReader{R: s.in, N: maxFile + 1}
	file, err := excelize.OpenReader(limited, excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxInPlace})
	switch {
	case limited.N == 0:
		return errors.Join(models.Invalid("body", fmt.Sprintf("Excel 文件超过 %d MB，请拆分，或另存为 CSV", maxFile>>20), fmt.Sprintf("the workbook is over %d MiB: split it, or save it as CSV", maxFile>>20)), err)
	case err != nil:
		return damaged(err)
	}
	s.file, s.epoch = file, time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if props, err := file.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		s.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for _, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err == nil && visible {
			s.sheets = append(s.sheets, name)
		}
	}
	return nil
}
