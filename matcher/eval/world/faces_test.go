package world

import (
	"slices"
	"testing"
)

// The drawn faces lie as far apart as real ones were measured to.
func TestFacesAreAsFarApartAsMeasured(t *testing.T) {
	const n = 4000
	var same, strangers []float64
	for i := range n {
		d := newDice(1, "test faces", i)
		v, u := drawFace(d, 1, 1), drawFace(d, 1, 1)
		a, b, c := photograph(d, v, today, 0, 30), photograph(d, v, today, 1, 30), photograph(d, u, today, 0, 30)
		same = append(same, squaredDistance(a.Faces[0].Embedding, b.Faces[0].Embedding))
		strangers = append(strangers, squaredDistance(a.Faces[0].Embedding, c.Faces[0].Embedding))
	}
	slices.Sort(same)
	slices.Sort(strangers)
	i := 0 // the equal error: as many same above as strangers below
	for ; i < n && strangers[i] < same[n-1-i]; i++ {
	}
	eer := float64(i) / n
	t.Logf("same %.3f, strangers %.3f (1 in 10: %.3f, 9 in 10: %.3f), equal error %.3f", same[n/2], strangers[n/2], strangers[n/10], strangers[n*9/10], eer)
	if same[n/2] < .10 || same[n/2] > .13 || strangers[n/2] < .22 || strangers[n/2] > .35 {
		t.Errorf("medians: same %.3f, strangers %.3f", same[n/2], strangers[n/2])
	}
	if eer < .05 || eer > .09 {
		t.Errorf("equal error rate %.3f", eer)
	}
}
