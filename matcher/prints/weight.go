package prints

// weighed are the bits of scores: log2 of how much oftener two impressions of one finger score so
// than those of strangers do. Between them it is a line, outside of them the last of either side:
// what was not measured is not said. 1.1 million pairs of strangers and 1,500 of one finger, of
// package synthetic as it usually presses (TestMeasureScores).
var weighed = [...]struct{ score, bits float64 }{
	{2, -5}, {7, -2}, {8, .5}, {10, 6}, {12, 10.5}, {14, 14}, {16, 17},
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
