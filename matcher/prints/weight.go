package prints

// weighed are the bits of scores: log2 of how much oftener two impressions of one finger score so
// than those of strangers do. Between them it is a line, outside of them the last of either side:
// what was not measured is not said.
//
// Of 1,124,250 pairs of invented strangers (TestMeasureScores) one in a hundred scores over 6.2, one
// in a thousand over 7.9, one in 100,000 over 11.3, two over 12 and none over 14; of 1,500 pairs of
// one finger 1.0 % score under 6, 2.9 % under 10, 9.8 % under 14. The bits are those of scores one
// lower, and end at 17 for 2⁻²⁰ measured: strangers whose prints have many minutiae, as those that
// package picture reads, score higher (of 2,800 pairs one in a thousand over 11.8), and that one
// finger scores so low so seldom is better than life.
var weighed = [...]struct{ score, bits float64 }{
	{5, -5}, {6.5, -3.9}, {7.5, -.7}, {8.5, 1.2}, {9.5, 3.7}, {10.5, 6.4}, {11.5, 8.3}, {12.5, 10.1}, {13.5, 12.2}, {14.5, 13.7}, {17, 17},
}

// Bits returns what a score says, in bits.
func Bits(score float64) float64 {
	last := len(weighed) - 1
	if score <= weighed[0].score {
		return weighed[0].bits
	}
	for i := range last {
		a, b := &weighed[i], &weighed[i+1]
		if score <= b.score {
			return a.bits + (b.bits-a.bits)*(score-a.score)/(b.score-a.score)
		}
	}
	return weighed[last].bits
}
