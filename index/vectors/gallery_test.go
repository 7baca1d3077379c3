package vectors

import (
	"context"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// held is what a gallery should hold.
type held map[int32][][]float32

// nearest measures everyone.
func (h held) nearest(query []float32, k int, accept Accept) []Hit {
	var all []Hit
	for person, faces := range h {
		if accept != nil && !accept(person) {
			continue
		}
		best := Hit{Person: person, Distance: math.Inf(1)}
		for i, f := range faces {
			if d := plainDistance(query, f); d < best.Distance {
				best.Face, best.Distance = i, d
			}
		}
		all = append(all, best)
	}
	slices.SortFunc(all, Hit.compare)
	return all[:min(k, len(all))]
}

func (h held) put(t *testing.T, g *Gallery, person int32, faces [][]float32) {
	t.Helper()
	if err := g.Put(person, faces); err != nil {
		t.Fatal(err)
	}
	h[person] = faces
}

// agree compares every kernel's answers with measuring everyone.
func (h held) agree(t *testing.T, g *Gallery, queries [][]float32, k int, accept Accept) {
	t.Helper()
	for _, kernel := range kernels() {
		g.kernel = kernel
		all, err := g.NearestBatch(t.Context(), queries, k, accept)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range queries {
			if want := h.nearest(q, k, accept); !slices.Equal(all[i], want) {
				t.Fatalf("%s, query %d of %d, k %d:\n%v, want\n%v", kernel.name, i, len(queries), k, all[i], want)
			}
		}
	}
}

// Whatever the vectors, the answers are those of measuring everyone.
func TestNearestIsExact(t *testing.T) {
	for kind := range kinds {
		t.Run(kinds[kind].name, func(t *testing.T) {
			for _, dim := range []int{5, 128} {
				g, err := New(dim, "")
				if err != nil {
					t.Fatal(err)
				}
				r, h := rand.New(rand.NewPCG(uint64(kind), 7)), held{}
				h.agree(t, g, drawn(r, kind, 2, dim), 3, nil) // no one
				for i := range 1200 {
					h.put(t, g, int32(i*7919%1200), drawn(r, kind, 1+i%3, dim))
				}
				queries := drawn(r, kind, 5, dim)
				queries[1] = h[5][0]
				h.agree(t, g, queries[:1], 1, nil)
				h.agree(t, g, queries, 20, nil)
				h.agree(t, g, queries[2:4], 20, func(p int32) bool { return p%97 == 3 })
				h.agree(t, g, queries[1:5], 5, func(int32) bool { return false })
				h.agree(t, g, queries[:1], 4000, nil)
				h.agree(t, g, drawn(r, 0, 2, dim), 20, nil)
			}
		})
	}
}

// restored returns a gallery as it is read from a file, which has nothing of a face that is gone.
func restored(t *testing.T, g *Gallery) *Gallery {
	t.Helper()
	var parts []Part
	for p := range g.Snapshot().Parts {
		for i, dead := range p.Dead {
			if vector := p.Vectors[i*g.dim : (i+1)*g.dim]; dead != 0 && slices.ContainsFunc(vector, func(x float32) bool { return x != 0 }) {
				t.Fatalf("of a face that is gone the file would hold %v", vector)
			}
		}
		parts = append(parts, Part{
			Codes: slices.Clone(p.Codes), Terms: slices.Clone(p.Terms), Vectors: slices.Clone(p.Vectors), Centre: slices.Clone(p.Centre), Coarse: slices.Clone(p.Coarse),
			CoarseTerms: slices.Clone(p.CoarseTerms), Owners: slices.Clone(p.Owners), Faces: slices.Clone(p.Faces), Dead: slices.Clone(p.Dead),
		})
	}
	again, err := Restore(g.dim, "", parts, nil)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// People come, change and go, and segments are filled, outgrown and compacted.
func TestPutAndDelete(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		g, err := New(8, dir)
		if err != nil {
			t.Fatal(err)
		}
		r, h := rand.New(rand.NewPCG(8, 8)), held{}
		slots := 0
		for i := range 30_000 {
			person := int32(r.IntN(6000) - 1000)
			switch {
			case i >= 25_000 || r.IntN(5) == 0:
				if _, had := h[person]; g.Delete(person) != had {
					t.Fatalf("%d: was here: %v", person, had)
				}
				delete(h, person)
			case r.IntN(50) == 0:
				h.put(t, g, person, drawn(r, 0, 40+r.IntN(300), 8))
			default:
				h.put(t, g, person, drawn(r, 0, r.IntN(4), 8))
				if len(h[person]) == 0 {
					delete(h, person)
				}
			}
			slots = max(slots, len(g.slots))
			if i%5000 == 0 || i == 25_000 {
				h.agree(t, g, drawn(r, 0, 5, 8), 30, nil)
				h.agree(t, restored(t, g), drawn(r, 0, 5, 8), 30, nil)
				faces, rows := 0, 0
				for _, f := range h {
					faces += len(f)
				}
				for slot := range g.slots {
					rows += g.view.Load().rows(slot)
				}
				if people, n := g.Len(); people != len(h) || n != faces || rows > 2*faces+segmentRows {
					t.Fatalf("%d people with %d faces in %d rows, want %d with %d", people, n, rows, len(h), faces)
				}
			}
		}
		if slots < 5 {
			t.Errorf("%d segments were made", slots)
		}
		for person := range maps.Clone(h) {
			g.Delete(person)
			delete(h, person)
		}
		h.agree(t, g, drawn(r, 0, 1, 8), 30, nil)
		if dir != "" {
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("%v, %v", left, err)
			}
		}
	}
}

// While people are replaced, every search finds each of them once.
func TestReadersAndWriters(t *testing.T) {
	const people = 700
	g, err := New(16, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(9, 9))
	for p := range int32(people) {
		if err := g.Put(p, drawn(r, 0, 1+int(p)%3, 16)); err != nil {
			t.Fatal(err)
		}
	}
	var writer sync.WaitGroup
	done := make(chan struct{})
	writer.Go(func() {
		defer close(done)
		for range 20_000 {
			p := int32(r.IntN(people + 50))
			if p >= people {
				g.Delete(p)
			}
			if err := g.Put(p, drawn(r, 0, 1+r.IntN(4), 16)); err != nil {
				t.Error(err)
			}
		}
	})
	q := unit(rand.New(rand.NewPCG(1, 2)), 16)
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		for _, k := range kernels() {
			reader := Gallery{dim: g.dim, kernel: k}
			reader.view.Store(g.view.Load())
			hits, err := reader.Nearest(t.Context(), q, people+50, func(p int32) bool { return p < people })
			if err != nil || len(hits) != people {
				t.Fatalf("%d found, %v", len(hits), err)
			}
			near := make([]float32, people)
			for p := range near {
				near[p] = math.MaxFloat32
			}
			if err := reader.Near(t.Context(), q, near); err != nil || slices.Contains(near, math.MaxFloat32) {
				t.Fatalf("person %d has no distance, %v", slices.Index(near, math.MaxFloat32), err)
			}
		}
	}
	writer.Wait()
}

func TestRefused(t *testing.T) {
	for _, dim := range []int{-1, 0, maxDim + 1} {
		if _, err := New(dim, ""); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%d numbers: %v", dim, err)
		}
	}
	g, err := New(3, "")
	if err != nil {
		t.Fatal(err)
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	h := held{}
	h.put(t, g, 1, [][]float32{{1, 2, 3}, {0, 0, 0}})
	for _, v := range [][]float32{nil, {1, 2}, {1, 2, 3, 4}, {nan, 0, 0}, {0, 0, inf}, {math.MaxFloat32, 0, 0}, {1e12, 1e12, 0}} {
		if err := g.Put(1, [][]float32{{1, 1, 1}, v}); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%v: %v", v, err)
		}
		if _, err := g.Nearest(t.Context(), v, 1, nil); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("query %v: %v", v, err)
		}
		if err := g.Near(t.Context(), v, nil); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("near %v: %v", v, err)
		}
	}
	if err := g.Put(1, make([][]float32, MaxFaces+1)); !errors.Is(err, models.ErrInvalid) {
		t.Error(err)
	}
	h.agree(t, g, [][]float32{{1, 2, 2}}, 5, nil)
	for _, k := range []int{0, -1} {
		if hits, err := g.Nearest(t.Context(), []float32{1, 2, 3}, k, nil); err != nil || len(hits) != 0 {
			t.Errorf("k %d: %v, %v", k, hits, err)
		}
	}
	if lost, err := New(3, t.TempDir()+"/none"); err != nil {
		t.Error(err)
	} else if err := lost.Put(1, [][]float32{{1, 2, 3}}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	} else if people, faces := lost.Len(); people+faces != 0 {
		t.Errorf("%d people, %d faces after an error", people, faces)
	}
}

func TestCancelled(t *testing.T) {
	g := crowd(t, 3*segmentRows, 16, "")
	ctx, cancel := context.WithCancel(t.Context())
	var asked int
	_, err := g.Nearest(ctx, unit(rand.New(rand.NewPCG(1, 1)), 16), 5, func(int32) bool { cancel(); return true })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v after %d", err, asked)
	}
	if err := g.Near(ctx, make([]float32, 16), make([]float32, 9)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A search allocates for its query, not for rows.
func TestAllocations(t *testing.T) {
	g := crowd(t, 4*segmentRows, 16, "")
	q := unit(rand.New(rand.NewPCG(1, 1)), 16)
	allocated := testing.AllocsPerRun(5, func() {
		if _, err := g.Nearest(context.Background(), q, 20, nil); err != nil {
			t.Error(err)
		}
	})
	if allocated > 200 {
		t.Errorf("%.0f allocations for %d rows", allocated, 4*segmentRows)
	}
}

// plainDistance measures as the portable kernel does.
func plainDistance(a, b []float32) float64 {
	k := portable()
	return k.squaredDistance(a, b, b, new([4]float64))
}
