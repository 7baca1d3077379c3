package index

import (
	"context"
	"fmt"
)

// forgetting asks the follower, who owns the census, to let go of faces.
type forgetting struct {
	names []string
	done  chan struct{}
}

// Purge returns when nothing of the named, whose deletion or whose new form was
// applied, is left: not their words in the text index, not their faces in the gallery
// (port Index). The scan holds them in memory only and let go of them when the change
// was applied. Follow must run.
func (x *Index) Purge(ctx context.Context, names []string) error {
	if err := x.text.Purge(ctx); err != nil {
		return fmt.Errorf("purge words: %w", err)
	}
	f := forgetting{names: names, done: make(chan struct{})}
	select {
	case x.forget <- f:
	case <-ctx.Done():
		return fmt.Errorf("purge faces: %w", ctx.Err())
	}
	select {
	case <-f.done:
		return nil
	case <-ctx.Done(): // the follower ends it by itself: a new gallery of many faces takes a while
		return fmt.Errorf("purge faces: %w", ctx.Err())
	}
}
