package pfif

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// maxPerson is how many bytes a person record with its notes may have.
const maxPerson = 4 << 20

// source reads the persons of one file as the rows of a table; see table.Source.
type source struct {
	in       *bounded
	xml      *xml.Decoder
	columns  []string // the headings, which are the first row
	headed   bool
	begun    bool // an element of PFIF was read
	rooted   bool // any was
	pending  *person
	line     int64 // of the pending person
	lastLine int64 // of the person before
	lastRow  int64 // the number of the row that was given out last
	stray    int64 // the line of a note of no one; 0 if there is none
	ended    error
}

func newSource(r io.Reader, side models.Kind) *source {
	s := &source{in: &bounded{in: r, left: maxPerson}, columns: columnsOf(side)}
	s.xml = xml.NewDecoder(s.in)
	s.xml.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, models.Invalid("body", "不认识的文字编码 "+label, "unknown encoding "+label)
		}
		return e.NewDecoder().Reader(in), nil
	}
	return s
}

// Epoch returns that of spreadsheets: a date that is a number.
func (s *source) Epoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }

// Style returns nothing: PFIF is always the same.
func (s *source) Style() models.RowSource { return models.RowSource{} }

// Next returns the headings, and then a row for each person; see table.Source.
func (s *source) Next() (int64, []string, error) {
	if !s.headed {
		s.headed = true
		return 1, s.columns, nil
	}
	for s.ended == nil {
		given, err := s.step()
		if err != nil {
			s.ended = err
			break
		}
		if given != nil {
			return s.row(given)
		}
		if s.stray > 0 {
			line := s.stray
			s.stray = 0
			return s.number(line), nil, &table.RowError{Text: models.Text{Zh: "这条 note 不在它的 person 之内或紧随其后", En: "the note neither stands in its person nor follows it"}}
		}
	}
	if s.pending != nil {
		last := s.pending
		s.pending = nil
		if errors.Is(s.ended, io.EOF) { // else it may be cut
			return s.row(last)
		}
	}
	if errors.Is(s.ended, io.EOF) && !s.begun {
		return 0, nil, models.Invalid("body", "这不是 PFIF 文件：没有 http://zesty.ca/pfif/ 的元素", "this is no PFIF: it has no element of http://zesty.ca/pfif/")
	}
	return 0, nil, s.ended
}

// step reads the next element. It returns the person before it, if that is now whole.
func (s *source) step() (whole *person, err error) {
	s.in.left = maxPerson
	token, err := s.xml.Token()
	if err != nil {
		return nil, s.explain(err)
	}
	switch t := token.(type) {
	case xml.Directive:
		return nil, models.Invalid("body", "文件含有文档类型声明（DOCTYPE），出于安全不读取；请去掉后再传", "the file declares a document type (DOCTYPE), which is refused: take it out")
	case xml.StartElement:
		ours := strings.HasPrefix(t.Name.Space, namespace)
		s.begun = s.begun || ours
		line, _ := s.xml.InputPos()
		defer func() { s.rooted = true }()
		switch {
		case ours && t.Name.Local == "person":
			p := new(person)
			if err := s.xml.DecodeElement(p, &t); err != nil {
				return nil, s.explain(err)
			}
			whole, s.pending = s.pending, p
			s.lastLine, s.line = s.line, int64(line)
			return whole, nil
		case ours && t.Name.Local == "note":
			var n note
			if err := s.xml.DecodeElement(&n, &t); err != nil {
				return nil, s.explain(err)
			}
			if s.pending != nil && n.PersonID == s.pending.RecordID {
				s.pending.Notes = append(s.pending.Notes, n)
				return nil, nil //nolint:nilnil // no person is whole
			}
			s.stray = int64(line)
		case !ours && !s.rooted && t.Name.Local != "feed" && t.Name.Local != "rss": // in which registries embed it
			if strings.EqualFold(t.Name.Local, "html") {
				return nil, models.Invalid("body", "这是网页形式的表格：请用 Excel 或 WPS 打开，另存为 XLSX 后再导入", "this is a web page with a table: open it with Excel or WPS and save it as XLSX")
			}
			return nil, models.Invalid("body", "这不是 PFIF 文件：根元素是 "+t.Name.Local, "this is no PFIF: its root is "+t.Name.Local)
		}
	}
	return nil, nil //nolint:nilnil // no person is whole
}

// explain says in both languages why the XML cannot be read from here on.
func (s *source) explain(err error) error {
	var invalid *models.InvalidError
	if errors.Is(err, io.EOF) || errors.As(err, &invalid) {
		return err
	}
	line, _ := s.xml.InputPos()
	if errors.Is(err, errLong) {
		return models.Invalid("body", fmt.Sprintf("第 %d 行附近的一条记录超过 %d MB", line, maxPerson>>20), fmt.Sprintf("a record near line %d is over %d MiB", line, maxPerson>>20))
	}
	if wrong, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return models.Invalid("body", fmt.Sprintf("XML 在第 %d 行有误或不完整", wrong.Line), fmt.Sprintf("the XML is broken or cut off at line %d: %s", wrong.Line, wrong.Msg))
	}
	if s.in.failed != nil {
		return err // of the file below, not of what is in it
	}
	return models.Invalid("body", fmt.Sprintf("XML 在第 %d 行附近有误", line), fmt.Sprintf("the XML is broken near line %d: %v", line, err))
}

// number keeps the numbers of rows growing, of several on one line, too.
func (s *source) number(line int64) int64 {
	s.lastRow = max(s.lastRow+1, line)
	return s.lastRow
}

// row returns the row of a person.
func (s *source) row(p *person) (int64, []string, error) {
	line := s.lastLine
	if p != s.pending && s.pending == nil {
		line = s.line
	}
	line = s.number(line)
	if expiry, err := time.Parse(time.RFC3339, strings.TrimSpace(p.ExpiryDate)); err == nil && expiry.Before(time.Now()) {
		return line, nil, &table.RowError{Text: models.Text{Zh: "这条记录已过有效期（expiry_date），按 PFIF 规定不再使用", En: "the record has expired (expiry_date): PFIF asks not to use it"}}
	}
	if p.RecordID == "" && first(p.FullName, p.GivenName, p.FirstName, p.FamilyName, p.LastName) == "" {
		return line, nil, &table.RowError{Text: models.Text{Zh: "这条 person 没有 person_record_id，也没有姓名", En: "the person has neither a person_record_id nor a name"}}
	}
	return line, cellsOf(p, s.columns), nil
}

// columnsOf returns the headings of the rows of a side.
func columnsOf(side models.Kind) []string {
	layout, err := table.NewLayout(side, nil)
	if err != nil {
		panic(err) // no field was asked for that could be wrong
	}
	return layout.Headings()
}

// cellsOf returns the cells of a person under the headings.
func cellsOf(p *person, headings []string) []string {
	cells := make([]string, len(headings))
	put := func(value string, under ...string) {
		i := slices.IndexFunc(headings, func(h string) bool { return slices.Contains(under, h) })
		if value = strings.TrimSpace(value); value == "" || i < 0 {
			return
		}
		if cells[i] != "" {
			value = cells[i] + "\n" + value
		}
		cells[i] = value
	}
	rest := describe(first(p.Description, p.Other), headings, put)
	put(strings.TrimPrefix(p.RecordID, ownDomain), "编号")
	put(known(first(p.FullName, strings.TrimSpace(first(p.GivenName, p.FirstName)+" "+first(p.FamilyName, p.LastName)))), "姓名")
	put(strings.ReplaceAll(strings.TrimSpace(p.Alternates), "\n", "、"), "别名")
	put(map[string]string{"male": "男", "female": "女"}[strings.ToLower(strings.TrimSpace(p.Sex))], "性别")
	put(p.Birth, "出生日期")
	put(p.Age, "年龄")
	put(join(" ", p.HomeCountry, p.HomeState, p.HomeCity, p.HomeQuarter, p.HomeStreet), "籍贯")
	put(first(p.SourceName, domainOf(p.RecordID)), "来源", "救助站")
	put(p.AuthorName, "联系人")
	put(p.AuthorPhone, "联系电话")
	put(rest, "体貌特征")
	for _, n := range p.Notes {
		put(strings.TrimPrefix(n.Text, "—"), "经过")
		if n.Status != "" && n.Status != ownStatus {
			put("状态："+n.Status, "经过")
		}
	}
	for _, n := range slices.Backward(p.Notes) { // the last word
		if n.Location != "" {
			put(n.Location, "失踪地点", "发现地点")
			break
		}
	}
	if urls := join("\n", p.PhotoURL, p.ProfileURLs, p.SourceURL); urls != "" {
		put(urls, "经过")
	}
	return cells
}

// describe takes the lines of a description that stand under a heading, and returns the
// others. A line goes on with the one before it.
func describe(text string, headings []string, put func(value string, under ...string)) string {
	var rest []string
	under := ""
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if heading, value, ok := strings.Cut(line, "："); ok && slices.Contains(headings, strings.TrimSpace(heading)) {
			under = strings.TrimSpace(heading)
			put(value, under)
			continue
		}
		if under != "" {
			put(line, under)
		} else if strings.TrimSpace(line) != "" {
			rest = append(rest, strings.TrimSpace(line))
		}
	}
	return strings.Join(rest, "\n")
}

// known returns a name, but for what is written if there is none.
func known(name string) string {
	if strings.TrimSpace(name) == noName {
		return ""
	}
	return name
}

func first(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

func join(with string, texts ...string) string {
	var list []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			list = append(list, t)
		}
	}
	return strings.Join(list, with)
}

// domainOf returns the registry that a record id names; none of our own.
func domainOf(id string) string {
	domain, _, ok := strings.Cut(id, "/")
	if !ok || domain+"/" == ownDomain {
		return ""
	}
	return domain
}

var errLong = errors.New("record too long")

// bounded gives no more than left bytes until left is set again.
type bounded struct {
	in     io.Reader
	left   int
	failed error // of in, but for its end
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLong
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}
