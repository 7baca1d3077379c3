package prints

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// angles are steps of an angle in a circle: 2° in ANSI records, 360/256° in ISO's.
const (
	ansiSteps = 180
	isoSteps  = 256
)

// The fixed lengths, in bytes.
const (
	isoHead      = 24 // ISO 2005
	ansiHead     = 26 // ANSI 2004, 30 with the long form of its length
	ansi2009Head = 21
	iso2011Head  = 15
	iso2011View  = 34 // the least that a representation has, with its length
)

// read20 reads a record of version " 20", ISO 2005 or ANSI 2004, after the version. They differ in
// the length: four bytes in ISO; in ANSI two, or two zeros and then four for what does not fit in two.
func (c *cursor) read20() *Template {
	short, next := int(binary.BigEndian.Uint16(c.b[8:])), binary.BigEndian.Uint16(c.b[10:])
	t := &Template{Format: ISO2005}
	steps := isoSteps
	switch {
	case short >= ansiHead:
		t.Format, steps = ANSI2004, ansiSteps
		c.until(c.number(2), ansiHead)
	case short == 0 && next < isoHead:
		t.Format, steps = ANSI2004, ansiSteps
		c.number(2)
		c.until(c.number(4), ansiHead+4)
	default:
		c.until(c.number(4), isoHead)
	}
	if t.Format == ANSI2004 {
		t.Owner, t.Type = c.u16(), c.u16()
	}
	t.Device = c.u16()
	width, height, xres, yres := c.u16(), c.u16(), c.density(), c.density()
	views := c.number(1)
	c.number(1) // reserved
	for range views {
		if c.err != nil {
			break
		}
		v := View{Finger: Finger(c.u8()), Width: width, Height: height, XRes: xres, YRes: yres}
		number := c.u8()
		v.Number, v.Impression = number>>4, number&15
		v.Quality = old(c.u8())
		v.Minutiae = c.minutiae(c.number(1), steps, true)
		for i := range v.Minutiae {
			v.Minutiae[i].Quality = old(v.Minutiae[i].Quality)
		}
		v.Extended = c.extended()
		t.Views = append(t.Views, v)
	}
	c.end()
	return t
}

// read30 reads a record of version "030", ISO 2011 or ANSI 2009, after the version: ISO's if the
// lengths of its representations add up.
func (c *cursor) read30() *Template {
	if representations(c.b) {
		return c.readISO2011()
	}
	return c.readANSI2009()
}

func representations(b []byte) bool {
	if len(b) < iso2011Head {
		return false
	}
	stated, count := int(binary.BigEndian.Uint32(b[8:])), int(binary.BigEndian.Uint16(b[12:]))
	at := iso2011Head
	for range count {
		if at+4 > len(b) {
			return false
		}
		n := int(binary.BigEndian.Uint32(b[at:]))
		if n < iso2011View || n > len(b)-at {
			return false
		}
		at += n
	}
	return at == stated
}

func (c *cursor) readISO2011() *Template {
	t := &Template{Format: ISO2011}
	c.until(c.number(4), iso2011Head)
	count, certified := c.number(2), c.u8() != 0
	if count > maxViews {
		c.fail(fmt.Errorf("%d representations", count))
		return t
	}
	whole := c.b
	for range count {
		if c.err != nil {
			break
		}
		start := c.at
		c.b = whole[:min(start+c.number(4), len(whole))]
		c.bytes(9 + 1 + 2) // date and time, technology, vendor
		t.Device = c.u16()
		v := View{Quality: Unknown}
		for i := range c.number(1) {
			if score := c.u8(); i == 0 {
				v.Quality = known(score)
			}
			c.bytes(4) // who computed it, and how
		}
		if certified {
			c.bytes(3 * c.number(1))
		}
		v.Finger, v.Number = Finger(c.u8()), c.u8()
		v.XRes, v.YRes = c.density(), c.density()
		v.Impression = c.u8()
		v.Width, v.Height = c.u16(), c.u16()
		size := c.u8() >> 4
		if size != 5 && size != 6 {
			c.fail(fmt.Errorf("minutiae of %d bytes", size))
		}
		v.Minutiae = c.minutiae(c.number(1), isoSteps, size == 6)
		v.Extended = c.extended()
		c.end()
		t.Views = append(t.Views, v)
		c.b = whole
	}
	c.end()
	return t
}

func (c *cursor) readANSI2009() *Template {
	t := &Template{Format: ANSI2009}
	c.until(c.number(4), ansi2009Head)
	t.Owner, t.Type = c.u16(), c.u16()
	compliance := uint16(c.u8())
	t.Device = c.u16()&0xfff | compliance>>4<<12
	views := c.number(1)
	c.number(1) // reserved
	for range views {
		if c.err != nil {
			break
		}
		v := View{Finger: Finger(c.u8()), Number: c.u8(), Impression: c.u8(), Quality: known(c.u8())}
		c.bytes(4) // who computed the quality, and how
		v.Width, v.Height, v.XRes, v.YRes = c.u16(), c.u16(), c.density(), c.density()
		v.Minutiae = c.minutiae(c.number(1), ansiSteps, true)
		v.Extended = c.extended()
		t.Views = append(t.Views, v)
	}
	c.end()
	return t
}

// minutiae reads n minutiae, whose angles are in so many steps.
func (c *cursor) minutiae(n, steps int, quality bool) []Minutia {
	list := make([]Minutia, 0, n)
	for range n {
		if c.err != nil {
			return nil
		}
		x, y, angle := c.u16(), c.u16(), int(c.u8())
		if angle >= steps {
			c.fail(fmt.Errorf("an angle of %d steps", angle))
		}
		m := Minutia{Kind: Kind(x >> 14), X: x & 0x3fff, Y: y & 0x3fff, Angle: float64(angle) * 360 / float64(steps), Quality: Unknown}
		if m.Kind > Bifurcation {
			m.Kind = Other
		}
		if quality {
			m.Quality = known(c.u8())
		}
		list = append(list, m)
	}
	return list
}

// extended reads the extended data of a view.
func (c *cursor) extended() []byte {
	if n := c.number(2); n > 0 {
		return append([]byte(nil), c.bytes(n)...)
	}
	return nil
}

// known returns a quality of the newer formats: 254 is not said, 255 could not be computed.
func known(q uint8) uint8 {
	if q > 100 {
		return Unknown
	}
	return q
}

// old returns a quality of the formats of 2004 and 2005, in which devices that have none write 0.
func old(q uint8) uint8 {
	if q == 0 || q > 100 {
		return Unknown
	}
	return q
}

// Append appends a template as a record of its format. What a format has no place for is left out:
// Owner and Type in ISO's. The formats of 2004 and 2005 have one size and density for all views.
// Errors: models.ErrInvalid.
func (t *Template) Append(b []byte) ([]byte, error) {
	err := t.check()
	if err == nil && (t.Format == ISO2005 || t.Format == ANSI2004) {
		err = t.uniform()
	}
	if err != nil {
		return b, fmt.Errorf("%w: finger minutiae record: %w", models.ErrInvalid, err)
	}
	start := len(b)
	switch t.Format {
	case ISO2005, ANSI2004:
		b = t.append20(b)
	case ANSI2009:
		b = t.appendANSI2009(b)
	case ISO2011:
		b = t.appendISO2011(b)
	default:
		return b, fmt.Errorf("%w: unknown format %q", models.ErrInvalid, t.Format)
	}
	if len(b)-start > MaxRecord {
		return b[:start], fmt.Errorf("%w: a finger minutiae record of over %d bytes", models.ErrInvalid, MaxRecord)
	}
	return b, nil
}

func (t *Template) uniform() error {
	first := &t.Views[0]
	for i := range t.Views {
		v := &t.Views[i]
		if v.Width != first.Width || v.Height != first.Height || v.XRes != first.XRes || v.YRes != first.YRes {
			return errors.New("views of different sizes or densities")
		}
		if v.Impression > 15 {
			return fmt.Errorf("impression type %d", v.Impression)
		}
	}
	return nil
}

func (t *Template) append20(b []byte) []byte {
	steps := isoSteps
	b = append(b, "FMR\x00 20\x00"...)
	var body []byte
	if t.Format == ANSI2004 {
		steps = ansiSteps
		body = put(body, t.Owner, t.Type)
	}
	v := &t.Views[0]
	body = put(body, t.Device, v.Width, v.Height, v.XRes, v.YRes)
	body = append(body, uint8(len(t.Views)), 0)
	for i := range t.Views {
		v := &t.Views[i]
		body = append(body, uint8(v.Finger), v.Number<<4|v.Impression, zero(v.Quality), uint8(len(v.Minutiae)))
		for _, m := range v.Minutiae {
			body = append(m.append(body, steps), zero(m.Quality))
		}
		body = append(put(body, uint16(len(v.Extended))), v.Extended...)
	}
	switch n := 8 + 2 + len(body); {
	case t.Format == ISO2005:
		b = binary.BigEndian.AppendUint32(b, uint32(n+2))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	default:
		b = binary.BigEndian.AppendUint32(append(b, 0, 0), uint32(n+4))
	}
	return append(b, body...)
}

func (t *Template) appendANSI2009(b []byte) []byte {
	start := len(b)
	b = append(b, "FMR\x00030\x00\x00\x00\x00\x00"...)
	b = put(b, t.Owner, t.Type)
	b = append(b, uint8(t.Device>>12<<4))
	b = put(b, t.Device&0xfff)
	b = append(b, uint8(len(t.Views)), 0)
	for i := range t.Views {
		v := &t.Views[i]
		b = append(b, uint8(v.Finger), v.Number, v.Impression, v.Quality)
		b = put(b, 0, 0, v.Width, v.Height, v.XRes, v.YRes)
		b = append(b, uint8(len(v.Minutiae)))
		for _, m := range v.Minutiae {
			b = append(m.append(b, ansiSteps), m.Quality)
		}
		b = append(put(b, uint16(len(v.Extended))), v.Extended...)
	}
	binary.BigEndian.PutUint32(b[start+8:], uint32(len(b)-start))
	return b
}

func (t *Template) appendISO2011(b []byte) []byte {
	start := len(b)
	b = append(b, "FMR\x00030\x00\x00\x00\x00\x00"...)
	b = append(put(b, uint16(len(t.Views))), 0)
	for i := range t.Views {
		v, at := &t.Views[i], len(b)
		b = append(b, 0, 0, 0, 0)
		for range 9 {
			b = append(b, 0xff) // no date, no time
		}
		b = put(append(b, 0), 0, t.Device) // unknown technology and vendor
		b = put(append(b, 1, v.Quality), 0, 0)
		b = append(b, uint8(v.Finger), v.Number)
		b = append(put(b, v.XRes, v.YRes), v.Impression)
		b = append(put(b, v.Width, v.Height), 6<<4, uint8(len(v.Minutiae)))
		for _, m := range v.Minutiae {
			b = append(m.append(b, isoSteps), m.Quality)
		}
		b = append(put(b, uint16(len(v.Extended))), v.Extended...)
		binary.BigEndian.PutUint32(b[at:], uint32(len(b)-at))
	}
	binary.BigEndian.PutUint32(b[start+8:], uint32(len(b)-start))
	return b
}

// append appends all of a minutia but its quality.
func (m Minutia) append(b []byte, steps int) []byte {
	b = put(b, uint16(m.Kind)<<14|m.X, m.Y)
	return append(b, uint8(int(math.Round(m.Angle*float64(steps)/360))%steps))
}

func put(b []byte, numbers ...uint16) []byte {
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint16(b, n)
	}
	return b
}

// zero writes a quality that is not known as the formats of 2004 and 2005 do.
func zero(q uint8) uint8 {
	if q == Unknown {
		return 0
	}
	return q
}
