package prints

// weighed are the bits of scores: log2 of how much oftener two impressions of one finger score so
// than those of strangers do. Between them it is a line, outside of them the last of either side:
// what was not measured is not said.
//
// Of 1,050,525 pairs of invented strangers (TestMeasureScores, 1,450 fingers) one in a hundred scores over
// 6.6, one in a thousand over 7.8, 38 over 9.5, 12 over 10, four over 10.5 and none over 11, each half a
// point leaving about a third; of 1,450 pairs of one finger 0.5 % score under 6.5, 1.9 % under 9, 3.9 %
// under 10.5, 10 % under 13, and 42 % reach 20. The bits are those of scores one lower, beyond 10.5 by the
// slope before, and end at 20 for the 2⁻²⁰ measured: what pictures give lets strangers score higher
// (of 544 pairs one in a hundred over about 6, the highest about 8), and that one finger scores so low
// so seldom is better than life.
var weighed = [...]struct{ score, bits float64 }{
	{6, -5}, {7, -4.5}, {8, -1.9}, {9, 1.1}, {10, 4.5}, {11, 7.5}, {12, 10}, {13, 12}, {14, 13.7}, {17, 17}, {20, 20},
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
