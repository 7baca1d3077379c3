package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/pfif"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

// engineWith returns an engine on a temporary folder that holds n invented notices.
func engineWith(b *testing.B, n int, modelDir string) (*engine, context.Context) {
	b.Helper()
	ctx := models.WithActor(context.Background(), models.Actor{ID: "benchmark", Role: models.RoleAdmin, Areas: models.Nationwide})
	data := b.TempDir()
	e, err := openEngine(ctx, dataFlags{Data: data, Models: modelDir}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.close(); err != nil {
			b.Error(err)
		}
	})
	if n > 0 {
		importFile(ctx, b, e, models.Notices, crowdFile(b, n))
	}
	return e, ctx
}

// crowdFile returns a JSONL file of so many notices.
func crowdFile(b *testing.B, notices int) string {
	b.Helper()
	w := crowdWorld(0)
	return linesFile(b, notices, w.Varied)
}

// linesFile returns a JSONL file of what each says.
func linesFile[T models.Subject](b *testing.B, n int, each func(i int) T) string {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "lines.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	buffered := bufio.NewWriter(file)
	lines := jsonl.NewWriter[T](buffered)
	for i := range n {
		if err := lines.Write(each(i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(buffered.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return file.Name()
}

func importFile(ctx context.Context, b *testing.B, e *engine, kind models.Kind, path string) {
	b.Helper()
	importAs(ctx, b, e, kind, "JSONL", path)
}

func importAs(ctx context.Context, b *testing.B, e *engine, kind models.Kind, format, path string) {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	imp, err := e.service.StartImport(ctx, matcher.Upload{Kind: kind, Format: format}, file)
	for err == nil && imp.State == models.ImportRunning {
		if !sleepBriefly(ctx) {
			b.Fatal("cancelled")
		}
		imp, err = e.service.Import(ctx, imp.Name)
	}
	if err != nil || imp.State != models.ImportDone || imp.Failed > 0 {
		b.Fatalf("import %s, %d failed: %v", imp.State, imp.Failed, err)
	}
}

// Files as offices have them, durable and searchable: rows/s, processor ms a row of all that the
// process does meanwhile, and how many MiB it held at most beyond what it holds with the same
// people once they are in.
func BenchmarkImportFiles(b *testing.B) {
	for _, rows := range []int{10_000, 100_000} {
		for _, f := range []exchange.Format{csv.Format(), xlsx.Format(), pfif.Format(), jsonl.Format()} {
			b.Run(fmt.Sprintf("%s/rows=%d", f.Name, rows), func(b *testing.B) { importFiles(b, f, rows) })
		}
	}
}

func importFiles(b *testing.B, f exchange.Format, rows int) {
	path := formatFile(b, f, rows)
	var processor time.Duration
	for b.Loop() {
		b.StopTimer()
		e, ctx := engineWith(b, 0, b.TempDir())
		bounded, free := context.WithCancel(ctx)
		go boundGarbage(bounded) // as the service does; ends with free
		debug.FreeOSMemory()
		peak, done := make(chan int64, 1), make(chan struct{})
		go func() { peak <- highest(b, done) }() // ends with done
		before := processorTime(b)
		b.StartTimer()
		importAs(ctx, b, e, models.Notices, f.Name, path)
		b.StopTimer()
		processor += processorTime(b) - before
		close(done)
		most := <-peak
		free()
		debug.FreeOSMemory()
		b.ReportMetric(float64(most-resident(b))/(1<<20), "MiB-above")
		b.StartTimer()
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(processor.Seconds()*1000/float64(rows*b.N), "cpu-ms/row")
}

// processorTime returns what the process has had of the processors.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// formatFile returns a file of so many invented notices.
func formatFile(b *testing.B, f exchange.Format, rows int) string {
	b.Helper()
	w := crowdWorld(0)
	file, err := os.Create(filepath.Join(b.TempDir(), "file"+f.Suffix))
	if err != nil {
		b.Fatal(err)
	}
	buffered := bufio.NewWriter(file)
	out, err := f.Write(buffered, models.Notices, nil)
	for i := 0; i < rows && err == nil; i++ {
		err = out.Write(w.Varied(i))
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(out.Close(), buffered.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return file.Name()
}

// resident returns how many bytes of the process are in memory.
func resident(b *testing.B) (bytes int64) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Error(err)
		return 0
	}
	var size, pages int64
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		b.Error(err)
	}
	return pages * int64(os.Getpagesize())
}

// highest returns the most bytes that the process had in memory until done.
func highest(b *testing.B, done <-chan struct{}) (most int64) {
	every := time.NewTicker(20 * time.Millisecond)
	defer every.Stop()
	for {
		most = max(most, resident(b))
		select {
		case <-done:
			return most
		case <-every.C:
		}
	}
}

// An import, durable and searchable: rows/s.
func BenchmarkImport(b *testing.B) {
	for _, rows := range []int{20_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			file := crowdFile(b, rows)
			for b.Loop() {
				b.StopTimer()
				e, ctx := engineWith(b, 0, b.TempDir())
				b.StartTimer()
				importFile(ctx, b, e, models.Notices, file)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// A pass of all open records against all open notices.
func BenchmarkRematch(b *testing.B) {
	for _, size := range []struct{ records, notices int }{{2_000, 20_000}, {5_000, 50_000}, {20_000, 200_000}} {
		b.Run(fmt.Sprintf("records=%d/notices=%d", size.records, size.notices), func(b *testing.B) {
			e, ctx := engineWith(b, size.notices, b.TempDir())
			w := world.New(world.Options{Seed: 4, Split: world.Train, Notices: 1, Records: size.records, Gazetteer: world.China()})
			importFile(ctx, b, e, models.Records, linesFile(b, size.records, func(i int) *models.Record { return w.Records[i] }))
			for b.Loop() {
				pass, err := e.service.Rematch(ctx, true)
				for err == nil && pass.EndTime.IsZero() {
					pass, err = e.service.Rematch(ctx, false)
				}
				if err != nil || pass.Done != size.records {
					b.Fatal(pass, err)
				}
			}
			each := b.Elapsed().Seconds() / float64(size.records*b.N)
			b.ReportMetric(each*1000, "ms/record")
			b.ReportMetric(float64(size.notices)/each/1e6, "Mpairs/s")
		})
	}
}

// The matches of a description among so many notices, full evidence included.
func BenchmarkMatch(b *testing.B) {
	for _, notices := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("notices=%d", notices), func(b *testing.B) {
			e, ctx := engineWith(b, notices, b.TempDir())
			probe := &models.Record{FoundDate: "2024-01-05", FoundPlace: models.Place{Text: "重庆市渝中区"}}
			probe.Person = models.Person{
				Names: []models.PersonName{{Text: "徐华栋（音）", Kind: models.NameHeard}}, Sex: models.Male, HeightMinCm: 167, HeightMaxCm: 173,
				Accent: "四川口音", Appearance: "左手有疤", BirthDate: "1980",
			}
			registered, _, err := e.service.Records.Register(ctx, probe)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if m, err := e.service.Records.Matches(ctx, registered.Name, 20); err != nil || len(m.Matches) != 20 {
					b.Fatal(len(m.Matches), err)
				}
			}
		})
	}
}

// A registration with a photo: looked at, stored, indexed and ranked among 10,000.
func BenchmarkRegisterWithPhoto(b *testing.B) {
	for _, notices := range []int{10_000} {
		b.Run(fmt.Sprintf("notices=%d", notices), func(b *testing.B) {
			photo := readFile(b, testCache(b, "testdata", "faces", "sample1.jpg"))
			e, ctx := engineWith(b, notices, testCache(b, "models"))
			for b.Loop() {
				r := &models.Record{Entry: models.Entry{Photos: []models.Photo{{Content: bytes.Clone(photo)}}}}
				if _, _, err := e.service.Records.Register(ctx, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
