package matcher

import (
	"context"
	"sync"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// viewer describes an actor who looks at candidates of one side: only among those whom they may
// see are any found, so that neither a place in the list nor a probability tells of others.
type viewer struct {
	access
	all   bool     // of the side may be seen
	names []string // the open ones that may be, if not all

	service bool // no one looks: what comes of it is shown to each as they may see it
}

// everything is how the service itself looks.
var everything = viewer{all: true, service: true}

// maySee reports whether a file of either side may be looked at.
func (v viewer) maySee(s models.Subject) bool { return v.service || v.sees(s) }

// only keeps the names of a side that may be seen, in their order.
func (v viewer) only(ctx context.Context, d *core, side models.Kind, names []string) ([]string, error) {
	if v.service || len(names) == 0 {
		return names, nil
	}
	return d.seen(ctx, side, names)
}

// viewer returns how the actor in ctx looks at a side.
func (d *core) viewer(ctx context.Context, side models.Kind) (viewer, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return viewer{}, err
	}
	within := a.within(side)
	if within == nil {
		return viewer{access: a, all: true}, nil
	}
	names, err := d.scopes.names(ctx, d.store, *within)
	return viewer{access: a, names: names}, err
}

func (v viewer) candidates(ctx context.Context, index Index, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	if v.all {
		return index.Candidates(ctx, probe, side, limit)
	}
	return index.CandidatesAmong(ctx, probe, side, limit, v.names)
}

// mostScopes is how many scopes are remembered: about one for each station whose people
// work at the same time.
const mostScopes = 256

// scopes remembers which open records lie in a scope, until something changes. It is safe
// for concurrent use.
type scopes struct {
	mu   sync.Mutex
	seq  int64 // of the last change when these were read
	held map[store.AreaScope][]string
}

func (s *scopes) names(ctx context.Context, st store.Store, within store.AreaScope) ([]string, error) {
	seq, err := st.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	names, ok := s.held[within]
	ok = ok && s.seq == seq
	s.mu.Unlock()
	if ok {
		return names, nil
	}
	if names, err = st.Records().OpenWithin(ctx, within); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seq < seq || s.held == nil {
		s.held, s.seq = map[store.AreaScope][]string{}, seq
	}
	if len(s.held) >= mostScopes {
		clear(s.held)
	}
	if s.seq == seq {
		s.held[within] = names
	}
	return names, nil
}
