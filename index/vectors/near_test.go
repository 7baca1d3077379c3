package vectors

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Near is hardly ever more than what measuring every live face gives, the nearest of each
// person's, and less by some hundredths of what strangers are apart, also if faces have most in
// common.
func TestNear(t *testing.T) {
	for _, dim := range []int{128, 512} {
		for _, own := range []float64{1, .4} { // what of a face is not everyone's
			t.Run(fmt.Sprintf("%d numbers, %v own", dim, own), func(t *testing.T) { near(t, dim, own) })
		}
	}
}

func near(t *testing.T, dim int, own float64) {
	r := rand.New(rand.NewPCG(1, 2))
	g, err := New(dim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	common := unit(r, dim)
	face := func() []float32 {
		v := unit(r, dim)
		for i := range v {
			v[i] = float32(own)*v[i] + float32(math.Sqrt(1-own*own))*common[i]
		}
		return v
	}
	query, want := face(), make([]float64, 3000)
	for p := range want {
		want[p] = math.MaxFloat32
		var faces [][]float32
		for range 1 + p%3 {
			faces = append(faces, face())
			want[p] = min(want[p], plainDistance(query, faces[len(faces)-1]))
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
	over, under, apart := 0, 0.0, 2*own*own
	for p, d2 := range near {
		less := want[p] - float64(d2)
		if less > .15*apart {
			t.Fatalf("person %d: %v, want %v", p, d2, want[p])
		}
		if less < 0 {
			over++
		}
		under += less
	}
	if over > len(near)/200 {
		t.Errorf("%d of %d distances are greater than they may be", over, len(near))
	}
	if under /= float64(len(near)); under > .06*apart {
		t.Errorf("distances are %v too little where strangers are %v apart", under, apart)
	}
}

// The centre that coarse codes are of the difference from is no face, however few there are.
func TestCentreIsNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	g, err := New(128, "")
	if err != nil {
		t.Fatal(err)
	}
	for p := range 3 { // each is added to what was loaded from a file
		if err := g.Put(int32(p), [][]float32{unit(r, 128)}); err != nil {
			t.Fatal(err)
		}
		var parts []Part
		for part := range g.Snapshot().Parts {
			if slices.ContainsFunc(part.Centre, func(x float32) bool { return x != 0 }) {
				t.Fatalf("of %d faces the centre is %v", p+1, part.Centre)
			}
			parts = append(parts, part)
		}
		if g, err = Restore(128, "", parts, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// Every kernel works out the same from coarse codes.
func TestCoarse(t *testing.T) {
	for _, dim := range []int{1, 8, 100, 128, 300, 512, 4096} {
		r := rand.New(rand.NewPCG(7, uint64(dim)))
		codes, terms := make([]byte, coarseSize(tileRows, dim)), make([]float32, tileRows*coarseTerms)
		for i := range codes {
			codes[i] = byte(r.IntN(256))
		}
		for i := range terms {
			terms[i] = r.Float32()
		}
		var q coarseQuery
		q.from(unit(r, dim), make([]float32, dim))
		for _, count := range []int{1, 16, 70, tileRows} {
			want, got := make([]float32, padded(count)), make([]float32, padded(count))
			coarsePortable(codes, terms, &q, count, want)
			for _, k := range kernels() {
				k.coarse(codes[:coarseSize(padded(count), dim)], terms[:padded(count)*coarseTerms], &q, count, got)
				if !slices.Equal(got[:count], want[:count]) {
					t.Errorf("%s, %d numbers, %d rows: %v, want %v", k.name, dim, count, got, want)
				}
			}
		}
	}
}

// Every kernel puts distances where they belong, the one who's the faces are.
func TestNearer(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, count := range []int{1, 15, 16, 40, 256} {
		distances, owners := make([]float32, count), make([]int32, count)
		for i := range distances {
			distances[i] = 3 * r.Float32()
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
			want := make([]float32, people)
			for i := range want {
				want[i] = r.Float32()*3 - 1
			}
			before := slices.Clone(want)
			nearerPortable(distances, owners, want)
			for _, k := range kernels() {
				near := slices.Clone(before)
				k.nearer(distances, owners, near)
				if !slices.Equal(near, want) {
					t.Fatalf("%s, %d rows: %v, want %v", k.name, count, near, want)
				}
			}
		}
	}
}
