package index

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// OpenClustered opens an index whose people are in a cluster's processes; here are the words of
// all. See Open.
func OpenClustered(dir string, source store.Reader, w *feature.Scorer, seal scan.Sealer, log *slog.Logger, c *partition.Cluster) (*Index, error) {
	x, err := Open(dir, source, w, seal, log)
	if err != nil {
		return nil, err
	}
	x.cluster = c
	return x, nil
}

// Unreachable returns why people cannot be searched for, nil if they can.
func (x *Index) Unreachable() error {
	if x.cluster == nil {
		return nil
	}
	return x.cluster.Why()
}

// clustered is candidates of the cluster's people.
func (x *Index) clustered(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	var found, printed []feature.Candidate
	var hits []string
	both, work := errgroup.WithContext(ctx)
	if query := probe.Words(); query != "" && x.OpenCount(side) > limit && x.HasWords() {
		both.Go(func() (err error) {
			if hits, err = x.text.Like(work, side, query, textHits); err != nil {
				err = fmt.Errorf("text candidates: %w", err)
			}
			return err
		})
	}
	both.Go(func() (err error) {
		found, printed, err = x.cluster.Best(work, probe, side, limit, names)
		return err
	})
	if err := both.Wait(); err != nil {
		return nil, err
	}
	found = joined(found, printed)
	known := make(map[string]bool, len(found))
	for _, c := range found {
		known[c.Name] = true
	}
	hits = slices.DeleteFunc(hits, func(name string) bool { return known[name] || names != nil && !slices.Contains(names, name) })
	if len(hits) == 0 {
		return found, nil
	}
	profiles, err := x.cluster.Profiles(ctx, hits, true)
	for _, name := range hits {
		if p := profiles[name]; p != nil {
			found = append(found, probe.Weigh(p)...)
		}
	}
	return found, err
}

// profileWithin is how long a profile is waited for, which is not needed for what it is asked for.
const profileWithin = 5 * time.Second

// clusterProfile returns that of an open subject, nil for none, or if its partition does not answer.
func (x *Index) clusterProfile(name string) *feature.Profile {
	ctx, cancel := context.WithTimeout(context.Background(), profileWithin)
	defer cancel()
	profiles, err := x.cluster.Profiles(ctx, []string{name}, true)
	if err != nil {
		x.log.Warn("a profile could not be asked for", "name", name, "err", err)
	}
	return profiles[name]
}
