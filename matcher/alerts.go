package matcher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

// AlertProbability is from when on Guitu proposes a pair by itself: more likely true
// than not. Below that the ranked lists are the place to look; above it, at worst half
// of the calls that a caseworker makes reach the wrong family. On invented people 125 of
// 131 announced pairs are right, and 25 of 150 are left to the lists (matcher/eval,
// TestAnnouncedPairs).
const AlertProbability = .5

// Bounds of the work in the background.
const (
	alertWorker   = "alerts"               // its position in the journal
	alertBatch    = 200                    // changes that are held at once: the journal is the queue
	alertsEach    = 10                     // pairs that one change may raise
	alertIdle     = 2 * time.Second        // looks for changes that no one announced
	alertAside    = 3                      // rests so many times as long as it works while an import runs
	alertRetry    = 500 * time.Millisecond // after a failure
	alertTries    = 3                      // before a file that cannot be matched is passed over
	alertYield    = 5 * time.Millisecond   // how long it waits for queries at a time,
	alertPatience = 500 * time.Millisecond // and at most
)

// Alerts tells of pairs by itself: every new or changed file is matched in the
// background, and a pair that is likely enough becomes a proposed case.
type Alerts struct {
	core
	raised *concurrent.Broadcast
}

// Run follows the journal of changes until ctx ends. It begins where it got to before
// or, on a store that it never worked on, with the next change. It rests half as long
// as it works, longer while an import runs, and stands back while a person waits for
// matches: an import of any size is worked off at the pace that is left. Measured on two cores: a notice takes 12 ms
// beside 2,000 records, so that 100,000 take half an hour.
func (a *Alerts) Run(ctx context.Context) error {
	ctx = models.WithActor(ctx, models.System())
	position, err := a.begin(ctx)
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("alerts: %w", err)
	}
	for ctx.Err() == nil {
		wake, began := a.changed.Changed(), time.Now()
		next, err := a.work(ctx, position)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			a.log.WarnContext(ctx, "alerts are behind", "change", position, "err", err)
			concurrent.Sleep(ctx, alertRetry)
		case next == position:
			select {
			case <-ctx.Done():
			case <-wake:
			case <-time.After(alertIdle):
			}
		case a.bulk.Load() > 0:
			concurrent.Sleep(ctx, max(alertIdle, alertAside*time.Since(began)))
		}
		position = next
	}
	return nil
}

func (a *Alerts) begin(ctx context.Context) (position int64, err error) {
	position, began, err := a.store.Position(ctx, alertWorker)
	if err != nil || began {
		return position, err
	}
	if position, err = a.store.LastChange(ctx); err != nil {
		return 0, err
	}
	return position, a.savePosition(ctx, position)
}

func (a *Alerts) savePosition(ctx context.Context, position int64) error {
	return a.store.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutPosition(ctx, alertWorker, position) })
}

// work matches the files of the next changes, each once, and returns how far it got.
func (a *Alerts) work(ctx context.Context, position int64) (int64, error) {
	changes, err := a.store.Changes(ctx, position, alertBatch)
	if err != nil || len(changes) == 0 {
		return position, err
	}
	last := changes[len(changes)-1].Seq
	if err := a.index.CatchUp(ctx, last); err != nil {
		return position, err
	}
	done := make(map[string]bool, len(changes))
	for _, c := range changes {
		if c.Op == models.OpDelete || done[c.Name] {
			continue
		}
		done[c.Name] = true
		if err := a.match(ctx, c.Name); err != nil {
			return position, err
		}
	}
	return last, a.savePosition(ctx, last)
}

// match matches one file at the pace that is left. One that fails again and again is
// passed over, so that the others are not kept waiting; while the store does not answer that is no
// fault of the file's, and does not count.
func (a *Alerts) match(ctx context.Context, name string) error {
	for try := 1; ; {
		a.standBack(ctx)
		begin := time.Now()
		err := a.look(ctx, name)
		concurrent.Sleep(ctx, time.Since(begin)/2)
		switch {
		case err == nil || ctx.Err() != nil:
			return ctx.Err()
		case try >= alertTries:
			a.log.ErrorContext(ctx, "a file was not matched for alerts", "name", name, "err", err)
			return nil
		}
		if _, err := a.store.LastChange(ctx); err == nil {
			try++
		}
		concurrent.Sleep(ctx, alertRetry)
	}
}

// standBack waits while another person waits for matches.
func (a *Alerts) standBack(ctx context.Context) {
	for waited := time.Duration(0); a.ranking.Load() > 0 && waited < alertPatience && ctx.Err() == nil; waited += alertYield {
		concurrent.Sleep(ctx, alertYield)
	}
}

// look raises what is to be raised of one file.
func (a *Alerts) look(ctx context.Context, name string) error {
	if kind, _ := models.KindOf(name); a.index.OpenCount(kind.Opposite()) == 0 {
		return nil
	}
	s, err := a.get(ctx, name)
	if isGone(err) || err == nil && !s.Open() {
		return nil
	}
	if err != nil {
		return err
	}
	probe := a.scorer.Probe(a.profileOf(s))
	best, err := a.index.Candidates(ctx, probe, s.Kind().Opposite(), 1)
	if err != nil || !a.likely(best) {
		return err
	}
	matches, err := a.rank(ctx, s, alertsEach, everything)
	if err != nil {
		return err
	}
	if s.Kind() == models.Records { // an alert says names of notices, which every reader may see
		a.sayKin(matches, s.Kind())
	}
	for i := range matches {
		m := &matches[i]
		if s.Kind() == models.Notices && m.Probability >= AlertProbability {
			if m, err = a.ofRecord(ctx, m); err != nil {
				return err
			}
		}
		if err := a.raise(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// ofRecord returns a match that was found for a notice as its record's list has it, if the
// other notices share the probability and a twin's is said; one of no probability if it
// is not among the best there.
func (a *Alerts) ofRecord(ctx context.Context, m *models.Match) (*models.Match, error) {
	r, err := a.store.Records().Get(ctx, m.Record)
	if isGone(err) {
		return &models.Match{}, nil
	}
	if err != nil {
		return nil, err
	}
	matches, err := a.rank(ctx, r, alertsEach, everything)
	if err != nil {
		return nil, err
	}
	a.sayKin(matches, models.Records)
	for i := range matches {
		if matches[i].Notice == m.Notice || slices.Contains(matches[i].Same, m.Notice) {
			return &matches[i], nil
		}
	}
	return &models.Match{}, nil
}

// likely reports whether any of the candidates can reach AlertProbability.
func (a *Alerts) likely(candidates []feature.Candidate) bool {
	return slices.ContainsFunc(candidates, func(c feature.Candidate) bool {
		return a.scorer.CanReach(c.Weight, a.index.OpenCount(models.Notices), AlertProbability)
	})
}

// raise makes a likely pair a proposed case and announces it, once. What people have
// decided about the pair, or are at work on, is theirs.
func (a *Alerts) raise(ctx context.Context, m *models.Match) error {
	if m.Probability < AlertProbability || feature.FaceAlone(m) || !feature.Stands(m) {
		return nil
	}
	if m.Case.Name != "" && m.Decision != models.DecidedBefore || m.Decision == models.DecidedRejected {
		return nil
	}
	r, err := a.store.Records().Get(ctx, m.Record)
	if err != nil {
		return err
	}
	n, err := a.store.Notices().Get(ctx, m.Notice)
	if err != nil {
		return err
	}
	alert := models.Alert{Key: alertKey(r, n), Match: *m, Reasons: m.Notes}
	err = a.store.InTx(ctx, func(tx store.Tx) error {
		c, err := a.propose(ctx, tx.CaseWriter(), m)
		if err != nil {
			return err
		}
		if others, err := conflictingCases(ctx, tx.CaseWriter(), c); err != nil {
			return err
		} else if len(others) > 0 {
			alert.Reasons = append(alert.Reasons, models.Text{
				Zh: fmt.Sprintf("与另外 %d 个案件冲突，最多一个成立", len(others)), En: fmt.Sprintf("%d other cases cannot be true beside it", len(others))})
		}
		alert.Case = c.Name
		return tx.AlertWriter().PutAlert(ctx, &alert)
	})
	switch {
	case errors.Is(err, models.ErrExists), errors.Is(err, models.ErrPrecondition):
		// Announced before, taken up by a person meanwhile, or DNA has said no.
		return nil
	case err != nil:
		return fmt.Errorf("raise an alert: %w", err)
	}
	a.raised.Notify()
	return nil
}

// propose opens the pair's case, or brings a rejected one back.
func (a *Alerts) propose(ctx context.Context, cases store.CaseWriter, m *models.Match) (*models.Case, error) {
	why := models.ProposalReason(m.Probability, m.Weight)
	step := models.Step{Kind: models.StepPropose, Actor: models.System(), Time: a.clock(), Reason: why}
	if m.Decision != models.DecidedBefore {
		c := newCase(*m)
		if err := c.Apply(step); err != nil {
			return nil, err
		}
		return c, cases.CreateCase(ctx, c)
	}
	c, err := cases.Case(ctx, m.Case.Name)
	if err != nil {
		return nil, err
	}
	step.Kind = models.StepReturn
	if err := errors.Join(c.Barred(), c.Apply(step)); err != nil {
		return nil, err
	}
	return c, cases.UpdateCase(ctx, c)
}

// alertKey returns the same for a pair as long as neither side says anything else.
func alertKey(r, n models.Subject) string {
	sum := sha256.Sum256([]byte(r.Common().Name + " " + n.Common().Name + " " + models.ContentHash(r) + " " + models.ContentHash(n)))
	return hex.EncodeToString(sum[:])
}
