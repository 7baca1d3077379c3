package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Reembedded holds what one page of Reembed did.
type Reembedded struct {
	Subjects  int    // gone through
	Embedded  int    // photos that the model has described now
	Unchanged int    // photos that it had described before
	NoFace    int    // photos in which it sees no face
	Failed    int    // photos that cannot be read any more
	Next      string // the token of the next page; empty after the last
}

// reembedPage is how many subjects one call goes through: seconds of work, so that
// a caller sees it move and loses little when it breaks off.
const reembedPage = 32

// Reembed looks again at the photos held that the model, one that the eyes have, has
// not described yet, a page of subjects a call. What others wrote meanwhile stays, as
// do the embeddings of models that the eyes do not have. Done again from the start, it
// goes on where it was left.
// Errors: models.ErrPermission (administrators only), models.ErrFacesOff,
// models.ErrInvalid (model, pageToken).
func (s *Service) Reembed(ctx context.Context, model, token string) (Reembedded, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return Reembedded{}, err
	}
	if !actor.Role.May(models.Administer) {
		return Reembedded{}, fmt.Errorf("reembed: %w", models.ErrPermission)
	}
	embedder, err := s.embedder(model)
	if err != nil {
		return Reembedded{}, err
	}
	side, rest, _ := strings.Cut(token, "/")
	var done Reembedded
	switch side {
	case "", "records":
		if done, err = s.Records.reembed(ctx, embedder, rest); done.Next == "" {
			done.Next = "notices/"
		} else {
			done.Next = "records/" + done.Next
		}
	case "notices":
		if done, err = s.Notices.reembed(ctx, embedder, rest); done.Next != "" {
			done.Next = "notices/" + done.Next
		}
	default:
		err = models.Invalid("pageToken", "翻页标记不对", "unknown page token: send what the last page gave")
	}
	if err != nil {
		return Reembedded{}, fmt.Errorf("reembed: %w", err)
	}
	return done, nil
}

func (s *Service) embedder(model string) (models.Embedder, error) {
	list := s.photos.Embedders()
	if len(list) == 0 {
		return models.Embedder{}, fmt.Errorf("reembed: %w", models.ErrFacesOff)
	}
	names := make([]string, len(list))
	for i, e := range list {
		if e.ID == model {
			return e, nil
		}
		names[i] = e.ID
	}
	has := strings.Join(names, ", ")
	return models.Embedder{}, models.Invalid("model", "本服务没有这个人脸模型，现有："+has, "this service does not look with that model; it has "+has)
}

func (r *Registry[T]) reembed(ctx context.Context, by models.Embedder, token string) (done Reembedded, err error) {
	page, next, err := r.files.List(ctx, store.Filter{}, reembedPage, token)
	if err != nil {
		return done, err
	}
	parts := make([]Reembedded, len(page))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0)) // the eyes bound it, too
	for i, s := range page {
		group.Go(func() (err error) {
			parts[i], err = r.reembedOne(ctx, by, s)
			return err
		})
	}
	err = group.Wait()
	for _, p := range parts {
		done.Embedded += p.Embedded
		done.Unchanged += p.Unchanged
		done.NoFace += p.NoFace
		done.Failed += p.Failed
	}
	done.Subjects, done.Next = len(page), next
	return done, err
}

// reembedOne looks at the photos of one subject and then writes what it saw.
func (r *Registry[T]) reembedOne(ctx context.Context, by models.Embedder, s T) (done Reembedded, err error) {
	name, seen := s.Common().Name, map[string]models.Photo{}
	for _, p := range s.Common().Photos {
		switch {
		case p.SHA256 == "": // came as embeddings only
			continue
		case describedBy(p, by):
			done.Unchanged++
			continue
		}
		again, err := r.lookAgain(ctx, p)
		switch {
		case errors.Is(err, models.ErrDataLoss), errors.Is(err, models.ErrNotFound), errors.Is(err, models.ErrUnreadable), errors.Is(err, models.ErrTooLarge):
			r.log.WarnContext(ctx, "a photo held cannot be looked at again", "photo", p.Name, "err", err)
			done.Failed++
		case err != nil:
			return done, err
		case !describedBy(again, by):
			done.NoFace++
		default:
			seen[p.Name] = again
		}
	}
	if len(seen) == 0 {
		return done, nil
	}
	_, err = r.Change(ctx, name, "", func(s T) error {
		photos := s.Common().Photos
		for i, p := range photos {
			if again, ok := seen[p.Name]; ok && again.SHA256 == p.SHA256 {
				photos[i].Faces, photos[i].Finding = keepOthers(again.Faces, p.Faces), again.Finding
			}
		}
		return nil
	})
	if errors.Is(err, models.ErrNotFound) { // deleted meanwhile
		return done, nil
	}
	done.Embedded += len(seen)
	return done, err
}

func (r *Registry[T]) lookAgain(ctx context.Context, p models.Photo) (_ models.Photo, err error) {
	file, err := r.store.Blob(ctx, p.SHA256)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if p.Content, err = io.ReadAll(file); err != nil {
		return p, err
	}
	err = r.photos.Analyze(ctx, &p)
	p.Content = nil
	return p, err
}

// describedBy reports whether this very model described a face of the photo.
func describedBy(p models.Photo, by models.Embedder) bool {
	return slices.ContainsFunc(p.Faces, func(f models.Face) bool {
		for e := range f.Embeddings() {
			if e.Model == by.ID && e.SHA256 == by.SHA256 {
				return true
			}
		}
		return false
	})
}

// keepOthers adds to the faces seen now what models that did not look again made of
// the same faces before.
func keepOthers(now, before []models.Face) []models.Face {
	for i := range now {
		f := &now[i]
		at := slices.IndexFunc(before, func(b models.Face) bool { return f.Box.Overlap(b.Box) > sameFace })
		if at < 0 {
			continue
		}
		list := slices.Collect(f.Embeddings())
		for old := range before[at].Embeddings() {
			if !slices.ContainsFunc(list, func(e models.Embedding) bool { return e.Model == old.Model }) {
				list = append(list, old)
			}
		}
		f.SetEmbeddings(list)
	}
	return now
}

// sameFace is by how much (IoU) the boxes of one face from two detectors overlap.
const sameFace = 0.3
