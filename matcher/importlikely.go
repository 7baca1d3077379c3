package matcher

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

// How much of a file a check compares with what is held: enough to see that it is known
// already, little enough that it is told within a minute. A row has few that may be the same.
const (
	likelyRows  = 1000             // that would be new, the first ones
	likelyTime  = 40 * time.Second // for all of them
	likelyShown = 200              // pairs that are kept
	likelyOfRow = 3
)

// findLikely looks, among what is held, for people whom the rows of a checked batch may be
// about already, and notes them with the import and how many rows were compared.
func (r *Registry[T]) findLikely(ctx context.Context, imp *models.Import, rows []row[T], began time.Time) error {
	if !imp.Check || imp.Compared >= likelyRows || r.clock().Sub(began) > likelyTime {
		return nil
	}
	fresh := slices.DeleteFunc(slices.Clone(rows), func(row row[T]) bool { return row.became != models.RowCreated })
	fresh = fresh[:min(len(fresh), int(likelyRows-imp.Compared))]
	if len(fresh) == 0 {
		return nil
	}
	found, compared := make([][]models.LikelyRow, len(fresh)), make([]bool, len(fresh))
	err := concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(fresh), func(_, i int) (err error) {
		if r.clock().Sub(began) > likelyTime {
			return nil
		}
		found[i], err = r.likelyOf(ctx, &fresh[i])
		compared[i] = err == nil
		return err
	})
	if err != nil {
		return fmt.Errorf("compare with what is held: %w", err)
	}
	next, objects := *imp, []string(nil)
	next.Likely = slices.Clone(imp.Likely)
	for i, list := range found {
		if compared[i] {
			next.Compared++
		}
		if len(list) > 0 {
			next.LikelyRows++
		}
		for _, l := range list {
			if len(next.Likely) < likelyShown {
				next.Likely, objects = append(next.Likely, l), append(objects, l.Other)
			}
		}
	}
	err = r.store.InTx(ctx, func(tx store.Tx) error {
		if len(objects) > 0 {
			if err := tx.AppendAudit(ctx, &models.Audit{Action: models.ActionMatch, Objects: objects, Detail: "duplicates of rows of " + imp.Name}); err != nil {
				return err
			}
		}
		return tx.PutImport(ctx, &next)
	})
	if err == nil {
		*imp = next
	}
	return err
}

// likelyOf returns who of those held, whom the actor may see, a row may be about. It says what
// they have in common, not what is held of them: that is read, and masked, by name.
func (r *Registry[T]) likelyOf(ctx context.Context, row *row[T]) ([]models.LikelyRow, error) {
	candidates, err := r.index.Candidates(ctx, r.scorer.Probe(feature.Recast(row.subject)), r.kind, duplicateCandidates)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = c.Name
	}
	visible, err := r.seen(ctx, r.kind, names)
	if err != nil {
		return nil, err
	}
	maySee := set(visible)
	candidates = slices.DeleteFunc(candidates, func(c feature.Candidate) bool { return !maySee[c.Name] })
	var list []models.LikelyRow
	for _, d := range r.scorer.Duplicates(row.subject, candidates, r.index.OpenCount(r.kind), likelyOfRow) {
		if d.Probability < duplicateProbability {
			break
		}
		text, err := json.Marshal(row.subject)
		if err != nil {
			return nil, err
		}
		l := models.LikelyRow{Line: row.line, Subject: text, Other: d.Other, Probability: d.Probability, Weight: d.Weight}
		for _, e := range d.Evidence {
			l.Features = append(l.Features, models.FeatureWeight{Feature: e.Feature, Weight: e.Weight})
		}
		list = append(list, l)
	}
	return list, nil
}
