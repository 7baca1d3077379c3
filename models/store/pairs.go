package store

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Pairs reads what all-against-all passes found.
type Pairs interface {
	// StrongPairs returns up to limit pairs of subjects that are both open, at least as
	// probable as least, the likeliest first, after those that a previous call returned
	// next for; next is empty after the last page. An unknown token is models.ErrInvalid
	// (pageToken).
	StrongPairs(ctx context.Context, least float64, limit int, token string) (page []models.StrongPair, next string, err error)

	// Rematch is the last pass, or models.ErrNotFound before the first.
	Rematch(ctx context.Context) (*models.Rematch, error)
}

// PairWriter keeps what a pass finds. Neither is a change of a subject.
type PairWriter interface {
	// PutStrongPairs replaces the pairs of a record by these, which are all the
	// record's, and returns how many of them are new. A pair that was there keeps its
	// FoundTime; a subject that is no more is left out. Pairs go with their subjects.
	PutStrongPairs(ctx context.Context, record string, pairs []models.StrongPair) (added int, err error)

	// PutRematch writes how far a pass is, and fills in its UpdateTime. One that
	// another caller has moved on since it was read is models.ErrStale; one whose
	// UpdateTime is zero is a new pass and replaces any.
	PutRematch(ctx context.Context, r *models.Rematch) error
}
