package forms

import "strings"

// sheet holds what stands on a form, before it is laid out.
type sheet struct {
	office string // whose form it is
	title  string
	number string
	rows   []row
}

// row describes a line of a table or, if it is bare, of a letter.
type row struct {
	cells []cell
	bare  bool    // no frame
	least float64 // mm high, at least
	keep  bool    // on the page of the row after it
}

// columns is how many parts the width of a form is divided into.
const columns = 24

// cell describes a part of a row.
type cell struct {
	span    int // of columns
	text    string
	label   bool    // printed in the middle
	size    float64 // pt; bodySize if 0
	indent  bool    // as a paragraph's first line
	right   bool    // at the right edge
	low     bool    // at the lower edge
	picture string  // SHA-256 of a signature as drawn
}

func label(span int, text string) cell { return cell{span: span, text: text, label: true} }

func value(span int, text string) cell { return cell{span: span, text: text} }

// pairs adds a row of labels and values: labels are three parts wide, the values share the
// rest evenly.
func (s *sheet) pairs(texts ...string) {
	n := len(texts) / 2
	const wide = 3
	var r row
	left := columns - n*wide
	for i := range n {
		span := left / (n - i)
		left -= span
		r.cells = append(r.cells, label(wide, texts[2*i]), value(span, texts[2*i+1]))
	}
	s.rows = append(s.rows, r)
}

// field adds a row of one label and its value, so many lines high at least.
func (s *sheet) field(name, text string, lines int) {
	s.rows = append(s.rows, row{cells: []cell{label(3, name), value(columns-3, text)}, least: float64(lines)*lineHeight(bodySize) + 2*padding})
}

// heading adds a row that says what the rows below it are.
func (s *sheet) heading(text string) {
	s.rows = append(s.rows, row{cells: []cell{label(columns, text)}, keep: true})
}

// line adds one row of cells.
func (s *sheet) line(cells ...cell) { s.rows = append(s.rows, row{cells: cells}) }

// prose adds a paragraph of a letter.
func (s *sheet) prose(text string) {
	s.rows = append(s.rows, row{bare: true, cells: []cell{{span: columns, text: text, indent: true, size: letterSize}}})
}

// address adds the line of a letter that says to whom it goes.
func (s *sheet) address(text string) {
	s.rows = append(s.rows, row{bare: true, cells: []cell{{span: columns, text: text, size: letterSize}}, keep: true})
}

// close adds the lines at the end of a letter: who issues it, and when.
func (s *sheet) close(lines ...string) {
	for i, l := range lines {
		s.rows = append(s.rows, row{bare: true, keep: i < len(lines)-1, cells: []cell{{span: columns, text: l, right: true, size: letterSize}}})
	}
}

// small adds a remark.
func (s *sheet) small(text string) {
	s.rows = append(s.rows, row{bare: true, cells: []cell{{span: columns, text: text, size: smallSize}}})
}

// gap leaves room.
func (s *sheet) gap(mm float64) {
	s.rows = append(s.rows, row{bare: true, least: mm, cells: []cell{{span: columns}}})
}

// texts returns all that is printed.
func (s *sheet) texts() string {
	parts := []string{s.office, s.title}
	for _, r := range s.rows {
		for _, c := range r.cells {
			parts = append(parts, c.text)
		}
	}
	return strings.Join(parts, "\n")
}
