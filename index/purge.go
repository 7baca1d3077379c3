package index

import (
	"context"
	"fmt"
)

// purgeRequest asks the follower, who owns the corpus statistics, to let go of faces.
type purgeRequest struct {
	names []string
	done  chan error
}

// Purge returns when nothing of the named, whose deletion or whose new form was
// applied, is left: not their words in the text index, not their faces in the gallery
// (port Index), and nothing in the scan's file. Follow must run. While the text index is
// being rebuilt, which may have read them before, it is models.ErrUnavailable.
func (x *Index) Purge(ctx context.Context, names []string) error {
	if !x.HasWords() {
		return fmt.Errorf("purge words: %w", errNoWords)
	}
	if x.text != nil {
		if err := x.text.Purge(ctx); err != nil {
			return fmt.Errorf("purge words: %w", err)
		}
	}
	if x.cluster != nil {
		return x.cluster.Purge(ctx, names)
	}
	if !x.whole() {
		if err := x.dropEpochs(ctx, names); err != nil {
			return err
		}
		return x.Compact(ctx)
	}
	f := purgeRequest{names: names, done: make(chan error, 1)}
	select {
	case x.forget <- f:
	case <-ctx.Done():
		return fmt.Errorf("purge faces: %w", ctx.Err())
	}
	select {
	case err := <-f.done:
		if err != nil {
			return fmt.Errorf("purge faces: %w", err)
		}
		return x.Compact(ctx)
	case <-ctx.Done(): // the follower ends it by itself: a new gallery of many faces takes a while
		return fmt.Errorf("purge faces: %w", ctx.Err())
	}
}
