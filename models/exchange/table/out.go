package table

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Layout says which columns a table of a side is written with.
type Layout struct {
	side    models.Kind
	columns []outColumn
}

// NewLayout returns the layout of the fields, in the usual order; all if there are none.
// Errors: *models.InvalidError (fields).
func NewLayout(side models.Kind, fields []string) (*Layout, error) {
	l := &Layout{side: side}
	var known []string
	for _, c := range outColumns {
		if _, ok := c.head(side); ok {
			known = append(known, fieldNames[c.field])
			if len(fields) == 0 || slices.Contains(fields, fieldNames[c.field]) {
				l.columns = append(l.columns, c)
			}
		}
	}
	for _, name := range fields {
		if !slices.Contains(known, name) {
			return nil, models.Invalid("fields", fmt.Sprintf("没有“%s”这一列，应为 %s 之一", name, strings.Join(known, "、")),
				fmt.Sprintf("%q is no column: write some of %s", name, strings.Join(known, ", ")))
		}
	}
	return l, nil
}

// stampHeading is over the column by which a row is known that no one edited.
const stampHeading = "Guitu校验"

// Headings returns the first row.
func (l *Layout) Headings() []string {
	var row []string
	for _, c := range l.columns {
		heading, _ := c.head(l.side)
		row = append(row, heading)
	}
	return append(row, stampHeading)
}

// Cells returns the row of a subject.
func (l *Layout) Cells(s models.Subject) []string {
	row := make([]string, len(l.columns), len(l.columns)+1)
	for i, c := range l.columns {
		row[i] = strings.TrimSpace(c.cell(s))
	}
	return append(row, stampOf(l.Headings(), row))
}

// stampOf returns by what a row is known that no one edited: what its cells say, and under
// which headings, whatever order the columns are in.
func stampOf(headings, cells []string) string {
	var said []string
	for i, cell := range cells {
		if cell = strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n")); cell != "" && i < len(headings) && headings[i] != stampHeading {
			said = append(said, headings[i]+"\x00"+cell)
		}
	}
	slices.Sort(said)
	sum := sha256.Sum256([]byte(strings.Join(said, "\x01")))
	return hex.EncodeToString(sum[:12])
}

// isUnedited reports whether a row is as an export wrote it.
func isUnedited(columns []column, cells []string) bool {
	i := slices.IndexFunc(columns, func(c column) bool { return c.field == stamp })
	return i >= 0 && i < len(cells) && strings.TrimSpace(cells[i]) == stampOf(headingsOf(columns), cells)
}

// risky begins cells that a spreadsheet would run.
const risky = "=+-@\t\r"

// Protected returns a cell that no spreadsheet runs: with an apostrophe before what may be a
// formula. The reader takes the apostrophe off again.
func Protected(cell string) string {
	if cell != "" && (strings.ContainsRune(risky, rune(cell[0])) || strings.HasPrefix(cell, "＝") || isProtected(cell)) {
		return "'" + cell
	}
	return cell
}

// isProtected reports whether a cell begins with an apostrophe that Protected put there.
func isProtected(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != cell && (rest == "" || strings.ContainsRune(risky, rune(rest[0])) || strings.HasPrefix(rest, "＝"))
}

// unprotected takes off the apostrophes that Protected put before cells.
func unprotected(cells []string) []string {
	if !slices.ContainsFunc(cells, func(c string) bool { return isProtected(c) || quotedText.MatchString(c) }) {
		return cells
	}
	cells = slices.Clone(cells)
	for i, c := range cells {
		if m := quotedText.FindStringSubmatch(c); m != nil {
			cells[i] = m[1]
		} else if isProtected(c) {
			cells[i] = c[1:]
		}
	}
	return cells
}

// quotedText is how people keep a spreadsheet from changing a number: ="0138".
var quotedText = regexp.MustCompile(`^="([^"]*)"$`)

// exampleMark begins the number of a row of a template, which the reader passes over.
const exampleMark = "示例"

// TemplateColumn describes a column of a template.
type TemplateColumn struct {
	Heading, English string
	Values           []string // that a cell may have; any if there are none
	AsText           bool     // numbers and dates that a spreadsheet would change
	Examples         [2]string
	Help             string
	Synonyms         []string // other headings that are understood
}

// Template returns the columns of a template of a side.
func Template(side models.Kind) []TemplateColumn {
	var list []TemplateColumn
	for _, c := range outColumns {
		heading, ok := c.head(side)
		if !ok || c.field == status {
			continue
		}
		t := TemplateColumn{Heading: heading, English: c.english, Values: c.values, AsText: c.asText, Examples: c.examples, Help: c.help, Synonyms: strings.Fields(names[c.field])}
		if c.field == externalID {
			t.Examples = [2]string{exampleMark + "1（请删除）", exampleMark + "2（请删除）"}
		}
		list = append(list, t)
	}
	return list
}

// TemplateTitle returns what a template of a side is called.
func TemplateTitle(side models.Kind) string {
	if side == models.Records {
		return "受助人员"
	}
	return "寻亲启事"
}

// ReasonHeading is over the column of a file of rows that were not taken.
const ReasonHeading = "错误原因 (error)"

// Reason returns the cell that says why a row was not taken.
func Reason(line int64, reasons []models.RowError) string {
	said := make([]string, len(reasons))
	for i, e := range reasons {
		said[i] = e.Reason
	}
	return fmt.Sprintf("第 %d 行：%s", line, strings.Join(said, "；"))
}
