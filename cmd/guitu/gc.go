package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How much garbage may lie about: three times what lives, but no more than mostGarbage. An
// import of 100,000 notices, which makes much and keeps little, took 25 s so and 29.5 s
// with Go's usual once (means of three, in turn); with a million notices three times would
// be as many gigabytes. mostGarbage keeps an import within 300 MiB of what the service holds
// anyway: with twice as much it held 544 MiB more at most, and took an eighth less processor time.
const (
	garbagePercent = 300
	mostGarbage    = 240 << 20 // bytes, with the little that Go itself takes
	weighEvery     = 2 * time.Second
)

// boundGarbage sees to it until ctx ends. The one who set GOGC or GOMEMLIMIT knows better.
func boundGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(garbagePercent)
	lives := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(weighEvery)
	defer tick.Stop()
	for {
		metrics.Read(lives)
		debug.SetMemoryLimit(int64(lives[0].Value.Uint64() + mostGarbage))
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
