package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/load"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// seeds is how many people are generated in full; more are varied from them.
const seeds = 20_000

// varied is the i-th notice of a crowd of any size, with a face of 512 numbers.
func varied(w *world.World, i int) *models.Notice {
	n := w.Varied(i)
	n.Photos = []models.Photo{{Faces: []models.Face{{Quality: .8, Embedding: looks(rand.New(rand.NewPCG(uint64(i), 77))), Model: models.ModelFR}}}}
	return n
}

// looks is a random face of 512 numbers and length 1.
func looks(r *rand.Rand) []float32 {
	v, sum := make([]float32, 512), 0.0
	for i := range v {
		v[i] = float32(r.NormFloat64())
		sum += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

// BenchmarkGrowth is one search with everything but the text index, by how many notices
// are held, each with a face of 512 numbers: the pass, the exact weighing of the best and
// the reasons of 20. Beside its latency it tells what the table costs.
func BenchmarkGrowth(b *testing.B) {
	w := world.New(world.Options{Seed: 3, Split: world.Train, Notices: seeds, Records: 200, Pairs: 100, Gazetteer: world.China()})
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("notices=%d", rows), func(b *testing.B) { grow(b, w, rows) })
	}
}

func grow(b *testing.B, w *world.World, rows int) {
	scorer, dir := feature.NewScorer(feature.DefaultParams()), b.TempDir()
	table, begin := NewTable(scorer, dir), time.Now()
	var corpusStats feature.CorpusStats
	for from := 0; from < rows; from += 10_000 {
		profiles := make([]*feature.Profile, 10_000)
		parallel(len(profiles), func(i int) { profiles[i] = feature.ProfileOf(varied(w, from+i)) })
		for _, p := range profiles {
			if _, err := table.Put(p); err != nil {
				b.Fatal(err)
			}
			corpusStats.Add(p)
		}
	}
	put := time.Since(begin)
	begin = time.Now()
	next := scorer.LearnAhead(&corpusStats)
	if next != nil {
		if err := table.Normalise(b.Context(), next); err != nil {
			b.Fatal(err)
		}
		scorer.Adopt(next)
	}
	normalised := time.Since(begin)
	path := filepath.Join(b.TempDir(), "scan")
	begin = time.Now()
	if err := NewSnapshot(Header{}, table).Save(path, unsealed{}); err != nil {
		b.Fatal(err)
	}
	saved := time.Since(begin)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	table.Delete("nobody") // the last that is done with it: it may be collected
	runtime.GC()
	begin = time.Now()
	table = NewTable(scorer, dir)
	if err := Load(path, unsealed{}, func(*Header) error { return nil }, table); err != nil {
		b.Fatal(err)
	}
	loaded := time.Since(begin)
	ask(b, scorer, table, w.Records)
	for unit, took := range map[string]time.Duration{"s-put": put, "s-normalise": normalised, "s-save": saved, "s-load": loaded} {
		b.ReportMetric(took.Seconds(), unit)
	}
	b.ReportMetric(float64(info.Size())/float64(rows), "B-file/notice")
	table.Release()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/float64(1<<20), "MiB-heap")
	b.ReportMetric(load.Process(os.Getpid()).Resident(b), "MiB-resident")
}

// ask measures searches one at a time, then how many eight clients get in a second.
func ask(b *testing.B, w *feature.Scorer, t *Table, records []*models.Record) {
	r := rand.New(rand.NewPCG(1, 1))
	probes := make([]*models.Record, len(records))
	for i, one := range records {
		with := *one
		with.Photos = []models.Photo{{Faces: []models.Face{{Quality: .8, Embedding: looks(r), Model: models.ModelFR}}}}
		probes[i] = &with
	}
	search := func(i int) {
		probe := w.Probe(feature.ProfileOf(probes[i%len(probes)]))
		best, err := t.Best(b.Context(), probe, 20)
		if err != nil {
			b.Error(err)
			return
		}
		probe.Matches(best, t.Len(), 20)
	}
	search(0)
	load.Process(os.Getpid()).Ask(b, search)
}
