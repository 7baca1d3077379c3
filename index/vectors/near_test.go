package vectors

import (
	"math"
	"math/rand/v2"
	"slices"
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
			if near[i] = math.MaxFloat32; i%11 == 0 { // nor are these
				near[i], want[i] = NotAsked, NotAsked
			}
		}
		if err := g.Near(t.Context(), query, near); err != nil {
			t.Fatal(err)
		}
		off := 0.0
		for p, d2 := range near {
			if math.Abs(float64(d2)-want[p]) > .06 {
				t.Fatalf("%d numbers, person %d: %v, want %v", dim, p, d2, want[p])
			}
			off += (float64(d2) - want[p]) * (float64(d2) - want[p])
		}
		if off = math.Sqrt(off / float64(len(near))); off > .012 {
			t.Errorf("%d numbers: distances are off by %v", dim, off)
		}
	}
}

// Every kernel reads brief codes alike.
func TestBrief(t *testing.T) {
	for _, dim := range []int{256, 300, 512, 4096} {
		r, lines := rand.New(rand.NewPCG(7, uint64(dim))), briefLines(dim)
		codes, query := make([]byte, 30*lines*briefLine), make([]int8, lines*briefNumbers)
		for i := range codes {
			codes[i] = byte(r.IntN(256))
		}
		for i := range query {
			query[i] = int8(r.IntN(255) - 127)
		}
		for _, count := range []int{1, 2, 30} {
			want, got := make([]int32, count), make([]int32, count)
			briefPortable(codes[:count*lines*briefLine], lines, query, want)
			for _, k := range kernels() {
				k.brief(codes[:count*lines*briefLine], lines, query, got)
				if !slices.Equal(got, want) {
					t.Errorf("%s, %d numbers, %d rows: %v, want %v", k.name, dim, count, got, want)
				}
			}
		}
	}
}

// Every kernel works out the same distances, and puts them where they belong whoever's the
// faces are.
func TestNearer(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, count := range []int{1, 15, 16, 40, 256} {
		dots, terms, owners := make([]int32, tileRows), make([]float32, tileRows*termCount), make([]int32, count)
		for i := range dots {
			dots[i] = int32(r.IntN(2000) - 1000)
		}
		for i := range terms {
			terms[i] = r.Float32()
		}
		for round := range 40 {
			next := int32(r.IntN(200))
			for i := range owners { // numbered on, but for some who have several, or are elsewhere
				if owners[i] = next; round == 0 || r.IntN(30) > 0 {
					next++
				} else if r.IntN(3) == 0 {
					next = int32(r.IntN(200))
				}
			}
			people := 150 + r.IntN(200)
			want, wantNear := make([]float32, count), make([]float32, people)
			for i := range wantNear {
				wantNear[i] = r.Float32()*3 - 1
			}
			before := slices.Clone(wantNear)
			distancesPortable(dots, terms, 2, .001, want)
			nearerPortable(want, owners, wantNear)
			for _, k := range kernels() {
				got, near := make([]float32, count), slices.Clone(before)
				k.distances(dots, terms, 2, .001, got)
				k.nearer(got, owners, near)
				if !slices.Equal(got, want) || !slices.Equal(near, wantNear) {
					t.Fatalf("%s, %d rows: %v %v, want %v %v", k.name, count, got, near, want, wantNear)
				}
			}
		}
	}
}
