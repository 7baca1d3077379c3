package text

import (
	"context"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/guitu-project/guitu/models"
)

// maxHits is how many names one Search returns at most.
const maxHits = 1000

// Search returns the names of up to limit (at most 1000) subjects of kind, open or
// not, best first: those in which every typed word is, then those in which
// some are. Words are parted by spaces; any text is a query, and one of which
// nothing can be looked for finds nothing. Only its first 500 characters count, and
// of these the first 64 words and runs of Han characters.
// Errors: ctx's, models.ErrUnavailable.
func (x *Index) Search(ctx context.Context, kind models.Kind, typed string, limit int) ([]string, error) {
	limit = min(limit, maxHits)
	words := wordsOf(typed)
	if limit <= 0 || len(words) == 0 {
		return nil, nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return nil, errClosed
	}
	found, err := x.best(ctx, everyWord(kind, words), limit)
	if err != nil || len(found) == limit {
		return found, err
	}
	loose := anyWord(kind, words)
	if loose == nil {
		return found, nil
	}
	more, err := x.best(ctx, loose, limit)
	if err != nil {
		return nil, err
	}
	first := len(found)
	for _, name := range more {
		if len(found) < limit && !slices.Contains(found[:first], name) {
			found = append(found, name)
		}
	}
	return found, nil
}

// best are the names of the limit best hits.
func (x *Index) best(ctx context.Context, q query.Query, limit int) ([]string, error) {
	result, err := x.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(q, limit, 0, false))
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("search text index: %w", ctx.Err())
	case err != nil:
		return nil, unavailable("search", err)
	}
	list := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		list[i] = hit.ID
	}
	return list, nil
}
