package text

import (
	"context"
	"errors"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/guitu-project/guitu/models"
)

// SearchAmong is Search among subjects of one kind that are given: by the words that they
// have as they are given, which may be fewer than the index knows of them. Those that fit
// equally go by name. It needs no index.
func SearchAmong(ctx context.Context, typed string, subjects []models.Subject) (names []string, err error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	b, err := bleve.NewUsing("", emptyMapping(), scorch.Name, scorch.Name, nil) // in memory
	if err != nil {
		return nil, fmt.Errorf("search among some: %w", err)
	}
	x := &Index{bleve: b, byName: true}
	defer func() { err = errors.Join(err, x.Close()) }()
	batch := b.NewBatch()
	for _, s := range subjects {
		doc, _ := documentOf(s)
		if err := batch.IndexAdvanced(doc); err != nil {
			return nil, unavailable("fill", err)
		}
	}
	if err := x.write(ctx, batch); err != nil {
		return nil, err
	}
	return x.Search(ctx, subjects[0].Kind(), typed, len(subjects))
}
