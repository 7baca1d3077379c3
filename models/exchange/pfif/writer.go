package pfif

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// ownStatus is what the notes say that are written: people are looked for.
const ownStatus = "information_sought"

// noName is the full name of a person who has none: PFIF needs one.
const noName = "不详"

// element describes one to be written; those without text are left out.
type element struct{ name, text string }

// out writes the elements of one file.
type out struct {
	to     *bufio.Writer
	headed bool
	err    error
}

func newOut(w io.Writer) *out { return &out{to: bufio.NewWriterSize(w, 64<<10)} }

func (o *out) raw(text string) {
	if o.err == nil {
		_, o.err = o.to.WriteString(text)
	}
}

// head begins the file, once.
func (o *out) head() {
	if !o.headed {
		o.headed = true
		o.raw(xml.Header + `<pfif:pfif xmlns:pfif="` + namespace + version + "\">\n")
	}
}

func (o *out) elements(indent string, list []element) {
	for _, e := range list {
		if e.text == "" {
			continue
		}
		o.raw(indent + "<pfif:" + e.name + ">")
		if o.err == nil {
			o.err = xml.EscapeText(o.to, []byte(strings.ToValidUTF8(e.text, "\uFFFD")))
		}
		o.raw("</pfif:" + e.name + ">\n")
	}
}

// Close ends the file.
func (o *out) Close() error {
	o.head()
	o.raw("</pfif:pfif>\n")
	return cmp.Or(o.err, o.to.Flush())
}

// subjects writes subjects as persons.
type subjects struct {
	*out
	layout *table.Layout
}

func newSubjects(w io.Writer, side models.Kind, fields []string) (exchange.SubjectWriter, error) {
	layout, err := table.NewLayout(side, fields)
	if err != nil {
		return nil, err
	}
	return &subjects{newOut(w), layout}, nil
}

// Write writes a person with a note of how they went missing, or were found.
func (s *subjects) Write(subject models.Subject) error {
	e := subject.Common()
	date := e.UpdateTime
	if date.IsZero() {
		date = time.Now()
	}
	id := cmp.Or(e.ExternalID, e.Name)
	s.person(row{headings: s.layout.Headings(), cells: s.layout.Cells(subject), id: id, source: subject.Origin(), date: date.UTC().Format("2006-01-02T15:04:05Z")})
	return s.err
}

// row describes a row of a table on its way out.
type row struct {
	headings, cells  []string
	id, source, date string
}

// person writes a row as a person.
func (o *out) person(r row) {
	o.head()
	cell := map[string]string{}
	var description []string
	for i, heading := range r.headings {
		if i >= len(r.cells) || strings.TrimSpace(r.cells[i]) == "" {
			continue
		}
		cell[heading] = r.cells[i]
		if _, own := elementOf[heading]; !own {
			description = append(description, heading+"："+r.cells[i])
		}
	}
	if !strings.Contains(r.id, "/") {
		r.id = ownDomain + r.id
	}
	o.raw("  <pfif:person>\n")
	o.elements("    ", []element{
		{"person_record_id", r.id}, {"entry_date", r.date}, {"author_name", cell["联系人"]}, {"author_phone", cell["联系电话"]},
		{"source_name", r.source}, {"source_date", r.date}, {"full_name", cmp.Or(cell["姓名"], noName)},
		{"alternate_names", strings.ReplaceAll(cell["别名"], "、", "\n")}, {"description", strings.Join(description, "\n")},
		{"sex", map[string]string{"男": "male", "女": "female"}[cell["性别"]]}, {"date_of_birth", cell["出生日期"]}, {"age", cell["年龄"]}, {"home_city", cell["籍贯"]},
	})
	if text, place := cell["经过"], cmp.Or(cell["失踪地点"], cell["发现地点"]); text != "" || place != "" {
		o.raw("    <pfif:note>\n")
		o.elements("      ", []element{
			{"note_record_id", r.id + "/1"}, {"person_record_id", r.id}, {"author_name", cmp.Or(r.source, cell["联系人"], noName)},
			{"source_date", r.date}, {"status", ownStatus}, {"last_known_location", place}, {"text", cmp.Or(text, "—")},
		})
		o.raw("    </pfif:note>\n")
	}
	o.raw("  </pfif:person>\n")
}

// elementOf holds the headings whose cells have an element of PFIF.
var elementOf = map[string]string{
	"编号": "person_record_id", "姓名": "full_name", "别名": "alternate_names", "性别": "sex", "出生日期": "date_of_birth", "年龄": "age", "籍贯": "home_city",
	"来源": "source_name", "救助站": "source_name", "联系人": "author_name", "联系电话": "author_phone", "失踪地点": "last_known_location", "发现地点": "last_known_location", "经过": "text",
}

// rejected writes rows that were not taken, each behind a comment that says why.
type rejected struct{ *out }

func newRejected(w io.Writer) exchange.RejectedWriter { return rejected{newOut(w)} }

// Write writes a row; see exchange.RejectedWriter.
func (r rejected) Write(line int64, source *models.RowSource, reasons []models.RowError) error {
	r.head()
	r.raw(fmt.Sprintf("  <!-- %s -->\n", strings.ReplaceAll(table.Reason(line, reasons), "--", "—")))
	if source == nil {
		return r.err
	}
	cell := func(headings ...string) string {
		for i, h := range source.Headings {
			for _, want := range headings {
				if h == want && i < len(source.Cells) {
					return source.Cells[i]
				}
			}
		}
		return ""
	}
	r.person(row{headings: source.Headings, cells: source.Cells, id: cell("编号"), source: cell("来源", "救助站"), date: time.Now().UTC().Format("2006-01-02T15:04:05Z")})
	return r.err
}
