package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
)

// answerRest holds what is sealed of an answer.
type answerRest struct {
	Request [32]byte `json:"request"`
	Content []byte   `json:"content"`
}

// Answer returns what is kept under a key; see store.Answers.
func (s *Store) Answer(ctx context.Context, key string) (*models.KeptAnswer, error) {
	a := &models.KeptAnswer{Key: key}
	var nanos int64
	var sealed []byte
	err := s.reader().queryRow(ctx, "SELECT subject, time, sealed FROM answers WHERE key = ?", key).Scan(&a.Subject, &nanos, &sealed)
	if err != nil {
		return nil, fail("read an answer", err)
	}
	a.Time = fromNanos(nanos)
	if len(sealed) == 0 {
		return a, nil
	}
	text, err := s.ring.Unseal(nil, sealed, key)
	if err != nil {
		return nil, fail("read an answer", err)
	}
	var rest answerRest
	if err := json.Unmarshal(text, &rest); err != nil {
		return nil, fail("read an answer", fmt.Errorf("%w: %w", models.ErrDataLoss, err))
	}
	a.Request, a.Content = rest.Request, rest.Content
	return a, nil
}

// PutAnswer keeps an answer; see store.AnswerWriter.
func (t *tx) PutAnswer(ctx context.Context, a *models.KeptAnswer) error {
	return t.write(ctx, "keep an answer", func(ctx context.Context) error {
		rest, err := json.Marshal(answerRest{Request: a.Request, Content: a.Content})
		if err != nil {
			return err
		}
		now := t.store.time()
		_, err = t.insert(ctx, "INSERT INTO answers (key, subject, time, sealed) VALUES (?, ?, ?, ?)",
			a.Key, a.Subject, now.UnixNano(), t.store.ring.Seal(nil, rest, a.Key))
		if err == nil {
			a.Time = now
		}
		return err
	})
}

// DropAnswers forgets answers; see store.AnswerWriter.
func (t *tx) DropAnswers(ctx context.Context, before time.Time) error {
	return t.write(ctx, "drop answers", func(ctx context.Context) error {
		_, err := t.exec(ctx, "DELETE FROM answers WHERE time < ?", before.UnixNano())
		return err
	})
}

// emptyAnswers forgets what answers show of a subject.
func (t *tx) emptyAnswers(ctx context.Context, subject string) error {
	_, err := t.exec(ctx, "UPDATE answers SET sealed = x'' WHERE subject <> '' AND subject = ?", subject)
	return err
}
