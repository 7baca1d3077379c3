package prints

import "math"

// Numbers of several fingers.
const (
	// MostFingers is how many views of a person are compared.
	MostFingers = 20
	// mostBits bounds what all fingers say together for one person: that a record has another person's
	// template is likelier than that ten fingers meet by chance.
	mostBits = 30
	// leastBits bounds what fingers of one label that differ say against: labels are mixed up, too.
	leastBits = -6
	// otherLabel is taken off for two fingers that are not said to be the same: log2 of the ten
	// fingers that may have been meant.
	otherLabel = 3.3
	// fairQuality and fairMinutiae are what two prints must have to speak against one person.
	fairQuality  = 40
	fairMinutiae = 20
)

// Hand holds the prints of one person, prepared.
type Hand []*Print

// HandOf prepares the views of a person's templates, the first MostFingers of them. Views of no
// minutiae are left out.
func HandOf(templates ...*Template) Hand {
	var h Hand
	for _, t := range templates {
		for i := range t.Views {
			if p := Prepare(&t.Views[i]); p.Minutiae() > 0 && len(h) < MostFingers {
				h = append(h, p)
			}
		}
	}
	return h
}

// Verdict holds what two hands say of their being one person's.
type Verdict struct {
	Bits   float64
	A, B   int // the prints of either that speak most; −1 if none could be compared
	Paired int // their minutiae that lie alike
	Agree  int // fingers that speak for one person
	Fair   bool
}

// CompareHands weighs two persons' prints. Fingers of one label are compared, and those without;
// if none of them speaks for one person, every finger with every other, for labels are mixed up.
// Each finger counts once; against one person only prints of fair quality and of one label speak.
// It reports false if there is nothing to compare, or what there is says nothing.
func CompareHands(a, b Hand) (v Verdict, ok bool) {
	v = Verdict{A: -1, B: -1}
	if len(a) == 0 || len(b) == 0 {
		return v, false
	}
	v.add(a, b, func(p, q *Print) bool {
		return p.Finger == q.Finger || p.Finger == UnknownFinger || q.Finger == UnknownFinger
	})
	if v.Agree == 0 {
		against := v
		v = Verdict{A: -1, B: -1}
		v.add(a, b, func(p, q *Print) bool {
			return p.Finger != q.Finger && p.Finger != UnknownFinger && q.Finger != UnknownFinger
		})
		if v.Agree == 0 {
			v = against
		}
	}
	v.Bits = max(leastBits, min(mostBits, v.Bits))
	return v, v.A >= 0
}

// add compares the prints that may be of one finger.
func (v *Verdict) add(a, b Hand, may func(p, q *Print) bool) {
	var best [MostFingers]float64 // of each of a
	var with [MostFingers]int
	var paired [MostFingers]int
	most := math.Inf(-1)
	for i, p := range a {
		with[i] = -1
		for j, q := range b {
			if !may(p, q) {
				continue
			}
			c := Compare(p, q)
			bits := Bits(c.Score)
			if p.Finger != q.Finger || p.Finger == UnknownFinger {
				bits -= otherLabel
			}
			if with[i] < 0 || bits > best[i] {
				best[i], with[i], paired[i] = bits, j, c.Paired
			}
		}
	}
	var counted [MostFingers]bool
	for i, p := range a {
		j := with[i]
		if j < 0 || counted[j] || a.betterView(i, best[:]) {
			continue
		}
		bits := best[i]
		same := p.Finger == b[j].Finger && p.Finger != UnknownFinger
		fair := same && p.fair() && b[j].fair()
		switch {
		case bits > 0:
			counted[j] = true
			v.Agree++
		case !fair:
			continue // says nothing
		}
		v.Bits += bits
		if bits > most && (bits > 0 || v.Agree == 0) {
			most, v.A, v.B, v.Paired, v.Fair = bits, i, j, paired[i], fair
		}
	}
}

// betterView reports whether another view of the finger of print i says more.
func (h Hand) betterView(i int, bits []float64) bool {
	for k, p := range h {
		if k != i && p.Finger == h[i].Finger && p.Finger != UnknownFinger && (bits[k] > bits[i] || bits[k] == bits[i] && k < i) {
			return true
		}
	}
	return false
}

// fair reports whether a print is good enough to speak against.
func (p *Print) fair() bool {
	return p.Quality != Unknown && p.Quality >= fairQuality && len(p.minutiae) >= fairMinutiae
}
