package compact

import (
	"math"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	var w Writer
	w.Uint(0)
	w.Uint(math.MaxUint64)
	for _, n := range []int{0, -1, 1, math.MinInt, math.MaxInt} {
		one := Writer{}
		if one.Int(n); NewReader(one.Bytes).Int() != n {
			t.Errorf("%d is not read again", n)
		}
	}
	w.Bool(true)
	w.Float(math.Pi)
	w.Float32(-1.5)
	w.Text("归途")
	r := NewReader(w.Bytes)
	if a, b, c, d, e, f := r.Uint(), r.Uint(), r.Bool(), r.Float(), r.Float32(), r.Text(); a != 0 || b != math.MaxUint64 || !c || d != math.Pi || e != -1.5 || f != "归途" {
		t.Errorf("%v %v %v %v %v %v", a, b, c, d, e, f)
	}
	if r.Bad() {
		t.Error("bad")
	}
	for n := range w.Bytes { // whatever is cut off is noticed
		r := NewReader(w.Bytes[:n])
		_, _, _, _, _, _ = r.Uint(), r.Uint(), r.Bool(), r.Float(), r.Float32(), r.Text()
		if !r.Bad() {
			t.Errorf("%d of %d bytes", n, len(w.Bytes))
		}
	}
	if r := NewReader([]byte{200, 1, 2}); r.Len() != 0 || !r.Bad() {
		t.Error("a length beyond the end")
	}
}
