package names

import (
	"math"
	"testing"
)

func TestLog2(t *testing.T) {
	table, last := logTable(), math.Inf(-1)
	for x := 1e-12; x < 1e12; x *= 1.0007 {
		got := table.Log2(x)
		if off := math.Log2(x) - got; off < -1e-12 || off > 3e-6 {
			t.Fatalf("log2 of %g is %.9f too low", x, off)
		}
		if got < last {
			t.Fatalf("log2 falls at %g", x)
		}
		last = got
	}
	for i := -20; i <= 20; i++ {
		if got := table.Log2(math.Exp2(float64(i))); got != float64(i) {
			t.Errorf("log2 of 2^%d is %f", i, got)
		}
	}
}

func TestExp2(t *testing.T) {
	table := logTable()
	for x := -999.0; x < 999; x += .037 {
		want := math.Exp2(x)
		if off := table.Exp2(x)/want - 1; off < -1e-12 || off > 1e-6 {
			t.Fatalf("2^%g is off by a share of %g", x, off)
		}
	}
	for x, want := range map[float64]float64{-1001: 0, math.Inf(-1): 0, 0: 1, -3: .125, 10: 1024, 5000: math.Exp2(1000)} {
		if got := table.Exp2(x); got != want {
			t.Errorf("2^%g is %g", x, got)
		}
	}
}
