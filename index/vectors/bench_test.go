package vectors

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// unit is a random vector of length 1.
func unit(r *rand.Rand, dim int) []float32 {
	v, squares := make([]float32, dim), 0.0
	for i := range v {
		x := r.NormFloat64()
		v[i], squares = float32(x), squares+x*x
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(squares))
	}
	return v
}

// units are n of them.
func units(r *rand.Rand, n, dim int) [][]float32 {
	list := make([][]float32, n)
	for i := range list {
		list[i] = unit(r, dim)
	}
	return list
}

// crowd is a gallery of people with a random face each.
func crowd(tb testing.TB, people, dim int, dir string) *Gallery {
	tb.Helper()
	g, err := New(dim, dir)
	if err != nil {
		tb.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, uint64(dim)))
	for i := range people {
		if err := g.Put(int32(i), [][]float32{unit(r, dim)}); err != nil {
			tb.Fatal(err)
		}
	}
	return g
}

func BenchmarkNearest(b *testing.B) {
	const people, k = 1_000_000, 20
	for _, dim := range []int{128, 512} {
		g := crowd(b, people, dim, "")
		queries := units(rand.New(rand.NewPCG(3, 4)), 64, dim)
		for _, kernel := range kernels() {
			g.kernel = kernel
			for _, batch := range []int{1, 64} {
				if batch > 1 && kernel.name == "portable" {
					continue // a minute
				}
				b.Run(fmt.Sprintf("people=1M/dim=%d/k=%d/batch=%d/%s", dim, k, batch, kernel.name), func(b *testing.B) {
					b.ReportAllocs()
					for i := 0; b.Loop(); i++ {
						if _, err := g.NearestBatch(b.Context(), queries[i%64*batch%64:][:batch], k, nil); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// BenchmarkGrowth is one search by how many faces are held, the vectors in mapped files,
// as the program has them: one gallery that grows.
func BenchmarkGrowth(b *testing.B) {
	const dim, k = 128, 20
	g, err := New(dim, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	queries := units(r, 64, dim)
	held := 0
	for _, people := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		for ; held < people; held++ {
			if err := g.Put(int32(held), [][]float32{unit(r, dim)}); err != nil {
				b.Fatal(err)
			}
		}
		for _, batch := range []int{1, 64} {
			b.Run(fmt.Sprintf("people=%d/dim=%d/k=%d/batch=%d", people, dim, k, batch), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					if _, err := g.NearestBatch(b.Context(), queries[i%64*batch%64:][:batch], k, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkCohort is what every face's place among the cohort costs: the nearest of a small
// gallery, for 64 faces at a time.
func BenchmarkCohort(b *testing.B) {
	const people, k = 1024, 33
	for _, dim := range []int{128, 512} {
		g := crowd(b, people, dim, "")
		queries := units(rand.New(rand.NewPCG(3, 4)), 64, dim)
		b.Run(fmt.Sprintf("people=1k/dim=%d/batch=64", dim), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := g.NearestBatch(b.Context(), queries, k, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNear(b *testing.B) {
	for _, dim := range []int{128, 512} {
		g := crowd(b, 1_000_000, dim, "")
		q, near := unit(rand.New(rand.NewPCG(3, 4)), dim), make([]float32, 1_000_000)
		b.Run(fmt.Sprintf("people=1M/dim=%d/%s", dim, g.Kernel()), func(b *testing.B) {
			for b.Loop() {
				for p := range near {
					near[p] = math.MaxFloat32
				}
				if err := g.Near(b.Context(), q, near); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPut(b *testing.B) {
	for _, dim := range []int{128, 512} {
		b.Run(fmt.Sprintf("dim=%d", dim), func(b *testing.B) {
			b.ReportAllocs()
			g, err := New(dim, "")
			if err != nil {
				b.Fatal(err)
			}
			face := [][]float32{unit(rand.New(rand.NewPCG(3, 4)), dim)}
			for i := 0; b.Loop(); i++ {
				if err := g.Put(int32(i%100_000), face); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
