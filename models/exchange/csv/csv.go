// Package csv reads records and notices from CSV files as offices have them: in UTF-8,
// GB18030, Big5 or UTF-16, separated by commas, semicolons or tabs. Package table says
// what becomes of the rows.
package csv

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// Format returns the format of comma-separated values.
func Format() exchange.Format {
	return exchange.Format{
		Name: "CSV", Suffix: ".csv", MediaType: "text/csv",
		Records: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Record] {
			return table.NewRecordReader(newSource(r), o)
		},
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return table.NewNoticeReader(newSource(r), o)
		},
		Count:    func(r io.Reader, o exchange.Options) (int64, error) { return table.Count(newSource(r), o) },
		Rejected: newRejected,
		Template: writeTemplate,
		Write:    newSubjects,
	}
}

// Limits of what is read at a time.
const (
	sample  = 64 << 10 // bytes that encoding and delimiter are found by
	maxRow  = 4 << 20  // bytes of a row; a quotation mark that is never closed makes one of the rest of the file
	maxCell = 4096     // cells of a row
)

// source reads the rows of one file.
type source struct {
	in       *bounded
	rows     *csv.Reader // nil until the first row is asked for
	encoding string
	width    int // cells of the widest row so far
}

func newSource(r io.Reader) *source { return &source{in: &bounded{in: r}} }

// Epoch returns that of spreadsheets: a date column that was exported as numbers.
func (s *source) Epoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }

// Style returns the encoding and the delimiter; see table.Source.
func (s *source) Style() models.RowSource {
	if s.rows == nil {
		return models.RowSource{}
	}
	return models.RowSource{Encoding: s.encoding, Delimiter: string(s.rows.Comma)}
}

// Next returns the next row; see table.Source.
func (s *source) Next() (int64, []string, error) {
	if s.rows == nil {
		if err := s.begin(); err != nil {
			return 0, nil, err
		}
	}
	s.in.left = maxRow
	cells, err := s.rows.Read()
	line := int64(1)
	if len(cells) > 0 {
		first, _ := s.rows.FieldPos(0)
		line = int64(first)
	}
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, errLongRow):
		return 0, nil, models.Invalid("body", "有一行超过 4 MB：多半是引号没有成对，请检查后重新保存", "a row is over 4 MiB: most likely a quotation mark is not closed")
	case errors.As(err, &wrong):
		return int64(wrong.StartLine), nil, &table.RowError{Text: models.Text{Zh: "这一行的引号没有成对", En: "a quotation mark of this row is not closed"}}
	case err != nil:
		return 0, nil, err
	case slices.ContainsFunc(cells, func(c string) bool { return strings.ContainsRune(c, utf8.RuneError) }):
		return line, nil, &table.RowError{Text: models.Text{Zh: "这一行的文字编码与文件开头不同，或已损坏，请统一编码后再传", En: "the row is in another encoding than the beginning of the file, or damaged"}}
	case s.swallows(cells):
		return line, nil, &table.RowError{Text: models.Text{Zh: "这一行的引号没有成对，后面的行被并了进来，请补上引号", En: "a quotation mark of this row is not closed, and the rows behind it became part of a cell"}}
	case len(cells) > maxCell:
		return line, nil, &table.RowError{Text: models.Text{Zh: fmt.Sprintf("这一行有 %d 列，最多 %d 列", len(cells), maxCell), En: fmt.Sprintf("the row has %d cells, %d are read", len(cells), maxCell)}}
	}
	s.width = max(s.width, len(cells))
	return line, cells, nil
}

// swallows reports whether a cell holds whole rows: it has a line that is as wide as the
// table.
func (s *source) swallows(cells []string) bool {
	for _, c := range cells {
		if !strings.Contains(c, "\n") || s.width < 2 {
			continue
		}
		for line := range strings.SplitSeq(c, "\n") {
			if strings.Count(line, string(s.rows.Comma)) >= s.width-1 {
				return true
			}
		}
	}
	return false
}

// begin finds the encoding and the delimiter by the beginning of the file.
func (s *source) begin() error {
	s.in.left = maxRow
	buffered := bufio.NewReaderSize(s.in, sample)
	head, err := buffered.Peek(sample)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	whole := errors.Is(err, io.EOF)
	from := encodingOf(head, whole)
	s.encoding = from.name
	text := bufio.NewReaderSize(transform.NewReader(buffered, from.NewDecoder()), sample)
	if start, _ := text.Peek(sample / 2); bytes.IndexByte(start, '\r') >= 0 && bytes.IndexByte(start, '\n') < 0 { // of old Macs
		text = bufio.NewReaderSize(transform.NewReader(text, runes.Map(func(r rune) rune {
			if r == '\r' {
				return '\n'
			}
			return r
		})), sample)
	}
	decoded, err := text.Peek(sample / 2)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.IndexByte(decoded, 0) >= 0 {
		return models.Invalid("body", "这不是 CSV 文本文件；Excel 文件请按 XLSX 上传", "this is no CSV file: send a workbook as XLSX")
	}
	if bytes.HasPrefix(bytes.TrimSpace(decoded), []byte("<")) {
		return models.Invalid("body", "这是网页或 XML，不是 CSV：网页请用 Excel 打开后另存为 XLSX", "this is a page or XML and no CSV: open a page in Excel and save it as XLSX")
	}
	s.rows = csv.NewReader(text)
	s.rows.Comma = delimiterOf(decoded)
	s.rows.FieldsPerRecord, s.rows.LazyQuotes, s.rows.ReuseRecord = -1, true, true
	return nil
}

// charset describes an encoding that files come in, by its name.
type charset struct {
	name string
	encoding.Encoding
}

// charsets are those that are told apart; all but the last two by their bytes alone.
var charsets = []charset{
	{"UTF-8", unicode.UTF8},
	{"UTF-8-BOM", unicode.UTF8BOM},
	{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"GB18030", simplifiedchinese.GB18030},
	{"Big5", traditionalchinese.Big5},
}

// encodingOf tells how a text is encoded. Both Chinese encodings give most bytes some
// meaning: the one in which headings are understood is right.
func encodingOf(head []byte, whole bool) charset {
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return charsets[2]
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return charsets[3]
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) && validUTF8(head, whole):
		return charsets[1]
	case validUTF8(head, whole):
		return charsets[0]
	}
	best, most := charsets[4], -1
	for _, c := range []charset{charsets[4], charsets[5], charsets[0]} { // the last, if only some lines are in another
		text, err := c.NewDecoder().Bytes(head)
		if err != nil {
			continue
		}
		if n := table.KnownIn(string(text)); n > most {
			best, most = c, n
		}
	}
	return best
}

// validUTF8 allows a character that the sample cuts.
func validUTF8(head []byte, whole bool) bool {
	if !whole {
		for cut := 0; cut < utf8.UTFMax && len(head) > 0; cut++ {
			if utf8.Valid(head) {
				return true
			}
			head = head[:len(head)-1]
		}
	}
	return utf8.Valid(head)
}

// delimiterOf returns the sign that stands most often in the line where it stands most.
func delimiterOf(text []byte) rune {
	best, most := ',', 0
	for i, line := range bytes.Split(text, []byte("\n")) {
		if i == 30 {
			break
		}
		for _, d := range ",\t;|" {
			if n := bytes.Count(line, []byte(string(d))); n > most {
				best, most = d, n
			}
		}
	}
	if most == 0 && bytes.Contains(text, []byte("，")) {
		return '，'
	}
	return best
}

var errLongRow = errors.New("row too long")

// bounded gives no more than left bytes until left is set again.
type bounded struct {
	in   io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongRow
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
