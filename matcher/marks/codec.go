package marks

import "github.com/guitu-project/guitu/matcher/compact"

// Encode writes a mark as it was understood.
func (m *Mark) Encode(w *compact.Writer) {
	for _, x := range [...]uint8{uint8(m.Kind), uint8(m.Site), uint8(m.Side), m.Count, uint8(m.Colour)} {
		w.Uint(uint64(x))
	}
	w.Uint(uint64(m.Length))
	w.Text(m.Motif)
	w.Text(m.Text)
}

// Decode reads a mark that was kept.
func Decode(r *compact.Reader) Mark {
	m := Mark{Kind: Kind(r.Uint()), Site: Site(r.Uint()), Side: Side(r.Uint()), Count: uint8(r.Uint()), Colour: Colour(r.Uint())}
	m.Length, m.Motif, m.Text = uint16(r.Uint()), r.Text(), r.Text()
	if m.Kind >= kinds || m.Site >= sites || m.Side > Both {
		r.Spoil()
		return Mark{}
	}
	return m
}

// Encode writes what was counted.
func (c *CorpusStats) Encode(to *compact.Writer) {
	for k := range c.noted {
		for _, n := range c.noted[k] {
			to.Int(n)
		}
	}
	to.Int(c.files)
	to.Float(c.old)
}

// DecodeCorpusStats reads what was counted.
func DecodeCorpusStats(from *compact.Reader) (c CorpusStats) {
	for k := range c.noted {
		for r := range c.noted[k] {
			c.noted[k][r] = from.Int()
		}
	}
	c.files, c.old = from.Int(), from.Float()
	return c
}
