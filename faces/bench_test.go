//go:build cgo

package faces

import (
	"context"
	"flag"
	"fmt"
	"image"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// photos returns the sizes that files come in: a portrait from a notice (200 px), the
// same photo as a phone takes it (3,000 px), a group (1,920 px, three faces).
func photos(tb testing.TB) map[string][]byte {
	return map[string][]byte{
		"portrait-200px": asJPEG(tb, facePicture(tb)),
		"phone-9Mpx":     asJPEG(tb, render(facePicture(tb), image.Rect(0, 0, 200, 200), 15, asIs)),
		"group-1920px":   sample(tb, "sample3"),
	}
}

func benchmarkLook(b *testing.B, open func(b *testing.B, workers int) *Analyzer) {
	for name, file := range photos(b) {
		for _, workers := range []int{1, 2} {
			b.Run(name+"/workers="+strconv.Itoa(workers), func(b *testing.B) {
				l := open(b, workers)
				look(b, l, file) // the first run plans
				b.ReportAllocs()
				begin := cpuTime(b)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						look(b, l, file)
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "photos/s")
				b.ReportMetric(1000*(cpuTime(b)-begin)/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// The networks alone.
func BenchmarkLookNetworks(b *testing.B) {
	benchmarkLook(b, func(b *testing.B, workers int) *Analyzer { return openNetworks(b, Config{Workers: workers}) })
}

// Everything that this program was built with.
func BenchmarkLook(b *testing.B) {
	benchmarkLook(b, func(b *testing.B, workers int) *Analyzer {
		return openIn(b, Config{ModelDir: modelDir(b), Workers: workers})
	})
}

// One worker, one core, stage by stage.
func BenchmarkStage(b *testing.B) {
	l := openNetworks(b, Config{Workers: 1})
	n := (<-l.pool).onnx
	b.Cleanup(func() { l.pool <- &worker{onnx: n} })
	portrait, group := facePicture(b), pixelsOf(b, sample(b, "sample3"))
	found, err := n.detect(context.Background(), portrait)
	if err != nil || len(found) != 1 {
		b.Fatal(len(found), err)
	}
	points, err := n.landmark(portrait, found[0].box)
	if err != nil {
		b.Fatal(err)
	}
	e, third := n.embedders[0], n.embedders[1]
	place, _ := fit(func() []models.Point { p := five(&points); return p[:] }(), template[:])
	for _, stage := range []struct {
		name string
		run  func() error
	}{
		{"detect-200px", func() error { _, err := n.detect(context.Background(), portrait); return err }},
		{"detect-1920px-in-parts", func() error { _, err := n.detect(context.Background(), group); return err }},
		{"landmarks", func() error { _, err := n.landmark(portrait, found[0].box); return err }},
		{"align-112px", func() error { e.draw(portrait, place); return nil }},
		{"embed-and-mirror", func() error { _, _, err := e.embed(portrait, five(&points)); return err }},
		{"embed-mobilefacenet", func() error { _, _, err := third.embed(portrait, five(&points)); return err }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			b.ReportAllocs()
			begin := cpuTime(b)
			for b.Loop() {
				if err := stage.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(1000*(cpuTime(b)-begin)/float64(b.N), "cpu-ms/op")
		})
	}
	b.Run("decode-200px", func(b *testing.B) {
		file, d := asJPEG(b, portrait), newDecoder()
		b.ReportAllocs()
		for b.Loop() {
			if _, err := d.decode(context.Background(), file); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What a worker keeps, in MB of resident memory, after a photo of each kind.
func BenchmarkMemoryPerWorker(b *testing.B) {
	const workers = 4
	for b.Loop() {
		before := resident(b)
		l := openNetworks(b, Config{Workers: workers})
		opened := resident(b)
		for _, file := range photos(b) {
			for range 3 * workers {
				look(b, l, file)
			}
		}
		b.ReportMetric((opened-before)/workers, "MB/worker-opened")
		b.ReportMetric((resident(b)-before)/workers, "MB/worker-used")
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// plot names an SVG file that BenchmarkTenThousandPhotos draws.
var plot = flag.String("plot", "", "draw resident memory over photos into this SVG `file`")

// 10,000 photos; growth is in MB of resident memory after the first 1,000.
func BenchmarkTenThousandPhotos(b *testing.B) {
	const photoCount, every = 10_000, 100
	l := openNetworks(b, Config{Workers: 2})
	files := []([]byte){photos(b)["portrait-200px"], fixture(b, "face.webp"), fixture(b, "face-cmyk.jpg")}
	for b.Loop() {
		var held []float64
		for i := range photoCount {
			look(b, l, files[i%len(files)])
			if (i+1)%every == 0 {
				held = append(held, resident(b))
			}
		}
		b.ReportMetric(held[len(held)-1]-held[1000/every-1], "MB-growth")
		if *plot != "" {
			if err := os.WriteFile(*plot, []byte(drawn(held, photoCount)), 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// drawn returns a line of megabytes over photos, from 0 up, as SVG.
func drawn(held []float64, photoCount int) string {
	const left, bottom, wide, high = 60., 250., 520., 220.
	top := 100 * math.Ceil(slices.Max(held)/100)
	var svg strings.Builder
	fmt.Fprint(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 300" font-family="sans-serif" font-size="12"><rect width="620" height="300" fill="#fff"/>`)
	for mb := 0.; mb <= top; mb += 100 {
		y := bottom - high*mb/top
		fmt.Fprintf(&svg, `<path d="M%.0f %.1fh%.0f" stroke="#ddd"/><text x="%.0f" y="%.1f" text-anchor="end">%.0f MB</text>`, left, y, wide, left-6, y+4, mb)
	}
	for tenth := 0; tenth <= 10; tenth += 2 {
		fmt.Fprintf(&svg, `<text x="%.0f" y="%.0f" text-anchor="middle">%d</text>`, left+wide*float64(tenth)/10, bottom+18, photoCount*tenth/10)
	}
	fmt.Fprintf(&svg, `<text x="%.0f" y="%.0f" text-anchor="middle">photos looked at (resident memory of the process, two workers)</text><polyline fill="none" stroke="#1f6f8b" stroke-width="2" points="`, left+wide/2, bottom+38)
	for i, mb := range held {
		fmt.Fprintf(&svg, "%.1f,%.1f ", left+wide*float64(i+1)/float64(len(held)), bottom-high*mb/top)
	}
	return svg.String() + `"/></svg>` + "\n"
}

// cpuTime returns the seconds that the process computed, on whichever core: what a busy
// machine does not change.
func cpuTime(tb testing.TB) float64 {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// resident returns the process's resident memory in MB (Linux).
func resident(tb testing.TB) float64 {
	tb.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		tb.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	if err != nil {
		tb.Fatal(err)
	}
	return float64(pages*os.Getpagesize()) / 1e6
}
