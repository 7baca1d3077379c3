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
