//go:build peer

package vectors

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestFaiss searches the same vectors with faiss, turn by turn in one run, because the
// machine's other work slows both: `make bench-peer`. It needs Debian's python3-faiss.
func TestFaiss(t *testing.T) {
	const people, k = 1_000_000, 20
	for _, dim := range []int{128, 512} {
		before := heap()
		g := crowd(t, people, dim, "")
		t.Logf("%d × %d: %d MiB on the heap, %s", people, dim, (heap()-before)>>20, g.Kernel())
		f := startFaiss(t, g)
		r := rand.New(rand.NewPCG(5, 6))
		for _, c := range []struct{ batch, rounds int }{{1, 31}, {64, 6}} {
			var ours, theirs []time.Duration
			same := 0
			for round := range c.rounds {
				queries := units(r, c.batch, dim)
				time.Sleep(50 * time.Millisecond) // until faiss's threads no longer wait for work by turning
				begin := time.Now()
				hits, err := g.NearestBatch(t.Context(), queries, k, nil)
				took := time.Since(begin)
				if err != nil {
					t.Fatal(err)
				}
				answer := f.search(t, queries, k)
				if round == 0 {
					continue // both warm up
				}
				ours, theirs = append(ours, took), append(theirs, time.Duration(answer.Seconds*1e9))
				for i := range hits {
					same += sameHits(t, hits[i], answer.IDs[i], answer.Distances[i])
				}
			}
			n := (c.rounds - 1) * c.batch
			t.Logf("%d × %d, batch of %d: %v (least %v), faiss %v (least %v): %.1f times faster (least %.1f); %d of %d identical lists, the others but for distances that float32 does not tell apart",
				people, dim, c.batch, middle(ours), slices.Min(ours), middle(theirs), slices.Min(theirs),
				float64(middle(theirs))/float64(middle(ours)), float64(slices.Min(theirs))/float64(slices.Min(ours)), same, n)
		}
		f.stop()
		inFiles(t, g)
	}
}

// inFiles tells what the heap holds and a search takes when the vectors lie in files.
func inFiles(t *testing.T, from *Gallery) {
	t.Helper()
	before := heap()
	g, err := New(from.dim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	people, _ := from.Len()
	for p := range int32(people) {
		s := from.spans[p]
		if err := g.Put(p, [][]float32{from.slots[s.slot].vector(int(s.from))}); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(7, 8))
	var heaped, filed []time.Duration
	for range 21 {
		q := unit(r, g.dim)
		begin := time.Now()
		want, err := from.Nearest(t.Context(), q, 20, nil)
		if err != nil {
			t.Fatal(err)
		}
		heaped, begin = append(heaped, time.Since(begin)), time.Now()
		got, err := g.Nearest(t.Context(), q, 20, nil)
		if err != nil || !slices.Equal(got, want) {
			t.Fatal(got, want, err)
		}
		filed = append(filed, time.Since(begin))
	}
	t.Logf("%d × %d, mapped: %d MiB on the heap, %v; beside it from the heap %v", people, g.dim, (heap()-before)>>20, middle(filed), middle(heaped))
	runtime.KeepAlive(from)
	runtime.KeepAlive(g)
}

// sameHits fails if faiss found others than we did. It returns 1 for the same people
// in the same order; faiss rounds as float32, and may swap people whose distances
// differ by less than that.
func sameHits(t *testing.T, hits []Hit, ids []int64, distances []float64) int {
	t.Helper()
	same := 1
	for i, h := range hits {
		if int64(h.Person) == ids[i] {
			continue
		}
		same = 0
		if math.Abs(h.Distance-distances[i]) > 1e-5 {
			t.Errorf("rank %d: %d at %v, faiss says %d at %v", i, h.Person, h.Distance, ids[i], distances[i])
		}
	}
	return same
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func middle(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2].Round(10 * time.Microsecond)
}

type faiss struct {
	in   *json.Encoder
	out  *json.Decoder
	stop func()
}

type faissAnswer struct {
	Version   string
	Rows      int
	Seconds   float64
	IDs       [][]int64
	Distances [][]float64
}

// startFaiss gives faiss the gallery's vectors, in the order of the people.
func startFaiss(t *testing.T, g *Gallery) *faiss {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vectors")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	people, _ := g.Len()
	for p := range people {
		s := g.spans[int32(p)]
		if err := binary.Write(w, binary.NativeEndian, g.slots[s.slot].vector(int(s.from))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	threads := strconv.Itoa(runtime.GOMAXPROCS(0))
	cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", "testdata/faiss_peer.py", path, strconv.Itoa(g.dim), threads)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f := &faiss{in: json.NewEncoder(in), out: json.NewDecoder(bufio.NewReader(out))}
	f.stop = func() { _, _ = in.Close(), cmd.Wait() }
	var hello faissAnswer
	if err := f.out.Decode(&hello); err != nil || hello.Rows != people {
		t.Fatalf("faiss: %v; apt-get install python3-faiss", err)
	}
	t.Log("faiss", hello.Version, "IndexFlatL2,", fmt.Sprintf("%d rows, %s threads", hello.Rows, threads))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *faiss) search(t *testing.T, queries [][]float32, k int) faissAnswer {
	t.Helper()
	if err := f.in.Encode(map[string]any{"queries": queries, "k": k}); err != nil {
		t.Fatal(err)
	}
	var a faissAnswer
	if err := f.out.Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}
