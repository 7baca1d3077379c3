package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/load"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// asking is how many records are asked about.
const asking = 300

// BenchmarkServe is what a station waits for: lists of 20 over REST, from the service as a
// process of its own, among notices that each have a face of 128 numbers. One client asks,
// then eight; ms-processor/query is the service's own. Beside that it tells how long the
// service takes to be ready with its index deleted and with it intact, and what of it is
// resident after all that. 99 of 100 want lists: -benchtime 300x.
func BenchmarkServe(b *testing.B) {
	for _, notices := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("notices=%d", notices), func(b *testing.B) {
			data := b.TempDir()
			records := crowd(b, data, notices)
			began := time.Now()
			p := serveWithin(b, data, b.TempDir(), time.Hour)
			anew := time.Since(began)
			p.awaitWords()
			p.end()
			began = time.Now()
			p = serveWithin(b, data, b.TempDir(), time.Hour)
			intact := time.Since(began)
			p.lists(b, records)
			b.ReportMetric(anew.Seconds(), "s-ready-anew")
			b.ReportMetric(intact.Seconds(), "s-ready-intact")
			b.ReportMetric(load.Process(p.cmd.Process.Pid).Resident(b), "MiB-resident")
			p.end()
		})
	}
}

// crowd writes so many notices into the folder's store, and records to ask about, whose
// names it returns.
func crowd(b *testing.B, data string, notices int) (records []string) {
	b.Helper()
	ctx := models.WithActor(b.Context(), models.System())
	st, err := dataFlags{Data: data}.openStore(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	put := func(from, to int, create func(tx store.Tx, i int) error) {
		err := st.InTx(ctx, func(tx store.Tx) error {
			for i := from; i < to; i++ {
				if err := create(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	w := crowdWorld(1)
	const batch = 500
	for from := 0; from < notices; from += batch {
		put(from, from+batch, func(tx store.Tx, i int) error { return tx.NoticeWriter().Create(ctx, w.Varied(i)) })
	}
	put(0, len(w.Records), func(tx store.Tx, i int) error { return tx.RecordWriter().Create(ctx, w.Records[i]) })
	for _, r := range w.Records {
		records = append(records, r.Name)
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	return records
}

// crowdWorld returns who is varied, and who is asked about, with photos or without.
func crowdWorld(photos float64) *world.World {
	return world.New(world.Options{Seed: 3, Split: world.Train, Notices: 20_000, Records: asking, Pairs: asking, Photos: photos, Gazetteer: world.China()})
}

// lists asks for each record's list, as one client and as eight.
func (p *process) lists(b *testing.B, records []string) {
	b.Helper()
	ask := func(i int) {
		code, found := p.call(http.MethodGet, "/v1/"+records[i%len(records)]+"/matches?pageSize=20", nil)
		if code != http.StatusOK || length(found, "matches") != 20 {
			b.Errorf("%s: %d %v", records[i%len(records)], code, found)
		}
	}
	for i := range 20 { // what is read for the first time
		ask(len(records) - 1 - i)
	}
	load.Process(p.cmd.Process.Pid).Ask(b, ask)
}

// awaitWords waits until words can be searched for.
func (p *process) awaitWords() {
	p.Helper()
	for {
		code, answer := p.call(http.MethodGet, "/v1/notices:searchText?query=%E7%8E%8B", nil)
		if code == http.StatusOK {
			return
		}
		if code != http.StatusServiceUnavailable {
			p.Fatal(code, answer)
		}
		time.Sleep(time.Second)
	}
}

// end stops the service as Ctrl-C does, so that it saves its index.
func (p *process) end() {
	p.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.Fatal(err)
	}
}
