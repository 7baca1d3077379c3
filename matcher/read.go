package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Get reads one subject. Errors: models.ErrNotFound.
func (r *Registry[T]) Get(ctx context.Context, name string) (T, error) {
	var none T
	s, err := r.load(ctx, name)
	if isGone(err) && (r.kind == models.Notices || mustBeNationwide(ctx) == nil) { // another area's must not be told from one that never was
		if _, e := r.store.Erasure(ctx, name); e == nil {
			err = models.Refused(models.ErrNotFound, "已按规定删除，只留有占位记录", "was erased: only a placeholder is left")
		}
	}
	if err == nil {
		err = r.show(ctx, s)
	}
	if err != nil {
		return none, fmt.Errorf("get %s: %w", name, err)
	}
	if err := r.audit(ctx, models.ActionRead, "", name); err != nil {
		return none, err
	}
	return s, nil
}

// load reads a subject that the actor may look at. Errors: models.ErrNotFound.
func (r *Registry[T]) load(ctx context.Context, name string) (T, error) {
	return readable(ctx, r.files, name)
}

// List reads a page of up to limit subjects, oldest first; token is what the last
// page gave as next. Errors: models.ErrInvalid (an unknown token).
func (r *Registry[T]) List(ctx context.Context, filter store.Filter, limit int, token string) (page []T, next string, err error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, "", err
	}
	filter.Within = a.within(r.kind)
	page, next, err = r.files.List(ctx, filter, limit, token)
	if err == nil {
		err = r.show(ctx, page...)
	}
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", r.kind, err)
	}
	if filter.ExternalID != "" { // that it is found must not tell a number that is masked
		page = slices.DeleteFunc(page, func(s T) bool { return s.Common().ExternalID != filter.ExternalID })
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
	names, err := widened(limit, func(ask int) (names []string, more bool, err error) {
		if names, err = r.index.SearchText(ctx, r.kind, query, ask); err != nil {
			return nil, false, err
		}
		more = len(names) == ask
		names, err = r.seen(ctx, r.kind, names)
		return names, more, err
	})
	if err != nil {
		return nil, fmt.Errorf("search text: %w", err)
	}
	found, err := r.files.GetAll(ctx, names) // without who was deleted since the index saw them
	if err == nil {
		err = r.show(ctx, found...)
	}
	if err != nil {
		return nil, fmt.Errorf("search text: %w", err)
	}
	if found, names, err = r.foundByShown(ctx, query, found, names); err != nil {
		return nil, fmt.Errorf("search text: %w", err)
	}
	place := make(map[string]int, len(names))
	for i, name := range names {
		place[name] = i
	}
	slices.SortFunc(found, func(a, b T) int { return place[a.Common().Name] - place[b.Common().Name] })
	if err := r.audit(ctx, models.ActionSearch, "text", namesOf(found)...); err != nil {
		return nil, err
	}
	return found, nil
}

// foundByShown keeps those that the actor would have found by what they are shown of them,
// in that order: neither that a file is found, nor where in the list, tells of what is
// masked in it.
func (r *Registry[T]) foundByShown(ctx context.Context, query string, found []T, names []string) ([]T, []string, error) {
	shown, hidden := make([]models.Subject, len(found)), false
	for i, s := range found {
		n, ok := any(s).(*models.Notice)
		shown[i], hidden = s, hidden || ok && n.Masked
	}
	if !hidden {
		return found, names, nil
	}
	again, err := r.index.SearchAmong(ctx, query, shown)
	if err != nil {
		return nil, nil, err
	}
	kept := set(again)
	return slices.DeleteFunc(found, func(s T) bool { return !kept[s.Common().Name] }), again, nil
}

// Inspect looks at a photo and keeps nothing of it but a row in the trail.
// Errors: models.ErrInvalid (also models.ErrUnreadable or models.ErrTooLarge).
func (s *Service) Inspect(ctx context.Context, p models.Photo) (models.Photo, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return models.Photo{}, err
	}
	if len(p.Content) == 0 {
		return models.Photo{}, models.Invalid("content", "请给出照片", "a photo has content")
	}
	if err := s.look(ctx, &p, "content"); err != nil {
		return models.Photo{}, err
	}
	return p, s.audit(ctx, models.ActionSearch, "inspect photo")
}

// PhotoSide returns the side of the file that a photo belongs to; of a photo that the
// actor may not see it is that of none. Errors: models.ErrNotFound.
func (s *Service) PhotoSide(ctx context.Context, name string) (models.Kind, error) {
	_, subject, err := s.store.Photo(ctx, name)
	if err == nil {
		err = s.mustSeeFile(ctx, subject)
	}
	if err != nil {
		return "", fmt.Errorf("photo %s: %w", name, err)
	}
	kind, _ := models.KindOf(subject)
	return kind, nil
}

// Photo returns a photo with its Content, and the ContentType of that, as it may leave:
// the file that was brought stays sealed, since what it says besides the picture (where
// and when it was taken) is not for all who may see the face.
// Errors: models.ErrNotFound, also when only embeddings were brought.
func (s *Service) Photo(ctx context.Context, name string) (models.Photo, error) {
	p, subject, err := s.store.Photo(ctx, name)
	if err == nil {
		err = s.mustSeeFile(ctx, subject)
	}
	if err != nil {
		return models.Photo{}, fmt.Errorf("photo %s: %w", name, err)
	}
	if p.SHA256 == "" {
		return models.Photo{}, fmt.Errorf("photo %s has embeddings only: %w", name, models.ErrNotFound)
	}
	if err := s.audit(ctx, models.ActionRead, "photo", name, subject); err != nil {
		return models.Photo{}, err
	}
	file, err := s.blob(ctx, p.SHA256)
	if err == nil {
		p.Content, p.ContentType, err = s.photos.Clean(ctx, file)
	}
	if err != nil {
		return models.Photo{}, fmt.Errorf("photo %s: %w", name, err)
	}
	return p, nil
}

// blob returns the whole of kept bytes: the store finds damage at their end.
func (d *core) blob(ctx context.Context, sha string) (content []byte, err error) {
	r, err := d.store.Blob(ctx, sha)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(r)
}

// mustSeeFile returns why the actor may not look at the record or notice of that name.
// Errors: models.ErrNotFound.
func (s *Service) mustSeeFile(ctx context.Context, name string) (err error) {
	if kind, _ := models.KindOf(name); kind == models.Records {
		_, err = s.Records.load(ctx, name)
	} else {
		_, err = s.Notices.load(ctx, name)
	}
	return err
}

// widen is how much more is asked for when too little of it may be seen.
const widen = 8

// widened asks for limit things and, if some of what came may not be seen, for
// more, until limit of them may or there are no more: a page is as full as it can be.
func widened[V any](limit int, find func(ask int) (visible []V, more bool, err error)) ([]V, error) {
	for ask := limit; ; ask *= widen {
		visible, more, err := find(ask)
		if err != nil {
			return nil, err
		}
		if len(visible) >= limit || !more {
			return visible[:min(limit, len(visible))], nil
		}
	}
}

func namesOf[T models.Subject](subjects []T) []string {
	names := make([]string, len(subjects))
	for i, s := range subjects {
		names[i] = s.Common().Name
	}
	return names
}
