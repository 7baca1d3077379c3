package prints

import (
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// Format names one of the layouts that live-scan devices export minutiae in.
type Format string

// The formats.
const (
	ISO2005  Format = "ISO_19794_2_2005"
	ISO2011  Format = "ISO_19794_2_2011"
	ANSI2004 Format = "ANSI_378_2004"
	ANSI2009 Format = "ANSI_378_2009" // read with its amendment 1 of 2010, which has the same layout
)

// Formats are all of them.
var Formats = []Format{ISO2005, ISO2011, ANSI2004, ANSI2009}

// Finger names a position on the hands, numbered as in ISO/IEC 19794-2 and ANSI/INCITS 378.
type Finger uint8

// The fingers.
const (
	UnknownFinger Finger = iota
	RightThumb
	RightIndex
	RightMiddle
	RightRing
	RightLittle
	LeftThumb
	LeftIndex
	LeftMiddle
	LeftRing
	LeftLittle
)

// Kind says what a minutia is.
type Kind uint8

// The kinds, by their two bits in a record.
const (
	Other Kind = iota
	Ending
	Bifurcation
)

// Unknown is a quality that the device does not say.
const Unknown = 254

// Minutia describes a point at which a ridge ends or forks.
type Minutia struct {
	Kind    Kind
	X, Y    uint16  // pixels from the left and from above, below 1<<14
	Angle   float64 // degrees counter-clockwise from the right, 0 … <360; a record holds steps of 2 (ANSI) or 360/256 (ISO)
	Quality uint8   // 1 … 100, or Unknown; 0 too in the formats of 2009 and 2011
}

// View describes one impression of one finger.
type View struct {
	Finger        Finger
	Number        uint8 // of several views of the finger, from 0, below 16
	Impression    uint8 // 0 live-scan plain, 1 live-scan rolled, 2, 3 the same off ink … as in the standards
	Quality       uint8 // as Minutia.Quality
	Width, Height uint16
	XRes, YRes    uint16 // pixels per cm, 197 at 500 dpi
	Minutiae      []Minutia
	Extended      []byte // ridge counts, cores, deltas and what a vendor adds, as they came; of one layout in all formats
}

// Template describes a finger minutiae record: all views of all fingers.
type Template struct {
	Format Format
	Owner  uint16 // CBEFF identifier of who wrote the record; ANSI only
	Type   uint16 // the owner's own type of record; ANSI only
	Device uint16 // the capture equipment's id of 12 bits with its compliance in the 4 above
	Views  []View
}

// The bounds of a record. Ten fingers with every minutia that a view can hold are 16 kB.
const (
	MaxRecord  = 1 << 18 // bytes
	maxViews   = 176     // of 11 positions, 16 views each
	maxDensity = 1000    // pixels per cm; 1200 dpi are 472
	minDensity = 39      // 100 dpi
	density500 = 197     // what is taken where a device says 0
)

var errShort = errors.New("the record ends too early")

// Read reads a finger minutiae record of any of the formats, which it tells apart by itself.
// Bytes behind the length that the record states are padding. A density of 0 becomes 500 dpi.
// Errors: models.ErrInvalid.
func Read(record []byte) (*Template, error) {
	t, err := read(record)
	if err != nil {
		return nil, fmt.Errorf("%w: finger minutiae record: %w", models.ErrInvalid, err)
	}
	return t, nil
}

func read(record []byte) (*Template, error) {
	if len(record) > MaxRecord {
		return nil, fmt.Errorf("over %d bytes", MaxRecord)
	}
	if len(record) < 16 || string(record[:4]) != "FMR\x00" {
		return nil, errors.New("it does not begin with FMR")
	}
	c := &cursor{b: record, at: 8}
	var t *Template
	switch string(record[4:8]) {
	case " 20\x00":
		t = c.read20()
	case "030\x00":
		t = c.read30()
	case "035\x00":
		t = c.readANSI2009()
	default:
		return nil, fmt.Errorf("unknown version %q", record[4:7])
	}
	if c.err != nil {
		return nil, c.err
	}
	return t, t.check()
}

// check holds a template to what every format allows.
func (t *Template) check() error {
	if len(t.Views) == 0 || len(t.Views) > maxViews {
		return fmt.Errorf("%d finger views", len(t.Views))
	}
	for i := range t.Views {
		if err := t.Views[i].check(); err != nil {
			return fmt.Errorf("view %d: %w", i+1, err)
		}
	}
	return nil
}

func (v *View) check() error {
	switch {
	case v.Finger > LeftLittle:
		return fmt.Errorf("finger position %d", v.Finger)
	case v.Number > 15 || v.Impression > 29:
		return fmt.Errorf("view number %d, impression type %d", v.Number, v.Impression)
	case v.XRes < minDensity || v.XRes > maxDensity || v.YRes < minDensity || v.YRes > maxDensity:
		return fmt.Errorf("%d × %d pixels per cm", v.XRes, v.YRes)
	case len(v.Minutiae) > 255:
		return fmt.Errorf("%d minutiae", len(v.Minutiae))
	case len(v.Extended) > 0xffff:
		return fmt.Errorf("%d bytes of extended data", len(v.Extended))
	}
	for i, m := range v.Minutiae {
		// A device that does not say its size says 0.
		if v.Width > 0 && m.X > v.Width || v.Height > 0 && m.Y > v.Height || m.X >= 1<<14 || m.Y >= 1<<14 {
			return fmt.Errorf("minutia %d lies outside of the picture", i+1)
		}
		if !(m.Angle >= 0 && m.Angle < 360) || m.Kind > Bifurcation {
			return fmt.Errorf("minutia %d has angle %g, kind %d", i+1, m.Angle, m.Kind)
		}
	}
	return nil
}

// cursor reads big-endian numbers; after the first error it reads zeros.
type cursor struct {
	b   []byte
	at  int
	err error
}

func (c *cursor) bytes(n int) []byte {
	if c.err != nil || n < 0 || n > len(c.b)-c.at {
		c.fail(errShort)
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at]
}

func (c *cursor) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *cursor) number(n int) (v int) {
	for _, b := range c.bytes(n) {
		v = v<<8 | int(b)
	}
	return v
}

func (c *cursor) u8() uint8   { return uint8(c.number(1)) }
func (c *cursor) u16() uint16 { return uint16(c.number(2)) }

// density reads pixels per cm.
func (c *cursor) density() uint16 {
	if d := c.u16(); d != 0 {
		return d
	}
	return density500
}

// until bounds the record to the length that it states, which lies between least and what there is.
func (c *cursor) until(length, least int) {
	if c.err == nil && (length < least || length > len(c.b)) {
		c.fail(fmt.Errorf("it states a length of %d bytes and has %d", length, len(c.b)))
		return
	}
	if c.err == nil {
		c.b = c.b[:length]
	}
}

// end fails if the record states more than its views have.
func (c *cursor) end() {
	if c.err == nil && c.at != len(c.b) {
		c.fail(fmt.Errorf("%d bytes are left over", len(c.b)-c.at))
	}
}
