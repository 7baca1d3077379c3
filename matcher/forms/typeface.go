package forms

import (
	_ "embed" // the fonts
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

var (
	//go:embed font/han.ttf
	hanFile []byte
	//go:embed font/more.ttf
	moreFile []byte
	//go:embed font/beyond.txt
	beyondText string
)

// The fonts, as the PDF calls them.
const (
	hanFont  = "han"
	moreFont = "more"
)

const (
	privateArea = 0xE000 // where the characters of beyond.txt stand in more.ttf
	blankBox    = '□'    // to be ticked; stands for a character that the fonts lack, too
	ticked      = '☑'    // printed as a box with a tick in it
	roomToWrite = '＿'
)

// glyph says how a character is printed.
type glyph struct {
	font  string
	rune  rune    // the font's code point of it
	width float64 // of the em
}

// typeface knows which font has a character, and how wide that is. It is safe for
// concurrent use.
type typeface struct {
	han, more *sfnt.Font
	beyond    map[rune]rune
	held      sync.Map // rune → glyph
}

var readTypeface = sync.OnceValues(func() (*typeface, error) {
	t := &typeface{beyond: map[rune]rune{}}
	var err error
	if t.han, err = sfnt.Parse(hanFile); err == nil {
		t.more, err = sfnt.Parse(moreFile)
	}
	if err != nil {
		return nil, fmt.Errorf("read the fonts of the forms: %w", err)
	}
	for i, r := range []rune(beyondText) {
		t.beyond[r] = privateArea + rune(i)
	}
	return t, nil
})

// unseen reports whether a character has no look of its own: joiners, selectors of variants.
func unseen(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// glyph returns how r is printed; ok is false if no font has it, and the box is printed.
func (t *typeface) glyph(r rune) (g glyph, ok bool) {
	if held, found := t.held.Load(r); found {
		g, _ = held.(glyph)
		return g, g.rune != 0
	}
	g = t.find(r)
	t.held.Store(r, g)
	return g, g.rune != 0
}

func (t *typeface) find(r rune) glyph {
	at := r
	if r >= privateArea && r < 0xF900 { // a character that a person's own font has means nothing here
		return glyph{}
	}
	if private, ok := t.beyond[r]; ok {
		at = private
	}
	if r < 0x2E80 || at != r {
		if g, ok := glyphIn(t.more, moreFont, at); ok {
			return g
		}
	}
	if g, ok := glyphIn(t.han, hanFont, at); ok {
		return g
	}
	g, _ := glyphIn(t.more, moreFont, at)
	return g
}

func glyphIn(f *sfnt.Font, name string, r rune) (glyph, bool) {
	if r > 0xFFFF {
		return glyph{}, false
	}
	const em = 1000
	var buf sfnt.Buffer
	i, err := f.GlyphIndex(&buf, r)
	if err != nil || i == 0 {
		return glyph{}, false
	}
	w, err := f.GlyphAdvance(&buf, i, fixed.I(em), font.HintingNone)
	if err != nil {
		return glyph{}, false
	}
	return glyph{font: name, rune: r, width: float64(w) / 64 / em}, true
}

// width returns how wide a text is, in ems.
func (t *typeface) width(text string) (w float64) {
	for _, r := range text {
		w += t.advance(r)
	}
	return w
}

func (t *typeface) advance(r rune) float64 {
	if unseen(r) {
		return 0
	}
	if r == ticked {
		r = blankBox
	}
	g, ok := t.glyph(r)
	if !ok {
		g, _ = t.glyph(blankBox)
	}
	return g.width
}

// Signs that must not begin a line, or end one.
const (
	notFirst = "，。、；：？！）》】〕”’％%,.;:?!)]}·…—"
	notLast  = "（《【〔“‘([{"
)

// wrap breaks a text into lines of at most width ems. Latin words and numbers stay whole
// if a line can hold them.
func (t *typeface) wrap(text string, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(text, "\t", " "), "\n") {
		lines = append(lines, t.wrapParagraph(strings.TrimRight(paragraph, " \r"), width)...)
	}
	return lines
}

func (t *typeface) wrapParagraph(text string, width float64) []string {
	var lines []string
	line, used := "", 0.0
	flush := func() {
		if line != "" {
			lines, line, used = append(lines, line), "", 0
		}
	}
	for _, word := range words(text) {
		w := t.width(word)
		if used+w > width {
			flush()
			word = strings.TrimLeft(word, " ")
			w = t.width(word)
		}
		for w > width { // longer than a line: broken anywhere
			head, rest := t.cut(word, width)
			lines = append(lines, head)
			word, w = rest, t.width(rest)
		}
		line, used = line+word, used+w
	}
	flush()
	if len(lines) == 0 {
		return []string{""}
	}
	return lines
}

// cut takes as much off a text as a line holds, a character at least.
func (t *typeface) cut(text string, width float64) (head, rest string) {
	used := 0.0
	for i, r := range text {
		if used += t.advance(r); used > width && i > 0 {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// words returns the parts between which a line may be broken: a box stays with what it is of.
func words(text string) []string {
	var parts []string
	var last rune
	choosing := false
	for _, r := range text {
		box := r == blankBox || r == ticked
		if len(parts) > 0 && !box && (joins(last, r) || choosing && r != '　') {
			parts[len(parts)-1] += string(r)
		} else {
			parts = append(parts, string(r))
		}
		choosing = box || choosing && r != '　'
		last = r
	}
	return parts
}

// joins reports whether no line may be broken between two characters.
func joins(last, r rune) bool {
	latin := r < 0x2E80 && last < 0x2E80 && r != ' '
	room := r == roomToWrite && last == roomToWrite
	return latin || room || unseen(r) || strings.ContainsRune(notFirst, r) || strings.ContainsRune(notLast, last)
}
