package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// engineWith is an engine on a temporary folder that holds n invented notices.
func engineWith(b *testing.B, n int, modelDir string) (*engine, context.Context) {
	b.Helper()
	ctx := models.WithActor(context.Background(), models.Actor{ID: "benchmark", Role: models.RoleAdmin, Areas: models.Nationwide})
	data := b.TempDir()
	e, err := openEngine(ctx, folders{Data: data, Models: modelDir}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.close(); err != nil {
			b.Error(err)
		}
	})
	if n > 0 {
		importRows(ctx, b, e, manyLines(0, n))
	}
	return e, ctx
}

func manyLines(from, n int) string {
	var file strings.Builder
	for i := from; i < from+n; i++ {
		file.WriteString(line(manyNotice(i)))
	}
	return file.String()
}

func importRows(ctx context.Context, b *testing.B, e *engine, file string) {
	b.Helper()
	imp, err := e.service.StartImport(ctx, models.Notices, "JSONL", strings.NewReader(file))
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

// An import, durable and searchable: rows/s.
func BenchmarkImport(b *testing.B) {
	for _, rows := range []int{20_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			file := manyLines(0, rows)
			for b.Loop() {
				b.StopTimer()
				e, ctx := engineWith(b, 0, b.TempDir())
				b.StartTimer()
				importRows(ctx, b, e, file)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
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
				if m, err := e.service.Records.Matches(ctx, registered.Name, 20); err != nil || len(m) != 20 {
					b.Fatal(len(m), err)
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
