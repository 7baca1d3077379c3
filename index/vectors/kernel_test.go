package vectors

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// kinds of vectors that a bound may fail on.
var kinds = []struct {
	name string
	draw func(r *rand.Rand, v []float32)
}{
	{"unit", func(r *rand.Rand, v []float32) { copy(v, unit(r, len(v))) }},
	{"clustered", func(r *rand.Rand, v []float32) {
		center := rand.New(rand.NewPCG(uint64(r.IntN(3)), 1))
		for i := range v {
			v[i] = float32(center.NormFloat64() + .01*r.NormFloat64())
		}
	}},
	{"duplicates", func(r *rand.Rand, v []float32) {
		copy(v, unit(rand.New(rand.NewPCG(uint64(r.IntN(5)), 2)), len(v)))
	}},
	{"zeros", func(r *rand.Rand, v []float32) {
		if r.IntN(3) == 0 {
			v[r.IntN(len(v))] = r.Float32()
		}
	}},
	{"codes", func(r *rand.Rand, v []float32) { // nothing is lost to rounding
		for i := range v {
			v[i] = float32(r.IntN(3)*127 - 127)
		}
	}},
	{"huge", func(r *rand.Rand, v []float32) {
		for i := range v {
			v[i] = float32(r.NormFloat64() * 1e9)
		}
	}},
	{"tiny", func(r *rand.Rand, v []float32) {
		for i := range v {
			v[i] = float32(r.NormFloat64() * 1e-13)
		}
	}},
	{"smallest", func(r *rand.Rand, v []float32) {
		for i := range v {
			v[i] = float32(r.IntN(5)) * math.SmallestNonzeroFloat32
		}
	}},
	{"one large", func(r *rand.Rand, v []float32) {
		copy(v, unit(r, len(v)))
		v[0] = 1000
	}},
	{"mixed", func(r *rand.Rand, v []float32) {
		scale := math.Pow(10, 20*r.Float64()-12)
		for i := range v {
			v[i] = float32(r.NormFloat64() * scale)
		}
	}},
}

// drawn are vectors of a kind.
func drawn(r *rand.Rand, kind int, n, dim int) [][]float32 {
	all := make([][]float32, n)
	for i := range all {
		all[i] = make([]float32, dim)
		kinds[kind].draw(r, all[i])
	}
	return all
}

// The bounds hold, and no kernel drops a row that is exactly as far as is looked for.
func TestBoundsHold(t *testing.T) {
	for kind := range kinds {
		for _, dim := range []int{1, 2, 17, 128, 512, 4096} {
			t.Run(fmt.Sprintf("%s/%d", kinds[kind].name, dim), func(t *testing.T) {
				r, rows := rand.New(rand.NewPCG(uint64(kind), uint64(dim))), max(17, 60-dim/10)
				vectors, queries := drawn(r, kind, rows, dim), drawn(r, kind, 4, dim)
				queries[3] = vectors[7]
				holds(t, vectors, queries)
				if kind != 0 {
					holds(t, vectors, drawn(r, 0, 4, dim))
				}
			})
		}
	}
}

func holds(t *testing.T, vectors, queries [][]float32) {
	dim := len(vectors[0])
	s := newSegment(dim, fewestRows, make([]float32, fewestRows*dim), make([]float32, dim))
	var coded [][]int8
	for _, v := range vectors {
		codes := make([]int8, 4*s.steps)
		c, err := encode(v, codes)
		if err != nil {
			t.Fatal(err)
		}
		s.add(0, 0, v, codes, c.row())
		coded = append(coded, codes)
	}
	g := Gallery{dim: dim}
	for _, k := range kernels() {
		g.kernel = k
		for _, batch := range [][][]float32{queries[:1], queries[3:], queries} {
			var searches []search
			for _, q := range batch {
				c, err := g.query(q)
				if err != nil {
					t.Fatal(err)
				}
				searches = append(searches, search{vector: q, code: c, top: newTop(1)})
			}
			b := g.beams(searches)[0].own()
			var dots [4 * tileRows]int32
			var masks [4 * tileRows / groupRows]uint16
			for i, v := range vectors {
				for q := range searches { // look as far as this row
					searches[q].top.root.Store(math.Float64bits(math.Sqrt(plainDistance(searches[q].vector, v))))
					b.aim(q, &searches[q])
				}
				s.scan(0, len(vectors), &b, dots[:], masks[:])
				for q := range searches {
					at := i/groupRows*b.width + q
					dot := dots[at*groupRows+i%groupRows]
					want := int32(0)
					for j, c := range searches[q].code.codes {
						want += int32(c) * int32(coded[i][j])
					}
					if dot != want {
						t.Fatalf("%s: row %d, query %d: product %d, want %d", k.name, i, q, dot, want)
					}
					root := searches[q].top.reach()
					low, high := searches[q].code.bounds(s.row(i), dot)
					if low > root || root > high {
						t.Fatalf("%s: row %d, query %d: %g … %g, is %g", k.name, i, q, low, high, root)
					}
					if masks[at]>>(i%groupRows)&1 == 0 {
						t.Fatalf("%s: row %d, query %d: dropped at %g", k.name, i, q, root)
					}
				}
			}
		}
	}
}

// The bounds of embeddings are near enough to be of use, and the kernels drop what is
// beyond.
func TestBoundsAreNear(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for dim, most := range map[int]float64{128: .04, 512: .04} {
		g := crowd(t, 2000, dim, "")
		q := unit(r, dim)
		c, err := g.query(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range kernels() {
			g.kernel = k
			one := search{vector: q, code: c, top: newTop(1)}
			one.top.root.Store(math.Float64bits(.5))
			b := g.beams([]search{one})[0].own()
			b.aim(0, &one)
			var dots [tileRows]int32
			var masks [tileRows / groupRows]uint16
			g.slots[0].scan(0, tileRows, &b, dots[:], masks[:])
			for _, m := range masks {
				if m != 0 {
					t.Errorf("%s: %x passed", k.name, m)
				}
			}
			for i, dot := range dots {
				if low, high := c.bounds(g.slots[0].row(i), dot); high-low > most {
					t.Errorf("%s: %g … %g", k.name, low, high)
				}
			}
		}
	}
}

func FuzzBounds(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 1, 2, 3, 4})
	f.Add([]byte{255, 255, 127, 127, 0, 0, 128, 63, 1, 0, 0, 0, 0, 0, 0, 128})
	f.Fuzz(func(t *testing.T, data []byte) {
		var numbers []float32
		for ; len(data) >= 4; data = data[4:] {
			numbers = append(numbers, math.Float32frombits(uint32(data[0])|uint32(data[1])<<8|uint32(data[2])<<16|uint32(data[3])<<24))
		}
		dim := min(len(numbers)/2, 64)
		if dim == 0 {
			return
		}
		a, b := numbers[:dim], numbers[dim:2*dim]
		room := make([]int8, 4*stepsOf(dim))
		if _, err := encode(a, room); err != nil {
			return
		}
		if _, err := encode(b, room); err != nil {
			return
		}
		holds(t, [][]float32{a, b}, [][]float32{b, a, b, a})
	})
}

// Every kernel measures to the last bit as the portable one does, whatever the numbers.
func TestSquaredDistance(t *testing.T) {
	for _, k := range kernels() {
		for kind := range kinds {
			for _, dim := range []int{1, 3, 15, 16, 17, 31, 64, 128, 133, 512} {
				r := rand.New(rand.NewPCG(uint64(kind), uint64(dim)))
				pair := drawn(r, kind, 2, dim)
				if got, want := k.squaredDistance(pair[0], pair[1], pair[1], new([4]float64)), plainDistance(pair[0], pair[1]); got != want {
					t.Errorf("%s, %s of %d: %v, want %v", k.name, kinds[kind].name, dim, got, want)
				}
			}
		}
	}
}
