package text

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/guitu-project/guitu/models"
)

const (
	maxHits      = 1000   // names that one Search returns at most
	maxPostings  = 50_000 // documents that a search for any word looks at, but for the rarest word's
	likePostings = 4_000  // and that Like does
)

// Search returns the names of up to limit (at most 1000) subjects of kind, open or
// not, best first: those in which every typed word is, then those in which some are.
// Words are parted by spaces; any text is a query, and one of which nothing can be
// looked for finds nothing. Only its first 500 characters count, and of these the
// first 64 words and runs of Han characters.
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
	some, err := x.rarest(ctx, looseTerms(words), maxPostings)
	if err != nil || len(some) == 0 {
		return found, err
	}
	more, err := x.best(ctx, only(kind, anyOf(queries(some))), limit)
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

// Like returns the names of up to limit subjects of kind, open or not, that have the
// rarest of the typed words, best first. It is for who looks at everyone's names and
// places anyway, and takes a fraction of the time of Search. Errors: as for Search.
func (x *Index) Like(ctx context.Context, kind models.Kind, typed string, limit int) ([]string, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return nil, errClosed
	}
	some, err := x.rarest(ctx, looseTerms(wordsOf(typed)), likePostings)
	if err != nil || len(some) == 0 {
		return nil, err
	}
	return x.best(ctx, only(kind, anyOf(queries(some))), limit)
}

// best returns the names of the limit best hits.
func (x *Index) best(ctx context.Context, q query.Query, limit int) ([]string, error) {
	request := bleve.NewSearchRequestOptions(q, limit, 0, false)
	if x.byName {
		request.SortBy([]string{"-_score", "_id"})
	}
	result, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return nil, searchError(ctx, err)
	}
	list := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		list[i] = hit.ID
	}
	return list, nil
}

// rarest returns the terms that the fewest documents have, as many as postings allow:
// those that nearly everyone has cost the most and say the least.
func (x *Index) rarest(ctx context.Context, terms []term, postings uint64) (some []term, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return nil, searchError(ctx, err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, searchError(ctx, err)
	}
	defer func() { err = errors.Join(err, reader.Close()) }()

	counts := make(map[term]uint64, len(terms))
	for _, t := range terms {
		n, err := documents(ctx, reader, t)
		if err != nil {
			return nil, searchError(ctx, err)
		}
		if _, known := counts[t]; n > 0 && !known {
			counts[t] = n
			some = append(some, t)
		}
	}
	slices.SortStableFunc(some, func(a, b term) int { return cmp.Compare(counts[a], counts[b]) })
	total := uint64(0)
	for i, t := range some {
		if total += counts[t]; i > 0 && total > postings {
			return some[:i], nil
		}
	}
	return some, nil
}

// documents returns how many documents have the term.
func documents(ctx context.Context, reader index.IndexReader, t term) (n uint64, err error) {
	postings, err := reader.TermFieldReader(ctx, []byte(t.text), t.field, false, false, false)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, postings.Close()) }()
	return postings.Count(), nil
}

func searchError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("search text index: %w", ctx.Err())
	}
	return unavailable("search", err)
}
