package forms

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"html"
	"strings"
	"time"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"
)

// printer writes laid-out pages as a PDF.
type printer struct {
	*fpdf.Fpdf
	face     *typeface
	pictures map[string][]byte // PNGs by the SHA-256 of what they are made from
}

// print lays a sheet out and writes it. The time goes into the file's properties.
func (s *sheet) print(picture func(string) []byte, at time.Time) ([]byte, error) {
	face, err := readTypeface()
	if err != nil {
		return nil, err
	}
	pictures := s.pictures(picture)
	if note := lacking(face, s.texts()); note != "" {
		s.small(note)
	}
	var code *qr.Code // a blank form has no number
	if s.number != "" {
		if code, err = qr.Encode(s.number, qr.M); err != nil {
			return nil, fmt.Errorf("the code of a form: %w", err)
		}
	}
	p := &printer{Fpdf: fpdf.New("P", "mm", "A4", ""), face: face, pictures: pictures}
	p.describe(s, at)
	pages := layout(face, s)
	for i, page := range pages {
		p.AddPage()
		if i == 0 {
			p.head(s, code)
		} else {
			p.text(leftMargin, topMargin, smallSize, s.title+"（续）　"+s.numbered())
		}
		for _, r := range page {
			p.row(r)
		}
		foot := fmt.Sprintf("%s第 %d 页　共 %d 页", s.numbered(), i+1, len(pages))
		p.text(leftMargin+(textWidth-p.wide(foot, smallSize))/2, pageHeight-bottomMargin+6, smallSize, foot)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("write a form: %w", err)
	}
	return out.Bytes(), nil
}

// numbered returns the number as it is written, with a gap after it.
func (s *sheet) numbered() string {
	if s.number == "" {
		return ""
	}
	return "编号 " + s.number + "　"
}

// pictures reads the signatures of a sheet, and says in its cell of one that cannot be read.
func (s *sheet) pictures(read func(sha256 string) []byte) map[string][]byte {
	held := map[string][]byte{}
	for _, r := range s.rows {
		for i := range r.cells {
			c := &r.cells[i]
			if c.picture == "" {
				continue
			}
			if _, ok := held[c.picture]; !ok && read != nil {
				held[c.picture] = read(c.picture)
			}
			if held[c.picture] == nil {
				c.picture, c.text = "", c.text+"，签名图像无法读取"
			}
		}
	}
	return held
}

// describe sets what the file says of itself: nothing of it comes from a clock.
func (p *printer) describe(s *sheet, at time.Time) {
	p.SetCatalogSort(true)
	p.SetCreationDate(at)
	p.SetModificationDate(at)
	p.SetTitle(s.title+" "+s.number, true)
	p.SetAuthor(s.office, true)
	p.SetLang("zh-CN")
	p.SetProducer("Guitu", false)
	when := at.Format(time.RFC3339)
	p.SetXmpMetadata([]byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="` + when + `" xmp:ModifyDate="` + when + `">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + html.EscapeString(s.title+" "+s.number) + `</rdf:li></rdf:Alt></dc:title>` +
		`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`))
	p.SetAutoPageBreak(false, 0)
	p.AddUTF8FontFromBytes(hanFont, "", hanFile)
	p.AddUTF8FontFromBytes(moreFont, "", moreFile)
	p.SetLineWidth(.25)
}

// head prints whose form it is, what it is called, its number, and the code of that.
func (p *printer) head(s *sheet, code *qr.Code) {
	if code != nil {
		p.qr(code, pageWidth-rightMargin-codeSize, topMargin-2)
	}
	p.text(leftMargin, topMargin+2, bodySize, s.office)
	p.SetTextRenderingMode(2) // filled and outlined: there is no bold font
	size := float64(titleSize)
	for p.wide(s.title, size) > textWidth-2*codeSize && size > bodySize {
		size--
	}
	p.text(leftMargin+(textWidth-p.wide(s.title, size))/2, topMargin+15, size, s.title)
	p.SetTextRenderingMode(0)
	p.text(leftMargin, topMargin+headHeight-3.5, smallSize, "编号 "+s.number)
}

func (p *printer) qr(code *qr.Code, x, y float64) {
	const quiet = 2 // modules left white around it: paper is white beyond
	edge := codeSize / float64(code.Size+2*quiet)
	for j := range code.Size {
		for i := 0; i < code.Size; i++ {
			from := i
			for i < code.Size && code.Black(i, j) {
				i++
			}
			if i > from {
				p.Rect(x+float64(from+quiet)*edge, y+float64(j+quiet)*edge, float64(i-from)*edge, edge, "F")
			}
		}
	}
}

func (p *printer) row(r placed) {
	x := leftMargin
	for i, c := range r.row.cells {
		w := float64(c.span) * textWidth / columns
		if !r.row.bare {
			p.Rect(x, r.y, w, r.height, "D")
		}
		p.cell(c, r.lines[i], x, r.y, w, r.height, r.row.bare)
		x += w
	}
}

func (p *printer) cell(c cell, lines []string, x, y, w, h float64, bare bool) {
	size := c.points()
	step := lineHeight(size)
	top := y + (h-float64(len(lines))*step)/2
	switch {
	case bare:
		top = y + padding
	case c.low:
		top = y + h - padding - float64(len(lines))*step
	}
	if picture := p.pictures[c.picture]; c.picture != "" && picture != nil {
		p.signature(c.picture, picture, x+sidePadding, y+padding, w-2*sidePadding, h-2*padding-float64(len(lines))*step)
	}
	for i, l := range lines {
		left := x + sidePadding
		switch {
		case c.label:
			left = x + (w-p.wide(l, size))/2
		case c.right:
			left = x + w - sidePadding - p.wide(l, size)
		}
		p.text(left, top+float64(i)*step+step/2+size*mmPerPoint*.36, size, l)
	}
}

// signature places a picture in a box, as large as it fits.
func (p *printer) signature(name string, picture []byte, x, y, w, h float64) {
	opt := fpdf.ImageOptions{ImageType: "PNG"}
	info := p.RegisterImageOptionsReader(name, opt, bytes.NewReader(picture))
	if info == nil || info.Width() == 0 || info.Height() == 0 {
		return
	}
	scale := min(w/info.Width(), h/info.Height())
	p.ImageOptions(name, x+(w-scale*info.Width())/2, y+(h-scale*info.Height())/2, scale*info.Width(), scale*info.Height(), false, opt, 0, "")
}

// wide returns how wide a text is, in mm.
func (p *printer) wide(text string, size float64) float64 {
	return p.face.width(text) * size * mmPerPoint
}

// text prints one line from x on, on the base line y. Each run of one font is said by itself;
// what a reader copies is the text as it was written.
func (p *printer) text(x, y, size float64, line string) {
	var run strings.Builder
	font, wide := "", 0.0
	flush := func() {
		if run.Len() > 0 {
			p.SetFont(font, "", size)
			p.Text(x, y, run.String())
			x += wide * size * mmPerPoint
		}
		run.Reset()
		wide = 0
	}
	for _, r := range line {
		if unseen(r) {
			continue
		}
		g, ok := p.face.glyph(r)
		if ok && g.rune == r && r != ticked {
			if g.font != font {
				flush()
				font = g.font
			}
			run.WriteRune(r)
			wide += g.width
			continue
		}
		flush()
		font = ""
		x += p.standIn(x, y, size, r, g, ok)
	}
	flush()
}

// standIn prints a character by another one, which is said to be it: one of beyond.txt, a box
// with a tick, a box for what is lacking.
func (p *printer) standIn(x, y, size float64, r rune, g glyph, ok bool) (wide float64) {
	p.RawWriteStr("/Span <</ActualText <" + strings.ToUpper(hex.EncodeToString(utf16BE(r))) + ">>> BDC\n")
	if r == ticked || !ok {
		g, _ = p.face.glyph(blankBox)
	}
	p.SetFont(g.font, "", size)
	p.Text(x, y, string(g.rune))
	if r == ticked {
		p.Text(x, y, "✓")
	}
	p.RawWriteStr("EMC\n")
	return g.width * size * mmPerPoint
}

// utf16BE returns a character as a PDF string says it: with a byte order mark.
func utf16BE(r rune) []byte {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune{r}) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}
