package main

import (
	"runtime"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	code, out, errs := run(t, "--version")
	if code != 0 || errs != "" || !strings.HasPrefix(out, "guitu ") || !strings.Contains(out, runtime.Version()) {
		t.Errorf("--version: %d, %q, %q", code, out, errs)
	}
}
