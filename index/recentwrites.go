package index

import (
	"context"
	"sync"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// recentWrites holds subjects as they were committed, until the follower comes to them: an import
// need not be read again. The store stays the truth: one whose etag is not the stored
// one's is dropped.
type recentWrites struct {
	mu     sync.Mutex
	byName map[string]models.Subject
}

// mostRecent is how many are kept, some seconds of an import; a follower that is farther
// behind reads the others.
const mostRecent = 3 * followBatch

// NoteWritten shows subjects that were just committed (port Index of package matcher).
func (x *Index) NoteWritten(committed []models.Subject) {
	o := &x.recent
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.byName == nil {
		o.byName = make(map[string]models.Subject)
	}
	for _, s := range committed {
		if len(o.byName) < mostRecent {
			o.byName[s.Common().Name] = s
		}
	}
}

// take takes what was offered of the named.
func (o *recentWrites) take(names []string) map[string]models.Subject {
	o.mu.Lock()
	defer o.mu.Unlock()
	taken := make(map[string]models.Subject)
	for _, name := range names {
		if s, ok := o.byName[name]; ok {
			taken[name] = s
			delete(o.byName, name)
		}
	}
	return taken
}

// readSide returns those of the named that are in the store.
func readSide[T models.Subject](ctx context.Context, x *Index, files store.Files[T], names []string) ([]models.Subject, error) {
	if len(names) == 0 {
		return nil, nil
	}
	var puts []models.Subject
	if offered := x.recent.take(names); len(offered) > 0 {
		etags, err := files.Etags(ctx, names)
		if err != nil {
			return nil, err
		}
		var rest []string
		for _, name := range names {
			etag, stored := etags[name]
			switch s := offered[name]; {
			case stored && s != nil && s.Common().Etag == etag:
				puts = append(puts, s)
			case stored:
				rest = append(rest, name)
			}
		}
		if names = rest; len(names) == 0 {
			return puts, nil
		}
	}
	read, err := files.GetAll(ctx, names)
	if err != nil {
		return nil, err
	}
	for _, s := range read {
		puts = append(puts, s)
	}
	return puts, nil
}
