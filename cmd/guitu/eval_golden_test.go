//go:build !race

package main

import (
	"path/filepath"
	"testing"
)

// A small frozen run: it fails when the ranking moves, for better or for worse, and
// shows how. go test ./cmd/guitu -run Golden -update accepts the change. With the race detector it would take a quarter of an hour to
// compute the same; TestEvalCommand runs a smaller world with it.
func TestEvalGolden(t *testing.T) {
	for file, args := range map[string][]string{
		"eval.golden":    {"--notices", "2000", "--records", "300", "--pairs", "120", "--photos", "0.3", "--methods", "guitu,oracle,trigram,exact"},
		"wording.golden": {"--notices", "800", "--records", "200", "--pairs", "120", "--wording", "real", "--methods", "guitu,oracle,exact"},
	} {
		args = append([]string{"eval", "-q", "--golden", filepath.Join("testdata", file)}, args...)
		if *update {
			args = append(args, "--update")
		}
		if code, _, errs := run(t, args...); code != 0 {
			t.Errorf("%s: exit %d: %s", file, code, errs)
		}
	}
}
