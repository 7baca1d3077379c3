package marks

import "github.com/guitu-project/guitu/matcher/compact"

// Keep writes a mark as it was understood.
func (m *Mark) Keep(w *compact.Writer) {
	for _, x := range [...]uint8{uint8(m.Kind), uint8(m.Site), uint8(m.Side), m.Count, uint8(m.Colour)} {
		w.Uint(uint64(x))
	}
	w.Uint(uint64(m.Length))
	w.Text(m.Motif)
	w.Text(m.Text)
}

// Kept reads a mark that was kept.
func Kept(r *compact.Reader) Mark {
	m := Mark{Kind: Kind(r.Uint()), Site: Site(r.Uint()), Side: Side(r.Uint()), Count: uint8(r.Uint()), Colour: Colour(r.Uint())}
	m.Length, m.Motif, m.Text = uint16(r.Uint()), r.Text(), r.Text()
	if m.Kind >= kinds || m.Site >= sites || m.Side > Both {
		r.Spoil()
		return Mark{}
	}
	return m
}

// Keep writes what was counted.
func (c *Census) Keep(to *compact.Writer) {
	for k := range c.noted {
		for _, n := range c.noted[k] {
			to.Int(n)
		}
	}
	to.Int(c.files)
	to.Float(c.old)
}

// KeptCensus reads what was counted.
func KeptCensus(from *compact.Reader) (c Census) {
	for k := range c.noted {
		for r := range c.noted[k] {
			c.noted[k][r] = from.Int()
		}
	}
	c.files, c.old = from.Int(), from.Float()
	return c
}
