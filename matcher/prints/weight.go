package prints

// weighed are the bits of scores: log2 of how much oftener two impressions of one finger score so
// than those of strangers do. Between them it is a line, outside of them the last of either side:
// what was not measured is not said.
//
// Of 134,940 pairs of invented strangers (TestMeasureScores, 520 fingers) one in a hundred scores over
// 6.6, one in a thousand over 7.9, six over 9.5, one over 10 and none over 10.5, each half a point
// leaving about a third; of 520 pairs of one finger 0.2 % score under 6.5, 1.2 % under 9, 3.5 % under
// 10.5, 10 % under 13. The bits are those of scores one lower, beyond 10.5 by the slope before, and
// end at 17 for the 2⁻¹⁷ measured: what pictures give lets strangers score higher (of 544 pairs one
// in a hundred over about 6, the highest about 8), and that one finger scores so low so seldom is
// better than life.
var weighed = [...]struct{ score, bits float64 }{
	{6, -5}, {7, -4.5}, {8, -1.9}, {9, 1.1}, {10, 4.5}, {11, 7.5}, {12, 10}, {13, 12}, {14, 13.7}, {17, 17},
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
