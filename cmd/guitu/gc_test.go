package main

import (
	"context"
	"math"
	"runtime/debug"
	"testing"
)

// What may be garbage is bounded, unless the one who runs the service said how.
func TestGarbageIsBounded(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	for _, said := range []string{"", "8GiB"} {
		t.Run("GOMEMLIMIT="+said, func(t *testing.T) {
			t.Setenv("GOGC", "")
			t.Setenv("GOMEMLIMIT", said)
			percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
			defer func() {
				debug.SetGCPercent(percent)
				debug.SetMemoryLimit(limit)
			}()
			boundGarbage(ended)
			if got := debug.SetMemoryLimit(-1); (got < 1<<40) != (said == "") {
				t.Errorf("a limit of %d bytes", got)
			}
		})
	}
}
