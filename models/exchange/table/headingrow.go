package table

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// findHeadings reads up to the row that has headings, or to a form. A table without any is passed
// over; a file without any is wrong.
func (r *Reader[T]) findHeadings() error {
	if r.findForm() {
		return nil
	}
	for looked := 0; ; looked++ {
		next := r.next()
		if _, ok := errors.AsType[*RowError](next.err); ok {
			continue
		}
		if _, ok := errors.AsType[*NewTable](next.err); ok {
			r.noHeadings(r.sheet)
			r.sheet = next.style.Sheet
			if r.findForm() {
				return nil
			}
			looked = -1
			continue
		}
		if errors.Is(next.err, io.EOF) {
			r.noHeadings(r.sheet)
			r.ended = io.EOF
			if r.tables == 0 {
				return noHeadings()
			}
			return nil
		}
		if next.err != nil {
			return next.err
		}
		r.sheet = next.style.Sheet
		if looked >= headingRows && r.tables == 0 {
			return noHeadings()
		}
		if columns := r.headingsIn(next.cells); columns != nil {
			r.columns, r.tables = columns, r.tables+1
			r.joinSecondRow(next.cells)
			r.propose(next.style.Encoding)
			return nil
		}
	}
}

// joinSecondRow takes in a second row of headings, over which some of the first are merged:
// 联系人 over 姓名 and 电话.
func (r *Reader[T]) joinSecondRow(first []string) {
	second := r.next()
	r.ahead = append([]row{second}, r.ahead...)
	if second.err != nil {
		return
	}
	columns, above, joined := slices.Clone(r.columns), "", 0
	for len(columns) < len(second.cells) {
		columns = append(columns, column{})
	}
	for i := range columns {
		if i < len(first) && strings.TrimSpace(first[i]) != "" {
			above = first[i]
		}
		if i >= len(second.cells) || strings.TrimSpace(second.cells[i]) == "" {
			continue
		}
		c := r.known.readWhole(above + second.cells[i])
		if !c.known {
			c = r.known.readWhole(second.cells[i])
		}
		if !c.known || strings.TrimSpace(above) == strings.TrimSpace(second.cells[i]) {
			return // a row of a person, or the headings again
		}
		columns[i] = c
		joined++
	}
	if joined > 0 {
		r.columns, r.ahead = columns, r.ahead[1:]
	}
}

// proposeBy is by how many rows it is guessed what a column is of.
const proposeBy = 20

// propose guesses what columns are of whose headings are not known and how years are counted, and
// notes all.
func (r *Reader[T]) propose(encoding string) {
	if slices.ContainsFunc(r.columns, func(c column) bool { return c.field == birthDate || c.field == eventDate }) {
		r.lookAhead(calendarRows)
		rows, _ := r.table()
		countYears(r.columns, rows, encoding)
	}
	if slices.ContainsFunc(r.columns, func(c column) bool { return c.heading != "" && !c.known }) {
		r.lookAhead(proposeBy)
		rows, _ := r.table()
		rows = rows[:min(len(rows), proposeBy)]
		for i := range r.columns {
			if c := &r.columns[i]; c.heading != "" && !c.known {
				c.guess(r.known, rows, i)
			}
		}
	}
	for _, c := range r.columns {
		if c.heading != "" {
			r.found = append(r.found, c.said(r.sheet))
		}
	}
}

// aheadBytes is how many bytes of pictures are read ahead at most.
const aheadBytes = 16 << 20

// lookAhead reads up to so many rows of the table at hand; row returns them later.
func (r *Reader[T]) lookAhead(rows int) {
	size := 0
	for len(r.ahead) < rows && size < aheadBytes {
		if n := len(r.ahead); n > 0 && ends(r.ahead[n-1].err) {
			return
		}
		next := r.taken(r.source.Next())
		for _, p := range next.shown {
			size += len(p.Content)
		}
		r.ahead = append(r.ahead, next)
	}
}

// noHeadings notes a sheet that is passed over.
func (r *Reader[T]) noHeadings(sheet string) {
	if sheet != "" {
		r.passed.sheets = append(r.passed.sheets, sheet)
	}
}

func noHeadings() error {
	return models.Invalid("body", "找不到表头：请在数据上面留一行列名，如 姓名、性别、出生日期、失踪时间、失踪地点、特征、联系电话",
		"no row of headings was found: put one above the data, such as 姓名 (name), 性别 (sex), 失踪时间 (missing date)")
}

// headingsIn returns the columns that a row heads; nil if it heads none.
func (r *Reader[T]) headingsIn(cells []string) []column {
	columns, known := make([]column, len(cells)), 0
	for i, cell := range cells {
		columns[i] = r.known.read(cell)
		if columns[i].known {
			known++
		}
	}
	filled := 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
	}
	if known < leastHeadings || known*leastShare < filled {
		return nil
	}
	return columns
}

// asides begin rows that are about the table and not about a person.
var asides = []string{"合计", "总计", "小计", "共计", "填表人", "制表", "填报人", "审核", "备注：", "备注:", "注：", "注:", "说明：", "说明:", "填报单位", "以上共", "total", exampleMark}

// isAside reports whether a row holds no person: a blank one, repeated headings, a total,
// a note below the table.
func (r *Reader[T]) isAside(cells []string) (aside, blank bool) {
	first, filled := "", 0
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			if first == "" {
				first = strings.ToLower(cell)
			}
			filled++
		}
	}
	if filled == 0 {
		return true, true
	}
	for _, aside := range asides {
		if strings.HasPrefix(strings.ReplaceAll(first, " ", ""), aside) {
			return true, false
		}
	}
	if filled == 1 && len(r.columns) >= 3 && !r.namesSomebody(cells) { // a running number or a note
		return true, false
	}
	return slices.EqualFunc(cells, r.columns, func(cell string, c column) bool { return strings.Join(strings.Fields(cell), " ") == c.heading }), false
}

// aName is what stands in a column of names, and not a sentence.
var aName = regexp.MustCompile(`^(?:\p{Han}[\p{Han}·]{0,4}|[A-Za-z]+(?: [A-Za-z]+){1,3})(?:[（(，,、].*)?$`)

// namesSomebody reports whether a row of one cell is a person of whom only the name is known.
func (r *Reader[T]) namesSomebody(cells []string) bool {
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			return i < len(r.columns) && nameKinds[r.columns[i].field] != "" && says(cell) && aName.MatchString(cell)
		}
	}
	return false
}
