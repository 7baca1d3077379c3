package matcher

import (
	"context"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Get reads one subject. Errors: models.ErrNotFound.
func (r *Registry[T]) Get(ctx context.Context, name string) (T, error) {
	var none T
	s, err := r.files.Get(ctx, name)
	if isGone(err) {
		if _, e := r.store.Erasure(ctx, name); e == nil {
			err = models.Refused(models.ErrNotFound, "已按规定删除，只留有占位记录", "was erased: only a placeholder is left")
		}
	}
	if err != nil {
		return none, fmt.Errorf("get %s: %w", name, err)
	}
	if err := r.audit(ctx, models.ActionRead, "", name); err != nil {
		return none, err
	}
	return s, nil
}

// List reads a page of up to limit subjects, oldest first; token is what the last
// page gave as next. Errors: models.ErrInvalid (an unknown token).
func (r *Registry[T]) List(ctx context.Context, filter store.Filter, limit int, token string) (page []T, next string, err error) {
	page, next, err = r.files.List(ctx, filter, limit, token)
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", r.kind, err)
	}
	if err := r.audit(ctx, models.ActionList, "", namesOf(page)...); err != nil {
		return nil, "", err
	}
	return page, next, nil
}

// SearchText reads the subjects whose words fit the query, best first.
// Errors: models.ErrInvalid (an empty query).
func (r *Registry[T]) SearchText(ctx context.Context, query string, limit int) ([]T, error) {
	if query == "" {
		return nil, models.Invalid("query", "请输入要搜索的文字", "query is empty: write the words to look for")
	}
	names, err := r.index.SearchText(ctx, r.kind, query, limit)
	if err != nil {
		return nil, fmt.Errorf("search text: %w", err)
	}
	found := make([]T, 0, len(names))
	for _, name := range names {
		s, err := r.files.Get(ctx, name)
		if isGone(err) { // deleted since the index saw it
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("search text: %w", err)
		}
		found = append(found, s)
	}
	if err := r.audit(ctx, models.ActionSearch, "text", namesOf(found)...); err != nil {
		return nil, err
	}
	return found, nil
}

// Photo reads what is known of a photo and opens its bytes; the caller closes
// them. Errors: models.ErrNotFound, also where only embeddings were brought.
func (s *Service) Photo(ctx context.Context, name string) (models.Photo, io.ReadCloser, error) {
	p, subject, err := s.store.Photo(ctx, name)
	if err != nil {
		return models.Photo{}, nil, fmt.Errorf("photo %s: %w", name, err)
	}
	if p.SHA256 == "" {
		return models.Photo{}, nil, fmt.Errorf("photo %s has embeddings only: %w", name, models.ErrNotFound)
	}
	if err := s.audit(ctx, models.ActionRead, "photo", name, subject); err != nil {
		return models.Photo{}, nil, err
	}
	content, err := s.store.Blob(ctx, p.SHA256)
	if err != nil {
		return models.Photo{}, nil, fmt.Errorf("photo %s: %w", name, err)
	}
	return p, content, nil
}

func namesOf[T models.Subject](subjects []T) []string {
	names := make([]string, len(subjects))
	for i, s := range subjects {
		names[i] = s.Common().Name
	}
	return names
}
