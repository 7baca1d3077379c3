package main

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
)

// An estimate that is kept is said and put in force; one that cannot be is not.
func TestKeptCoverage(t *testing.T) {
	f := dataFlags{Data: t.TempDir()}
	log := slog.New(slog.DiscardHandler)
	built := feature.DefaultParams()
	own := built
	own.Version, own.Coverage = "mine", .3
	for text, want := range map[string]float64{
		`{"coverage":0.21,"records":2000,"version":"built-in-4","time":"2026-11-30T00:00:00Z"}`: .21,
		`{"coverage":7,"records":2000,"version":"built-in-4"}`:                                  0,
		`{"coverage":-1}`: 0,
		`{`:               0,
	} {
		if err := os.WriteFile(f.coverageFile(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := f.readCoverage(log).Coverage; got != want {
			t.Errorf("%s is read as %v", text, got)
		}
	}
	kept := coverage{Coverage: .21, Records: 2000, Version: built.Version, Time: time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		kept   coverage
		params *feature.Params
		want   string
	}{{kept, &built, "0.210："}, {coverage{}, &built, "内置值"}, {kept, &own, "0.300：参数文件"}, {coverage{Records: 20, Version: built.Version}, &built, "内置值"}} {
		if line := c.kept.line(c.params); !strings.Contains(line, c.want) {
			t.Errorf("%+v: %q does not say %q", c.kept, line, c.want)
		}
	}
}
