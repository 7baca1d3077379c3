package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
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
	maxInPlace = 8 << 20   // bytes of a part that are kept in memory, if texts take ten times as much; larger ones go through a file
	maxColumns = 4096
)

// Format is FormatIn the system's folder for temporary files.
func Format() exchange.Format { return FormatIn("") }

// FormatIn returns the format of workbooks, all visible sheets of which that have headings
// are read. Rows are numbered through: those of a second sheet go on behind the first's.
// Parts that are too large for memory lie in files in dir, as they are, until what is read or
// written is closed.
func FormatIn(dir string) exchange.Format {
	before := &counts{dir: dir}
	rowsOf := func(r io.Reader, o exchange.Options) table.Source {
		if rows := before.take(o.Upload); rows != nil {
			return rows
		}
		return &source{in: r, dir: dir, inPlace: maxInPlace}
	}
	return exchange.Format{
		Name: "XLSX", Suffix: ".xlsx", MediaType: MediaType,
		Records: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
			return table.NewRecordReader(rowsOf(r, o), o)
		},
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return table.NewNoticeReader(rowsOf(r, o), o)
		},
		Count: func(r io.Reader, o exchange.Options) (int64, error) {
			return before.count(&source{in: r, dir: dir, inPlace: maxInPlace}, o)
		},
		Rejected: func(w io.Writer) exchange.RejectedWriter { return &rejected{w: w, dir: dir} },
		Template: writeTemplate,
		Write: func(w io.Writer, side models.Kind, fields []string) (exchange.SubjectWriter, error) {
			return newSubjects(w, dir, side, fields)
		},
	}
}

// source reads the rows of one workbook; see table.Source.
type source struct {
	in      io.Reader
	dir     string // for parts of more than inPlace bytes
	inPlace int64

	file   *excelize.File   // nil until the first row is asked for
	sheets []string         // that are to come
	rows   *excelize.Rows   // of the sheet at hand
	sheet  string           // its name
	shown  map[int][]string // the cells of it that have pictures, by row
	hidden []string         // sheets that are not read
	before int64            // rows of the sheets that were read
	row    int64            // of the sheet at hand
	epoch  time.Time
}

// Epoch returns the day that dates of the workbook count from.
func (s *source) Epoch() time.Time { return s.epoch }

// Style returns the sheet at hand; see table.Source.
func (s *source) Style() models.RowSource { return style(s.sheet, s.epoch) }

func style(sheet string, epoch time.Time) models.RowSource {
	return models.RowSource{Sheet: sheet, Date1904: epoch.Year() == 1904}
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
			if s.shown, err = s.illustrated(name); err != nil {
				return 0, nil, damaged(err)
			}
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
	file, err := excelize.OpenReader(limited, excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: s.inPlace, TmpDir: s.dir})
	switch {
	case limited.N == 0:
		return errors.Join(models.Invalid("body", fmt.Sprintf("Excel 文件超过 %d MB，请拆分，或另存为 CSV", maxFile>>20), fmt.Sprintf("the workbook is over %d MiB: split it, or save it as CSV", maxFile>>20)), err)
	case err != nil:
		return damaged(err)
	}
	s.file = file
	if err := s.check(); err != nil {
		return err
	}
	s.epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if props, err := file.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		s.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for _, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err == nil && visible && !strings.Contains(name, "说明") {
			s.sheets = append(s.sheets, name)
		} else {
			s.hidden = append(s.hidden, name)
		}
	}
	return nil
}

// check refuses parts that declare a document type, and sheets that end in the middle,
// whose last rows the library would leave out without a word.
func (s *source) check() error {
	if len(s.file.GetSheetList()) == 0 {
		return damaged(errors.New("no sheets"))
	}
	var wrong error
	s.file.Pkg.Range(func(name, content any) bool {
		part, _ := name.(string)
		text, _ := content.([]byte)
		beginning, end := text[:min(len(text), partEnd)], text[max(0, len(text)-partEnd):]
		switch {
		case !strings.HasSuffix(part, ".xml"):
		case bytes.Contains(beginning, []byte("<!DOCTYPE")) || bytes.Contains(beginning, []byte("<!ENTITY")):
			wrong = models.Invalid("body", "文件含有文档类型声明（DOCTYPE），出于安全不读取；请用 Excel 或 WPS 另存为 XLSX", "the file declares a document type (DOCTYPE), which is refused: save it again as XLSX")
		case strings.HasPrefix(part, "xl/worksheets/sheet") && len(text) > 0 && !bytes.Contains(end, []byte("worksheet>")) && !bytes.Contains(end, []byte("/>")):
			wrong = damaged(fmt.Errorf("%s ends in the middle", part))
		}
		return wrong == nil
	})
	return wrong
}

// partEnd is how many bytes of the beginning and the end of a part are looked at.
const partEnd = 4096

// Remarks returns which sheets are not read; see exchange.Remarking.
func (s *source) Remarks() []models.Text { return notRead(s.hidden) }

func notRead(hidden []string) []models.Text {
	if len(hidden) == 0 {
		return nil
	}
	names := strings.Join(hidden, "、")
	return []models.Text{{Zh: "隐藏的或说明用的工作表未读取：" + names, En: "sheets that are hidden or explain were not read: " + names}}
}

// illustrated returns which cells of a sheet have pictures, by row.
func (s *source) illustrated(sheet string) (map[int][]string, error) {
	pictures := false
	s.file.Pkg.Range(func(part, _ any) bool {
		name, _ := part.(string)
		pictures = strings.HasPrefix(name, "xl/media/")
		return !pictures
	})
	if !pictures { // asking costs as much as reading the sheet
		return nil, nil
	}
	cells, err := s.file.GetPictureCells(sheet)
	if err != nil {
		return nil, err
	}
	shown := map[int][]string{}
	for _, cell := range cells {
		if _, row, err := excelize.CellNameToCoordinates(cell); err == nil {
			shown[row] = append(shown[row], cell)
		}
	}
	return shown, nil
}

// maxPicture is how many bytes a picture in a cell may have.
const maxPicture = 24 << 20

// Pictures returns those in the cells of the row at hand; see table.Illustrated.
func (s *source) Pictures() (photos []models.Photo, err error) {
	defer func() {
		if r := recover(); r != nil { // the library's, of a hostile file
			photos, err = nil, damaged(fmt.Errorf("the reader gave up: %v", r))
		}
	}()
	for _, cell := range s.shown[int(s.row)] {
		pictures, err := s.file.GetPictures(s.sheet, cell)
		if err != nil {
			return nil, damaged(err)
		}
		for _, p := range pictures {
			if len(p.File) > maxPicture {
				return nil, &table.RowError{Text: models.Text{Zh: fmt.Sprintf("单元格 %s 的图片超过 %d MB", cell, maxPicture>>20), En: fmt.Sprintf("the picture in %s is over %d MiB", cell, maxPicture>>20)}}
			}
			photos = append(photos, models.Photo{Content: p.File})
		}
	}
	return photos, nil
}
