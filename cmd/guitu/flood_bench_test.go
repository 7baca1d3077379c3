//go:build !race

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// BenchmarkFlood asks for a record's list while strangers keep 2,000 connections that say
// nothing and 500 bodies that are half sent, send 200 messages of 46 MB, and a person who may
// uploads pictures that unpack to 64 megapixels. It reports the times of the list and how much
// memory the service took at most.
//
//	go test ./cmd/guitu -run '^$' -bench Flood -benchtime 300x
//
// It needs 6,000 descriptors (ulimit -n). On two cores, with ten times their work beside it: p50
// 143 ms, p99 444 ms, 905 MB.
func BenchmarkFlood(b *testing.B) {
	const idle, halves, messages, people = 2000, 500, 200, 2000
	data := b.TempDir()
	p := serve(b, data, b.TempDir())
	var file strings.Builder
	for i := range people {
		file.WriteString(line(manyNotice(i)))
	}
	p.finish(p.upload("NOTICES", file.String()))
	record := str(p.must(http.MethodPost, "/v1/records", aRecord("flood", "许花冬")), "name")

	ctx, stop := context.WithCancel(b.Context())
	var flood sync.WaitGroup
	b.Cleanup(func() {
		stop()
		flood.Wait()
	})
	open := func(address, say string) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		if _, err := conn.Write([]byte(say)); err != nil {
			b.Fatal(err)
		}
	}
	for i := range idle {
		open([]string{p.http, p.grpc}[i%2], "")
	}
	for range halves {
		open(p.http, "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"login\"")
	}
	huge := &guituv1.CreatePhotoRequest{Parent: record, Photo: &guituv1.Photo{Content: make([]byte, 46<<20)}}
	const senders = 4 // each holds a message of its own
	for range senders {
		flood.Go(func() {
			for range messages / senders {
				conn, err := grpc.NewClient(p.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
				if err != nil {
					b.Error(err)
					return
				}
				_, err = guituv1.NewPhotoServiceClient(conn).CreatePhoto(metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer nobody"), huge)
				_ = conn.Close()
				if err == nil {
					b.Error("a stranger's message was taken")
				}
				if ctx.Err() != nil {
					return
				}
			}
		})
	}
	var bomb bytes.Buffer
	if err := png.Encode(&bomb, image.NewGray(image.Rect(0, 0, 8000, 8000))); err != nil {
		b.Fatal(err)
	}
	body := fmt.Sprintf(`{"content":%q}`, base64.StdEncoding.EncodeToString(bomb.Bytes()))
	for range 6 {
		flood.Go(func() {
			for ctx.Err() == nil {
				p.ask(ctx, http.MethodPost, "/v1/photos:inspect", body)
			}
		})
	}

	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		p.must(http.MethodGet, "/v1/"+record+"/matches?pageSize=20", nil)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(peakMemory(b, p.cmd.Process.Pid), "peak-MB")
}

// peakMemory returns the most resident memory of a process, in MB, as Linux counts it.
func peakMemory(tb testing.TB, pid int) float64 {
	tb.Helper()
	for _, line := range strings.Split(string(readFile(tb, fmt.Sprintf("/proc/%d/status", pid))), "\n") {
		var kb float64
		if n, err := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 && err == nil {
			return kb / 1024
		}
	}
	tb.Fatal("no VmHWM")
	return 0
}
