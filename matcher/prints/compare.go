package prints

// Comparison holds what two prints have in common.
type Comparison struct {
	Score  float64 // about the natural logarithm of how much likelier it is of one finger than of two: see Bits
	Paired int     // minutiae that lie alike in both
}

// Compare compares two prints, laid on each other in any turn.
func Compare(a, b *Print) Comparison {
	x, y := a.ready(), b.ready()
	if len(x.cylinders) == 0 || len(y.cylinders) == 0 {
		return Comparison{Score: nothing}
	}
	m := matchers.Get().(*matcher)
	defer matchers.Put(m)
	m.poll(a, b)
	return m.settle(a, b)
}
