package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// nextOfForm returns the next person of a form as a row below headings, which are its labels;
// ok is false behind the last.
func (r *Reader[T]) nextOfForm() (person row, ok bool) {
	if len(r.people) == 0 && !r.form.across || r.people == nil {
		rows := r.rowsOfForm()
		if len(rows) == 0 {
			return row{}, false
		}
		if r.form.across {
			r.people = r.peopleAcross(rows)
		} else {
			r.people = []row{r.person(rows)}
		}
	}
	if len(r.people) == 0 {
		return row{}, false
	}
	person, r.people = r.people[0], r.people[1:]
	r.passed.forms++
	return person, true
}

// rowsOfForm takes the rows of the next form: up to where one begins again, or the table ends.
func (r *Reader[T]) rowsOfForm() (rows []row) {
	for {
		if len(r.ahead) == 0 {
			r.lookAhead(1)
		}
		if ends(r.ahead[0].err) {
			return rows
		}
		if len(rows) > 0 && !r.form.across && r.formBegins() {
			return rows
		}
		if rows = append(rows, r.ahead[0]); len(rows) > formRows {
			rows = rows[:formRows]
			rows[0].err = &RowError{Text: models.Text{Zh: fmt.Sprintf("登记表超过 %d 行，请改成一行一人的表格", formRows), En: fmt.Sprintf("the form has over %d rows: make it a table with a row for each person", formRows)}}
		}
		r.ahead = r.ahead[1:]
	}
}

// formBegins reports whether a form begins with the next row, as the one before did: with the
// same two rows. One may be said of a relative, too.
func (r *Reader[T]) formBegins() bool {
	begins := r.form.begins
	if r.known.printed(r.ahead[0].cells) != begins[0] {
		return false
	}
	if len(begins) < 2 || begins[0] == begins[1] {
		return true
	}
	for i := 1; i <= formRows; i++ {
		if i >= len(r.ahead) {
			r.lookAhead(i + 1)
		}
		if i >= len(r.ahead) || ends(r.ahead[i].err) {
			return false
		}
		if len(filledOf(r.ahead[i].cells)) > 0 {
			return r.known.printed(r.ahead[i].cells) == begins[1]
		}
	}
	return false
}

// person joins the rows of one form to a row of a table, and makes its labels the headings.
func (r *Reader[T]) person(rows []row) row {
	person := row{line: rows[0].line, style: rows[0].style}
	var list []entry
	for i := 0; i < len(rows); i++ {
		one := rows[i]
		person.shown = append(person.shown, one.shown...)
		if person.err == nil {
			person.err = one.err
		}
		if kin, n := r.kinBelow(rows[i:]); n > 0 {
			list, i = append(list, kin...), i+n-1
			continue
		}
		entries := r.entriesOf(one.cells)
		if len(entries) == 1 && entries[0].value == "" && i+1 < len(rows) { // 经过 in a row, and below it what it was
			if below := filledOf(rows[i+1].cells); len(below) == 1 && !r.known.labels(below[0]) {
				entries[0].value, i = below[0].text, i+1
			}
		}
		entries = slices.DeleteFunc(entries, func(e entry) bool { return e.value == "" && !e.column.known })
		list = append(list, r.ofSomebodyElse(list, entries)...)
	}
	r.columns = make([]column, len(list))
	for i, p := range list {
		r.columns[i] = p.column
		person.cells = append(person.cells, p.value)
	}
	r.proposeForm(person)
	return person
}

// entriesOf returns what a row of a form says; a label that is not known is known by its column.
func (r *Reader[T]) entriesOf(cells []string) (entries []entry) {
	filled := filledOf(cells)
	if len(filled) > 2 && !slices.Contains(r.form.labels, filled[0].at) && slices.Contains(r.form.labels, filled[1].at) {
		filled = filled[1:] // 基本情况, which is merged downwards
	}
	isLabel := func(c filledCell) bool { return slices.Contains(r.form.labels, c.at) || r.known.labels(c) }
	for i := 0; i < len(filled); i++ {
		c := filled[i]
		if p, ok := r.known.glued(c); ok {
			entries = append(entries, p)
			continue
		}
		if !isLabel(c) {
			entries = append(entries, entry{column: column{}, value: c.text}) // a note
			continue
		}
		p := entry{label: c.text, at: c.at, column: r.known.read(c.text)}
		if i+1 < len(filled) {
			next := filled[i+1]
			if slices.Contains(r.form.labels, next.at) && next.at > c.at+1 || r.known.labels(next) && next.at > c.at+1 {
				entries = append(entries, p) // nothing was filled in
				continue
			}
			p.value, p.valueAt = next.text, next.at
			i++
		}
		entries = append(entries, p)
	}
	return entries
}

// ofSomebodyElse keeps apart what a form says of a relative: a second 姓名 is not this person's,
// and neither is the sex or age that stands beside it.
func (r *Reader[T]) ofSomebodyElse(before, entries []entry) []entry {
	said := func(f field) bool {
		return slices.ContainsFunc(before, func(p entry) bool { return p.column.field == f && p.column.known })
	}
	if !slices.ContainsFunc(entries, func(p entry) bool { return p.column.known && p.column.field == legalName && said(legalName) }) {
		return entries
	}
	for i, p := range entries {
		switch f := p.column.field; {
		case !p.column.known || f == contactRelation || f == contactPhone || f == contactName || f == relatives:
		case f == legalName:
			entries[i].column = column{field: contactName, heading: "家属姓名", known: true, by: models.MappedByName, certainty: whoseCertainty}
		default:
			entries[i].column = column{heading: "家属" + p.column.heading, by: models.NotMapped}
		}
	}
	return entries
}

// kinBelow reads the table of relatives that many forms hold: a row of headings with a name and
// a relation, and a row for each. n is how many rows it has.
func (r *Reader[T]) kinBelow(rows []row) (list []entry, n int) {
	if _, ok := r.known.formRow(rows[0].cells); ok {
		return nil, 0
	}
	at := map[field]int{}
	for _, c := range filledOf(rows[0].cells) {
		if head := r.known.read(c.text); head.known {
			at[head.field] = c.at
		}
	}
	name, named := at[legalName]
	if !named {
		name, named = at[contactName]
	}
	relation, related := at[contactRelation]
	if !named || !related {
		return nil, 0
	}
	cell := func(cells []string, i int) string {
		if i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	for n = 1; n < len(rows); n++ {
		cells := rows[n].cells
		who, what := cell(cells, name), cell(cells, relation)
		if !says(who) {
			if len(filledOf(cells)) > 0 {
				break
			}
			continue
		}
		if r.known.labels(filledCell{text: who}) { // the form goes on
			break
		}
		list = append(list, entry{column: column{field: relatives, heading: "亲属", known: true, by: models.MappedByName, certainty: 1}, value: what + who})
		if phone, ok := at[contactPhone]; ok && says(cell(cells, phone)) {
			list = append(list, entry{column: column{field: circumstances, heading: "亲属电话", known: true, by: models.MappedByName, certainty: 1}, value: what + who + " " + cell(cells, phone)})
		}
	}
	return list, n
}

// peopleAcross makes a row of each column behind the labels.
func (r *Reader[T]) peopleAcross(rows []row) (people []row) {
	var columns []column
	var cells [][]string // by label, by person
	width := 0
	for _, one := range rows {
		width = max(width, len(one.cells))
	}
	label := r.form.labels[0]
	for _, one := range rows {
		if label >= len(one.cells) || strings.TrimSpace(one.cells[label]) == "" {
			continue
		}
		columns = append(columns, r.known.read(one.cells[label]))
		cells = append(cells, append(slices.Clone(one.cells), make([]string, width-len(one.cells))...)[label+1:])
	}
	r.columns = columns
	people = []row{}
	for i := range width - label - 1 {
		person, filled := row{style: rows[0].style}, 0
		for _, c := range cells {
			person.cells = append(person.cells, c[i])
			if strings.TrimSpace(c[i]) != "" {
				filled++
			}
		}
		if filled == 0 {
			continue
		}
		if person.line = rows[0].line + int64(len(people)); len(people) >= len(rows) { // rows have numbers of their own
			person.line = rows[len(rows)-1].line
			person.err = &RowError{Text: models.Text{Zh: "一列一人的表，人数多于行数：请在 Excel 里用“选择性粘贴—转置”改成一行一人", En: "a column for each person, more than there are rows: transpose the table so that each person has a row"}}
			return append(people, person)
		}
		people = append(people, person)
	}
	if len(people) > 0 {
		r.proposeForm(people...)
	}
	return people
}

// proposeForm guesses what labels are of that are not known, and notes those that were not seen
// in a form before.
func (r *Reader[T]) proposeForm(people ...row) {
	countYears(r.columns, people, people[0].style.Encoding)
	for i := range r.columns {
		c := &r.columns[i]
		if c.heading == "" {
			continue
		}
		if !c.known {
			c.guess(r.known, people, i)
		}
		if !slices.ContainsFunc(r.found, func(f models.Column) bool { return f.Heading == c.heading }) {
			r.found = append(r.found, c.said(people[0].style.Sheet))
		}
	}
}

// formRemark says that people were read down the page.
func formRemark(n int) models.Text {
	return models.Text{
		Zh: fmt.Sprintf("有 %d 人是按登记表（左边项目、右边内容）读出的，不是一行一人的表格，请核对预览", n),
		En: fmt.Sprintf("read from forms (a label and its value beside it) and not from rows of a table: %d; look at the preview", n),
	}
}
