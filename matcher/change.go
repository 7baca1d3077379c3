package matcher

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// changeTries is how often a change without an etag is made again when a person
// else was faster: as many photos of a person may come at once.
const changeTries = 50

// Change lets edit work on the stored subject and stores the result, checked as at
// registration. A non-empty etag must be the current one; without one, edit may
// run again on a newer version.
// Errors: models.ErrNotFound, models.ErrStale, models.ErrInvalid, models.ErrExists,
// and whatever edit returns.
func (r *Registry[T]) Change(ctx context.Context, name, etag string, edit func(T) error) (T, error) {
	for try := 1; ; try++ {
		s, err := r.changeOnce(ctx, name, etag, edit)
		if errors.Is(err, models.ErrStale) && etag == "" && try < changeTries {
			continue
		}
		if err != nil {
			return s, fmt.Errorf("change %s: %w", name, err)
		}
		s.Common().IndexPending = !r.publish(ctx)
		return s, nil
	}
}

func (r *Registry[T]) changeOnce(ctx context.Context, name, etag string, edit func(T) error) (T, error) {
	var none T
	s, err := changeable(ctx, r.files, name)
	if err != nil {
		return none, err
	}
	current, origin := s.Common().Etag, s.Origin()
	if etag != "" && etag != current {
		return none, models.ErrStale
	}
	if err := edit(s); err != nil {
		return none, err
	}
	if err := r.admit(ctx, s); err != nil {
		return none, err
	}
	if err := mustKeep(ctx, s); err != nil { // no one moves a file out of their own areas
		return none, err
	}
	if err := r.mustSpeakFor(ctx, s.Origin(), origin); err != nil {
		return none, err
	}
	s.Common().Name, s.Common().Etag = name, current
	s.Complete()
	err = r.inTx(ctx, func(tx store.Tx) (any, error) { return s, r.update(ctx, r.writer(tx), s) })
	return s, err
}

// Remove deletes a subject with its photos and embeddings, and reports whether it
// is out of the index too. A non-empty etag must be the current one.
// Errors: models.ErrNotFound, models.ErrStale.
func (r *Registry[T]) Remove(ctx context.Context, name, etag string) (indexPending bool, err error) {
	_, err = changeable(ctx, r.files, name)
	if err == nil {
		err = r.inTx(ctx, func(tx store.Tx) (any, error) { return nil, r.writer(tx).Delete(ctx, name, etag) })
	}
	if err != nil {
		return false, fmt.Errorf("remove %s: %w", name, err)
	}
	return !r.publish(ctx), nil
}

// AddPhoto looks at a photo, keeps it and adds it to the subject of that name. A
// picture that the subject already has is returned as it is there.
// Errors: models.ErrNotFound, models.ErrInvalid (also models.ErrUnreadable or
// models.ErrTooLarge), and models.ErrStale if others kept changing the subject.
func (r *Registry[T]) AddPhoto(ctx context.Context, name string, p models.Photo) (photo models.Photo, indexPending bool, err error) {
	held, err := changeable(ctx, r.files, name) // before work is put into the picture, or room
	if err == nil && len(held.Common().Photos) >= models.MaxPhotos {
		err = models.Invalid("photos", fmt.Sprintf("照片过多，最多 %d 张", models.MaxPhotos), fmt.Sprintf("over %d photos", models.MaxPhotos))
	}
	if err == nil {
		err = mustBring(ctx, []models.Photo{p})
	}
	if err != nil {
		return models.Photo{}, false, fmt.Errorf("add photo: %w", err)
	}
	if err := r.admitPhoto(ctx, &p, "content"); err != nil {
		return models.Photo{}, false, err
	}
	s, err := r.Change(ctx, name, "", func(s T) error {
		e := s.Common()
		if _, held := photoOf(e.Photos, p.SHA256); !held {
			e.Photos = append(e.Photos, p)
		}
		return nil
	})
	if err != nil {
		return models.Photo{}, false, err
	}
	stored := s.Common().Photos[len(s.Common().Photos)-1]
	if held, ok := photoOf(s.Common().Photos, p.SHA256); ok {
		stored = held
	}
	return stored, s.Common().IndexPending, nil
}

// photoOf finds the photo with those bytes; photos without a picture are no one's.
func photoOf(photos []models.Photo, sha string) (models.Photo, bool) {
	for _, p := range photos {
		if sha != "" && p.SHA256 == sha {
			return p, true
		}
	}
	return models.Photo{}, false
}

// RemovePhoto takes a photo and its embeddings off its subject.
// Errors: models.ErrNotFound.
func (s *Service) RemovePhoto(ctx context.Context, photo string) (indexPending bool, err error) {
	_, subject, err := s.store.Photo(ctx, photo)
	if err != nil {
		return false, fmt.Errorf("remove photo: %w", err)
	}
	if kind, _ := models.KindOf(subject); kind == models.Records {
		return s.Records.removePhoto(ctx, subject, photo)
	}
	return s.Notices.removePhoto(ctx, subject, photo)
}

func (r *Registry[T]) removePhoto(ctx context.Context, name, photo string) (indexPending bool, err error) {
	s, err := r.Change(ctx, name, "", func(s T) error {
		e := s.Common()
		e.Photos = slices.DeleteFunc(e.Photos, func(p models.Photo) bool { return p.Name == photo })
		return nil
	})
	return err == nil && s.Common().IndexPending, err
}
