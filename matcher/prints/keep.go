package prints

import "github.com/guitu-project/guitu/matcher/compact"

// Encode writes a hand into few bytes: its minutiae in their grid.
func (h Hand) Encode(to *compact.Writer) {
	to.Len(len(h))
	for _, p := range h {
		to.Uint(uint64(p.Finger))
		to.Uint(uint64(p.Quality))
		to.Len(len(p.minutiae))
		for _, m := range p.minutiae {
			to.Int(int(m.x))
			to.Int(int(m.y))
			to.Uint(uint64(m.angle))
			to.Uint(uint64(m.kind))
		}
	}
}

// DecodeHand reads what Encode wrote.
func DecodeHand(from *compact.Reader) Hand {
	n := from.Len()
	if n == 0 {
		return nil
	}
	h := make(Hand, 0, min(n, MostFingers))
	for range n {
		p := &Print{Finger: Finger(from.Uint()), Quality: uint8(from.Uint())}
		p.minutiae = make([]minutia, min(from.Len(), MostMinutiae))
		for i := range p.minutiae {
			p.minutiae[i] = minutia{int16(from.Int()), int16(from.Int()), uint8(from.Uint()), Kind(from.Uint())}
		}
		h = append(h, p)
	}
	return h
}
