package matcher

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// A pass of all open records against all open notices.
const (
	// keptFrom is the probability from which a pass keeps a pair: far below what
	// anyone acts on, so that a list can be drawn anywhere above.
	keptFrom = 0.05

	// mostStrong is how many pairs of one record are as probable at the most, for the
	// probabilities of all its pairs add up to 1.
	mostStrong = 1 / keptFrom

	// rematchFor is how long a call works at least: long enough that calls cost nothing,
	// short enough that a caller sees it move and loses little when it breaks off.
	rematchFor = time.Second

	// rematchPage is how many records are matched side by side and committed together.
	rematchPage = 32
)

// Rematch goes on with the last pass of all open records against all open notices for
// about a second, or begins one: where anew says so, where the last one has ended, or
// was weighed by other numbers. Called until the pass has an EndTime, it keeps every
// likely pair (StrongPairs). Broken off anywhere, it goes on there. Errors: models.ErrPermission (administrators
// and supervisors only), models.ErrStale (another caller moves the same pass).
func (s *Service) Rematch(ctx context.Context, anew bool) (*models.Rematch, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if !actor.Role.May(models.DeletePeople) {
		return nil, fmt.Errorf("rematch: %w", models.ErrPermission)
	}
	if err := mustBeNationwide(ctx); err != nil {
		return nil, err
	}
	pass, err := s.store.Rematch(ctx)
	if anew || isGone(err) || err == nil && (!pass.EndTime.IsZero() || pass.Parameters != s.scorer.Version()) {
		pass, err = s.beginRematch(ctx)
	}
	for begin := s.clock(); err == nil && pass.EndTime.IsZero() && s.clock().Sub(begin) < rematchFor; {
		err = s.rematchPage(ctx, pass)
	}
	if err != nil {
		return nil, fmt.Errorf("rematch: %w", err)
	}
	return pass, nil
}

func (s *Service) beginRematch(ctx context.Context) (*models.Rematch, error) {
	pass := &models.Rematch{Total: s.index.OpenCount(models.Records), Parameters: s.scorer.Version(), StartTime: s.clock()}
	if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutRematch(ctx, pass) }); err != nil {
		return nil, err
	}
	return pass, s.audit(ctx, models.ActionMatch, "rematch of all records")
}

// rematchPage matches the next records and commits what they found with how far the
// pass is.
func (s *Service) rematchPage(ctx context.Context, pass *models.Rematch) error {
	page, next, err := s.store.Records().List(ctx, store.Filter{OpenOnly: true}, rematchPage, pass.Token)
	if err != nil {
		return err
	}
	found := make([][]models.StrongPair, len(page))
	group, work := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range page {
		group.Go(func() (err error) {
			found[i], err = s.strongPairs(work, r)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	after := *pass
	after.Token, after.Done = next, pass.Done+len(page)
	if next == "" {
		after.EndTime, after.Total = s.clock(), after.Done
	}
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		for i, r := range page {
			added, err := tx.PutStrongPairs(ctx, r.Name, found[i])
			if err != nil {
				return err
			}
			after.Strong, after.New = after.Strong+len(found[i]), after.New+added
		}
		return tx.PutRematch(ctx, &after)
	})
	if err == nil {
		*pass = after
	}
	return err
}

// strongPairs returns the open notices that a record likely belongs to.
func (s *Service) strongPairs(ctx context.Context, r *models.Record) ([]models.StrongPair, error) {
	matches, err := s.rank(ctx, r, mostStrong, everything)
	if err != nil {
		return nil, err
	}
	var pairs []models.StrongPair
	for _, m := range matches {
		if m.Probability < keptFrom {
			break
		}
		n, err := s.store.Notices().Get(ctx, m.Notice)
		if isGone(err) { // deleted since the index saw it
			continue
		}
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, models.StrongPair{
			Record: r.Name, RecordEtag: r.Etag, Notice: n.Name, NoticeEtag: n.Etag,
			Probability: m.Probability, Weight: m.Weight, Parameters: m.Parameters,
		})
	}
	return pairs, nil
}

// StrongPairs returns a page of the pairs that passes found at least so probable, the
// likeliest first, with every reason and without those that people have excluded, so
// that a page may be short. A pair either side of which has changed since is weighed anew; it keeps its place in the list until the next pass.
// Errors: models.ErrInvalid (minProbability, pageToken).
func (s *Service) StrongPairs(ctx context.Context, least float64, limit int, token string) (page []models.Match, next string, err error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return nil, "", err
	}
	if !(least >= 0 && least <= 1) {
		return nil, "", models.Invalid("minProbability", "应在 0 到 1 之间", "must lie within 0 and 1")
	}
	pairs, next, err := fillPage(limit, token, func(limit int, token string) ([]models.StrongPair, string, error) {
		return s.store.StrongPairs(ctx, least, limit, token)
	}, func(p models.StrongPair) (bool, error) { return s.seesPair(ctx, p.Record, p.Notice) })
	if err != nil {
		return nil, "", fmt.Errorf("strong pairs: %w", err)
	}
	var names []string
	for _, p := range pairs {
		m, err := s.reasons(ctx, p)
		if errors.Is(err, models.ErrNotFound) { // deleted meanwhile
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("strong pairs: %w", err)
		}
		if m.Decision == models.DecidedRejected {
			continue
		}
		page, names = append(page, m), append(names, p.Record, p.Notice)
	}
	if err := s.showMatches(ctx, page); err != nil {
		return nil, "", fmt.Errorf("strong pairs: %w", err)
	}
	return page, next, s.audit(ctx, models.ActionList, "strong pairs", names...)
}

// reasons weighs a pair for its reasons, and says what was decided about it; what it
// weighs among others is as it was found, if nothing has changed since.
func (s *Service) reasons(ctx context.Context, p models.StrongPair) (models.Match, error) {
	r, err := s.store.Records().Get(ctx, p.Record)
	if err != nil {
		return models.Match{}, err
	}
	n, err := s.store.Notices().Get(ctx, p.Notice)
	if err != nil {
		return models.Match{}, err
	}
	var m models.Match
	if r.Etag != p.RecordEtag || n.Etag != p.NoticeEtag || p.Parameters != s.scorer.Version() {
		if m, err = s.compare(ctx, r, n); err != nil {
			return m, err
		}
	} else {
		m = s.scorer.Probe(feature.ProfileOf(r)).Compare(feature.ProfileOf(n), nil, s.index.OpenCount(models.Notices))
		m.Probability = p.Probability
	}
	return m, s.decide(ctx, &m)
}
