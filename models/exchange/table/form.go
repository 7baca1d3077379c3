package table

import (
	"errors"
	"slices"
	"strings"
)

// form is how a sheet is laid out that tells of people down the page: labels with the value
// beside each, in one pair of columns or in several side by side; or labels in one column and
// a person in each column behind it.
type form struct {
	labels []int    // the columns that labels stand in
	begins []string // what is printed in its first two rows, by which the next form of a sheet is known
	across bool     // a person in each column
}

// Limits of forms: of how many rows it is judged whether they are one, and how many rows and
// people one may have.
const (
	formLooked = 12
	formRows   = 400
)

// entry is a label with what stands beside it.
type entry struct {
	label   string
	at      int // the column of the label
	column  column
	value   string
	valueAt int
	glued   bool // both stand in one cell: 姓名：柳望舒
}

// filledCell is a cell that holds something, in its column.
type filledCell struct {
	at   int
	text string
}

func filledOf(cells []string) []filledCell {
	var list []filledCell
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			list = append(list, filledCell{i, cell})
		}
	}
	return list
}

// glued takes apart a cell that says its label, if that is known: 姓名：柳望舒.
func (h headings) glued(c filledCell) (entry, bool) {
	label, value, ok := strings.Cut(strings.Replace(c.text, ":", "：", 1), "：")
	if !ok || strings.TrimSpace(label) == "" || strings.TrimSpace(value) == "" {
		return entry{}, false
	}
	head := h.readWhole(label)
	return entry{label: label, at: c.at, column: head, value: strings.TrimSpace(value), valueAt: c.at, glued: true}, head.known
}

// formRow returns the entries of a row if it is one of a form: its labels are known, and what
// stands beside them is no label. A row of headings is none: their neighbours are headings.
func (h headings) formRow(cells []string) (entries []entry, ok bool) {
	filled := filledOf(cells)
	entries, surplus := h.entriesFrom(filled)
	if len(filled) > 2 && h.labels(filled[1]) { // 基本情况 | 姓名 | 柳望舒, of which the first is merged downwards
		if rest, more := h.entriesFrom(filled[1:]); more > surplus {
			return rest, more > 0
		}
	}
	return entries, surplus > 0
}

// entriesFrom returns the entries of cells that begin with a label, and by how many more of them
// have a value than have a label in its place.
func (h headings) entriesFrom(filled []filledCell) (entries []entry, surplus int) {
	if len(filled) == 0 || !h.labels(filled[0]) {
		return nil, 0
	}
	values, labels := 0, 0
	for i := 0; i < len(filled); i++ {
		c := filled[i]
		if e, ok := h.glued(c); ok {
			entries, values = append(entries, e), values+1
			continue
		}
		head := h.read(c.text)
		if !head.known {
			continue // a label that is not known, or its value
		}
		e := entry{label: c.text, at: c.at, column: head, valueAt: -1}
		if i+1 < len(filled) {
			next := filled[i+1]
			switch isLabel := h.labels(next); {
			case isLabel && next.at > c.at+1: // nothing was filled in
			case isLabel:
				labels++
				i++
			default:
				e.value, e.valueAt = next.text, next.at
				values++
				i++
			}
		}
		entries = append(entries, e)
	}
	if values == 0 {
		return entries, 0
	}
	return entries, values - labels
}

// labels reports whether a cell is a label that is known, or begins with one.
func (h headings) labels(c filledCell) bool {
	if h.read(c.text).known {
		return true
	}
	_, ok := h.glued(c)
	return ok
}

// formIn returns the layout of the rows that were read ahead, if they are a form, and at which of
// them it begins. whole says that the table has no more rows.
func (r *Reader[T]) formIn(rows []row, whole bool) (f *form, begin int) {
	begin = -1
	fits, looked, named, across := 0, 0, false, 0
	fieldsOf := map[field]bool{}
	f = new(form)
	for i, one := range rows {
		filled := filledOf(one.cells)
		if len(filled) == 0 || one.err != nil || len(filled) == 1 && !r.known.labels(filled[0]) { // a title, or what a label in a row of its own is of
			continue
		}
		entries, ok := r.known.formRow(one.cells)
		if !ok && r.headingsIn(one.cells) != nil {
			break // a table begins here, below a form or what only looked like one
		}
		if begin < 0 && !ok {
			continue // a title
		}
		if !ok && len(filled) == 1 {
			continue // a label whose value stands below it, or is not filled in
		}
		if looked++; looked > formLooked {
			break
		}
		if !ok {
			continue
		}
		fits++
		if begin < 0 {
			begin = i
		}
		if len(f.begins) < 2 {
			f.begins = append(f.begins, r.known.printed(one.cells))
		}
		if len(entries) == 1 && !entries[0].glued && len(filled) > 2 {
			across++
		}
		for _, p := range entries {
			fieldsOf[p.column.field] = true
			named = named || nameKinds[p.column.field] != ""
			if !slices.Contains(f.labels, p.at) && !p.glued {
				f.labels = append(f.labels, p.at)
			}
		}
	}
	f.across = len(f.labels) == 1 && across > 1 && across*2 > fits
	few := fits == 1 && looked == 1 && whole && len(fieldsOf) > 1
	if !named || len(fieldsOf) < 2 || !few && (fits < 2 || fits*2 < looked) {
		return nil, 0
	}
	return f, begin
}

// printed returns what is printed in a row of a form, whatever was filled in; empty of a row
// that is none.
func (h headings) printed(cells []string) string {
	filled := filledOf(cells)
	entries, _ := h.formRow(cells)
	if len(entries) == 0 {
		return ""
	}
	var list []string
	if filled[0].at != entries[0].at {
		list = append(list, filled[0].text)
	}
	for _, e := range entries {
		folded, _ := fold(e.label)
		list = append(list, folded)
	}
	return strings.Join(list, "\x00")
}

// findForm reads ahead and, if the table at hand is a form, goes on with its first row.
func (r *Reader[T]) findForm() bool {
	r.lookAhead(headingRows)
	f, begin := r.formIn(r.table())
	if f == nil {
		return false
	}
	r.form, r.tables, r.ahead = f, r.tables+1, r.ahead[begin:]
	return true
}

// table returns the rows that were read ahead of the table at hand, and whether these are all.
func (r *Reader[T]) table() (rows []row, whole bool) {
	for i, one := range r.ahead {
		if ends(one.err) {
			return r.ahead[:i], true
		}
	}
	return r.ahead, false
}

// ends reports whether an error ends a table.
func ends(err error) bool {
	_, rowErr := errors.AsType[*RowError](err)
	return err != nil && !rowErr
}
