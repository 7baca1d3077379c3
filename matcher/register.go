package matcher

import (
	"context"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// firstMatches is how many matches a registration answers with at once.
const firstMatches = 5

// Register takes s in: checked, its photos looked at, stored under a new name,
// searchable. It returns s as stored and its best matches on the other side.
// If the index is behind, s says IndexPending and there are no matches yet; nor are there
// any for a call whose answer is kept (WithReceipt), which is to tell of no one else.
// Errors: models.ErrInvalid (also models.ErrUnreadable or models.ErrTooLarge for
// a photo), models.ErrExists, models.ErrUnauthenticated.
func (r *Registry[T]) Register(ctx context.Context, s T) (T, []models.Match, error) {
	var none T
	if err := r.admitNew(ctx, s); err != nil {
		return none, nil, err
	}
	s.Complete()
	if err := r.inTx(ctx, func(tx store.Tx) (any, error) { return s, r.create(ctx, r.writer(tx), s) }); err != nil {
		return none, nil, fmt.Errorf("register: %w", err)
	}
	s.Common().IndexPending = !r.publish(ctx)
	if s.Common().IndexPending || hasReceipt(ctx) {
		return s, nil, nil
	}
	matches, err := r.matchesFor(ctx, s, firstMatches)
	if err == nil {
		err = r.audit(ctx, models.ActionMatch, useOf(s, matches), append([]string{s.Common().Name}, othersOf(matches, r.kind)...)...)
	}
	if err != nil { // the registration itself is done and must be said so
		r.log.WarnContext(ctx, "registered, not ranked", "name", s.Common().Name, "err", err)
		return s, nil, nil
	}
	return s, matches, nil
}

// admitNew is admit for what is not stored yet, which the actor must be allowed to keep.
func (r *Registry[T]) admitNew(ctx context.Context, s T) error {
	s.Common().Name = ""
	a, err := accessOf(ctx)
	if err == nil {
		err = mustKeepSide(a, r.kind)
	}
	if err == nil {
		err = mustBring(ctx, s.Common().Photos)
	}
	if err == nil {
		err = r.admit(ctx, s)
	}
	if err == nil {
		err = mustKeep(ctx, s)
	}
	if err == nil {
		err = r.mustSpeakFor(ctx, s.Origin(), "")
	}
	return err
}

// admit checks s, fills in what its texts clearly mean and looks at the photos that came with content, whose bytes are
// durable afterwards.
func (d *core) admit(ctx context.Context, s models.Subject) error {
	if err := s.Validate(d.clock()); err != nil {
		return err
	}
	if err := maskedInput(s); err != nil {
		return err
	}
	understand(s)
	photos := s.Common().Photos
	for i := range photos {
		if err := d.admitPhoto(ctx, &photos[i], fmt.Sprintf("photos[%d].content", i)); err != nil {
			return err
		}
	}
	return admitPrints(s.Common().Fingerprints)
}

// admitPhoto looks at a photo that came with content and keeps its bytes. What
// the eyes see replaces what the caller said of it.
func (d *core) admitPhoto(ctx context.Context, p *models.Photo, field string) error {
	if len(p.Content) == 0 {
		return nil
	}
	if err := d.look(ctx, p, field); err != nil {
		return err
	}
	sha, err := d.store.PutBlob(ctx, p.Content)
	if err != nil {
		return fmt.Errorf("keep photo: %w", err)
	}
	p.SHA256, p.Content = sha, nil
	return nil
}

// look looks at a photo that comes from outside. Errors: models.ErrInvalid (also
// models.ErrUnreadable or models.ErrTooLarge).
func (d *core) look(ctx context.Context, p *models.Photo, field string) error {
	err := d.photos.Accepts(p.Content)
	if err == nil {
		err = d.photos.Analyze(ctx, p)
	}
	if err != nil {
		return photoError(field, err)
	}
	return nil
}

// photoError adds the field and a sentence for people to what the eyes said.
func photoError(field string, err error) error {
	var text models.Text
	refused, said := errors.AsType[*models.RefusedError](err)
	switch {
	case said && (errors.Is(err, models.ErrTooLarge) || errors.Is(err, models.ErrUnreadable)):
		text = refused.Text
	case errors.Is(err, models.ErrTooLarge):
		text = models.Text{Zh: "照片太大，请缩小后再传", En: "the photo is too large: shrink it and try again"}
	case errors.Is(err, models.ErrUnreadable):
		text = models.Text{Zh: "照片无法读取：可能已损坏，或不是 JPEG、PNG、WebP 图片", En: "the photo could not be read: damaged, or not a JPEG, PNG or WebP picture"}
	default:
		return fmt.Errorf("look at photo: %w", err)
	}
	return errors.Join(models.Invalid(field, text.Zh, text.En), err)
}
