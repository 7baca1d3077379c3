package index

import (
	"context"
	"log/slog"
	"time"

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

// clustered is candidates of the cluster's people, among the named if names is not nil.
func (x *Index) clustered(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	find := func(ctx context.Context) (found, printed []feature.Candidate, err error) {
		return x.cluster.Best(ctx, probe, side, limit, names)
	}
	profiles := func(ctx context.Context, names []string) (map[string]*feature.Profile, error) {
		return x.cluster.Profiles(ctx, names, true)
	}
	return x.candidates(ctx, probe, side, limit, find, profiles, passOf(names))
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
