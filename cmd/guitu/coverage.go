package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
)

// When a service estimates how often a record has a notice at all: once it has settled,
// and then as often as a stock changes much.
const (
	coverageAfter = time.Minute
	coverageEvery = 24 * time.Hour
)

// coverage describes an estimate, kept beside the parameters: DATA/coverage.json.
type coverage struct {
	Coverage float64   `json:"coverage"` // 0 if there were too few records
	Records  int       `json:"records"`  // looked at
	Version  string    `json:"version"`  // of the parameters that weighed them
	Time     time.Time `json:"time"`
}

func (f dataFlags) coverageFile() string { return filepath.Join(f.Data, "coverage.json") }

// readCoverage reads the estimate that is kept; the zero value if there is none, or it
// cannot be read: another will be made.
func (f dataFlags) readCoverage(log *slog.Logger) (c coverage) {
	text, err := os.ReadFile(f.coverageFile())
	if errors.Is(err, os.ErrNotExist) {
		return c
	}
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err == nil && c.Coverage != 0 && !(c.Coverage >= feature.LeastCoverage && c.Coverage <= feature.MostCoverage) {
		err = fmt.Errorf("a coverage of %v", c.Coverage)
	}
	if err != nil {
		log.Warn("the estimate of the coverage cannot be read; another is made", "err", err)
		return coverage{}
	}
	return c
}

// keepCoverage estimates the coverage when the estimate kept is a day old or of other
// parameters, again each day, until ctx ends. A failure is logged: the estimate before, or
// the built-in share, stays in force.
func (e *engine) keepCoverage(ctx context.Context, f dataFlags, log *slog.Logger) error {
	wait := coverageAfter
	if before := f.readCoverage(log); before.Version == e.scorer.Version() {
		wait = max(wait, coverageEvery-time.Since(before.Time))
	}
	for {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		wait = coverageEvery
		if err := e.estimateCoverage(ctx, f, log); err != nil && ctx.Err() == nil {
			log.Error("the coverage is not estimated", "err", err)
		}
	}
}

func (e *engine) estimateCoverage(ctx context.Context, f dataFlags, log *slog.Logger) error {
	share, records, err := e.service.EstimateCoverage(ctx)
	if err != nil {
		return err
	}
	log.Info("coverage is estimated: how often a record has a notice", "coverage", share, "records", records)
	made := coverage{Coverage: share, Records: records, Version: e.scorer.Version(), Time: time.Now().UTC().Truncate(time.Second)}
	return replaceFile(f.coverageFile(), func(w io.Writer) error { return json.NewEncoder(w).Encode(made) })
}

// line says the share in force, and where it is from.
func (c coverage) line(p *feature.Params) string {
	own := feature.DefaultParams().Coverage
	switch {
	case p.Coverage != own:
		return fmt.Sprintf("收录率 %.3f：参数文件所定 (coverage, how often a record has a notice: as the parameter file says)", p.Coverage)
	case c.Version != p.Version || c.Coverage == 0:
		return fmt.Sprintf("收录率 %.3f：内置值；有 %d 名在站受助人员后由数据估计 (coverage, how often a record has a notice: built in, until %d open records say otherwise)", own, feature.FewestCounted, feature.FewestCounted)
	}
	return fmt.Sprintf("收录率 %.3f：%s 由 %d 名在站受助人员的名单估计 (coverage, how often a record has a notice: estimated from the lists of %d open records)",
		c.Coverage, c.Time.Local().Format(time.DateOnly), c.Records, c.Records)
}
