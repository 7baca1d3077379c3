package store

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Answers reads what calls with an idempotency key were answered.
type Answers interface {
	// Answer returns what is kept under a key. Errors: models.ErrNotFound.
	Answer(ctx context.Context, key string) (*models.KeptAnswer, error)
}

// AnswerWriter keeps them, sealed. What shows a subject is emptied when that is deleted, or
// erased in part.
type AnswerWriter interface {
	// PutAnswer keeps an answer under a key that has none, and fills in its time.
	// Errors: models.ErrExists.
	PutAnswer(ctx context.Context, a *models.KeptAnswer) error

	// DropAnswers forgets the answers that were given before.
	DropAnswers(ctx context.Context, before time.Time) error
}
