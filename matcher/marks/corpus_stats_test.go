package marks

import (
	"math"
	"testing"
)

func TestCorpusStats(t *testing.T) {
	bits := func(s *Shares) float64 {
		p, m := DefaultParams(), Meetings{}
		p.Compare(ParseAll(nil, "口吃"), ParseAll(nil, "说话结巴"), s, Between{}, &m)
		return m.Bits()
	}
	var c CorpusStats
	if a, b := bits(Usual()), bits(c.Shares()); math.Abs(a-b) > 1e-6 {
		t.Errorf("an empty corpusStats says %.2f bits, none %.2f", b, a)
	}
	last := bits(Usual())
	for range 3 { // the more files note it, the less it says
		for i := range 1000 {
			list := ParseAll(nil, "口吃")
			if i%4 > 0 {
				list = nil
			}
			c.Count(list, 30, 1)
		}
		if now := bits(c.Shares()); now >= last || now < .5 {
			t.Errorf("%.2f bits after %.2f", now, last)
		} else {
			last = now
		}
	}
	var other CorpusStats
	list := ParseAll(nil, "左眉有疤，右眉有疤")
	for _, by := range []int{1, 1, -1, -1} {
		other.Count(list, 80, by)
	}
	if other != (CorpusStats{}) {
		t.Errorf("what was taken out is still counted: %+v", other.files)
	}
}

// What comes with age is no rarer among the young because many of the files are of
// old people.
func TestCorpusStatsAllowsForAge(t *testing.T) {
	grey := ParseAll(nil, "头发花白")
	var young, old CorpusStats
	for i := range 10_000 {
		young.Count(grey[:min(len(grey), 1-min(1, i%10))], 30, 1)
		old.Count(grey[:min(len(grey), 1-min(1, i%10))], 75, 1)
	}
	b := Between{Age: 75}
	if y, o := young.Shares().often(&grey[0], b.aged()), old.Shares().often(&grey[0], b.aged()); o < .08 || o > .12 || y < 2*o {
		t.Errorf("one in ten old people is grey: %.3f, one in ten young people: %.3f of the old", o, y)
	}
}
