package vectors

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Near is about what measuring every living face gives, the nearest of each person's.
func TestNear(t *testing.T) {
	for _, dim := range []int{128, 512} {
		r := rand.New(rand.NewPCG(1, 2))
		g, err := New(dim, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		face := func() []float32 {
			v, sum := make([]float32, dim), 0.0
			for i := range v {
				v[i] = float32(r.NormFloat64())
				sum += float64(v[i]) * float64(v[i])
			}
			for i := range v {
				v[i] /= float32(math.Sqrt(sum))
			}
			return v
		}
		query, want := face(), make([]float64, 3000)
		for p := range want {
			want[p] = math.MaxFloat32
			var faces [][]float32
			for range 1 + p%3 {
				faces = append(faces, face())
				want[p] = min(want[p], squaredDistance(query, faces[len(faces)-1]))
			}
			if err := g.Put(int32(p), faces); err != nil {
				t.Fatal(err)
			}
			if p%7 == 0 {
				g.Delete(int32(p))
				want[p] = math.MaxFloat32
			}
		}
		near := make([]float32, len(want)-1) // the last is not asked for
		for i := range near {
			near[i] = math.MaxFloat32
		}
		if err := g.Near(t.Context(), query, near); err != nil {
			t.Fatal(err)
		}
		for p, d2 := range near {
			if math.Abs(float64(d2)-want[p]) > .01 {
				t.Fatalf("%d numbers, person %d: %v, want %v", dim, p, d2, want[p])
			}
		}
	}
}
