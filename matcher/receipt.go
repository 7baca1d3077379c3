package matcher

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Receipt is called in the transaction that does what a call asked for, with what it made: a
// record or a notice as it is stored, nil if one was deleted, or a *Batched. What it writes
// commits with that; its error undoes all.
type Receipt func(ctx context.Context, tx store.Tx, made any) error

// AnswersStay is how long the answers to calls with an idempotency key are kept.
const AnswersStay = 24 * time.Hour

// ErrAnswered says that another call with the same key was faster: its answer is kept.
var ErrAnswered = errors.New("answered already")

type receiptKey struct{}

// WithReceipt returns a context in which Register, Change, Remove and Batch call r.
func WithReceipt(ctx context.Context, r Receipt) context.Context {
	return context.WithValue(ctx, receiptKey{}, r)
}

// inTx is the store's, with what fn made handed to the receipt in ctx.
func (d *core) inTx(ctx context.Context, fn func(tx store.Tx) (made any, err error)) error {
	return d.store.InTx(ctx, func(tx store.Tx) error {
		made, err := fn(tx)
		if err != nil {
			return err
		}
		if receipt, ok := ctx.Value(receiptKey{}).(Receipt); ok {
			return receipt(ctx, tx, made)
		}
		return nil
	})
}

// hasReceipt reports whether a person keeps what the call in ctx is answered.
func hasReceipt(ctx context.Context) bool {
	_, ok := ctx.Value(receiptKey{}).(Receipt)
	return ok
}

// KeptAnswer returns what a call with an idempotency key was answered.
// Errors: models.ErrNotFound.
func (s *Service) KeptAnswer(ctx context.Context, key string) (*models.KeptAnswer, error) {
	a, err := s.store.Answer(ctx, key)
	if err == nil && s.clock().Sub(a.Time) > AnswersStay {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("kept answer: %w", err)
	}
	return a, nil
}

// KeepAnswer keeps what a call with an idempotency key is answered, in the transaction that did
// what it asked for, and forgets what was kept long enough. Errors: ErrAnswered.
func (s *Service) KeepAnswer(ctx context.Context, tx store.Tx, a *models.KeptAnswer) error {
	if err := tx.DropAnswers(ctx, s.clock().Add(-AnswersStay)); err != nil {
		return err
	}
	err := tx.PutAnswer(ctx, a)
	if errors.Is(err, models.ErrExists) {
		err = ErrAnswered
	}
	return err
}
