package prints

// weighed are the bits of scores: log2 of how much oftener two impressions of one finger score so
// than those of strangers do. Between them it is a line, outside of them the last of either side:
// what was not measured is not said. 1,124,250 pairs of strangers, of which one scored over 15 and
// none over 16.5, and 1,500 of one finger, of package synthetic as it usually presses
// (TestMeasureScores); where strangers end, 17 bits stand for a share of 8e-6, above the 9e-7 that
// were seen. That fewer than five pairs in a thousand of one finger score below 5 is better than
// life, so there it is less than was measured.
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
