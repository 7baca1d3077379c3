package prints_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// fingers are pairs of impressions of so many invented fingers.
func fingers(seed uint64, n int, press synthetic.Press) (a, b []prints.View) {
	r := rand.New(rand.NewPCG(seed, 25))
	for range n {
		x, y := synthetic.NewFinger(r).Pair(r, press)
		a, b = append(a, x), append(b, y)
	}
	return a, b
}

func TestOneFingerIsToldFromStrangers(t *testing.T) {
	const n = 80
	a, b := fingers(1, n, synthetic.Usual())
	missed, wrong := 0, 0
	for i := range n {
		x := prints.Prepare(&a[i])
		if prints.Bits(prints.Compare(x, prints.Prepare(&b[i])).Score) < 3 {
			missed++
		}
		for d := 1; d <= 5; d++ {
			if prints.Bits(prints.Compare(x, prints.Prepare(&b[(i+d)%n])).Score) > 5 {
				wrong++
			}
		}
	}
	if missed > 2 || wrong > 1 {
		t.Errorf("%d of %d are missed, %d of %d strangers are taken for one", missed, n, wrong, 5*n)
	}
}

// However a view is turned, shifted and scanned, it is the same: all minutiae lie alike.
func TestAnyTurnShiftAndDensity(t *testing.T) {
	views, _ := fingers(2, 4, synthetic.Usual())
	for _, v := range views {
		whole := prints.Prepare(&v)
		for turn := 0.; turn < 360; turn += 41 {
			sin, cos := math.Sincos(turn * math.Pi / 180)
			moved := prints.View{XRes: 394, YRes: 394}
			for _, m := range v.Minutiae {
				x, y := float64(m.X)-250, float64(m.Y)-250
				m.X, m.Y = uint16(math.Round(2*(cos*x+sin*y)+2000)), uint16(math.Round(2*(cos*y-sin*x)+1500))
				m.Angle = math.Mod(m.Angle+turn, 360)
				moved.Minutiae = append(moved.Minutiae, m)
			}
			if c := prints.Compare(whole, prints.Prepare(&moved)); c.Paired < whole.Minutiae()-1 || prints.Bits(c.Score) < 10 {
				t.Errorf("turned by %g°: %d of %d minutiae, score %g", turn, c.Paired, whole.Minutiae(), c.Score)
			}
		}
	}
}

func TestFewMinutiaeSayNothing(t *testing.T) {
	v, _ := fingers(3, 1, synthetic.Usual())
	for n := range 4 {
		few := v[0]
		few.Minutiae = few.Minutiae[:n]
		if c := prints.Compare(prints.Prepare(&few), prints.Prepare(&few)); prints.Bits(c.Score) > 0 {
			t.Errorf("%d minutiae speak for one finger: %+v", n, c)
		}
	}
}

// hand makes a template of views with labels and a quality, and prepares it.
func hand(quality uint8, views []prints.View, labels ...prints.Finger) prints.Hand {
	t := &prints.Template{}
	for i, v := range views {
		v.Finger, v.Quality = labels[i], quality
		t.Views = append(t.Views, v)
	}
	return prints.HandOf(t)
}

func TestHands(t *testing.T) {
	press := synthetic.Usual()
	press.Overlap = .85
	a, b := fingers(4, 4, press)
	right, middle, left, none := prints.RightIndex, prints.RightMiddle, prints.LeftIndex, prints.UnknownFinger
	weigh := func(x, y prints.Hand) prints.Verdict { v, _ := prints.CompareHands(x, y); return v }
	one := weigh(hand(80, a[:1], right), hand(80, b[:1], right))
	if one.Bits < 8 || one.Paired < 12 {
		t.Fatalf("one finger: %+v", one)
	}
	if two := weigh(hand(80, a[:2], right, middle), hand(80, b[:2], right, middle)); two.Bits <= one.Bits || two.Agree != 2 {
		t.Errorf("two fingers: %+v, one %+v", two, one)
	}
	if twice := weigh(hand(80, []prints.View{a[0], a[0]}, right, right), hand(80, []prints.View{b[0], b[0]}, right, right)); twice.Agree != 1 || twice.Bits > one.Bits+.01 {
		t.Errorf("two views of a finger: %+v, one %+v", twice, one)
	}
	for name, v := range map[string]prints.Verdict{
		"labelled wrong":  weigh(hand(80, a[:1], right), hand(80, b[:1], left)),
		"not labelled":    weigh(hand(80, a[:1], right), hand(80, b[:1], none)),
		"neither is":      weigh(hand(80, a[:1], none), hand(80, b[:1], none)),
		"swapped":         weigh(hand(80, a[:2], right, middle), hand(80, b[:2], middle, right)),
		"quality unknown": weigh(hand(prints.Unknown, a[:1], right), hand(prints.Unknown, b[:1], right)),
		"one of several":  weigh(hand(80, a[:3], right, middle, left), hand(80, b[2:3], left)),
	} {
		if v.Bits < 5 {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if v, ok := prints.CompareHands(hand(80, a[:1], right), hand(80, b[1:2], right)); !ok || v.Bits > -1 {
		t.Errorf("strangers: %+v, %v", v, ok)
	}
	for name, h := range map[string]prints.Hand{
		"low quality": hand(20, b[1:2], right), "unknown quality": hand(prints.Unknown, b[1:2], right), "other finger": hand(80, b[1:2], left), "no label": hand(80, b[1:2], none), "nothing": nil,
	} {
		if v, ok := prints.CompareHands(hand(80, a[:1], right), h); ok && v.Bits < 0 {
			t.Errorf("strangers, %s: %+v", name, v)
		}
	}
}

func TestBitsRise(t *testing.T) {
	last := math.Inf(-1)
	for score := -20.; score < 60; score += .25 {
		bits := prints.Bits(score)
		if bits < last || bits > 20 || bits < -6 {
			t.Fatalf("a score of %g is %g bits after %g", score, bits, last)
		}
		last = bits
	}
}

func TestHandsAreKept(t *testing.T) {
	a, _ := fingers(5, 3, synthetic.Usual())
	h := hand(60, a, prints.LeftThumb, prints.UnknownFinger, prints.RightRing)
	var to compact.Writer
	h.Encode(&to)
	from := compact.NewReader(to.Bytes)
	if again := prints.DecodeHand(from); from.Bad() || !reflect.DeepEqual(again, h) {
		t.Errorf("kept %+v, read %+v", h, again)
	}
}

func BenchmarkCompareStrangers(b *testing.B) {
	x, y := fingers(6, 50, synthetic.Usual())
	var p, q []*prints.Print
	for i := range x {
		p, q = append(p, prints.Prepare(&x[i])), append(q, prints.Prepare(&y[i]))
	}
	for i := 0; b.Loop(); i++ {
		prints.Compare(p[i%50], q[(i+7)%50])
	}
}

func BenchmarkPrepare(b *testing.B) {
	x, _ := fingers(7, 50, synthetic.Usual())
	for i := 0; b.Loop(); i++ {
		p := prints.Prepare(&x[i%50])
		prints.Compare(p, p)
	}
}
