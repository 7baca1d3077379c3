package matcher

import (
	"context"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// CoverageSample is how many open records an estimate of the coverage looks at, at most:
// of 2,000, a share of .20 is found within .02.
const CoverageSample = 2000

// coverageYield is how long an estimate waits at a time while a person waits for matches.
const coverageYield = 50 * time.Millisecond

// coveragePage is how many records are read at a time.
const coveragePage = 500

// EstimateCoverage estimates from the open stock how often a record has a notice at all
// (feature.CoverageOf), and puts the estimate in force: from records of all ages, every
// second, third … if there are more than CoverageSample. It returns how many it looked
// at; for fewer than feature.FewestCounted the built-in share comes back into force, and
// the estimate is 0.
func (s *Service) EstimateCoverage(ctx context.Context) (share float64, records int, err error) {
	open := s.index.OpenCount(models.Records)
	if open < feature.FewestCounted {
		s.scorer.SetCoverage(0)
		return 0, open, nil
	}
	every := (open + CoverageSample - 1) / CoverageSample
	var odds []float64
	read, token := 0, ""
	for more := true; more; more = token != "" {
		page, next, err := s.store.Records().List(ctx, store.Filter{OpenOnly: true}, coveragePage, token)
		if err != nil {
			return 0, 0, fmt.Errorf("estimate coverage: %w", err)
		}
		for _, r := range page {
			if read++; read%every != 0 {
				continue
			}
			one, err := s.noticeOdds(ctx, r)
			if err != nil {
				return 0, 0, fmt.Errorf("estimate coverage: %w", err)
			}
			odds = append(odds, one)
		}
		token = next
	}
	share, _ = feature.CoverageOf(odds)
	s.scorer.SetCoverage(share)
	return share, len(odds), nil
}

// noticeOdds weighs a record's candidates as soon as no caller waits for matches.
func (s *Service) noticeOdds(ctx context.Context, r *models.Record) (float64, error) {
	for s.ranking.Load() > 0 && ctx.Err() == nil {
		time.Sleep(coverageYield)
	}
	probe := s.scorer.Probe(s.profileOf(r))
	candidates, err := s.index.Candidates(ctx, probe, models.Notices, 1)
	if err != nil {
		return 0, err
	}
	return probe.Odds(candidates, s.index.OpenCount(models.Notices)), nil
}
