package partition

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Lead makes epochs, until ctx ends: the first, one whenever the number of notices has moved by a
// twentieth, and as soon as there are faces enough to hold others against. One server at a time
// leads; that two do for a moment does no harm, for a process takes no epoch twice.
func (c *Cluster) Lead(ctx context.Context) error {
	for concurrent.Sleep(ctx, refreshEvery) {
		if !c.due() {
			continue
		}
		if err := c.makeEpoch(ctx, nil); err != nil && ctx.Err() == nil {
			c.log.Error("what is common among the notices cannot be counted anew", "err", err)
		}
	}
	return nil
}

// due reports whether what is common has moved.
func (c *Cluster) due() bool {
	c.mu.Lock()
	epoch := c.epoch
	c.mu.Unlock()
	groups, err := c.grouped()
	if err != nil {
		return false
	}
	size, faces := 0, map[string]int{}
	for _, g := range groups {
		s := g.state()
		size += s.Notices
		for model, n := range s.Faces {
			faces[model] += n
		}
	}
	moved := size - epoch.Size()
	return epoch == nil || max(moved, -moved) > epoch.Size()/20 || c.scorer.CohortWanted(faces, epoch)
}

// makeEpoch counts what is common in all partitions, has every process prepare for it, and uses it.
// The cohort of faces is the one before as long as that is still a sample, and without the named.
func (c *Cluster) makeEpoch(ctx context.Context, without []string) error {
	c.making.Lock()
	defer c.making.Unlock()
	groups, err := c.grouped()
	if err != nil {
		return err
	}
	c.mu.Lock()
	before := c.epoch
	c.mu.Unlock()
	if before.Holds(without) {
		before = nil
	}
	number, position := c.Epoch(), c.position.Load()
	for _, g := range groups {
		s := g.state()
		position, number = max(position, s.Position), max(number, slices.Max(append(s.Epochs, 0)))
	}
	number = max(number+1, position)
	var counts feature.CorpusStats
	for _, g := range groups { // one after the other: the sample of faces takes room
		bytes, err := hedged(ctx, c, g, func(ctx context.Context, p Process) ([]byte, error) { return p.Count(ctx, position) })
		if err != nil {
			return err
		}
		r := compact.NewReader(bytes)
		own := feature.DecodeCounts(r)
		if r.Bad() {
			return fmt.Errorf("%w: counts", models.ErrDataLoss)
		}
		counts.Merge(&own)
	}
	made := c.scorer.NewEpoch(number, &counts, before)
	var to compact.Writer
	c.scorer.EncodeEpoch(made, &counts, &to)
	var all errgroup.Group
	for _, g := range groups {
		for _, m := range g.members {
			all.Go(func() error {
				err := m.Prepare(ctx, to.Bytes)
				if err != nil {
					c.log.Warn("an epoch was not taken", "process", m.name, "epoch", number, "err", err)
				}
				return err
			})
		}
	}
	_ = all.Wait() // Refresh finds whether a copy of each has it
	if err := c.Refresh(ctx); err != nil {
		return err
	}
	if c.Epoch() < number {
		return fmt.Errorf("epoch %d: %w", number, models.ErrUnavailable)
	}
	c.log.Info("what is common was counted anew", "epoch", number, "notices", counts.Size())
	return nil
}

// Purge returns when nothing of the named, whose deletion every process has caught up with or will,
// is left in the files and epochs of any process. Errors: models.ErrUnavailable if one does not answer:
// it may be done again.
func (c *Cluster) Purge(ctx context.Context, names []string) error {
	c.mu.Lock()
	held := c.epoch.Holds(names)
	c.mu.Unlock()
	if held {
		if err := c.makeEpoch(ctx, names); err != nil {
			return fmt.Errorf("purge faces: %w", err)
		}
		concurrent.Sleep(ctx, 2*refreshEvery) // until other servers make probes by it
	}
	all, work := errgroup.WithContext(ctx)
	for _, m := range c.processes {
		all.Go(func() error {
			if err := m.Purge(work, names, c.position.Load()); err != nil {
				return fmt.Errorf("purge %s: %w", m.name, err)
			}
			return nil
		})
	}
	return all.Wait()
}
