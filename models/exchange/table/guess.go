package table

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// said returns the column as an import tells it.
func (c column) said(sheet string) models.Column {
	out := models.Column{Sheet: sheet, Heading: c.heading, Field: fieldNames[c.field], By: c.by, Certainty: c.certainty}
	if c.proposal != text {
		out.By, out.Proposal = models.MappedByGuess, fieldNames[c.proposal]
	}
	return out
}

// How sure a guess is: judgements, in the order in which the clues mislead. A guess is only
// proposed, never followed.
const (
	byCells    = .8 // of a form that little else has
	byContains = .6 // a longer heading that holds one that is known
	byOneOff   = .5 // a heading but for one character
)

// cellForms are what cells of a field look like, if little else does.
var cellForms = []struct {
	of   field
	form *regexp.Regexp
}{
	{identity, regexp.MustCompile(`^\d{17}[\dXx]$|^\d{15}$`)},
	{contactPhone, regexp.MustCompile(`^(?:\+?86[- ]?)?1[3-9]\d{9}$|^0\d{2,3}[- ]?\d{7,8}$`)},
	{sex, regexp.MustCompile(`^(?:男|女|男性|女性)$`)},
	{bloodType, regexp.MustCompile(`^(?:A|B|AB|O)型$`)},
	{height, regexp.MustCompile(`^1[3-9]\d ?(?:cm|CM|厘米|公分)$|^1米\d{1,2}$`)},
	{age, regexp.MustCompile(`^\d{1,3}岁(?:左右)?$`)},
	{ethnicity, regexp.MustCompile(`^(?:汉|满|回|苗|彝|壮|藏|侗|瑶|白|土家|蒙古|维吾尔|哈萨克|朝鲜|布依|傣|黎|羌)族$`)},
}

// guess proposes what a column of an unknown heading may be.
func (c *column) guess(known headings, rows []row, at int) {
	filled, fits := 0, make([]int, len(cellForms))
	for _, row := range rows {
		if at >= len(row.cells) || !says(row.cells[at]) {
			continue
		}
		filled++
		cell := plain(row.cells[at])
		for i, f := range cellForms {
			if f.form.MatchString(cell) {
				fits[i]++
			}
		}
	}
	for i, f := range cellForms {
		if fits[i] > 0 && fits[i]*5 >= filled*4 { // four of five
			c.proposal, c.certainty = f.of, byCells
			return
		}
	}
	folded, _ := fold(c.heading)
	longest := 0
	for name, of := range known {
		n := utf8.RuneCountInString(name)
		switch {
		case of.field == text || of.field == ignored || of.field == stamp || n < 2 || !isHan(name):
		case strings.Contains(folded, name) && (n > longest || n == longest && of.field < c.proposal):
			longest, c.proposal, c.certainty = n, of.field, byContains
		case longest == 0 && n > 3 && oneOff(folded, name) && (c.proposal == text || of.field < c.proposal):
			c.proposal, c.certainty = of.field, byOneOff
		}
	}
}

func isHan(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return r >= 0x4E00
}

// oneOff reports whether two texts differ in one character that was added, left out or
// written otherwise.
func oneOff(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	rest := y[i:]
	if len(rest) > 0 {
		rest = rest[1:]
	}
	if len(x) == len(y) && i < len(x) {
		i++
	}
	return string(x[i:]) == string(rest)
}
