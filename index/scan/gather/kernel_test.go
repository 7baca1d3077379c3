package gather

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/names"
)

// drawn are random columns and tables of so many rows and values.
type drawn struct {
	r             *rand.Rand
	rows, numbers int
}

func (d *drawn) column() []uint32 {
	c := make([]uint32, d.rows)
	for i := range c {
		c[i] = d.r.Uint32N(uint32(d.numbers))
	}
	return c
}

func (d *drawn) table() []float32 {
	t := make([]float32, d.numbers)
	for i := range t {
		t[i] = float32(d.r.NormFloat64() * 5)
	}
	return t
}

// answers are what a kernel makes of what the seed draws.
func answers(k *Kernel, seed uint64, rows, numbers int) (sums, best []float32, listed []int32) {
	d := &drawn{rand.New(rand.NewPCG(seed, 1)), rows, numbers}
	sums, best = make([]float32, rows), make([]float32, rows)
	var columns [][]uint32
	var tables [][]float32
	for range 1 + d.r.IntN(9) {
		columns, tables = append(columns, d.column()), append(tables, d.table())
	}
	k.Add(sums, columns, tables)

	offsets := make([]uint32, numbers)
	for i := range offsets {
		offsets[i] = uint32(d.r.IntN(3) * numbers)
	}
	k.AddBy(sums, d.column(), offsets, d.column(), slices.Concat(d.table(), d.table(), d.table()))

	parts, others := d.table(), d.table()
	for i := range parts { // as far apart as may be
		parts[i] = float32(math.Copysign(math.Exp2(float64(d.r.IntN(120)-60)), float64(parts[i])))
		others[i] = float32(math.Abs(float64(others[i])))
	}
	k.AddLog(sums, d.column(), parts, d.table(), d.column(), others, .7)

	said := d.table()
	for i := range said {
		if d.r.IntN(3) == 0 {
			said[i] = -1000
		}
	}
	k.AddBest(sums, d.column(), d.column(), said, best, -1000)

	cells, near, reach := feature.NewFaceColumns(rows), d.table(), &feature.FaceReach{Mean: 2, PerSpread: 9, Most: 4}
	for i := range rows {
		cells.Set(i, feature.FaceCell{Mean: float32(d.r.NormFloat64() * 20), PerSpread: float32(d.r.IntN(3)) * 4, Among: uint8(d.r.IntN(3)), Young: d.r.IntN(2) == 0, Quality: d.r.Float32()})
	}
	for i := range near {
		if d.r.IntN(3) == 0 {
			near[i] = math.MaxFloat32
		}
	}
	copy(reach.Bits[:], (&drawn{d.r, 0, len(reach.Bits)}).table())
	if reach.YoungProbe = d.r.IntN(3) == 0; d.r.IntN(3) > 0 {
		reach.Children = new([feature.FaceQualities * feature.FaceSteps]float32)
		copy(reach.Children[:], (&drawn{d.r, 0, len(reach.Children)}).table())
	}
	who := d.column()
	for i := 1; i < rows; i++ { // mostly numbered on
		if d.r.IntN(60) > 0 {
			who[i] = (who[i-1] + 1) % uint32(numbers)
		}
	}
	before := slices.Clone(sums)
	k.AddFaces(sums, cells, who, near, reach)
	for i, was := range before {
		if most := reach.Of(near[who[i]], &cells.Cells[i]); math.Abs(float64(sums[i]-was-most)) > 1e-3 {
			panic(fmt.Sprintf("%s, row %d: a face adds %v, want %v", k.Name, i, sums[i]-was, most))
		}
	}

	room := make([]int32, rows)
	listed = append(listed, room[:k.Above(room, sums, 3)]...)
	flags := make([]uint32, numbers)
	for i := range flags {
		flags[i] = uint32(d.r.IntN(2) * 8)
	}
	most := (&drawn{d.r, 0, 16}).table()
	n := k.Reaching(room, sums, &Reach{Most: most, Among: 7, Flags: flags, Sets: d.table(), SetsAt: 3, Least: 5}, d.column(), d.column())
	listed = append(append(listed, -1), room[:n]...)
	listed = append(append(listed, -2), room[:k.Having(room, d.column(), 5)]...)

	short, shorts := make([]uint64, rows), &names.Shorts{Best: [3][]float32{d.table(), d.table(), d.table()}, Elsewhere: float32(d.r.IntN(3)), Bias: [3]float32{-1e6, float32(-d.r.IntN(2)) * 1e6, 0}}
	for i := range shorts.Kinds {
		shorts.Kinds[i] = uint32(d.r.IntN(5))
	}
	copy(shorts.Low[:], (&drawn{d.r, 0, len(shorts.Low)}).table())
	for i := range short {
		if d.r.IntN(9) > 0 {
			for range 3 {
				short[i] = short[i]<<names.ShortBits | uint64(d.r.IntN(numbers))
			}
			short[i] |= uint64(1+d.r.IntN(1023)) << (3 * names.ShortBits)
		}
	}
	return sums, best, append(append(listed, -3), room[:k.Look(short, shorts, best, room)]...)
}

// Every kernel says what the portable one does, to the last bit.
func TestKernels(t *testing.T) {
	kernels := Kernels()
	plain := kernels[len(kernels)-1]
	for _, k := range kernels {
		for _, rows := range []int{0, 1, 15, 16, 17, 31, 32, 100, 2048} {
			for _, numbers := range []int{1, 7, 5000} {
				t.Run(fmt.Sprintf("%s/%d/%d", k.Name, rows, numbers), func(t *testing.T) {
					for seed := range uint64(5) {
						sums, best, listed := answers(&k, seed, rows, numbers)
						want, wantBest, wantListed := answers(&plain, seed, rows, numbers)
						if !slices.Equal(sums, want) || !slices.Equal(best, wantBest) {
							t.Fatalf("seed %d: %v %v, want %v %v", seed, sums, best, want, wantBest)
						}
						if !slices.Equal(listed, wantListed) {
							t.Fatalf("seed %d: listed %v, want %v", seed, listed, wantListed)
						}
					}
				})
			}
		}
	}
}

// What is listed is exactly what may reach the bar: the portable code is checked by itself.
func TestReaching(t *testing.T) {
	k, sums, rows := Kernel{loops: portable()}, []float32{1, 5, 2, 9, 4}, make([]int32, 5)
	if n := k.Above(rows, sums, 4); !slices.Equal(rows[:n], []int32{1, 3, 4}) {
		t.Errorf("above: %v", rows[:n])
	}
	r := &Reach{Most: []float32{0, 1, 2, 4}, Among: 1, Flags: []uint32{0, 2}, Sets: []float32{0, 0}, SetsAt: 2, Least: 6}
	n := k.Reaching(rows, sums, r, []uint32{1, 1, 3, 0, 2}, []uint32{1, 0, 1, 0, 1}) // 1+4, 5+1, 2+4, 9, 4+2
	if !slices.Equal(rows[:n], []int32{1, 2, 3, 4}) {
		t.Errorf("reaching: %v", rows[:n])
	}
}

// Short forms of names are divided as those kernels take them to be.
func TestShorts(t *testing.T) {
	var s names.Shorts
	if names.ShortBits != 18 || names.LowSteps != 128 || names.StepsPerBit != 4 || names.Promising != 2 || len(s.Low) != 5*128 {
		t.Error("short forms are divided otherwise")
	}
}

// Cells are flagged, and steps of z counted, as the kernels written for a processor take them to be.
func TestCell(t *testing.T) {
	if feature.FaceAmong != 0xff || feature.FaceYoung != 0x100 || feature.FaceQuality != 0xe00 || feature.FaceSteps != 256 || feature.FaceEnd != 8 || feature.FaceFarthest != 4 {
		t.Error("cells are flagged otherwise")
	}
}

func TestLogs(t *testing.T) {
	logs := logs()
	for _, x := range []float64{1e-11, .001, .3, 1, 1.99, 2, 1000, 1e11} {
		if got := float64(logs[logOf(float32(x))]); math.Abs(got-math.Log2(x)) > .003 {
			t.Errorf("log2 of %g is %g, not %g", x, math.Log2(x), got)
		}
	}
	for x, want := range map[float32]float64{0: -40, 1e-30: -40, 1e30: 40} {
		if got := float64(logs[logOf(x)]); math.Abs(got-want) > .003 {
			t.Errorf("log2 of %g is taken for %g, not %g", x, got, want)
		}
	}
}

// BenchmarkKernels is what one chunk of 2,048 rows costs: ten columns with tables of a
// thousand numbers, and two with one of a million.
func BenchmarkKernels(b *testing.B) {
	const rows = 2048
	d := &drawn{rand.New(rand.NewPCG(1, 1)), rows, 1000}
	var columns [][]uint32
	var tables [][]float32
	for range 10 {
		columns, tables = append(columns, d.column()), append(tables, d.table())
	}
	d.numbers = 1 << 20
	first, second, large := d.column(), d.column(), d.table()
	sums, best, listed := make([]float32, rows), make([]float32, rows), make([]int32, rows)
	for _, k := range Kernels() {
		b.Run("columns=10/"+k.Name, func(b *testing.B) {
			for b.Loop() {
				k.Add(sums, columns, tables)
			}
		})
		b.Run("names=1000000/"+k.Name, func(b *testing.B) {
			for b.Loop() {
				k.AddBest(sums, first, second, large, best, -1000)
			}
		})
		b.Run("listed/"+k.Name, func(b *testing.B) {
			for b.Loop() {
				k.Above(listed, sums, 0)
			}
		})
	}
}
