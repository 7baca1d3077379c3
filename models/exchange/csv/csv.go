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
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
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
	case len(cells) > maxCell:
		return line, nil, &table.RowError{Text: models.Text{Zh: fmt.Sprintf("这一行有 %d 列，最多 %d 列", len(cells), maxCell), En: fmt.Sprintf("the row has %d cells, %d are read", len(cells), maxCell)}}
	}
	return line, cells, nil
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
	decoded, err := text.Peek(sample / 2)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.IndexByte(decoded, 0) >= 0 {
		return models.Invalid("body", "这不是 CSV 文本文件；Excel 文件请按 XLSX 上传", "this is no CSV file: send a workbook as XLSX")
	}
	s.rows = csv.NewReader(text)
	s.rows.Comma = delimiterOf(decoded)
	s.rows.FieldsPerRecord, s.rows.LazyQuotes, s.rows.ReuseRecord = -1, true, true
	return nil
}

// charset is an encoding that files come in, by its name.
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
	for _, c := range charsets[4:] {
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
