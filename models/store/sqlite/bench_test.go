package sqlite_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// BenchmarkCreate writes records with one photo and one 128-d face, so many in
// each transaction.
func BenchmarkCreate(b *testing.B) {
	for _, batch := range []int{1, 500} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			st := open(b, b.TempDir())
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				records := make([]*models.Record, batch)
				for i := range records {
					n++
					records[i] = personWithFaces(fmt.Sprint("E-", n), 1)
				}
				createRecords(b, st, records...)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkUpdate is an import's way with a row that was changed: look up, update.
func BenchmarkUpdate(b *testing.B) {
	const size, batch = 10_000, 500
	b.Run(fmt.Sprintf("of=%d/batch=%d", size, batch), func(b *testing.B) {
		st, _ := filled(b, size)
		ctx := ctx(b)
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			err := st.InTx(ctx, func(tx store.Tx) error {
				w := tx.RecordWriter()
				for range batch {
					r, err := w.Lookup(ctx, "青石站", fmt.Sprint("E-", n*7919%size))
					if err != nil {
						return err
					}
					if err := w.Update(ctx, r); err != nil {
						return err
					}
					n++
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
	})
}

func BenchmarkList(b *testing.B) {
	const size = 10_000
	st, _ := filled(b, size)
	for _, limit := range []int{20, 1000} {
		b.Run(fmt.Sprintf("all=%d/page=%d", size, limit), func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				for token := ""; ; {
					page, next, err := st.Records().List(ctx(b), store.Filter{}, limit, token)
					if err != nil {
						b.Fatal(err)
					}
					n += len(page)
					if token = next; token == "" {
						break
					}
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkGet(b *testing.B) {
	const size = 10_000
	st, names := filled(b, size)
	b.Run(fmt.Sprintf("of=%d", size), func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := st.Records().Get(ctx(b), names[i*7919%size]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAppendAudit(b *testing.B) {
	st := open(b, b.TempDir())
	b.ReportAllocs()
	for b.Loop() {
		if err := st.AppendAudit(ctx(b), &models.Audit{Action: models.ActionRead, Objects: []string{"records/a"}}); err != nil {
			b.Fatal(err)
		}
	}
}

// filled returns a store with so many records, E-0 and on, each with a face.
func filled(b *testing.B, size int) (store.Store, []string) {
	st := open(b, b.TempDir())
	records := make([]*models.Record, size)
	for i := range records {
		records[i] = personWithFaces(fmt.Sprint("E-", i), 1)
	}
	createRecords(b, st, records...)
	names := make([]string, size)
	for i, r := range records {
		names[i] = r.Name
	}
	return st, names
}

// BenchmarkTrail writes the rows of reads from so many callers at a time.
func BenchmarkTrail(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			st := open(b, b.TempDir())
			ctx := ctx(b)
			n := 0
			for b.Loop() {
				var all sync.WaitGroup
				for range callers {
					all.Go(func() {
						if err := st.AppendAudit(ctx, &models.Audit{Action: models.ActionRead, Objects: []string{"records/a"}}); err != nil {
							b.Error(err)
						}
					})
				}
				all.Wait()
				n += callers
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
