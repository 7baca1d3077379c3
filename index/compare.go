package index

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// mostLacking is how many names a Comparison lists.
const mostLacking = 20

// Comparison says how the index differs from what can be read of the store.
type Comparison struct {
	Lacking []string // the first open subjects that the scan does not have
	Lack    int      // how many it does not have
	Surplus int      // how many it has that the store does not, or not open
	Words   int      // how many more subjects the text index has than the store; negative: fewer
}

// Same reports whether the index has whom the store has.
func (c Comparison) Same() bool { return c.Lack == 0 && c.Surplus == 0 && c.Words == 0 }

// Compare goes through the store, which no one may change meanwhile. The index must have
// caught up with it, and its words must be whole.
func (x *Index) Compare(ctx context.Context) (c Comparison, err error) {
	all, open := 0, 0
	take := func(_ context.Context, page []models.Subject) error { //nolint:unparam // what eachPage takes
		all += len(page)
		for _, s := range page {
			if !s.Open() {
				continue
			}
			open++
			if name := s.Common().Name; x.Profile(name) == nil {
				if c.Lack++; len(c.Lacking) < mostLacking {
					c.Lacking = append(c.Lacking, name)
				}
			}
		}
		return nil
	}
	for _, side := range []func() error{
		func() error { return eachPage(ctx, x.source.Records(), store.Filter{}, take) },
		func() error { return eachPage(ctx, x.source.Notices(), store.Filter{}, take) },
	} {
		if err := side(); err != nil {
			return c, fmt.Errorf("compare the index with the store: %w", err)
		}
	}
	words, err := x.text.Len()
	if err != nil {
		return c, fmt.Errorf("compare the index with the store: %w", err)
	}
	c.Surplus = x.OpenCount(models.Records) + x.OpenCount(models.Notices) - (open - c.Lack)
	c.Words = words - all
	return c, nil
}
