package csv

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// out writes rows of one file. No cell begins like a formula.
type out struct {
	rows   *csv.Writer
	text   *transform.Writer
	buffer *bufio.Writer
}

// newOut begins a file; Excel reads UTF-8 only with a mark at its beginning.
func newOut(w io.Writer, charset encoding.Encoding, comma rune) *out {
	o := &out{buffer: bufio.NewWriterSize(w, 64<<10)}
	o.text = transform.NewWriter(o.buffer, encoding.ReplaceUnsupported(charset.NewEncoder()))
	o.rows = csv.NewWriter(o.text)
	o.rows.Comma, o.rows.UseCRLF = comma, true
	return o
}

func (o *out) write(cells []string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = table.Protected(strings.ToValidUTF8(c, "\uFFFD"))
	}
	return o.rows.Write(safe)
}

// Close writes what is left.
func (o *out) Close() error {
	o.rows.Flush()
	return cmp.Or(o.rows.Error(), o.text.Close(), o.buffer.Flush())
}

// subjects writes a table of subjects.
type subjects struct {
	*out
	layout *table.Layout
}

func newSubjects(w io.Writer, side models.Kind, fields []string) (exchange.SubjectWriter, error) {
	layout, err := table.NewLayout(side, fields)
	if err != nil {
		return nil, err
	}
	s := &subjects{newOut(w, unicode.UTF8BOM, ','), layout}
	return s, s.write(layout.Headings())
}

func (s *subjects) Write(subject models.Subject) error { return s.write(s.layout.Cells(subject)) }

// writeTemplate writes the headings and two examples.
func writeTemplate(w io.Writer, side models.Kind) error {
	o := newOut(w, unicode.UTF8BOM, ',')
	var rows [3][]string
	for _, c := range table.Template(side) {
		rows[0] = append(rows[0], c.Heading)
		rows[1], rows[2] = append(rows[1], c.Examples[0]), append(rows[2], c.Examples[1])
	}
	for _, row := range rows {
		if err := o.write(row); err != nil {
			return err
		}
	}
	return o.Close()
}

// rejected writes rows that were not taken, in the encoding and with the delimiter that the
// file had; the reason stands in the first column, where people see it.
type rejected struct {
	w io.Writer
	*out
	charset  charset
	headings []string
}

func newRejected(w io.Writer) exchange.RejectedWriter { return &rejected{w: w} }

// Write writes a row; see exchange.RejectedWriter.
func (r *rejected) Write(line int64, source *models.RowSource, reasons []models.RowError) error {
	if source == nil {
		source = &models.RowSource{Headings: r.headings}
	}
	if r.out == nil {
		r.begin(source)
	}
	if len(source.Headings) > 0 && !slices.Equal(source.Headings, r.headings) {
		r.headings = source.Headings
		if err := r.write(append([]string{r.encodable(table.ReasonHeading, "error")}, r.headings...)); err != nil {
			return err
		}
	}
	reason := table.Reason(line, reasons)
	return r.write(append([]string{r.encodable(reason, english(reason))}, source.Cells...))
}

func (r *rejected) begin(like *models.RowSource) {
	r.charset = charsets[1]
	if i := slices.IndexFunc(charsets, func(c charset) bool { return c.name == like.Encoding }); i >= 0 {
		r.charset = charsets[i]
	}
	comma, _ := utf8.DecodeRuneInString(cmp.Or(like.Delimiter, ","))
	r.out = newOut(r.w, r.charset.Encoding, comma)
}

// encodable returns a text, or another if the file's encoding has not all its characters:
// Big5 knows no simplified ones.
func (r *rejected) encodable(text, other string) string {
	if _, err := r.charset.NewEncoder().String(text); err != nil {
		return other
	}
	return text
}

// english returns what stands in brackets behind each Chinese sentence.
func english(reason string) string {
	var list []string
	for _, part := range strings.Split(reason, "；") {
		if _, en, ok := strings.Cut(part, " ("); ok {
			list = append(list, strings.TrimSuffix(en, ")"))
		}
	}
	return strings.Join(list, "; ")
}

// Close ends the file.
func (r *rejected) Close() error {
	if r.out == nil {
		return nil
	}
	return r.out.Close()
}
