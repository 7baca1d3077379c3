package forms

import (
	"fmt"
	"strings"
)

// The page, in mm: A4 with room to be filed at the left.
const (
	pageWidth, pageHeight   = 210.0, 297.0
	leftMargin, rightMargin = 22.0, 16.0
	topMargin, bottomMargin = 16.0, 18.0
	textWidth               = pageWidth - leftMargin - rightMargin
	padding                 = 1.3 // in a cell, above and below
	sidePadding             = 1.2
	headHeight              = 30.0 // of the first page
	runningHead             = 9.0  // of the others
	signatureHeight         = 15.0
	codeSize                = 22.0 // the QR code's edge
)

// Sizes of letters, in points.
const (
	titleSize  = 18
	letterSize = 13
	bodySize   = 10.5
	smallSize  = 8
)

const mmPerPoint = 25.4 / 72

// lineHeight returns how far lines of that size are apart, in mm.
func lineHeight(size float64) float64 {
	if size == letterSize {
		return size * mmPerPoint * 1.75
	}
	return size * mmPerPoint * 1.32
}

// placed describes a row, or a part of one, where it stands.
type placed struct {
	row    row
	y      float64
	height float64
	lines  [][]string // by cell
}

// breakable is from what share of a page on a row is broken rather than moved to the next page.
const breakable = .25

// layout puts the rows of a sheet on pages. A row that does not fit goes to the next page; a
// long one is broken, and its labels are said again.
func layout(t *typeface, s *sheet) [][]placed {
	var pages [][]placed
	var page []placed
	y := topMargin + headHeight
	const bottom = pageHeight - bottomMargin
	turn := func() {
		pages, page, y = append(pages, page), nil, topMargin+runningHead
	}
	for i, r := range s.rows {
		lines, need := measure(t, r)
		together := need
		for j := i; s.rows[j].keep && j+1 < len(s.rows); j++ {
			_, h := measure(t, s.rows[j+1])
			together += h
		}
		const fresh = bottom - topMargin - runningHead
		if y+together > bottom && (need < breakable*fresh || together > need && together <= fresh) && len(page) > 0 {
			turn()
		}
		for y+need > bottom {
			room := int((bottom - y - 2*padding) / lineHeight(sizeOf(r)))
			if room < 3 && len(page) > 0 {
				turn()
				continue
			}
			head, rest := split(lines, max(room, 1), r)
			h := float64(longest(head))*lineHeight(sizeOf(r)) + 2*padding
			page = append(page, placed{row: r, y: y, height: h, lines: head})
			turn()
			if lines, r.least = rest, 0; longest(rest) == 0 {
				need = 0
				break
			}
			need = float64(longest(lines))*lineHeight(sizeOf(r)) + 2*padding
		}
		if need > 0 {
			page = append(page, placed{row: r, y: y, height: need, lines: lines})
			y += need
		}
	}
	return append(pages, page)
}

// measure breaks the texts of a row into lines, and returns how high it is.
func measure(t *typeface, r row) (lines [][]string, height float64) {
	height = r.least
	for _, c := range r.cells {
		size := c.points()
		wide := (float64(c.span)*textWidth/columns - 2*sidePadding) / (size * mmPerPoint)
		text := c.text
		if c.indent {
			text = "　　" + strings.ReplaceAll(text, "\n", "\n　　")
		}
		wrapped := t.wrap(text, wide)
		lines = append(lines, wrapped)
		h := float64(len(wrapped))*lineHeight(size) + 2*padding
		if c.picture != "" {
			h = max(h, signatureHeight+lineHeight(smallSize))
		}
		height = max(height, h)
	}
	return lines, height
}

func (c cell) points() float64 {
	if c.size == 0 {
		return bodySize
	}
	return c.size
}

func sizeOf(r row) float64 {
	size := 0.0
	for _, c := range r.cells {
		size = max(size, c.points())
	}
	return size
}

func longest(lines [][]string) (n int) {
	for _, l := range lines {
		n = max(n, len(l))
	}
	return n
}

// split takes the first n lines of each cell; labels stand above the rest, too.
func split(lines [][]string, n int, r row) (head, rest [][]string) {
	more := false
	for i, l := range lines {
		more = more || len(l) > n && !r.cells[i].label
	}
	for i, l := range lines {
		k := min(n, len(l))
		head = append(head, l[:k])
		switch {
		case r.cells[i].label && more:
			rest = append(rest, append(l[:len(l):len(l)], "（续）"))
		default:
			rest = append(rest, l[k:])
		}
	}
	for i := range rest { // said once
		if r.cells[i].label && len(rest[i]) > 1 && rest[i][len(rest[i])-2] == "（续）" {
			rest[i] = rest[i][:len(rest[i])-1]
		}
	}
	return head, rest
}

// mostListed is how many characters that the fonts lack are listed.
const mostListed = 40

// lacking returns the remark about characters that the fonts lack; empty for none.
func lacking(t *typeface, text string) string {
	var list []string
	seen := map[rune]bool{}
	for _, r := range text {
		if _, ok := t.glyph(r); ok || seen[r] || unseen(r) || r == ticked {
			continue
		}
		seen[r] = true
		list = append(list, fmt.Sprintf("U+%04X", r))
	}
	if len(list) == 0 {
		return ""
	}
	n := len(list)
	if n > mostListed {
		list = append(list[:mostListed], "……")
	}
	return fmt.Sprintf("注：以下 %d 个字符字库中没有，表中印作“□”，请按出现的先后手写补正：%s。", n, strings.Join(list, "、"))
}
